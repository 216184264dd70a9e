//! Events: what the log says of a change, and its hash.

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, SecondsFormat, Utc};
use ptp_clock::Clock;
use serde::Serialize;
use uuid::Uuid;

use super::OWNER;

pub(super) const ISSUER: &str = "https://login.example";
pub(super) const SUBJECT: &str = "applicant";
pub(super) const ROLES: [&str; 1] = ["applicant"];

/// A change.
pub(super) struct Event {
    pub(super) id: Uuid,
    pub(super) kind: String,
    pub(super) at: DateTime<Utc>,
    pub(super) aggregate: String,
    pub(super) aggregate_id: Uuid,
    pub(super) aggregate_version: i64,
    pub(super) member: Option<(Uuid, i64)>,
    pub(super) changed: Vec<String>,
    /// The digest of the version that is kept of a pole.
    pub(super) content: Option<String>,
}

/// What the hash covers, in the order of canonical JSON (RFC 8785).
#[derive(Serialize)]
struct Hashed<'a> {
    aggregate: &'a str,
    aggregate_id: Uuid,
    aggregate_version: i64,
    at: String,
    changed: &'a [String],
    client: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_sha256: Option<&'a str>,
    id: Uuid,
    issuer: &'a str,
    kind: &'a str,
    member_id: Option<Uuid>,
    member_version: Option<i64>,
    organisation: &'a str,
    position: i64,
    previous: Option<&'a str>,
    reason: Option<&'a str>,
    roles: [&'a str; 1],
}

impl Event {
    /// What happened to an aggregate, with the version that it has since.
    pub(super) fn of(
        clock: &Clock,
        at: DateTime<Utc>,
        kind: &str,
        (aggregate, aggregate_id, aggregate_version): (&str, Uuid, i64),
    ) -> Self {
        Self {
            id: clock.new_id(),
            kind: kind.to_owned(),
            at,
            aggregate: aggregate.to_owned(),
            aggregate_id,
            aggregate_version,
            member: None,
            changed: Vec::new(),
            content: None,
        }
    }

    /// Its hash at a position of the log, after another one.
    pub(super) fn hash(&self, position: i64, previous: Option<&str>) -> serde_json::Result<String> {
        let hashed = Hashed {
            aggregate: &self.aggregate,
            aggregate_id: self.aggregate_id,
            aggregate_version: self.aggregate_version,
            at: self.at.to_rfc3339_opts(SecondsFormat::Micros, true),
            changed: &self.changed,
            client: None,
            content_sha256: self.content.as_deref(),
            id: self.id,
            issuer: ISSUER,
            kind: &self.kind,
            member_id: self.member.map(|(id, _)| id),
            member_version: self.member.map(|(_, version)| version),
            organisation: OWNER,
            position,
            previous,
            reason: None,
            roles: ROLES,
        };
        Ok(hex::encode(digest(&SHA256, &serde_json::to_vec(&hashed)?)))
    }

    /// Who may see it.
    pub(super) fn audience() -> String {
        format!("org:{OWNER}")
    }
}
