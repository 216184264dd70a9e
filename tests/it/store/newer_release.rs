//! Two releases on one database: what the newer one has written stays whole under the older one.

use std::collections::BTreeMap;

use ptp_domain::event::EventKind;
use ptp_domain::member::{Profile, SchoolStatus};
use ptp_domain::pole::Pole;
use ptp_store::{StoreError, StoredPole, Subject};
use ptp_tests::fixtures::domain::{
    application, application_id, assignment, call_id, day, event, frozen, full_call, full_member,
    full_pole, full_taken, member_id, official, pole_id, profiles, references,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::upgrades::insertion;
use super::{Fresh, on_both_databases};

on_both_databases!(
    what_a_release_does_not_know_is_kept_at_every_depth,
    a_word_that_a_release_does_not_know_keeps_no_row_from_being_read,
    what_would_be_lost_is_not_written,
    a_list_is_changed_around_what_a_release_does_not_know,
    codes_and_areas_of_a_newer_release_stay_in_the_search,
    an_event_of_a_newer_release_is_told_and_verified,
    a_determination_on_a_rule_of_a_newer_release_changes_nothing,
);

/// The JSON columns, by table.
const COLUMNS: [(&str, &[&str]); 4] = [
    ("call", &["areas", "overrides", "derogation", "act", "contacts", "later_acts"]),
    (
        "pole",
        &[
            "recognition_act",
            "recognition_ruleset",
            "life",
            "warning",
            "transfers",
            "successions",
            "network_agreement",
            "activity_plan",
            "contacts",
        ],
    ),
    ("member", &["operating_sites", "profile", "study_tracks", "accreditations", "contacts"]),
    ("application", &["taken", "office_references", "assignment"]),
];

/// The rows of [`full`], by table.
fn rows() -> BTreeMap<&'static str, Vec<Uuid>> {
    let members = (1..).zip(profiles()).map(|(number, _)| member_id(number).uuid());
    BTreeMap::from([
        ("call", vec![call_id(1).uuid()]),
        ("pole", vec![pole_id(1).uuid()]),
        ("member", members.collect()),
        ("application", vec![application_id(1).uuid()]),
    ])
}

/// A full call, a full pole with a member of each kind, an application with steps.
async fn full(fresh: &Fresh) {
    let members = (1..).zip(profiles()).map(|(number, profile)| full_member(number, profile));
    let tx = fresh.store.write().await.unwrap();
    tx.insert_call(full_call(1), &event(1, EventKind::CallCreated, &[])).await.unwrap();
    let created = event(2, EventKind::PoleCreated, &[]);
    tx.insert_pole(full_pole(1), members.collect(), &created).await.unwrap();
    let mut application = application(1, 1, 1);
    application.procedure.taken = full_taken();
    application.assignment = Some(assignment());
    application.references = references();
    let submitted = event(3, EventKind::ApplicationSubmitted, &[]);
    tx.insert_application(application, frozen(1), &submitted).await.unwrap();
    tx.commit().await.unwrap();
}

/// Everything that [`full`] has stored, as it is read.
async fn read(fresh: &Fresh) -> (String, StoredPole) {
    let tx = fresh.store.read().await.unwrap();
    let call = tx.find_call(&official(), call_id(1)).await.unwrap().unwrap();
    let pole = tx.find_pole(&official(), pole_id(1)).await.unwrap().unwrap();
    let application = tx.find_application(&official(), application_id(1)).await.unwrap().unwrap();
    let members: Vec<_> = pole.members.iter().map(|member| &member.value).collect();
    let values =
        format!("{:#?} {:#?} {members:#?} {:#?}", call.value, pole.pole.value, application.value);
    (values, pole)
}

