//! Reorganisations: DOMAIN.md, sections 8.2 and 8.3.

use std::collections::{BTreeMap, BTreeSet};

use ptp_domain::continuation::Predecessor;
use ptp_domain::id::Id;
use ptp_domain::identifier::{PoleCode, SchoolCode};
use ptp_domain::member::Member;
use ptp_domain::party::{Act, ActKind};
use ptp_domain::pole::{Description, PoleStatus, Reorganised, list_faults, reorganised};
use ptp_domain::policy::Owner;
use ptp_domain::reorganisation::{Handover, Reorganisation, faults, nowhere};
use ptp_domain::rules::{Outcome, Rule, Verdict};
use uuid::Uuid;

use super::members::{Vary, company, day, id_of, since, tax_code_of, technical, vocational, word};
use super::network::Pole;

const ON: &str = "2026-09-01";
const DAY_BEFORE: &str = "2026-08-31";

fn handover(from: &Member, to: &Member) -> Handover {
    Handover {
        predecessor: Predecessor {
            kind: from.kind(),
            tax_code: from.tax_code.clone(),
            name: Some(from.name.clone()),
        },
        successor: to.clone(),
        tracks: None,
        site_codes: BTreeSet::new(),
    }
}

fn of_tracks(from: &Member, to: &Member, tracks: &[&str]) -> Handover {
    let tracks = tracks.iter().map(|track| (*track).to_owned()).collect();
    Handover { tracks: Some(tracks), ..handover(from, to) }
}

fn act(handovers: Vec<Handover>) -> Reorganisation {
    let (kind, number) = (ActKind::Resolution, "412".to_owned());
    Reorganisation {
        id: Id::new(Uuid::from_u128(412)),
        act: Act { kind, number, date: day("2026-02-10"), url: None },
        effective_on: day(ON),
        reason: None,
        handovers,
    }
}

/// The network as a stored pole, owned by a member.
fn stored(pole: &Pole, owner: &str) -> ptp_domain::pole::Pole {
    ptp_domain::pole::Pole {
        id: Id::new(Uuid::from_u128(1)),
        code: PoleCode::new(2027, 1).expect("a code"),
        status: PoleStatus::Draft,
        owner: Owner::Organisation(tax_code_of(owner)),
        recognition: None,
        life: Vec::new(),
        warning: None,
        transfers: Vec::new(),
        successions: pole.successions.clone(),
        description: Description {
            name: "Polo".to_owned(),
            area: pole.area,
            production_chain: None,
            province: pole.seat,
            text: None,
            network_agreement: pole.agreement.clone(),
            activity_plan: pole.plan.clone(),
            lead_member_id: pole.lead,
            contacts: Vec::new(),
        },
    }
}

fn tried(pole: &Pole, act: &Reorganisation) -> Option<Reorganised> {
    let members: Vec<_> = pole.members.iter().collect();
    let mut next = act.id.uuid().as_u128() * 1_000;
    let new_id = || {
        next += 1;
        Id::new(Uuid::from_u128(u128::MAX - next))
    };
    let subject = (&stored(pole, "S1"), &members[..]);
    let done = reorganised(subject, act, (&pole.determinations[..], day(ON)), new_id);
    done.expect("no fault")
}

/// The network after the act, which leaves a list without faults.
fn after(pole: &Pole, act: &Reorganisation) -> Pole {
    let done = tried(pole, act).expect("it is concerned");
    assert_eq!(list_faults(&done.members.iter().collect::<Vec<_>>()), []);
    Pole {
        members: done.members,
        lead: done.pole.description.lead_member_id,
        successions: done.pole.successions,
        ..pole.clone()
    }
}

fn codes(pole: &Pole, name: &str) -> (Outcome, Vec<&'static str>) {
    let member = pole.members.iter().find(|member| member.name == name).expect("the member").id;
    let results = pole.report().members;
    let result = results.into_iter().find(|result| result.member == member).expect("its result");
    let all = result.findings.iter().filter(|one| one.rule == Rule::TrainingSeniority);
    let codes = all.clone().map(|one| one.reason.code()).collect();
    (all.map(|one| one.outcome).next().expect("a finding"), codes)
}

/// The pole of the worked cases, whose members had joined before the act.
fn base() -> Pole {
    let mut pole = Pole::base();
    for member in &mut pole.members {
        member.membership = since("2024-01-15");
    }
    pole
}

