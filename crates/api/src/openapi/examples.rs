//! Realistic examples: inputs that succeed as they stand, and the answers that they get.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::calendar::parse_instant;
use ptp_domain::call::{Call, CallStatus};
use ptp_domain::id::Id;
use ptp_domain::identifier::{CallCode, PoleCode, TaxCode};
use ptp_domain::pole::{Pole, PoleStatus};
use ptp_domain::policy::{Action, Owner};
use ptp_store::{Stored, StoredPole};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::examples_procedure;
use crate::calls::document::{CallInput, CallView};
use crate::members::view::MemberView;
use crate::poles::creation::PoleCreation;
use crate::poles::document::{PoleSummary, PoleView};
use crate::problem_catalogue::ProblemType;
use crate::wire::{Read, Reading};

pub(super) const CALL_ID: &str = "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d10";
pub(super) const POLE_ID: &str = "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d11";
pub(super) const MEMBER_ID: &str = "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d12";

/// Puts the examples of an operation in their places.
pub(super) fn add(operation: &mut Value, action: Action) {
    if let Some(example) = request(action)
        && let Some(content) =
            operation.pointer_mut("/requestBody/content").and_then(Value::as_object_mut)
    {
        for (_, media) in content {
            media["examples"] = json!({"esempio": {"value": example}});
        }
    }
    let Some(example) = success(action) else { return };
    for status in ["200", "201"] {
        let content = operation
            .pointer_mut(&format!("/responses/{status}/content"))
            .and_then(Value::as_object_mut);
        for (kind, media) in content.into_iter().flatten() {
            if kind == "text/html" {
                media["schema"] = json!({
                    "type": "string", "maxLength": 200_000, "pattern": "^<!DOCTYPE html>",
                });
                media["examples"] = json!({"esempio": {"value": "<!DOCTYPE html>"}});
            } else {
                media["examples"] = json!({"esempio": {"value": example}});
            }
        }
    }
}

/// The body of an operation.
fn request(action: Action) -> Option<Value> {
    Some(match action {
        Action::CreateCall => call_input(),
        Action::ChangeCall => json!({
            "contacts": [{"role": "information", "office": "Sportello PTP", "email": "ptp@example.it"}],
            "reason": "Nuovo recapito dello sportello.",
        }),
        Action::PublishCall => json!({}),
        Action::ExtendCall => json!({
            "closes_at": "2027-03-12T12:00:00",
            "reason": "Proroga chiesta dagli istituti per la chiusura invernale.",
        }),
        Action::WithdrawCall => json!({"reason": "Bando sostituito da uno nuovo."}),
        Action::ArchiveCall => json!({"reason": "Procedimenti conclusi."}),
        Action::CreatePole => pole_creation(),
        Action::ChangePole => json!({
            "description": "Rete per la meccatronica tra Monza e Lecco, con laboratori condivisi.",
            "production_chain": null,
        }),
        Action::AddMember => json!({
            "kind": "company",
            "name": "Officine Lariane S.r.l.",
            "tax_code": "01234561205",
            "province": "LC",
            "municipality": "Lecco",
            "joined_on": "2027-01-15",
            "company": {
                "ateco": [{"code": "25.62", "classification": "2007", "primary": true}],
                "rea": "LC-123456",
                "commitment": {"signed_on": "2027-01-18", "all_students": true},
            },
        }),
        Action::ChangeMember => json!({"left_on": "2028-08-31"}),
        Action::SearchMembers => json!({"tax_code": "94004480151"}),
        Action::EvaluateNetwork => json!({"pole": pole_creation(), "as_of": "2027-02-26"}),
        other => return examples_procedure::request(other),
    })
}

