//! Communications of facts, and acts of office.

mod query;
mod row;
mod write;
