//! Numbers of public codes, each assigned once.

use ptp_domain::identifier::{CallCode, PoleCode, Protocol, Series, YearCode};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};

use crate::db::{StoreError, Tx, Write};
use crate::entity::counter as table;

impl Tx<Write> {
    /// The next code of a pole in a year. Concurrent transactions wait for this one, and get the
    /// same code if it is rolled back.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn next_pole_code(&self, year: i32) -> Result<PoleCode, StoreError> {
        self.next_code("pole", year).await
    }

    /// The next code of a call in a year. Concurrent transactions wait for this one, and get the
    /// same code if it is rolled back.
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
        self.next_code("application", year).await
    }

    async fn next_code<S: Series>(
        &self,
        series: &str,
        year: i32,
    ) -> Result<YearCode<S>, StoreError> {
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
        let number = u32::try_from(counter.value)
            .map_err(|_| StoreError::corrupt("counter", "the numbers of the year are exhausted"))?;
        Ok(YearCode::new(year, number)?)
    }
}
