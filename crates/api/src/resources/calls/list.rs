//! `list_calls`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::cursor::{List, USUAL_LIMIT};
use ptp_http::parameters::Query;
use ptp_http::show::{CachePolicy, digested};
use ptp_http::wire::{CallCodeText, SearchText};
use ptp_store::{CallFilter, CallSort, Order};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::document::{CallPage, CallView};
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::words::{AreaCode, CallStatusCode, PhaseCode, PurposeCode, words_of};

/// What chooses and orders calls.
#[derive(Clone, Debug, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CallQuery {
    /// Where the clock is; only published calls have a phase.
    phase: Option<PhaseCode>,
    /// What they are for.
    purpose: Option<PurposeCode>,
    /// With one of these codes.
    #[param(max_items = 100)]
    code: Option<Vec<CallCodeText>>,
    /// Open to one of these areas.
    #[param(max_items = 7)]
    area: Option<Vec<AreaCode>>,
    /// Where they stand.
    #[param(max_items = 4)]
    status: Option<Vec<CallStatusCode>>,
    /// Words that the title or the code begins with; accents and case do not matter.
    q: Option<SearchText>,
    /// The order; a minus sign turns it round.
    sort: Option<CallOrder>,
    /// Whether `total` says how many there are on all pages.
    with_total: Option<bool>,
    /// How many items at most: a page of large ones has fewer.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

/// The orders of calls.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) enum CallOrder {
    /// Those that close first.
    #[default]
    #[serde(rename = "closes_at")]
    ClosesAt,
    /// Those that close last.
    #[serde(rename = "-closes_at")]
    ClosesAtDescending,
    /// Those that open first.
    #[serde(rename = "opens_at")]
    OpensAt,
    /// Those that open last.
    #[serde(rename = "-opens_at")]
    OpensAtDescending,
}

impl CallOrder {
    const fn order(self) -> Order<CallSort> {
        match self {
            Self::ClosesAt => Order { by: CallSort::ClosesAt, descending: false },
            Self::ClosesAtDescending => Order { by: CallSort::ClosesAt, descending: true },
            Self::OpensAt => Order { by: CallSort::OpensAt, descending: false },
            Self::OpensAtDescending => Order { by: CallSort::OpensAt, descending: true },
        }
    }
}

/// Calls
///
/// Published, withdrawn and archived calls; officials also see drafts.
#[utoipa::path(
    operation_id = Action::ListCalls.code(),
    tag = "calls",
    params(CallQuery),
    responses((status = 200, description = "A page of calls.", body = CallPage)),
)]
#[get("/calls")]
pub(crate) async fn handle(
    caller: Caller<op::ListCalls>,
    service: Data<Service>,
    query: Query<op::ListCalls, CallQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let list = List::new(Action::ListCalls.code(), &query)?;
    let now = service.clock.now();
    let filter = CallFilter {
        purpose: query.purpose.map(|code| code.0),
        codes: query.code.into_iter().flatten().map(CallCodeText::into_code).collect(),
        areas: words_of(query.area),
        statuses: words_of(query.status),
        q: query.q.map(|words| words.0),
        phase: query.phase.map(|code| (code.0, now)),
    };
    let order = query.sort.unwrap_or_default().order();
    let after = list.after(query.cursor.as_deref(), |after| order.by.accepts(after))?;
    let limit = query.limit.unwrap_or(USUAL_LIMIT);
    let tx = service.store.read().await?;
    let page = tx.page_calls(&caller.scope, &filter, order, after.as_ref(), limit).await?;
    let total = match query.with_total {
        Some(true) => Some(tx.count_calls(&caller.scope, &filter).await?),
        _ => None,
    };
    let body = CallPage {
        items: page.items.iter().map(|call| CallView::show(call, now)).collect(),
        next_cursor: list.next(page.next)?,
        total,
    };
    Ok(digested(&request, CachePolicy::register(&request), &body)?)
}
