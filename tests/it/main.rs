//! Integration tests of the service and the store, in one binary.

mod architecture;
mod binary;
mod contract;
mod contract_rules;
mod documents;
mod http;
mod store;
