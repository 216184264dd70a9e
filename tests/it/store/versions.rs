//! Versions of poles: append-only, whole where they have to be, held by the chain.

use std::io::Write as _;

use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use ptp_domain::event::EventKind;
use ptp_domain::pole::{Pole, PoleStatus};
use ptp_store::{DatabaseKind, KnownAt, Stored, StoredPole};
use ptp_tests::fixtures::domain::{
    event, full_member, full_pole, member, member_id, moment, official, pole, pole_id, profiles,
    recognised,
};

use super::{Fresh, on_both_databases};

on_both_databases!(
    drafts_leave_no_version,
    what_is_read_of_a_version_is_what_was_stored,
    hundreds_of_versions_are_read_alike,
    what_an_earlier_release_wrote_is_kept_from_then_on,
    poles_of_before_are_kept_when_migrated,
    versions_are_never_changed,
    versions_that_are_not_as_recorded_are_found,
    versions_of_the_first_release_are_read,
);

fn candidate(number: u32) -> Pole {
    Pole { status: PoleStatus::Candidate, ..pole(number) }
}

/// Inserts a pole with members at a moment.
async fn insert(fresh: &Fresh, pole: Pole, members: &[u32], number: u32) -> StoredPole {
    let tx = fresh.store.write().await.unwrap();
    let members = members.iter().map(|number| member(*number)).collect();
    let created = event(number, EventKind::PoleCreated, &[]);
    let stored = tx.insert_pole(pole, members, &created).await.unwrap();
    tx.commit().await.unwrap();
    stored
}

/// Gives a pole another name at a moment.
async fn rename(fresh: &Fresh, mut pole: Stored<Pole>, name: &str, number: u32) -> Stored<Pole> {
    pole.value.description.name = name.to_owned();
    let tx = fresh.store.write().await.unwrap();
    let saved = tx.save_pole(pole, &event(number, EventKind::PoleChanged, &["name"])).await;
    tx.commit().await.unwrap();
    saved.unwrap()
}

/// The pole as it is.
async fn present(fresh: &Fresh, number: u32) -> StoredPole {
    fresh.store.find_pole(&official(), pole_id(number)).await.unwrap().unwrap()
}

async fn known(fresh: &Fresh, number: u32, at: DateTime<Utc>) -> StoredPole {
    let tx = fresh.store.read().await.unwrap();
    match tx.pole_known_at(&official(), pole_id(number), at).await.unwrap() {
        Some(KnownAt::Version(known)) => known.pole,
        other => panic!("{other:?}"),
    }
}

/// The versions that are kept.
async fn kept(fresh: &Fresh, number: u32) -> Vec<i64> {
    let tx = fresh.store.read().await.unwrap();
    let versions = tx.versions_of(&official(), pole_id(number), 0, 1_000).await.unwrap().unwrap();
    versions.into_iter().map(|version| version.version).collect()
}

async fn drafts_leave_no_version(fresh: Fresh) {
    let stored = insert(&fresh, pole(1), &[1], 1).await;
    let saved = rename(&fresh, stored.pole, "Altro nome", 2).await;
    assert_eq!(kept(&fresh, 1).await, Vec::<i64>::new());
    let tx = fresh.store.write().await.unwrap();
    tx.delete_pole(&saved, &event(3, EventKind::PoleDeleted, &[])).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(fresh.text_of("pole_version").await, "");
}

async fn what_is_read_of_a_version_is_what_was_stored(fresh: Fresh) {
    let mut full = recognised(full_pole(1));
    full.description.lead_member_id = None;
    full.description.contacts.clear();
    let mut members: Vec<_> =
        (1..).zip(profiles()).map(|(number, profile)| full_member(number, profile)).collect();
    for member in &mut members {
        member.contacts.clear();
        if let ptp_domain::member::Profile::Company(company) = &mut member.profile {
            company.commitment.iter_mut().for_each(|commitment| commitment.signatory = None);
        }
    }
    let tx = fresh.store.write().await.unwrap();
    tx.insert_pole(full, members, &event(1, EventKind::PoleCreated, &[])).await.unwrap();
    tx.commit().await.unwrap();
    let (then, now) = (known(&fresh, 1, moment(1)).await, present(&fresh, 1).await);
    let values = |pole: &StoredPole| -> Vec<_> {
        pole.members.iter().map(|member| (member.value.clone(), member.version)).collect()
    };
    assert_eq!(then.pole.value, now.pole.value);
    assert_eq!(values(&then), values(&now));
    assert_eq!((then.pole.version, then.pole.created_at), (now.pole.version, now.pole.created_at));
}

