//! Members of poles.

mod query;
mod row;
mod write;
