//! The resources used in examples: a call, and a pole with its members.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::application::{Application, ApplicationStatus, Procedure};
use ptp_domain::calendar::parse_instant;
use ptp_domain::call::{Call, CallStatus, Notification, Purpose, SilenceTerms};
use ptp_domain::id::Id;
use ptp_domain::identifier::{CallCode, PoleCode, Protocol, TaxCode};
use ptp_domain::pole::{Pole, PoleStatus};
use ptp_domain::policy::Owner;
use ptp_http::wire::{Read, Reading};
use ptp_store::{Stored, StoredPole};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::resources::calls::document::CallInput;
use crate::resources::members::view::MemberView;
use crate::resources::poles::creation::PoleCreation;

pub(super) const APPLICATION_ID: &str = "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d40";
pub(super) const CALL_ID: &str = "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d10";
pub(super) const POLE_ID: &str = "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d11";
pub(super) const MEMBER_ID: &str = "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d12";

pub(super) fn show(value: &impl Serialize) -> Option<Value> {
    serde_json::to_value(value).ok()
}

pub(super) fn member() -> Option<Value> {
    show(&MemberView::show(pole()?.members.first()?, true))
}

pub(super) fn now() -> Option<DateTime<Utc>> {
    parse_instant("2027-01-20T09:00:00Z").ok()
}

pub(super) fn id<T>(text: &str) -> Option<Id<T>> {
    Uuid::parse_str(text).ok().map(Id::new)
}

pub(super) fn read<V>(input: &Value, read: impl FnOnce(&mut Reading<'_>) -> Read<V>) -> Option<V> {
    let mut reading = Reading::of(input);
    let value = read(&mut reading);
    reading.finish(value).ok()
}

pub(super) fn stored<T>(value: T, version: i64) -> Option<Stored<T>> {
    let created_at = parse_instant("2027-01-04T08:30:00Z").ok()?;
    Some(Stored::new(value, version, created_at, now()?))
}

pub(super) fn call(status: CallStatus) -> Option<Stored<Call>> {
    let terms = read(&call_input(), CallInput::read)?;
    let code = CallCode::new(2027, 3).ok()?;
    stored(Call { id: id(CALL_ID)?, code, status, terms, later_acts: Vec::new() }, 2)
}

/// The example pole, with its members.
pub(super) fn pole() -> Option<StoredPole> {
    let member_id = Uuid::parse_str(MEMBER_ID).ok()?;
    let ids = std::cell::Cell::new(member_id.as_u128());
    let (description, members) = read(&pole_creation(), |reading| {
        let next = || Uuid::from_u128(ids.replace(ids.get().wrapping_add(1)));
        PoleCreation::read(next, reading)
    })?;
    let pole = Pole {
        id: id(POLE_ID)?,
        code: PoleCode::new(2027, 12).ok()?,
        status: PoleStatus::Draft,
        owner: Owner::Organisation(TaxCode::parse("94004480151").ok()?),
        recognition: None,
        life: Vec::new(),
        warning: None,
        transfers: Vec::new(),
        successions: Vec::new(),
        description,
    };
    let members = members.into_iter().map(|member| stored(member, 1)).collect::<Option<_>>()?;
    Some(StoredPole { pole: stored(pole, 1)?, members })
}

/// The reference date of the examples.
pub(super) fn day() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2027, 2, 26)
}

pub(super) fn call_input() -> Value {
    json!({
        "purpose": "constitution",
        "title": {"it": "Costituzione di Poli Tecnici Professionali 2027", "en": "Constitution of technical and vocational poles 2027"},
        "text": {"it": "Sono ammesse le reti che rispettano la composizione e i requisiti del programma."},
        "areas": ["mechanics"],
        "opens_at": "2027-01-11T09:00:00",
        "closes_at": "2027-02-26T12:00:00",
        "ruleset": {"id": "regione-lombardia", "parameters": {"min_companies": 2}},
        "priority_for_poles": false,
        "act": {"kind": "decree", "number": "123", "date": "2026-11-16", "url": "https://www.example.it/atti/123"},
        "contacts": [{"role": "responsible_officer", "office": "Struttura Istruzione tecnica", "email": "responsabile@example.it"}, {"role": "information", "office": "Sportello PTP", "email": "ptp@example.it", "phone": "+39 02 5550100"}],
    })
}

