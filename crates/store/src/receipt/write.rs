//! Receipts: writes.

use ptp_domain::policy::Owner;
use ptp_domain::receipt::Receipt;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::row::to_row;
use crate::db::{StoreError, Tx, Write};
use crate::entity::receipt as table;
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
        let by_token =
            is_person(person, table::Column::OfficerIssuer, table::Column::OfficerSubject);
        // Where nobody wrote down whose token names them so, or whom a token names.
        let of_any_issuer = match person {
            Owner::Subject { subject, .. } => Condition::all()
                .add(table::Column::OfficerIssuer.is_null())
                .add(table::Column::OfficerSubject.eq(subject.as_str())),
            Owner::Organisation(_) => Condition::any(),
        };
        let by_name = Condition::all()
            .add(table::Column::OfficerSubject.is_null())
            .add(table::Column::Officer.is_in(names));
        table::Entity::update_many()
            .set(table::ActiveModel {
                jws: Set(String::new()),
                officer: Set(None),
                officer_issuer: Set(None),
                officer_subject: Set(None),
                ..Default::default()
            })
            .filter(Condition::any().add(by_token).add(of_any_issuer).add(by_name))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Erases the keys of the digests of what was presented.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub(crate) async fn forget_contents(&self, concerned: Condition) -> Result<(), StoreError> {
        table::Entity::update_many()
            .set(table::ActiveModel { salt: Set(None), ..Default::default() })
            .filter(concerned)
            .exec(&self.db)
            .await?;
        Ok(())
    }
}
