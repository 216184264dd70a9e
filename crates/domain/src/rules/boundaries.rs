//! The days on which a member's standing may change without an act.

use chrono::NaiveDate;

use super::matter::Matter;
use super::ruleset::Parameters;
use super::{activity_plan, min_its, network_agreement};
use crate::accreditation::Accreditation;
use crate::calendar::{Period, next_day};
use crate::identifier::AtecoClassification;
use crate::istat::reclassified_on;
use crate::member::{Company, Member};
use crate::vocabulary::Vocabulary;

/// The days on which the outcome of the network may change without its members.
pub(super) fn of_network(matter: &Matter<'_>) -> impl Iterator<Item = NaiveDate> {
    min_its::boundaries(matter)
        .chain(activity_plan::boundary(matter))
        .chain(network_agreement::boundary(matter))
}

/// The boundaries of its membership, commitment, activities and accreditations.
pub(super) fn of_itself(member: &Member) -> impl Iterator<Item = NaiveDate> {
    let membership = [Some(member.membership.from()), member.membership.until().map(next_day)];
    let commitment = member.company().and_then(|company| company.commitment.as_ref());
    let inherited = commitment.and_then(|commitment| commitment.continues.as_ref());
    let commitment = [
        commitment.map(|commitment| commitment.signed_on),
        inherited.map(|continues| continues.from),
    ];
    membership
        .into_iter()
        .chain(commitment)
        .flatten()
        .chain(member.company().into_iter().flat_map(of_activities))
        .chain(member.accreditations.iter().flat_map(Accreditation::boundaries))
}

/// The boundaries of the activities of a company: each one's own, and the day on which another
/// classification comes into use, if the company has codes of both.
fn of_activities(company: &Company) -> impl Iterator<Item = NaiveDate> {
    let has = |classification| {
        company.ateco.iter().any(|code| code.ateco.classification() == classification)
    };
    let both = AtecoClassification::ALL.iter().all(|classification| has(*classification));
    let own = company.ateco.iter().flat_map(|code| code.held.boundaries());
    own.chain(both.then(reclassified_on))
}

/// The boundaries of a track, for each member it counts for: its start, its seniority, its end.
pub(super) fn of_track(
    parameters: &Parameters,
    offered: Period,
) -> impl Iterator<Item = NaiveDate> {
    let start = offered.from();
    let senior = parameters.anniversary.reached(start, parameters.seniority_years);
    [Some(start), Some(senior), offered.over_on()].into_iter().flatten()
}
