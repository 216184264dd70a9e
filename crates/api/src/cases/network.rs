//! The events of writes of a network.

use ptp_domain::event::{Event, EventKind};
use ptp_domain::id::Id;
use ptp_domain::policy::Actor;
use ptp_store::NetworkWrite;

use super::state::Service;

/// The writes with their events: each with the properties that it changes.
pub(crate) fn with_events(
    service: &Service,
    actor: &Actor,
    writes: &[(NetworkWrite, Vec<String>)],
) -> Vec<(NetworkWrite, Event)> {
    let event = |(write, changed): &(NetworkWrite, Vec<String>)| {
        let (kind, member) = match write {
            NetworkWrite::Join(member) => (EventKind::MemberAdded, Some(member.id)),
            NetworkWrite::Change(member) => (EventKind::MemberChanged, Some(member.id)),
            NetworkWrite::Leave(member) => (EventKind::MemberRemoved, Some(*member)),
            NetworkWrite::Describe(_) => (EventKind::PoleChanged, None),
        };
        let mut event = service.event(actor, kind);
        event.member = member.map(Id::uuid);
        event.changed.clone_from(changed);
        (write.clone(), event)
    };
    writes.iter().map(event).collect()
}
