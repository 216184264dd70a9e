//! Events: one per change, chained, immutable.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::SecondsFormat;
use ptp_domain::event::{Event, EventKind};
use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::{Actor, Role};
use ptp_store::{DatabaseKind, StoredPole, Subject};
use ptp_tests::fixtures::ORGANISATION;
use ptp_tests::fixtures::domain::{
    at, bearer, call, call_id, event, full_pole, member, member_id, official, pole, pole_id, tally,
    tax_code,
};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection, SqliteConnection};
use uuid::Uuid;

use super::{Fresh, on_both_databases};

on_both_databases!(
    events_are_chained,
    events_are_never_changed,
    changes_since_a_version_are_known,
    events_of_many_writers_have_no_gap,
    one_transaction_may_have_thousands_of_events,
);

async fn events_are_chained(fresh: Fresh) {
    let person: TaxCode = tax_code("RSSMRA80A01F205X");
    let tx = fresh.store.write().await.unwrap();
    let anonymous = Event {
        actor: Actor::Anonymous,
        reason: Some("perché \"sì\"\n".to_owned()),
        ..event(1, EventKind::CallCreated, &["title", "areas"])
    };
    tx.insert_call(call(1), &anonymous).await.unwrap();
    let body = bearer(Role::Applicant, Some(tax_code(ORGANISATION)));
    let created = Event { actor: body, ..event(2, EventKind::PoleCreated, &[]) };
    let StoredPole { pole, members } =
        tx.insert_pole(full_pole(1), vec![member(1)], &created).await.unwrap();
    tx.commit().await.unwrap();
    let tx = fresh.store.write().await.unwrap();
    let actor = bearer(Role::Applicant, Some(person));
    let removed = Event { actor, ..event(3, EventKind::MemberRemoved, &[]) };
    tx.remove_member(&pole, &members[0], &removed).await.unwrap();
    tx.commit().await.unwrap();

    let rows = rows(&fresh).await;
    assert_eq!(rows.len(), 3);
    let mut previous = Value::Null;
    for (position, row) in (1..).zip(&rows) {
        assert_eq!(row["position"], position);
        assert_eq!(row["previous"], previous);
        let mut hashed: BTreeMap<_, _> = row.clone();
        let hash = hashed.remove("hash").unwrap();
        hashed.remove("subject");
        // In the hash only if the version is kept.
        if hashed["content_sha256"].is_null() {
            hashed.remove("content_sha256");
        }
        // Sorted names and no whitespace: canonical for strings and integers.
        let canonical = serde_json::to_vec(&hashed).unwrap();
        let digest = digest(&SHA256, &canonical);
        let expected = digest.as_ref().iter().fold(String::new(), |hex, b| format!("{hex}{b:02x}"));
        assert_eq!(hash, expected, "{}", String::from_utf8_lossy(&canonical));
        previous = hash;
    }
    assert_eq!(rows[0]["roles"], json!([]));
    assert_eq!(rows[0]["subject"], Value::Null);
    assert_eq!(rows[1]["organisation"], ORGANISATION);
    assert_eq!(rows[1]["subject"], "ada");
    // Immutable records must not contain a natural person's tax code.
    assert_eq!(rows[2]["organisation"], Value::Null);
    assert_eq!(rows[2]["aggregate_version"], 2);
    assert_eq!(rows[2]["member_version"], 2);
    assert_eq!(rows[2]["changed"], json!(["lead_member_id"]));
}

