//! `cargo xtask contract`: writes the contract anew from the routes.

use crate::cargo;
use std::{error::Error, fs, path::Path, process::Stdio};

const CONTRACT: &str = "openapi/ptp.v1.yaml";

/// Replaces the committed contract by what the binary prints.
pub(crate) fn write() -> Result<(), Box<dyn Error>> {
    let output = cargo()
        .args(["run", "--locked", "-p", "ptp", "--", "openapi"])
        .stderr(Stdio::inherit())
        .output()?;
    // The file is the product: a failed or silent binary must not empty it.
    if !output.status.success() {
        return Err(format!("`ptp openapi` failed ({})", output.status).into());
    }
    if output.stdout.is_empty() {
        return Err("`ptp openapi` printed nothing; the contract is left as it was".into());
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(CONTRACT);
    let changed = fs::read(&file).ok().is_none_or(|before| before != output.stdout);
    fs::write(&file, &output.stdout)?;
    println!("{CONTRACT}: {}", if changed { "rewritten" } else { "unchanged" });
    Ok(())
}
