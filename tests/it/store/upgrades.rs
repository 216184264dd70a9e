//! Upgrades of data from older schemas.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use ptp_domain::call::{ProcedureTerms, RulesetChoice};
use ptp_domain::event::EventKind;
use ptp_domain::pole::PoleStatus;
use ptp_store::{ApplicationFilter, ApplicationSort, ChainCheck, DatabaseKind, Order, Store};
use ptp_tests::fixtures::ORGANISATION;
use ptp_tests::fixtures::domain::{
    act, anyone, applicant, application_id, call, call_id, day, event, member_id, official, pole_id,
};
use ptp_tests::store::empty_database;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Fresh, on_both_databases};

on_both_databases!(
    the_first_schema_is_upgraded,
    silence_is_computed_for_applications_of_the_second_schema,
);

/// A database as left by an older version, with the data of the first.
async fn of_version(version: u32, kind: DatabaseKind) -> Fresh {
    let guard = empty_database(kind);
    let store = Store::open(&guard.options()).await.unwrap();
    store.migrate_by(version).await.unwrap();
    let fresh = Fresh { store, guard };
    for statement in rows(kind) {
        fresh.behind_its_back(&statement).await.unwrap();
    }
    fresh
}

/// A published call; a draft, a recognised and a suspended pole; a member; five events; counters.
fn rows(kind: DatabaseKind) -> Vec<String> {
    let at = "2027-05-02T22:30:00.000001+00:00";
    let id = |id: Uuid| literal(kind, id);
    let act = r#"{"kind": "decree", "number": "123", "date": "2027-01-04", "url": "https://regione.example/decreto"}"#;
    let pole = |number: u32, status: &str, recognised: bool| {
        let (on, act) = if recognised {
            ("'2027-04-01'".to_owned(), format!("'{act}'"))
        } else {
            ("NULL".to_owned(), "NULL".to_owned())
        };
        let id = id(pole_id(number).uuid());
        format!(
            "INSERT INTO pole (id, code, status, owner_tax_code, recognised_on, recognition_act, \
             name, area, province, contacts, folded_name, folded, version, created_at, \
             updated_at) VALUES ({id}, 'PTP-2027-000{number}', '{status}', '{ORGANISATION}', {on}, {act}, \
             'Polo', 'mechanics', 'MI', '[]', ' polo', ' polo', 1, '{at}', '{at}')"
        )
    };
    let mut rows = vec![
        format!(
            "INSERT INTO call (id, code, status, purpose, title_it, areas, opens_at, closes_at, \
             ruleset_id, overrides, priority_for_poles, contacts, folded, version, created_at, \
             updated_at) VALUES ({}, 'BANDO-2027-001', 'published', 'constitution', 'Bando', \
             '[]', '{at}', '2027-06-02T22:30:00+00:00', 'regione-lombardia', '{{}}', FALSE, '[]', \
             ' bando', 2, '{at}', '{at}')",
            id(call_id(1).uuid())
        ),
        pole(1, "draft", false),
        pole(2, "recognised", true),
        pole(3, "suspended", true),
        format!(
            "INSERT INTO member (id, pole_id, kind, name, tax_code, province, joined_on, \
             profile, study_tracks, accreditations, contacts, succeeds, version, created_at, \
             updated_at) VALUES ({}, {}, 'university', 'Ente', '{ORGANISATION}', 'MI', '2027-01-15', \
             '\"plain\"', '[]', '[]', '[]', {}, 1, '{at}', '{at}')",
            id(member_id(1).uuid()),
            id(pole_id(2).uuid()),
            id(member_id(2).uuid())
        ),
        "INSERT INTO counter (series, year, value) VALUES ('call', 2027, 1), ('pole', 2027, 3)"
            .to_owned(),
    ];
    rows.extend(events(kind));
    rows
}

fn literal(kind: DatabaseKind, id: Uuid) -> String {
    match kind {
        DatabaseKind::Sqlite => format!("x'{}'", id.simple()),
        DatabaseKind::Postgres => format!("'{id}'"),
    }
}

