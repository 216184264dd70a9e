//! The bond between an application and its pole: preconditions and effects on the pole.

use super::status::{ApplicationStatus, Step};
use crate::call::Purpose;
use crate::fault::Invalid;
use crate::pole::{self, PoleStatus};

/// The facts about the pole that [`attempt`](super::attempt) needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bond {
    /// The purpose of the call: only a constitution changes the pole's status.
    pub purpose: Purpose,
    /// The status of the pole.
    pub pole: PoleStatus,
    /// Whether the pole has another pending application that excludes this one: any under the same
    /// call or, if both are for its constitution, under any call.
    pub other_pending: bool,
}

impl Bond {
    /// The step that the pole takes with the application; `None` if its status does not change.
    ///
    /// A revoked or dissolved pole is never brought back by the application that once constituted
    /// it. Its admission can still be annulled, for instance by court order; the application under
    /// review can then be rejected or withdrawn, but not admitted (project decision,
    /// `docs/adr/0006`).
    #[must_use]
    pub const fn effect(self, from: ApplicationStatus, step: Step) -> Option<pole::Step> {
        if matches!(self.purpose, Purpose::Measure) {
            return None;
        }
        match (step, from) {
            (Step::Admit | Step::Assent, _) => Some(pole::Step::Recognise),
            (Step::Reject | Step::Withdraw | Step::Lapse, _) => match self.pole {
                PoleStatus::Candidate => Some(pole::Step::Return),
                _ => None,
            },
            // Decisions no longer change the status of a pole that has ended.
            (Step::Annul, _) if self.pole.is_over() => None,
            (Step::Annul, ApplicationStatus::Admitted) => Some(pole::Step::Annul),
            (Step::Annul, _) => Some(pole::Step::Submit),
            (
                Step::Review
                | Step::RequestIntegration
                | Step::Integrate
                | Step::NotifyRejection
                | Step::Observe
                | Step::Deliver
                | Step::Acknowledge,
                _,
            ) => None,
        }
    }

    /// Checks that the pole's status allows the step.
    ///
    /// # Errors
    ///
    /// `application_pending`; `not_recognised`, for the admission of a measure; `pole_state`, with
    /// the reason from the pole's own table.
    pub(super) fn admits(self, from: ApplicationStatus, step: Step) -> Result<(), Invalid> {
        if matches!(step, Step::Annul) && self.other_pending {
            return Err(OTHER_PENDING);
        }
        if matches!((step, self.purpose), (Step::Admit | Step::Assent, Purpose::Measure))
            && self.pole != PoleStatus::Recognised
        {
            return Err(not_recognised(self.pole));
        }
        let Some(effect) = self.effect(from, step) else { return Ok(()) };
        pole::attempt(self.pole, effect, pole::Facts::default())
            .map(|_| ())
            .map_err(|Invalid { message, .. }| Invalid { code: "pole_state", message })
    }
}

const OTHER_PENDING: Invalid = Invalid::fixed(
    "application_pending",
    "il polo ha nel frattempo un'altra candidatura pendente",
    "the pole has another application pending by now",
);

/// Why a pole may not gain by a measure.
fn not_recognised(pole: PoleStatus) -> Invalid {
    Invalid {
        code: "not_recognised",
        message: pole.clause().and(
            ": la candidatura può essere respinta o ritirata",
            ": the application can be rejected or withdrawn",
        ),
    }
}
