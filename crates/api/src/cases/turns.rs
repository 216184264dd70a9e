//! Turns at writing one thing: who would change what another is changing waits, and holds nothing of
//! the database meanwhile.
//!
//! Other replicas do not see these turns. The versions of what was read are compared in any case; here
//! is only spared what would be in vain.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};
use uuid::Uuid;

/// The turns at writing things, by their identifiers.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<HashMap<Uuid, Arc<Turn<()>>>>);

/// A turn; it ends when this is dropped.
pub(crate) struct Taken<'a> {
    turns: &'a Turns,
    thing: Uuid,
    guard: Option<OwnedMutexGuard<()>>,
}

impl Turns {
    /// Waits until nobody else writes the thing, in order of arrival.
    pub(crate) async fn at(&self, thing: Uuid) -> Taken<'_> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(turns.entry(thing).or_default())
        };
        // Made before it waits: dropped, it takes the entry away, also if it waited in vain.
        let mut taken = Taken { turns: self, thing, guard: None };
        taken.guard = Some(turn.lock_owned().await);
        taken
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.guard = None;
        let mut turns = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody waits: only the map itself holds it.
        if turns.get(&self.thing).is_some_and(|turn| Arc::strong_count(turn) == 1) {
            turns.remove(&self.thing);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn waits<T>(turn: impl Future<Output = T> + Unpin) -> bool {
        tokio::select! {
            biased;
            _ = turn => false,
            () = std::future::ready(()) => true,
        }
    }

    #[tokio::test]
    async fn a_thing_has_one_turn_at_a_time_and_others_have_theirs() {
        let turns = Turns::default();
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let first = turns.at(one).await;
        drop(turns.at(other).await);
        let mut second = Box::pin(turns.at(one));
        assert!(waits(&mut second).await);
        drop(first);
        drop(second.await);
        assert!(turns.0.lock().unwrap().is_empty(), "nothing is kept of what nobody writes");
    }

    #[tokio::test]
    async fn who_gives_up_waiting_leaves_nothing_behind() {
        let turns = Turns::default();
        let one = Uuid::from_u128(1);
        let first = turns.at(one).await;
        let mut second = Box::pin(turns.at(one));
        assert!(waits(&mut second).await);
        drop(second);
        drop(first);
        assert!(turns.0.lock().unwrap().is_empty());
    }
}
