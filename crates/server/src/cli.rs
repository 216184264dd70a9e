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
    /// Log filter for stderr: a level, or directives such as `info,ptp_api=debug`.
    #[arg(long, env = "PTP_LOG", default_value = "info", global = true)]
    pub log: String,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API.
    Serve(Box<ServeArgs>),
    /// Try the API on this machine: made-up data, temporary keys, no configuration.
    Demo(DemoArgs),
    /// Bring the database's schema up to date.
    Migrate(DatabaseArgs),
    /// Verify the recorded events.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Erase a person's identity from the recorded events; the hash chain stays valid.
    Forget(ForgetArgs),
    /// Print the OpenAPI document.
    Openapi,
    /// Create keys and tokens for development.
    Token(TokenArgs),
    /// Check whether a running service is alive; exits with 0 or 1.
    Status(StatusArgs),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::Cli;

    #[test]
    fn the_command_line_is_valid() {
        Cli::command().debug_assert();
    }
}
