//! Reference data, constant while the service runs.

pub(crate) mod areas;
pub(crate) mod ateco;
mod ateco_document;
pub(crate) mod codes;
pub(crate) mod programme;
pub(crate) mod ruleset_document;
pub(crate) mod ruleset_parameters;
pub(crate) mod rulesets;
pub(crate) mod study_tracks;
pub(crate) mod words;
