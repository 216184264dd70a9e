//! Several writes of one network in one transaction, each with its event.

use chrono::{DateTime, Utc};
use ptp_domain::event::Event;
use ptp_domain::id::Id;
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
    /// A member is gone, as if it had never been there.
    Leave(Id<Member>),
    /// The pole itself is described otherwise.
    Describe(Description),
}

impl StoredPole {
    /// Makes a write, at that moment.
    pub fn apply(&mut self, write: &NetworkWrite, at: DateTime<Utc>) {
        let pole = &mut self.pole;
        pole.version = pole.version.saturating_add(1);
        pole.updated_at = at;
        pole.mark_kept();
        match write {
            NetworkWrite::Join(member) => {
                let joined = Stored::new(member.clone(), pole.version, at, at);
                self.put(joined);
            }
            NetworkWrite::Change(member) => {
                if let Some(stored) = self.changed(member) {
                    self.put(stored.next(at));
                }
            }
            NetworkWrite::Leave(member) => self.strike(*member),
            NetworkWrite::Describe(description) => {
                pole.value.description = description.clone();
            }
        }
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
        let mut network = read.clone();
        let mut left = writes.len();
        for (write, event) in writes {
            left = left.saturating_sub(1);
            let pole = network.pole.clone();
            let changed = match write {
                NetworkWrite::Change(member) => network.changed(member),
                NetworkWrite::Leave(id) => {
                    network.members.iter().find(|member| member.value.id == *id).cloned()
                }
                NetworkWrite::Join(_) | NetworkWrite::Describe(_) => None,
            };
            network.apply(write, instant(event));
            self.foresee(Foreseen {
                pole: foreseen.pole,
                read_at: pole.version,
                owner: foreseen.owner.clone(),
                was_recognised: foreseen.was_recognised,
                // Nobody sees what stands in between.
                outcomes: foreseen.outcomes.as_ref().filter(|_| left == 0).cloned(),
                members: needs_members(&pole, &network.pole.value).then(|| network.members.clone()),
            });
            match write {
                NetworkWrite::Join(member) => {
                    self.add_member(&pole, member.clone(), event).await?;
                }
                NetworkWrite::Change(_) => {
                    self.save_member(&pole, changed.ok_or(StoreError::Stale)?, event).await?;
                }
                NetworkWrite::Leave(_) => {
                    let gone = changed.ok_or(StoreError::Stale)?;
                    self.remove_member(&pole, &gone, event).await?;
                }
                NetworkWrite::Describe(description) => {
                    let mut described = pole;
                    described.value.description = description.clone();
                    self.save_pole(described, event).await?;
                }
            }
        }
        Ok(network)
    }
}
