//! A person is forgotten: what events say of who it was, and nothing else.

use ptp_domain::policy::Owner;
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, QueryFilter};

use crate::entity::{determination, event as table, event_audience};
use crate::error::StoreError;
use crate::owner;
use crate::tx::{Tx, Write};

impl Tx<Write> {
    /// Erases who it was from the events that a person caused, from the determinations that an
    /// official gave, and from the lists of who may see an event: officials and whoever owns what
    /// it tells of see it still. The chain of events holds, since no hash is made of any of these.
    ///
    /// What the person owns at present is not touched: it is transferred or deleted first.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn forget(&self, person: &Owner) -> Result<(), StoreError> {
        event_audience::Entity::delete_many()
            .filter(event_audience::COLUMN.audience.eq(owner::key(person)))
            .exec(&self.db)
            .await?;
        // A natural person's tax code stands in no other place.
        let Owner::Subject { issuer, subject } = person else { return Ok(()) };
        table::Entity::update_many()
            .set(table::ActiveModel { subject: Set(None), ..Default::default() })
            .filter(table::COLUMN.issuer.eq(issuer.as_str()))
            .filter(table::COLUMN.subject.eq(subject.as_str()))
            .exec(&self.db)
            .await?;
        determination::Entity::update_many()
            .set(determination::ActiveModel { subject: Set(String::new()), ..Default::default() })
            .filter(determination::COLUMN.issuer.eq(issuer.as_str()))
            .filter(determination::COLUMN.subject.eq(subject.as_str()))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}
