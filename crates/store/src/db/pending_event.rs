//! Events of a transaction before they are appended.

use std::collections::BTreeSet;

use crate::entity::{event, pole_version};

/// An event that the commit will append. The commit sets its position and its hashes.
#[derive(Debug)]
pub(crate) struct PendingEvent {
    /// The row, with placeholders for position and hashes.
    pub(crate) row: event::Model,
    /// Who may see the event besides officials: keys of the table `event_audience`.
    pub(crate) audiences: BTreeSet<String>,
    /// What only officials may read.
    pub(crate) note: Option<String>,
    /// The version that the change made, if it is kept.
    pub(crate) version: Option<pole_version::Model>,
}