/// What an operation answers; reference data answers for itself.
fn success(action: Action) -> Option<Value> {
    match action {
        Action::CreateCall => show(&CallView::show(&call(CallStatus::Draft)?, now()?)),
        Action::ReadCall | Action::ChangeCall | Action::PublishCall | Action::ExtendCall => {
            show(&CallView::show(&call(CallStatus::Published)?, now()?))
        }
        Action::WithdrawCall => show(&CallView::show(&call(CallStatus::Withdrawn)?, now()?)),
        Action::ArchiveCall => show(&CallView::show(&call(CallStatus::Archived)?, now()?)),
        Action::ListCalls => Some(json!({
            "items": [show(&CallView::show(&call(CallStatus::Published)?, now()?))?],
        })),
        Action::CreatePole | Action::ReadPole | Action::ChangePole => {
            show(&PoleView::show(&pole()?, true))
        }
        Action::ListPoles => {
            Some(json!({"items": [show(&PoleSummary::show(&pole()?.pole, true))?]}))
        }
        Action::ListMembers => Some(json!({"items": [member()?]})),
        Action::AddMember | Action::ReadMember | Action::ChangeMember => member(),
        Action::SearchMembers => Some(json!({"items": [{
            "pole": show(&PoleSummary::show(&pole()?.pole, true))?,
            "member": member()?,
        }]})),
        other => {
            examples_procedure::success(other).or_else(|| super::examples_reference::success(other))
        }
    }
}

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
    Some(Stored { value, version, created_at, updated_at: now()? })
}

pub(super) fn call(status: CallStatus) -> Option<Stored<Call>> {
    let terms = read(&call_input(), CallInput::read)?;
    let code = CallCode::new(2027, 3).ok()?;
    stored(Call { id: id(CALL_ID)?, code, status, terms }, 2)
}

/// The pole of the examples, with its members.
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
        description,
    };
    let members = members.into_iter().map(|member| stored(member, 1)).collect::<Option<_>>()?;
    Some(StoredPole { pole: stored(pole, 1)?, members })
}

/// The day on which the examples are judged.
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
        "act": {"kind": "decree", "number": "123", "date": "2027-01-04", "url": "https://www.example.it/atti/123"},
        "contacts": [{"role": "information", "office": "Sportello PTP", "email": "ptp@example.it", "phone": "+39 02 5550100"}],
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

/// A problem of a status.
pub(super) fn problem(status: &str) -> Value {
    use ProblemType as T;
    let (kind, detail) = match status {
        "400" => (T::MalformedJson, "Il corpo non è JSON: riga 3, colonna 14."),
        "401" => (
            T::Unauthenticated,
            "Questa operazione richiede un token: Authorization: Bearer <JWT>.",
        ),
        "403" => (T::Forbidden, "I ruoli del token non permettono di creare un bando."),
        "404" => (T::NotFound, "Non esiste, oppure non è visibile con queste credenziali."),
        "406" => (T::NotAcceptable, "La risposta è disponibile solo in application/json."),
        "408" => (T::RequestTimeout, "Il corpo non è arrivato per intero in tempo."),
        "409" => (T::WrongState, "non è possibile pubblicare: il bando è pubblicato"),
        "412" => (
            T::Stale,
            "Qualcun altro ha modificato la risorsa: rileggerla e riprovare con il nuovo ETag.",
        ),
        "413" => (T::TooLarge, "Il corpo supera il limite di 1048576 byte."),
        "415" => (T::UnsupportedMediaType, "Il corpo deve avere Content-Type: application/json."),
        "422" => {
            (T::InvalidBody, "Il contenuto ha un errore: vedere errors. Nulla è stato salvato.")
        }
        "428" => (T::PreconditionRequired, "Inviare If-Match con l'ETag della versione letta."),
        "429" => (T::TooManyRequests, "Troppe richieste in un minuto: riprovare fra 2 secondi."),
        "503" => (
            T::Unavailable,
            "Il servizio è momentaneamente occupato: riprovare tra poco, con la stessa Idempotency-Key.",
        ),
        _ => (T::Internal, "Si è verificato un errore interno; segnalarlo indicando trace_id."),
    };
    let mut problem = json!({
        "type": format!("/problems/{}", kind.slug()),
        "title": kind.title().it,
        "status": kind.status().as_u16(),
        "detail": detail,
        "instance": "/v1/poles",
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
    });
    match status {
        "409" => {
            problem["resource_status"] = json!("published");
            problem["allowed_actions"] = json!(["change_call", "extend_call", "withdraw_call"]);
        }
        "412" => {
            problem["current_version"] = json!(4);
            problem["changed_fields"] = json!(["name"]);
        }
        "422" => {
            problem["errors"] = json!([{
                "pointer": "/members/2/tax_code",
                "code": "tax_code_check",
                "message": "la cifra di controllo non torna",
            }]);
        }
        _ => {}
    }
    problem
}
