//! Where the tools are that test the contract.

use std::path::{Path, PathBuf};

/// The folder of the Python environment, in the repository at `root`.
#[must_use]
pub fn environment(root: &Path) -> PathBuf {
    root.join("target/contract/python")
}

/// The folder for what the tests leave to be looked at.
#[must_use]
pub fn outcomes(root: &Path) -> PathBuf {
    root.join("target/contract/outcomes")
}
