//! Persons in versions: pseudonyms, so that they can be forgotten and versions never change.

use std::collections::BTreeMap;

use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Owner;
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, QueryFilter};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::content::Content;
use crate::db::{StoreError, Tx, Write, insert_all};
use crate::entity::pole_person as table;

/// What begins a pseudonym: no text that is accepted has it.
const MARK: char = '\u{1}';

/// What identifies a sole trader beside the tax code, where that stands.
const BESIDE_THE_CODE: [&str; 2] = ["name", "vat_number"];
/// The same, further down.
const BELOW_THE_CODE: [&str; 1] = ["rea"];

/// The name of whom was forgotten.
const NO_NAME: &str = "Nominativo cancellato";

/// A pseudonym, and which of the texts about the person it stands for.
type Token = (Uuid, i32);

impl Tx<Write> {
    /// Puts pseudonyms in the place of persons.
    pub(super) async fn pseudonymise(
        &self,
        pole: Id<Pole>,
        content: &mut Content,
    ) -> Result<(), StoreError> {
        let mut found = Vec::new();
        each(content, &mut |person, text| found.push((person.clone(), text.clone())));
        if found.is_empty() {
            return Ok(());
        }
        let mut known = Persons::of(self.persons_of(pole).await?);
        let mut new = Vec::new();
        for (person, text) in found {
            new.extend(known.add(pole, &person, &text)?);
        }
        insert_all(&self.db, new).await?;
        each(content, &mut |person, text| {
            if let Some((pseudonym, number)) = known.token(person, text) {
                *text = format!("{MARK}{}/{number}", pseudonym.simple());
            }
        });
        Ok(())
    }
}

impl<M> Tx<M> {
    async fn persons_of(&self, pole: Id<Pole>) -> Result<Vec<table::Model>, StoreError> {
        let of_pole = table::COLUMN.pole_id.eq(pole.uuid());
        Ok(table::Entity::find().filter(of_pole).all(&self.db).await?)
    }

    /// Puts persons in the place of their pseudonyms, but for those that were forgotten.
    pub(super) async fn identify(
        &self,
        pole: Id<Pole>,
        content: &mut Content,
    ) -> Result<(), StoreError> {
        let rows = self.persons_of(pole).await?;
        let texts: BTreeMap<Token, String> =
            rows.into_iter().map(|row| ((row.pseudonym, row.number), row.text)).collect();
        for value in content.pole.iter_mut().chain(&mut content.members) {
            restore(value, &texts);
        }
        Ok(())
    }
}

/// The persons of a pole with the texts about them.
#[derive(Default)]
struct Persons(BTreeMap<Owner, (Uuid, Vec<String>)>);

impl Persons {
    fn of(rows: Vec<table::Model>) -> Self {
        let mut persons = BTreeMap::<_, (Uuid, BTreeMap<i32, String>)>::new();
        for row in rows {
            let person = match (row.tax_code, row.issuer, row.subject) {
                (Some(code), _, _) => TaxCode::parse(&code).ok().map(Owner::Organisation),
                (None, Some(issuer), Some(subject)) => Some(Owner::Subject { issuer, subject }),
                _ => None,
            };
            let Some(person) = person else { continue };
            let (_, texts) = persons.entry(person).or_insert((row.pseudonym, BTreeMap::new()));
            texts.insert(row.number, row.text);
        }
        let in_order = |(person, (pseudonym, texts)): (_, (_, BTreeMap<_, _>))| {
            (person, (pseudonym, texts.into_values().collect()))
        };
        Self(persons.into_iter().map(in_order).collect())
    }

    fn token(&self, person: &Owner, text: &str) -> Option<Token> {
        let (pseudonym, texts) = self.0.get(person)?;
        let number = texts.iter().position(|known| known == text)?;
        Some((*pseudonym, i32::try_from(number).ok()?))
    }

    /// Adds a text about a person; the row for it, unless it is known.
    fn add(
        &mut self,
        pole: Id<Pole>,
        person: &Owner,
        text: &str,
    ) -> Result<Option<table::ActiveModel>, StoreError> {
        if self.token(person, text).is_some() {
            return Ok(None);
        }
        let pseudonym = match self.0.get(person) {
            Some((pseudonym, _)) => *pseudonym,
            None => random()?,
        };
        let (_, texts) = self.0.entry(person.clone()).or_insert((pseudonym, Vec::new()));
        let number = i32::try_from(texts.len()).unwrap_or(i32::MAX);
        texts.push(text.to_owned());
        let (tax_code, issuer, subject) = crate::owner::to_columns(person);
        Ok(Some(table::ActiveModel {
            pole_id: Set(pole.uuid()),
            pseudonym: Set(pseudonym),
            number: Set(number),
            tax_code: Set(tax_code),
            issuer: Set(issuer),
            subject: Set(subject),
            text: Set(text.to_owned()),
        }))
    }
}

