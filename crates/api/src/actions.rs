//! What a caller may do now: so that a portal never rebuilds our state machine.

use ptp_domain::fault::Invalid;
use ptp_domain::policy::{Action, Actor};
use serde::Serialize;
use utoipa::ToSchema;

use crate::party::LocalizedText;
use crate::wire::{ActionCode, Coded};

/// An operation that may be possible.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OfferedAction)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActionView {
    /// The operation, by its `operationId`.
    pub action: ActionCode,
    /// Its method.
    #[schema(max_length = 10, pattern = "^[A-Z]+$", example = "POST")]
    pub method: String,
    /// Its address, relative to the host; of members a template (RFC 6570).
    #[schema(max_length = 500, format = "uri-template", example = "/v1/calls/0190/publication")]
    pub href: String,
    /// Whether it would be let through now.
    pub allowed: bool,
    /// What blocks it.
    #[schema(max_items = 20)]
    pub blocked_by: Vec<BlockerView>,
}

/// What blocks an operation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Blocker)]
#[serde(deny_unknown_fields)]
pub(crate) struct BlockerView {
    /// Which, for programs.
    #[schema(max_length = 64, pattern = "^[a-z0-9_]+$", example = "wrong_state")]
    pub code: String,
    /// Which, for people.
    pub message: LocalizedText,
}

/// What a caller may do now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActionList {
    /// The operations on this resource.
    #[schema(max_items = 50)]
    pub items: Vec<ActionView>,
}

const ROLE: Invalid = Invalid::fixed(
    "role",
    "i ruoli del token non lo permettono",
    "the roles of the token do not allow it",
);

/// An operation with what blocks it: first the caller's roles, then the state.
pub(crate) fn offered(
    actor: &Actor,
    action: Action,
    method: &str,
    href: String,
    blocked: Option<Invalid>,
) -> ActionView {
    let role = actor.scope(action).err().map(|_| ROLE.clone());
    let blocked_by: Vec<_> = role
        .into_iter()
        .chain(blocked)
        .map(|blocker| BlockerView {
            code: blocker.code.to_owned(),
            message: blocker.message.into(),
        })
        .collect();
    ActionView {
        action: Coded(action),
        method: method.to_owned(),
        href,
        allowed: blocked_by.is_empty(),
        blocked_by,
    }
}
