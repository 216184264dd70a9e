//! A pool of connections whose transactions all begin alike.

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};

/// A pool of connections. Clones share it.
#[derive(Clone)]
pub(crate) struct Pool {
    pub(crate) connections: DatabaseConnection,
    pub(super) beginning: Beginning,
}

/// How a transaction begins.
#[derive(Clone)]
pub(super) enum Beginning {
    /// With `BEGIN`.
    Plain,
    /// On SQLite: with the lock of the only writer, since upgrading a read lock later can fail.
    Immediate,
    /// On PostgreSQL: followed by these statements, in one message.
    With(String),
}

impl Pool {
    /// Begins a transaction.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        match &self.beginning {
            Beginning::Plain => self.connections.begin().await,
            Beginning::Immediate => {
                let options = TransactionOptions {
                    sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                    ..TransactionOptions::default()
                };
                self.connections.begin_with_options(options).await
            }
            Beginning::With(statements) => {
                let transaction = self.connections.begin().await?;
                transaction.execute_unprepared(statements).await?;
                Ok(transaction)
            }
        }
    }

    /// The connections, unless statements outside a transaction may each get another session.
    pub(crate) fn unpooled(&self) -> Option<&DatabaseConnection> {
        match self.beginning {
            Beginning::Plain | Beginning::Immediate => Some(&self.connections),
            Beginning::With(_) => None,
        }
    }

    /// Waits for open transactions, and closes the pool; clones become unusable.
    pub(crate) async fn close(&self) -> Result<(), DbErr> {
        self.connections.close_by_ref().await
    }
}
