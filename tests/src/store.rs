//! Fresh stores, on either database.

use std::time::Duration;

use ptp_store::{DatabaseKind, Store, StoreOptions};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::postgres::PgCluster;

/// What has to outlive a store: its database.
#[derive(Debug)]
pub struct Guard {
    /// The URL of the database.
    pub url: String,
    _folder: Option<TempDir>,
}

impl Guard {
    /// The kind of database.
    #[must_use]
    pub fn kind(&self) -> DatabaseKind {
        if self.url.starts_with("postgres:") {
            DatabaseKind::Postgres
        } else {
            DatabaseKind::Sqlite
        }
    }

    /// Executes a statement without the store; returns the error's text if it is refused.
    ///
    /// # Errors
    ///
    /// The error's text.
    ///
    /// # Panics
    ///
    /// If the database cannot be reached.
    pub async fn execute(&self, statement: &str) -> Result<(), String> {
        let statement = AssertSqlSafe(statement.to_owned());
        let done = match self.kind() {
            DatabaseKind::Sqlite => {
                let db = SqliteConnection::connect(&self.url).await;
                sqlx::query(statement).execute(&mut db.expect("a connection")).await.map(drop)
            }
            DatabaseKind::Postgres => {
                let db = PgConnection::connect(&self.url).await;
                sqlx::query(statement).execute(&mut db.expect("a connection")).await.map(drop)
            }
        };
        done.map_err(|error| error.to_string())
    }

    /// A JSON column of a row, as it is stored.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    pub async fn json(&self, table: &str, column: &str, id: Uuid) -> Value {
        let id = self.literal(id);
        let select = match self.kind() {
            DatabaseKind::Sqlite => format!("SELECT {column} FROM {table} WHERE id = {id}"),
            DatabaseKind::Postgres => format!("SELECT {column}::text FROM {table} WHERE id = {id}"),
        };
        let select = AssertSqlSafe(select);
        let text: Option<String> = match self.kind() {
            DatabaseKind::Sqlite => {
                let db = SqliteConnection::connect(&self.url).await;
                sqlx::query_scalar(select).fetch_one(&mut db.expect("a connection")).await
            }
            DatabaseKind::Postgres => {
                let db = PgConnection::connect(&self.url).await;
                sqlx::query_scalar(select).fetch_one(&mut db.expect("a connection")).await
            }
        }
        .expect("a row");
        text.map_or(Value::Null, |text| serde_json::from_str(&text).expect("JSON"))
    }

    /// Changes a JSON column of a row without the store.
    ///
    /// # Panics
    ///
    /// If the database refuses it.
    pub async fn set_json(&self, table: &str, column: &str, id: Uuid, json: &Value) {
        let (id, json) = (self.literal(id), json.to_string().replace('\'', "''"));
        let update = format!("UPDATE {table} SET {column} = '{json}' WHERE id = {id}");
        self.execute(&update).await.expect("the column takes it");
    }

    /// An identifier in SQL.
    #[must_use]
    pub fn literal(&self, id: Uuid) -> String {
        match self.kind() {
            DatabaseKind::Sqlite => format!("x'{}'", id.simple()),
            DatabaseKind::Postgres => format!("'{id}'"),
        }
    }

    /// The options that the store was opened with.
    #[must_use]
    pub fn options(&self) -> StoreOptions {
        options(self.url.clone())
    }
}

/// An empty store with the schema.
///
/// # Panics
///
/// If the database fails.
pub async fn fresh_store(kind: DatabaseKind) -> (Store, Guard) {
    let guard = fresh_database(kind).await;
    let store = Store::open(&guard.options()).await.expect("the database opens");
    (store, guard)
}

/// An empty database with the schema.
///
/// # Panics
///
/// If the database fails.
pub async fn fresh_database(kind: DatabaseKind) -> Guard {
    if kind == DatabaseKind::Postgres {
        let template = migrated_template().await;
        return Guard { url: PgCluster::shared().create_from_template(template), _folder: None };
    }
    let guard = empty_database(kind);
    let store = Store::open(&guard.options()).await.expect("the database opens");
    store.migrate().await.expect("the schema is created");
    store.close().await.expect("the database closes");
    guard
}

/// A database without a schema.
///
/// # Panics
///
/// If the database fails.
#[must_use]
pub fn empty_database(kind: DatabaseKind) -> Guard {
    match kind {
        DatabaseKind::Postgres => {
            Guard { url: PgCluster::shared().create_database(), _folder: None }
        }
        DatabaseKind::Sqlite => {
            let folder = TempDir::new().expect("a temporary folder");
            let url = format!("sqlite:{}/ptp.db", folder.path().display());
            Guard { url, _folder: Some(folder) }
        }
    }
}

/// A database with the schema and without connections: copying it is faster than migrating.
async fn migrated_template() -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    TEMPLATE
        .get_or_init(|| async {
            let url = PgCluster::shared().create_database();
            let store = Store::open(&options(url.clone())).await.expect("the template opens");
            store.migrate().await.expect("the schema is created");
            store.close().await.expect("the template closes");
            url
        })
        .await
}

fn options(url: String) -> StoreOptions {
    let patience = Duration::from_secs(20);
    StoreOptions {
        url,
        connections: 8,
        pooled: false,
        acquire_timeout: patience,
        queue_timeout: patience,
        sealed_within: patience,
    }
}
