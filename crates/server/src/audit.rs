//! `ptp audit`: verifies the recorded events.

use clap::Subcommand;
use ptp_store::{ChainCheck, ChainFault};

use crate::config::{Database, DatabaseArgs};
use crate::failure::Failure;
use crate::migrate;

/// The subcommands of `ptp audit`.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Verify the hash chain of all events; exits with 1 if it is broken.
    Verify(DatabaseArgs),
}

/// Runs a subcommand.
///
/// # Errors
///
/// The chain is broken, or the database is unreachable.
pub async fn audit(command: &AuditCommand) -> Result<(), Failure> {
    let AuditCommand::Verify(args) = command;
    verify(&args.resolve()?).await
}

async fn verify(database: &Database) -> Result<(), Failure> {
    let failed = |error| database.failure(&error);
    let store = migrate::open(database).await?;
    let check = store.read().await.map_err(failed)?.verify_events().await.map_err(failed)?;
    store.close().await.map_err(failed)?;
    let ChainCheck { events, last_hash, broken, pending } = check;
    let last = last_hash.unwrap_or_else(|| "none".to_owned());
    match broken {
        None => {
            println!("{events} events, unbroken; last hash {last}");
            if pending > 0 {
                println!("{pending} more wait for their place in the chain");
            }
            Ok(())
        }
        Some((position, fault)) => {
            let what = match fault {
                ChainFault::Missing => "is missing",
                ChainFault::Unlinked => "does not link to the one before it",
                ChainFault::Altered => "is not what was recorded",
            };
            Err(Failure::new(format!(
                "the chain is broken: event {position} {what}; the {events} before it are valid"
            )))
        }
    }
}
