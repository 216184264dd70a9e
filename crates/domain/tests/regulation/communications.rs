//! Facts about a recognised network: what they are, when, and how the office answers.

use std::slice::from_ref;

use ptp_domain::accreditation::{Accreditation, Section};
use ptp_domain::calendar::{Period, Span};
use ptp_domain::communication::{
    Answering, CommunicationKind, CommunicationStatus, MEMBER_FACTS, POLE_FACTS, ateco_from,
    attempt, happened, may_be_told,
};
use ptp_domain::identifier::{Ateco, AtecoClassification};
use ptp_domain::member::CompanyAteco;
use ptp_domain::vocabulary::Vocabulary;

use super::members::day;
use super::states::{cell, rows};

const COMMUNICATIONS: &str = "
    answer   filed      noted  contested
    note     noted      -      noted
    contest  contested  -      -
";

/// It is noted or contested; nothing takes its effect away, and what is contested can be clarified.
#[test]
fn a_communication_is_noted_or_contested_never_refused() {
    let table: Vec<Vec<_>> = Answering::ALL
        .iter()
        .map(|answer| {
            let after = CommunicationStatus::ALL
                .iter()
                .map(|from| cell(&attempt(CommunicationKind::Communication, *from, *answer)));
            std::iter::once(answer.code()).chain(after).collect()
        })
        .collect();
    assert_eq!(table, rows(COMMUNICATIONS));
}

#[test]
fn the_office_does_not_answer_itself() {
    for from in CommunicationStatus::ALL {
        for answer in Answering::ALL {
            let answered = attempt(CommunicationKind::OfficeAct, *from, *answer);
            assert_eq!(cell(&answered), "not_a_communication");
        }
    }
}

#[test]
fn what_is_communicated_has_happened() {
    let today = day("2027-05-10");
    assert_eq!(happened(today, today), Ok(()));
    assert_eq!(happened(day("2019-01-01"), today), Ok(()));
    assert_eq!(happened(day("2027-05-11"), today).unwrap_err().code, "fact_in_the_future");
}

/// Who belongs to a network since when, its lead and its plan are for the office to accept.
#[test]
fn what_needs_a_request_is_no_fact() {
    for name in ["tax_code", "kind", "joined_on", "study_tracks"] {
        assert!(!MEMBER_FACTS.contains(&name), "{name}");
    }
    for name in ["area", "activity_plan", "lead_member_id", "network_agreement"] {
        assert!(!POLE_FACTS.contains(&name), "{name}");
    }
}

fn code(text: &str, from: Option<&str>, until: Option<&str>) -> CompanyAteco {
    CompanyAteco {
        ateco: Ateco::parse(text, AtecoClassification::Ateco2007).expect("a code"),
        primary: true,
        held: Span::new(from.map(day), until.map(day)).expect("a period"),
    }
}

/// Whatever is told holds from the day of the fact on, and what was known holds until then.
#[test]
fn codes_of_a_company_change_from_the_day_of_the_fact_on() {
    let on = day("2027-02-15");
    let known = [code("28.41", None, None)];
    let other = ateco_from(on, &known, &[code("56.11", None, None)]);
    let [before, after] =
        [code("28.41", None, Some("2027-02-14")), code("56.11", Some("2027-02-15"), None)];
    assert_eq!(other, [before.clone(), after.clone()]);
    assert_eq!(ateco_from(on, &known, &known), known, "what is told again goes on");
    // Dates before the fact do not reach back.
    let since = ateco_from(on, &known, &[code("56.11", Some("2019-01-01"), None)]);
    assert_eq!(since, [before.clone(), after]);
    // What was over by then, or begins later.
    let past = [code("25.62", None, Some("2020-12-31")), code("28.41", Some("2021-01-01"), None)];
    let later = code("56.11", Some("2027-06-01"), None);
    let merged = ateco_from(on, &past, &[code("28.41", None, Some("2027-05-31")), later.clone()]);
    let goes_on = code("28.41", Some("2021-01-01"), Some("2027-05-31"));
    assert_eq!(merged, [past[0].clone(), goes_on, later]);
}

fn accreditation(number: &str, from: &str, until: Option<&str>) -> Accreditation {
    Accreditation {
        section: Section::A,
        number: number.to_owned(),
        valid: Period::new(day(from), until.map(day)).expect("a period"),
        provisional: false,
        suspensions: Vec::new(),
        revoked_on: None,
    }
}

/// The Region records what its own registers say.
#[test]
fn what_the_region_recorded_of_an_accreditation_is_not_told_otherwise() {
    let on = day("2027-02-15");
    let known = accreditation("0123/2020", "2020-01-01", Some("2027-06-30"));
    let may = |told: &[Accreditation]| may_be_told(from_ref(&known), told, on).is_ok();
    let with = |change: fn(&mut Accreditation)| {
        let mut told = known.clone();
        change(&mut told);
        told
    };
    let renewed = with(|it| it.valid = Period::new(it.valid.from(), None).expect("a period"));
    let revoked = with(|it| it.revoked_on = Some(day("2027-02-15")));
    let new = accreditation("0456/2027", "2027-02-15", None);
    for told in [known.clone(), renewed, revoked.clone()] {
        assert!(may(from_ref(&told)) && may(&[told, new.clone()]));
    }
    assert!(!may(&[]), "left out");
    assert!(!may(&[with(|it| it.revoked_on = Some(day("2027-02-14")))]), "before the fact");
    assert!(!may(&[with(|it| it.valid = Period::since(day("2019-01-01")))]), "valid earlier");
    assert!(!may(&[known.clone(), accreditation("0456/2027", "2027-02-14", None)]));
    assert!(!may(&[with(|it| it.suspensions = vec![Period::since(day("2027-02-14"))])]));
    assert!(may(&[with(|it| it.suspensions = vec![Period::since(day("2027-02-15"))])]));
    // Of what is revoked or suspended nothing is taken back, and what has ended is not revived.
    assert!(may_be_told(&[revoked], from_ref(&known), on).is_err());
    let suspended = with(|it| it.suspensions = vec![Period::since(day("2027-01-01"))]);
    assert!(may_be_told(&[suspended], from_ref(&known), on).is_err());
    let ended = accreditation("0123/2020", "2020-01-01", Some("2026-12-31"));
    assert!(may_be_told(&[ended], &[known], on).is_err());
}
