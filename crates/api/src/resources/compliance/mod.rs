//! Compliance: reports and timelines.

pub(crate) mod changed;
pub(crate) mod evaluate;
pub(crate) mod evaluation;
pub(crate) mod member_reference;
mod question;
pub(crate) mod read;
mod remedy;
pub(crate) mod report;
pub(crate) mod stored;
pub(crate) mod timeline;
pub(crate) mod timeline_document;
mod to_do;
