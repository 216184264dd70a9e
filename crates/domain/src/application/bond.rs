//! What ties an application to its pole: what the pole has to be, and what becomes of it.

use super::status::{ApplicationStatus, Step};
use crate::call::Purpose;
use crate::fault::Invalid;
use crate::pole::{self, PoleStatus};

/// What the table of [`attempt`](super::attempt) needs to know of the pole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bond {
    /// What the call is for: only a constitution moves the pole.
    pub purpose: Purpose,
    /// Where the pole stands.
    pub pole: PoleStatus,
    /// Whether another application of the pole is pending that this one cannot be pending beside:
    /// one under the same call or, where both are for its constitution, under any.
    pub other_pending: bool,
}

impl Bond {
    /// Whether the pole has ended: whatever is decided then, it stays as it is.
    const fn has_ended(self) -> bool {
        matches!(self.pole, PoleStatus::Revoked | PoleStatus::Dissolved)
    }

    /// The step that the pole takes with an application; `None` where it stays as it is.
    ///
    /// A pole that was revoked or dissolved is not brought back by what becomes of the application
    /// that once constituted it: an admission can be annulled all the same, for a court may order
    /// it, and what is under review again then can be rejected or withdrawn, not admitted (project
    /// decision, `docs/adr/0006`).
    #[must_use]
    pub const fn effect(self, from: ApplicationStatus, step: Step) -> Option<pole::Step> {
        if matches!(self.purpose, Purpose::Measure) {
            return None;
        }
        match (step, from) {
            (Step::Admit, _) => Some(pole::Step::Recognise),
            (Step::Reject | Step::Withdraw | Step::Lapse, _) => match self.pole {
                PoleStatus::Candidate => Some(pole::Step::Return),
                _ => None,
            },
            (Step::Annul, _) if self.has_ended() => None,
            (Step::Annul, ApplicationStatus::Admitted) => Some(pole::Step::Annul),
            (Step::Annul, _) => Some(pole::Step::Submit),
            (
                Step::Review
                | Step::RequestIntegration
                | Step::Integrate
                | Step::NotifyRejection
                | Step::Observe,
                _,
            ) => None,
        }
    }

    /// Whether the pole can be what the step needs it to be.
    ///
    /// # Errors
    ///
    /// `application_pending`; `not_recognised`, for the admission of a measure; `pole_state`, in
    /// the words of the pole's own table.
    pub(super) fn admits(self, from: ApplicationStatus, step: Step) -> Result<(), Invalid> {
        if matches!(step, Step::Annul) && self.other_pending {
            return Err(OTHER_PENDING);
        }
        if matches!((step, self.purpose), (Step::Admit, Purpose::Measure))
            && self.pole != PoleStatus::Recognised
        {
            return Err(NOT_RECOGNISED);
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
    "the pole has another pending application meanwhile",
);
const NOT_RECOGNISED: Invalid = Invalid::fixed(
    "not_recognised",
    "il polo non è più riconosciuto: la candidatura si può respingere o ritirare",
    "the pole is not recognised any more: the application can be rejected or withdrawn",
);