async fn hundreds_of_versions_are_read_alike(fresh: Fresh) {
    let StoredPole { mut pole, members } = insert(&fresh, candidate(1), &[1, 2], 1).await;
    let mut first = members[0].clone();
    for number in 2..=600 {
        let tx = fresh.store.write().await.unwrap();
        first.value.name = format!("Ente {number}");
        let changed = event(number, EventKind::MemberChanged, &["name"]);
        first = tx.save_member(&pole, first, &changed).await.unwrap();
        tx.commit().await.unwrap();
        pole = present(&fresh, 1).await.pole;
    }
    for number in [1_u32, 2, 255, 256, 257, 511, 512, 513, 600] {
        let then = known(&fresh, 1, moment(number.into())).await;
        assert_eq!(then.members.len(), 2, "{number}");
        assert_eq!(then.pole.version, i64::from(number));
        let name = if number == 1 { member(1).name } else { format!("Ente {number}") };
        assert_eq!(then.members[0].value.name, name);
        assert_eq!(then.members[1].value, member(2));
    }
    assert_eq!(kept(&fresh, 1).await.len(), 600);
}

async fn what_an_earlier_release_wrote_is_kept_from_then_on(fresh: Fresh) {
    insert(&fresh, candidate(1), &[1, 2], 1).await;
    for statement in [
        "UPDATE member SET name = 'Scritto da altri'",
        "UPDATE pole SET name = 'Scritto da altri', version = version + 1",
    ] {
        fresh.behind_its_back(statement).await.unwrap();
    }
    let stored = present(&fresh, 1).await;
    let mut second = stored.members[1].clone();
    "Ente rinominato".clone_into(&mut second.value.name);
    let tx = fresh.store.write().await.unwrap();
    let changed = event(3, EventKind::MemberChanged, &["name"]);
    tx.save_member(&stored.pole, second, &changed).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(kept(&fresh, 1).await, [1, 3]);
    let then = known(&fresh, 1, moment(3)).await;
    assert_eq!(then.pole.value.description.name, "Scritto da altri");
    assert_eq!(then.members[0].value.name, "Scritto da altri");
    assert_eq!(then.members[1].value.name, "Ente rinominato");
    assert_ne!(known(&fresh, 1, moment(2)).await.pole.value.description.name, "Scritto da altri");
}

async fn poles_of_before_are_kept_when_migrated(fresh: Fresh) {
    insert(&fresh, pole(1), &[1], 1).await;
    insert(&fresh, recognised(pole(2)), &[2], 2).await;
    let drops: &[_] = match fresh.store.kind() {
        DatabaseKind::Sqlite => &["DROP TRIGGER pole_version_is_never_deleted"],
        DatabaseKind::Postgres => &["DROP TRIGGER pole_version_is_final ON pole_version"],
    };
    let before = ["DELETE FROM pole_version", "UPDATE pole SET kept_version = NULL"];
    for statement in drops.iter().chain(&before) {
        fresh.behind_its_back(statement).await.unwrap();
    }
    let tx = fresh.store.read().await.unwrap();
    let nothing = tx.pole_known_at(&official(), pole_id(2), moment(9)).await.unwrap();
    assert_eq!(nothing, Some(KnownAt::Before(None)));
    drop(tx);
    assert_eq!(fresh.store.keep_versions().await.unwrap(), 1);
    assert_eq!(fresh.store.keep_versions().await.unwrap(), 0);
    assert_eq!((kept(&fresh, 1).await, kept(&fresh, 2).await), (vec![], vec![1]));
    // It has been so since it was last written.
    assert_eq!(known(&fresh, 2, moment(2)).await.members[0].value, member(2));
    let tx = fresh.store.read().await.unwrap();
    let early = tx.pole_known_at(&official(), pole_id(2), moment(1)).await.unwrap();
    assert_eq!(early, Some(KnownAt::Before(Some(moment(2)))));
    drop(tx);
    rename(&fresh, present(&fresh, 2).await.pole, "Altro nome", 3).await;
    assert_eq!(kept(&fresh, 2).await, [1, 2]);
    assert_eq!(known(&fresh, 2, moment(3)).await.members[0].value.id, member_id(2));
}

