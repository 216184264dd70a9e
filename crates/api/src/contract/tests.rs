//! Tests with invalid bodies: every fault is reported, even next to unreadable values.

use std::sync::{Arc, LazyLock};

use actix_web::web::Bytes;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::{Raw, judged};
use ptp_http::contract::Validators;
use ptp_http::problem::MOST_FAULTS;
use ptp_http::wire::{Read, Reading, lies_in};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::note::WITH_REFERENCES;
use super::{served, whole};
use crate::resources::calls::document::CallInput;
use crate::resources::poles::creation::PoleCreation;

/// The faults of a body: pointers and codes.
fn faults<T: ToSchema, V>(
    body: Value,
    read: impl FnOnce(&mut Reading<'_>) -> Read<V>,
) -> Vec<(String, &'static str)> {
    static VALIDATORS: LazyLock<Arc<Validators>> =
        LazyLock::new(|| Arc::clone(&served(None).unwrap().validators));
    let raw = Raw { bytes: Bytes::new(), value: body };
    match judged::<T>(&VALIDATORS, raw).and_then(|body| body.read(read)) {
        Ok(_) => Vec::new(),
        Err(problem) => {
            problem.errors.into_iter().map(|fault| (fault.pointer, fault.code)).collect()
        }
    }
}

fn faults_of_pole(body: Value) -> Vec<(String, &'static str)> {
    faults::<PoleCreation, _>(body, |reading| PoleCreation::read(Uuid::nil, reading))
}

fn faults_of_call(body: Value) -> Vec<(String, &'static str)> {
    faults::<CallInput, _>(body, CallInput::read)
}

fn example(path: &str) -> Value {
    let operation = &whole().unwrap()["paths"][path]["post"];
    operation["requestBody"]["content"]["application/json"]["examples"]["example"]["value"].clone()
}

/// The identifier of a member in the examples.
fn id(member: usize) -> Value {
    json!(Uuid::from_u128(member as u128 + 1))
}

/// The example pole of the contract, with members that propose their identifiers.
fn pole() -> Value {
    let mut body = example("/poles");
    for (index, member) in body["members"].as_array_mut().unwrap().iter_mut().enumerate() {
        member["id"] = id(index);
    }
    body["lead_member_id"] = id(1);
    body["members"][0]["study_tracks"][0]["started_on"] = json!("2025-09-01");
    body["members"][0]["study_tracks"][0]["continues"] = continuation("technical_institute");
    body
}

/// What goes on with that of another organisation.
fn continuation(kind: &str) -> Value {
    json!({
        "organisation": {"kind": kind, "tax_code": "01234561205", "name": "Istituto di prima"},
        "from": "2019-09-01",
        "act": {"kind": "resolution", "number": "412", "date": "2025-01-20"},
    })
}

/// Sets values in a body; null removes.
fn with(mut body: Value, changes: &Value) -> Value {
    for (place, value) in changes.as_object().unwrap() {
        let (parent, name) = place.rsplit_once('/').unwrap();
        match body.pointer_mut(parent).unwrap() {
            Value::Object(object) if value.is_null() => drop(object.remove(name)),
            Value::Object(object) => drop(object.insert(name.to_owned(), value.clone())),
            other => other[name.parse::<usize>().unwrap()] = value.clone(),
        }
    }
    body
}

#[track_caller]
fn assert_said(faults: &[(String, &str)], expected: &[&str], changes: &Value) {
    let said: Vec<_> = faults.iter().map(|(at, code)| format!("{at} {code}")).collect();
    assert_eq!(said, expected, "{changes}");
}

#[test]
fn faults_of_continuations_have_their_pointers() {
    let cases: [(Value, &[&str]); 8] = [
        (
            json!({"/members/0/study_tracks/0/continues/track": "IP-D", "/members/3/name": null}),
            &[
                "/members/0/study_tracks/0/continues continuation_of_another_track",
                "/members/3/name required",
            ],
        ),
        (
            json!({"/members/0/study_tracks/0/continues/organisation/kind": "company"}),
            &["/members/0/study_tracks/0/continues/organisation/kind continuation_of_another_kind"],
        ),
        (
            json!({"/members/0/study_tracks/0/continues/organisation/tax_code": "94004480151"}),
            &["/members/0/study_tracks/0/continues/organisation/tax_code continuation_in_a_circle"],
        ),
        (
            json!({"/members/1/study_tracks/0": {"code": "IP-D", "started_on": "2026-09-01",
                "continues": continuation("vocational_institute")},
                "/members/0/study_tracks/0/code": "IP-D"}),
            &["/members/1/study_tracks/0/continues continuation_twice"],
        ),
        (
            json!({"/members/0/study_tracks/0/continues/until": "2019-08-31"}),
            &["/members/0/study_tracks/0/continues/until ends_before_start"],
        ),
        (
            json!({"/members/0/study_tracks/0/continues/from": "2025-09-01"}),
            &["/members/0/study_tracks/0/continues continuation_not_before"],
        ),
        (json!({"/members/2/company/commitment/continues": continuation("company")}), &[]),
        (
            json!({"/members/2/company/commitment/continues": continuation("university")}),
            &[
                "/members/2/company/commitment/continues/organisation/kind continuation_of_another_kind",
            ],
        ),
    ];
    for (changes, expected) in cases {
        assert_said(&faults_of_pole(with(pole(), &changes)), expected, &changes);
    }
}

#[test]
fn faults_of_a_pole_have_their_pointers() {
    let cases: [(Value, &[&str]); 26] = [
        (json!({}), &[]),
        // Faults found by the schema alone.
        (json!({"/name": null}), &["/name required"]),
        (json!({"/name": ""}), &["/name min_length"]),
        (json!({"/area": 7}), &["/area type"]),
        (json!({"/members/0/id": "x"}), &["/members/0/id pattern"]),
        (
            json!({"/activity_plan/actions/0/hours": -1}),
            &["/activity_plan/actions/0/hours minimum"],
        ),
        (json!({"/members": {}}), &["/members type"]),
        // Faults found by the domain, also next to those of the schema.
        (json!({"/province": "XX"}), &["/province province_unknown"]),
        (json!({"/members/0/tax_code": "94004480152"}), &["/members/0/tax_code tax_code_check"]),
        (json!({"/members/0/joined_on": "2027-02-30"}), &["/members/0/joined_on date_format"]),
        (json!({"/members/0/joined_on": "yesterday"}), &["/members/0/joined_on date_format"]),
        (json!({"/members/0/school": null}), &["/members/0/school required"]),
        (json!({"/members/0/kind": "university"}), &["/members/0/school not_of_this_kind"]),
        // Faults across two parts, if both can be read.
        (json!({"/lead_member_id": id(9)}), &["/lead_member_id lead_not_a_member"]),
        (
            json!({"/lead_member_id": id(9), "/name": 7}),
            &["/lead_member_id lead_not_a_member", "/name type"],
        ),
        (
            json!({"/members/1/tax_code": "94004480151", "/members/1/kind": "school"}),
            &["/members/1/kind enum", "/members/1/tax_code duplicate_member"],
        ),
        (
            json!({"/members/2/vat_number": "01234560158"}),
            &["/members/2/vat_number vat_number_check"],
        ),
        (
            json!({"/members/0/joined_on": "1899-12-31", "/members/1/left_on": "9999-12-31"}),
            &["/members/0/joined_on date_out_of_range", "/members/1/left_on date_out_of_range"],
        ),
        (
            json!({"/members/2/company/ateco/0/primary": false, "/members/2/company/commitment": 7}),
            &[
                "/members/2/company/ateco ateco_primary_missing",
                "/members/2/company/commitment type",
            ],
        ),
        (
            json!({"/members/4/accreditations/0/revoked_on": "2019-01-01",
                "/members/4/accreditations/0/section": "z"}),
            &[
                "/members/4/accreditations/0/revoked_on revoked_before_valid",
                "/members/4/accreditations/0/section enum",
            ],
        ),
        (
            json!({"/members/0/study_tracks/0/title": "x",
                "/members/0/study_tracks/0/started_on": null}),
            &[
                "/members/0/study_tracks/0 code_or_title",
                "/members/0/study_tracks/0/started_on required",
            ],
        ),
        // None of them if one part cannot be read.
        (json!({"/members/0/kind": "school"}), &["/members/0/kind enum"]),
        (
            json!({"/members/0/joined_on": 7, "/members/0/left_on": "1900-01-01"}),
            &["/members/0/joined_on type"],
        ),
        (json!({"/members/1/id": 7}), &["/members/1/id type"]),
        (json!({"/members/2/company/ateco/0": "28.41"}), &["/members/2/company/ateco/0 type"]),
        (
            json!({"/members/2/company/ateco/0/classification": "1991"}),
            &["/members/2/company/ateco/0/classification enum"],
        ),
    ];
    for (changes, expected) in cases {
        assert_said(&faults_of_pole(with(pole(), &changes)), expected, &changes);
    }
}

#[test]
fn faults_of_a_call_have_their_pointers() {
    let cases: [(Value, &[&str]); 8] = [
        (json!({}), &[]),
        (json!({"/closes_at": "2027-01-01T00:00:00Z"}), &["/closes_at closes_before_opening"]),
        (
            json!({"/closes_at": "2027-03-28T02:30:00", "/opens_at": null}),
            &["/closes_at local_time_missing", "/opens_at required"],
        ),
        (json!({"/closes_at": "2027-01-01T00:00:00Z", "/opens_at": 7}), &["/opens_at type"]),
        (json!({"/ruleset/version": 9}), &["/ruleset/version ruleset_version"]),
        (json!({"/ruleset/version": 5000}), &["/ruleset/version maximum"]),
        (
            json!({"/ruleset/version": 9, "/ruleset/id": "mine"}),
            &["/ruleset/id enum", "/ruleset/version ruleset_version"],
        ),
        (
            json!({"/contacts/0/email": "nobody", "/areas": ["chemistry"]}),
            &["/areas/0 enum", "/contacts/0/email email_format"],
        ),
    ];
    for (changes, expected) in cases {
        assert_said(&faults_of_call(with(example("/calls"), &changes)), expected, &changes);
    }
}

/// A body that is shared with an act without them would have none.
#[test]
fn every_act_whose_protocol_numbers_are_kept_takes_them() {
    let document = whole().unwrap();
    let operations = || document["paths"].as_object().unwrap().values();
    for action in WITH_REFERENCES {
        let mut posts = operations().map(|methods| &methods["post"]);
        let operation = posts.find(|one| one["operationId"] == action.code()).unwrap();
        let body = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
        let schema = document.pointer(body.as_str().unwrap().trim_start_matches('#')).unwrap();
        assert!(schema["properties"]["references"].is_object(), "{action:?}");
    }
}

#[test]
fn no_more_faults_are_collected_than_a_problem_can_list() {
    let mut body = pole();
    for name in 0..10_000 {
        body[format!("wrong{name}")] = json!(1);
    }
    assert_eq!(faults_of_pole(body).len(), MOST_FAULTS);

    let mut body = pole();
    let mut track = body["members"][0]["study_tracks"][0].clone();
    track["ended_on"] = json!("1900-01-01");
    for member in 0..5 {
        body["members"][member]["study_tracks"] = json!(vec![track.clone(); 100]);
    }
    assert_eq!(faults_of_pole(body).len(), MOST_FAULTS);
}

/// The pointers of a value.
fn places(value: &Value, at: &str) -> Vec<String> {
    let inner: Vec<_> = match value {
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect()
        }
        Value::Object(object) => object.iter().map(|(name, one)| (name.clone(), one)).collect(),
        _ => Vec::new(),
    };
    let inner = inner.into_iter().flat_map(|(token, one)| places(one, &format!("{at}/{token}")));
    std::iter::once(at.to_owned()).chain(inner).collect()
}

