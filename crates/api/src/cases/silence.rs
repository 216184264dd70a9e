//! The silence of the office: what the law makes of it happens by itself, once, and before anybody
//! looks.
//!
//! The first request of a day, on each replica, admits the applications whose term has passed, as the
//! upkeep does without requests; so nobody ever reads a state that the law has ended. It is recorded
//! with the first instant of the day on which it takes effect. Of two replicas one finds the version
//! changed, and has nothing to do any more.

use std::time::Duration;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web::Data;
use chrono::NaiveDate;
use ptp_clock::Clock;
use ptp_domain::application::{self, Application, Particulars, Step, Taken};
use ptp_domain::calendar::{civil_date, start_of};
use ptp_domain::event::{Event, EventKind};
use ptp_domain::id::Id;
use ptp_domain::party::{Act, ActKind};
use ptp_domain::pole::Recognition;
use ptp_domain::policy::{Action, Actor};
use ptp_store::{Read, Store, StoreError, Tx};

use super::case::Case;
use super::foresight::Foresight;
use super::prepared::ATTEMPTS;
use super::problems::ApiError;
use super::procedure::JudgedStep;
use super::state::Service;

/// How long a request waits for it: the terms of a whole call may end on one day. The upkeep does the
/// rest.
const PATIENCE: Duration = Duration::from_secs(5);

/// Carries it out, unless that was done today.
pub(crate) async fn carried_out(service: &Service) {
    let today = civil_date(service.clock.now());
    if !service.silences.is_done(today) {
        // Once a day: the future of every request does not have room for it.
        Box::pin(carry_out(service, today)).await;
    }
}

async fn carry_out(service: &Service, today: NaiveDate) {
    let done = service.silences.once(today, PATIENCE, async || {
        admit_by_silence(&service.store, &service.clock).await.map(|_| ())
    });
    // The request fares as the database does.
    if let Err(error) = done.await {
        tracing::warn!(%error, "terms that passed in silence were not looked at");
    }
}

/// Before a request is handled, what silence means is carried out. A submission does that itself: its
/// instant is taken before any wait.
pub(crate) async fn silence<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let submits = request.method() == Method::POST && request.path() == "/v1/applications";
    if let Some(service) = request.app_data::<Data<Service>>().cloned()
        && !submits
    {
        carried_out(&service).await;
    }
    next.call(request).await
}

/// Admits the applications whose term has passed, if their call says that silence admits (L. 241/1990,
/// art. 20), and says how many those were.
///
/// # Errors
///
/// [`StoreError`] if they cannot be listed. One that cannot be admitted is left for the next time: it
/// holds up no other.
pub async fn admit_by_silence(store: &Store, clock: &Clock) -> Result<u64, StoreError> {
    let today = civil_date(clock.now());
    let silent = store.read().await?.silent_applications(today).await?;
    let mut admitted = 0;
    for id in silent {
        match Box::pin(admit(store, clock, id)).await {
            Ok(is_admitted) => admitted += u64::from(is_admitted),
            Err(error) => {
                tracing::warn!(application = %id.uuid(), ?error, "not admitted by silence yet");
            }
        }
    }
    Ok(admitted)
}

/// Admits one application, if silence still does: nobody has decided on it meanwhile, and its pole may
/// be admitted.
async fn admit(store: &Store, clock: &Clock, id: Id<Application>) -> Result<bool, ApiError> {
    let mut attempts = 1;
    loop {
        let tx = store.read().await?;
        let Some(judged) = silenced(&tx, clock, id).await? else { return Ok(false) };
        drop(tx);
        match written(store, &judged).await {
            Ok(()) => return Ok(true),
            Err(ApiError::Aborted) if attempts < ATTEMPTS => attempts += 1,
            Err(error) => return Err(error),
        }
    }
}

async fn written(store: &Store, judged: &JudgedStep) -> Result<(), ApiError> {
    let tx = store.write().await?;
    judged.keep(&tx).await?;
    judged.take(&tx).await?;
    Ok(tx.commit().await?)
}

async fn silenced(
    tx: &Tx<Read>,
    clock: &Clock,
    id: Id<Application>,
) -> Result<Option<JudgedStep>, ApiError> {
    let action = Action::AdmitApplication;
    let scope = Actor::System.scope(action).map_err(|_| ApiError::Forbidden(action))?;
    let case = Case::find(tx, &scope, id).await?;
    let today = civil_date(clock.now());
    let application = &case.application.value;
    let since = application.procedure.assented_on(application.reference_date, today);
    let Some(since) = since else { return Ok(None) };
    let (before, at) = (application.status, start_of(since));
    let facts = case.facts_unjudged(tx, today).await?;
    let Ok(after) = application::attempt(before, Step::Assent, &facts) else { return Ok(None) };
    let event = |kind, changed: &[&str]| Event {
        id: clock.new_id(),
        kind,
        // Not before what was recorded of either until now.
        at: at.max(case.application.updated_at).max(case.pole.pole.updated_at),
        actor: Actor::System,
        reason: None,
        note: None,
        member: None,
        changed: changed.iter().map(|name| (*name).to_owned()).collect(),
    };
    let admitted = event(EventKind::ApplicationAssented, &["steps", "status"]);
    let mut next = case.pole.clone();
    let mut moved = None;
    if facts.bond.effect(before, Step::Assent).is_some() {
        next.pole.value = next.pole.value.recognised(recognition(&case, since));
        let foresight = Foresight::of(tx, &case.pole.pole, &next, today).await?;
        let recognised = event(EventKind::PoleRecognised, &["status", "recognition"]);
        moved = Some((foresight, recognised));
    }
    let mut application = case.application;
    application.value.status = after;
    application.value.procedure.taken.push(Taken {
        step: Step::Assent,
        at,
        ends_on: None,
        actor: None,
        particulars: Particulars::default(),
    });
    Ok(Some(JudgedStep {
        application,
        event: admitted,
        call: case.call,
        pole: next.pole,
        moved,
        ending: None,
        // What the rules say of it is not asked, but where it stands is.
        rests_on_pole: true,
    }))
}

/// By no act: what stands for it is the silence on the application, by its number.
fn recognition(case: &Case, since: NaiveDate) -> Recognition {
    Recognition {
        recognised_on: since,
        act: Act {
            kind: ActKind::Silence,
            number: case.application.value.protocol.to_string(),
            date: since,
            url: None,
        },
        call: Some(case.call.value.id),
        ruleset: case.call.value.terms.ruleset.clone(),
    }
}
