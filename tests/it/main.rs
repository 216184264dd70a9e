//! The tests over HTTP and on the store, in one binary.

mod architecture;
mod contract;
mod http;
mod store;
