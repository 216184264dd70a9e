//! The sandbox of the demo: instant tokens, a movable clock, prepared situations, and a way
//! back to the beginning.
//!
//! A service without a [`Sandbox`] has no such routes, and its document does not describe them.

mod clock;
mod demo;
mod document;
mod reset;
mod scenario;
mod scenarios;
mod token;

pub use demo::{Beginning, Body, Reset, Sandbox};
pub(crate) use document::contract;

use crate::contract::routes::routes;

routes! {
    mount, documented:
    "sandbox" {
        token::handle,
        clock::read,
        clock::set,
        clock::reset,
        reset::handle,
        scenarios::list,
        scenarios::make,
    }
}
