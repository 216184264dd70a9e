//! Bodies that succeed as they stand: the contract's own examples.

use std::sync::OnceLock;

use serde_json::Value;

/// The example of an operation's body.
pub(crate) fn example(path: &str, method: &str) -> Value {
    static CONTRACT: OnceLock<Value> = OnceLock::new();
    let contract = CONTRACT.get_or_init(ptp_api::contract::generated);
    contract["paths"][path][method]["requestBody"]["content"]
        .as_object()
        .unwrap()
        .values()
        .next()
        .unwrap()["examples"]["esempio"]["value"]
        .clone()
}

/// A call: open from 2027-01-11 09:00 to 2027-02-26 12:00 in Rome, for mechanics.
pub(crate) fn call() -> Value {
    example("/calls", "post")
}

/// A pole: two schools, two companies, a section A body; compliant on 2027-02-26.
pub(crate) fn pole() -> Value {
    example("/poles", "post")
}
