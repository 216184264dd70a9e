//! The state available to all handlers.

use std::fmt;
use std::num::NonZeroUsize;

use ptp_auth::receipt_keys::ReceiptKeys;
use ptp_clock::Clock;
use ptp_domain::event::{Event, EventKind};
use ptp_domain::party::Contact;
use ptp_domain::policy::Actor;
use ptp_http::limits::LimitSettings;
use ptp_store::Store;

use super::day_seen::DaySeen;
use super::running::RunningKeys;
use super::turns::Turns;

/// The operator's settings.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The public base URL, for the contract's `servers`.
    pub public_url: Option<String>,
    /// Whether this is the demo.
    pub demo: bool,
    /// The contacts of the programme.
    pub contacts: Vec<Contact>,
    /// What the operator publishes elsewhere.
    pub notices: Notices,
    /// The rate limits.
    pub limits: LimitSettings,
    /// How many drafts of poles an owner may have.
    pub most_drafts: MostDrafts,
    /// How many threads take requests; none: one for each core.
    pub workers: Option<NonZeroUsize>,
    /// The web origins allowed to call the API (`https://portal.example.org`).
    pub origins: Vec<String>,
}

/// Addresses of what the operator publishes elsewhere: without one, there is no link.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    /// The privacy notice (art. 13 GDPR).
    pub privacy: Option<String>,
    /// The legal notes.
    pub legal: Option<String>,
    /// The accessibility statement (art. 3-quater L. 4/2004).
    pub accessibility: Option<String>,
}

/// How many drafts of poles an owner may have: enough for any honest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MostDrafts(pub u64);

impl Default for MostDrafts {
    fn default() -> Self {
        Self(200)
    }
}

/// The state available to all handlers.
pub(crate) struct Service {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) settings: Settings,
    pub(crate) receipt_keys: ReceiptKeys,
    pub(crate) running: RunningKeys,
    /// When what the silence of the office means was last carried out.
    pub(crate) silences: DaySeen,
    pub(crate) turns: Turns,
}

impl Service {
    /// An event by `actor`, now.
    pub(crate) fn event(&self, actor: &Actor, kind: EventKind) -> Event {
        Event {
            id: self.clock.new_id(),
            kind,
            at: self.clock.now(),
            actor: actor.clone(),
            reason: None,
            note: None,
            member: None,
            changed: Vec::new(),
        }
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Service").field("settings", &self.settings).finish_non_exhaustive()
    }
}
