//! `ptp forget`: erases a person's identity.

use clap::Args;
use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::Owner;

use crate::config::DatabaseArgs;
use crate::failure::Failure;
use crate::migrate;

/// Whose identity to erase.
#[derive(Debug, Args)]
pub struct ForgetArgs {
    /// The issuer of the person's tokens.
    #[arg(long, requires = "subject")]
    issuer: Option<String>,
    /// The person's subject in those tokens.
    #[arg(long, requires = "issuer", required_unless_present = "tax_code")]
    subject: Option<String>,
    /// The person's tax code, if their tokens named it as the organisation.
    #[arg(long, conflicts_with = "subject")]
    tax_code: Option<String>,
    #[command(flatten)]
    database: DatabaseArgs,
}

/// Erases the identity.
///
/// # Errors
///
/// The person is not named, or the database is unreachable.
pub async fn forget(args: &ForgetArgs) -> Result<(), Failure> {
    let person = match (&args.issuer, &args.subject, &args.tax_code) {
        (Some(issuer), Some(subject), None) => {
            Owner::Subject { issuer: issuer.clone(), subject: subject.clone() }
        }
        (None, None, Some(code)) => match TaxCode::parse(code) {
            Ok(code) if code.is_person() => Owner::Organisation(code),
            Ok(_) | Err(_) => return Err(Failure::new("not the tax code of a natural person")),
        },
        _ => return Err(Failure::new("give --issuer and --subject, or --tax-code")),
    };
    let database = args.database.resolve()?;
    let failed = |error| database.failure(&error);
    let store = migrate::open(&database).await?;
    let tx = store.write().await.map_err(failed)?;
    tx.forget(&person).await.map_err(failed)?;
    tx.commit().await.map_err(failed)?;
    // On SQLite, what was erased would still be in free pages.
    store.rewrite().await.map_err(failed)?;
    store.close().await.map_err(failed)?;
    println!("forgotten");
    Ok(())
}
