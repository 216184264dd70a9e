//! Examples of changes of a recognised network.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::application::{Procedure, Taken};
use ptp_domain::calendar::civil_date;
use ptp_domain::calendar::parse_instant;
use ptp_domain::call::{Notification, SilenceTerms};
use ptp_domain::change_request::{ChangeRequest, RequestStatus, RequestStep, Topic};
use ptp_domain::communication::{Answer, Communication, CommunicationKind, CommunicationStatus};
use ptp_domain::identifier::{Protocol, TaxCode};
use ptp_domain::policy::{Action, Actor};
use serde_json::{Value, json};

use super::example_things::{MEMBER_ID, POLE_ID, id, pole, show, stored};
use super::examples_procedure::{particulars, whoever_takes};
use crate::resources::change_requests::document::{BeforeAndAfter, ChangeRequestView};
use crate::resources::communications::document::CommunicationView;

const REQUEST_ID: &str = "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d70";

/// A company that joins.
fn changes() -> Value {
    json!({
        "add": [{
            "kind": "company",
            "name": "Officine Lariane S.r.l.",
            "tax_code": "01234561205",
            "province": "LC",
            "municipality": "Lecco",
            "company": {
                "ateco": [{"code": "25.62", "classification": "2007", "primary": true}],
                "rea": "LC-123456",
                "commitment": {"signed_on": "2027-04-12", "all_students": true},
            },
        }],
    })
}

