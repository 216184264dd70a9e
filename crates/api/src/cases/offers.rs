//! The operations available to a caller, so that clients need not rebuild the state machine.

use ptp_domain::fault::Invalid;
use ptp_domain::language::Language;
use ptp_domain::policy::{Action, Actor};
use ptp_domain::sentence::complete;
use ptp_domain::text::Text;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::wire::{Coded, LongText};
use serde::Serialize;
use utoipa::ToSchema;

use super::words::ActionCode;

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
    /// What it brings about that one should know before, in the language of the caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consequence: Option<LongText>,
}

/// What blocks an operation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Blocker)]
#[serde(deny_unknown_fields)]
pub(crate) struct BlockerView {
    /// Which, for programs.
    #[schema(max_length = 64, pattern = "^[a-z0-9_]+$", example = "wrong_state")]
    pub code: String,
    /// Which, for people, in the language of the caller.
    pub message: LongText,
}

/// What a caller may do now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActionList {
    /// The operations on this resource.
    #[schema(max_items = 50)]
    pub items: Vec<ActionView>,
}

/// An operation, with everything that blocks it.
pub(crate) struct Offer {
    action: Action,
    method: &'static str,
    href: String,
    blocked: Vec<Invalid>,
    consequence: Option<Text>,
}

const ROLE: Invalid = Invalid::fixed(
    "role",
    "i ruoli del token non permettono l'operazione",
    "the roles of the token do not allow this",
);

impl Offer {
    /// An operation with its obstacles: the caller's roles first, then the others.
    pub(crate) fn new(
        actor: &Actor,
        action: Action,
        method: &'static str,
        href: String,
        blocked: impl IntoIterator<Item = Invalid>,
    ) -> Self {
        let role = actor.scope(action).err().map(|_| ROLE.clone());
        let blocked = role.into_iter().chain(blocked).collect();
        Self { action, method, href, blocked, consequence: None }
    }

    /// The same, with what it brings about.
    pub(crate) fn with_consequence(self, consequence: Option<Text>) -> Self {
        Self { consequence, ..self }
    }

    fn show(self, language: Language) -> ActionView {
        let Self { action, method, href, blocked, consequence } = self;
        ActionView {
            action: Coded(action),
            method: method.to_owned(),
            href,
            allowed: blocked.is_empty(),
            blocked_by: blocked
                .into_iter()
                .map(|Invalid { code, message }| BlockerView {
                    code: code.to_owned(),
                    message: message.in_language(language).into(),
                })
                .collect(),
            consequence: consequence.map(|text| complete(&text).in_language(language).into()),
        }
    }
}

impl ActionList {
    /// Shows the operations in one language.
    pub(crate) fn show(offers: Vec<Offer>, language: Language) -> Self {
        Self { items: offers.into_iter().map(|offer| offer.show(language)).collect() }
    }
}

/// The operations that are not blocked.
pub(crate) fn allowed(offers: &[Offer]) -> Vec<&'static str> {
    let open = offers.iter().filter(|offer| offer.blocked.is_empty());
    open.map(|offer| offer.action.code()).collect()
}
