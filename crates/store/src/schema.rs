//! Migrations of the schema.

use ptp_migrations::Migrator;
use sea_orm::ConnectionTrait;
use sea_orm_migration::MigratorTrait;

use crate::db::postgres::{self, Exclusive};
use crate::db::{DatabaseKind, Store, StoreError};
use crate::{application, refold};

impl Store {
    /// Applies every pending migration in one transaction. Concurrent migrations wait for it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database fails, or has a newer schema than this version.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.migrate_by(None).await
    }

    /// Applies at most this many migrations, leaving an older schema: for tests of upgrades.
    ///
    /// # Errors
    ///
    /// As [`migrate`](Self::migrate).
    pub async fn migrate_by(&self, steps: impl Into<Option<u32>>) -> Result<(), StoreError> {
        let db = self.begin_writing().await?;
        if self.kind() == DatabaseKind::Postgres {
            // Migrations may take longer than the usual lock timeout.
            db.execute_unprepared("SET LOCAL lock_timeout = 0").await?;
        }
        postgres::lock_exclusively(&db, Exclusive::Migrate).await?;
        let steps = steps.into();
        Migrator::up(&db, steps).await?;
        if steps.is_none() {
            application::renew_derived(&db).await?;
            refold::renew(&db).await?;
        }
        Ok(db.commit().await?)
    }

    /// How many migrations are pending; changes nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database fails, or has a newer schema than this version.
    pub async fn pending_migrations(&self) -> Result<usize, StoreError> {
        let tx = self.read().await?;
        Ok(Migrator::get_pending_migrations_read_only(&tx.db).await?.len())
    }
}
