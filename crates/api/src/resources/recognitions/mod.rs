//! Recognitions: what other offices and measures ask of a pole, or of organisations.

pub(crate) mod document;
pub(crate) mod read;
pub(crate) mod search;
