//! Memberships: where an organisation takes part.

pub(crate) mod search;
