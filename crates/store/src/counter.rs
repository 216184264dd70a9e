//! Numbers of public codes, each assigned once.

use ptp_domain::identifier::{CallCode, PoleCode, Protocol, Series, YearCode};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, Statement};

use crate::db::{StoreError, Tx, Write};
use crate::entity::counter as table;

impl Tx<Write> {
    /// The next code of a pole in a year. A code is given once; on PostgreSQL nobody waits for it but
    /// beside the first of a year, and what is rolled back leaves a gap.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn next_pole_code(&self, year: i32) -> Result<PoleCode, StoreError> {
        self.next_code("pole", year).await
    }

    /// The next code of a call in a year, as that of a pole.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn next_call_code(&self, year: i32) -> Result<CallCode, StoreError> {
        self.next_code("call", year).await
    }

    /// The next protocol number in a year. Concurrent transactions wait for this one, and get the
    /// same number if it is rolled back.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn next_protocol(&self, year: i32) -> Result<Protocol, StoreError> {
        code(year, self.count("application", year).await?)
    }

    async fn next_code<S: Series>(
        &self,
        series: &str,
        year: i32,
    ) -> Result<YearCode<S>, StoreError> {
        let number = if self.db.get_database_backend() == DbBackend::Postgres {
            self.draw(series, year).await?
        } else {
            self.count(series, year).await?
        };
        code(year, number)
    }

    /// The next number of a sequence, within the year.
    async fn draw(&self, series: &str, year: i32) -> Result<i64, StoreError> {
        let statement = |sql: String| {
            Statement::from_sql_and_values(DbBackend::Postgres, sql, [series.into(), year.into()])
        };
        let draw = format!(
            "SELECT nextval('{series}_code') - before_first FROM code_year \
             WHERE series = $1 AND year = $2"
        );
        for _ in 0..2 {
            if let Some(row) = self.db.query_one_raw(statement(draw.clone())).await? {
                return Ok(row.try_get_by_index(0)?);
            }
            // The first of its year.
            let begin = format!(
                "INSERT INTO code_year (series, year, before_first) \
                 SELECT $1, $2, CASE WHEN is_called THEN last_value ELSE 0 END FROM {series}_code \
                 ON CONFLICT DO NOTHING"
            );
            self.db.execute_raw(statement(begin)).await?;
        }
        Err(StoreError::corrupt("code_year", "not there once inserted"))
    }

    /// The next number of a counter, which concurrent transactions wait for.
    async fn count(&self, series: &str, year: i32) -> Result<i64, StoreError> {
        let first =
            table::ActiveModel { series: Set(series.to_owned()), year: Set(year), value: Set(1) };
        let next = Expr::col((table::Entity, table::Column::Value)).add(1);
        let counter = table::Entity::insert(first)
            .on_conflict(
                OnConflict::columns([table::Column::Series, table::Column::Year])
                    .value(table::Column::Value, next)
                    .to_owned(),
            )
            .exec_with_returning(&self.db)
            .await?;
        Ok(counter.value)
    }
}

fn code<S: Series>(year: i32, number: i64) -> Result<YearCode<S>, StoreError> {
    let number = u32::try_from(number)
        .map_err(|_| StoreError::corrupt("counter", "the numbers of the year are exhausted"))?;
    Ok(YearCode::new(year, number)?)
}