/// Saves everything with another property changed.
async fn save(fresh: &Fresh) {
    let tx = fresh.store.write().await.unwrap();
    let mut call = tx.find_call(&official(), call_id(1)).await.unwrap().unwrap();
    call.value.terms.priority_for_poles ^= true;
    tx.save_call(call, &event(10, EventKind::CallChanged, &[])).await.unwrap();
    let StoredPole { mut pole, members } =
        tx.find_pole(&official(), pole_id(1)).await.unwrap().unwrap();
    pole.value.description.text = Some("Un'altra descrizione".to_owned());
    let changed = event(11, EventKind::PoleChanged, &[]);
    let mut pole = tx.save_pole(pole, &changed).await.unwrap();
    for (number, mut member) in (20..).zip(members) {
        member.value.municipality = Some("Lodi".to_owned());
        let changed = event(number, EventKind::MemberChanged, &[]);
        tx.save_member(&pole, member, &changed).await.unwrap();
        pole.version += 1;
    }
    let mut application =
        tx.find_application(&official(), application_id(1)).await.unwrap().unwrap();
    application.value.procedure.days += 1;
    let reviewed = event(13, EventKind::ApplicationReviewed, &[]);
    tx.save_application(application, &reviewed).await.unwrap();
    tx.commit().await.unwrap();
}

/// Every JSON column of every row.
async fn stored(fresh: &Fresh) -> BTreeMap<(&'static str, &'static str, Uuid), Value> {
    let (mut stored, rows) = (BTreeMap::new(), rows());
    for (table, columns) in COLUMNS {
        for (column, id) in
            columns.iter().flat_map(|column| rows[table].iter().map(move |id| (column, id)))
        {
            stored.insert((table, *column, *id), fresh.guard.json(table, column, *id).await);
        }
    }
    stored
}

/// Texts that are no words: one more is one more.
const TEXTS: [&str; 2] = ["requests", "findings"];

/// As a release would write it that has one property more in every object, and one more word or
/// thing in every list, at its beginning and after each element.
fn extended(json: &Value) -> Value {
    match json {
        Value::Object(properties) => {
            let known = properties.iter().map(|(name, value)| {
                let is_text = TEXTS.contains(&name.as_str());
                (name.clone(), if is_text { value.clone() } else { extended(value) })
            });
            let newer = ("newer".to_owned(), json!({"deep": [1, null, {"x": "è"}]}));
            Value::Object(known.chain([newer]).collect())
        }
        Value::Array(items) => {
            let newer = if items.first().is_some_and(Value::is_string) {
                json!("word_of_a_newer_release")
            } else {
                json!({"thing": "of a newer release"})
            };
            let mut all = vec![newer.clone()];
            for item in items {
                all.extend([extended(item), newer.clone()]);
            }
            Value::Array(all)
        }
        Value::String(variant) if variant == "plain" => json!({"register": {"number": "7"}}),
        other => other.clone(),
    }
}

async fn what_a_release_does_not_know_is_kept_at_every_depth(fresh: Fresh) {
    full(&fresh).await;
    let (known, _) = read(&fresh).await;
    for ((table, column, id), json) in stored(&fresh).await {
        fresh.guard.set_json(table, column, id, &extended(&json)).await;
    }
    let newer = stored(&fresh).await;

    let (values, pole) = read(&fresh).await;
    similar(&values, &known);
    assert!(!pole.is_whole());
    save(&fresh).await;
    let (saved, pole) = read(&fresh).await;
    assert_ne!(saved, values);
    assert!(!pole.is_whole());
    for (of, json) in stored(&fresh).await {
        assert_eq!(json, newer[&of], "{of:?}");
    }
}

#[track_caller]
fn similar(one: &str, other: &str) {
    let differs = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    assert_eq!((differs, one.len()), (None, other.len()));
}

