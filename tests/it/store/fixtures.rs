//! Calls, poles and members to store.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use ptp_domain::accreditation::{Accreditation, Section};
use ptp_domain::activity_plan::{ActionKind, ActivityPlan, Objective, PlannedAction};
use ptp_domain::area::Area;
use ptp_domain::calendar::{Anniversary, Period};
use ptp_domain::call::{Call, CallStatus, Purpose, RulesetChoice, Terms, Window};
use ptp_domain::event::{Event, EventKind};
use ptp_domain::id::Id;
use ptp_domain::identifier::{
    Ateco, AtecoClassification, CallCode, Email, PoleCode, Province, Rea, SchoolCode, TaxCode,
};
use ptp_domain::member::{
    Commitment, Company, CompanyAteco, Member, Profile, School, SchoolStatus,
};
use ptp_domain::party::{Act, ActKind, Contact, ContactRole, Localized};
use ptp_domain::pole::{Description, NetworkAgreement, Pole, PoleStatus, Recognition};
use ptp_domain::policy::{Action, Actor, Bearer, Owner, Role, Scope};
use ptp_domain::rules::ruleset::{
    Binds, Leeway, Overrides, PlanActions, ReferenceDate, RulesetId, SeniorityBound,
};
use ptp_domain::study_track::{CataloguedTrack, OfferedTrack, Track};
use uuid::Uuid;

/// The bodies that own poles here.
pub(super) const MINE: &str = "80050050154";
pub(super) const OTHERS: &str = "94004480151";

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// An instant with microseconds that come close to each other.
pub(super) fn moment(number: i64) -> DateTime<Utc> {
    at("2027-01-11T08:00:00Z") + TimeDelta::microseconds(number)
}

pub(super) fn tax_code(text: &str) -> TaxCode {
    TaxCode::parse(text).unwrap()
}

pub(super) fn owner(text: &str) -> Owner {
    Owner::Organisation(tax_code(text))
}

pub(super) fn school_code(text: &str) -> SchoolCode {
    SchoolCode::parse(text).unwrap()
}

pub(super) fn official() -> Scope {
    bearer(Role::Official, None).scope(Action::ReadPole).unwrap()
}

pub(super) fn applicant(organisation: &str) -> Scope {
    bearer(Role::Applicant, Some(tax_code(organisation))).scope(Action::ReadPole).unwrap()
}

pub(super) fn anyone() -> Scope {
    Actor::Anonymous.scope(Action::ReadPole).unwrap()
}

pub(super) fn bearer(role: Role, organisation: Option<TaxCode>) -> Actor {
    Actor::Bearer(Bearer {
        issuer: "https://login.example".to_owned(),
        subject: "ada".to_owned(),
        client: Some("portal".to_owned()),
        roles: BTreeSet::from([role]),
        organisation,
    })
}

/// An event that differs from all others in a test by its number, which is its time too.
pub(super) fn event(number: u32, kind: EventKind, changed: &[&str]) -> Event {
    Event {
        id: Uuid::from_u128(0xe000_0000 + u128::from(number)),
        kind,
        at: moment(number.into()),
        actor: bearer(Role::Official, None),
        reason: None,
        member: None,
        changed: changed.iter().map(|name| (*name).to_owned()).collect(),
    }
}

pub(super) fn call_id(number: u32) -> Id<Call> {
    Id::new(Uuid::from_u128(0xca00_0000 + u128::from(number)))
}

pub(super) fn pole_id(number: u32) -> Id<Pole> {
    Id::new(Uuid::from_u128(0x9000_0000 + u128::from(number)))
}

pub(super) fn member_id(number: u32) -> Id<Member> {
    Id::new(Uuid::from_u128(0x3000_0000 + u128::from(number)))
}

/// A call that says as little as it can.
pub(super) fn call(number: u32) -> Call {
    Call {
        id: call_id(number),
        code: CallCode::new(2027, number).unwrap(),
        status: CallStatus::Draft,
        terms: Terms {
            purpose: Purpose::Constitution,
            title: Localized { it: format!("Bando {number}"), en: None },
            text: None,
            areas: Vec::new(),
            window: Window::new(at("2027-01-11T08:00:00Z"), at("2027-02-26T11:00:00Z")).unwrap(),
            ruleset: RulesetChoice::default(),
            priority_for_poles: false,
            act: None,
            contacts: Vec::new(),
        },
    }
}

