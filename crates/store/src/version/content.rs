//! What of a pole is kept, as JSON: the rows, without what is about persons only.

use chrono::{DateTime, Utc};
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::Pole;
use sea_orm::ActiveValue::Set;
use sea_orm::TryIntoModel as _;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::compression::{compressed, decompressed};
use crate::db::StoreError;
use crate::entity::{member as member_table, pole as pole_table};
use crate::stored::{Stored, StoredPole};
use crate::{member, pole};

/// Left out wherever they stand: contacts and signatories are persons.
const NOT_KEPT: [&str; 2] = ["contacts", "signatory"];

/// Columns of a pole that say nothing of their own, or have columns in `pole_version`.
const DERIVED: [&str; 14] = [
    "id",
    "folded",
    "folded_name",
    "next_on",
    "next_status",
    "then_on",
    "then_status",
    "later_on",
    "later_status",
    "outcomes_until",
    "outcomes_by",
    "kept_version",
    "version",
    "updated_at",
];

/// What a version has beyond the one before it, or all of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Content {
    /// The pole without its members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) pole: Option<Value>,
    /// Members, each as it is from then on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) members: Vec<Value>,
    /// Members that are gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) gone: Vec<Uuid>,
}

impl Content {
    /// The content as it is stored.
    pub(super) fn pack(&self) -> Result<Vec<u8>, StoreError> {
        let text = serde_json::to_string(self)
            .map_err(|error| StoreError::corrupt("pole_version", error))?;
        compressed(&text)
    }

    /// The stored content.
    pub(super) fn unpack(bytes: &[u8]) -> Result<Self, StoreError> {
        serde_json::from_str(&decompressed(bytes)?)
            .map_err(|error| StoreError::corrupt("pole_version", error))
    }

    /// Puts a later content on top.
    pub(super) fn then(&mut self, later: Self) {
        let Self { pole, members, gone } = later;
        if pole.is_some() {
            self.pole = pole;
        }
        let replaced: Vec<_> = members.iter().map(id_of).collect();
        let stays = |member: &Value| {
            let id = id_of(member);
            !replaced.contains(&id) && !id.is_some_and(|id| gone.contains(&id))
        };
        self.members.retain(stays);
        self.members.extend(members);
    }

    /// The pole with its members.
    pub(super) fn restored(
        self,
        id: Id<Pole>,
        version: i64,
        at: DateTime<Utc>,
    ) -> Result<StoredPole, StoreError> {
        let Some(Value::Object(mut pole)) = self.pole else {
            return Err(StoreError::corrupt("pole_version", "a version without its pole"));
        };
        let own = json!({
            "id": id.uuid(), "folded": "", "folded_name": "", "contacts": [], "version": version,
            "updated_at": at,
        });
        merge(&mut pole, own);
        let pole = Stored::<Pole>::try_from(row::<pole_table::Model>(pole)?)?;
        let mut members = Vec::with_capacity(self.members.len());
        for member in self.members {
            let Value::Object(mut member) = member else { continue };
            merge(&mut member, json!({"pole_id": id.uuid(), "contacts": []}));
            members.push(Stored::<Member>::try_from(row::<member_table::Model>(member)?)?);
        }
        members.sort_by_key(|member| member.value.id);
        Ok(StoredPole { pole, members })
    }
}

/// A pole as it is kept.
pub(super) fn of_pole(stored: &Stored<Pole>) -> Result<Value, StoreError> {
    let row = pole_table::ActiveModel {
        outcomes_until: Set(None),
        outcomes_by: Set(None),
        annulled: Set(None),
        ..pole::to_row(stored)?
    };
    let mut kept = kept(row.try_into_model()?)?;
    if let Value::Object(columns) = &mut kept {
        columns.retain(|name, _| !DERIVED.contains(&name.as_str()));
    }
    Ok(kept)
}

/// A member as it is kept.
pub(super) fn of_member(pole: Id<Pole>, stored: &Stored<Member>) -> Result<Value, StoreError> {
    let mut kept = kept(member::to_row(pole, stored)?.try_into_model()?)?;
    if let Value::Object(columns) = &mut kept {
        columns.remove("pole_id");
    }
    Ok(kept)
}

/// A row as it is kept.
fn kept(row: impl Serialize) -> Result<Value, StoreError> {
    let mut row =
        serde_json::to_value(row).map_err(|error| StoreError::corrupt("pole_version", error))?;
    if let Value::Object(columns) = &mut row {
        columns.retain(|_, value| !value.is_null());
    }
    leave_out(&mut row);
    Ok(row)
}

fn leave_out(value: &mut Value) {
    match value {
        Value::Object(properties) => {
            properties.retain(|name, _| !NOT_KEPT.contains(&name.as_str()));
            properties.values_mut().for_each(leave_out);
        }
        Value::Array(items) => items.iter_mut().for_each(leave_out),
        _ => {}
    }
}

/// A row from what was kept of it. A column that did not exist then needs a default there.
fn row<M: DeserializeOwned>(columns: Map<String, Value>) -> Result<M, StoreError> {
    serde_json::from_str(&Value::Object(columns).to_string())
        .map_err(|error| StoreError::corrupt("pole_version", error))
}

fn merge(columns: &mut Map<String, Value>, others: Value) {
    if let Value::Object(others) = others {
        columns.extend(others);
    }
}

fn id_of(member: &Value) -> Option<Uuid> {
    member["id"].as_str().and_then(|id| id.parse().ok())
}