async fn events_are_never_changed(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    tx.insert_call(call(1), &event(1, EventKind::CallCreated, &[])).await.unwrap();
    tx.commit().await.unwrap();

    let mut attempts = vec!["UPDATE event SET reason = 'another'", "DELETE FROM event"];
    attempts.extend([
        "UPDATE event SET subject = 'another'",
        "UPDATE event SET subject = NULL, reason = NULL",
        "UPDATE event SET position = 2",
    ]);
    if fresh.store.kind() == DatabaseKind::Postgres {
        attempts.push("TRUNCATE event CASCADE");
    }
    for attempt in attempts {
        let refusal = fresh.behind_its_back(attempt).await.unwrap_err();
        assert!(refusal.contains("events are never changed or deleted"), "{refusal}");
    }
    let before = rows(&fresh).await;
    if fresh.store.kind() == DatabaseKind::Sqlite {
        // By position or identifier: replacing implies deleting.
        let columns = "roles, issuer, 'mallory', client, organisation, aggregate, aggregate_id, \
             aggregate_version, member_id, member_version, changed, reason, previous";
        for (position, id) in [("position", "randomblob(16)"), ("2", "id")] {
            let attempt = format!(
                "INSERT OR REPLACE INTO event SELECT {position}, {id}, kind, at, {columns}, \
                 hex(randomblob(32)), content_sha256 FROM event"
            );
            let refusal = fresh.behind_its_back(&attempt).await.unwrap_err();
            assert!(refusal.contains("events are never replaced"), "{refusal}");
        }
    }
    assert_eq!(rows(&fresh).await, before);
}

async fn changes_since_a_version_are_known(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    let created = event(1, EventKind::CallCreated, &["title"]);
    let stored = tx.insert_call(call(1), &created).await.unwrap();
    let changed = |number, names: &[&str]| event(number, EventKind::CallChanged, names);
    let stored = tx.save_call(stored, &changed(2, &["title", "areas"])).await.unwrap();
    tx.save_call(stored, &changed(3, &["areas", "act"])).await.unwrap();

    let created = event(4, EventKind::PoleCreated, &["name"]);
    let StoredPole { pole: first, members } =
        tx.insert_pole(full_pole(1), vec![member(1), member(2)], &created).await.unwrap();
    tx.insert_pole(pole(2), Vec::new(), &event(5, EventKind::PoleCreated, &["area"]))
        .await
        .unwrap();
    let changed = event(6, EventKind::PoleChanged, &["name"]);
    let mut pole = tx.save_pole(first, &changed).await.unwrap();
    let changed = event(7, EventKind::MemberChanged, &["tax_code", "name"]);
    tx.save_member(&pole, members[1].clone(), &changed).await.unwrap();
    pole.version += 1;
    let removed = event(8, EventKind::MemberRemoved, &[]);
    tx.remove_member(&pole, &members[0], &removed).await.unwrap();
    tx.commit().await.unwrap();

    let tx = fresh.store.read().await.unwrap();
    for (subject, version, expected) in [
        (Subject::Call(call_id(1)), 0, vec!["act", "areas", "title"]),
        (Subject::Call(call_id(1)), 1, vec!["act", "areas", "title"]),
        (Subject::Call(call_id(1)), 2, vec!["act", "areas"]),
        (Subject::Call(call_id(1)), 3, vec![]),
        (Subject::Pole(pole_id(1)), 1, vec!["lead_member_id", "members", "name"]),
        (Subject::Pole(pole_id(1)), 2, vec!["lead_member_id", "members"]),
        (Subject::Pole(pole_id(1)), 4, vec![]),
        (Subject::Pole(pole_id(2)), 0, vec!["area"]),
        (Subject::Member(pole_id(1), member_id(2)), 1, vec!["name", "tax_code"]),
        (Subject::Member(pole_id(1), member_id(2)), 2, vec![]),
        (Subject::Member(pole_id(1), member_id(1)), 1, vec![]),
    ] {
        let names = tx.changes_since(subject, version).await.unwrap();
        assert_eq!(names, expected, "{subject:?} {version}");
    }
}

