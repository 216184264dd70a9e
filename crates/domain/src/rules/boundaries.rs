//! The days on which how a member stands may change by itself.

use chrono::NaiveDate;

use super::ruleset::Parameters;
use crate::accreditation::Accreditation;
use crate::calendar::{Period, next_day};
use crate::member::Member;

/// Those of its membership, its commitment and its accreditations.
pub(super) fn of_itself(member: &Member) -> impl Iterator<Item = NaiveDate> {
    let membership = [Some(member.membership.from()), member.membership.until().map(next_day)];
    let commitment = member
        .company()
        .and_then(|company| company.commitment.as_ref())
        .map(|commitment| commitment.signed_on);
    membership
        .into_iter()
        .chain([commitment])
        .flatten()
        .chain(member.accreditations.iter().flat_map(Accreditation::boundaries))
}

/// Those of a track, for whoever it counts: it begins, has been offered for long enough, is over.
pub(super) fn of_track(
    parameters: &Parameters,
    offered: Period,
) -> impl Iterator<Item = NaiveDate> {
    let start = offered.from();
    let senior = parameters.anniversary.reached(start, parameters.seniority_years);
    [Some(start), Some(senior), offered.over_on()].into_iter().flatten()
}
