//! `/sandbox/scenarios/{name}`: situations that would otherwise take weeks to arise.

use std::collections::BTreeSet;

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta, Utc};
use ptp_domain::application::{Particulars, Step};
use ptp_domain::calendar::{civil_date, civil_year, parse_instant};
use ptp_domain::call::{Call, CallStatus, Window};
use ptp_domain::event::{Event, EventKind};
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::language::Language;
use ptp_domain::party::{Act, ActKind};
use ptp_domain::pole::{Pole, PoleStatus, Recognition};
use ptp_domain::policy::{Action, Actor, Bearer, Owner, Role};
use ptp_http::problem::own;
use ptp_http::show::plain;
use ptp_store::{Stored, StoredPole, Tx, Write};

use super::demo::Sandbox;
use super::scenario::{Made, MadeScenario, Scenario, ScenarioItem, ScenarioList};
use crate::cases::base::Base;
use crate::cases::case::Case;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::contract::examples_today;
use crate::resources::applications::instant::{SubmissionInstant, Submitted};
use crate::resources::applications::submission::Submission;

/// The situations that the demo makes
#[utoipa::path(
    operation_id = "list_sandbox_scenarios",
    tag = "sandbox",
    responses((status = 200, description = "The situations.", body = ScenarioList)),
)]
#[get("/sandbox/scenarios")]
pub(super) async fn list() -> HttpResponse {
    let items = Scenario::ALL
        .into_iter()
        .map(|one| ScenarioItem { name: one.name(), description: one.description().into() })
        .collect();
    plain(&ScenarioList { items })
}

/// Make a situation
///
/// It may move the demo's clock; the answer says what it made.
#[utoipa::path(
    operation_id = "make_sandbox_scenario",
    tag = "sandbox",
    params(("name" = String, Path, description = "One of the situations.", max_length = 40,
        pattern = "^[a-z-]+$", example = "last-second-of-a-call")),
    responses((status = 200, description = "What was made.", body = MadeScenario)),
)]
#[post("/sandbox/scenarios/{name}")]
pub(super) async fn make(
    service: Data<Service>,
    sandbox: Data<Sandbox>,
    name: Path<String>,
    base: Base,
) -> Result<HttpResponse, ApiError> {
    let scenario = Scenario::ALL
        .into_iter()
        .find(|scenario| scenario.name() == name.as_str())
        .ok_or_else(own::no_such_path)?;
    let made = Making { service: &service, sandbox: &sandbox, base: &base }.make(scenario).await?;
    Ok(plain(&MadeScenario {
        name: scenario.name(),
        description: scenario.description().into(),
        now: service.clock.now().into(),
        made,
    }))
}

struct Making<'a> {
    service: &'a Service,
    sandbox: &'a Sandbox,
    base: &'a Base,
}

