//! `company_commitment`: companies guarantee the plan's actions to all students.

use super::finding::Finding;
use super::ground::Ground;
use super::reason::Reason;
use super::rule::{Outcome, Rule};
use crate::member::Member;

/// Signed on or before the day, for all students.
pub(super) fn finding(ground: &Ground<'_>, member: &Member) -> Option<Finding> {
    let (outcome, reason) = match &member.company()?.commitment {
        None => (Outcome::Violated, Reason::CommitmentMissing),
        Some(commitment) if !commitment.all_students => {
            (Outcome::Violated, Reason::CommitmentPartial { on: commitment.signed_on })
        }
        Some(commitment) if commitment.signed_on > ground.day => {
            (Outcome::Violated, Reason::CommitmentLater { on: commitment.signed_on })
        }
        Some(commitment) => (Outcome::Satisfied, Reason::Committed { on: commitment.signed_on }),
    };
    Some(Finding { rule: Rule::CompanyCommitment, outcome, reason, settled: None })
}
