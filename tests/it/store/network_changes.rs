//! Change requests, communications and reorganisations: what is read is what was written.

use ptp_domain::application::{Procedure, Taken};
use ptp_domain::call::{Notification, SilenceTerms};
use ptp_domain::change_request::{ChangeRequest, RequestStatus, RequestStep, Topic};
use ptp_domain::communication::{Answer, Communication, CommunicationKind, CommunicationStatus};
use ptp_domain::continuation::Predecessor;
use ptp_domain::event::EventKind;
use ptp_domain::id::Id;
use ptp_domain::identifier::Protocol;
use ptp_domain::member::MemberKind;
use ptp_domain::policy::{Bearer, Role};
use ptp_domain::reorganisation::Pair;
use ptp_domain::vocabulary::Vocabulary;
use ptp_store::{PastReorganisation, StoreError, StoredPole, Tx, Write};
use ptp_tests::fixtures::domain::{
    act, applicant, day, event, full_taken, member, moment, official, owner, pole, pole_id,
    recognised, school_code, tax_code,
};
use ptp_tests::fixtures::{ORGANISATION, OTHER};
use uuid::Uuid;

use super::{Fresh, on_both_databases};

on_both_databases!(
    a_change_request_round_trips,
    two_pending_requests_have_no_topic_in_common,
    a_communication_round_trips,
    a_reorganisation_round_trips,
    what_a_network_change_cannot_be_is_refused,
);

async fn in_the_register(tx: &Tx<Write>) -> StoredPole {
    let created = event(1, EventKind::PoleCreated, &[]);
    tx.insert_pole(recognised(pole(1)), vec![member(1)], &created).await.unwrap()
}

/// Steps with all particulars and with none, but only those that a request has.
fn taken() -> Vec<Taken> {
    let has = |taken: &Taken| RequestStep::of(taken.step).is_some();
    full_taken().into_iter().filter(has).collect()
}

fn request(number: u32, topics: &[Topic]) -> ChangeRequest {
    ChangeRequest {
        id: Id::new(Uuid::from_u128(number.into())),
        protocol: Protocol::new(2027, number).unwrap(),
        status: RequestStatus::Submitted,
        pole: pole_id(1),
        owner: owner(ORGANISATION),
        received_at: moment(number.into()),
        effective_on: None,
        changes: r#"{"add":[],"remove":[],"update":[]}"#.to_owned(),
        topics: topics.to_vec(),
        reason: None,
        cures: false,
        procedure: Procedure {
            starts_on: day("2027-01-30"),
            days: 30,
            notice_required: true,
            notification: Notification::Recorded,
            silence: SilenceTerms::default(),
            substitute_power: None,
            taken: Vec::new(),
        },
    }
}

fn ada() -> Bearer {
    Bearer {
        issuer: "https://idp.example.it".to_owned(),
        subject: "ada".to_owned(),
        client: Some("portale".to_owned()),
        roles: [Role::Applicant].into(),
        organisation: Some(tax_code(OTHER)),
    }
}

fn communication(number: u32, kind: CommunicationKind) -> Communication {
    Communication {
        id: Id::new(Uuid::from_u128(number.into())),
        protocol: Protocol::new(2027, number).unwrap(),
        kind,
        status: CommunicationStatus::Filed,
        in_effect: true,
        pole: pole_id(1),
        received_at: moment(number.into()),
        effective_on: day("2027-01-15"),
        source: "Registro delle imprese".to_owned(),
        reason: None,
        act: None,
        changes: "{}".to_owned(),
        about: [tax_code(OTHER)].into(),
        filed_by: None,
        answer: None,
    }
}

async fn a_change_request_round_trips(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    let pole = in_the_register(&tx).await.pole;
    let bare = request(1, &[]);
    let mut full = request(2, &[Topic::Member(tax_code(OTHER)), Topic::Pole]);
    full.reason = Some("perché «sì»".to_owned());
    full.effective_on = Some(day("2027-06-01"));
    full.cures = true;
    full.procedure.taken = taken();
    for (number, value) in (2..).zip([&bare, &full]) {
        let filed = event(number, EventKind::ChangeRequested, &[]);
        let stored = tx.insert_change_request(value.clone(), &pole, &filed).await.unwrap();
        assert_eq!((&stored.value, stored.version), (value, 1));
    }
    tx.commit().await.unwrap();
    for (first, value) in [(10, bare), (100, full)] {
        let tx = fresh.store.read().await.unwrap();
        let found = tx.find_change_request(&official(), pole_id(1), value.id).await.unwrap();
        let mut found = found.unwrap();
        assert_eq!(found.value, value);
        drop(tx);
        for (number, status) in (first..).zip(RequestStatus::ALL) {
            found.value.status = *status;
            // Whatever is accepted has a day.
            found.value.effective_on = Some(day("2027-06-01"));
            found.value.procedure.days += 1;
            let moved = event(number, EventKind::ChangeRequestMoved, &[]);
            let tx = fresh.store.write().await.unwrap();
            found = tx.save_change_request(found, pole.version, &moved).await.unwrap();
            tx.commit().await.unwrap();
            let tx = fresh.store.read().await.unwrap();
            let read = tx.find_change_request(&official(), pole_id(1), found.value.id).await;
            assert_eq!(read.unwrap().as_ref(), Some(&found), "{status:?}");
        }
    }
}

