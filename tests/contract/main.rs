//! The contract tested with the tools of API clients.
//!
//! `cargo xtask test-contract` installs the tools and runs this; `cargo test` does not.
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod fuzzing;
mod guide;
mod lint;
mod swagger_ui;
mod tools;
