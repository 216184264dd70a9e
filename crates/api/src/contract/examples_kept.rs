//! Examples of what is kept: what a receipt says, a snapshot, events.

use ptp_domain::call::CallStatus;
use ptp_domain::policy::Action;
use ptp_domain::rules::{Budget, evaluate};
use ptp_domain::vocabulary::Vocabulary as _;
use serde_json::{Value, json};

use super::example_things::{APPLICATION_ID, CALL_ID, POLE_ID, call, day, pole, received};
use crate::resources::applications::snapshot::SnapshotSource;

pub(super) fn claims() -> Value {
    json!({
        "iss": "https://ptp.example.it",
        "receipt_id": APPLICATION_ID,
        "act": "application",
        "administration": "Regione Lombardia",
        "object": {"it": "candidatura del polo PTP-2027-0012 al bando BANDO-2027-003"},
        "protocol": "PTP/2027/0000123",
        "application_id": APPLICATION_ID,
        "call_id": CALL_ID,
        "call_code": "BANDO-2027-003",
        "pole_id": POLE_ID,
        "pole_code": "PTP-2027-0012",
        "received_at": "2027-02-25T10:15:30.123456Z",
        "opens_at": "2027-01-11T08:00:00Z",
        "closes_at": "2027-02-26T11:00:00Z",
        "snapshot_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "office": {"name": "Struttura Istruzione tecnica", "email": "istruzione@pec.example.it"},
        "responsible": "Maria Esempio",
        "due_on": "2027-03-29",
        "on_silence": {"it": "Il silenzio dell'ufficio non equivale a decisione."},
        "file": format!("https://ptp.example.it/v1/applications/{APPLICATION_ID}"),
    })
}

pub(super) fn snapshot() -> Option<Value> {
    let (call, pole, application) = (call(CallStatus::Published)?, pole()?, received()?);
    let ruleset = call.value.terms.ruleset();
    let report =
        evaluate(&crate::cases::judging::network(&pole), &ruleset, day()?, &[], &Budget::default())
            .ok()?;
    let frozen = SnapshotSource {
        application: &application,
        call: &call,
        pole: &pole,
        ruleset: &ruleset,
        report: &report,
    };
    let (text, _) = frozen.canonical(&[0; 32]).ok()?;
    serde_json::from_str(&text).ok()
}

pub(super) fn events(action: Action) -> Value {
    let (kind, of, id) = match action {
        Action::ListCallEvents => ("call_published", "call", CALL_ID),
        Action::ListApplicationEvents => ("application_submitted", "application", APPLICATION_ID),
        _ => ("pole_recognised", "pole", POLE_ID),
    };
    debug_assert!(ptp_domain::event::EventKind::from_code(kind).is_ok());
    json!({
        "items": [{
            "position": 42,
            "id": "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d60",
            "type": kind,
            "at": "2027-04-01T09:00:00Z",
            "actor": {"roles": ["official"]},
            "subject": {"kind": of, "id": id, "version": 3},
            "changed": ["status"],
            "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "previous": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        }],
        "next_after": 42,
        "next_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    })
}