async fn events_of_many_writers_have_no_gap(fresh: Fresh) {
    let writers: Vec<_> = (1..=32)
        .map(|number| {
            let store = fresh.store.clone();
            tokio::spawn(async move {
                let tx = store.write().await?;
                let code = tx.next_pole_code(2027).await?;
                let pole = ptp_domain::pole::Pole { code, ..pole(number) };
                let created = event(number, EventKind::PoleCreated, &[]);
                tx.insert_pole(pole, vec![member(number)], &created).await?;
                // Every fourth transaction is rolled back.
                if number % 4 == 0 { Ok(()) } else { tx.commit().await }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }

    let rows = rows(&fresh).await;
    let positions: Vec<_> = rows.iter().map(|row| row["position"].as_i64().unwrap()).collect();
    assert_eq!(positions, (1..=24).collect::<Vec<_>>());
    assert!(rows.is_sorted_by(|one, next| next["previous"] == one["hash"]));
    let tx = fresh.store.read().await.unwrap();
    let mut codes = Vec::new();
    for number in 1..=32 {
        let found = tx.find_pole(&official(), pole_id(number)).await.unwrap();
        codes.extend(found.map(|found| found.pole.value.code.number()));
    }
    match fresh.store.kind() {
        DatabaseKind::Sqlite => assert_eq!(tally(codes), tally(1..=24)),
        // Each once; what was rolled back leaves gaps.
        DatabaseKind::Postgres => {
            assert_eq!((codes.len(), tally(codes.clone()).len()), (24, 24), "{codes:?}");
            assert!(codes.iter().all(|code| (1..=32).contains(code)), "{codes:?}");
        }
    }
}

async fn one_transaction_may_have_thousands_of_events(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    let mut stored = tx.insert_call(call(1), &event(1, EventKind::CallCreated, &[])).await.unwrap();
    // More rows than fit into the parameters of one SQLite statement.
    for number in 2..=1_900 {
        let changed = event(number, EventKind::CallChanged, &[]);
        stored = tx.save_call(stored, &changed).await.unwrap();
    }
    tx.commit().await.unwrap();
    let tx = fresh.store.read().await.unwrap();
    let check = tx.verify_events().await.unwrap();
    assert_eq!((check.events, check.broken), (1_900, None));
}

/// Every event column by column, read without the store.
async fn rows(fresh: &Fresh) -> Vec<BTreeMap<String, Value>> {
    const SQLITE: &str = "SELECT json_object('position', position, 'id', hex(id), 'kind', kind, \
        'at', at, 'roles', json(roles), 'issuer', issuer, 'subject', subject, 'client', client, \
        'organisation', organisation, 'aggregate', aggregate, 'aggregate_id', hex(aggregate_id), \
        'aggregate_version', aggregate_version, 'member_id', nullif(hex(member_id), ''), \
        'member_version', member_version, 'changed', json(changed), 'reason', reason, \
        'content_sha256', content_sha256, 'previous', previous, 'hash', hash) FROM event ORDER BY position";
    const POSTGRES: &str = "SELECT row_to_json(event)::text FROM event ORDER BY position";
    let texts: Vec<String> = match fresh.store.kind() {
        DatabaseKind::Sqlite => {
            let mut db = SqliteConnection::connect(&fresh.guard.url).await.unwrap();
            sqlx::query_scalar(SQLITE).fetch_all(&mut db).await.unwrap()
        }
        DatabaseKind::Postgres => {
            let mut db = PgConnection::connect(&fresh.guard.url).await.unwrap();
            sqlx::query_scalar(POSTGRES).fetch_all(&mut db).await.unwrap()
        }
    };
    texts.iter().map(|text| same_in_both(serde_json::from_str(text).unwrap())).collect()
}

/// Identifiers and instants in the canonical form that is hashed.
fn same_in_both(mut row: BTreeMap<String, Value>) -> BTreeMap<String, Value> {
    for (name, value) in &mut row {
        let Value::String(text) = value else { continue };
        *text = match name.as_str() {
            "id" | "aggregate_id" | "member_id" => Uuid::parse_str(text).unwrap().to_string(),
            "at" => at(text).to_rfc3339_opts(SecondsFormat::Micros, true),
            _ => continue,
        };
    }
    row
}
