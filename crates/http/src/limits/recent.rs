//! State per recently seen key, in bounded memory and without ever scanning it.

use std::collections::HashMap;
use std::hash::Hash;
use std::mem;
use std::sync::{Mutex, PoisonError};

use governor::nanos::Nanos;
use governor::state::StateStore;

/// The number of keys per generation: about 10 MB of addresses.
const MANY: usize = 50_000;

/// Two generations of keys. When the younger is full it replaces the older, which is dropped. A key
/// that is used again moves to the younger.
pub(super) struct Recent<K> {
    generations: Mutex<Generations<K>>,
}

struct Generations<K> {
    younger: HashMap<K, Nanos>,
    older: HashMap<K, Nanos>,
}

impl<K> Default for Recent<K> {
    fn default() -> Self {
        let (younger, older) = (HashMap::new(), HashMap::new());
        Self { generations: Mutex::new(Generations { younger, older }) }
    }
}

impl<K: Clone + Eq + Hash> StateStore for Recent<K> {
    type Key = K;

    fn measure_and_replace<T, F, E>(&self, key: &K, f: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut forgotten = HashMap::new();
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = generations.younger.get_mut(key) {
            let (outcome, next) = f(Some(*known))?;
            *known = next;
            return Ok(outcome);
        }
        let known = generations.older.get(key).copied();
        let measured = f(known);
        // Rejected clients stay remembered too.
        let next = measured.as_ref().map(|(_, next)| *next).ok().or(known);
        if let Some(next) = next {
            if generations.younger.len() >= MANY {
                let full = mem::take(&mut generations.younger);
                forgotten = mem::replace(&mut generations.older, full);
            }
            generations.younger.insert(key.clone(), next);
        }
        drop(generations);
        // After releasing the lock: freeing this many takes a while.
        drop(forgotten);
        measured.map(|(outcome, _)| outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(recent: &Recent<usize>, key: usize) -> u64 {
        let next = |known: Option<Nanos>| Nanos::new(known.map_or(0, Nanos::as_u64) + 1);
        let measure = |known| Ok::<_, ()>((next(known).as_u64(), next(known)));
        recent.measure_and_replace(&key, measure).unwrap()
    }

    #[test]
    fn active_keys_are_remembered_and_others_forgotten() {
        let recent = Recent::default();
        assert_eq!(counted(&recent, 0), 1);
        for key in 1..=MANY {
            counted(&recent, key);
        }
        assert_eq!(counted(&recent, 0), 2, "found in the older generation");
        assert_eq!(counted(&recent, 1), 2);
        for key in MANY + 1..3 * MANY {
            counted(&recent, key);
            if key % 10_000 == 0 {
                counted(&recent, 1);
            }
        }
        assert_eq!(counted(&recent, 0), 1, "forgotten");
        assert!(counted(&recent, 1) > 2, "an active client is remembered");
        let generations = recent.generations.lock().unwrap();
        assert!(generations.younger.len() + generations.older.len() <= 2 * MANY);
    }
}