/// A call with everything there is to say.
pub(super) fn full_call(number: u32) -> Call {
    let terms = Terms {
        purpose: Purpose::Measure,
        title: Localized { it: "Avviso «è già»".to_owned(), en: Some("Notice".to_owned()) },
        text: Some(Localized { it: "Testo\ncon righe".to_owned(), en: Some("Text".to_owned()) }),
        areas: vec![Area::Tourism, Area::AgriFood],
        window: Window::new(at("2027-01-11T08:00:00.120Z"), at("2027-02-26T11:00:00.000001Z"))
            .unwrap(),
        ruleset: RulesetChoice { id: RulesetId::LineeGuida2013, overrides: every_override() },
        priority_for_poles: true,
        act: Some(act()),
        contacts: contacts(),
    };
    Call { status: CallStatus::Published, terms, ..call(number) }
}

pub(super) fn every_override() -> Overrides {
    Overrides {
        min_schools: Some(3),
        min_companies: Some(0),
        min_section_a: Some(u32::MAX),
        min_its: Some(1),
        its_grace_years: Some(2),
        its_grace_until: Some(day("2030-12-31")),
        seniority_years: Some(4),
        seniority_binds: Some(BTreeSet::from([SeniorityBound::SectionA])),
        anniversary: Some(Anniversary::NextDay),
        requirements_bind: Some(Binds::Counted),
        provisional_accreditation_counts: Some(false),
        secondary_track: Some(Leeway::Accept),
        secondary_ateco: Some(Leeway::Reject),
        unmapped_ateco: Some(Leeway::Review),
        other_kinds: Some(Leeway::Accept),
        plan_actions: Some(PlanActions { work_linked_training: 2, curricular_flexibility: 0 }),
        one_slot_each: Some(false),
        exclude_its_founders: Some(true),
        require_company_registration: Some(false),
        allowed_areas: Some(BTreeSet::from([Area::Culture, Area::Mechanics])),
        reference_date: Some(ReferenceDate::On(day("2027-03-01"))),
    }
}

/// A pole that says as little as it can, of the body [`MINE`].
pub(super) fn pole(number: u32) -> Pole {
    Pole {
        id: pole_id(number),
        code: PoleCode::new(2027, number).unwrap(),
        status: PoleStatus::Draft,
        owner: owner(MINE),
        recognition: None,
        description: Description {
            name: format!("Polo {number}"),
            area: Area::Mechanics,
            production_chain: None,
            province: Province::parse("MI").unwrap(),
            text: None,
            network_agreement: None,
            activity_plan: None,
            lead_member_id: None,
            contacts: Vec::new(),
        },
    }
}

/// A pole with everything there is to say; its lead is the member of the same number.
pub(super) fn full_pole(number: u32) -> Pole {
    let description = Description {
        name: "Polo dell'élite meccanica".to_owned(),
        area: Area::Manufacturing,
        production_chain: Some("macchine utensili".to_owned()),
        province: Province::parse("BG").unwrap(),
        text: Some("Una rete\ndi scuole".to_owned()),
        network_agreement: Some(NetworkAgreement {
            signed_on: Some(day("2027-01-20")),
            reference: Some("prot. 12".to_owned()),
        }),
        activity_plan: Some(ActivityPlan {
            summary: Some("Piano".to_owned()),
            from: Some(day("2027-09-01")),
            until: Some(day("2030-08-31")),
            actions: vec![
                PlannedAction {
                    kind: ActionKind::WorkLinkedTraining,
                    title: Some("Alternanza".to_owned()),
                    objectives: vec![Objective::WorkplaceLearning, Objective::TrainingNeeds],
                    hours: Some(120),
                },
                PlannedAction {
                    kind: ActionKind::Other,
                    title: None,
                    objectives: Vec::new(),
                    hours: None,
                },
            ],
        }),
        lead_member_id: Some(member_id(number)),
        contacts: contacts(),
    };
    Pole {
        status: PoleStatus::Recognised,
        owner: Owner::Subject {
            issuer: "https://login.example".to_owned(),
            subject: "ada".to_owned(),
        },
        recognition: Some(Recognition { recognised_on: day("2027-04-01"), act: act() }),
        description,
        ..pole(number)
    }
}

pub(super) fn recognised(pole: Pole) -> Pole {
    let recognition = Some(Recognition { recognised_on: day("2027-04-01"), act: act() });
    Pole { status: PoleStatus::Recognised, recognition, ..pole }
}

/// A member that says as little as it can.
pub(super) fn member(number: u32) -> Member {
    Member {
        id: member_id(number),
        name: format!("Ente {number}"),
        tax_code: tax_code(OTHERS),
        province: Province::parse("MI").unwrap(),
        municipality: None,
        membership: Period::since(day("2027-01-15")),
        profile: Profile::AccreditedBody,
        study_tracks: Vec::new(),
        accreditations: Vec::new(),
        succeeds: None,
        contacts: Vec::new(),
    }
}

