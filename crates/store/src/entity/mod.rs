//! The tables as they are, strings and all: one file a table.

pub(crate) mod call;
pub(crate) mod call_area;
pub(crate) mod counter;
pub(crate) mod event;
pub(crate) mod idempotency;
pub(crate) mod member;
pub(crate) mod member_school_code;
pub(crate) mod pole;
