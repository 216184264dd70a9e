//! Receipts: writes.

use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::Owner;
use ptp_domain::receipt::Receipt;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::query::about;
use super::row::to_row;
use crate::db::{StoreError, Tx, Write};
use crate::entity::{change_request_topic, receipt as table};
use crate::event::is_person;

impl Tx<Write> {
    /// Inserts a receipt.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn insert_receipt(&self, receipt: &Receipt) -> Result<(), StoreError> {
        table::Entity::insert(to_row(receipt)).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Erases receipts that name a person as the one responsible, by the token or by one of these
    /// names. Whoever has a copy can still have it verified.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub(crate) async fn forget_in_receipts(
        &self,
        person: &Owner,
        names: &[String],
    ) -> Result<(), StoreError> {
        let Owner::Subject { .. } = person else { return Ok(()) };
        let by_token =
            is_person(person, table::Column::OfficerIssuer, table::Column::OfficerSubject);
        table::Entity::update_many()
            .set(table::ActiveModel {
                jws: Set(String::new()),
                officer: Set(None),
                officer_issuer: Set(None),
                officer_subject: Set(None),
                ..Default::default()
            })
            .filter(Condition::any().add(by_token).add(table::Column::Officer.is_in(names)))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Erases the keys of the digests of what was presented about poles, or in requests and
    /// communications about a person.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub(crate) async fn forget_contents(
        &self,
        code: &TaxCode,
        of_poles: Condition,
    ) -> Result<(), StoreError> {
        let requests = change_request_topic::Entity::find()
            .select_only()
            .column(change_request_topic::Column::RequestId)
            .filter(change_request_topic::COLUMN.topic.eq(code.as_str()))
            .into_query();
        let concerned = of_poles
            .add(table::Column::ChangeRequestId.in_subquery(requests))
            .add(table::Column::CommunicationId.in_subquery(about(code)));
        table::Entity::update_many()
            .set(table::ActiveModel { salt: Set(None), ..Default::default() })
            .filter(concerned)
            .exec(&self.db)
            .await?;
        Ok(())
    }
}
