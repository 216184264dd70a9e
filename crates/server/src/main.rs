//! The binary `ptp`.

use std::process::ExitCode;

use clap::Parser as _;
use ptp::cli::{Cli, Command};
use ptp::failure::Failure;
use ptp::{audit, demo, forget, migrate, openapi, serve, status, telemetry, token};

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("ptp: {failure}");
            failure.exit_code()
        }
    }
}

async fn run(cli: Cli) -> Result<(), Failure> {
    telemetry::start(&cli.log)?;
    match cli.command {
        Command::Serve(args) => serve::serve(args.resolve()?).await,
        Command::Demo(args) => demo::demo(&args).await,
        Command::Migrate(args) => migrate::migrate(&args.resolve()?).await,
        Command::Audit(command) => audit::audit(&command).await,
        Command::Forget(args) => forget::forget(&args).await,
        Command::Openapi => openapi::print(),
        Command::Token(args) => token::token(&args),
        Command::Status(args) => status::status(&args).await,
    }
}
