//! The harness: fresh databases, the service on a socket, callers.

pub mod app;
pub mod many_poles;
pub mod postgres;
pub mod store;
