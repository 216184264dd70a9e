//! Erases the identity of a person from the event log.

use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::Owner;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, LikeExpr, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::pending::seal;
use crate::db::{StoreError, Tx, Write};
use crate::entity::{event as table, event_audience, event_pending};
use crate::owner;

impl Tx<Write> {
    /// Erases a person's identity from the events they caused, and from the audiences of events.
    pub(crate) async fn forget_in_events(&self, person: &Owner) -> Result<(), StoreError> {
        // All in one place, to be found.
        while seal(&self.db).await? {}
        self.forget_in_audiences(person).await?;
        table::Entity::update_many()
            .set(table::ActiveModel { subject: Set(None), ..Default::default() })
            .filter(is_person(person, table::Column::Issuer, table::Column::Subject))
            .exec(&self.db)
            .await?;
        if self.holds_events() {
            use event_pending::Column::{Issuer, Subject};
            event_pending::Entity::update_many()
                .set(event_pending::ActiveModel { subject: Set(None), ..Default::default() })
                .filter(is_person(person, Issuer, Subject))
                .exec(&self.db)
                .await?;
        }
        Ok(())
    }

    /// Erases a person from the audiences of events, also of those that have no place yet.
    pub(crate) async fn forget_in_audiences(&self, person: &Owner) -> Result<(), StoreError> {
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
        Ok(())
    }
}

/// Matches rows that name the person as the subject of a token: some identity providers put the tax
/// code into it.
pub(crate) fn is_person<C: ColumnTrait>(person: &Owner, issuer: C, subject: C) -> Condition {
    match person {
        Owner::Subject { issuer: named, subject: own } => {
            Condition::all().add(issuer.eq(named.as_str())).add(subject.eq(own.as_str()))
        }
        Owner::Organisation(code) => Condition::all().add(has_code(subject, code)),
    }
}

/// Matches texts that name a code, in either case.
pub(crate) fn has_code<C: ColumnTrait>(subject: C, code: &TaxCode) -> SimpleExpr {
    // Identity providers write it in either case, which LIKE tells apart on PostgreSQL only. A code has
    // letters and digits only, so nothing is to be escaped.
    Expr::expr(Func::upper(subject.into_expr())).like(LikeExpr::new(format!("%{}%", code.as_str())))
}
