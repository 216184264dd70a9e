//! `company_commitment`: companies guarantee the plan's actions to all students.

use super::finding::Finding;
use super::ground::Ground;
use super::inheritance::Accord;
use super::reason::Reason;
use super::rule::{Outcome, Rule};
use super::ruleset::Leeway;
use crate::member::Member;

/// Signed on or before the day, for all students; or taken over from another company, which an
/// official has to assess unless an act has brought it about.
pub(super) fn finding(
    ground: &Ground<'_>,
    member: &Member,
    inherited: Option<Accord>,
) -> Option<Finding> {
    let rule = Rule::CompanyCommitment;
    let (outcome, reason) = match &member.company()?.commitment {
        None => (Outcome::Violated, Reason::CommitmentMissing),
        Some(commitment) if !commitment.all_students => {
            (Outcome::Violated, Reason::CommitmentPartial { on: commitment.signed_on })
        }
        Some(commitment) if commitment.signed_on > ground.day => {
            let later = || Reason::CommitmentLater { on: commitment.signed_on };
            let continued = commitment
                .continues
                .as_ref()
                .filter(|continues| continues.from <= ground.day)
                .filter(|_| matches!(inherited, Some(Accord::Plausible | Accord::Covered)))
                .map(|continues| {
                    let of = continues.organisation.tax_code.clone();
                    let leeway = match inherited {
                        Some(Accord::Covered) => Leeway::Accept,
                        _ => Leeway::Review,
                    };
                    (leeway, Reason::CommitmentContinued { since: continues.from, of })
                });
            return Some(ground.settle(rule, member, continued, later));
        }
        Some(commitment) => (Outcome::Satisfied, Reason::Committed { on: commitment.signed_on }),
    };
    Some(Finding { rule, outcome, reason, settled: None })
}
