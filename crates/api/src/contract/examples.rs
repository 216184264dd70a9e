//! Realistic examples: requests that succeed, and their responses.

use ptp_domain::call::CallStatus;
use ptp_domain::language::Language;
use ptp_domain::policy::Action;
use ptp_domain::text::Text;
use ptp_http::problem::ProblemType;
use serde_json::{Value, json};

use super::example_things::{call, call_input, day, member, now, pole, pole_creation, show};
use super::{examples_changes, examples_procedure};
use crate::resources::calls::document::CallView;
use crate::resources::poles::view::{PoleSummary, PoleView};

/// Adds the examples of an operation.
pub(super) fn add(operation: &mut Value, action: Action) {
    if let Some(example) = request(action)
        && let Some(content) =
            operation.pointer_mut("/requestBody/content").and_then(Value::as_object_mut)
    {
        for (_, media) in content {
            media["examples"] = json!({"example": {"value": example}});
        }
    }
    let Some(mut example) = success(action) else { return };
    abridge(&mut example);
    for status in ["200", "201"] {
        let content = operation
            .pointer_mut(&format!("/responses/{status}/content"))
            .and_then(Value::as_object_mut);
        for (kind, media) in content.into_iter().flatten() {
            if kind == "text/html" {
                media["schema"] = json!({
                    "type": "string", "maxLength": 200_000, "pattern": "^<!DOCTYPE html>",
                });
                media["examples"] = json!({"example": {"value": "<!DOCTYPE html>"}});
            } else {
                media["examples"] = json!({"example": {"value": example}});
            }
        }
    }
}

/// Leaves one of each kind, of steps the last one: an example of an answer shows what it looks like.
fn abridge(value: &mut Value) {
    match value {
        Value::Array(items) => {
            items.truncate(1);
            items.iter_mut().for_each(abridge);
        }
        Value::Object(object) => {
            if let Some(Value::Array(steps)) = object.get_mut("steps") {
                *steps = steps.pop().into_iter().collect();
            }
            object.values_mut().for_each(abridge);
        }
        _ => {}
    }
}

/// The request body of an operation.
fn request(action: Action) -> Option<Value> {
    Some(match action {
        Action::CreateCall => call_input(),
        Action::ChangeCall => json!({
            "contacts": [
                {"role": "responsible_officer", "office": "Struttura Istruzione tecnica", "email": "responsabile@example.it"},
                {"role": "information", "office": "Sportello PTP", "email": "ptp@example.it"},
            ],
            "reason": "Nuovo recapito dello sportello.",
        }),
        Action::PublishCall => json!({}),
        Action::ExtendCall => json!({
            "closes_at": "2027-03-12T12:00:00",
            "reason": "Proroga chiesta dagli istituti per la chiusura invernale.",
            "act": {"kind": "decree", "number": "1987", "date": "2027-02-22"},
        }),
        Action::ReopenCall => json!({
            "closes_at": "2027-04-30T12:00:00",
            "reason": "Riapertura dei termini per le aree senza candidature.",
            "act": {"kind": "decree", "number": "2210", "date": "2027-03-08"},
        }),
        Action::WithdrawCall => json!({
            "reason": "Bando sostituito da uno nuovo.",
            "act": {"kind": "decree", "number": "2105", "date": "2027-03-01"},
        }),
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
        Action::ReplaceMembers => json!({"members": pole_creation()["members"]}),
        Action::SearchMembers => json!({"tax_code": "94004480151"}),
        Action::EvaluateNetwork => json!({"pole": pole_creation(), "as_of": "2027-02-26"}),
        other => {
            return examples_changes::request(other).or_else(|| examples_procedure::request(other));
        }
    })
}