/// The request body of an operation.
pub(super) fn request(action: Action) -> Option<Value> {
    let act = json!({"kind": "decree", "number": "6034", "date": "2027-06-01"});
    Some(match action {
        Action::FileChangeRequest => json!({
            "changes": changes(),
            "reason": "Una terza impresa aderisce alla rete.",
        }),
        Action::ReviewChangeRequest | Action::NoteCommunication => json!({}),
        Action::RequestChangeIntegration => json!({
            "requests": ["Impegno sottoscritto dal legale rappresentante dell'impresa."],
            "days": 10,
        }),
        Action::SubmitChangeIntegration => json!({
            "text": "Si trasmette l'impegno sottoscritto.",
            "documents": [{
                "title": "Impegno dell'impresa",
                "reference": "prot. 402/2027",
                "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            }],
        }),
        Action::NotifyRefusal => {
            json!({"reason": "L'attività prevalente dell'impresa non rientra nell'area del polo."})
        }
        Action::SubmitChangeObservations => {
            json!({"text": "L'attività prevalente è variata nel 2026.", "final": true})
        }
        Action::AcceptChangeRequest => json!({"act": act, "effective_on": "2027-06-01"}),
        Action::RefuseChangeRequest => json!({
            "reason": "I motivi comunicati con il preavviso non sono stati superati.",
            "act": act,
        }),
        Action::WithdrawChangeRequest => json!({"reason": "L'impresa non aderisce più."}),
        Action::FileCommunication => json!({
            "changes": facts(),
            "effective_on": "2027-05-10",
            "source": "Registro delle imprese di Bergamo, prot. 48211/2027",
        }),
        Action::RecordOfficeAct => json!({
            "changes": {"remove": [MEMBER_ID]},
            "effective_on": "2027-05-10",
            "source": "Albo regionale degli operatori accreditati",
            "act": {"kind": "decree", "number": "5310", "date": "2027-05-12"},
        }),
        Action::ContestCommunication => {
            json!({"reason": "Nel registro delle imprese la sede risulta ancora a Monza."})
        }
        _ => return None,
    })
}

/// The response of an operation.
pub(super) fn success(action: Action) -> Option<Value> {
    use RequestStatus as Status;
    use RequestStep as Step;
    match action {
        Action::FileChangeRequest | Action::ReadChangeRequest => filed(Status::Submitted, &[]),
        Action::ListChangeRequests | Action::ListPoleChangeRequests => {
            Some(json!({"items": [filed(Status::Submitted, &[])?]}))
        }
        Action::ListChangeRequestActions => Some(json!({"items": [{
            "action": "accept_change_request",
            "method": "POST",
            "href": format!("/v1/poles/{POLE_ID}/change-requests/{REQUEST_ID}/acceptance"),
            "allowed": true,
            "blocked_by": [],
        }]})),
        Action::ReviewChangeRequest => filed(Status::UnderReview, &[Step::Review]),
        Action::RequestChangeIntegration => {
            filed(Status::IntegrationRequested, &[Step::Review, Step::RequestIntegration])
        }
        Action::SubmitChangeIntegration => {
            filed(Status::UnderReview, &[Step::Review, Step::RequestIntegration, Step::Integrate])
        }
        Action::NotifyRefusal => filed(Status::RefusalNotice, &[Step::Review, Step::NotifyRefusal]),
        Action::SubmitChangeObservations => {
            filed(Status::RefusalNotice, &[Step::Review, Step::NotifyRefusal, Step::Observe])
        }
        Action::AcceptChangeRequest => filed(Status::Accepted, &[Step::Review, Step::Accept]),
        Action::RefuseChangeRequest => filed(Status::Refused, &[Step::Review, Step::Refuse]),
        Action::WithdrawChangeRequest => filed(Status::Withdrawn, &[Step::Withdraw]),
        Action::FileCommunication | Action::ReadCommunication => {
            communicated(CommunicationStatus::Filed, None)
        }
        Action::ListCommunications | Action::ListPoleCommunications => {
            Some(json!({"items": [communicated(CommunicationStatus::Filed, None)?]}))
        }
        Action::RecordOfficeAct => {
            let mut recorded = communicated(CommunicationStatus::Noted, None)?;
            recorded["kind"] = json!("office_act");
            recorded["act"] = json!({"kind": "decree", "number": "5310", "date": "2027-05-12"});
            recorded["filed_by"] = json!({"roles": ["official"]});
            Some(recorded)
        }
        Action::NoteCommunication => communicated(CommunicationStatus::Noted, answered(None)),
        Action::ContestCommunication => {
            let reason = "Nel registro delle imprese la sede risulta ancora a Monza.";
            communicated(CommunicationStatus::Contested, answered(Some(reason)))
        }
        _ => None,
    }
}

/// A member that moves.
fn facts() -> Value {
    json!({"update": [{
        "member_id": MEMBER_ID,
        "member": {"province": "BG", "municipality": "Bergamo"},
    }]})
}

fn answered(reason: Option<&str>) -> Option<Answer> {
    Some(Answer {
        at: parse_instant("2027-05-17T09:00:00Z").ok()?,
        actor: Some(whoever_takes(RequestStep::Accept.procedural())),
        reason: reason.map(ToOwned::to_owned),
    })
}

/// A communication, as its answer leaves it.
fn communicated(status: CommunicationStatus, answer: Option<Answer>) -> Option<Value> {
    let bearer = whoever_takes(RequestStep::Withdraw.procedural());
    let scope = Actor::Bearer(bearer.clone()).scope(Action::ReadCommunication).ok()?;
    let communication = Communication {
        id: id("01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d80")?,
        protocol: Protocol::new(2027, 125).ok()?,
        kind: CommunicationKind::Communication,
        status,
        in_effect: true,
        pole: id(POLE_ID)?,
        received_at: parse_instant("2027-05-12T08:15:00Z").ok()?,
        effective_on: NaiveDate::from_ymd_opt(2027, 5, 10)?,
        source: "Registro delle imprese di Bergamo, prot. 48211/2027".to_owned(),
        reason: None,
        act: None,
        changes: facts().to_string(),
        about: [TaxCode::parse("94004480151").ok()?].into(),
        filed_by: Some(bearer),
        answer,
    };
    let reports = BeforeAndAfter::default();
    show(&CommunicationView::show(&stored(communication, 1)?, &scope, true, reports))
}

/// A request after the given steps.
fn filed(status: RequestStatus, steps: &[RequestStep]) -> Option<Value> {
    let mut at: DateTime<Utc> = parse_instant("2027-05-04T09:00:00Z").ok()?;
    let mut taken = Vec::new();
    for step in steps {
        let step = step.procedural();
        taken.push(Taken {
            step,
            at,
            ends_on: Procedure::answer_by(step, civil_date(at), None),
            actor: Some(whoever_takes(step)),
            particulars: particulars(step)?,
        });
        at += chrono::TimeDelta::days(2);
    }
    let request = ChangeRequest {
        id: id(REQUEST_ID)?,
        protocol: Protocol::new(2027, 124).ok()?,
        status,
        pole: id(POLE_ID)?,
        owner: pole()?.pole.value.owner,
        received_at: parse_instant("2027-05-03T08:15:00Z").ok()?,
        effective_on: NaiveDate::from_ymd_opt(2027, 6, 1)
            .filter(|_| status == RequestStatus::Accepted),
        changes: changes().to_string(),
        topics: vec![Topic::Member(TaxCode::parse("01234561205").ok()?)],
        reason: Some("Una terza impresa aderisce alla rete.".to_owned()),
        cures: false,
        procedure: Procedure {
            starts_on: NaiveDate::from_ymd_opt(2027, 5, 3)?,
            days: 30,
            notice_required: true,
            notification: Notification::Recorded,
            silence: SilenceTerms::default(),
            substitute_power: None,
            taken,
        },
    };
    let reader = Actor::Bearer(whoever_takes(RequestStep::Withdraw.procedural()));
    let scope = reader.scope(Action::ReadChangeRequest).ok()?;
    show(&ChangeRequestView::show(&stored(request, 1)?, at, &scope))
}
