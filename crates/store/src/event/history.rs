//! The history of a call, pole, application or member.

use std::collections::BTreeSet;

use ptp_domain::id::Id;
use ptp_domain::policy::{Owner, Scope};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::append::LEAD_MEMBER_ID;
use super::audience::Audiences;
use super::past::PastEvent;
use crate::db::{StoreError, Tx};
use crate::entity::event as table;
use crate::record::Recorded;
use crate::stored::Subject;

impl<M> Tx<M> {
    /// Events about a subject after a position, in order: officials and the current owner see all,
    /// others what concerned them or was public at the time.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn history(
        &self,
        scope: &Scope,
        subject: Subject,
        after: i64,
        limit: u64,
    ) -> Result<Vec<PastEvent>, StoreError> {
        let of_aggregate = |aggregate: &str, id: Uuid| {
            Condition::all()
                .add(table::COLUMN.aggregate_id.eq(id))
                .add(table::COLUMN.aggregate.eq(aggregate))
        };
        let condition = match subject {
            Subject::Call(id) => of_aggregate("call", id.uuid()),
            Subject::Pole(id) => of_aggregate("pole", id.uuid()),
            Subject::Application(id) => of_aggregate("application", id.uuid()),
            Subject::Member(id) => Condition::all().add(table::COLUMN.member_id.eq(id.uuid())),
        };
        let sees_all = scope.is_everything()
            || match scope.own() {
                Some(own) => self.owner_of(subject).await?.as_ref() == Some(own),
                None => false,
            };
        let audiences = (!sees_all).then(|| Audiences::of_caller(scope));
        self.events_for(condition, audiences, after, limit).await
    }

    /// The current owner; `None` for a call, or if it was deleted.
    async fn owner_of(&self, subject: Subject) -> Result<Option<Owner>, StoreError> {
        match subject {
            Subject::Call(_) => Ok(None),
            Subject::Pole(id) => self.owner_of_pole(id).await,
            Subject::Application(id) => self.owner_of_application(id).await,
            Subject::Member(id) => {
                // From the events, since the member may have been removed.
                let pole: Option<Uuid> = table::Entity::find()
                    .select_only()
                    .column(table::Column::AggregateId)
                    .filter(table::COLUMN.member_id.eq(id.uuid()))
                    .limit(1)
                    .into_tuple()
                    .one(&self.db)
                    .await?;
                match pole {
                    Some(pole) => self.owner_of_pole(Id::new(pole)).await,
                    None => Ok(None),
                }
            }
        }
    }

    /// The properties that changed after a version, without duplicates, in alphabetical order.
    ///
    /// For a pole, any change of a member counts as `members`.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn changes_since(
        &self,
        subject: Subject,
        version: i64,
    ) -> Result<Vec<String>, StoreError> {
        let of_aggregate = |aggregate: &str, id: Uuid| {
            table::Column::AggregateId
                .eq(id)
                .and(table::Column::Aggregate.eq(aggregate))
                .and(table::Column::AggregateVersion.gt(version))
        };
        let condition = match subject {
            Subject::Call(id) => of_aggregate("call", id.uuid()),
            Subject::Pole(id) => of_aggregate("pole", id.uuid()),
            Subject::Application(id) => of_aggregate("application", id.uuid()),
            Subject::Member(id) => {
                table::Column::MemberId.eq(id.uuid()).and(table::Column::MemberVersion.gt(version))
            }
        };
        let events: Vec<(Option<Uuid>, Recorded<Vec<String>>)> = table::Entity::find()
            .select_only()
            .columns([table::Column::MemberId, table::Column::Changed])
            .filter(condition)
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut names = BTreeSet::new();
        for (member, Recorded(changed)) in events {
            match (subject, member) {
                (Subject::Pole(_), Some(_))
                    if changed.iter().any(|name| is_determination(name)) =>
                {
                    names.extend(changed);
                }
                (Subject::Pole(_), Some(_)) => {
                    names.insert("members".to_owned());
                    names.extend(changed.into_iter().filter(|name| name == LEAD_MEMBER_ID));
                }
                (Subject::Member(_), _) => {
                    names.extend(changed.into_iter().filter(|name| name != LEAD_MEMBER_ID));
                }
                _ => names.extend(changed),
            }
        }
        Ok(names.into_iter().collect())
    }
}

/// Whether the property is a determination, which belongs to the pole although it is about a
/// member.
fn is_determination(name: &str) -> bool {
    name.starts_with("determinations/")
}
