//! `cargo xtask <command>`: what people and CI run, by name.

mod contract;
mod contract_suite;
mod install;
mod steps;

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

const HELP: &str = "\
cargo xtask <command>

  test      everything CI asks for, stopping at the first failure:
            PostgreSQL, formatting, lints, documentation, tests
  test-contract
            the contract from outside: linters, schemathesis, generated clients, the guide,
            Swagger UI in a browser; installs the tools that are missing
  contract  writes openapi/ptp.v1.yaml anew from the routes
  bench     how long a page of poles by outcome takes among 100,000, on both databases
  postgres  makes sure that PostgreSQL's server binaries are there
  help      this text

The tests start a PostgreSQL of their own, for which they need its server binaries: in the folder
that PTP_PG_BIN names, else in /usr/lib/postgresql/*/bin, else on PATH.";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["test"] => steps::test(),
        ["test-contract"] => contract_suite::run(),
        ["contract"] => contract::write(),
        ["bench", rest @ ..] => steps::bench(rest),
        ["postgres"] => install::ensure().map(|folder| println!("{}", folder.display())),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        _ => Err(format!("no such command: {}\n\n{HELP}", arguments.join(" ")).into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The cargo that runs us, at the root of the workspace.
fn cargo() -> Command {
    let root = root();
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    // `cargo run` describes this package to us in the environment. Build scripts that watch those
    // variables would run again, and their crates compile again, on every change of caller.
    for (name, _) in env::vars_os() {
        let told = name.to_string_lossy();
        if told.starts_with("CARGO_PKG_") || told.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}
