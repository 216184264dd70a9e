//! The steps possible on an application, by its state and the policy.

use ptp_domain::application::{self, Application, ApplicationStatus, Facts, Step};
use ptp_domain::fault::Invalid;
use ptp_domain::policy::{Action, Actor, Scope};
use ptp_domain::vocabulary::Vocabulary;

use super::interest::interest;
use super::offers::{Offer, allowed};
use super::problems::ApiError;

/// The operations on an application, with the step of each.
const STEPS: [(Action, Step, &str); 11] = [
    (Action::ReviewApplication, Step::Review, "review"),
    (Action::RequestIntegration, Step::RequestIntegration, "integration-request"),
    (Action::SubmitIntegration, Step::Integrate, "integration"),
    (Action::NotifyRejection, Step::NotifyRejection, "rejection-notice"),
    (Action::SubmitObservations, Step::Observe, "observations"),
    (Action::AdmitApplication, Step::Admit, "admission"),
    (Action::RejectApplication, Step::Reject, "rejection"),
    (Action::AnnulDecision, Step::Annul, "annulment"),
    (Action::RecordDelivery, Step::Deliver, "deliveries"),
    (Action::AcknowledgeActs, Step::Acknowledge, "acknowledgements"),
    (Action::WithdrawApplication, Step::Withdraw, "withdrawal"),
];

/// What an office keeps of an application, in any state of it.
const KEPT: [(Action, &str); 2] =
    [(Action::AssignApplication, "assignment"), (Action::RecordReference, "references")];

/// What `actor` may do with an application, and what blocks the other steps.
pub(crate) fn offers(application: &Application, facts: &Facts, actor: &Actor) -> Vec<Offer> {
    let href = |path: &str| format!("/v1/applications/{}/{path}", application.id);
    let kept = KEPT.iter().map(|(action, path)| {
        let own = interest(*action, &application.owner, actor);
        Offer::new(actor, *action, "POST", href(path), own)
    });
    STEPS
        .iter()
        .map(|(action, step, path)| {
            let owner = actor.scope(*action).is_ok_and(|scope| is_others(&scope, application));
            let owner = owner.then_some(NOT_YOURS);
            let own = interest(*action, &application.owner, actor);
            let state = application::attempt(application.status, *step, facts).err();
            let blockers = owner.into_iter().chain(own).chain(state);
            Offer::new(actor, *action, "POST", href(path), blockers)
                .with_consequence(application.procedure.consequence(*step, facts.bond))
        })
        .chain(kept)
        .collect()
}

fn is_others(scope: &Scope, application: &Application) -> bool {
    !scope.is_over(&application.owner)
}

const NOT_YOURS: Invalid = Invalid::fixed(
    "not_owner",
    "l'operazione è riservata al richiedente",
    "only the applicant can do this",
);

/// Why the caller may not decide on an application.
pub(crate) fn own_matter(application: &Application, step: Step, actor: &Actor) -> Option<Invalid> {
    let (action, ..) = STEPS.iter().find(|(_, taken, _)| *taken == step)?;
    interest(*action, &application.owner, actor)
}

/// Attempts a step.
///
/// # Errors
///
/// `wrong-state`, with the application's status and the steps that the caller may take instead.
pub(crate) fn attempt(
    application: &Application,
    step: Step,
    facts: &Facts,
    actor: &Actor,
) -> Result<ApplicationStatus, ApiError> {
    let attempted = match own_matter(application, step, actor) {
        Some(reason) => Err(reason),
        None => application::attempt(application.status, step, facts),
    };
    attempted.map_err(|reason| ApiError::WrongState {
        status: application.status.code(),
        reason,
        allowed: allowed(&offers(application, facts, actor)),
    })
}
