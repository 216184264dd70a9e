//! Erases the identity of a person from the event log.

use ptp_domain::policy::Owner;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, QueryFilter};

use super::pending::seal;
use crate::db::{StoreError, Tx, Write};
use crate::entity::{determination, event as table, event_audience, event_pending};
use crate::owner;

impl Tx<Write> {
    /// Erases a person's identity from the events they caused, from the determinations they made,
    /// and from the audiences of events. Officials and the owners of what an event is about still
    /// see it. The hash chain stays valid, since it covers none of these columns.
    ///
    /// Poles and applications that the person owns are unchanged: transfer or delete them first.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn forget(&self, person: &Owner) -> Result<(), StoreError> {
        // All in one place, to be found.
        while seal(&self.db).await? {}
        let audience = owner::audience_key(person);
        if self.holds_events() {
            // What was committed meanwhile: it has to wait for the end of this transaction.
            let others = Expr::cust_with_values("audiences - $1", [audience.as_str()]);
            event_pending::Entity::update_many()
                .col_expr(event_pending::Column::Audiences, others)
                .exec(&self.db)
                .await?;
        }
        event_audience::Entity::delete_many()
            .filter(event_audience::COLUMN.audience.eq(audience))
            .exec(&self.db)
            .await?;
        // A natural person's tax code is stored nowhere else.
        let Owner::Subject { issuer, subject } = person else { return Ok(()) };
        table::Entity::update_many()
            .set(table::ActiveModel { subject: Set(None), ..Default::default() })
            .filter(table::COLUMN.issuer.eq(issuer.as_str()))
            .filter(table::COLUMN.subject.eq(subject.as_str()))
            .exec(&self.db)
            .await?;
        if self.holds_events() {
            event_pending::Entity::update_many()
                .set(event_pending::ActiveModel { subject: Set(None), ..Default::default() })
                .filter(event_pending::COLUMN.issuer.eq(issuer.as_str()))
                .filter(event_pending::COLUMN.subject.eq(subject.as_str()))
                .exec(&self.db)
                .await?;
        }
        determination::Entity::update_many()
            .set(determination::ActiveModel { subject: Set(String::new()), ..Default::default() })
            .filter(determination::COLUMN.issuer.eq(issuer.as_str()))
            .filter(determination::COLUMN.subject.eq(subject.as_str()))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}
