//! The command line.

use clap::{Parser, Subcommand};

use crate::audit::AuditCommand;
use crate::config::{DatabaseArgs, ServeArgs};
use crate::demo::DemoArgs;
use crate::forget::ForgetArgs;
use crate::status::StatusArgs;
use crate::token::TokenArgs;

/// Poli Tecnici Professionali: networks, calls and compliance over HTTP.
#[derive(Debug, Parser)]
#[command(name = "ptp", version)]
pub struct Cli {
    /// What is logged on stderr: a level, or directives such as `info,ptp_api=debug`.
    #[arg(long, env = "PTP_LOG", default_value = "info", global = true)]
    pub log: String,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the binary does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API.
    Serve(ServeArgs),
    /// Try the API on this machine: made-up data, keys made on the spot, no configuration.
    Demo(DemoArgs),
    /// Bring the database's schema up to date.
    Migrate(DatabaseArgs),
    /// Check what was recorded.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Erase from what was recorded who a person was; the record holds.
    Forget(ForgetArgs),
    /// Print the OpenAPI document.
    Openapi,
    /// Make keys and tokens for development.
    Token(TokenArgs),
    /// Ask a running service whether it is alive; exits with 0 or 1.
    Status(StatusArgs),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::Cli;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
