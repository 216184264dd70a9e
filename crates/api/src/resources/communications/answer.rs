//! How the office answers: `note_communication`, `contest_communication`.

use actix_web::{HttpResponse, post};
use chrono::{DateTime, SubsecRound, Utc};
use ptp_domain::calendar::civil_date;
use ptp_domain::communication::{Answer, Answering, Communication, CommunicationStatus, attempt};
use ptp_domain::event::{Event, EventKind};
use ptp_domain::fault::Invalid;
use ptp_domain::pole::Step;
use ptp_domain::policy::{Action, Actor, Owner};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::parameters::PathIds;
use ptp_http::wire::{Leaf as _, LongText, Read as Readable, Reading};
use ptp_store::{Read, Stored, StoredPole, Tx, Write};
use utoipa::ToSchema;

use super::document::CommunicationView;
use super::filing::supersede;
use super::tag_of;
use crate::cases::caller::op;
use crate::cases::idempotent::Written;
use crate::cases::interest::interest;
use crate::cases::judging::check_whole;
use crate::cases::offers::{Offer, allowed};
use crate::cases::problems::ApiError;
use crate::cases::standing::Standing;
use crate::cases::transition::{Asked, StateChange, Transition};
use crate::resources::change_requests::document::{BeforeAndAfter, received};
use crate::resources::change_requests::effect::effect;
use crate::resources::change_requests::effected::Effected;

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
struct Answered {
    answer: Answering,
    reason: Option<String>,
}

/// A communication as it is answered.
struct Judged {
    communication: Stored<Communication>,
    pole: StoredPole,
    /// What it does to the network, if it has waited for the office.
    effected: Option<Effected>,
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
        let Self { answer, reason } = self;
        let Asked { service, actor, scope, version, .. } = asked;
        let now = service.clock.now().trunc_subsecs(6);
        let pole = tx.find_pole(scope, ids.first()).await?.ok_or(ApiError::NotFound)?;
        let stored = tx.find_communication(scope, ids.first(), ids.second()).await?;
        let mut stored = stored.ok_or(ApiError::NotFound)?;
        if !version.holds(stored.version) {
            return Err(ApiError::Stale {
                current_version: stored.version,
                changed_fields: vec!["answer".to_owned(), "status".to_owned()],
            });
        }
        let refused = |reason, status: CommunicationStatus| ApiError::WrongState {
            status: status.code(),
            reason,
            allowed: allowed(&offers(&stored.value, &pole.pole.value.owner, actor)),
        };
        let status = stored.value.status;
        let attempted = possible(&stored.value, *answer, &pole.pole.value.owner, actor);
        let answered = attempted.map_err(|reason| refused(reason, status))?;
        let effected = if *answer == Answering::Note && !stored.value.in_effect {
            let effected = effected(tx, asked, (&stored.value, &pole), now).await?;
            Some(effected.ok_or_else(|| refused(OVERTAKEN, status))?)
        } else {
            None
        };
        stored.value.status = answered;
        stored.value.in_effect |= effected.is_some();
        stored.value.answer =
            Some(Answer { at: now, actor: actor.bearer().cloned(), reason: reason.clone() });
        let changed = ["answer", "status"];
        let event = asked.event(EventKind::CommunicationAnswered, reason.as_deref(), &changed);
        Ok(Judged { communication: stored, pole, effected, event })
    }

    async fn make(
        &self,
        judged: &Judged,
        tx: &Tx<Write>,
        asked: &Asked,
    ) -> Result<Written, ApiError> {
        let Judged { communication, pole, effected, event } = judged;
        let pole = if let Some(effected) = effected {
            let after = effected.written(tx, pole).await?;
            supersede(tx, (&asked.service, &asked.actor), &after, &effected.effect).await?;
            after.pole
        } else {
            tx.keep_pole(&pole.pole).await?;
            pole.pole.clone()
        };
        let stored = tx.save_communication(communication.clone(), &pole, event).await?;
        let reports = BeforeAndAfter::default();
        Written::changed(
            tag_of(&stored, &asked.scope, true, &[]),
            &CommunicationView::show(&stored, &asked.scope, true, reports),
        )
    }
}

/// What a communication from outside does to the network as it is now, from the day of the fact on;
/// `None` if it no longer fits.
async fn effected(
    tx: &Tx<Read>,
    asked: &Asked,
    (communication, pole): (&Communication, &StoredPole),
    now: DateTime<Utc>,
) -> Result<Option<Effected>, ApiError> {
    let standing = Standing::of(tx, pole, now).await?;
    standing.attempt(Step::Communicate, &asked.actor).await?;
    check_whole(pole.is_whole())?;
    // Erased: whom it named was forgotten.
    let Some(changes) = received(&communication.changes) else { return Ok(None) };
    let effect = match effect(&asked.validators, pole, &changes, communication.effective_on) {
        Ok(effect) => effect,
        // What does not fit stands in the communication, not in the body of the answer.
        Err(ApiError::InvalidBody(_)) => return Ok(None),
        Err(other) => return Err(other),
    };
    let by = (&**asked.service, &asked.actor);
    Ok(Some(Effected::of(tx, by, pole, effect, civil_date(now)).await?))
}

/// The operations on a communication, with the answer of each.
const ANSWERS: [(Action, Answering, &str); 2] = [
    (Action::NoteCommunication, Answering::Note, "acknowledgement"),
    (Action::ContestCommunication, Answering::Contest, "contestation"),
];

/// What `actor` may answer to a communication, and what blocks the rest.
fn offers(communication: &Communication, owner: &Owner, actor: &Actor) -> Vec<Offer> {
    let Communication { id, pole, .. } = communication;
    ANSWERS
        .iter()
        .map(|(action, answer, path)| {
            let href = format!("/v1/poles/{pole}/communications/{id}/{path}");
            let blocked = possible(communication, *answer, owner, actor).err();
            Offer::new(actor, *action, "POST", href, blocked)
        })
        .collect()
}

/// The status after an answer, or what stands in its way.
fn possible(
    communication: &Communication,
    answer: Answering,
    owner: &Owner,
    actor: &Actor,
) -> Result<CommunicationStatus, Invalid> {
    let mut own = ANSWERS.iter().filter(|(_, given, _)| *given == answer);
    match own.find_map(|(action, ..)| interest(*action, owner, actor)) {
        Some(reason) => Err(reason),
        None => attempt(communication.kind, communication.status, answer),
    }
}

const OVERTAKEN: Invalid = Invalid::fixed(
    "overtaken",
    "nel frattempo la rete è cambiata e la comunicazione non può più avere effetto così com'è: può \
     essere contestata",
    "the network has changed meanwhile, and the communication can no longer take effect as it is: it \
     can be contested",
);

/// Take note of a communication
///
/// The office has nothing to object; it may also note what it contested, once that is clarified. That
/// of a successor from outside the network takes effect with this answer, from the day of the fact on.
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
    transition.make(body, |_| Ok(Answered { answer: Answering::Note, reason: None })).await
}

/// Contest a communication
///
/// The fact does not agree with the registers. What is in effect stays so, since the office cannot
/// refuse it, and so does the report: a contestation is shown, and waits for a clarification.
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
        Ok(Answered { answer: Answering::Contest, reason: Some(reason.0) })
    };
    transition.make(body, contestation).await
}
