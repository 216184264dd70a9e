//! What the contract says before its operations: who, where, under which headings.

use serde_json::{Value, json};

/// The constant identifier of the API (`x-api-id`).
const API_ID: &str = "3f0a1d52-8f5e-4c1b-9a53-6f1f6c0b7e21";

/// Adds the preamble to the document.
pub(super) fn add(document: &mut Value) {
    document["info"] = info();
    document["servers"] = servers();
    document["tags"] = tags();
}

fn info() -> Value {
    json!({
        "title": "PTP – Poli Tecnici Professionali",
        "summary": "Poles, members, calls and their compliance over time",
        "x-summary": "Poles, members, calls and their compliance over time",
        "description": "The *Poli Tecnici Professionali* of Regione Lombardia: networks of schools, companies and accredited bodies in one of seven economic areas, constituted under regional calls. This API says whether a network is compliant on a date, who counts, what is missing and when that changes. Sentences are Italian or English by `Accept-Language`; dates are civil dates in Europe/Rome, instants are UTC.",
        "version": "1.0.0",
        "termsOfService": "https://ptp.example.it/condizioni-d-uso",
        "contact": {
            "name": "Sportello PTP",
            "url": "https://ptp.example.it/assistenza",
            "email": "ptp@example.it",
        },
        "license": {"name": "EUPL-1.2", "url": "https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12"},
        "x-api-id": API_ID,
    })
}

fn servers() -> Value {
    json!([
        {"url": "https://ptp.example.it/v1", "description": "Produzione"},
        {"url": "https://ptp-test.example.it/v1", "description": "Collaudo", "x-sandbox": true},
        {"url": "http://127.0.0.1:8080/v1", "description": "Dimostrazione locale (ptp demo)", "x-sandbox": true},
    ])
}

/// The tags, grouped by audience in reading order.
fn tags() -> Value {
    json!([
        {"name": "reference", "description": "For portals: the programme, areas, study tracks, rulesets"},
        {"name": "calls", "description": "For portals: the calls (bandi), what is open and until when"},
        {"name": "poles", "description": "For portals: poles and their members, public once recognised"},
        {"name": "recognitions", "description": "For portals and other offices: recognised or not, on a date"},
        {"name": "compliance", "description": "For portals and applicants: who counts, what is missing, when it changes"},
        {"name": "pole-management", "description": "For applicants: their own poles, members and confirmations"},
        {"name": "applications", "description": "For applicants: submitting a pole under a call, answering, the receipt"},
        {"name": "call-management", "description": "For officials: drafting, publishing, extending and withdrawing calls"},
        {"name": "procedure", "description": "For officials: review, findings, integration, notice, decision"},
        {"name": "register", "description": "For officials: what becomes of a recognised pole, and where a body takes part"},
        {"name": "events", "description": "For all: what happened, in order: the history of one thing, the feed of all"},
        {"name": "service", "description": "For all: the service itself, and what it makes of a token"},
    ])
}