/// The response of an operation; reference data is its own example.
fn success(action: Action) -> Option<Value> {
    match action {
        Action::CreateCall => show(&CallView::show(&call(CallStatus::Draft)?, now()?)),
        Action::ReadCall
        | Action::ChangeCall
        | Action::PublishCall
        | Action::ExtendCall
        | Action::ReopenCall => show(&CallView::show(&call(CallStatus::Published)?, now()?)),
        Action::WithdrawCall => show(&CallView::show(&call(CallStatus::Withdrawn)?, now()?)),
        Action::ArchiveCall => show(&CallView::show(&call(CallStatus::Archived)?, now()?)),
        Action::ListCalls => Some(json!({
            "items": [show(&CallView::show(&call(CallStatus::Published)?, now()?))?],
        })),
        Action::CreatePole | Action::ReadPole | Action::ChangePole => {
            show(&PoleView::show(&pole()?, true, day()?))
        }
        Action::ListPoles => {
            Some(json!({"items": [show(&PoleSummary::show(&pole()?.pole, true, day()?))?]}))
        }
        Action::ReadWorkload => Some(json!({
            "as_of": "2027-03-01", "pending": 12,
            "by_status": [{"status": "submitted", "count": 9}, {"status": "under_review", "count": 3}],
            "answered": 2, "awaiting_delivery": 3, "overdue": 1, "due_within_days": 7, "due": 4,
            "communications": 1,
            "change_requests": {
                "pending": 3,
                "by_status": [{"status": "submitted", "count": 1}, {"status": "under_review", "count": 2}],
                "by_age": [{"from_days": 0, "to_days": 7, "count": 2}, {"from_days": 31, "count": 1}],
                "overdue": 1, "due": 1,
            },
        })),
        Action::ListPoleVersions => Some(json!({
            "items": [{"version": 3, "recorded_at": "2027-02-26T11:00:00Z", "public": true}],
            "next_after": 3,
        })),
        Action::ComparePoleVersions => Some(json!({
            "pole_id": pole()?.pole.value.id.uuid(),
            "from": {"version": 3, "recorded_at": "2027-02-26T11:00:00Z", "public": true},
            "to": {"version": 4, "recorded_at": "2027-05-03T09:30:00Z", "public": true},
            "changed": [],
            "members": [{"member_id": member()?["id"], "changed": [], "after": member()?}],
        })),
        Action::ListMembers => Some(json!({"items": [member()?]})),
        Action::AddMember | Action::ReadMember | Action::ChangeMember => member(),
        Action::ReplaceMembers => Some(json!({
            "dry_run": false, "added": 0, "changed": 1, "unchanged": 0, "removed": 0,
            "items": [{
                "outcome": "changed",
                "member_id": member()?["id"],
                "tax_code": member()?["tax_code"],
                "name": member()?["name"],
                "changed": ["study_tracks"],
            }],
        })),
        Action::ListMemberships | Action::SearchMembers => Some(json!({"items": [{
            "state": "to_confirm",
            "pole": show(&PoleSummary::show(&pole()?.pole, true, day()?))?,
            "member": member()?,
        }]})),
        other => examples_changes::success(other)
            .or_else(|| examples_procedure::success(other))
            .or_else(|| super::examples_reference::success(other)),
    }
}

/// A problem of a type, as it could be at every operation that may give it.
pub(crate) fn problem(kind: &ProblemType, language: Language) -> Value {
    let text = |text: &Text| text.in_language(language).to_owned();
    let said = |italian: &str, english: &str| match language {
        Language::Italian => italian.to_owned(),
        Language::English => english.to_owned(),
    };
    let mut problem = json!({
        "type": format!("/problems/{}", kind.slug()),
        "title": text(kind.title()),
        "status": kind.status().as_u16(),
        "detail": text(kind.advice()),
        "instance": "/v1/poles",
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
    });
    let more = match kind.slug() {
        "wrong-state" => json!({
            "reason": "wrong_state",
            "resource_status": "withdrawn",
            "allowed_actions": [],
        }),
        "stale" => json!({"current_version": 4, "changed_fields": ["name"]}),
        "call-not-open" => json!({
            "opens_at": "2027-01-11T08:00:00Z",
            "closes_at": "2027-02-26T11:00:00Z",
            "received_at": "2027-02-26T11:00:00.000001Z",
        }),
        "not-recorded" => json!({"earliest": "2027-02-25T10:15:30.123456Z"}),
        "malformed-parameter" => json!({"errors": [{
            "pointer": "/colour",
            "code": "unknown_property",
            "message": said("parametro sconosciuto; ammessi: cursor, limit", "unknown parameter; known are: cursor, limit"),
        }]}),
        "invalid-body" => json!({"errors": [{
            "pointer": "/colour",
            "code": "unknown_property",
            "message": said("proprietà sconosciuta", "unknown property"),
        }]}),
        _ => json!({}),
    };
    if let (Some(problem), Some(more)) = (problem.as_object_mut(), more.as_object()) {
        problem.extend(more.clone());
    }
    problem
}
