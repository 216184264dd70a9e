//! The configuration of `ptp serve`.

use std::num::NonZeroUsize;
use std::thread::available_parallelism;

use clap::Args;
use ptp_api::Settings;
use ptp_auth::IssuerSettings;
use reqwest::Url;

use super::contacts::ContactArgs;
use super::database::{Database, DatabaseArgs};
use super::issuers::IssuerArgs;
use super::limits::LimitArgs;
use super::listen::ListenArgs;
use super::notices::NoticeArgs;
use super::receipts::{ReceiptArgs, ReceiptFiles};
use super::setting::{Missing, given};
use crate::failure::Failure;

/// The arguments of `ptp serve`.
#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    listen: ListenArgs,
    #[command(flatten)]
    issuers: IssuerArgs,
    #[command(flatten)]
    receipts: ReceiptArgs,
    #[command(flatten)]
    limits: LimitArgs,
    #[command(flatten)]
    public: PublicArgs,
    /// Whether to migrate before serving, as `ptp migrate` does; otherwise a start with pending
    /// migrations is refused. By default on SQLite only: on PostgreSQL other replicas may be
    /// serving.
    #[arg(
        long, env = "PTP_MIGRATE", value_name = "true|false", num_args = 0..=1,
        require_equals = true, default_missing_value = "true"
    )]
    migrate: Option<bool>,
}

/// Public information about the service.
#[derive(Args, Clone, Debug)]
pub struct PublicArgs {
    /// The public URL of the service, such as `https://ptp.example.org`.
    #[arg(long, env = "PTP_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    #[command(flatten)]
    contacts: ContactArgs,
    #[command(flatten)]
    notices: NoticeArgs,
}

/// A complete configuration.
#[derive(Clone, Debug)]
pub struct ServeConfig {
    /// The database.
    pub database: Database,
    /// The address to listen on.
    pub listen: ListenArgs,
    /// The issuers whose tokens are accepted.
    pub issuers: Vec<IssuerSettings>,
    /// The keys that sign receipts.
    pub receipts: ReceiptFiles,
    /// The settings of the API.
    pub settings: Settings,
    /// Whether to apply pending migrations.
    pub migrate: bool,
}

impl ServeArgs {
    /// The complete configuration.
    ///
    /// # Errors
    ///
    /// Every missing setting, in one message; or an invalid one.
    pub fn resolve(&self) -> Result<ServeConfig, Failure> {
        let mut missing = Missing::default();
        let database = self.database.collect(&mut missing);
        let issuers = self.issuers.collect(&mut missing)?;
        let receipts = self.receipts.collect(&mut missing);
        missing.check()?;
        Ok(ServeConfig {
            migrate: self.migrate.unwrap_or_else(|| database.is_sqlite()),
            database,
            listen: self.listen.clone(),
            issuers,
            receipts,
            settings: Settings {
                limits: self.limits.limits(),
                most_drafts: self.limits.most_drafts(),
                workers: workers(),
                origins: self.limits.origins()?,
                ..self.public.settings()?
            },
        })
    }
}

/// Threads that take requests, several for each core: what holds the turn at writing must not wait for
/// another request on its thread that computes.
#[must_use]
pub fn workers() -> Option<NonZeroUsize> {
    const FOR_EACH_CORE: NonZeroUsize = NonZeroUsize::new(4).unwrap();
    available_parallelism().ok().map(|cores| cores.saturating_mul(FOR_EACH_CORE))
}

impl PublicArgs {
    fn settings(&self) -> Result<Settings, Failure> {
        let public_url = given(self.public_url.as_deref()).map(public_url).transpose()?;
        let contacts = self.contacts.read()?.unwrap_or_default();
        let notices = self.notices.notices()?;
        Ok(Settings { public_url, contacts, notices, ..Settings::default() })
    }
}

fn public_url(text: &str) -> Result<String, Failure> {
    match Url::parse(text) {
        Ok(url) if ["https", "http"].contains(&url.scheme()) && url.query().is_none() => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err(Failure::configuration(format!(
            "PTP_PUBLIC_URL is {text:?}, not a URL such as https://ptp.example.org"
        ))),
    }
}
