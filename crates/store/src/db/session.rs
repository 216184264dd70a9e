//! The transaction that statements are sent to, which may begin with the first of them.

use std::fmt;
use std::pin::Pin;

use async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    QueryResult, Statement, StreamTrait,
};
use tokio::sync::OnceCell;

use super::pool::Pool;

/// A transaction.
pub(crate) struct Session {
    backend: DbBackend,
    begun: OnceCell<DatabaseTransaction>,
    /// Where it begins, if it has not begun from the start.
    pool: Option<Pool>,
}

impl Session {
    /// One that has begun.
    pub(crate) fn begun(db: DatabaseTransaction) -> Self {
        Self {
            backend: ConnectionTrait::get_database_backend(&db),
            begun: OnceCell::new_with(Some(db)),
            pool: None,
        }
    }

    /// One that begins when the first statement is sent.
    pub(crate) fn deferred(pool: Pool) -> Self {
        Self {
            backend: pool.connections.get_database_backend(),
            begun: OnceCell::new(),
            pool: Some(pool),
        }
    }

    /// The connections, as long as the transaction has not begun, for what needs none.
    pub(crate) fn before_it_begins(&self) -> Option<&DatabaseConnection> {
        let pool = self.pool.as_ref().filter(|_| !self.begun.initialized())?;
        pool.unpooled()
    }

    /// Commits it, if it has begun.
    pub(crate) async fn commit(self) -> Result<(), DbErr> {
        match self.begun.into_inner() {
            Some(db) => db.commit().await,
            None => Ok(()),
        }
    }

    async fn transaction(&self) -> Result<&DatabaseTransaction, DbErr> {
        let begin = || async {
            let closed = || DbErr::Custom("a transaction that never begins".to_owned());
            self.pool.as_ref().ok_or_else(closed)?.begin().await
        };
        self.begun.get_or_try_init(begin).await
    }
}

#[async_trait]
impl ConnectionTrait for Session {
    fn get_database_backend(&self) -> DbBackend {
        self.backend
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
        self.backend
    }

    fn stream_raw(&self, statement: Statement) -> Streaming<'_, Self::Stream<'_>> {
        Box::pin(async move { self.transaction().await?.stream_raw(statement).await })
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Session")
            .field("begun", &self.begun.initialized())
            .finish_non_exhaustive()
    }
}
