//! Versions of poles.

pub(crate) mod compare;
pub(crate) mod document;
pub(crate) mod list;
