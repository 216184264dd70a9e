//! Query plans of lists of poles, for tests and benchmarks.

use ptp_domain::policy::Scope;
use sea_orm::{ConnectionTrait, DbBackend, QueryTrait, Statement};

use super::list::page_queries;
use crate::db::{StoreError, Tx};
use crate::filter::PoleFilter;
use crate::page::{After, Order, PoleSort};

impl<M> Tx<M> {
    /// The lines of the database's plans for the queries of [`page_poles`](Self::page_poles).
    ///
    /// # Errors
    ///
    /// As [`page_poles`](Self::page_poles).
    pub async fn explain_poles(
        &self,
        scope: &Scope,
        filter: &PoleFilter,
        order: Order<PoleSort>,
        after: Option<&After>,
        limit: u64,
    ) -> Result<Vec<String>, StoreError> {
        let backend = self.db.get_database_backend();
        let (explain, column) = match backend {
            DbBackend::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
            _ => ("EXPLAIN", "QUERY PLAN"),
        };
        let mut lines = Vec::new();
        let rare = self.rare_word(filter.q.as_deref()).await?;
        for query in page_queries((scope, filter, rare.as_deref()), order, after, limit)? {
            let mut statement: Statement = query.build(backend);
            statement.sql = format!("{explain} {}", statement.sql);
            for row in self.db.query_all_raw(statement).await? {
                lines.push(row.try_get::<String>("", column)?);
            }
        }
        Ok(lines)
    }
}
