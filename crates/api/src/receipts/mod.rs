//! Receipts: signed proof of what was received and when, for anybody to verify, also offline.

pub(crate) mod document;
mod keys;
pub(crate) mod page;
pub(crate) mod verify;

pub use keys::{ReceiptKeys, ReceiptKeysError};
