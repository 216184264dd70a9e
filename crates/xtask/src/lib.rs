//! What `cargo xtask` shares with the tests.

pub mod postgres;
