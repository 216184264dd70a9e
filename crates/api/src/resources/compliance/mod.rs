//! Compliance: reports and timelines.

mod changed;
pub(crate) mod evaluate;
mod evaluation;
mod member_reference;
mod question;
pub(crate) mod read;
mod remedy;
pub(crate) mod report;
pub(crate) mod stored;
pub(crate) mod timeline;
pub(crate) mod timeline_document;
mod to_do;
