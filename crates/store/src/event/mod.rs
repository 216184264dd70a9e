//! The one list of events: appended with what they tell of, chained by hashes, read as history.

mod audience;
mod chain;
mod forget;
mod past;

use std::collections::BTreeSet;

use chrono::{DateTime, SubsecRound, Utc};
use ptp_domain::event::Event;
use ptp_domain::policy::Actor;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

pub(crate) use self::audience::Audiences;
pub use self::chain::{ChainCheck, ChainFault};
pub use self::past::{Aggregate, PastEvent};
use crate::entity::{event as table, event_audience};
use crate::error::StoreError;
use crate::postgres::{Exclusive, be_the_only_one_to};
use crate::record::Recorded;
use crate::stored::Subject;
use crate::tx::Tx;

/// An event that the transaction will append when it commits: without place and hash.
#[derive(Debug)]
pub(crate) struct Pending {
    row: table::Model,
    audiences: Audiences,
}

/// What an event tells of, in the version that it made.
#[derive(Clone, Copy, Debug)]
pub(crate) enum About {
    /// A call.
    Call(Uuid, i64),
    /// A pole.
    Pole(Uuid, i64),
    /// An application.
    Application(Uuid, i64),
    /// A member, and its pole.
    Member { pole: (Uuid, i64), member: (Uuid, i64) },
}

/// When an event happened, as precisely as both databases keep it.
pub(crate) fn instant(event: &Event) -> DateTime<Utc> {
    event.at.trunc_subsecs(6)
}

impl Pending {
    /// The event of a change, and who may see it beside the officials.
    pub(crate) fn new(event: &Event, about: About, audiences: Audiences) -> Self {
        let (aggregate, (aggregate_id, aggregate_version), member) = match about {
            About::Call(id, version) => ("call", (id, version), None),
            About::Pole(id, version) => ("pole", (id, version), None),
            About::Application(id, version) => ("application", (id, version), None),
            About::Member { pole, member } => ("pole", pole, Some(member)),
        };
        let bearer = match &event.actor {
            Actor::Anonymous => None,
            Actor::Bearer(bearer) => Some(bearer),
        };
        // A natural person's tax code is personal data, which does not belong into what is never
        // changed: issuer and subject tell who it was.
        let organisation = bearer
            .and_then(|bearer| bearer.organisation.as_ref())
            .filter(|organisation| !organisation.is_person());
        let row = table::Model {
            position: 0,
            id: event.id,
            kind: event.kind.code().to_owned(),
            at: instant(event),
            roles: Recorded::list(bearer.into_iter().flat_map(|bearer| &bearer.roles)),
            issuer: bearer.map(|bearer| bearer.issuer.clone()),
            subject: bearer.map(|bearer| bearer.subject.clone()),
            client: bearer.and_then(|bearer| bearer.client.clone()),
            organisation: organisation.map(|organisation| organisation.as_str().to_owned()),
            aggregate: aggregate.to_owned(),
            aggregate_id,
            aggregate_version,
            member_id: member.map(|(id, _)| id),
            member_version: member.map(|(_, version)| version),
            changed: Recorded(event.changed.clone()),
            reason: event.reason.clone(),
            previous: None,
            hash: String::new(),
        };
        Self { row, audiences }
    }

    /// The same event, with what the store changed beside what was asked.
    pub(crate) fn and_changed(mut self, name: &str) -> Self {
        self.row.changed.0.push(name.to_owned());
        self
    }
}

/// Appends events after the last one there is.
///
/// From here on to the end of the transaction nobody else appends: places have no gaps, and an
/// event that can be read is never overtaken by an earlier one.
pub(crate) async fn append(
    db: &DatabaseTransaction,
    pending: Vec<Pending>,
) -> Result<(), StoreError> {
    if pending.is_empty() {
        return Ok(());
    }
    be_the_only_one_to(db, Exclusive::AppendEvents).await?;
    let last: Option<(i64, String)> = table::Entity::find()
        .select_only()
        .columns([table::Column::Position, table::Column::Hash])
        .order_by_desc(table::Column::Position)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    let (mut position, mut previous) = match last {
        Some((position, hash)) => (position, Some(hash)),
        None => (0, None),
    };
    let mut rows = Vec::with_capacity(pending.len());
    let mut seen_by = Vec::new();
    for Pending { row: mut event, audiences } in pending {
        position += 1;
        event.position = position;
        event.previous = previous;
        event.hash = chain::hash(&event)?;
        previous = Some(event.hash.clone());
        rows.push(to_row(event));
        seen_by.extend(audiences.into_iter().map(|audience| event_audience::ActiveModel {
            audience: Set(audience),
            position: Set(position),
        }));
    }
    insert_all(db, rows).await?;
    insert_all(db, seen_by).await
}

/// How many rows a statement inserts: either database limits its parameters, and a call that is
/// withdrawn may move thousands of applications and poles.
const AT_ONCE: usize = 500;

async fn insert_all<A>(db: &DatabaseTransaction, rows: Vec<A>) -> Result<(), StoreError>
where
    A: ActiveModelTrait + Send,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some: Vec<_> = rows.by_ref().take(AT_ONCE).collect();
        A::Entity::insert_many(some).exec_without_returning(db).await?;
    }
    Ok(())
}

fn to_row(event: table::Model) -> table::ActiveModel {
    table::ActiveModel {
        position: Set(event.position),
        id: Set(event.id),
        kind: Set(event.kind),
        at: Set(event.at),
        roles: Set(event.roles),
        issuer: Set(event.issuer),
        subject: Set(event.subject),
        client: Set(event.client),
        organisation: Set(event.organisation),
        aggregate: Set(event.aggregate),
        aggregate_id: Set(event.aggregate_id),
        aggregate_version: Set(event.aggregate_version),
        member_id: Set(event.member_id),
        member_version: Set(event.member_version),
        changed: Set(event.changed),
        reason: Set(event.reason),
        previous: Set(event.previous),
        hash: Set(event.hash),
    }
}

impl<M> Tx<M> {
    /// The properties that changed after a version, each once, in alphabetical order.
    ///
    /// To a pole, whatever changed of a member is its `members`.
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
                (Subject::Pole(_), Some(_)) if changed.iter().any(|name| settles(name)) => {
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

/// Whether it is what an official settled: of a pole, though about a member.
fn settles(name: &str) -> bool {
    name.starts_with("determinations/")
}

/// The one property of a pole that changes with a member: who leads it is struck out.
pub(crate) const LEAD_MEMBER_ID: &str = "lead_member_id";
