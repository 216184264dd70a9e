//! Events: the history of one thing, and the change feed of all.

pub(crate) mod document;
pub(crate) mod feed;
pub(crate) mod history;