async fn two_pending_requests_have_no_topic_in_common(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    let pole = in_the_register(&tx).await.pole;
    let filed = |number| event(number, EventKind::ChangeRequested, &[]);
    let about = [Topic::Member(tax_code(OTHER))];
    let first = tx.insert_change_request(request(1, &about), &pole, &filed(2)).await.unwrap();
    tx.commit().await.unwrap();

    let tx = fresh.store.write().await.unwrap();
    let again = tx.insert_change_request(request(2, &about), &pole, &filed(3)).await;
    assert!(matches!(again, Err(StoreError::Duplicate)), "{again:?}");
    drop(tx);

    // Once the first is decided, another may follow.
    let tx = fresh.store.write().await.unwrap();
    let mut decided = first;
    decided.value.status = RequestStatus::Refused;
    let refused = event(4, EventKind::ChangeRefused, &[]);
    tx.save_change_request(decided, pole.version, &refused).await.unwrap();
    tx.insert_change_request(request(2, &about), &pole, &filed(5)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_communication_round_trips(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    let pole = in_the_register(&tx).await.pole;
    let mut stored = Vec::new();
    for (number, kind) in (1..).zip(CommunicationKind::ALL) {
        let filed = event(number + 1, EventKind::FactCommunicated, &[]);
        let mut value = communication(number, *kind);
        value.filed_by = Some(ada());
        value.reason = Some("perché «sì»".to_owned());
        value.act = (*kind == CommunicationKind::OfficeAct).then(act);
        let inserted = tx.insert_communication(value.clone(), &pole, &filed).await.unwrap();
        assert_eq!((&inserted.value, inserted.version), (&value, 1));
        stored.push(inserted);
    }
    tx.commit().await.unwrap();
    for (first, mut one) in [10, 100].into_iter().zip(stored) {
        for (number, status) in (first..).zip(CommunicationStatus::ALL) {
            one.value.status = *status;
            let reason = Some("la sede è ancora a Monza".to_owned());
            let answer = Answer { at: moment(number.into()), actor: Some(ada()), reason };
            one.value.answer = Some(answer);
            let answered = event(number, EventKind::CommunicationAnswered, &[]);
            let tx = fresh.store.write().await.unwrap();
            one = tx.save_communication(one, &pole, &answered).await.unwrap();
            tx.commit().await.unwrap();
            let tx = fresh.store.read().await.unwrap();
            let read = tx.find_communication(&official(), pole_id(1), one.value.id).await.unwrap();
            assert_eq!(read.as_ref(), Some(&one), "{status:?}");
        }
        // Whoever it is not about does not find it.
        let tx = fresh.store.read().await.unwrap();
        let other = applicant("01234561221");
        let found = tx.find_communication(&other, pole_id(1), one.value.id).await.unwrap();
        assert_eq!(found, None);
    }
}

async fn a_reorganisation_round_trips(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    in_the_register(&tx).await;
    let party = |code: &str, name: Option<&str>| Predecessor {
        kind: MemberKind::VocationalInstitute,
        tax_code: tax_code(code),
        name: name.map(ToOwned::to_owned),
    };
    let past = PastReorganisation {
        id: Id::new(Uuid::from_u128(1)),
        act: act(),
        effective_on: day("2027-09-01"),
        reason: Some("Piano regionale".to_owned()),
        pairs: vec![
            Pair {
                predecessor: party(ORGANISATION, None),
                successor: party(OTHER, Some("Istituto accorpante")),
                tracks: Some(vec!["IT-MME".to_owned()]),
                site_codes: [school_code("MITF500490")].into(),
            },
            Pair {
                predecessor: party(OTHER, None),
                successor: party(ORGANISATION, None),
                tracks: None,
                site_codes: [].into(),
            },
        ],
        recorded_at: moment(3),
        effects: Vec::new(),
    };
    tx.insert_reorganisation(&past).await.unwrap();
    tx.commit().await.unwrap();
    let tx = fresh.store.read().await.unwrap();
    assert_eq!(tx.find_reorganisation(&official(), past.id).await.unwrap(), Some(past));
}

async fn what_a_network_change_cannot_be_is_refused(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    let pole = in_the_register(&tx).await.pole;
    let filed = event(2, EventKind::ChangeRequested, &[]);
    tx.insert_change_request(request(1, &[Topic::Pole]), &pole, &filed).await.unwrap();
    let fact = communication(2, CommunicationKind::Communication);
    let communicated = event(3, EventKind::FactCommunicated, &[]);
    tx.insert_communication(fact, &pole, &communicated).await.unwrap();
    tx.commit().await.unwrap();
    for statement in [
        "UPDATE change_request SET status = 'maybe'",
        "UPDATE change_request SET version = 0",
        "UPDATE change_request SET days = 0",
        "UPDATE change_request SET owner_tax_code = NULL",
        "UPDATE change_request SET pole_id = id",
        "UPDATE change_request_topic SET request_id = pole_id",
        "UPDATE communication SET status = 'maybe'",
        "UPDATE communication SET kind = 'rumour'",
        "UPDATE communication SET version = 0",
        "UPDATE communication SET pole_id = id",
    ] {
        assert!(fresh.behind_its_back(statement).await.is_err(), "{statement}");
    }
}
