//! Code that `cargo xtask` shares with the tests.

pub mod contract_tools;
pub mod postgres;
