//! `cargo xtask test-contract`: tests the contract with the tools that API clients use.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::contract_tools::environment;

use crate::install::{self, Package};
use crate::steps::timed;
use crate::workspace::{cargo, root};

/// The programs that the tests need, and their Debian packages.
const NEEDED: [Package; 6] = [
    Package { program: "node", debian: &["nodejs"] },
    Package { program: "npm", debian: &["npm"] },
    Package { program: "python3", debian: &["python3", "python3-venv"] },
    Package { program: "chromium", debian: &["chromium"] },
    Package { program: "curl", debian: &["curl"] },
    Package { program: "jq", debian: &["jq"] },
];

/// Installs what is missing and runs the tests.
pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    timed("PostgreSQL", || install::postgres_binaries().map(drop))?;
    timed("programs", || install::packages(&NEEDED))?;
    timed("packages from Node", node_packages)?;
    timed("packages from Python", python_packages)?;
    timed("contract", || {
        // Of the workspace, so that what `cargo xtask test` has built is used again.
        run_to_success(cargo().args(["test", "--locked", "--workspace", "--test", "contract"]))
    })
}

fn suite_folder() -> PathBuf {
    root().join("tests/contract")
}

/// Installs exactly what the lock file lists.
fn node_packages() -> Result<(), Box<dyn Error>> {
    run_to_success(
        Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(suite_folder()),
    )
}

fn python_packages() -> Result<(), Box<dyn Error>> {
    let environment = environment(&root());
    let python = environment.join("bin/python");
    if !has_pip(&python) {
        // Debian packages `ensurepip` separately.
        if !succeeds(Command::new("python3").args(["-c", "import ensurepip, venv"])) {
            install::debian(&["python3-venv"])?;
        }
        run_to_success(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    }
    run_to_success(
        Command::new(python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(suite_folder().join("requirements.txt")),
    )
}

/// Whether the environment is complete: one without pip was interrupted while being created.
fn has_pip(python: &Path) -> bool {
    succeeds(Command::new(python).args(["-m", "pip", "--version"]))
}

fn succeeds(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn run_to_success(command: &mut Command) -> Result<(), Box<dyn Error>> {
    println!("{command:?}");
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} failed ({status})").into()) }
}
