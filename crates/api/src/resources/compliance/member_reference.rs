//! How a report refers to members.

use std::collections::BTreeMap;

use ptp_domain::id::Id;
use ptp_domain::member::Member;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// How the report refers to members that are not stored: by pointer into the request.
pub(crate) type Pointers = BTreeMap<Id<Member>, String>;

/// A member: by identifier if it is stored, else by where it stands in the request.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberReference {
    /// Its identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_id: Option<Uuid>,
    /// Where it stands in the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100, pattern = "^(/[a-z0-9_]+)+$", example = "/pole/members/2")]
    pub pointer: Option<String>,
}

impl MemberReference {
    pub(super) fn to(member: Id<Member>, pointers: &Pointers) -> Self {
        match pointers.get(&member) {
            Some(pointer) => Self { pointer: Some(pointer.clone()), ..Self::default() },
            None => Self { member_id: Some(member.uuid()), ..Self::default() },
        }
    }
}
