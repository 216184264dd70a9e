//! The creation of a pole together with its members.

use std::collections::BTreeSet;

use ptp_domain::id::Id;
use ptp_domain::member::{Member, is_listed_twice};
use ptp_domain::pole::{Description, lead_is_no_member, list_faults, listed_twice};
use ptp_http::wire::{Leaf as _, Read, Reading, Unreadable, flattened};
use utoipa::ToSchema;
use uuid::Uuid;

use super::document::PoleInput;
use crate::resources::members::document::MemberInput;
use crate::resources::members::view::MemberCreation;

/// Members beside a pole.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
pub(crate) struct MemberList {
    /// Its members.
    #[serde(default)]
    #[schema(max_items = 500)]
    members: Vec<MemberCreation>,
}

/// A pole as its owner creates it; the members may come later.
pub(crate) struct PoleCreation;
flattened!(PoleCreation as "PoleCreation":
    "A pole with its members; the members may also come later.", [PoleInput, MemberList]);

impl PoleCreation {
    /// Reads the pole and its members; `new_id` gives identifiers to those that propose none.
    pub(crate) fn read(
        new_id: impl Fn() -> Uuid,
        reading: &mut Reading<'_>,
    ) -> Read<(Description, Vec<Member>)> {
        let description = PoleInput::read(reading);
        let members = reading.each("members", |one| MemberCreation::read(&new_id, one));
        if !reading.refused("") {
            let proposed = reading.each("members", |one| one.optional("id", Id::read));
            compare_lead(reading, |lead| proposed.map(|ids| ids.contains(&Some(lead))));
        }
        compare_members(&members, reading);
        Ok((description?, members?))
    }
}

/// Refuses a lead that is not a member, if both can be read.
pub(crate) fn compare_lead(
    reading: &mut Reading<'_>,
    is_member: impl FnOnce(Id<Member>) -> Read<bool>,
) {
    let lead = reading.optional("lead_member_id", Id::read);
    if let Ok(Some(lead)) = lead
        && is_member(lead) == Ok(false)
    {
        reading.refuse_all([lead_is_no_member()]);
    }
}

/// Reads a list of members, with the faults of the list as a whole.
pub(crate) fn read_members(
    new_id: impl Fn() -> Uuid,
    reading: &mut Reading<'_>,
) -> Read<Vec<Member>> {
    let members = reading.each("members", |one| MemberCreation::read(&new_id, one));
    compare_members(&members, reading);
    members
}

/// Records the faults of a list of members as a whole, as far as they can be read.
fn compare_members(members: &Read<Vec<Member>>, reading: &mut Reading<'_>) {
    if reading.refused("members") {
        return;
    }
    match members {
        Ok(members) => {
            let faults = list_faults(&members.iter().collect::<Vec<_>>());
            reading.refuse_all(faults.into_iter().map(|fault| fault.under("/members")));
        }
        Err(Unreadable) => compare_outlines(reading),
    }
    let named = |one: &mut Reading<'_>| Ok(one.optional("id", Id::<Member>::read));
    let Ok(named) = reading.each("members", named) else { return };
    let mut seen = BTreeSet::new();
    for (index, id) in named.iter().enumerate() {
        if let Ok(Some(id)) = id
            && !seen.insert(id)
        {
            reading.refuse(&format!("members/{index}/id"), crate::resources::members::ID_REPEATED);
        }
    }
}

/// Refuses members listed twice in a list that can be read only in part.
fn compare_outlines(reading: &mut Reading<'_>) {
    let nobody = Id::new(Uuid::nil());
    let outlines = reading.each("members", |one| Ok(MemberInput::outline(nobody, one)));
    let outlines = outlines.unwrap_or_default();
    for (index, outline) in outlines.iter().enumerate() {
        let mut earlier = outlines.iter().take(index).flatten();
        if outline.iter().any(|one| earlier.any(|earlier| is_listed_twice(earlier, one))) {
            reading.refuse_all([listed_twice(format!("/members/{index}/tax_code"))]);
        }
    }
}
