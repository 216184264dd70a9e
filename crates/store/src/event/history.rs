//! The history of a call, pole, application or member.

use std::collections::BTreeSet;

use ptp_domain::id::Id;
use ptp_domain::policy::{Owner, Scope};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::append::LEAD_MEMBER_ID;
use super::audience::Audiences;
use super::past::PastEvent;
use crate::db::{StoreError, Tx};
use crate::entity::{event as table, event_pending};
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
        let sees_all = scope.is_everything()
            || match scope.own() {
                Some(own) => self.owner_of(subject).await?.as_ref() == Some(own),
                None => false,
            };
        let audiences = (!sees_all).then(|| Audiences::of_caller(scope));
        // Pending events first: meanwhile they may get their place, and none may be missed.
        let pending =
            self.pending_events(about(subject, None, PENDING), audiences.as_ref()).await?;
        let pending = if scope.is_everything() { self.with_notes(pending).await? } else { pending };
        let mut events =
            self.events_for(about(subject, None, LOG), audiences, after, limit).await?;
        let known: BTreeSet<_> = events.iter().map(|event| event.id).collect();
        let room = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(events.len());
        // They come after all that has a place.
        let new = pending.into_iter().filter(|event| !known.contains(&event.id));
        events.extend(new.take(room));
        if !scope.is_everything() {
            for event in &mut events {
                event.note = None;
            }
        }
        Ok(events)
    }

    /// The current owner; `None` for a call, or if it was deleted.
    async fn owner_of(&self, subject: Subject) -> Result<Option<Owner>, StoreError> {
        match subject {
            Subject::Call(_) => Ok(None),
            Subject::Pole(id) | Subject::Member(id, _) => self.owner_of_pole(id).await,
            Subject::Application(id) => self.owner_of_application(id).await,
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
        let since = Some(version);
        let pending = self.pending_events(about(subject, since, PENDING), None).await?;
        let pending =
            pending.into_iter().map(|event| (event.member_id.map(Id::uuid), event.changed));
        let placed: Vec<(Option<Uuid>, Recorded<Vec<String>>)> = table::Entity::find()
            .select_only()
            .columns([table::Column::MemberId, table::Column::Changed])
            .filter(about(subject, since, LOG))
            .into_tuple()
            .all(&self.db)
            .await?;
        let placed = placed.into_iter().map(|(member, changed)| (member, changed.into_known()));
        let mut names = BTreeSet::new();
        for (member, changed) in placed.chain(pending) {
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
                (Subject::Member(..), _) => {
                    names.extend(changed.into_iter().filter(|name| name != LEAD_MEMBER_ID));
                }
                _ => names.extend(changed),
            }
        }
        Ok(names.into_iter().collect())
    }
}

/// The columns that say what an event is about: the kind of aggregate, its identifier and version,
/// the member and its version.
type AboutColumns<C> = [C; 5];

const LOG: AboutColumns<table::Column> = {
    use table::Column::{Aggregate, AggregateId, AggregateVersion, MemberId, MemberVersion};
    [Aggregate, AggregateId, AggregateVersion, MemberId, MemberVersion]
};
const PENDING: AboutColumns<event_pending::Column> = {
    use event_pending::Column::{
        Aggregate, AggregateId, AggregateVersion, MemberId, MemberVersion,
    };
    [Aggregate, AggregateId, AggregateVersion, MemberId, MemberVersion]
};

/// Matches events about a subject: all, or those after a version of it.
fn about<C: ColumnTrait>(
    subject: Subject,
    since: Option<i64>,
    [aggregate, aggregate_id, aggregate_version, member_id, member_version]: AboutColumns<C>,
) -> Condition {
    let of_aggregate = |code: &str, id: Uuid| {
        Condition::all()
            .add(aggregate_id.eq(id))
            .add(aggregate.eq(code))
            .add_option(since.map(|version| aggregate_version.gt(version)))
    };
    match subject {
        Subject::Call(id) => of_aggregate("call", id.uuid()),
        Subject::Pole(id) => of_aggregate("pole", id.uuid()),
        Subject::Application(id) => of_aggregate("application", id.uuid()),
        Subject::Member(pole, id) => Condition::all()
            .add(aggregate_id.eq(pole.uuid()))
            .add(member_id.eq(id.uuid()))
            .add_option(since.map(|version| member_version.gt(version))),
    }
}

/// Whether the property is a determination, which belongs to the pole although it is about a
/// member.
fn is_determination(name: &str) -> bool {
    name.starts_with("determinations/")
}
