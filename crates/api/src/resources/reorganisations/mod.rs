//! Reorganisations.

mod document;
mod input;
pub(crate) mod list;
mod plan;
pub(crate) mod preview;
pub(crate) mod read;
pub(crate) mod record;