impl Making<'_> {
    async fn make(&self, scenario: Scenario) -> Result<Made, ApiError> {
        let clock = &self.service.clock;
        match scenario {
            Scenario::LastSecond => {
                let closes_at = clock.now() + TimeDelta::seconds(30);
                self.ready(closes_at).await
            }
            Scenario::SpringChange => {
                self.closing(parse_instant("2027-03-28T03:00:00").map_err(defect)?).await
            }
            Scenario::AutumnChange => {
                self.closing(parse_instant("2027-10-31T02:30:00+01:00").map_err(defect)?).await
            }
            Scenario::IntegrationDue => Box::pin(self.integration_due()).await,
            Scenario::GraceEnds => {
                let tomorrow = civil_date(clock.now()) + Days::new(1);
                let recognised_on =
                    tomorrow.checked_sub_months(Months::new(36)).unwrap_or(tomorrow);
                let tx = self.service.store.write().await?;
                let pole = self.pole(&tx, Some(recognised_on)).await?;
                tx.commit().await?;
                Ok(Made {
                    pole_id: Some(pole.pole.value.id.uuid()),
                    binding_from: Some(tomorrow.into()),
                    ..Made::default()
                })
            }
        }
    }

    /// Sets the clock a minute before an instant, and makes a call that closes then.
    async fn closing(&self, closes_at: DateTime<Utc>) -> Result<Made, ApiError> {
        self.service.clock.set(closes_at - TimeDelta::minutes(1));
        self.ready(closes_at).await
    }

    async fn ready(&self, closes_at: DateTime<Utc>) -> Result<Made, ApiError> {
        let tx = self.service.store.write().await?;
        let call = self.call(&tx, closes_at).await?;
        let pole = self.pole(&tx, None).await?;
        tx.commit().await?;
        Ok(Made {
            call_id: Some(call.value.id.uuid()),
            pole_id: Some(pole.pole.value.id.uuid()),
            closes_at: Some(closes_at.into()),
            ..Made::default()
        })
    }

    async fn integration_due(&self) -> Result<Made, ApiError> {
        let clock = &self.service.clock;
        let actor = self.actor();
        let tx = self.service.store.write().await?;
        let call = self.call(&tx, clock.now() + TimeDelta::days(60)).await?;
        let pole = self.pole(&tx, None).await?;
        tx.commit().await?;
        let own = actor.scope(Action::SubmitApplication).map_err(|_| ApiError::NotFound)?;
        let submitted = Submitted {
            service: self.service,
            actor: &actor,
            call: call.value.id,
            pole: pole.pole.value.id,
            read_at: clock.now(),
        };
        let instant = SubmissionInstant::default();
        let language = Language::Italian;
        let submission = Submission {
            submitted,
            replaces: None,
            scope: &own,
            instant: &instant,
            base: self.base,
            language,
        };
        let judged = submission.judge(&self.service.store.read().await?).await?;
        let tx = self.service.store.write().await?;
        let _ = submission.receive(&tx, &judged).await?;
        tx.commit().await?;
        let found = self.service.store.read().await?.pending_of_pole(pole.pole.value.id).await?;
        let id = found.first().map(|one| one.value.id).ok_or(ApiError::NotFound)?;
        let actor = official();
        let scope = actor.scope(Action::ReviewApplication).map_err(|_| ApiError::NotFound)?;
        for step in [Step::Review, Step::RequestIntegration] {
            let tx = self.service.store.read().await?;
            let case = Case::find(&tx, &scope, id).await?;
            let particulars = match step {
                Step::RequestIntegration => Particulars {
                    requests: vec!["Accordo di rete sottoscritto.".to_owned()],
                    ..Particulars::default()
                },
                _ => Particulars::default(),
            };
            let judged = case.judged(&tx, self.service, &actor, step, &particulars).await?;
            drop(tx);
            let tx = self.service.store.write().await?;
            judged.keep(&tx).await?;
            let taken = judged.take(&tx).await?;
            tx.commit().await?;
            if let Some(ends_on) = taken.value.procedure.term().and_then(|term| term.ends_on) {
                let days = (ends_on - civil_date(clock.now())).num_days();
                clock.advance(TimeDelta::days(days));
            }
        }
        Ok(Made {
            application_id: Some(id.uuid()),
            pole_id: Some(pole.pole.value.id.uuid()),
            ..Made::default()
        })
    }

    /// A published call for all areas, open since yesterday.
    async fn call(
        &self,
        tx: &Tx<Write>,
        closes_at: DateTime<Utc>,
    ) -> Result<Stored<Call>, ApiError> {
        let now = self.service.clock.now();
        let mut terms = examples_today::call_terms().ok_or_else(no_example)?;
        terms.areas.clear();
        terms.window = Window::new(now - TimeDelta::days(1), closes_at).map_err(defect)?;
        let call = Call {
            id: Id::new(self.service.clock.new_id()),
            code: tx.next_call_code(civil_year(now)).await?,
            status: CallStatus::Draft,
            terms,
            later_acts: Vec::new(),
        };
        let mut stored = tx.insert_call(call, &self.event(EventKind::CallCreated)).await?;
        stored.value.status = CallStatus::Published;
        let mut published = self.event(EventKind::CallPublished);
        published.changed = vec!["status".to_owned()];
        Ok(tx.save_call(stored, &published).await?)
    }

    /// The example pole with its members as of today; recognised, if requested.
    async fn pole(
        &self,
        tx: &Tx<Write>,
        recognised_on: Option<NaiveDate>,
    ) -> Result<StoredPole, ApiError> {
        let clock = &self.service.clock;
        let today = recognised_on.unwrap_or_else(|| civil_date(clock.now()));
        let (description, members) =
            examples_today::pole_of(today, || clock.new_id()).ok_or_else(no_example)?;
        let draft = Pole {
            id: Id::new(clock.new_id()),
            code: tx.next_pole_code(civil_year(clock.now())).await?,
            status: PoleStatus::Draft,
            owner: Owner::Organisation(
                self.sandbox.organisation().cloned().ok_or_else(no_example)?,
            ),
            recognition: None,
            life: Vec::new(),
            warning: None,
            transfers: Vec::new(),
            successions: Vec::new(),
            description,
        };
        let pole = match recognised_on {
            None => draft,
            Some(date) => draft.recognised(Recognition::without_call(Act {
                kind: ActKind::Decree,
                number: "1".to_owned(),
                date,
                url: None,
            })),
        };
        Ok(tx.insert_pole(pole, members, &self.event(EventKind::PoleCreated)).await?)
    }

    fn event(&self, kind: EventKind) -> Event {
        let mut event = self.service.event(&self.actor(), kind);
        event.reason = Some("sandbox".to_owned());
        event
    }

    /// The actor that makes situations: for the body of the demo's applicant.
    fn actor(&self) -> Actor {
        acting(BTreeSet::from([Role::Applicant, Role::Official]), self.sandbox.organisation())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "signature required by map_err")]
fn defect(invalid: Invalid) -> ApiError {
    ApiError::Internal(invalid.code.to_owned())
}

fn no_example() -> ApiError {
    ApiError::Internal("an example cannot be read".to_owned())
}

/// The official that decides: not for the body whose application it is.
fn official() -> Actor {
    acting(BTreeSet::from([Role::Official]), None)
}

fn acting(roles: BTreeSet<Role>, organisation: Option<&TaxCode>) -> Actor {
    Actor::Bearer(Bearer {
        issuer: "urn:ptp:sandbox".to_owned(),
        subject: "sandbox".to_owned(),
        client: None,
        roles,
        organisation: organisation.cloned(),
    })
}
