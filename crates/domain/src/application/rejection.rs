//! A rejection answers the observations on its notice.

use super::particulars::Particulars;
use super::procedure::Procedure;
use super::status::Step;
use crate::fault::{Fault, Invalid};

impl Procedure {
    /// The faults of a rejection: after observations on a notice it says why they are not accepted
    /// (L. 241/1990, art. 10-bis). By their place: `observations_unanswered`.
    #[must_use]
    pub fn faults_of_rejection(&self, rejection: &Particulars) -> Vec<Fault> {
        let taken = self.since_annulment().iter();
        let mut since_notice = taken.skip_while(|taken| taken.step != Step::NotifyRejection);
        let is_observed = since_notice.any(|taken| taken.step == Step::Observe);
        if is_observed && rejection.answers_observations.is_none() {
            return vec![UNANSWERED.at("/answers_observations")];
        }
        Vec::new()
    }
}

const UNANSWERED: Invalid = Invalid::fixed(
    "observations_unanswered",
    "il richiedente ha presentato osservazioni: la motivazione del rigetto deve dire perché non sono \
     accolte, e aggiunge soltanto motivi che ne conseguono (art. 10-bis L. 241/1990)",
    "the applicant has submitted observations: the rejection must say why they are not accepted, and \
     adds only grounds that follow from them (art. 10-bis L. 241/1990)",
);
