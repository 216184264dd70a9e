//! Memberships of an organisation.

pub(crate) mod search;
