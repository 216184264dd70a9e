//! `read_workload`

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use chrono::Days;
use ptp_domain::application::ApplicationStatus;
use ptp_domain::calendar::civil_date;
use ptp_domain::id::Id;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::Query;
use ptp_http::show::plain;
use ptp_http::wire::{Coded, DateText};
use ptp_store::ApplicationFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::words::ApplicationStatusCode;

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

/// What waits for the office: each number is that of the list with the same filters.
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
    /// Those of them whose applicant has answered: the office is to go on (`answered=true`).
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    answered: u64,
    /// Applications, decided ones too, whose last act waits for its delivery (`awaiting_delivery=true`).
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    awaiting_delivery: u64,
    /// Those of them whose last day to decide is over (`overdue=true`).
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    overdue: u64,
    /// How many days ahead `due` looks.
    #[schema(maximum = 365, example = 7)]
    due_within_days: u64,
    /// Those to be decided within these days, overdue ones too (`due_within_days`).
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    due: u64,
}

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
/// or fall due soon; of how many the last act waits for its delivery. Each can be listed with the same filter (`GET /applications`).
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
    }))
}