async fn versions_are_never_changed(fresh: Fresh) {
    insert(&fresh, candidate(1), &[1], 1).await;
    for statement in [
        "UPDATE pole_version SET is_public = is_public",
        "DELETE FROM pole_version",
        "UPDATE event SET content_sha256 = NULL",
    ] {
        let refused = fresh.behind_its_back(statement).await.unwrap_err();
        assert!(refused.contains("never changed or deleted"), "{statement}: {refused}");
    }
    if fresh.store.kind() == DatabaseKind::Sqlite {
        let replaced = "REPLACE INTO pole_version SELECT * FROM pole_version";
        let refused = fresh.behind_its_back(replaced).await.unwrap_err();
        assert!(refused.contains("never replaced"), "{refused}");
    }
}

async fn versions_that_are_not_as_recorded_are_found(fresh: Fresh) {
    let stored = insert(&fresh, candidate(1), &[1], 1).await;
    rename(&fresh, stored.pole, "Altro nome", 2).await;
    let unkept = async || {
        let tx = fresh.store.read().await.unwrap();
        let (_, unkept) = tx.unkept_versions().await.unwrap();
        unkept.into_iter().map(|one| (one.version, one.is_there)).collect::<Vec<_>>()
    };
    assert_eq!(unkept().await, []);
    let drops: &[_] = match fresh.store.kind() {
        DatabaseKind::Sqlite => &[
            "DROP TRIGGER pole_version_is_never_deleted",
            "DROP TRIGGER pole_version_is_never_changed",
        ],
        DatabaseKind::Postgres => &["DROP TRIGGER pole_version_is_final ON pole_version"],
    };
    let altered = "UPDATE pole_version SET content = \
        (SELECT content FROM pole_version WHERE version = 1) WHERE version = 2";
    for statement in drops.iter().chain(&[altered]) {
        fresh.behind_its_back(statement).await.unwrap();
    }
    assert_eq!(unkept().await, [(2, true)]);
    fresh.behind_its_back("DELETE FROM pole_version WHERE version = 1").await.unwrap();
    assert_eq!(unkept().await, [(1, false), (2, true)]);
}

/// The content of a version, as the first release that kept any wrote it.
const FIRST: &str = r#"{"pole": {"code": "PTP-2027-0001", "status": "candidate",
    "owner_tax_code": "94004480151", "life": [], "name": "Polo", "area": "mechanics",
    "province": "MI", "created_at": "2027-01-11T08:00:00.000001Z"},
    "members": [{"id": "00000000-0000-0000-0000-000030000001", "kind": "university",
    "name": "Ente", "tax_code": "94004480151", "province": "MI", "operating_sites": [],
    "joined_on": "2027-01-15", "profile": "plain", "study_tracks": [], "accreditations": [],
    "version": 1, "created_at": "2027-01-11T08:00:00.000001Z",
    "updated_at": "2027-01-11T08:00:00.000001Z"}]}"#;

async fn versions_of_the_first_release_are_read(fresh: Fresh) {
    insert(&fresh, pole(1), &[], 1).await;
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(FIRST.as_bytes()).unwrap();
    let content = encoder.finish().unwrap();
    let content = hex::encode(content);
    let content = match fresh.store.kind() {
        DatabaseKind::Sqlite => format!("x'{content}'"),
        DatabaseKind::Postgres => format!(r"'\x{content}'"),
    };
    let id = fresh.guard.literal(pole_id(1).uuid());
    let kept = format!(
        "INSERT INTO pole_version (pole_id, version, at, is_public, is_whole, content) \
         VALUES ({id}, 1, '2027-01-11T08:00:00.000001+00:00', FALSE, TRUE, {content})"
    );
    fresh.behind_its_back(&kept).await.unwrap();
    let then = known(&fresh, 1, moment(1)).await;
    assert_eq!(then.pole.value.description.name, "Polo");
    assert_eq!(
        (then.members[0].value.id, then.members[0].value.confirmed_at),
        (member_id(1), None)
    );
}
