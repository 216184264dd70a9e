//! Forgets a person: docs/adr/0007-a-person-can-be-forgotten.md.

use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::Owner;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde_json::Value;
use uuid::Uuid;

use crate::db::{StoreError, Tx, Write};
use crate::entity::{
    application, change_request, change_request_topic, communication, determination, idempotency,
    member, pole_person,
};
use crate::event::{has_code, is_person};

/// Applications read at a time.
const BATCH: u64 = 500;

/// The body that is replayed to a retry instead of one that named the person: the effect is still
/// there once, under its address.
const EMPTY: &str = "{}";

/// A communication: who filed it, how it was answered, whom it is about, what it says.
type Communicated = (Uuid, Option<Value>, Option<Value>, String, String);

impl Tx<Write> {
    /// Erases a person's identity from the events they caused, the steps they took, the
    /// applications they were responsible for and the determinations they made, from the audiences of events, kept answers and versions of poles,
    /// and the keys of the digests in snapshots. Officials and the owners of what an event is about
    /// still see it. The hash chain stays valid, since it covers none of these.
    ///
    /// Poles and applications that the person owns, poles that they are a member of, and requests
    /// about them that wait for a decision are unchanged: transfer, delete or decide them first.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn forget(&self, person: &Owner) -> Result<(), StoreError> {
        self.forget_in_events(person).await?;
        {
            use application::Column::{Id, Taken};
            self.forget_in_steps::<application::Entity>([Id, Taken], person).await?;
        }
        {
            use change_request::Column::{Id, Taken};
            self.forget_in_steps::<change_request::Entity>([Id, Taken], person).await?;
        }
        let known_as = self.forget_in_assignments(person).await?;
        self.forget_in_answers(person, known_as).await?;
        self.forget_in_communications(person).await?;
        if let Owner::Organisation(code) = person {
            self.forget_salts(code).await?;
            self.forget_in_changes(code).await?;
            self.forget_in_reorganisations(code).await?;
        }
        let named =
            is_person(person, determination::Column::Issuer, determination::Column::Subject);
        determination::Entity::update_many()
            .set(determination::ActiveModel { subject: Set(String::new()), ..Default::default() })
            .filter(named)
            .exec(&self.db)
            .await?;
        let mut persons =
            is_person(person, pole_person::Column::Issuer, pole_person::Column::Subject);
        if let Owner::Organisation(code) = person {
            persons = sea_orm::Condition::any()
                .add(persons)
                .add(pole_person::COLUMN.tax_code.eq(code.as_str()));
        }
        pole_person::Entity::delete_many().filter(persons).exec(&self.db).await?;
        Ok(())
    }

    /// Erases who took steps in procedures. What happened, when and in which role stays.
    async fn forget_in_steps<E: EntityTrait>(
        &self,
        [id_column, taken_column]: [E::Column; 2],
        person: &Owner,
    ) -> Result<(), StoreError> {
        let mut last = None::<Uuid>;
        loop {
            let batch: Vec<(Uuid, Value)> = E::find()
                .select_only()
                .columns([id_column, taken_column])
                .apply_if(last, |all, last| all.filter(id_column.gt(last)))
                .order_by_asc(id_column)
                .limit(BATCH)
                .into_tuple()
                .all(&self.db)
                .await?;
            let Some((end, _)) = batch.last() else { return Ok(()) };
            last = Some(*end);
            for (id, mut taken) in batch {
                let steps = taken.as_array_mut().into_iter().flatten();
                let mut changed = false;
                for actor in steps.filter_map(|step| step.get_mut("actor")) {
                    changed |= forget_actor(actor, person);
                }
                if changed {
                    E::update_many()
                        .col_expr(taken_column, Expr::value(taken))
                        .filter(id_column.eq(id))
                        .exec(&self.db)
                        .await?;
                }
            }
        }
    }

    /// Erases who was responsible for applications, or their deputy; the names that they had. Where
    /// nobody wrote down whom a token names, the name tells.
    async fn forget_in_assignments(&self, person: &Owner) -> Result<Vec<String>, StoreError> {
        let Owner::Subject { .. } = person else { return Ok(Vec::new()) };
        let assigned: Vec<(Uuid, Option<Value>)> = application::Entity::find()
            .select_only()
            .columns([application::Column::Id, application::Column::Assignment])
            .filter(application::Column::Assignment.is_not_null())
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

    /// Erases what decided requests say, if they are about the person or name it, and that they are about it.
    async fn forget_in_changes(&self, code: &TaxCode) -> Result<(), StoreError> {
        // Also those that name a member by its identifier only.
        let about = change_request_topic::Entity::find()
            .select_only()
            .column(change_request_topic::Column::RequestId)
            .filter(change_request_topic::COLUMN.topic.eq(code.as_str()))
            .into_query();
        let named = sea_orm::Condition::any()
            .add(has_code(change_request::Column::Changes, code))
            .add(change_request::Column::Id.in_subquery(about));
        change_request::Entity::update_many()
            .set(change_request::ActiveModel { changes: Set(String::new()), ..Default::default() })
            .filter(change_request::Column::DueOn.is_null())
            .filter(named)
            .exec(&self.db)
            .await?;
        change_request_topic::Entity::delete_many()
            .filter(change_request_topic::COLUMN.topic.eq(code.as_str()))
            .filter(change_request_topic::COLUMN.pending.eq(false))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Erases who filed communications and who answered them, and what they say of the person.
    async fn forget_in_communications(&self, person: &Owner) -> Result<(), StoreError> {
        use communication::Column::{About, Answer, Changes, FiledBy, Id};
        let mut last = None::<Uuid>;
        loop {
            let batch: Vec<Communicated> = communication::Entity::find()
                .select_only()
                .columns([Id, FiledBy, Answer, About, Changes])
                .apply_if(last, |all, last| all.filter(Id.gt(last)))
                .order_by_asc(Id)
                .limit(BATCH)
                .into_tuple()
                .all(&self.db)
                .await?;
            let Some((end, ..)) = batch.last() else { return Ok(()) };
            last = Some(*end);
            for (id, mut filed_by, mut answer, about, changes) in batch {
                let mut update = communication::Entity::update_many().filter(Id.eq(id));
                let mut changed = false;
                if filed_by.as_mut().is_some_and(|actor| forget_actor(actor, person)) {
                    update = update.col_expr(FiledBy, Expr::value(filed_by));
                    changed = true;
                }
                let actor = answer.as_mut().and_then(|answer| answer.get_mut("actor"));
                if actor.is_some_and(|actor| forget_actor(actor, person)) {
                    update = update.col_expr(Answer, Expr::value(answer));
                    changed = true;
                }
                // Also those that name a member by its identifier only.
                if let Owner::Organisation(code) = person
                    && (changes.to_ascii_uppercase().contains(code.as_str())
                        || about.split_whitespace().any(|other| other == code.as_str()))
                {
                    let others = about.split_whitespace().filter(|other| *other != code.as_str());
                    let others = others.collect::<Vec<_>>().join(" ");
                    update = update.col_expr(About, Expr::value(others));
                    update = update.col_expr(Changes, Expr::value(String::new()));
                    changed = true;
                }
                if changed {
                    update.exec(&self.db).await?;
                }
            }
        }
    }

    /// Empties the kept answers that name the person, as an official too: the keys stay, so that a
    /// retry has no second
    /// effect.
    async fn forget_in_answers(
        &self,
        person: &Owner,
        names: Vec<String>,
    ) -> Result<(), StoreError> {
        let mut texts = names;
        texts.push(match person {
            Owner::Organisation(code) => code.as_str().to_owned(),
            Owner::Subject { subject, .. } => subject.clone(),
        });
        if let Owner::Organisation(code) = person {
            let names: Vec<String> = member::Entity::find()
                .select_only()
                .column(member::Column::Name)
                .filter(member::COLUMN.tax_code.eq(code.as_str()))
                .into_tuple()
                .all(&self.db)
                .await?;
            let kept: Vec<String> = pole_person::Entity::find()
                .select_only()
                .column(pole_person::Column::Text)
                .filter(pole_person::COLUMN.tax_code.eq(code.as_str()))
                .into_tuple()
                .all(&self.db)
                .await?;
            texts.extend(names);
            texts.extend(kept);
        }
        texts.sort_unstable();
        texts.dedup();
        for text in texts.iter().filter(|text| !text.is_empty()) {
            // As it stands in JSON, without the quotes.
            let quoted = Value::from(text.as_str()).to_string();
            let quoted = quoted.trim_matches('"').to_owned();
            let answer = Expr::col(idempotency::Column::Answer);
            let without = Func::cust("replace").args([answer.clone(), quoted.into(), "".into()]);
            idempotency::Entity::update_many()
                .set(idempotency::ActiveModel {
                    answer: Set(EMPTY.to_owned()),
                    ..Default::default()
                })
                .filter(answer.ne(Expr::from(without)))
                .exec(&self.db)
                .await?;
        }
        Ok(())
    }

    /// Erases the keys of the digests of tax codes in the snapshots of poles that the person is or
    /// was a member or the owner of.
    async fn forget_salts(&self, code: &TaxCode) -> Result<(), StoreError> {
        let of_members = member::Entity::find()
            .select_only()
            .column(member::Column::PoleId)
            .filter(member::COLUMN.tax_code.eq(code.as_str()));
        let of_versions = pole_person::Entity::find()
            .select_only()
            .column(pole_person::Column::PoleId)
            .filter(pole_person::COLUMN.tax_code.eq(code.as_str()));
        let concerned = sea_orm::Condition::any()
            .add(application::COLUMN.owner_tax_code.eq(code.as_str()))
            .add(sea_orm::ColumnTrait::in_subquery(
                &application::Column::PoleId,
                of_members.into_query(),
            ))
            .add(sea_orm::ColumnTrait::in_subquery(
                &application::Column::PoleId,
                of_versions.into_query(),
            ));
        application::Entity::update_many()
            .set(application::ActiveModel { salt: Set(None), ..Default::default() })
            .filter(concerned)
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

/// Whether an assignment names a person in a role, by the token.
fn names_bearer(assignment: &Value, role: &str, person: &Owner) -> bool {
    let Owner::Subject { issuer, subject } = person else { return false };
    let text = |at: &str| assignment.pointer(at).and_then(Value::as_str);
    text(&format!("/{role}/subject")) == Some(subject)
        && text("/issuer").is_none_or(|named| named == issuer)
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

/// Erases the actor of a step, if it is the person; whether it was.
fn forget_actor(actor: &mut Value, person: &Owner) -> bool {
    let Some(actor) = actor.as_object_mut() else { return false };
    let text = |name: &str| actor.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (issuer, subject, body) = (text("issuer"), text("subject"), text("organisation"));
    let (is_subject, is_body) = match person {
        Owner::Subject { issuer: named, subject: own } => {
            (*named == issuer && *own == subject, false)
        }
        Owner::Organisation(code) => {
            (subject.to_ascii_uppercase().contains(code.as_str()), body == code.as_str())
        }
    };
    if is_subject {
        actor.insert("subject".to_owned(), Value::from(""));
    }
    if is_body {
        actor.remove("organisation");
    }
    is_subject || is_body
}
