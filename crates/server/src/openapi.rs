//! `ptp openapi`: the contract on stdout.

use std::io::Write as _;

use crate::failure::Failure;

/// Prints the OpenAPI document as YAML.
///
/// # Errors
///
/// Writing to stdout fails.
pub fn print() -> Result<(), Failure> {
    let contract = ptp_api::contract::yaml().map_err(Failure::new)?;
    std::io::stdout()
        .write_all(contract.as_bytes())
        .map_err(|error| Failure::because("cannot write to stdout", &error))
}
