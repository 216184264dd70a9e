//! Memberships of organisations, across poles.

mod document;
pub(crate) mod list;
pub(crate) mod search;
