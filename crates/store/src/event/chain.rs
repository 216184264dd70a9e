//! The hash chain of events: each hash covers the event and the preceding hash.

use aws_lc_rs::digest::{SHA256, digest};
use chrono::SecondsFormat;
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use uuid::Uuid;

use crate::db::{StoreError, Tx};
use crate::entity::event as table;
use crate::record::Recorded;
use crate::record::word::Word;

/// Events per query.
const BATCH: u64 = 1_000;

/// The result of verifying the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainCheck {
    /// The number of valid events, from the first one.
    pub events: i64,
    /// The hash of the last valid event.
    pub last_hash: Option<String>,
    /// The position of the first fault, and its kind.
    pub broken: Option<(i64, ChainFault)>,
    /// How many events were committed and wait for their place in the chain.
    pub pending: u64,
}

/// How the chain is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainFault {
    /// No event has this position, but a later one exists.
    Missing,
    /// The event does not contain the hash of the preceding one.
    Unlinked,
    /// The event does not match its hash.
    Altered,
}

/// The last event of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its position, which is the number of events.
    pub position: i64,
    /// Its hash, which covers all of them.
    pub hash: String,
}

/// The last event of the log, if there is one.
pub(super) async fn head(db: &impl ConnectionTrait) -> Result<Option<Head>, StoreError> {
    let last: Option<(i64, String)> = table::Entity::find()
        .select_only()
        .columns([table::Column::Position, table::Column::Hash])
        .order_by_desc(table::Column::Position)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.map(|(position, hash)| Head { position, hash }))
}

impl<M> Tx<M> {
    /// The last event of the log, if there is one.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn head(&self) -> Result<Option<Head>, StoreError> {
        head(&self.db).await
    }

    /// The hash of the event at a position, if there is one.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn hash_at(&self, position: i64) -> Result<Option<String>, StoreError> {
        let hash = table::Entity::find()
            .select_only()
            .column(table::Column::Hash)
            .filter(table::COLUMN.position.eq(position))
            .into_tuple()
            .one(&self.db)
            .await?;
        Ok(hash)
    }

    /// Whether an event of the log has this hash.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn has_hash(&self, hash: &str) -> Result<bool, StoreError> {
        let found: Option<i64> = table::Entity::find()
            .select_only()
            .column(table::Column::Position)
            .filter(table::COLUMN.hash.eq(hash))
            .into_tuple()
            .one(&self.db)
            .await?;
        Ok(found.is_some())
    }

    /// Verifies the hash chain, up to the first fault.
    ///
    /// It cannot detect missing events at the end: compare the last hash with a copy kept
    /// elsewhere.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; [`StoreError::Corrupt`] if an event cannot be read.
    pub async fn verify_events(&self) -> Result<ChainCheck, StoreError> {
        let pending = self.count_pending_events().await?;
        let mut check = ChainCheck { events: 0, last_hash: None, broken: None, pending };
        loop {
            let page = table::Entity::find()
                .filter(table::COLUMN.position.gt(check.events))
                .order_by_asc(table::Column::Position)
                .limit(BATCH)
                .all(&self.db)
                .await?;
            if page.is_empty() {
                return Ok(check);
            }
            for event in page {
                let position = check.events.saturating_add(1);
                if let Some(fault) = find_fault(&event, position, check.last_hash.as_deref())? {
                    check.broken = Some((position, fault));
                    return Ok(check);
                }
                check.events = position;
                check.last_hash = Some(event.hash);
            }
        }
    }
}

fn find_fault(
    event: &table::Model,
    position: i64,
    previous: Option<&str>,
) -> Result<Option<ChainFault>, StoreError> {
    Ok(if event.position != position {
        Some(ChainFault::Missing)
    } else if event.previous.as_deref() != previous {
        Some(ChainFault::Unlinked)
    } else if event.hash != hash(event)? {
        Some(ChainFault::Altered)
    } else {
        None
    })
}

/// What the hash covers: every column except the hash and the subject, which must be erasable
/// without breaking the chain.
#[derive(Serialize)]
struct Hashed<'a> {
    position: i64,
    id: Uuid,
    kind: &'a str,
    at: String,
    roles: &'a Recorded<Vec<Word<ptp_domain::policy::Role>>>,
    issuer: Option<&'a str>,
    client: Option<&'a str>,
    organisation: Option<&'a str>,
    aggregate: &'a str,
    aggregate_id: Uuid,
    aggregate_version: i64,
    member_id: Option<Uuid>,
    member_version: Option<i64>,
    changed: &'a Recorded<Vec<String>>,
    reason: Option<&'a str>,
    /// Not in the hashes of events that were sealed before versions were kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    content_sha256: Option<&'a str>,
    previous: Option<&'a str>,
}

/// SHA-256, in hexadecimal, of the event as canonical JSON (RFC 8785).
pub(super) fn hash(event: &table::Model) -> Result<String, StoreError> {
    let hashed = Hashed {
        position: event.position,
        id: event.id,
        kind: &event.kind,
        at: event.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        roles: &event.roles,
        issuer: event.issuer.as_deref(),
        client: event.client.as_deref(),
        organisation: event.organisation.as_deref(),
        aggregate: &event.aggregate,
        aggregate_id: event.aggregate_id,
        aggregate_version: event.aggregate_version,
        member_id: event.member_id,
        member_version: event.member_version,
        changed: &event.changed,
        reason: event.reason.as_deref(),
        content_sha256: event.content_sha256.as_deref(),
        previous: event.previous.as_deref(),
    };
    let canonical = serde_json_canonicalizer::to_vec(&hashed)
        .map_err(|error| StoreError::corrupt("event", error))?;
    Ok(hex::encode(digest(&SHA256, &canonical)))
}
