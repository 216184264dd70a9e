//! The HTTP service and its OpenAPI contract.

mod actions;
pub mod auth;
mod calls;
pub mod clock;
mod compliance;
mod http;
mod me;
mod members;
pub mod openapi;
mod party;
mod poles;
pub mod problem;
mod problem_view;
mod reference;
mod routes;
pub mod server;
mod service;
mod stamp;
mod status;
mod wire;

pub use server::server;
pub use service::{Service, Settings};
