//! The transaction that statements are sent to, which may begin with the first of them.

use std::pin::Pin;

use async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    QueryResult, Statement, StreamTrait,
};
use tokio::sync::OnceCell;

use super::pool::Pool;

/// A transaction.
pub(crate) enum Session {
    /// One that has begun.
    Begun(DatabaseTransaction),
    /// One that only reads, and begins when the first statement is sent.
    Deferred(Pool, OnceCell<DatabaseTransaction>),
}

impl Session {
    /// One that begins when the first statement is sent.
    pub(crate) fn deferred(pool: Pool) -> Self {
        Self::Deferred(pool, OnceCell::new())
    }

    /// The connections, as long as the transaction has not begun, for what needs none.
    pub(crate) fn before_it_begins(&self) -> Option<&DatabaseConnection> {
        match self {
            Self::Deferred(pool, begun) if !begun.initialized() => pool.unpooled(),
            Self::Begun(_) | Self::Deferred(..) => None,
        }
    }

    /// Commits it. One that only reads has nothing to commit.
    pub(crate) async fn commit(self) -> Result<(), DbErr> {
        match self {
            Self::Begun(db) => db.commit().await,
            Self::Deferred(..) => Ok(()),
        }
    }

    async fn transaction(&self) -> Result<&DatabaseTransaction, DbErr> {
        match self {
            Self::Begun(db) => Ok(db),
            Self::Deferred(pool, begun) => begun.get_or_try_init(|| pool.begin()).await,
        }
    }

    fn backend(&self) -> DbBackend {
        match self {
            Self::Begun(db) => ConnectionTrait::get_database_backend(db),
            Self::Deferred(pool, _) => ConnectionTrait::get_database_backend(&pool.connections),
        }
    }
}

#[async_trait]
impl ConnectionTrait for Session {
    fn get_database_backend(&self) -> DbBackend {
        self.backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.transaction().await?.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.transaction().await?.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.transaction().await?.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.transaction().await?.query_all_raw(statement).await
    }
}

type Streaming<'a, S> = Pin<Box<dyn Future<Output = Result<S, DbErr>> + Send + 'a>>;

impl StreamTrait for Session {
    type Stream<'a> = <DatabaseTransaction as StreamTrait>::Stream<'a>;

    fn get_database_backend(&self) -> DbBackend {
        self.backend()
    }

    fn stream_raw(&self, statement: Statement) -> Streaming<'_, Self::Stream<'_>> {
        Box::pin(async move { self.transaction().await?.stream_raw(statement).await })
    }
}