/// Words and variants of a newer release, each where this one has another.
const WORDS: [(&str, &str, u32, &str, &str); 25] = [
    ("call", "areas", 1, "/0", r#""space""#),
    ("call", "overrides", 1, "/secondary_track", r#""ask""#),
    ("call", "overrides", 1, "/reference_date", r#"{"after": 3}"#),
    ("call", "overrides", 1, "/seniority_binds/0", r#""teachers""#),
    ("call", "act", 1, "/kind", r#""order""#),
    ("call", "contacts", 1, "/0/role", r#""ombudsman""#),
    ("pole", "recognition_act", 1, "/kind", r#""order""#),
    ("pole", "recognition_ruleset", 1, "/id", r#""linee-guida-2031""#),
    ("pole", "recognition_ruleset", 1, "/overrides/anniversary", r#""eve""#),
    ("pole", "life", 1, "/0/act/kind", r#""order""#),
    ("pole", "life", 1, "/1/status", r#""dormant""#),
    ("pole", "activity_plan", 1, "/actions/0/objectives/0", r#""levitation""#),
    ("pole", "activity_plan", 1, "/actions/1/kind", r#""holography""#),
    ("member", "profile", 1, "/school/status", r#""cooperative""#),
    ("member", "profile", 1, "/school/site_codes/0", r#""X""#),
    ("member", "study_tracks", 1, "/0/track/catalogued", r#""IT-XXX""#),
    ("member", "study_tracks", 1, "/1/track/declared/area", r#""space""#),
    ("member", "study_tracks", 2, "/0/track", r#"{"imported": {"from": "EQF"}}"#),
    ("member", "study_tracks", 3, "/0/site_code", r#""X""#),
    ("member", "accreditations", 1, "/0/section", r#""c""#),
    ("member", "contacts", 1, "/0/role", r#""ombudsman""#),
    ("application", "taken", 1, "/0/act/kind", r#""order""#),
    ("application", "taken", 1, "/0/actor/roles/0", r#""auditor""#),
    ("application", "taken", 1, "/0/actor/organisation", r#""X""#),
    ("application", "taken", 1, "/1/step", r#""postpone""#),
];

fn id_of(table: &str, number: u32) -> Uuid {
    match table {
        "call" => call_id(number).uuid(),
        "pole" => pole_id(number).uuid(),
        "member" => member_id(number).uuid(),
        _ => application_id(number).uuid(),
    }
}

/// Writes a word into a column, as a newer release would.
async fn set(fresh: &Fresh, table: &str, column: &str, number: u32, pointer: &str, word: &str) {
    let id = id_of(table, number);
    let mut json = fresh.guard.json(table, column, id).await;
    let place = json.pointer_mut(pointer);
    let place = place.unwrap_or_else(|| panic!("{table}.{column} {pointer}"));
    *place = serde_json::from_str(word).unwrap();
    fresh.guard.set_json(table, column, id, &json).await;
}

async fn a_word_that_a_release_does_not_know_keeps_no_row_from_being_read(fresh: Fresh) {
    full(&fresh).await;
    for (table, column, number, pointer, word) in WORDS {
        set(&fresh, table, column, number, pointer, word).await;
    }
    let newer = stored(&fresh).await;

    let (_, pole) = read(&fresh).await;
    let member = &pole.members[0].value;
    // Where a word has to stand, the nearest neutral one; elsewhere it is left out.
    assert_eq!(member.school().unwrap().status, SchoolStatus::State);
    assert_eq!(member.study_tracks, []);
    assert_eq!(member.accreditations.len(), 1);
    let life = &pole.pole.value.life;
    assert_eq!((life.len(), life[0].act.is_some()), (1, true));
    save(&fresh).await;
    for (of, json) in stored(&fresh).await {
        assert_eq!(json, newer[&of], "{of:?}");
    }
}

/// What becomes of a change of the pole or its first member.
async fn changed(
    fresh: &Fresh,
    number: u32,
    change: impl FnOnce(&mut Pole, &mut ptp_domain::member::Member),
) -> Result<(), StoreError> {
    let tx = fresh.store.write().await.unwrap();
    let StoredPole { mut pole, members } =
        tx.find_pole(&official(), pole_id(1)).await.unwrap().unwrap();
    let mut member = members[0].clone();
    change(&mut pole.value, &mut member.value);
    let pole = tx.save_pole(pole, &event(number, EventKind::PoleChanged, &[])).await?;
    tx.save_member(&pole, member, &event(number + 1, EventKind::MemberChanged, &[])).await?;
    tx.commit().await
}

async fn what_would_be_lost_is_not_written(fresh: Fresh) {
    full(&fresh).await;
    set(&fresh, "member", "profile", 1, "/school/status", r#""cooperative""#).await;
    for (table, column) in [("pole", "activity_plan"), ("pole", "contacts"), ("member", "contacts")]
    {
        let id = id_of(table, 1);
        let mut json = fresh.guard.json(table, column, id).await;
        let extended = if json.is_array() { &mut json[0] } else { &mut json };
        extended["newer"] = json!(true);
        fresh.guard.set_json(table, column, id, &json).await;
    }
    let newer = stored(&fresh).await;

    let refused = [
        changed(&fresh, 20, |pole, _| pole.description.activity_plan = None).await,
        changed(&fresh, 20, |pole, _| drop(pole.description.contacts.remove(0))).await,
        changed(&fresh, 20, |pole, _| pole.description.contacts[0].phone = Some("1".to_owned()))
            .await,
        changed(&fresh, 20, |_, member| member.contacts.clear()).await,
        changed(&fresh, 20, |_, member| member.profile = Profile::University).await,
        changed(&fresh, 20, |_, member| {
            let Profile::TechnicalInstitute(school) = &mut member.profile else { panic!() };
            school.status = SchoolStatus::Paritaria;
        })
        .await,
    ];
    for refused in refused {
        assert!(matches!(refused, Err(StoreError::Newer)), "{refused:?}");
    }
    assert_eq!(stored(&fresh).await, newer);
    // What is known is changed as ever.
    changed(&fresh, 20, |pole, member| {
        pole.description.activity_plan.as_mut().unwrap().summary = None;
        let Profile::TechnicalInstitute(school) = &mut member.profile else { panic!() };
        school.site_codes.clear();
    })
    .await
    .unwrap();
    let plan = fresh.guard.json("pole", "activity_plan", pole_id(1).uuid()).await;
    assert_eq!((&plan["summary"], &plan["newer"]), (&Value::Null, &json!(true)));
    let profile = fresh.guard.json("member", "profile", member_id(1).uuid()).await;
    assert_eq!(profile["school"]["status"], "cooperative");
    assert_eq!(profile["school"]["site_codes"], Value::Null);
}

async fn a_list_is_changed_around_what_a_release_does_not_know(fresh: Fresh) {
    full(&fresh).await;
    let id = member_id(1).uuid();
    let contacts = fresh.guard.json("member", "contacts", id).await;
    let [first, second] = contacts.as_array().unwrap().as_slice() else { panic!("{contacts}") };
    let newer = json!({"role": "ombudsman"});
    let mut marked = second.clone();
    marked["verified"] = json!(true);
    let stored = json!([first, newer, marked]);
    fresh.guard.set_json("member", "contacts", id, &stored).await;

    changed(&fresh, 20, |_, member| member.contacts.reverse()).await.unwrap();
    let reversed = fresh.guard.json("member", "contacts", id).await;
    let reversed = reversed.as_array().unwrap();
    assert_eq!(reversed.len(), 3);
    assert!([&marked, first, &newer].iter().all(|one| reversed.contains(*one)), "{reversed:?}");

    fresh.guard.set_json("member", "contacts", id, &stored).await;
    changed(&fresh, 30, |_, member| drop(member.contacts.remove(0))).await.unwrap();
    assert_eq!(fresh.guard.json("member", "contacts", id).await, json!([newer, marked]));
}

async fn codes_and_areas_of_a_newer_release_stay_in_the_search(fresh: Fresh) {
    full(&fresh).await;
    set(&fresh, "member", "profile", 1, "/school/site_codes/0", r#""??????????""#).await;
    let member = fresh.guard.literal(member_id(1).uuid());
    let code = "'??????????', '???????', NULL";
    let insert = format!(
        "INSERT INTO member_school_code (pole_id, member_id, code, institution_prefix, series) \
         SELECT pole_id, id, {code} FROM member WHERE id = {member}"
    );
    fresh.guard.execute(&insert).await.unwrap();
    save(&fresh).await;
    let codes = fresh.text_of("member_school_code").await;
    assert!(codes.contains("??????????"), "{codes}");
}

/// An event of a kind, by somebody with a role, of which this release knows neither.
fn newer_event(position: i64, previous: &Value) -> BTreeMap<&'static str, Value> {
    BTreeMap::from([
        ("position", json!(position)),
        ("id", json!(Uuid::from_u128(0xe222_0000))),
        ("kind", json!("pole_moved")),
        ("at", json!("2027-01-11T08:00:01.000000Z")),
        ("roles", json!(["auditor", "official"])),
        ("issuer", json!("https://login.example")),
        ("client", Value::Null),
        ("organisation", Value::Null),
        ("aggregate", json!("pole")),
        ("aggregate_id", json!(pole_id(1).uuid())),
        ("aggregate_version", json!(2)),
        ("member_id", Value::Null),
        ("member_version", Value::Null),
        ("changed", json!(["seat"])),
        ("reason", Value::Null),
        ("previous", previous.clone()),
    ])
}

async fn an_event_of_a_newer_release_is_told_and_verified(fresh: Fresh) {
    full(&fresh).await;
    let tx = fresh.store.read().await.unwrap();
    let head = tx.head().await.unwrap().unwrap();
    drop(tx);
    let newer = newer_event(head.position + 1, &json!(head.hash));
    let (statement, hash) = insertion(fresh.store.kind(), newer);
    fresh.guard.execute("INSERT INTO event_kind (code) VALUES ('pole_moved')").await.unwrap();
    fresh.guard.execute(&statement).await.unwrap();

    let tx = fresh.store.read().await.unwrap();
    let feed = tx.feed(&official(), head.position, 10, &[]).await.unwrap();
    let history = tx.history(&official(), Subject::Pole(pole_id(1)), 0, 10).await.unwrap();
    for told in [feed.last(), history.last()] {
        let told = told.unwrap();
        assert_eq!((told.kind.as_str(), told.roles.len()), ("pole_moved", 1));
    }
    let changes = tx.changes_since(Subject::Pole(pole_id(1)), 1).await.unwrap();
    assert_eq!(changes, ["seat"]);
    drop(tx);
    // The chain covers what this release does not know.
    save(&fresh).await;
    fresh.store.seal_events().await.unwrap();
    let check = fresh.store.read().await.unwrap().verify_events().await.unwrap();
    assert_eq!(check.broken, None);
    assert!(check.events > head.position + 1 && check.last_hash != Some(hash));
}

async fn a_determination_on_a_rule_of_a_newer_release_changes_nothing(fresh: Fresh) {
    full(&fresh).await;
    let (id, pole) = (Uuid::from_u128(0xd111), pole_id(1).uuid());
    let [id, pole, member] = [id, pole, member_id(1).uuid()].map(|id| fresh.guard.literal(id));
    let insert = format!(
        "INSERT INTO determination (id, pole_id, rule, member_id, fact, accepted, reason, \
         decided_at, issuer, subject) VALUES ({id}, {pole}, 'no_drones', {member}, 'x', TRUE, \
         'perché', '2027-05-02T22:30:00.000001+00:00', 'https://login.example', 'ada')"
    );
    fresh.guard.execute(&insert).await.unwrap();

    let tx = fresh.store.read().await.unwrap();
    assert_eq!(tx.determinations_of(pole_id(1)).await.unwrap(), []);
    drop(tx);
    save(&fresh).await;
    fresh.store.renew_outcomes(day("2040-01-01"), |_| {}).await.unwrap();
    assert!(fresh.text_of("determination").await.contains("no_drones"));
}