/// A chain of events, made without the store.
fn events(kind: DatabaseKind) -> Vec<String> {
    let (the_call, the_pole) = (call_id(1).uuid(), pole_id(2).uuid());
    let mut previous = Value::Null;
    let mut statements = Vec::new();
    for (position, (what, aggregate, aggregate_id, version, member)) in (1..).zip([
        ("call_created", "call", the_call, 1, None),
        ("call_published", "call", the_call, 2, None),
        ("pole_created", "pole", the_pole, 1, None),
        ("member_added", "pole", the_pole, 2, Some(member_id(1).uuid())),
        ("pole_changed", "pole", the_pole, 3, None),
    ]) {
        let row = BTreeMap::from([
            ("position", json!(position)),
            ("id", json!(Uuid::from_u128(0xe111_0000 + position))),
            ("kind", json!(what)),
            ("at", json!(format!("2027-01-11T08:00:00.00000{position}Z"))),
            ("roles", json!(["official"])),
            ("issuer", json!("https://login.example")),
            ("client", Value::Null),
            ("organisation", json!(ORGANISATION)),
            ("aggregate", json!(aggregate)),
            ("aggregate_id", json!(aggregate_id)),
            ("aggregate_version", json!(version)),
            ("member_id", json!(member)),
            ("member_version", json!(member.map(|_| 1))),
            ("changed", json!(["name", "città"])),
            ("reason", json!("perché sì")),
            ("previous", previous.clone()),
        ]);
        let (statement, hash) = insertion(kind, row);
        previous = json!(hash);
        statements.push(statement);
    }
    statements
}

/// The insertion of an event into the log, made without the store, and its hash.
pub(super) fn insertion(kind: DatabaseKind, mut row: BTreeMap<&str, Value>) -> (String, String) {
    let digest = digest(&SHA256, &serde_json::to_vec(&row).unwrap());
    let hash = digest.as_ref().iter().fold(String::new(), |hex, b| format!("{hex}{b:02x}"));
    row.insert("hash", json!(hash));
    row.insert("subject", json!("ada"));
    let values: Vec<_> = row
        .iter()
        .map(|(name, value)| match (*name, value) {
            (_, Value::Null) => "NULL".to_owned(),
            ("id" | "aggregate_id" | "member_id", Value::String(id)) => {
                literal(kind, Uuid::parse_str(id).unwrap())
            }
            (_, Value::String(text)) => format!("'{text}'"),
            (_, Value::Array(_)) => format!("'{value}'"),
            _ => value.to_string(),
        })
        .collect();
    let names: Vec<_> = row.keys().copied().collect();
    let statement =
        format!("INSERT INTO event ({}) VALUES ({})", names.join(", "), values.join(", "));
    (statement, hash)
}

async fn silence_is_computed_for_applications_of_the_second_schema(fresh: Fresh) {
    let kind = fresh.store.kind();
    let fresh = of_version(2, kind).await;
    let id = |id: Uuid| literal(kind, id);
    let taken =
        r#"[{"step": "notify_rejection", "at": "2027-02-11T10:00:00Z", "ends_on": "2027-02-22"}]"#;
    let at = "2027-01-19T10:00:00.000001+00:00";
    let statement = format!(
        "INSERT INTO application (id, protocol, status, call_id, pole_id, purpose, \
         owner_tax_code, received_at, reference_date, starts_on, days, notice_required, taken, \
         due_on, snapshot, snapshot_sha256, receipt, version, created_at, updated_at) VALUES ({}, \
         'PTP/2027/0000001', 'rejection_notice', {}, {}, 'constitution', '{ORGANISATION}', '{at}', \
         '2027-02-26', '2027-01-18', 30, TRUE, '{taken}', '2027-03-11', '{{}}', '{:064}', '', 2, \
         '{at}', '{at}')",
        id(application_id(1).uuid()),
        id(call_id(1).uuid()),
        id(pole_id(1).uuid()),
        0,
    );
    fresh.behind_its_back(&statement).await.unwrap();
    fresh.store.migrate().await.unwrap();

    let tx = fresh.store.read().await.unwrap();
    let frozen = tx.find_frozen(&official(), application_id(1)).await.unwrap().unwrap();
    assert_eq!(frozen.snapshot, "{}", "in a table of its own now");
    let found = tx.find_application(&official(), application_id(1)).await.unwrap().unwrap();
    assert_eq!(found.value.reference_date, day("2027-02-26"), "that of the receipt is in force");
    for (today, due) in [("2027-02-22", 0), ("2027-02-23", 1)] {
        let (today, due_by) = (day(today), Some(day("2027-03-01")));
        let filter = ApplicationFilter { due_by, today, ..ApplicationFilter::default() };
        let order = Order { by: ApplicationSort::DueOn, descending: false };
        let page = tx.page_applications(&official(), &filter, order, None, 9).await.unwrap();
        assert_eq!(page.items.len(), due, "{today}");
    }
}

