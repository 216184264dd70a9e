//! `cargo xtask test` and `cargo xtask bench`.

use crate::install;
use crate::workspace::cargo;
use std::{error::Error, time::Instant};

/// A cargo command.
struct Step {
    name: &'static str,
    command: &'static str,
    environment: &'static [(&'static str, &'static str)],
}

/// Quick steps that often fail come first. Lints and documentation share the checked dependencies;
/// the tests have to compile them.
const STEPS: [Step; 5] = [
    Step { name: "formatting", command: "fmt --all --check", environment: &[] },
    Step {
        name: "lints",
        command: "clippy --workspace --all-targets --locked -- -D warnings",
        environment: &[],
    },
    // Not built by default, so not one of all targets. Of the workspace, so that what was checked is
    // used again.
    Step {
        name: "lints of the contract's tests",
        command: "clippy --workspace --test contract --locked -- -D warnings",
        environment: &[],
    },
    Step {
        name: "documentation",
        command: "doc --workspace --no-deps --locked",
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
    },
    Step { name: "tests", command: "test --workspace --locked", environment: &[] },
];

/// Runs every step, up to the first failure.
pub(crate) fn test() -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    timed("PostgreSQL", || {
        println!("{}", install::postgres_binaries()?.display());
        Ok(())
    })?;
    for step in &STEPS {
        timed(step.name, || step.run())?;
    }
    println!("all steps passed in {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// Times pages of poles by outcome; the argument is the number of poles.
pub(crate) fn bench(poles: &[&str]) -> Result<(), Box<dyn Error>> {
    example("poles_by_outcome", poles)
}

/// Times the write path beside hand-written code; the argument is one of its parts.
pub(crate) fn bench_write(part: &[&str]) -> Result<(), Box<dyn Error>> {
    example("write_path", part)
}

/// Submits many poles at the last moment; the argument is their number.
pub(crate) fn burst(submissions: &[&str]) -> Result<(), Box<dyn Error>> {
    example("burst", submissions)
}

/// Measures the size of poles on disk; the argument is their number.
pub(crate) fn storage(poles: &[&str]) -> Result<(), Box<dyn Error>> {
    example("storage", poles)
}

/// Compares the rules with their second version in the domain crate's tests, on a million networks.
pub(crate) fn oracle() -> Result<(), Box<dyn Error>> {
    let command = "test --release --locked -p ptp-domain --test regulation oracle";
    Step { name: "oracle", command, environment: &[("ORACLE_CASES", "1000000")] }.run()
}

fn example(name: &str, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let command = format!("run --release --locked -p ptp-tests --example {name} --");
    let status = cargo().args(command.split(' ')).args(arguments).status()?;
    if status.success() { Ok(()) } else { Err(format!("`cargo {command}` failed").into()) }
}

/// Runs a step, and prints its result and duration.
pub(crate) fn timed(
    name: &str,
    step: impl FnOnce() -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    println!("==> {name}");
    let start = Instant::now();
    let outcome = step();
    let verdict = if outcome.is_ok() { "passed" } else { "failed" };
    println!("==> {name} {verdict} in {:.1} s", start.elapsed().as_secs_f64());
    outcome
}

impl Step {
    fn run(&self) -> Result<(), Box<dyn Error>> {
        println!("cargo {}", self.command);
        let status = cargo()
            .args(self.command.split(' '))
            .envs(self.environment.iter().copied())
            .status()?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("`cargo {}` failed ({status})", self.command).into())
        }
    }
}
