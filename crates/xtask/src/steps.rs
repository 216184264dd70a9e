//! The steps of `cargo xtask test`.

use crate::{cargo, install};
use std::{error::Error, time::Instant};

/// One call of cargo.
struct Step {
    name: &'static str,
    command: &'static str,
    environment: &'static [(&'static str, &'static str)],
}

/// What is quick and fails often comes first. Lints and documentation only check the dependencies
/// and share that work; the tests compile them, which nothing before could have done for them.
const STEPS: [Step; 4] = [
    Step { name: "formatting", command: "fmt --all --check", environment: &[] },
    Step {
        name: "lints",
        command: "clippy --workspace --all-targets --locked -- -D warnings",
        environment: &[],
    },
    Step {
        name: "documentation",
        command: "doc --workspace --no-deps --locked",
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
    },
    Step { name: "tests", command: "test --workspace --locked", environment: &[] },
];

/// Runs every step, up to the first that fails.
pub(crate) fn test() -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    timed("PostgreSQL", || {
        println!("{}", install::ensure()?.display());
        Ok(())
    })?;
    for step in &STEPS {
        timed(step.name, || step.run())?;
    }
    println!("all steps passed in {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// Measures pages of poles by outcome among so many, or as many as the example says.
pub(crate) fn bench(poles: &[&str]) -> Result<(), Box<dyn Error>> {
    let command = "run --release --locked -p ptp-tests --example poles_by_outcome --";
    let status = cargo().args(command.split(' ')).args(poles).status()?;
    if status.success() { Ok(()) } else { Err(format!("`cargo {command}` failed").into()) }
}

/// Says how long a step took, and how it ended.
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