async fn the_first_schema_is_upgraded(fresh: Fresh) {
    let fresh = of_version(1, fresh.store.kind()).await;
    fresh.store.migrate().await.unwrap();
    assert_eq!(fresh.store.pending_migrations().await.unwrap(), 0);

    // The chain is valid.
    let tx = fresh.store.write().await.unwrap();
    let ChainCheck { events, broken, .. } = tx.verify_events().await.unwrap();
    assert_eq!((events, broken), (5, None));
    let feed = tx.feed(&official(), 0, 10, &[]).await.unwrap();
    assert!(feed.iter().all(|event| event.subject.as_deref() == Some("ada")));

    // Numbering continues, and there is a new series.
    assert_eq!(tx.next_call_code(2027).await.unwrap().number(), 2);
    assert_eq!(tx.next_pole_code(2027).await.unwrap().number(), 4);
    assert_eq!(tx.next_protocol(2027).await.unwrap().number(), 1);

    let found = tx.find_call(&official(), call_id(1)).await.unwrap().unwrap();
    assert_eq!(found.value.terms.procedure, ProcedureTerms::default());
    assert_eq!(found.value.later_acts, []);
    let draft = tx.find_pole(&official(), pole_id(1)).await.unwrap().unwrap().pole.value;
    assert_eq!((draft.life, draft.recognition), (vec![], None));
    let found = tx.find_pole(&official(), pole_id(2)).await.unwrap().unwrap();
    let member = &found.members[0].value;
    assert_eq!((member.confirmed_at, &member.vat_number), (None, &None));
    let recognition = found.pole.value.recognition.clone().unwrap();
    assert_eq!((recognition.call, recognition.ruleset), (None, RulesetChoice::default()));
    let [stage] = &found.pole.value.life[..] else { panic!("{:?}", found.pole.value.life) };
    assert_eq!((stage.status, stage.since), (PoleStatus::Recognised, day("2027-04-01")));
    assert_eq!(stage.act, Some(act()));
    let suspended = tx.find_pole(&official(), pole_id(3)).await.unwrap().unwrap().pole.value;
    let life: Vec<_> = suspended.life.iter().map(|stage| (stage.status, stage.since)).collect();
    let recognised = (PoleStatus::Recognised, day("2027-04-01"));
    assert_eq!(life, [recognised, (PoleStatus::Suspended, day("2027-05-02"))]);

    // Outcomes are yet to be computed, once.
    let today = day("2027-06-01");
    assert_eq!(tx.renew_outcomes(today, 1).await.unwrap(), 1);
    assert_eq!(tx.renew_outcomes(today, 10).await.unwrap(), 1);
    assert_eq!(tx.renew_outcomes(today, 10).await.unwrap(), 0);
    let outcomes = tx.outcomes_on(&[pole_id(1), pole_id(2), pole_id(3)], today).await.unwrap();
    assert_eq!(outcomes.into_keys().collect::<Vec<_>>(), [pole_id(2), pole_id(3)]);

    // A new event continues the chain; old ones stay visible to officials and owners only.
    tx.insert_call(call(2), &event(1, EventKind::ApplicationLapsed, &[])).await.unwrap();
    tx.commit().await.unwrap();
    let tx = fresh.store.read().await.unwrap();
    let ChainCheck { events, broken, .. } = tx.verify_events().await.unwrap();
    assert_eq!((events, broken), (6, None));
    let of_pole = ptp_store::Subject::Pole(pole_id(2));
    assert_eq!(tx.history(&applicant(ORGANISATION), of_pole, 0, 10).await.unwrap().len(), 3);
    assert_eq!(tx.history(&anyone(), of_pole, 0, 10).await.unwrap().len(), 0);
    assert_eq!(tx.feed(&applicant(ORGANISATION), 0, 10, &[]).await.unwrap().len(), 0);
    drop(tx);
    // The triggers are back.
    for attempt in ["UPDATE event SET reason = NULL", "DELETE FROM event"] {
        let refusal = fresh.behind_its_back(attempt).await.unwrap_err();
        assert!(refusal.contains("events are never changed or deleted"), "{refusal}");
    }
}
