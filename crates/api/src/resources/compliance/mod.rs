//! Compliance: reports and timelines.

mod changed;
pub(crate) mod evaluate;
mod evaluation;
mod question;
pub(crate) mod read;
pub(crate) mod report;
pub(crate) mod stored;
pub(crate) mod timeline;
pub(crate) mod timeline_document;
