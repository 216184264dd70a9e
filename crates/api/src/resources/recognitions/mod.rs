//! Recognitions on a date, of a pole or of organisations.

pub(crate) mod document;
pub(crate) mod read;
pub(crate) mod search;
