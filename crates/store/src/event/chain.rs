//! The chain of events: each hash is made of the event and of the hash before it.

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::SecondsFormat;
use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use uuid::Uuid;

use crate::entity::event as table;
use crate::error::StoreError;
use crate::record::word::Word;
use crate::tx::Tx;

/// How many events are looked at in one go.
const AT_ONCE: u64 = 1_000;

/// What a walk along the whole chain has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainCheck {
    /// How many events are in order, from the first one on.
    pub events: i64,
    /// The hash of the last of those.
    pub last_hash: Option<String>,
    /// The first place where the chain is broken, and how.
    pub broken: Option<(i64, ChainFault)>,
}

/// How a chain is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainFault {
    /// There is no event in this place, but one in a later place.
    Missing,
    /// The event does not name the hash of the one before it.
    Unlinked,
    /// The event is not the one that was hashed.
    Altered,
}

impl<M> Tx<M> {
    /// Walks along the whole chain of events, up to the first fault.
    ///
    /// That the last ones were not cut off it cannot tell: compare with what was noted elsewhere.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; [`StoreError::Corrupt`] if an event cannot even be read.
    pub async fn verify_events(&self) -> Result<ChainCheck, StoreError> {
        let mut check = ChainCheck { events: 0, last_hash: None, broken: None };
        loop {
            let page = table::Entity::find()
                .filter(table::COLUMN.position.gt(check.events))
                .order_by_asc(table::Column::Position)
                .limit(AT_ONCE)
                .all(&self.db)
                .await?;
            if page.is_empty() {
                return Ok(check);
            }
            for event in page {
                let place = check.events.saturating_add(1);
                if let Some(fault) = fault(&event, place, check.last_hash.as_deref())? {
                    check.broken = Some((place, fault));
                    return Ok(check);
                }
                check.events = place;
                check.last_hash = Some(event.hash);
            }
        }
    }
}

fn fault(
    event: &table::Model,
    place: i64,
    previous: Option<&str>,
) -> Result<Option<ChainFault>, StoreError> {
    Ok(if event.position != place {
        Some(ChainFault::Missing)
    } else if event.previous.as_deref() != previous {
        Some(ChainFault::Unlinked)
    } else if event.hash != hash(event)? {
        Some(ChainFault::Altered)
    } else {
        None
    })
}

/// What the hash of an event is made of: every column but the hash, and but the subject, which
/// may have to be erased one day without breaking the chain.
#[derive(Serialize)]
struct Hashed<'a> {
    position: i64,
    id: Uuid,
    kind: &'a str,
    at: String,
    roles: &'a [Word<ptp_domain::policy::Role>],
    issuer: Option<&'a str>,
    client: Option<&'a str>,
    organisation: Option<&'a str>,
    aggregate: &'a str,
    aggregate_id: Uuid,
    aggregate_version: i64,
    member_id: Option<Uuid>,
    member_version: Option<i64>,
    changed: &'a [String],
    reason: Option<&'a str>,
    previous: Option<&'a str>,
}

/// SHA-256, in hexadecimal, of the event as canonical JSON (RFC 8785).
pub(super) fn hash(event: &table::Model) -> Result<String, StoreError> {
    let hashed = Hashed {
        position: event.position,
        id: event.id,
        kind: &event.kind,
        at: event.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        roles: &event.roles.0,
        issuer: event.issuer.as_deref(),
        client: event.client.as_deref(),
        organisation: event.organisation.as_deref(),
        aggregate: &event.aggregate,
        aggregate_id: event.aggregate_id,
        aggregate_version: event.aggregate_version,
        member_id: event.member_id,
        member_version: event.member_version,
        changed: &event.changed.0,
        reason: event.reason.as_deref(),
        previous: event.previous.as_deref(),
    };
    let canonical = serde_json_canonicalizer::to_vec(&hashed)
        .map_err(|error| StoreError::corrupt("event", error))?;
    let digest = digest(&SHA256, &canonical);
    Ok(digest.as_ref().iter().fold(String::new(), |mut hex, byte| {
        // Writing to a text does not fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}
