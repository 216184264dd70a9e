//! The idempotency keys of requests that are being carried out.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// The keys of requests that this process prepares or executes.
#[derive(Debug, Default)]
pub(crate) struct RunningKeys(Mutex<HashSet<(String, String)>>);

/// A key of [`RunningKeys`], until it is dropped.
pub(crate) struct Running<'a> {
    keys: &'a RunningKeys,
    key: (String, String),
}

impl RunningKeys {
    /// Enters a client's key, unless it is running already.
    pub(crate) fn enter(&self, client: &str, key: &str) -> Option<Running<'_>> {
        let key = (client.to_owned(), key.to_owned());
        let is_new = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone());
        // Made only for a new one: dropped, it takes the key away.
        is_new.then(|| Running { keys: self, key })
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.keys.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}
