//! The examples shifted to another date, for the demo.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use ptp_domain::calendar::parse_date;
use ptp_domain::call::Terms;
use ptp_domain::member::Member;
use ptp_domain::pole::Description;
use serde_json::Value;
use uuid::Uuid;

use super::example_things::{call_input, pole_creation, read};
use crate::resources::calls::document::CallInput;
use crate::resources::poles::creation::PoleCreation;

/// The terms of the example call.
pub(crate) fn call_terms() -> Option<Terms> {
    read(&call_input(), CallInput::read)
}

/// The example pole, shifted to a date, with new identifiers.
pub(crate) fn pole_of(
    today: NaiveDate,
    new_id: impl Fn() -> Uuid,
) -> Option<(Description, Vec<Member>)> {
    let written_on = NaiveDate::from_ymd_opt(2027, 1, 20)?;
    let mut input = pole_creation();
    shift(&mut input, today - written_on);
    let proposed = RefCell::new(BTreeMap::<String, Uuid>::new());
    rename(&mut input, &|id| *proposed.borrow_mut().entry(id.to_owned()).or_insert_with(&new_id));
    read(&input, |reading| PoleCreation::read(&new_id, reading))
}

/// Shifts every date of a document, and the date of every instant.
pub fn shift(value: &mut Value, by: TimeDelta) {
    match value {
        Value::String(text) => {
            if let Ok(day) = parse_date(text) {
                *text = day.checked_add_signed(by).unwrap_or(day).to_string();
            } else if let Some((day, time)) = text.split_once('T')
                && let Ok(day) = parse_date(day)
            {
                *text = format!("{}T{time}", day.checked_add_signed(by).unwrap_or(day));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| shift(item, by)),
        Value::Object(object) => object.values_mut().for_each(|item| shift(item, by)),
        _ => {}
    }
}

/// Replaces every identifier of a document, consistently.
fn rename(value: &mut Value, other: &impl Fn(&str) -> Uuid) {
    match value {
        Value::String(text) if Uuid::try_parse(text).is_ok() && text.len() == 36 => {
            *text = other(text).to_string();
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, other)),
        Value::Object(object) => object.values_mut().for_each(|item| rename(item, other)),
        _ => {}
    }
}
