//! `list_poles`

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{Days, NaiveDate};
use ptp_domain::calendar::civil_date;
use ptp_domain::fault::Invalid;
use ptp_domain::identifier::Province;
use ptp_domain::policy::{Action, Actor};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::cursor::{List, USUAL_LIMIT};
use ptp_http::parameters::Query;
use ptp_http::problem::own::malformed;
use ptp_http::show::{CachePolicy, digested};
use ptp_http::wire::{DateText, InstantInput, ProvinceCode, civil_day, instant as read_instant};
use ptp_store::{ComplianceFilter, Order, PoleFilter, PoleSort, Read, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::view::{PolePage, PoleSummary};
use crate::cases::caller::{Caller, op};
use crate::cases::horizon::within_horizon;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::visibility::sees_personal_data;
use crate::cases::words::{AreaCode, MemberKindCode, PoleStatusCode, VerdictCode};

/// What chooses and orders poles.
#[derive(Clone, Debug, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PoleQuery {
    /// Of this area.
    area: Option<AreaCode>,
    /// Where they stand in their life.
    status: Option<PoleStatusCode>,
    /// With their seat in this province.
    province: Option<ProvinceCode>,
    /// Whose they are: only the caller's own.
    owner: Option<OwnerFilter>,
    /// With a member of this kind.
    member_kind: Option<MemberKindCode>,
    /// Words that the name or the code begins with; accents and case do not matter.
    #[param(
        min_length = 1,
        max_length = 200,
        pattern = r"^[^\u0000-\u001F]*[^\u0000-\u0020][^\u0000-\u001F]*$"
    )]
    q: Option<String>,
    /// Changed at this instant or later.
    updated_since: Option<InstantInput>,
    /// Ever recognised, and such that the rules that recognised them say this on `as_of`.
    compliance: Option<VerdictCode>,
    /// The civil date in Europe/Rome of `compliance`; today unless given, not before 2013-01-01 and
    /// at most five years ahead. A pole has an outcome from its recognition to its end.
    as_of: Option<DateText>,
    /// Not failing on `as_of`, but within so many days after it unless something changes.
    #[param(minimum = 1, maximum = 1826)]
    fails_within_days: Option<u64>,
    /// The order; a minus sign turns it round.
    sort: Option<PoleOrder>,
    /// How many items at most: a page of large ones has fewer.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

/// Whose poles.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OwnerFilter {
    /// The caller's own.
    Me,
}

/// The orders of poles.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
pub(crate) enum PoleOrder {
    /// Those created first.
    #[default]
    #[serde(rename = "code")]
    Code,
    /// Those created last.
    #[serde(rename = "-code")]
    CodeDescending,
    /// By name.
    #[serde(rename = "name")]
    Name,
    /// By name, backwards.
    #[serde(rename = "-name")]
    NameDescending,
    /// Those changed first.
    #[serde(rename = "updated_at")]
    UpdatedAt,
    /// Those changed last.
    #[serde(rename = "-updated_at")]
    UpdatedAtDescending,
}

impl PoleOrder {
    const fn order(self) -> Order<PoleSort> {
        let (by, descending) = match self {
            Self::Code => (PoleSort::Code, false),
            Self::CodeDescending => (PoleSort::Code, true),
            Self::Name => (PoleSort::Name, false),
            Self::NameDescending => (PoleSort::Name, true),
            Self::UpdatedAt => (PoleSort::UpdatedAt, false),
            Self::UpdatedAtDescending => (PoleSort::UpdatedAt, true),
        };
        Order { by, descending }
    }
}

/// The compliance filter, if any.
fn compliance_asked(
    query: &PoleQuery,
    today: NaiveDate,
) -> Result<Option<ComplianceFilter>, ApiError> {
    let PoleQuery { compliance, as_of, fails_within_days, .. } = query;
    if compliance.is_none() && as_of.is_none() && fails_within_days.is_none() {
        return Ok(None);
    }
    let on = match as_of {
        None => today,
        Some(day) => civil_day(&day.0).map_err(|invalid| malformed("as_of", invalid))?,
    };
    let on = within_horizon(on, today).map_err(|invalid| malformed("as_of", invalid))?;
    if on < FIRST_DAY {
        return Err(malformed("as_of", TOO_EARLY).into());
    }
    let fails_by = fails_within_days.and_then(|days| on.checked_add_days(Days::new(days)));
    if let Some(day) = fails_by {
        within_horizon(day, today).map_err(|invalid| malformed("fails_within_days", invalid))?;
    }
    Ok(Some(ComplianceFilter { outcome: compliance.map(|code| code.0), on, fails_by }))
}

