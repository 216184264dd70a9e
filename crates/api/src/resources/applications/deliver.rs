//! `record_delivery`

use actix_web::{HttpResponse, post};
use ptp_domain::application::{Particulars, Step};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::wire::{Read, Reading, flattened, word};
use utoipa::ToSchema;

use super::document::ApplicationView;
use super::step::ProcedureStep;
use crate::cases::caller::op;
use crate::cases::delivery::Delivery;
use crate::cases::problems::ApiError;
use crate::cases::transition::Transition;
use crate::cases::words::ApplicationStepCode;

/// Which act was delivered.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only used for the contract")]
pub(crate) struct DeliveredAct {
    /// The step: the last act of the office, of which no delivery has succeeded.
    step: ApplicationStepCode,
}

/// Which act was delivered, and how.
pub(crate) struct DeliveryInput;
flattened!(DeliveryInput as "DeliveryInput": "Which act was delivered, and how.",
    [DeliveredAct, Delivery]);

/// Record a delivery
///
/// How the last act of the office reached the applicant, or did not: from that day on its terms run.
/// After one that failed another is recorded. What was read on the portal or answered may have arrived
/// earlier: such a delivery can still be recorded. Under a call whose terms run from the day of the act
/// there is nothing to record.
#[utoipa::path(
    operation_id = Action::RecordDelivery.code(),
    tag = "procedure",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    request_body(content = DeliveryInput, description = "Which act, when, by what means, with what outcome."),
    responses((status = 200, description = "The application, with the terms that run now.", body = ApplicationView)),
)]
#[post("/applications/{application_id}/deliveries")]
pub(crate) async fn handle(
    transition: Transition<op::RecordDelivery>,
    body: Body<DeliveryInput>,
) -> Result<HttpResponse, ApiError> {
    transition.make(body, |reading| Ok(ProcedureStep(Step::Deliver, delivered(reading)?))).await
}

fn delivered(reading: &mut Reading<'_>) -> Read<Particulars> {
    let step = reading.required("step", word::<Step>);
    let delivery = Delivery::read(reading);
    Ok(Particulars { delivered: Some(step?), delivery: Some(delivery?), ..Particulars::default() })
}
