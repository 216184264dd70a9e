//! `list_poles`

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{Days, NaiveDate};
use ptp_domain::calendar::civil_date;
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::identifier::Province;
use ptp_domain::member::Member;
use ptp_domain::pole::Pole;
use ptp_domain::policy::{Action, Actor};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::cursor::{List, USUAL_LIMIT};
use ptp_http::parameters::Query;
use ptp_http::problem::own::malformed;
use ptp_http::show::{CachePolicy, digested};
use ptp_http::wire::{
    DateText, InstantInput, PoleCodeText, ProvinceCode, SearchText, ShortText, civil_day,
    instant as read_instant,
};
use ptp_store::{ComplianceFilter, Order, Page, PoleFilter, PoleSort, Read, Stored, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::view::{PolePage, PoleSummary};
use crate::cases::caller::{Caller, op};
use crate::cases::horizon::within_horizon;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::visibility::sees_personal_data;
use crate::cases::words::{AreaCode, MemberKindCode, PoleStatusCode, VerdictCode, words_of};

/// What chooses and orders poles.
#[derive(Clone, Debug, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PoleQuery {
    /// With one of these codes.
    #[param(max_items = 100)]
    code: Option<Vec<PoleCodeText>>,
    /// Of one of these areas.
    #[param(max_items = 7)]
    area: Option<Vec<AreaCode>>,
    /// Where they stand in their life.
    #[param(max_items = 6)]
    status: Option<Vec<PoleStatusCode>>,
    /// With their seat in one of these provinces.
    #[param(max_items = 107)]
    province: Option<Vec<ProvinceCode>>,
    /// With a member that has its seat in one of these municipalities; accents and case do not
    /// matter.
    #[param(max_items = 100)]
    municipality: Option<Vec<ShortText>>,
    /// Whose they are: only the caller's own.
    owner: Option<OwnerFilter>,
    /// With a member of one of these kinds.
    #[param(max_items = 8)]
    member_kind: Option<Vec<MemberKindCode>>,
    /// Words that the name or the code begins with; accents and case do not matter.
    q: Option<SearchText>,
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
    /// What is shown with each: its members, as far as a page holds them.
    #[param(max_items = 1)]
    include: Option<Vec<PoleInclusion>>,
    /// Whether `total` says how many there are on all pages.
    with_total: Option<bool>,
    /// How many items at most: a page of large ones has fewer.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

/// What a list of poles may show of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PoleInclusion {
    /// Its members, those who left too.
    Members,
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

/// A page shows so many members in all, if it has more than one pole: as many as the largest pole.
const MOST_MEMBERS: u64 = 500;

/// The members of the poles of a page, which is cut where they become too many.
async fn with_members(
    tx: &Tx<Read>,
    page: &mut Page<Stored<Pole>>,
    by: PoleSort,
) -> Result<BTreeMap<Id<Pole>, Vec<Stored<Member>>>, ApiError> {
    let ids: Vec<_> = page.items.iter().map(|pole| pole.value.id).collect();
    let counts = tx.count_members(&ids).await?;
    let mut total = 0_u64;
    let fits = ids.iter().take_while(|id| {
        total = total.saturating_add(counts.get(id).copied().unwrap_or_default());
        total <= MOST_MEMBERS
    });
    page.cut(fits.count().max(1), |pole| by.position(pole));
    Ok(tx.members_of_poles(ids.get(..page.items.len()).unwrap_or_default()).await?)
}

/// Poles
///
/// Those ever recognised, the caller's own, and for officials all, without their members unless
/// these are included. Filters with several values take them repeated or with commas between them.
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
    let provinces = query.province.unwrap_or_default();
    let provinces = provinces.iter().map(|province| Province::parse(&province.0));
    let provinces =
        provinces.collect::<Result<_, _>>().map_err(|invalid| malformed("province", invalid))?;
    let updated_since = query
        .updated_since
        .map(|instant| read_instant(&instant.0))
        .transpose()
        .map_err(|invalid| malformed("updated_since", invalid))?;
    let filter = PoleFilter {
        codes: query.code.unwrap_or_default().into_iter().map(PoleCodeText::into_code).collect(),
        areas: words_of(query.area),
        statuses: (words_of(query.status), today),
        provinces,
        owner,
        member_kinds: words_of(query.member_kind),
        municipalities: query.municipality.unwrap_or_default().into_iter().map(|it| it.0).collect(),
        q: query.q.map(|words| words.0),
        updated_since,
        compliance: compliance.clone(),
    };
    let order = query.sort.unwrap_or_default().order();
    let after = list.after(query.cursor.as_deref(), |after| order.by.accepts(after))?;
    let limit = query.limit.unwrap_or(USUAL_LIMIT);
    let tx = reading(&service, compliance.as_ref()).await?;
    let mut page = tx.page_poles(&caller.scope, &filter, order, after.as_ref(), limit).await?;
    let mut members = match query.include {
        Some(_) => Some(with_members(&tx, &mut page, order.by).await?),
        None => None,
    };
    let total = match query.with_total {
        Some(true) => Some(tx.count_poles(&caller.scope, &filter).await?),
        _ => None,
    };
    let outcomes = match &compliance {
        None => BTreeMap::new(),
        Some(asked) => {
            let ids: Vec<_> = page.items.iter().map(|pole| pole.value.id).collect();
            tx.outcomes_on(&ids, asked.on).await?
        }
    };
    let show = |pole: &Stored<Pole>| {
        let personal = sees_personal_data(&caller.scope, &pole.value);
        let of_pole = members.as_mut().map(|all| all.remove(&pole.value.id).unwrap_or_default());
        PoleSummary::show(pole, personal, today)
            .with(outcomes.get(&pole.value.id), pole.value.ended_on().is_some())
            .and_members(of_pole.as_deref(), personal)
    };
    let body = PolePage {
        items: page.items.iter().map(show).collect(),
        next_cursor: list.next(page.next)?,
        total,
    };
    Ok(digested(&request, CachePolicy::register(&request), &body)?)
}
