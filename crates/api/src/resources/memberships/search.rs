//! `search_members`

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use ptp_domain::calendar::civil_date;
use ptp_domain::fault::Invalid;
use ptp_domain::identifier::{SchoolCode, TaxCode};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::cursor::{List, USUAL_LIMIT};
use ptp_http::show::plain;
use ptp_http::wire::{Leaf as _, Read, Reading, SchoolCodeText, TaxCodeText};
use ptp_store::{After, Sought};
use serde::Serialize;
use utoipa::ToSchema;

use super::document::{FoundMembership, FoundPage};
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// Which organisation is sought: by one of the two codes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberSearch {
    /// Its tax code.
    #[serde(default)]
    pub tax_code: Option<TaxCodeText>,
    /// A code of the school: every site of its institution is found.
    #[serde(default)]
    pub school_code: Option<SchoolCodeText>,
    /// How many items at most: a page of large ones has fewer.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100, default = 20)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[schema(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
}

const ONE_OF_TWO: Invalid = Invalid::fixed(
    "one_of_two",
    "indicare tax_code oppure school_code, uno solo dei due",
    "give either tax_code or school_code, one of the two",
);

impl MemberSearch {
    fn read(reading: &mut Reading<'_>) -> Read<(Sought, Self)> {
        let sought = match ["tax_code", "school_code"].map(|code| reading.has(code)) {
            [true, false] => reading.required("tax_code", TaxCode::read).map(Sought::TaxCode),
            [false, true] => reading.required("school_code", SchoolCode::read).map(Sought::School),
            _ => reading.take("", Err(ONE_OF_TWO)),
        };
        let search = Self {
            tax_code: reading.optional("tax_code", TaxCodeText::read)?,
            school_code: reading.optional("school_code", SchoolCodeText::read)?,
            limit: reading.optional("limit", u64::read)?,
            cursor: reading.optional("cursor", String::read)?,
        };
        Ok((sought?, search))
    }
}

/// Where an organisation takes part
///
/// Sought in the body, so that no tax code stands in a URL.
#[utoipa::path(
    operation_id = Action::SearchMembers.code(),
    tag = "register",
    request_body(content = MemberSearch, description = "Which organisation."),
    responses((status = 200, description = "A page of memberships.", body = FoundPage)),
)]
#[post("/members/search")]
pub(crate) async fn handle(
    caller: Caller<op::SearchMembers>,
    service: Data<Service>,
    body: Body<MemberSearch>,
) -> Result<HttpResponse, ApiError> {
    let ((sought, search), _) = body.read(MemberSearch::read)?;
    let list = List::new(Action::SearchMembers.code(), &search)?;
    let after = list.after(search.cursor.as_deref(), After::is_within_a_pole)?;
    let limit = search.limit.unwrap_or(USUAL_LIMIT);
    let today = civil_date(service.clock.now());
    let tx = service.store.read().await?;
    let page = tx.search_members(&caller.scope, &sought, after.as_ref(), limit).await?;
    let show = |found| FoundMembership::show(found, &caller.scope, today);
    let items = page.items.iter().map(show).collect();
    let next_cursor = list.next(page.next)?;
    Ok(plain(&FoundPage { items, next_cursor, total: None }))
}