/// Random, so that nobody can tell from it who it is.
fn random() -> Result<Uuid, StoreError> {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes)
        .map_err(|_| StoreError::corrupt("pole_person", "no randomness"))?;
    Ok(Uuid::from_bytes(bytes))
}

/// Calls `with` for each text about a person. A code comes before what stands beside it.
fn each(content: &mut Content, with: &mut impl FnMut(&Owner, &mut String)) {
    for value in content.pole.iter_mut().chain(&mut content.members) {
        visit(value, None, with);
    }
}

fn visit(value: &mut Value, above: Option<&Owner>, with: &mut impl FnMut(&Owner, &mut String)) {
    match value {
        Value::Object(properties) => visit_object(properties, above, with),
        Value::Array(items) => items.iter_mut().for_each(|item| visit(item, above, with)),
        Value::String(text) => {
            if let Some(person) = person(text) {
                with(&person, text);
            }
        }
        _ => {}
    }
}

fn visit_object(
    properties: &mut Map<String, Value>,
    above: Option<&Owner>,
    with: &mut impl FnMut(&Owner, &mut String),
) {
    let issuer = properties.get("owner_issuer").and_then(Value::as_str).map(ToOwned::to_owned);
    if let (Some(issuer), Some(Value::String(subject))) =
        (issuer, properties.get_mut("owner_subject"))
    {
        with(&Owner::Subject { issuer, subject: subject.clone() }, subject);
    }
    let code = properties.get("tax_code").and_then(Value::as_str);
    let own = code.map(person);
    let (beside, below) = match &own {
        Some(own) => (own.as_ref(), own.as_ref()),
        None => (None, above),
    };
    if let (Some(own), Some(Value::String(code))) = (beside, properties.get_mut("tax_code")) {
        with(own, code);
    }
    for (name, value) in properties.iter_mut().filter(|(name, _)| *name != "tax_code") {
        let name = name.as_str();
        let about = match value {
            Value::String(_) if BESIDE_THE_CODE.contains(&name) => beside,
            Value::String(_) if BELOW_THE_CODE.contains(&name) => below,
            _ => None,
        };
        match (about, value) {
            (Some(person), Value::String(text)) => with(person, text),
            (_, value) => visit(value, below, with),
        }
    }
}

/// The person whose tax code this is.
fn person(text: &str) -> Option<Owner> {
    let code = (text.len() == 16).then(|| TaxCode::parse(text).ok()).flatten()?;
    (code.is_person() && code.as_str() == text).then_some(Owner::Organisation(code))
}

/// What a pseudonym stands for.
enum Restored {
    Text(String),
    Forgotten(Uuid),
}

fn restored(text: &str, texts: &BTreeMap<Token, String>) -> Option<Restored> {
    let (pseudonym, number) = text.strip_prefix(MARK)?.split_once('/')?;
    let token = (Uuid::parse_str(pseudonym).ok()?, number.parse().ok()?);
    Some(match texts.get(&token) {
        Some(text) => Restored::Text(text.clone()),
        None => Restored::Forgotten(token.0),
    })
}

fn restore(value: &mut Value, texts: &BTreeMap<Token, String>) {
    match value {
        Value::Object(properties) => restore_object(properties, texts),
        Value::Array(items) => items.retain_mut(|item| match item {
            Value::String(text) => match restored(text, texts) {
                Some(Restored::Forgotten(_)) => false,
                Some(Restored::Text(original)) => {
                    *text = original;
                    true
                }
                None => true,
            },
            item => {
                restore(item, texts);
                true
            }
        }),
        _ => {}
    }
}

fn restore_object(properties: &mut Map<String, Value>, texts: &BTreeMap<Token, String>) {
    let mut has_no_owner = false;
    properties.retain(|name, value| {
        let Value::String(text) = value else {
            restore(value, texts);
            return true;
        };
        match (restored(text, texts), name.as_str()) {
            (None, _) => {}
            (Some(Restored::Text(original)), _) => *text = original,
            (Some(Restored::Forgotten(_)), "name") => NO_NAME.clone_into(text),
            (Some(Restored::Forgotten(pseudonym)), "tax_code") => {
                TaxCode::forgotten(pseudonym.as_u64_pair().0).as_str().clone_into(text);
            }
            (Some(Restored::Forgotten(_)), "owner_tax_code" | "owner_subject") => {
                has_no_owner = true;
                return false;
            }
            (Some(Restored::Forgotten(_)), _) => return false,
        }
        true
    });
    if has_no_owner {
        for column in ["owner_issuer", "owner_subject"] {
            properties.insert(column.to_owned(), Value::String(String::new()));
        }
    }
}
