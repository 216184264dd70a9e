//! The contract: what is committed is what the routes say.

use std::{env, fs};

use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use serde_json::Value;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/ptp.v1.yaml");

/// To accept a change: `cargo xtask contract`, then read the diff.
#[test]
fn the_committed_contract_is_the_routes_own() {
    let generated = ptp_api::openapi::yaml();
    if env::var_os("UPDATE_CONTRACT").is_some() {
        fs::write(COMMITTED, &generated).expect("the contract is written");
    }
    let committed = fs::read_to_string(COMMITTED).expect("the contract is there");
    assert!(committed == generated, "the routes say something else: run `cargo xtask contract`");
}

#[test]
fn no_reference_dangles() {
    let document = ptp_api::openapi::generated();
    let text = document.to_string();
    let mut count = 0;
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().expect("an end");
        assert!(document.pointer(pointer).is_some(), "{pointer}");
        count += 1;
    }
    assert!(count > 100, "the references are not where they were");
}

/// Every operation of the policy is in the contract, by its name, and the other way round.
#[test]
fn operations_are_the_policy_s_actions() {
    let document = ptp_api::openapi::generated();
    let paths = document["paths"].as_object().expect("paths");
    let mut named: Vec<_> = paths
        .values()
        .filter_map(Value::as_object)
        .flat_map(|methods| methods.values())
        .map(|operation| operation["operationId"].as_str().expect("a name"))
        .collect();
    let mut actions: Vec<_> = Action::ALL.iter().map(|action| action.code()).collect();
    named.sort_unstable();
    actions.sort_unstable();
    assert_eq!(named, actions);
}

#[test]
fn absent_means_not_given_so_only_patches_hold_null() {
    let document = ptp_api::openapi::generated();
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    for (name, schema) in schemas.iter().filter(|(name, _)| !name.ends_with("Patch")) {
        assert!(!schema.to_string().contains("\"null\""), "{name}");
    }
}
