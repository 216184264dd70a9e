//! `submit_application`

use std::time::Duration;

use actix_web::rt::time::timeout;
use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use chrono::SubsecRound;
use ptp_domain::id::Id;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::language::Preferred;
use ptp_http::layers::Deadline;
use ptp_http::wire::{Leaf as _, Read, Reading};
use utoipa::ToSchema;
use uuid::Uuid;

use super::document::ApplicationView;
use super::instant::{SubmissionInstant, Submitted, deferred};
use super::submission::Submission;
use crate::cases::base::Base;
use crate::cases::caller::{Caller, op};
use crate::cases::idempotent::{IdempotencyKey, idempotent_prepared};
use crate::cases::problems::ApiError;
use crate::cases::silence::carried_out;
use crate::cases::state::Service;

/// Which pole, under which call.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApplicationInput {
    /// The call.
    pub call_id: Uuid,
    /// The caller's pole.
    pub pole_id: Uuid,
    /// The application of the pole under the same call that this one replaces: it is withdrawn.
    #[serde(default)]
    pub replaces: Option<Uuid>,
}

impl ApplicationInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let call_id = reading.required("call_id", Uuid::read);
        let pole_id = reading.required("pole_id", Uuid::read);
        let replaces = reading.optional("replaces", Uuid::read);
        Ok(Self { call_id: call_id?, pole_id: pole_id?, replaces: replaces? })
    }
}

/// Submit an application
///
/// The instant at which the server has read the request decides, the closing instant included.
/// Refused with the report if the pole is not compliant on the reference date of the call; nothing
/// is stored then. Until the closing it may replace an earlier one (`replaces`): for
/// a measure, or while an integration is requested, the network may have changed meanwhile. One that is
/// to be constituted is frozen while its application is pending: to change it, withdraw the application
/// and submit again. Accepted, it has a protocol number, a frozen snapshot and a signed receipt. If the
/// service is too busy to register it, the answer (503, `submission-deferred`) has the instant,
/// signed: the same request with it in `Submission-Instant` is judged by that instant for an hour.
#[utoipa::path(
    operation_id = Action::SubmitApplication.code(),
    tag = "applications",
    params((
        "Submission-Instant" = Option<String>, Header,
        max_length = 4000, pattern = r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$",
        description = "`submission_instant` of the problem `submission-deferred`, if this request got it before.",
    )),
    request_body(content = ApplicationInput, description = "Which pole, under which call."),
    responses((status = 201, description = "Received.", body = ApplicationView)),
)]
#[post("/applications")]
#[expect(clippy::too_many_arguments, reason = "each is one thing of the request")]
pub(crate) async fn handle(
    caller: Caller<op::SubmitApplication>,
    service: Data<Service>,
    key: IdempotencyKey,
    instant: SubmissionInstant,
    base: Base,
    deadline: Deadline,
    Preferred(language): Preferred,
    body: Body<ApplicationInput>,
) -> Result<HttpResponse, ApiError> {
    // The request has been read; whatever it has to wait for from here on is not the applicant's.
    let read_at = service.clock.now().trunc_subsecs(6);
    let (ApplicationInput { call_id, pole_id, replaces }, bytes) =
        body.read(ApplicationInput::read)?;
    let submitted = Submitted {
        service: &service,
        actor: &caller.actor,
        call: Id::new(call_id),
        pole: Id::new(pole_id),
        read_at,
    };
    let submission = Submission {
        submitted,
        replaces: replaces.map(Id::new),
        scope: &caller.scope,
        instant: &instant,
        base: &base,
        language,
    };
    let registered = async {
        // Before anything is read: what is judged is the state after it.
        carried_out(&service).await;
        idempotent_prepared(
            &service,
            &caller.actor,
            key,
            (pole_id, &bytes),
            async |tx| submission.judge(tx).await,
            async |tx, judged| submission.receive(tx, judged).await,
        )
        .await
    };
    match timeout(deadline.less(MARGIN), registered).await.unwrap_or(Err(ApiError::Unavailable)) {
        Err(ApiError::Unavailable | ApiError::Aborted | ApiError::NewerRelease) => {
            Err(deferred(&submission.submitted, &instant))
        }
        answer => answer,
    }
}

/// Answered a little before the deadline, so that whoever is sent away has the instant.
const MARGIN: Duration = Duration::from_secs(2);
