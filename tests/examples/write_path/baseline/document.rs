//! The bodies of requests and answers. What is kept as JSON is passed on as it is.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

#[derive(Deserialize, Serialize)]
pub(super) struct Pole {
    pub(super) name: String,
    pub(super) area: String,
    pub(super) production_chain: Option<String>,
    pub(super) province: String,
    pub(super) description: Option<String>,
    pub(super) network_agreement: Option<Value>,
    pub(super) activity_plan: Option<Value>,
    #[serde(default)]
    pub(super) contacts: Vec<Value>,
    #[serde(skip_serializing)]
    pub(super) members: Vec<Member>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct Member {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) tax_code: String,
    pub(super) province: String,
    pub(super) municipality: Option<String>,
    pub(super) joined_on: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) school: Option<School>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) company: Option<Value>,
    #[serde(default)]
    pub(super) study_tracks: Vec<Value>,
    #[serde(default)]
    pub(super) accreditations: Vec<Value>,
    #[serde(default)]
    pub(super) contacts: Vec<Value>,
}

#[derive(Clone, Deserialize, Serialize)]
pub(super) struct School {
    pub(super) institution_code: Option<String>,
    pub(super) status: String,
}

#[derive(Deserialize)]
pub(super) struct Submission {
    pub(super) call_id: Uuid,
    pub(super) pole_id: Uuid,
}

/// Something that was stored.
#[derive(Serialize)]
pub(super) struct Stored<T> {
    pub(super) id: Uuid,
    #[serde(flatten)]
    pub(super) value: T,
    pub(super) version: i64,
    pub(super) created_at: DateTime<Utc>,
    pub(super) updated_at: DateTime<Utc>,
}

impl<T> Stored<T> {
    /// As it was just created.
    pub(super) const fn created(id: Uuid, value: T, at: DateTime<Utc>) -> Self {
        Self { id, value, version: 1, created_at: at, updated_at: at }
    }
}

/// A pole as it is shown.
#[derive(Serialize)]
pub(super) struct Shown {
    pub(super) code: String,
    pub(super) status: &'static str,
    pub(super) owner: String,
    #[serde(flatten)]
    pub(super) pole: Pole,
    pub(super) members: Vec<Stored<Member>>,
}

/// An application as it is shown.
#[derive(Serialize)]
pub(super) struct Application {
    pub(super) id: Uuid,
    pub(super) protocol: String,
    pub(super) status: &'static str,
    pub(super) call_id: Uuid,
    pub(super) pole_id: Uuid,
    pub(super) owner: String,
    pub(super) received_at: DateTime<Utc>,
    pub(super) reference_date: NaiveDate,
    pub(super) starts_on: NaiveDate,
    pub(super) due_on: NaiveDate,
    pub(super) steps: Vec<Value>,
    pub(super) version: i64,
}