/// The first poles were constituted in the year of the decree that introduced them
/// (Interministerial Decree 7 Feb 2013): earlier dates are refused, since an empty list would
/// suggest that all poles were compliant.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2013, 1, 1).expect("a day");
const TOO_EARLY: Invalid = Invalid::fixed(
    "before_first_day",
    "non prima del 1º gennaio 2013: in precedenza non esistevano poli",
    "not before 1 January 2013: there were no poles before",
);

/// Begins to read, if the outcomes of every pole are known up to the last day of the query.
///
/// They are, unless the service was down for more than a year or could not keep up: then 503 is
/// answered rather than an incomplete list, and upkeep is asked to renew them.
async fn reading(
    service: &Service,
    compliance: Option<&ComplianceFilter>,
) -> Result<Tx<Read>, ApiError> {
    let tx = service.store.read().await?;
    let Some(last_day) = compliance.map(|asked| asked.fails_by.unwrap_or(asked.on)) else {
        return Ok(tx);
    };
    if tx.knows_outcomes_until(last_day).await? {
        return Ok(tx);
    }
    service.store.ask_for_renewal();
    Err(ApiError::Unavailable)
}

/// Poles
///
/// Those ever recognised, the caller's own, and for officials all, without their members.
#[utoipa::path(
    operation_id = Action::ListPoles.code(),
    tag = "poles",
    params(PoleQuery),
    responses((status = 200, description = "A page of poles.", body = PolePage)),
)]
#[get("/poles")]
pub(crate) async fn handle(
    caller: Caller<op::ListPoles>,
    service: Data<Service>,
    query: Query<op::ListPoles, PoleQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let list = List::new(Action::ListPoles.code(), &query)?;
    let today = civil_date(service.clock.now());
    let compliance = compliance_asked(&query, today)?;
    let owner = match (query.owner, &caller.actor) {
        (None, _) => None,
        (Some(OwnerFilter::Me), Actor::Bearer(bearer)) => Some(bearer.owner()),
        (Some(OwnerFilter::Me), Actor::Anonymous | Actor::System) => {
            return Err(ApiError::Unauthenticated);
        }
    };
    let province = query
        .province
        .map(|province| Province::parse(&province.0))
        .transpose()
        .map_err(|invalid| malformed("province", invalid))?;
    let updated_since = query
        .updated_since
        .map(|instant| read_instant(&instant.0))
        .transpose()
        .map_err(|invalid| malformed("updated_since", invalid))?;
    let filter = PoleFilter {
        area: query.area.map(|code| code.0),
        status: query.status.map(|code| (code.0, today)),
        province,
        owner,
        member_kind: query.member_kind.map(|code| code.0),
        q: query.q,
        updated_since,
        compliance: compliance.clone(),
    };
    let order = query.sort.unwrap_or_default().order();
    let after = list.after(query.cursor.as_deref(), |after| order.by.accepts(after))?;
    let limit = query.limit.unwrap_or(USUAL_LIMIT);
    let tx = reading(&service, compliance.as_ref()).await?;
    let page = tx.page_poles(&caller.scope, &filter, order, after.as_ref(), limit).await?;
    let outcomes = match &compliance {
        None => BTreeMap::new(),
        Some(asked) => {
            let ids: Vec<_> = page.items.iter().map(|pole| pole.value.id).collect();
            tx.outcomes_on(&ids, asked.on).await?
        }
    };
    let show = |pole: &ptp_store::Stored<ptp_domain::pole::Pole>| {
        let personal = sees_personal_data(&caller.scope, &pole.value);
        PoleSummary::show(pole, personal, today)
            .with(outcomes.get(&pole.value.id), pole.value.ended_on().is_some())
    };
    let body = PolePage {
        items: page.items.iter().map(show).collect(),
        next_cursor: list.next(page.next)?,
    };
    Ok(digested(&request, CachePolicy::register(&request), &body)?)
}