#[test]
fn years_that_pass_by_the_act_need_no_officials_word() {
    let (old, new) = (vocational("S2"), vocational("S9").offering_nothing());
    let pole = after(&base(), &act(vec![handover(&old, &new)]));
    assert_eq!(codes(&pole, "S9"), (Outcome::Satisfied, vec!["track_handed_over"]));
    assert_eq!(pole.verdict(), Verdict::Compliant);
    assert!(pole.clone().on(DAY_BEFORE).slot("S2").is_some(), "until the day before");
    let declared = Pole { successions: Vec::new(), ..pole };
    assert_eq!(codes(&declared, "S9"), (Outcome::NeedsReview, vec!["track_continued"]));
}

#[test]
fn years_that_nobody_has_assessed_are_not_made_certain_by_the_act() {
    let young = vocational("S2")
        .offering_nothing()
        .offering("IP-D", "2025-09-01")
        .continuing("S8", "2015-09-01")
        .for_the_time(since("2024-01-15"));
    let heir = vocational("S9").offering_nothing();
    let pole = base().replacing(young.clone());
    let passed = after(&pole, &act(vec![handover(&young, &heir)]));
    assert_eq!(codes(&passed, "S9"), (Outcome::NeedsReview, vec!["track_continued"]));

    // An official had accepted them.
    let found = pole.result("S2").findings;
    let found = found.iter().find(|one| one.reason.code() == "track_continued").expect("a claim");
    let mut settled = pole.clone();
    let fact = found.reason.fact();
    settled.determinations.push(word(Rule::TrainingSeniority, "S2", fact, true));
    let passed = after(&settled, &act(vec![handover(&young, &heir)]));
    assert_eq!(codes(&passed, "S9"), (Outcome::Satisfied, vec!["track_handed_over"]));

    // Or they are not needed: its own years are enough.
    let old = vocational("S2")
        .offering_nothing()
        .offering("IP-D", "2019-09-01")
        .continuing("S8", "2010-09-01")
        .for_the_time(since("2024-01-15"));
    let pole = after(&base().replacing(old.clone()), &act(vec![handover(&old, &heir)]));
    assert_eq!(codes(&pole, "S9"), (Outcome::Satisfied, vec!["track_handed_over"]));
}

#[test]
fn years_that_passed_by_an_act_pass_on_by_the_next() {
    let (first, second) =
        (vocational("S8").offering_nothing(), vocational("S9").offering_nothing());
    let pole = after(&base(), &act(vec![handover(&vocational("S2"), &first)]));
    let next = Reorganisation {
        id: Id::new(Uuid::from_u128(413)),
        effective_on: day("2026-12-01"),
        ..act(vec![handover(&first, &second)])
    };
    let pole = after(&pole, &next);
    assert_eq!(codes(&pole, "S9"), (Outcome::Satisfied, vec!["track_handed_over"]));
}

#[test]
fn a_successor_leads_until_another_is_named_and_its_predecessor_until_then() {
    let heir = technical("S9").offering_nothing();
    let pole = base().led_by("S1");
    let pole = after(&pole, &act(vec![handover(&technical("S1"), &heir)]));
    let lead = pole.members.iter().find(|member| member.name == "S9").expect("the heir").id;
    assert_eq!(pole.lead, Some(lead));
    for on in [DAY_BEFORE, ON] {
        assert_eq!(pole.clone().on(on).outcome(Rule::Lead), Outcome::Satisfied, "{on}");
    }
    let unknown = Pole { successions: Vec::new(), ..pole }.on(DAY_BEFORE);
    assert_eq!(unknown.outcome(Rule::Lead), Outcome::NeedsReview);
}

#[test]
fn the_owner_is_the_successor_of_the_owner() {
    let heir = technical("S9").offering_nothing();
    let done = tried(&base(), &act(vec![handover(&technical("S1"), &heir)])).expect("concerned");
    assert_eq!(done.pole.owner, Owner::Organisation(tax_code_of("S9")));
    assert_eq!(done.owner, Some(0));
    // A pole of which the owner is no member follows it too.
    let empty = Pole { members: Vec::new(), ..base() };
    let done = tried(&empty, &act(vec![handover(&technical("S1"), &heir)])).expect("concerned");
    assert_eq!(done.pole.owner, Owner::Organisation(tax_code_of("S9")));
    // One that hands over a part stays the owner.
    let both = technical("S1").offering("IT-EET", "2019-09-01").for_the_time(since("2024-01-15"));
    let part = act(vec![of_tracks(&both, &heir, &["IT-EET"])]);
    let done = tried(&base().replacing(both), &part).expect("concerned");
    assert_eq!(done.pole.owner, Owner::Organisation(tax_code_of("S1")));
    assert!(done.left.is_empty());
}

