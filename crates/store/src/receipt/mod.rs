//! Receipts: those of applications stand with them, all others in a table of their own.

mod query;
mod row;
mod write;

pub use self::query::ReceiptsOf;