/// A value of any type.
fn anything() -> impl Strategy<Value = Value> {
    select(vec![
        json!(null),
        json!(true),
        json!(-7.5),
        json!("\u{0}"),
        json!([{}]),
        json!({"?": 1}),
    ])
}

fn is_same_type(one: &Value, other: &Value) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

proptest! {
    /// A value of the wrong type is reported at its pointer or above.
    #[test]
    fn a_broken_value_is_reported(at: Index, value in anything(), is_pole: bool) {
        let mut body = if is_pole { pole() } else { example("/calls") };
        let all = places(&body, "");
        let place = at.get(&all);
        let broken = body.pointer_mut(place).unwrap();
        prop_assume!(!is_same_type(broken, &value));
        *broken = value;
        let told = if is_pole { faults_of_pole(body) } else { faults_of_call(body) };
        prop_assert!(told.iter().any(|(at, _)| lies_in(place, at)), "{place}: {told:?}");
    }

    /// Several broken values are reported together, without a panic.
    #[test]
    fn several_broken_values_are_reported(
        breaks in prop::collection::vec((any::<Index>(), anything()), 1..6), is_pole: bool,
    ) {
        let mut body = if is_pole { pole() } else { example("/calls") };
        for (at, value) in breaks {
            let all = places(&body, "");
            let place = at.get(&all).as_str();
            let place = body.pointer_mut(place).unwrap();
            *place = if is_same_type(place, &value) { json!({"?": 1}) } else { value };
        }
        let told = if is_pole { faults_of_pole(body) } else { faults_of_call(body) };
        prop_assert!(!told.is_empty());
        prop_assert!(told.iter().all(|(_, code)| *code != "schema"), "{told:?}");
    }
}