/// Two schools, two companies and a section A body: compliant, with the ITS waived.
pub(super) fn pole_creation() -> Value {
    json!({
        "name": "Polo meccatronico della Brianza",
        "area": "mechanics",
        "production_chain": "Macchine utensili",
        "province": "MB",
        "description": "Rete per la filiera della meccatronica tra Monza e Lecco.",
        "network_agreement": {"signed_on": "2027-01-14", "reference": "Prot. 87/2027"},
        "activity_plan": {
            "summary": "Laboratori condivisi, alternanza in azienda e quote di flessibilità.",
            "from": "2027-09-01",
            "until": "2030-08-31",
            "actions": [
                {"kind": "work_linked_training", "title": "Alternanza nelle officine del polo", "objectives": ["workplace_learning", "training_needs"], "hours": 120},
                {"kind": "curricular_flexibility", "title": "Modulo comune di meccatronica", "objectives": ["curricular_flexibility"], "hours": 66},
            ],
        },
        "members": [
            {
                "kind": "technical_institute",
                "name": "Istituto tecnico industriale di esempio",
                "tax_code": "94004480151",
                "province": "MI",
                "municipality": "Milano",
                "joined_on": "2027-01-11",
                "school": {"institution_code": "MIIS08900V", "status": "state"},
                "study_tracks": [{"code": "IT-MME", "started_on": "2019-09-01"}],
            },
            {
                "kind": "vocational_institute",
                "name": "Istituto professionale di esempio",
                "tax_code": "01234560165",
                "province": "BG",
                "municipality": "Bergamo",
                "joined_on": "2027-01-11",
                "school": {"institution_code": "BGRI017023", "status": "state"},
                "study_tracks": [{"code": "IP-D", "started_on": "2018-09-01"}],
            },
            {
                "kind": "company",
                "name": "Torneria Esempio S.p.A.",
                "tax_code": "01234560157",
                "province": "MB",
                "municipality": "Monza",
                "joined_on": "2027-01-11",
                "company": {
                    "ateco": [{"code": "28.41", "classification": "2007", "primary": true}],
                    "rea": "MB-123456",
                    "registered": true,
                    "commitment": {"signed_on": "2027-01-14", "all_students": true},
                },
            },
            {
                "kind": "company",
                "name": "Meccanica di precisione Esempio S.r.l.",
                "tax_code": "01234560173",
                "province": "LC",
                "municipality": "Lecco",
                "joined_on": "2027-01-11",
                "company": {
                    "ateco": [{"code": "25.62", "classification": "2007", "primary": true}],
                    "rea": "LC-654321",
                    "registered": true,
                    "commitment": {"signed_on": "2027-01-14", "all_students": true},
                },
            },
            {
                "kind": "accredited_body",
                "name": "Centro di formazione professionale di esempio",
                "tax_code": "01234561213",
                "province": "MB",
                "municipality": "Monza",
                "joined_on": "2027-01-11",
                "study_tracks": [{"code": "IEFP-OPERATORE-MECCANICO", "started_on": "2020-09-01"}],
                "accreditations": [{"section": "a", "number": "0123/2020", "valid_from": "2020-01-01"}],
            },
        ],
    })
}

/// An application as it was received.
pub(super) fn received() -> Option<Application> {
    let received_at = parse_instant("2027-02-25T10:15:30.123456Z").ok()?;
    Some(Application {
        id: id(APPLICATION_ID)?,
        protocol: Protocol::new(2027, 123).ok()?,
        status: ApplicationStatus::Submitted,
        call: id(CALL_ID)?,
        purpose: Purpose::Constitution,
        pole: Id::new(pole()?.pole.value.id.uuid()),
        owner: pole()?.pole.value.owner,
        received_at,
        reference_date: day()?,
        procedure: Procedure {
            starts_on: NaiveDate::from_ymd_opt(2027, 2, 25)?,
            days: 30,
            notice_required: true,
            notification: Notification::default(),
            silence: SilenceTerms::default(),
            substitute_power: Some("Direzione generale, potere.sostitutivo@example.it".to_owned()),
            taken: Vec::new(),
        },
        assignment: None,
        references: Vec::new(),
    })
}
