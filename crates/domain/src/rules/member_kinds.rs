//! `member_kinds`: who may be a member of a network.

use super::finding::Finding;
use super::ground::Ground;
use super::reason::Reason;
use super::rule::{Outcome, Rule};
use crate::accreditation::Validity;
use crate::member::{Member, MemberKind, Profile};

/// Listed kinds are admitted; other kinds, and bodies without any accreditation in force, depend on
/// the parameter `other_kinds`.
pub(super) fn finding(ground: &Ground<'_>, member: &Member) -> Option<Finding> {
    let reason = match &member.profile {
        Profile::Other { description } => Reason::KindUnlisted { description: description.clone() },
        Profile::AccreditedBody if !is_accredited(ground, member) => Reason::AccreditationMissing,
        _ => return None,
    };
    let otherwise = || reason.clone();
    Some(ground.settle(
        Rule::MemberKinds,
        member,
        [(ground.parameters.other_kinds, reason.clone())],
        otherwise,
    ))
}

fn is_accredited(ground: &Ground<'_>, member: &Member) -> bool {
    member.accreditations.iter().any(|held| held.validity(ground.day) == Validity::InForce)
}

/// A member that is admitted but cannot fill any slot.
pub(super) fn optional(member: &Member) -> Option<Finding> {
    let optional = match member.kind() {
        MemberKind::TechnicalInstitute
        | MemberKind::VocationalInstitute
        | MemberKind::Company
        | MemberKind::ItsAcademy
        | MemberKind::Other => false,
        MemberKind::AccreditedBody | MemberKind::University | MemberKind::ResearchCentre => true,
    };
    optional.then_some(Finding {
        rule: Rule::MemberKinds,
        outcome: Outcome::Satisfied,
        reason: Reason::Optional,
        settled: None,
    })
}
