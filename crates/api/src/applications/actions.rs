//! What may be done with an application: the state table and the policy, asked together.

use chrono::NaiveDate;
use ptp_domain::application::{self, Application, ApplicationStatus, Step};
use ptp_domain::fault::Invalid;
use ptp_domain::policy::{Action, Actor, Scope};
use ptp_domain::rules::Verdict;
use ptp_domain::vocabulary::Vocabulary;

use crate::actions::{ActionView, offered};
use crate::problem::ApiError;

/// The operations on an application, with the step of each.
const STEPS: [(Action, Step, &str); 9] = [
    (Action::ReviewApplication, Step::Review, "review"),
    (Action::RequestIntegration, Step::RequestIntegration, "integration-request"),
    (Action::SubmitIntegration, Step::Integrate, "integration"),
    (Action::NotifyRejection, Step::NotifyRejection, "rejection-notice"),
    (Action::SubmitObservations, Step::Observe, "observations"),
    (Action::AdmitApplication, Step::Admit, "admission"),
    (Action::RejectApplication, Step::Reject, "rejection"),
    (Action::AnnulDecision, Step::Annul, "annulment"),
    (Action::WithdrawApplication, Step::Withdraw, "withdrawal"),
];

/// What `actor` may do with an application on a day, and what blocks the rest.
pub(super) fn actions(
    application: &Application,
    verdict: Verdict,
    actor: &Actor,
    today: NaiveDate,
) -> Vec<ActionView> {
    let facts = application.procedure.facts(today, verdict);
    STEPS
        .iter()
        .map(|(action, step, path)| {
            let owner = actor.scope(*action).is_ok_and(|scope| is_others(&scope, application));
            let owner = owner.then_some(NOT_YOURS);
            let state = application::attempt(application.status, *step, &facts).err();
            let href = format!("/v1/applications/{}/{path}", application.id);
            offered(actor, *action, "POST", href, owner.or(state))
        })
        .collect()
}

fn is_others(scope: &Scope, application: &Application) -> bool {
    !scope.is_everything() && scope.own() != Some(&application.owner)
}

const NOT_YOURS: Invalid = Invalid::fixed(
    "not_owner",
    "solo il titolare del polo può farlo",
    "only the owner of the pole can do it",
);

/// Attempts a step.
///
/// # Errors
///
/// `wrong-state`, with what the caller may do instead.
pub(super) fn attempt(
    application: &Application,
    step: Step,
    verdict: Verdict,
    actor: &Actor,
    today: NaiveDate,
) -> Result<ApplicationStatus, ApiError> {
    let facts = application.procedure.facts(today, verdict);
    application::attempt(application.status, step, &facts)
        .map_err(|reason| blocked(application, reason, verdict, actor, today))
}

/// The refusal of a step.
pub(super) fn blocked(
    application: &Application,
    reason: Invalid,
    verdict: Verdict,
    actor: &Actor,
    today: NaiveDate,
) -> ApiError {
    ApiError::WrongState {
        status: application.status.code(),
        reason,
        allowed: actions(application, verdict, actor, today)
            .into_iter()
            .filter(|action| action.allowed)
            .map(|action| action.action.0.code())
            .collect(),
    }
}
