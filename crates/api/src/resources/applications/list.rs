//! `list_applications`

use std::collections::BTreeSet;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::Days;
use ptp_domain::application::Application;
use ptp_domain::calendar::civil_date;
use ptp_domain::id::Id;
use ptp_domain::policy::{Action, Owner};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::cursor::{List, USUAL_LIMIT};
use ptp_http::parameters::Query;
use ptp_http::problem::own::malformed;
use ptp_http::show::{CachePolicy, digested};
use ptp_http::wire::{InstantInput, ProtocolText, instant as read_instant};
use ptp_store::{ApplicationFilter, Stored};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::document::{ApplicationPage, ApplicationView};
use super::order::ApplicationOrder;
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::words::{ApplicationStatusCode, words_of};

/// What chooses and orders applications.
#[derive(Clone, Debug, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ApplicationQuery {
    /// Where they stand.
    #[param(max_items = 7)]
    status: Option<Vec<ApplicationStatusCode>>,
    /// Under one of these calls.
    #[param(max_items = 100)]
    call_id: Option<Vec<Uuid>>,
    /// Of one of these poles.
    #[param(max_items = 100)]
    pole_id: Option<Vec<Uuid>>,
    /// Registered under one of these numbers.
    #[param(max_items = 100)]
    protocol: Option<Vec<ProtocolText>>,
    /// Changed at this instant or later: each step of the procedure is a change.
    updated_since: Option<InstantInput>,
    /// To be decided within so many days from today; overdue ones too.
    #[param(minimum = 0, maximum = 365)]
    due_within_days: Option<u64>,
    /// Whether the applicant has answered a request or a notice, and the office has done nothing since.
    /// Only those that wait for a decision.
    answered: Option<bool>,
    /// Whether the last act of the office waits for its delivery; decided ones too.
    awaiting_delivery: Option<bool>,
    /// Whether the last day to decide is over. Only those that wait for a decision.
    overdue: Option<bool>,
    /// Assigned to whom: only to the caller, for officials.
    responsible: Option<ResponsibleFilter>,
    /// The order; a minus sign turns it round. By `due_on`, only those that wait for a decision.
    sort: Option<ApplicationOrder>,
    /// Whether `total` says how many there are on all pages.
    with_total: Option<bool>,
    /// How many items at most: a page of large ones has fewer.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

/// To whom applications are assigned.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ResponsibleFilter {
    /// The caller.
    Me,
}

/// Applications
///
/// The caller's own; for officials all.
#[utoipa::path(
    operation_id = Action::ListApplications.code(),
    tag = "applications",
    params(ApplicationQuery),
    responses((status = 200, description = "A page of applications.", body = ApplicationPage)),
)]
#[get("/applications")]
pub(crate) async fn handle(
    caller: Caller<op::ListApplications>,
    service: Data<Service>,
    query: Query<op::ListApplications, ApplicationQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let list = List::new(Action::ListApplications.code(), &query)?;
    let order = query.sort.unwrap_or_default().order();
    let after = list.after(query.cursor.as_deref(), |after| order.by.accepts(after))?;
    let now = service.clock.now();
    let today = civil_date(now);
    let bearer = caller.actor.bearer().map(|bearer| Owner::Subject {
        issuer: bearer.issuer.clone(),
        subject: bearer.subject.clone(),
    });
    let updated_since = query
        .updated_since
        .map(|instant| read_instant(&instant.0))
        .transpose()
        .map_err(|invalid| malformed("updated_since", invalid))?;
    let filter = ApplicationFilter {
        statuses: words_of(query.status),
        calls: query.call_id.into_iter().flatten().map(Id::new).collect(),
        poles: query.pole_id.into_iter().flatten().map(Id::new).collect(),
        protocols: query.protocol.into_iter().flatten().map(ProtocolText::into_code).collect(),
        updated_since,
        answered: query.answered,
        awaiting_delivery: query.awaiting_delivery,
        overdue: query.overdue,
        due_by: query.due_within_days.and_then(|days| today.checked_add_days(Days::new(days))),
        responsible: query.responsible.and(bearer),
        today,
    };
    let limit = query.limit.unwrap_or(USUAL_LIMIT);
    let tx = service.store.read().await?;
    let page = tx.page_applications(&caller.scope, &filter, order, after.as_ref(), limit).await?;
    let ids: BTreeSet<_> = page.items.iter().map(|stored| stored.value.call).collect();
    let ids: Vec<_> = ids.into_iter().collect();
    let calls = tx.calls_as_they_are(&ids).await?;
    let show = |stored: &Stored<Application>| {
        let view = ApplicationView::show(stored, now, &caller.scope);
        match calls.iter().find(|call| call.value.id == stored.value.call) {
            Some(call) => view.of_office(&call.value),
            None => view,
        }
    };
    let total = match query.with_total {
        Some(true) => Some(tx.count_applications(&caller.scope, &filter).await?),
        _ => None,
    };
    let body = ApplicationPage {
        items: page.items.iter().map(show).collect(),
        next_cursor: list.next(page.next)?,
        total,
    };
    Ok(digested(&request, CachePolicy::NoStore, &body)?)
}
