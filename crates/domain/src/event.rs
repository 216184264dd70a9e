//! What is recorded of every act: events are never changed or deleted.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::policy::Actor;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What happened.
    pub enum EventKind: "event_kind", from fixed("decisione di progetto", "project decision") {
        /// A call was created.
        CallCreated = "call_created", "bando creato", "call created";
        /// A call was changed.
        CallChanged = "call_changed", "bando modificato", "call changed";
        /// A call was published.
        CallPublished = "call_published", "bando pubblicato", "call published";
        /// A call's window was extended.
        CallExtended = "call_extended", "bando prorogato", "call extended";
        /// A call was withdrawn.
        CallWithdrawn = "call_withdrawn", "bando ritirato", "call withdrawn";
        /// A call was archived.
        CallArchived = "call_archived", "bando archiviato", "call archived";
        /// A draft call was deleted.
        CallDeleted = "call_deleted", "bando eliminato", "call deleted";
        /// A pole was created.
        PoleCreated = "pole_created", "polo creato", "pole created";
        /// A pole was changed.
        PoleChanged = "pole_changed", "polo modificato", "pole changed";
        /// A draft pole was deleted.
        PoleDeleted = "pole_deleted", "polo eliminato", "pole deleted";
        /// A member was added.
        MemberAdded = "member_added", "membro aggiunto", "member added";
        /// A member was changed.
        MemberChanged = "member_changed", "membro modificato", "member changed";
        /// A member was struck out.
        MemberRemoved = "member_removed", "membro eliminato", "member struck out";
    }
}

/// An act on a thing, to be recorded with its effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its identifier.
    pub id: Uuid,
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: Actor,
    /// The reason, where one is due.
    pub reason: Option<String>,
    /// The member it was about, if any.
    pub member: Option<Uuid>,
    /// The top-level properties that changed, as the contract names them.
    pub changed: Vec<String>,
}
