//! `ptp openapi`: the contract on stdout.

use std::io::Write as _;

use crate::failure::Failure;

/// Prints the OpenAPI document as YAML.
///
/// # Errors
///
/// Writing to stdout fails.
pub fn print() -> Result<(), Failure> {
    std::io::stdout()
        .write_all(ptp_api::openapi::yaml().as_bytes())
        .map_err(|error| Failure::because("cannot write to stdout", &error))
}
