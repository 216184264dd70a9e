//! The sandbox of the demo: instant tokens, a movable clock, prepared situations.
//!
//! A service without a [`Sandbox`] has no such routes, and its document does not describe them.

mod clock;
mod demo;
mod document;
mod scenario;
mod scenarios;
mod token;

pub use demo::{Beginning, Body, Sandbox};
pub(crate) use document::contract;

use crate::contract::routes::routes;

routes! {
    mount, documented:
    "sandbox" {
        token::handle,
        clock::read,
        clock::set,
        clock::reset,
        scenarios::list,
        scenarios::make,
    }
}