#[test]
fn whoever_would_join_later_never_joins_and_its_successor_does() {
    let late = vocational("S2").for_the_time(since("2026-10-01"));
    let heir = vocational("S9").offering_nothing();
    let pole = after(&base().replacing(late.clone()), &act(vec![handover(&late, &heir)]));
    assert!(pole.members.iter().all(|member| member.id != id_of("S2")));
    let heir = pole.members.iter().find(|member| member.name == "S9").expect("the heir");
    assert_eq!(heir.membership, since("2026-10-01"));
    assert_eq!(
        heir.study_tracks[0].offered,
        since(ON),
        "the school has it from the day of the act"
    );
}

#[test]
fn tracks_at_two_sites_pass_to_two_schools() {
    let sites = ["BGRI003014", "BGTF003011"].map(|code| SchoolCode::parse(code).expect("a code"));
    let both = vocational("S2").offering_nothing().for_the_time(since("2024-01-15"));
    let both = sites.iter().fold(both, |school, site| {
        school.offering("IP-D", "2018-09-01").varied(|school| {
            school.study_tracks.last_mut().expect("a track").site_code = Some(site.clone());
        })
    });
    let at = |site: &SchoolCode, to: &str| Handover {
        site_codes: BTreeSet::from([site.clone()]),
        ..handover(&both, &vocational(to).offering_nothing())
    };
    let act = act(vec![at(&sites[0], "S8"), at(&sites[1], "S9")]);
    assert_eq!(faults(&act, day(ON)), []);
    let done = tried(&base().replacing(both.clone()), &act).expect("concerned");
    assert_eq!(done.left, BTreeSet::from([id_of("S2")]));
    assert_eq!(done.joined.len(), 2);
    let pole = after(&base().replacing(both), &act);
    for heir in ["S8", "S9"] {
        assert_eq!(codes(&pole, heir), (Outcome::Satisfied, vec!["track_handed_over"]));
    }
}

#[test]
fn a_commitment_passes_with_its_company() {
    let (old, new) = (company("C2", "25.62"), company("C9", "25.62"));
    let old = old.for_the_time(since("2024-01-15")).in_business(|it| {
        it.commitment.as_mut().expect("one").signed_on = day("2024-01-18");
    });
    let new = new.in_business(|company| company.commitment = None);
    let pole = after(&base().replacing(old.clone()), &act(vec![handover(&old, &new)]));
    assert_eq!(pole.verdict(), Verdict::Compliant);
    assert_eq!(pole.on(ON).verdict(), Verdict::NonCompliant, "the others are not committed yet");
}

fn found(act: &Reorganisation) -> Vec<(String, &'static str)> {
    faults(act, day(ON)).into_iter().map(|fault| (fault.pointer, fault.code)).collect()
}

#[test]
fn two_schools_may_exchange_tracks_but_not_the_same_one() {
    let (one, other) = (vocational("S1"), vocational("S2"));
    let exchange =
        act(vec![of_tracks(&one, &other, &["IP-D"]), of_tracks(&other, &one, &["IP-L"])]);
    assert_eq!(found(&exchange), []);
    let circle = act(vec![of_tracks(&one, &other, &["IP-D"]), of_tracks(&other, &one, &["IP-D"])]);
    let at =
        |index| (format!("/transfers/{index}/successor/tax_code"), "reorganisation_in_a_circle");
    assert_eq!(found(&circle), [at(0), at(1)]);
    let third = vocational("S3");
    let round = act(vec![
        handover(&one, &other),
        of_tracks(&other, &third, &["IP-D"]),
        handover(&third, &one),
    ]);
    assert_eq!(found(&round), [at(0), at(1), at(2)]);
    let chain = act(vec![handover(&one, &other), handover(&other, &third)]);
    assert_eq!(found(&chain), [], "all at the same time");
}

#[test]
fn a_company_hands_over_all_it_has() {
    let part = of_tracks(&company("C1", "28.41"), &company("C2", "25.62"), &["IP-D"]);
    assert_eq!(
        found(&act(vec![part])),
        [("/transfers/0/tracks".to_owned(), "company_has_no_tracks")]
    );
}

#[test]
fn what_no_pole_has_is_named() {
    let (old, new) = (vocational("S2"), vocational("S9"));
    let act = act(vec![of_tracks(&old, &new, &["IP-D", "IP-L"]), handover(&technical("S7"), &new)]);
    let handed = BTreeMap::from([(0, BTreeSet::from(["IP-D".to_owned()]))]);
    let known = BTreeSet::from([old.tax_code]);
    let found = nowhere(&act, &handed, &known);
    let found: Vec<_> = found.iter().map(|one| (one.pointer.as_str(), one.code)).collect();
    let wanted = [
        ("/transfers/0/tracks/1", "track_nowhere"),
        ("/transfers/1/predecessor/tax_code", "predecessor_nowhere"),
    ];
    assert_eq!(found, wanted);
}
