//! A pole with its members in one go.

use std::collections::BTreeSet;

use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::{Description, lead_is_no_member, list_faults};
use ptp_http::wire::{Reading, flattened};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::document::PoleInput;
use crate::resources::members::view::MemberCreation;

/// Members beside a pole.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
pub(crate) struct MemberList {
    /// Its members.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub members: Vec<MemberCreation>,
}

/// A pole as its owner creates it; the members may come later.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PoleCreation {
    /// The pole.
    #[serde(flatten)]
    pub pole: PoleInput,
    /// Its members.
    #[serde(flatten)]
    pub list: MemberList,
}
flattened!(PoleCreation as "PoleCreation":
    "A pole with its members; the members may also come later.", [PoleInput, MemberList]);

impl PoleCreation {
    /// Reads the pole and its members; those that propose no identifier get one from `new_id`.
    pub(crate) fn read(
        self,
        new_id: impl Fn() -> Uuid,
        reading: &mut Reading,
    ) -> Option<(Description, Vec<Member>)> {
        let description = self.pole.read(reading);
        let members = read_members(self.list.members, new_id, reading);
        let (description, members) = (description?, members?);
        let lead = description.lead_member_id;
        if lead.is_some_and(|lead| members.iter().all(|member| member.id != lead)) {
            reading.refuse_all([lead_is_no_member()]);
        }
        Some((description, members))
    }
}

/// Reads a list of members, with what is wrong with it as a whole.
pub(crate) fn read_members(
    members: Vec<MemberCreation>,
    new_id: impl Fn() -> Uuid,
    reading: &mut Reading,
) -> Option<Vec<Member>> {
    let members = reading.each("members", members, |inner, creation| {
        let id = Id::new(creation.proposed_id().unwrap_or_else(&new_id));
        creation.member.read(id, inner)
    })?;
    let faults = list_faults(&members.iter().collect::<Vec<_>>());
    reading.refuse_all(faults.into_iter().map(|fault| fault.under("/members")));
    let mut seen = BTreeSet::new();
    for (index, member) in members.iter().enumerate() {
        if !seen.insert(member.id) {
            reading.refuse(&format!("members/{index}/id"), crate::resources::members::ID_REPEATED);
        }
        let known = |id: &Id<Member>| members.iter().any(|other| other.id == *id);
        if member.succeeds.is_some_and(|id| id == member.id || !known(&id)) {
            reading.refuse(
                &format!("members/{index}/succeeds"),
                crate::resources::members::SUCCEEDS_NOBODY,
            );
        }
    }
    Some(members)
}
