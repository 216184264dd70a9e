//! What goes with a pole to another owner.

use ptp_domain::id::Id;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Owner;
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, QueryFilter};

use crate::db::{StoreError, Tx, Write};
use crate::entity::{application, change_request};
use crate::owner;

impl Tx<Write> {
    /// Transfers the applications of a pole, and the requests to change its network, to its new owner.
    /// Their versions do not change: it is the pole that was transferred.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn pass_on(&self, pole: Id<Pole>, owner: &Owner) -> Result<(), StoreError> {
        let (tax_code, issuer, subject) = owner::to_columns(owner);
        application::Entity::update_many()
            .set(application::ActiveModel {
                owner_tax_code: Set(tax_code.clone()),
                owner_issuer: Set(issuer.clone()),
                owner_subject: Set(subject.clone()),
                ..Default::default()
            })
            .filter(application::COLUMN.pole_id.eq(pole.uuid()))
            .exec(&self.db)
            .await?;
        change_request::Entity::update_many()
            .set(change_request::ActiveModel {
                owner_tax_code: Set(tax_code),
                owner_issuer: Set(issuer),
                owner_subject: Set(subject),
                ..Default::default()
            })
            .filter(change_request::COLUMN.pole_id.eq(pole.uuid()))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}
