//! `read_workload`

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use chrono::{Days, NaiveDate};
use ptp_domain::application::ApplicationStatus;
use ptp_domain::calendar::civil_date;
use ptp_domain::change_request::RequestStatus;
use ptp_domain::communication::CommunicationStatus;
use ptp_domain::id::Id;
use ptp_domain::policy::{Action, Scope};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::Query;
use ptp_http::show::plain;
use ptp_http::wire::{Coded, DateText};
use ptp_store::{ApplicationFilter, ChangeRequestFilter, CommunicationFilter, Read, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::words::{ApplicationStatusCode, ChangeRequestStatusCode};

/// The days ahead that are looked at unless others are asked for.
const USUAL_DAYS: u64 = 7;

/// Of which applications.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WorkloadQuery {
    /// Under this call; under all unless given.
    call_id: Option<Uuid>,
    /// How many days ahead `due` looks.
    #[param(minimum = 0, maximum = 365, default = 7)]
    due_within_days: Option<u64>,
}

/// What waits for the office: each number is that of the list with the same filters, but for ages.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Workload {
    /// The civil date in Europe/Rome on which it was counted.
    as_of: DateText,
    /// Applications that wait for a decision.
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    pending: u64,
    /// The same by status.
    #[schema(max_items = 20)]
    by_status: Vec<WorkloadOfStatus>,
    /// Pending ones whose applicant has answered: the office is to go on (`answered=true`).
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    answered: u64,
    /// Pending ones whose last day to decide is over (`overdue=true`).
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    overdue: u64,
    /// How many days ahead `due` looks.
    #[schema(maximum = 365, example = 7)]
    due_within_days: u64,
    /// Pending ones to be decided within these days, overdue ones too (`due_within_days`).
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    due: u64,
    /// Applications, decided ones too, whose last act waits for its delivery (`awaiting_delivery=true`).
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    awaiting_delivery: u64,
    /// Requests to change networks, of all poles (`GET /change-requests`).
    change_requests: WorkloadOfRequests,
    /// Communications of facts that wait for the office to take note of them, of all poles
    /// (`GET /communications?status=filed`).
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    communications: u64,
}

/// Requests to change networks that wait for the office. Its acts reach the lead when they are
/// recorded, so none waits for its delivery.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorkloadOfRequests {
    /// Those that wait for a decision.
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    pending: u64,
    /// The same by status.
    #[schema(max_items = 20)]
    by_status: Vec<WorkloadOfRequestStatus>,
    /// The same by age, from the youngest to the oldest.
    #[schema(max_items = 20)]
    by_age: Vec<WorkloadOfAge>,
    /// Those of them whose last day to decide is over (`overdue=true`).
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    overdue: u64,
    /// Those to be decided within the days ahead, overdue ones too (`due_within_days`).
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    due: u64,
}

/// How many requests have a status.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorkloadOfRequestStatus {
    /// The status.
    status: ChangeRequestStatusCode,
    /// How many.
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    count: u64,
}

/// How many requests were received so many days ago.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorkloadOfAge {
    /// So many days ago at least; those of today are 0 days old.
    #[schema(maximum = 365)]
    from_days: u64,
    /// So many at most; absent for the oldest.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 365)]
    to_days: Option<u64>,
    /// How many.
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    count: u64,
}

/// Ages in days (project decision): a week, half of the usual term, the whole of it, more.
const AGES: [(u64, Option<u64>); 4] = [(0, Some(7)), (8, Some(15)), (16, Some(30)), (31, None)];

/// How many applications have a status.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorkloadOfStatus {
    /// The status.
    status: ApplicationStatusCode,
    /// How many.
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    count: u64,
}

/// What waits for the office
///
/// How many applications wait for a decision, by status; how many of them were answered, are overdue
/// or fall due soon; of how many the last act waits for its delivery. Each can be listed with the
/// same filter (`GET /applications`). Beside them the change requests that wait, also by age, and
/// the communications to be noted.
#[utoipa::path(
    operation_id = Action::ReadWorkload.code(),
    tag = "procedure",
    params(WorkloadQuery),
    responses((status = 200, description = "The counts.", body = Workload)),
)]
#[get("/workload")]
pub(crate) async fn handle(
    caller: Caller<op::ReadWorkload>,
    service: Data<Service>,
    query: Query<op::ReadWorkload, WorkloadQuery>,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let days = query.due_within_days.unwrap_or(USUAL_DAYS);
    let today = civil_date(service.clock.now());
    let all = ApplicationFilter {
        calls: query.call_id.into_iter().map(Id::new).collect(),
        today,
        ..ApplicationFilter::default()
    };
    let tx = service.store.read().await?;
    let count = async |filter: ApplicationFilter| {
        Ok::<_, ApiError>(tx.count_applications(&caller.scope, &filter).await?)
    };
    let mut by_status = Vec::new();
    for status in ApplicationStatus::ALL.iter().copied().filter(|status| status.is_pending()) {
        let counted = count(ApplicationFilter { statuses: vec![status], ..all.clone() }).await?;
        by_status.push(WorkloadOfStatus { status: Coded(status), count: counted });
    }
    let due_by = today.checked_add_days(Days::new(days));
    let filed = CommunicationFilter {
        statuses: vec![CommunicationStatus::Filed],
        ..CommunicationFilter::default()
    };
    Ok(plain(&Workload {
        as_of: today.into(),
        pending: by_status.iter().map(|one| one.count).sum(),
        by_status,
        answered: count(ApplicationFilter { answered: Some(true), ..all.clone() }).await?,
        awaiting_delivery: count(ApplicationFilter {
            awaiting_delivery: Some(true),
            ..all.clone()
        })
        .await?,
        overdue: count(ApplicationFilter { overdue: Some(true), ..all.clone() }).await?,
        due_within_days: days,
        due: count(ApplicationFilter { due_by, ..all.clone() }).await?,
        change_requests: of_requests(&tx, &caller.scope, due_by, today).await?,
        communications: tx.count_communications(&caller.scope, &filed).await?,
    }))
}

async fn of_requests(
    tx: &Tx<Read>,
    scope: &Scope,
    due_by: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<WorkloadOfRequests, ApiError> {
    let all = ChangeRequestFilter { today, ..ChangeRequestFilter::default() };
    let count = async |filter: ChangeRequestFilter| {
        Ok::<_, ApiError>(tx.count_change_requests(scope, &filter).await?)
    };
    let mut by_status = Vec::new();
    for status in RequestStatus::ALL.iter().copied().filter(|status| status.is_pending()) {
        let counted = count(ChangeRequestFilter { statuses: vec![status], ..all.clone() }).await?;
        by_status.push(WorkloadOfRequestStatus { status: Coded(status), count: counted });
    }
    let mut by_age = Vec::new();
    for (from_days, to_days) in AGES {
        let ago = |days| today.checked_sub_days(Days::new(days));
        let received = (to_days.and_then(ago), ago(from_days).unwrap_or(today));
        let waiting_since = Some(received);
        let counted = count(ChangeRequestFilter { waiting_since, ..all.clone() }).await?;
        by_age.push(WorkloadOfAge { from_days, to_days, count: counted });
    }
    Ok(WorkloadOfRequests {
        pending: by_status.iter().map(|one| one.count).sum(),
        by_status,
        by_age,
        overdue: count(ChangeRequestFilter { overdue: Some(true), ..all.clone() }).await?,
        due: count(ChangeRequestFilter { due_by, ..all }).await?,
    })
}
