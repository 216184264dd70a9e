//! The tables with their raw columns, one file per table.

pub(crate) mod application;
pub(crate) mod application_snapshot;
pub(crate) mod call;
pub(crate) mod call_area;
pub(crate) mod change_request;
pub(crate) mod change_request_topic;
pub(crate) mod communication;
pub(crate) mod counter;
pub(crate) mod determination;
pub(crate) mod event;
pub(crate) mod event_audience;
pub(crate) mod event_note;
pub(crate) mod event_pending;
pub(crate) mod idempotency;
pub(crate) mod member;
pub(crate) mod member_school_code;
pub(crate) mod pole;
pub(crate) mod pole_outcome;
pub(crate) mod pole_person;
pub(crate) mod pole_version;
pub(crate) mod pole_word;
pub(crate) mod receipt;
pub(crate) mod reorganisation;
pub(crate) mod reorganisation_pole;
