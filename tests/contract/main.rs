//! The contract from outside, with the tools of those who build on it.
//!
//! `cargo xtask test-contract` installs the tools and runs this; `cargo test` does not.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod fuzzing;
mod guide;
mod lint;
mod swagger_ui;
mod tools;
