//! Paths of the tools that test the contract.

use std::path::{Path, PathBuf};

/// The Python environment, in the repository at `root`.
#[must_use]
pub fn environment(root: &Path) -> PathBuf {
    root.join("target/contract/python")
}

/// The folder for the output of the tests, kept for inspection.
#[must_use]
pub fn outcomes(root: &Path) -> PathBuf {
    root.join("target/contract/outcomes")
}
