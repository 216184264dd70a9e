//! Recognitions of organisations: what other measures ask.

pub(crate) mod search;
