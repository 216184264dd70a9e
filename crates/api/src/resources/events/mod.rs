//! Events: the history of one resource, and the feed of all changes.

pub(crate) mod document;
pub(crate) mod feed;
pub(crate) mod history;
pub(crate) mod place;
