//! Examples of reference data, reports and the service's status.

use ptp_domain::language::Language;
use ptp_domain::policy::Action;
use ptp_domain::rules::ruleset::RulesetId;
use ptp_domain::rules::{Budget, evaluate, timeline};
use serde::Serialize;
use serde_json::{Value, json};

use super::example_things::{day, pole};
use crate::resources::compliance::stored::shown as shown_report;
use crate::resources::reference;

/// The response of an operation.
pub(super) fn success(action: Action) -> Option<Value> {
    Some(match action {
        Action::ReadProgramme => shown(&reference::programme::example())?,
        Action::ListAreas => shown(&reference::areas::all())?,
        Action::ReadArea => shown(&reference::areas::example())?,
        Action::ListCodes => shown(&reference::codes::example())?,
        Action::ListMemberKinds => shown(&reference::words::member_kinds())?,
        Action::ListAccreditationSections => shown(&reference::words::sections())?,
        Action::ListObjectives => shown(&reference::words::objective_list())?,
        Action::ListStudyTracks => shown(&reference::study_tracks::example())?,
        Action::ListAtecoCodes => shown(&reference::ateco::example_list())?,
        Action::ReadAtecoCode => shown(&reference::ateco::example()?)?,
        Action::ListRulesets => shown(&reference::ruleset_document::all())?,
        Action::ReadRuleset => shown(&reference::ruleset_document::detail(RulesetId::default()))?,
        Action::ReadCompliance | Action::EvaluateNetwork => {
            let (stored, ruleset) = (pole()?, RulesetId::default().ruleset());
            let network = crate::cases::judging::network(&stored);
            let report = evaluate(&network, &ruleset, day()?, &[], &Budget::default()).ok()?;
            shown(&shown_report(&stored, &ruleset, &report, Language::Italian))?
        }
        Action::ReadTimeline => {
            let (stored, ruleset, from) = (pole()?, RulesetId::default().ruleset(), day()?);
            let until = from.checked_add_months(chrono::Months::new(60))?;
            let network = crate::cases::judging::network(&stored);
            let (outcome, entries) =
                timeline(&network, &ruleset, from, until, &[], &Budget::default()).ok()?;
            let id = stored.pole.value.id.uuid();
            shown(&crate::resources::compliance::timeline_document::ComplianceTimeline::show(
                id,
                (from, until),
                &ruleset,
                outcome,
                &entries,
            ))?
        }
        Action::ReadStatus => json!({"status": 200, "title": "OK", "version": "0.1.0"}),
        Action::ReadMe => json!({
            "subject": "0b8f6c2e-portale-scuole",
            "issuer": "https://login.example.it",
            "client": "portale-scuole",
            "roles": ["applicant"],
            "org": "94004480151",
            "expires_at": "2027-01-20T10:00:00Z",
            "rate_limit": {"limit": 1200, "remaining": 1199, "reset": 1},
        }),
        Action::ReadCallClock => json!({
            "server_time": "2027-02-25T11:00:00Z",
            "opens_at": "2027-01-11T08:00:00Z",
            "closes_at": "2027-02-26T11:00:00Z",
            "time_zone": "Europe/Rome",
            "inclusive": true,
            "status": "published",
            "phase": "open",
            "seconds_to_close": 86400,
            "rule": {"it": "Fa fede l'istante in cui il server riceve la domanda."},
        }),
        Action::ListCallActions => {
            actions("publish_call", "/v1/calls/01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d10/publication")
        }
        Action::ListPoleActions => {
            actions("add_member", "/v1/poles/01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d11/members")
        }
        _ => return None,
    })
}

fn actions(action: &str, href: &str) -> Value {
    json!({"items": [{
        "action": action, "method": "POST", "href": href, "allowed": true, "blocked_by": [],
    }]})
}

fn shown(value: &impl Serialize) -> Option<Value> {
    serde_json::to_value(value).ok()
}
