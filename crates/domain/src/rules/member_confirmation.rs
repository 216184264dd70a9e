//! `member_confirmation`: each member confirms its own membership and commitment.

use super::finding::Finding;
use super::ground::Ground;
use super::reason::Reason;
use super::rule::{Outcome, Rule};
use super::ruleset::Leeway;
use crate::calendar::civil_date;
use crate::member::Member;
use crate::policy::Owner;

/// Confirmed, or to be assessed by an official if the call requires it. If not, the report still
/// shows which members have not confirmed.
///
/// A confirmation counts on every date, including earlier ones: what is confirmed is the membership
/// from its recorded start, and an evaluation on a past date does not undo that (project decision).
pub(super) fn finding(ground: &Ground<'_>, member: &Member) -> Option<Finding> {
    let rule = Rule::MemberConfirmation;
    let of_itself = speaks_for_itself(ground, member).then_some(Reason::ApplicantItself);
    let confirmed = || member.confirmed_at.map(|at| Reason::Confirmed { on: civil_date(at) });
    if let Some(reason) = of_itself.or_else(confirmed) {
        return Some(Finding { rule, outcome: Outcome::Satisfied, reason, settled: None });
    }
    let unconfirmed = Reason::Unconfirmed;
    if ground.parameters.require_confirmation {
        let asked = [(Leeway::Review, unconfirmed.clone())];
        return Some(ground.settle(rule, member, asked, || unconfirmed));
    }
    ground.applicant?;
    Some(Finding { rule, outcome: Outcome::NotApplicable, reason: unconfirmed, settled: None })
}

/// Whether the applicant is the member: its own statement needs no confirmation.
fn speaks_for_itself(ground: &Ground<'_>, member: &Member) -> bool {
    matches!(ground.applicant, Some(Owner::Organisation(code)) if *code == member.tax_code)
}
