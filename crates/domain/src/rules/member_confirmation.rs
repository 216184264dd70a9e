//! `member_confirmation`: each member itself confirms its membership and commitment.

use super::finding::Finding;
use super::ground::Ground;
use super::reason::Reason;
use super::rule::{Outcome, Rule};
use super::ruleset::Leeway;
use crate::calendar::civil_date;
use crate::member::Member;
use crate::policy::Owner;

/// Confirmed, or for an official to assess where the call asks for it. Where it does not, the
/// report still says whom the applicant alone speaks for.
///
/// A confirmation counts on every date, also on those before it: what a member confirms is its
/// membership, since when it is written down, and that is not undone by looking back (project
/// decision).
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

/// Whether the applicant is the member: what it says of itself needs nobody else's word.
fn speaks_for_itself(ground: &Ground<'_>, member: &Member) -> bool {
    matches!(ground.applicant, Some(Owner::Organisation(code)) if *code == member.tax_code)
}
