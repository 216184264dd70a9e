//! The database, displayed without its password.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use clap::Args;
use ptp_store::{StoreError, StoreOptions};
use reqwest::Url;

use super::setting::{DATABASE_URL, Missing};
use crate::failure::Failure;

/// How long to wait for a connection or a lock.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// How long to wait for a turn at writing: less than a request may take.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(25);
/// How long whoever wrote waits for the events to be in the log, to find them there.
const SEALED_WITHIN: Duration = Duration::from_millis(50);

/// Which database to use.
#[derive(Args, Clone, Debug)]
pub struct DatabaseArgs {
    /// `sqlite:` and a file, or `postgres://..`. Prefer the environment: other users of the
    /// machine can read arguments.
    #[arg(
        id = "database_url",
        long = "database-url",
        env = "PTP_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    url: Option<DatabaseUrl>,
    /// Maximum number of connections that read. On PostgreSQL as many more write.
    #[arg(
        id = "database_connections", long = "database-connections",
        env = "PTP_DATABASE_CONNECTIONS", value_name = "NUMBER", default_value_t = 8,
        value_parser = clap::value_parser!(u32).range(1..=500)
    )]
    connections: u32,
    /// PostgreSQL is reached through a pooler in transaction mode (PgBouncer): nothing is asked of
    /// a session, and statements are not kept prepared.
    #[arg(id = "database_pooled", long = "database-pooled", env = "PTP_DATABASE_POOLED")]
    pooled: bool,
}

impl DatabaseArgs {
    /// The configured database.
    ///
    /// # Errors
    ///
    /// No database is configured.
    pub fn resolve(&self) -> Result<Database, Failure> {
        let mut missing = Missing::default();
        let database = self.collect(&mut missing);
        missing.check()?;
        Ok(database)
    }

    pub(super) fn collect(&self, missing: &mut Missing) -> Database {
        let url = self.url.as_ref().map(|url| url.0.as_str());
        let url = DatabaseUrl(missing.unless_given(url, DATABASE_URL));
        Database { url, connections: self.connections, pooled: self.pooled }
    }
}

/// A configured database.
#[derive(Clone, Debug)]
pub struct Database {
    url: DatabaseUrl,
    connections: u32,
    pooled: bool,
}

impl Database {
    /// A SQLite file.
    #[must_use]
    pub fn sqlite(path: &std::path::Path) -> Self {
        // Escapes characters that would end the path of a URL, or start an escape.
        let path = path.to_string_lossy().replace('%', "%25").replace('?', "%3F");
        Self { url: DatabaseUrl(format!("sqlite:{path}")), connections: 4, pooled: false }
    }

    /// Whether it is a SQLite file, which no other process serves.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.url.0.starts_with("sqlite:")
    }

    /// The options for the store.
    #[must_use]
    pub fn options(&self) -> StoreOptions {
        StoreOptions {
            url: self.url.0.clone(),
            connections: self.connections,
            pooled: self.pooled,
            acquire_timeout: ACQUIRE_TIMEOUT,
            queue_timeout: QUEUE_TIMEOUT,
            sealed_within: SEALED_WITHIN,
        }
    }

    /// The failure to report for an error of the database.
    #[must_use]
    pub fn failure(&self, error: &StoreError) -> Failure {
        Failure::because(format_args!("database {}", self.url), error)
    }
}

impl fmt::Display for Database {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.url.fmt(formatter)
    }
}

/// The URL of a database. It may hold a password, so `Display` and `Debug` leave out parts of it.
#[derive(Clone)]
pub struct DatabaseUrl(String);

impl FromStr for DatabaseUrl {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (address, parameters) = self.0.split_once('?').unwrap_or((&self.0, ""));
        let (scheme, rest) = address.split_once(':').unwrap_or(("", address));
        if scheme == "sqlite" {
            return formatter.write_str(address);
        }
        // With a second `@`, what looks like the host is the end of a password.
        let plain = rest.matches('@').count() <= 1 && !parameters.contains('@');
        match Url::parse(address).ok().filter(|_| plain) {
            Some(url) => {
                let host = url.host_str().unwrap_or_default();
                let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
                write!(formatter, "{scheme}://{host}{port}{}", url.path())
            }
            None => write!(formatter, "{scheme}:…"),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DatabaseUrl({self})")
    }
}
