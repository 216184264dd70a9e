//! x

pub mod postgres;
pub mod store;
