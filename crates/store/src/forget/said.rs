//! Erases what requests and communications say of a person.

use ptp_domain::change_request::ChangeRequest;
use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::Owner;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use serde_json::Value;
use uuid::Uuid;

use crate::db::{StoreError, Tx, Write};
use crate::entity::{change_request, change_request_topic, communication, member, receipt};
use crate::event::has_code;

impl Tx<Write> {
    /// Erases what communications and decided requests say, if they are about the person or name it,
    /// and that they are about it. Those that name a member by its identifier only are about it too.
    pub(super) async fn forget_in_changes(&self, code: &TaxCode) -> Result<(), StoreError> {
        let communications: Vec<(Uuid, String)> = communication::Entity::find()
            .select_only()
            .columns([communication::Column::Id, communication::Column::About])
            .filter(communications_about(code))
            .lock_exclusive()
            .into_tuple()
            .all(&self.db)
            .await?;
        for (id, about) in communications {
            let others = about.split_whitespace().filter(|other| *other != code.as_str());
            communication::Entity::update_many()
                .set(communication::ActiveModel {
                    about: Set(others.collect::<Vec<_>>().join(" ")),
                    changes: Set(String::new()),
                    ..Default::default()
                })
                .filter(communication::COLUMN.id.eq(id))
                .exec(&self.db)
                .await?;
        }
        // First those that wait: one that is decided meanwhile is then among the others.
        self.forget_in_pending(code).await?;
        change_request::Entity::update_many()
            .set(change_request::ActiveModel { changes: Set(String::new()), ..Default::default() })
            .filter(change_request::Column::DueOn.is_null())
            .filter(requests_about(code))
            .exec(&self.db)
            .await?;
        change_request_topic::Entity::delete_many()
            .filter(change_request_topic::COLUMN.topic.eq(code.as_str()))
            .filter(change_request_topic::COLUMN.pending.eq(false))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Erases what a request that waits for a decision can do without, and notes that the rest is to
    /// be erased with the decision.
    async fn forget_in_pending(&self, code: &TaxCode) -> Result<(), StoreError> {
        let pending: Vec<(Uuid, Uuid, String, String)> = change_request::Entity::find()
            .select_only()
            .columns([
                change_request::Column::Id,
                change_request::Column::PoleId,
                change_request::Column::Changes,
                change_request::Column::ForgetLater,
            ])
            .filter(change_request::Column::DueOn.is_not_null())
            .filter(requests_about(code))
            .lock_exclusive()
            .into_tuple()
            .all(&self.db)
            .await?;
        for (id, pole, kept, later) in pending {
            let members: Vec<Uuid> = member::Entity::find()
                .select_only()
                .column(member::Column::Id)
                .filter(member::COLUMN.pole_id.eq(pole))
                .filter(member::COLUMN.tax_code.eq(code.as_str()))
                .into_tuple()
                .all(&self.db)
                .await?;
            let mut codes: Vec<_> = later.split_whitespace().collect();
            if !codes.contains(&code.as_str()) {
                codes.push(code.as_str());
            }
            let mut row = change_request::ActiveModel {
                forget_later: Set(codes.join(" ")),
                ..Default::default()
            };
            if let Some(changes) = without_contacts(&kept, code, &members) {
                row.changes = Set(changes);
            }
            change_request::Entity::update_many()
                .set(row)
                .filter(change_request::COLUMN.id.eq(id))
                .exec(&self.db)
                .await?;
        }
        Ok(())
    }

    /// Erases persons who were forgotten while the request waited for its decision.
    pub(crate) async fn forget_decided(
        &self,
        request: &mut ChangeRequest,
    ) -> Result<(), StoreError> {
        let id = request.id.uuid();
        let later: Option<String> = change_request::Entity::find_by_id(id)
            .select_only()
            .column(change_request::Column::ForgetLater)
            // Whom somebody is forgetting right now is waited for.
            .lock_exclusive()
            .into_tuple()
            .one(&self.db)
            .await?;
        let Some(later) = later.filter(|later| !later.is_empty()) else { return Ok(()) };
        request.changes.clear();
        let codes = later.split_whitespace().map(TaxCode::parse).collect::<Result<Vec<_>, _>>()?;
        request.topics.retain(|topic| topic.member().is_none_or(|code| !codes.contains(code)));
        change_request::Entity::update_many()
            .set(change_request::ActiveModel {
                changes: Set(String::new()),
                forget_later: Set(String::new()),
                ..Default::default()
            })
            .filter(change_request::COLUMN.id.eq(id))
            .exec(&self.db)
            .await?;
        let topics = codes.iter().map(TaxCode::as_str);
        change_request_topic::Entity::delete_many()
            .filter(change_request_topic::COLUMN.request_id.eq(id))
            .filter(change_request_topic::COLUMN.topic.is_in(topics))
            .exec(&self.db)
            .await?;
        self.forget_contents(Condition::all().add(receipt::COLUMN.change_request_id.eq(id)))
            .await?;
        for code in codes {
            let person = Owner::Organisation(code);
            self.forget_in_audiences(&person).await?;
            self.forget_in_answers(&person, Vec::new()).await?;
        }
        Ok(())
    }
}

/// Matches communications that name a code or are about it.
pub(super) fn communications_about(code: &TaxCode) -> Condition {
    Condition::any()
        .add(has_code(communication::Column::Changes, code))
        .add(has_code(communication::Column::About, code))
}

/// Matches requests that name a code or are about it.
pub(super) fn requests_about(code: &TaxCode) -> Condition {
    let topics = change_request_topic::Entity::find()
        .select_only()
        .column(change_request_topic::Column::RequestId)
        .filter(change_request_topic::COLUMN.topic.eq(code.as_str()))
        .into_query();
    Condition::any()
        .add(has_code(change_request::Column::Changes, code))
        .add(change_request::Column::Id.in_subquery(topics))
}

/// Changes without whom to ask and who signed, for members with a code; `None` if that is all they
/// say, or nothing is to be erased.
fn without_contacts(kept: &str, code: &TaxCode, members: &[Uuid]) -> Option<String> {
    let mut changes: Value = serde_json::from_str(kept).ok()?;
    let is_person = |value: &Value| {
        let named = value.as_str().map(TaxCode::parse);
        named.is_some_and(|parsed| parsed.is_ok_and(|parsed| parsed == *code))
    };
    let is_member = |value: &Value| {
        let named = value.as_str().and_then(|text| text.parse::<Uuid>().ok());
        named.is_some_and(|id| members.contains(&id))
    };
    let mut is_changed = false;
    for joining in changes["add"].as_array_mut().into_iter().flatten() {
        if is_person(&joining["tax_code"]) {
            is_changed |= erase_contacts(joining);
        }
    }
    for update in changes["update"].as_array_mut().into_iter().flatten() {
        if is_member(&update["member_id"]) {
            let mut patch = update["member"].take();
            let erased = {
                let mut shorter = patch.clone();
                erase_contacts(&mut shorter).then_some(shorter)
            };
            // What is about nothing else would be about nothing.
            let erased = erased.filter(|patch| patch.as_object().is_some_and(|it| !it.is_empty()));
            if let Some(shorter) = erased {
                patch = shorter;
                is_changed = true;
            }
            update["member"] = patch;
        }
    }
    is_changed.then(|| changes.to_string())
}

/// Erases contacts and signatories at any depth; whether there were any.
fn erase_contacts(value: &mut Value) -> bool {
    let mut is_changed = false;
    match value {
        Value::Object(properties) => {
            let before = properties.len();
            properties.retain(|name, _| !["contacts", "signatory"].contains(&name.as_str()));
            is_changed = properties.len() != before;
            for one in properties.values_mut() {
                is_changed |= erase_contacts(one);
            }
        }
        Value::Array(items) => {
            for one in items {
                is_changed |= erase_contacts(one);
            }
        }
        _ => {}
    }
    is_changed
}
