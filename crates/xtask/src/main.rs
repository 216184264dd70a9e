//! `cargo xtask <command>`: the commands that CI and developers run.

mod contract;
mod contract_suite;
mod install;
mod steps;
mod workspace;

use std::{env, process::ExitCode};

const HELP: &str = "\
cargo xtask <command>

  test      everything CI checks, up to the first failure:
            PostgreSQL, formatting, lints, documentation, tests
  test-contract
            tests of the contract with external tools: linters, schemathesis, generated
            clients, the guide, Swagger UI in a browser; installs missing tools
  contract  regenerates openapi/ptp.v1.yaml from the routes
  bench     times a page of poles by outcome among 100,000, on both databases
  bench write
            times creating a pole, adding a member and submitting beside hand-written code with the
            same rows, creates among 1,000 and 100,000 poles, and the renewal of outcomes of 100,000;
            `operations`, `size` or `renewal` after it: only this part
  burst     sends 2,000 submissions in the last two seconds of a call, on SQLite and on PostgreSQL
            with one replica and with two: each that was read in time has to be received
  storage   measures how much a recognised pole with 8 members takes on disk, in both databases
  oracle    compares the rules with their second, naive version on a million random networks
  postgres  installs PostgreSQL's server binaries if they are missing
  help      this text

The tests start a PostgreSQL server of their own. Its binaries are looked for in PTP_PG_BIN, then in
/usr/lib/postgresql/*/bin, then on PATH.";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["test"] => steps::test(),
        ["test-contract"] => contract_suite::run(),
        ["contract"] => contract::write(),
        ["bench", "write", rest @ ..] => steps::bench_write(rest),
        ["bench", rest @ ..] => steps::bench(rest),
        ["burst", rest @ ..] => steps::burst(rest),
        ["storage", rest @ ..] => steps::storage(rest),
        ["oracle"] => steps::oracle(),
        ["postgres"] => install::postgres_binaries().map(|folder| println!("{}", folder.display())),
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
