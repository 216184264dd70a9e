//! Calls (bandi).

mod actions;
pub(crate) mod change;
pub(crate) mod clock;
pub(crate) mod create;
pub(crate) mod document;
pub(crate) mod list;
pub(crate) mod list_actions;
pub(crate) mod read;
pub(crate) mod remove;
mod state_change;
pub(crate) mod step;

use chrono::{DateTime, Utc};
use ptp_domain::call::{Call, CallStatus};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::etag::tag;
use ptp_store::Stored;

/// The entity tag of a call: its version, and its phase if it has one.
pub(crate) fn tag_of(call: &Stored<Call>, now: DateTime<Utc>) -> String {
    let phase = match call.value.status {
        CallStatus::Published => call.value.terms.window.phase(now).code(),
        CallStatus::Draft | CallStatus::Withdrawn | CallStatus::Archived => {
            call.value.status.code()
        }
    };
    tag(call.version, &[phase])
}
