//! The tests over HTTP and on the store, in one binary.

mod architecture;
mod http;
mod store;
