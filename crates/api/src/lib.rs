//! The HTTP service and its OpenAPI contract.

pub mod auth;
pub mod clock;
