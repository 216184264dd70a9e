//! How the office answers: `note_communication`, `contest_communication`.

use actix_web::{HttpResponse, post};
use chrono::SubsecRound;
use ptp_domain::communication::{Answer, Answering, Communication, attempt};
use ptp_domain::event::{Event, EventKind};
use ptp_domain::pole::Pole;
use ptp_domain::policy::{Action, Actor};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::parameters::PathIds;
use ptp_http::wire::{Leaf as _, LongText, Read as Readable, Reading};
use ptp_store::{Read, Stored, Tx, Write};
use utoipa::ToSchema;

use super::document::CommunicationView;
use super::{seen, tag_of};
use crate::cases::caller::op;
use crate::cases::idempotent::Written;
use crate::cases::interest::interest;
use crate::cases::problems::ApiError;
use crate::cases::transition::{Asked, StateChange, Transition};
use crate::resources::change_requests::document::BeforeAndAfter;

/// Taking note needs nothing more.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteInput {}

/// Why the fact is contested.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContestationInput {
    /// What does not agree with the registers.
    pub reason: LongText,
}

impl ContestationInput {
    fn read(reading: &mut Reading<'_>) -> Readable<Self> {
        Ok(Self { reason: reading.required("reason", LongText::read)? })
    }
}

/// An answer, with its reason.
struct Answered(Answering, Option<String>);

/// A communication as it is answered.
struct Judged {
    communication: Stored<Communication>,
    pole: Stored<Pole>,
    event: Event,
}

impl StateChange<2> for Answered {
    type Prepared = Judged;

    async fn prepare(
        &self,
        tx: &Tx<Read>,
        asked: &Asked,
        ids: &PathIds<2>,
    ) -> Result<Judged, ApiError> {
        let Self(answer, reason) = self;
        let Asked { service, actor, scope, version, .. } = asked;
        let (pole, about) = seen(tx, scope, ids.first()).await?;
        let stored = tx.find_communication(ids.first(), about, ids.second()).await?;
        let mut stored = stored.ok_or(ApiError::NotFound)?;
        if !version.holds(stored.version) {
            return Err(ApiError::Stale {
                current_version: stored.version,
                changed_fields: vec!["answer".to_owned(), "status".to_owned()],
            });
        }
        let action = match answer {
            Answering::Note => Action::NoteCommunication,
            Answering::Contest => Action::ContestCommunication,
        };
        let attempted = match interest(action, &pole.pole.value.owner, actor) {
            Some(reason) => Err(reason),
            None => attempt(stored.value.kind, stored.value.status, *answer),
        };
        stored.value.status = attempted.map_err(|reason| ApiError::WrongState {
            status: stored.value.status.code(),
            reason,
            allowed: Vec::new(),
        })?;
        stored.value.answer = Some(Answer {
            at: service.clock.now().trunc_subsecs(6),
            actor: match actor {
                Actor::Anonymous | Actor::System => None,
                Actor::Bearer(bearer) => Some(bearer.clone()),
            },
            reason: reason.clone(),
        });
        let changed = ["answer", "status"];
        let event = asked.event(EventKind::CommunicationAnswered, reason.as_deref(), &changed);
        Ok(Judged { communication: stored, pole: pole.pole, event })
    }

    async fn make(
        &self,
        judged: &Judged,
        tx: &Tx<Write>,
        asked: &Asked,
    ) -> Result<Written, ApiError> {
        let Judged { communication, pole, event } = judged;
        tx.keep_pole(pole).await?;
        let stored = tx.save_communication(communication.clone(), pole, event).await?;
        let reports = BeforeAndAfter::default();
        Written::changed(
            tag_of(&stored, &asked.scope, true),
            &CommunicationView::show(&stored, &asked.scope, true, reports),
        )
    }
}

/// Take note of a communication
///
/// The office has nothing to object; it may also note what it contested, once that is clarified.
#[utoipa::path(
    operation_id = Action::NoteCommunication.code(),
    tag = "register",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("communication_id" = Uuid, Path, description = "The identifier of the communication."),
    ),
    request_body(content = NoteInput, description = "An empty object."),
    responses((status = 200, description = "The communication.", body = CommunicationView)),
)]
#[post("/poles/{pole_id}/communications/{communication_id}/acknowledgement")]
pub(crate) async fn note(
    transition: Transition<op::NoteCommunication, 2>,
    body: Body<NoteInput>,
) -> Result<HttpResponse, ApiError> {
    transition.make(body, |_| Ok(Answered(Answering::Note, None))).await
}

/// Contest a communication
///
/// The fact does not agree with the registers. It stays in effect: the office cannot refuse it.
#[utoipa::path(
    operation_id = Action::ContestCommunication.code(),
    tag = "register",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("communication_id" = Uuid, Path, description = "The identifier of the communication."),
    ),
    request_body(content = ContestationInput, description = "Why."),
    responses((status = 200, description = "The communication.", body = CommunicationView)),
)]
#[post("/poles/{pole_id}/communications/{communication_id}/contestation")]
pub(crate) async fn contest(
    transition: Transition<op::ContestCommunication, 2>,
    body: Body<ContestationInput>,
) -> Result<HttpResponse, ApiError> {
    let contestation = |reading: &mut Reading<'_>| {
        let ContestationInput { reason } = ContestationInput::read(reading)?;
        Ok(Answered(Answering::Contest, Some(reason.0)))
    };
    transition.make(body, contestation).await
}
