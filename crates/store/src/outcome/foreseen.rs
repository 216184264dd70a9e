//! Outcomes computed before the write that makes them so: nothing is evaluated while others wait.

use std::sync::PoisonError;

use chrono::NaiveDate;
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Owner;
use ptp_domain::rules::{Budget, Determination, Exhausted};

use super::recompute::compute;
use crate::db::{Foreseen, StoreError, Tx, Write};
use crate::kept::needs_members;
use crate::stored::{Stored, StoredPole};

impl Foreseen {
    /// Computes the outcomes of a pole with the members and determinations that it has after the
    /// write.
    ///
    /// # Errors
    ///
    /// [`Exhausted`] if that takes more work than the budget allows.
    pub fn of(
        read: &Stored<Pole>,
        next: &StoredPole,
        determinations: &[Determination],
        today: NaiveDate,
        budget: &Budget,
    ) -> Result<Self, Exhausted> {
        let members: Vec<_> = next.members.iter().map(|member| &member.value).collect();
        Ok(Self {
            pole: read.value.id,
            read_at: read.version,
            owner: read.value.owner.clone(),
            was_recognised: read.value.recognition.is_some(),
            members: needs_members(read, &next.pole.value).then(|| next.members.clone()),
            outcomes: compute(&next.pole.value, &members, determinations, today, budget)?,
        })
    }
}

impl Tx<Write> {
    /// Says what the next write of the pole need not compute. It is refused if the pole has been
    /// written since it was read.
    pub fn foresee(&self, foreseen: Foreseen) {
        *self.mode.foreseen.lock().unwrap_or_else(PoisonError::into_inner) = Some(foreseen);
    }

    /// The owner of a pole before its write, and whether it was recognised, if that was foreseen.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if it was foreseen of another version.
    pub(crate) fn foreseen_of(
        &self,
        pole: Id<Pole>,
        read_at: i64,
    ) -> Result<Option<(Owner, bool)>, StoreError> {
        let foreseen = self.mode.foreseen.lock().unwrap_or_else(PoisonError::into_inner);
        match foreseen.as_ref().filter(|foreseen| foreseen.pole == pole) {
            Some(foreseen) if foreseen.read_at != read_at => Err(StoreError::Stale),
            foreseen => Ok(foreseen.map(|one| (one.owner.clone(), one.was_recognised))),
        }
    }

    /// The members of a pole before the write, if they were foreseen to be needed.
    pub(crate) fn foreseen_members(&self, pole: Id<Pole>) -> Option<Vec<Stored<Member>>> {
        let foreseen = self.mode.foreseen.lock().unwrap_or_else(PoisonError::into_inner);
        foreseen.as_ref().filter(|foreseen| foreseen.pole == pole)?.members.clone()
    }

    /// Takes what was foreseen of a pole that has just been written.
    pub(super) fn take_foreseen(&self, pole: Id<Pole>) -> Option<Foreseen> {
        let mut foreseen = self.mode.foreseen.lock().unwrap_or_else(PoisonError::into_inner);
        foreseen.take_if(|foreseen| foreseen.pole == pole)
    }
}
