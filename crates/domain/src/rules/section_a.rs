//! `min_section_a`: section A accreditations that count on the day.

use super::finding::Finding;
use super::ground::Ground;
use super::reason::Reason;
use super::rule::{Outcome, Rule};
use crate::accreditation::{Accreditation, Section, Validity};
use crate::member::Member;

/// The best of the member's section A accreditations; `None` if it has none at all.
///
/// Section B never fills the slot, so it is ignored.
pub(super) fn finding(ground: &Ground<'_>, member: &Member) -> Option<Finding> {
    member
        .accreditations
        .iter()
        .filter(|held| held.section == Section::A)
        .map(|held| (held.validity(ground.day), worth(ground, held)))
        .min_by_key(|(standing, (outcome, _))| (*outcome, *standing))
        .map(|(_, (outcome, reason))| Finding {
            rule: Rule::MinSectionA,
            outcome,
            reason,
            settled: None,
        })
}

fn worth(ground: &Ground<'_>, held: &Accreditation) -> (Outcome, Reason) {
    let number = held.number.clone();
    let counts = !held.provisional || ground.parameters.provisional_accreditation_counts;
    match held.validity(ground.day) {
        Validity::InForce if counts => {
            (Outcome::Satisfied, Reason::SectionA { number, until: held.valid.until() })
        }
        Validity::InForce => (Outcome::Violated, Reason::SectionAProvisional { number }),
        Validity::NotYet { from } => (Outcome::Violated, Reason::SectionANotYet { number, from }),
        Validity::Suspended { until } => {
            (Outcome::Violated, Reason::SectionASuspended { number, until })
        }
        Validity::Expired { on } => (Outcome::Violated, Reason::SectionAExpired { number, on }),
        Validity::Revoked { on } => (Outcome::Violated, Reason::SectionARevoked { number, on }),
    }
}
