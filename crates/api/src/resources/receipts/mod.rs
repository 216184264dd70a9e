//! Receipts: signed proof of what was received and when, for anybody to verify, also offline.

pub(crate) mod document;
pub(crate) mod page;
pub(crate) mod verify;
