//! `cargo xtask test-contract`: the contract from outside, with the tools of those who build on it.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::contract_tools::environment;

use crate::install::{self, Package};
use crate::steps::timed;
use crate::{cargo, root};

/// What the machine has to have, and Debian's packages of it.
const NEEDED: [Package; 6] = [
    Package { program: "node", debian: &["nodejs"] },
    Package { program: "npm", debian: &["npm"] },
    Package { program: "python3", debian: &["python3", "python3-venv"] },
    Package { program: "chromium", debian: &["chromium"] },
    Package { program: "curl", debian: &["curl"] },
    Package { program: "jq", debian: &["jq"] },
];

/// Installs what is missing, and runs the tests.
pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    timed("PostgreSQL", || install::ensure().map(drop))?;
    timed("programs", || install::packages(&NEEDED))?;
    timed("packages from Node", node_packages)?;
    timed("packages from Python", python_packages)?;
    timed("contract", || {
        done(cargo().args(["test", "--locked", "-p", "ptp-tests", "--test", "contract"]))
    })
}

fn folder() -> PathBuf {
    root().join("tests/contract")
}

/// Exactly what the lock file says.
fn node_packages() -> Result<(), Box<dyn Error>> {
    done(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder()))
}

fn python_packages() -> Result<(), Box<dyn Error>> {
    let environment = environment(&root());
    let python = environment.join("bin/python");
    if !works(&python) {
        // Debian ships the module that puts pip into an environment in a package of its own.
        if !succeeds(Command::new("python3").args(["-c", "import ensurepip, venv"])) {
            install::debian(&["python3-venv"])?;
        }
        done(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    }
    done(
        Command::new(python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(folder().join("requirements.txt")),
    )
}

/// Whether an environment has come to its end: one without pip was given up half way.
fn works(python: &Path) -> bool {
    succeeds(Command::new(python).args(["-m", "pip", "--version"]))
}

fn succeeds(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn done(command: &mut Command) -> Result<(), Box<dyn Error>> {
    println!("{command:?}");
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} failed ({status})").into()) }
}
