//! Receipts: signed proof of what was received and when, verifiable by anyone, also offline.

pub(crate) mod document;
pub(crate) mod head;
pub(crate) mod page;
pub(crate) mod verify;
