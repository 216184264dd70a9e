//! `evaluate_network`

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use ptp_domain::calendar::civil_date;
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::language::Language;
use ptp_domain::policy::Action;
use ptp_domain::rules::{Budget, Exhausted, Network, evaluate};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::language::Preferred;
use ptp_http::offload::offload;
use ptp_http::show::{plain, plain_json};
use ptp_http::state::HttpState;

use super::changed::changed;
use super::evaluation::{Evaluated, EvaluationInput, Target};
use super::question::Question;
use super::report::{ComplianceReport, Showing};
use crate::cases::caller::{Caller, op};
use crate::cases::judging::{
    A_MOMENT, NO_SUCH_CALL, determinations, is_looked_at, off_the_workers,
};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

const NO_SUCH_POLE: Invalid = Invalid::fixed(
    "no_such_pole",
    "il polo non esiste o non è visibile con queste credenziali",
    "the pole does not exist, or these credentials cannot see it",
);

/// Evaluate a network
///
/// The report of a pole sent in the body, or of a stored one with changes (`add`, `remove`,
/// `update` a member). Nothing is stored: try a network before it exists.
#[utoipa::path(
    operation_id = Action::EvaluateNetwork.code(),
    tag = "compliance",
    request_body(content = EvaluationInput, description = "What is to be judged, by which rules, when."),
    responses((status = 200, description = "The report.", body = ComplianceReport)),
)]
#[post("/compliance/evaluations")]
pub(crate) async fn handle(
    caller: Caller<op::EvaluateNetwork>,
    service: Data<Service>,
    http: Data<HttpState>,
    Preferred(language): Preferred,
    body: Body<EvaluationInput>,
) -> Result<HttpResponse, ApiError> {
    let clock = service.clock.clone();
    let (asked, _) =
        body.read_by_size(move |reading| EvaluationInput::read(|| clock.new_id(), reading)).await?;
    let now = service.clock.now();
    let invalid =
        |invalid: Invalid, pointer: &str| ApiError::InvalidBody(vec![invalid.at(pointer)]);
    let tx = service.store.read().await?;
    let subject = match asked.subject {
        Target::Given(subject) => *subject,
        Target::Stored(id, changes) => {
            let stored = tx
                .find_pole(&caller.scope, Id::new(id))
                .await?
                .ok_or_else(|| invalid(NO_SUCH_POLE, "/pole_id"))?;
            let personal = caller.scope.shows_personal_data_of(&stored.pole.value.owner);
            let determinations = determinations(&tx, stored.pole.value.id).await?;
            let joins_on = asked.as_of.unwrap_or_else(|| civil_date(now));
            let (clock, contract) = (service.clock.clone(), Arc::clone(&http.contract));
            // Every changed member is judged by the contract anew.
            offload(move |_| {
                let new_id = || clock.new_id();
                let validators = &contract.validators;
                changed(new_id, validators, stored, (changes, joins_on), determinations, personal)
            })
            .await??
        }
    };
    let calls = caller.actor.scope(Action::ReadCall).map_err(|_| ApiError::NotFound)?;
    let usual = subject.ruleset.clone();
    let mut question = Question::asked(&tx, &calls, asked.call_id, usual, asked.as_of, now, || {
        invalid(NO_SUCH_CALL, "/call_id")
    })
    .await?;
    if let Some(choice) = asked.ruleset {
        question.ruleset = choice.ruleset();
    }

    let evaluation = Evaluation { subject, question, language };
    if let Ok(report) = evaluation.report(&Budget::of(A_MOMENT)) {
        return Ok(plain(&report));
    }
    // A long report is written there too.
    let report = off_the_workers(move |budget| {
        evaluation.report(budget).map(|report| serde_json::to_vec(&report))
    });
    let report = report.await?.map_err(|error| ApiError::Internal(error.to_string()))?;
    Ok(plain_json(report))
}

/// What is evaluated, under which rules, in which language.
struct Evaluation {
    subject: Evaluated,
    question: Question,
    language: Language,
}

impl Evaluation {
    fn report(&self, budget: &Budget) -> Result<ComplianceReport, Exhausted> {
        let Self { subject, question, language } = self;
        let (successions, joined_by) = (&subject.successions, question.joined_by);
        let mut joined: Vec<_> = subject.members.iter().collect();
        joined.retain(|one| is_looked_at(one, successions, joined_by));
        let network = Network {
            area: subject.area,
            seat: subject.seat,
            activity_plan: subject.plan.as_ref(),
            network_agreement: subject.agreement.as_ref(),
            lead: subject.lead,
            recognised_on: subject.recognised_on,
            members: joined,
            applicant: subject.applicant.as_ref(),
            successions,
        };
        let (ruleset, as_of) = (&question.ruleset, question.as_of);
        let report = evaluate(&network, ruleset, as_of, &subject.determinations, budget)?;
        let showing = Showing {
            pole_id: subject.pole_id,
            area: subject.area,
            ruleset,
            members: &network.members,
            pointers: &subject.pointers,
            language: *language,
        };
        Ok(showing.report(&report))
    }
}
