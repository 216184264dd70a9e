//! Requests to change a recognised network.

mod query;
mod row;
mod write;
