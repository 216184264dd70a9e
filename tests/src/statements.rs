//! The statements that a service sends to PostgreSQL, from the log of the server.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, query};

use crate::TestApp;
use crate::postgres::PgCluster;

/// A service whose statements are logged.
pub struct Logged {
    /// The service.
    pub app: TestApp,
    database: String,
}

impl Logged {
    /// Another replica of a service, with its statements logged.
    ///
    /// # Panics
    ///
    /// If PostgreSQL refuses.
    pub async fn replica_of(app: &TestApp) -> Self {
        let url = &app.guard.url;
        let path = url.split('?').next().unwrap_or(url);
        let database = path.rsplit('/').next().expect("a database").to_owned();
        let mut db = PgConnection::connect(url).await.expect("the database answers");
        let statement = format!("ALTER DATABASE {database} SET log_statement = 'all'");
        query(AssertSqlSafe(statement)).execute(&mut db).await.expect("statements are logged");
        Self { app: app.replica().start().await, database }
    }

    /// The statements of all requests so far, in order. Those that give events their place in the log
    /// are left out: they serve many requests at a time.
    #[must_use]
    pub fn statements(&self) -> Vec<String> {
        let log = PgCluster::shared().log();
        let prefix = format!("{} ", self.database);
        let ours = || log.lines().filter_map(|line| line.strip_prefix(&prefix)?.split_once(' '));
        let sealers: BTreeSet<_> = ours()
            .filter(|(_, told)| told.contains("pg_advisory_xact_lock("))
            .map(|(process, _)| process)
            .collect();
        ours()
            .filter(|(process, _)| !sealers.contains(process))
            .filter_map(|(_, told)| {
                let simple = told.strip_prefix("LOG:  statement: ");
                let prepared = || Some(told.strip_prefix("LOG:  execute ")?.split_once(": ")?.1);
                simple.or_else(prepared).map(ToOwned::to_owned)
            })
            .collect()
    }
}
