//! Calls.

mod query;
mod row;
mod write;