/// A member with everything there is to say, but for what its kind calls for.
pub(super) fn full_member(number: u32, profile: Profile) -> Member {
    let period = |from, until| Period::new(day(from), Some(day(until))).unwrap();
    Member {
        // A natural person's, with a letter in the place of a digit.
        tax_code: tax_code("RSSMRA80A01F205X"),
        municipality: Some("Sant'Angelo Lodigiano".to_owned()),
        membership: period("2027-01-15", "2029-02-28"),
        profile,
        study_tracks: vec![
            OfferedTrack {
                track: Track::Catalogued(CataloguedTrack::find("IT-MME").unwrap()),
                site_code: Some(school_code("BGTF003011")),
                offered: period("2019-09-01", "2024-08-31"),
            },
            OfferedTrack {
                track: Track::Declared { title: "Saldatura".to_owned(), area: Area::Mechanics },
                site_code: None,
                offered: Period::since(day("2020-09-01")),
            },
        ],
        accreditations: vec![
            Accreditation {
                section: Section::A,
                number: "0123".to_owned(),
                valid: period("2020-01-01", "2031-12-31"),
                provisional: true,
                suspensions: vec![
                    period("2021-01-01", "2021-01-31"),
                    Period::since(day("2030-06-01")),
                ],
                revoked_on: Some(day("2031-01-01")),
            },
            Accreditation {
                section: Section::EmploymentServices,
                number: "9".to_owned(),
                valid: Period::since(day("2020-01-01")),
                provisional: false,
                suspensions: Vec::new(),
                revoked_on: None,
            },
        ],
        succeeds: Some(member_id(999)),
        contacts: contacts(),
        ..member(number)
    }
}

pub(super) fn school(institution: Option<&str>, sites: &[&str]) -> School {
    School {
        institution_code: institution.map(school_code),
        site_codes: sites.iter().map(|code| school_code(code)).collect(),
        status: SchoolStatus::Paritaria,
    }
}

/// A profile of each kind, full and bare where there is a difference.
pub(super) fn profiles() -> Vec<Profile> {
    let ateco = |code, classification, primary| CompanyAteco {
        ateco: Ateco::parse(code, classification).unwrap(),
        primary,
    };
    vec![
        Profile::TechnicalInstitute(school(
            Some("BGTF003011"),
            // The same code twice: it is kept, and searched once.
            &["BGRI003014", "BGTF003011", "MITFDH5000"],
        )),
        Profile::VocationalInstitute(school(None, &[])),
        Profile::Company(Company {
            ateco: vec![
                ateco("28.41", AtecoClassification::Ateco2007, true),
                ateco("25.62.1", AtecoClassification::Ateco2025, false),
            ],
            rea: Some(Rea::parse("MI-123456").unwrap()),
            registered: Some(true),
            commitment: Some(Commitment {
                signed_on: day("2027-01-18"),
                signatory: Some("Ada Rossi".to_owned()),
                all_students: true,
            }),
        }),
        Profile::Company(Company { ateco: vec![], rea: None, registered: None, commitment: None }),
        Profile::AccreditedBody,
        Profile::ItsAcademy { founders: BTreeSet::from([tax_code(MINE), tax_code(OTHERS)]) },
        Profile::ItsAcademy { founders: BTreeSet::new() },
        Profile::University,
        Profile::ResearchCentre,
        Profile::Other { description: "camera di commercio".to_owned() },
    ]
}

pub(super) fn act() -> Act {
    Act {
        kind: ActKind::Decree,
        number: "123".to_owned(),
        date: day("2027-01-04"),
        url: Some("https://regione.example/decreto".to_owned()),
    }
}

pub(super) fn contacts() -> Vec<Contact> {
    let full = Contact {
        role: ContactRole::ResponsibleOfficer,
        office: Some("Ufficio".to_owned()),
        name: Some("Ada Rossi".to_owned()),
        email: Some(Email::parse("ufficio@pec.regione.example").unwrap()),
        phone: Some("+39 02 123".to_owned()),
    };
    let bare = Contact {
        role: ContactRole::Information,
        office: None,
        name: None,
        email: None,
        phone: None,
    };
    vec![full, bare]
}

/// The values by the numbers they were made with.
pub(super) fn numbers<T>(items: &[T], of: impl Fn(&T) -> Uuid) -> Vec<u128> {
    items.iter().map(|item| of(item).as_u128() & 0xffff).collect()
}

/// How often each value occurs.
pub(super) fn tally<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeMap<T, usize> {
    let mut tally = BTreeMap::new();
    for item in items {
        *tally.entry(item).or_default() += 1;
    }
    tally
}
