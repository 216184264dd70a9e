//! The test harness: fresh databases, running services, callers, fixtures.

mod answer;
mod app;
mod bodies;
mod builder;
mod caller;
pub mod fixtures;
pub mod many_poles;
pub mod postgres;
pub mod statements;
pub mod store;
mod waiting;

pub use crate::answer::Answer;
pub use crate::app::{TestApp, applicant};
pub use crate::builder::{Builder, NOW};
pub use crate::caller::Caller;
