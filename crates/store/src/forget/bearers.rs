//! Erases who acted: in steps, in what was filed and how it was answered, and who was responsible.

use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::Owner;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use uuid::Uuid;

use crate::db::{StoreError, Tx, Write};
use crate::entity::application;

/// Rows read at a time.
const BATCH: u64 = 500;

impl Tx<Write> {
    /// Erases who acted, in a column of JSON. What happened, when and in which role stays.
    pub(super) async fn forget_bearers<E: EntityTrait>(
        &self,
        id_column: E::Column,
        column: E::Column,
        person: &Owner,
    ) -> Result<(), StoreError> {
        let mut last = Uuid::nil();
        loop {
            let batch: Vec<(Uuid, Value)> = E::find()
                .select_only()
                .columns([id_column, column])
                .filter(id_column.gt(last))
                .filter(column.is_not_null())
                .order_by_asc(id_column)
                .limit(BATCH)
                // A step that is taken meanwhile waits, and is not lost.
                .lock_exclusive()
                .into_tuple()
                .all(&self.db)
                .await?;
            let Some((end, _)) = batch.last() else { return Ok(()) };
            last = *end;
            for (id, mut kept) in batch {
                if !forget_in(&mut kept, person) {
                    continue;
                }
                E::update_many()
                    .col_expr(column, Expr::value(kept))
                    .filter(id_column.eq(id))
                    .exec(&self.db)
                    .await?;
            }
        }
    }

    /// Erases who was responsible for applications, or their deputy; the names that they had. Where
    /// nobody wrote down whom a token names, the name tells.
    pub(super) async fn forget_in_assignments(
        &self,
        person: &Owner,
    ) -> Result<Vec<String>, StoreError> {
        let assigned: Vec<(Uuid, Option<Value>)> = application::Entity::find()
            .select_only()
            .columns([application::Column::Id, application::Column::Assignment])
            .filter(application::Column::Assignment.is_not_null())
            .lock_exclusive()
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut assigned: Vec<_> =
            assigned.into_iter().filter_map(|(id, one)| Some((id, one?))).collect();
        let names: Vec<String> =
            assigned.iter().flat_map(|(_, one)| names_in(one, person)).collect();
        for (id, assignment) in &mut assigned {
            let was_responsible = forget_officer(assignment, "responsible", person, &names);
            if !(forget_officer(assignment, "deputy", person, &names) || was_responsible) {
                continue;
            }
            let mut update = application::Entity::update_many()
                .col_expr(application::Column::Assignment, Expr::value(assignment.take()));
            if was_responsible {
                let nobody = Expr::value(None::<String>);
                update = update.col_expr(application::Column::Responsible, nobody);
            }
            update.filter(application::COLUMN.id.eq(*id)).exec(&self.db).await?;
        }
        Ok(names)
    }
}

/// Whether an assignment names a person in a role, by the token.
fn names_bearer(assignment: &Value, role: &str, person: &Owner) -> bool {
    let text = |at: &str| assignment.pointer(at).and_then(Value::as_str);
    let Some(named) = text(&format!("/{role}/subject")) else { return false };
    match person {
        Owner::Subject { issuer, subject } => {
            named == subject && text("/issuer").is_none_or(|named| named == issuer)
        }
        Owner::Organisation(code) => has_code(named, code),
    }
}

/// Whether a subject of a token has the code in it, in either case.
fn has_code(subject: &str, code: &TaxCode) -> bool {
    subject.to_ascii_uppercase().contains(code.as_str())
}

/// The names of a person in an assignment.
fn names_in(assignment: &Value, person: &Owner) -> Vec<String> {
    let roles = ["responsible", "deputy"].into_iter();
    let named = roles.filter(|role| names_bearer(assignment, role, person));
    let name = |role| assignment.pointer(&format!("/{role}/name")).and_then(Value::as_str);
    named.filter_map(name).map(ToOwned::to_owned).collect()
}

/// Erases an officer, if it is the person, or has one of their names and nothing else; whether it was.
fn forget_officer(assignment: &mut Value, role: &str, person: &Owner, names: &[String]) -> bool {
    let is_bearer = names_bearer(assignment, role, person);
    let Some(officer) = assignment.get_mut(role).and_then(Value::as_object_mut) else {
        return false;
    };
    let name = officer.get("name").and_then(Value::as_str).unwrap_or_default();
    let has_name = officer.get("subject").is_none() && names.iter().any(|one| one == name);
    if is_bearer || has_name {
        officer.insert("name".to_owned(), Value::from(""));
        officer.remove("subject");
    }
    is_bearer || has_name
}

/// Erases a person where it stands as whoever acted: in a bearer, in what has one as its `actor`, or
/// in several of these; whether it did.
fn forget_in(kept: &mut Value, person: &Owner) -> bool {
    match kept {
        Value::Array(several) => {
            let mut is_changed = false;
            for one in several {
                is_changed |= forget_in(one, person);
            }
            is_changed
        }
        Value::Object(properties) if properties.contains_key("actor") => {
            properties.get_mut("actor").is_some_and(|actor| forget_actor(actor, person))
        }
        _ => forget_actor(kept, person),
    }
}

/// Erases a bearer, if it is the person; whether it was.
fn forget_actor(actor: &mut Value, person: &Owner) -> bool {
    let Some(actor) = actor.as_object_mut() else { return false };
    let text = |name: &str| actor.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (issuer, subject, body) = (text("issuer"), text("subject"), text("organisation"));
    let (is_subject, is_body) = match person {
        Owner::Subject { issuer: named, subject: own } => {
            (*named == issuer && *own == subject, false)
        }
        Owner::Organisation(code) => (has_code(&subject, code), body == code.as_str()),
    };
    if is_subject {
        actor.insert("subject".to_owned(), Value::from(""));
    }
    if is_body {
        actor.remove("organisation");
    }
    is_subject || is_body
}
