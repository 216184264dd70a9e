//! The HTTP service and its OpenAPI contract.

mod actions;
mod applications;
pub mod auth;
#[cfg(test)]
mod broken_bodies;
mod calls;
pub mod clock;
mod compliance;
mod events;
mod http;
mod me;
mod members;
pub mod openapi;
mod party;
mod poles;
pub mod problem;
pub mod problem_catalogue;
mod problem_page;
mod problem_view;
mod problem_words;
pub mod receipts;
mod recognitions;
mod reference;
mod routes;
mod sandbox;
pub mod server;
mod service;
pub mod signing;
mod stamp;
mod status;
mod wire;

pub use http::limits::LimitSettings;
pub use sandbox::Sandbox;
pub use server::server;
pub use service::{Service, Settings};
