//! Receipts: signed proof of what was received and when, verifiable by anyone, also offline.

pub(crate) mod answer;
pub(crate) mod document;
pub(crate) mod head;
pub(crate) mod issue;
pub(crate) mod list;
mod page;
pub(crate) mod read;
pub(crate) mod verify;
