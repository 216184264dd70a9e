//! Several writes of one network in one transaction, each with its event.

use chrono::{DateTime, Utc};
use ptp_domain::event::Event;
use ptp_domain::member::Member;
use ptp_domain::pole::Description;

use crate::db::{Foreseen, StoreError, Tx, Write};
use crate::event::instant;
use crate::kept::needs_members;
use crate::stored::{Stored, StoredPole};

/// A write of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetworkWrite {
    /// A member joins.
    Join(Member),
    /// A member is otherwise.
    Change(Member),
    /// The pole itself is described otherwise.
    Describe(Description),
}

impl StoredPole {
    /// The pole as it is after a write.
    #[must_use]
    pub fn after(&self, write: &NetworkWrite, at: DateTime<Utc>) -> Self {
        let mut next = self.clone();
        next.pole.version = self.pole.version.saturating_add(1);
        next.pole.updated_at = at;
        match write {
            NetworkWrite::Join(member) => {
                let version = next.pole.version;
                next = next.with(Stored::new(member.clone(), version, at, at));
            }
            NetworkWrite::Change(member) => {
                if let Some(stored) = self.changed(member) {
                    let version = stored.version.saturating_add(1);
                    next = next.with(Stored { version, updated_at: at, ..stored });
                }
            }
            NetworkWrite::Describe(description) => {
                next.pole.value.description = description.clone();
            }
        }
        next.pole = next.pole.marked_kept();
        next
    }

    /// A member as it was read, with its new value.
    fn changed(&self, member: &Member) -> Option<Stored<Member>> {
        let stored = self.members.iter().find(|stored| stored.value.id == member.id)?;
        Some(Stored { value: member.clone(), ..stored.clone() })
    }
}

impl Tx<Write> {
    /// Writes a network, if it still has the version that was read; the outcomes are those after the
    /// last write. Returns the pole as it is then.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if it has been written since.
    pub async fn write_network(
        &self,
        read: &StoredPole,
        writes: &[(NetworkWrite, Event)],
        foreseen: &Foreseen,
    ) -> Result<StoredPole, StoreError> {
        let mut current = read.clone();
        for (write, event) in writes {
            let next = current.after(write, instant(event));
            self.foresee(Foreseen {
                read_at: current.pole.version,
                members: needs_members(&current.pole, &next.pole.value)
                    .then(|| next.members.clone()),
                ..foreseen.clone()
            });
            match write {
                NetworkWrite::Join(member) => {
                    self.add_member(&current.pole, member.clone(), event).await?;
                }
                NetworkWrite::Change(member) => {
                    let stored = current.changed(member).ok_or(StoreError::Stale)?;
                    self.save_member(&current.pole, stored, event).await?;
                }
                NetworkWrite::Describe(_) => {
                    let value = next.pole.value.clone();
                    self.save_pole(Stored { value, ..current.pole.clone() }, event).await?;
                }
            }
            current = next;
        }
        Ok(current)
    }
}
