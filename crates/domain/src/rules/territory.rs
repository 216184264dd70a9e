//! `territory`: the pole has its seat in Lombardy, and each member that a slot needs has its own, or
//! a place where it operates, there.

use super::finding::Finding;
use super::ground::Ground;
use super::matter::Matter;
use super::reason::Reason;
use super::rule::{Outcome, Rule};
use super::ruleset::PoleSeat;
use crate::member::{Member, MemberKind};

/// Where the seat of the pole is.
pub(super) fn of_pole(matter: &Matter<'_>) -> Outcome {
    match matter.parameters.pole_seat {
        PoleSeat::Region if !matter.seat.is_lombard() => Outcome::Violated,
        PoleSeat::Region | PoleSeat::Any => Outcome::Satisfied,
    }
}

/// Where a member is that could fill a slot; one with its seat in Lombardy needs no finding, and an
/// optional one may be anywhere.
pub(super) fn finding(
    ground: &Ground<'_>,
    member: &Member,
    counts_as_section_a: bool,
) -> Option<Finding> {
    let could_fill_a_slot = counts_as_section_a || has_slot(member.kind());
    if member.province.is_lombard() || !could_fill_a_slot {
        return None;
    }
    let rule = Rule::Territory;
    if member.operates_in_lombardy() {
        let reason = Reason::OperatesInRegion;
        return Some(Finding { rule, outcome: Outcome::Satisfied, reason, settled: None });
    }
    let outside = || Reason::OutsideRegion { province: member.province };
    Some(ground.settle(rule, member, [(ground.parameters.outside_region, outside())], outside))
}

const fn has_slot(kind: MemberKind) -> bool {
    match kind {
        MemberKind::TechnicalInstitute
        | MemberKind::VocationalInstitute
        | MemberKind::Company
        | MemberKind::ItsAcademy => true,
        MemberKind::AccreditedBody
        | MemberKind::University
        | MemberKind::ResearchCentre
        | MemberKind::Other => false,
    }
}
