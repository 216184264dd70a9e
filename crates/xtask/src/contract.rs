//! `cargo xtask contract`: regenerates the contract from the routes.

use crate::workspace::{cargo, root};
use std::{error::Error, fs, process::Stdio};

const CONTRACT: &str = "openapi/ptp.v1.yaml";

/// Replaces the committed contract with the output of `ptp openapi`.
pub(crate) fn write() -> Result<(), Box<dyn Error>> {
    let output = cargo()
        .args(["run", "--locked", "-p", "ptp", "--", "openapi"])
        .stderr(Stdio::inherit())
        .output()?;
    // A failing or silent binary must not empty the file.
    if !output.status.success() {
        return Err(format!("`ptp openapi` failed ({})", output.status).into());
    }
    if output.stdout.is_empty() {
        return Err("`ptp openapi` printed nothing; the contract is unchanged".into());
    }
    let file = root().join(CONTRACT);
    let changed = fs::read(&file).ok().is_none_or(|before| before != output.stdout);
    fs::write(&file, &output.stdout)?;
    println!("{CONTRACT}: {}", if changed { "rewritten" } else { "unchanged" });
    Ok(())
}
