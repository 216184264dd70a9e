//! Examples of applications, decisions, the register and events.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::application::{ApplicationStatus, Particulars, Procedure, Step, Taken};
use ptp_domain::calendar::{civil_date, parse_instant};
use ptp_domain::call::Notification;
use ptp_domain::delivery::{Delivery, DeliveryMeans, DeliveryOutcome};
use ptp_domain::identifier::TaxCode;
use ptp_domain::party::{Act, ActKind};
use ptp_domain::pole::{Pole, Recognition};
use ptp_domain::policy::{Action, Actor, Bearer, Role};
use ptp_domain::rules::Verdict;
use ptp_store::StoredPole;
use serde_json::{Value, json};

use super::example_things::{
    APPLICATION_ID, CALL_ID, MEMBER_ID, POLE_ID, member, pole, received, show, stored,
};
use super::examples_kept::{claims, events, snapshot};
use super::examples_reorganisation;
use crate::resources::applications::document::ApplicationView;
use crate::resources::poles::view::PoleView;
use crate::resources::recognitions::document::RecognitionOnDate;

const JWS: &str = "eyJ0eXAiOiJwdHAtcmVjZWlwdCtqd3MiLCJhbGciOiJFZERTQSJ9.eyJwcm90b2NvbCI6IlBUUC8yMDI3LzAwMDAxMjMifQ.c2lnbmF0dXJl";

fn receipt() -> Value {
    json!({"id": APPLICATION_ID, "claims": claims(), "jws": JWS})
}

/// The request body of an operation.
#[expect(clippy::too_many_lines, reason = "a table: one example after the other")]
pub(super) fn request(action: Action) -> Option<Value> {
    let act = json!({"kind": "decree", "number": "4521", "date": "2027-04-01"});
    Some(match action {
        Action::SubmitApplication => json!({"call_id": CALL_ID, "pole_id": POLE_ID}),
        Action::ReviewApplication | Action::AcknowledgeActs | Action::ConfirmMembership => {
            json!({})
        }
        Action::RequestIntegration => json!({
            "requests": ["Accordo di rete sottoscritto da tutti i soggetti."],
            "days": 10,
        }),
        Action::SubmitIntegration => json!({
            "text": "Si trasmette l'accordo di rete sottoscritto.",
            "documents": [{
                "title": "Accordo di rete",
                "reference": "prot. 218/2027",
                "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            }],
        }),
        Action::NotifyRejection => {
            json!({"reason": "L'impegno di una delle imprese non copre tutti gli studenti."})
        }
        Action::SubmitObservations => {
            json!({
                "text": "L'impresa ha esteso il proprio impegno a tutti gli studenti.",
                "final": true,
            })
        }
        Action::AdmitApplication => json!({"act": act}),
        Action::RejectApplication => json!({
            "reason": "I motivi comunicati con il preavviso non sono stati superati.",
            "act": act,
            "answers_observations": "L'impegno esteso decorre dopo la data di riferimento.",
        }),
        Action::AnnulDecision => json!({
            "reason": "Annullata in autotutela per un errore nel conteggio dei termini.",
            "act": {"kind": "decree", "number": "5102", "date": "2027-05-03"},
            "ground": "self_redress",
        }),
        Action::AssignApplication => json!({
            "responsible": {"name": "Anna Rossi", "subject": "0b8f6c2e"},
            "deputy": {"name": "Luca Bianchi"},
            "no_conflict": true,
        }),
        Action::RecordReference => json!({"reference": {
            "number": "E1.2027.0123456",
            "date": "2027-03-02",
            "direction": "incoming",
            "subject": "Candidatura del polo",
        }}),
        Action::RecordDelivery => json!({
            "step": "request_integration",
            "on": "2027-03-08",
            "means": "pec",
            "outcome": "delivered",
            "source": "Ricevuta di avvenuta consegna 218/2027",
        }),
        Action::WithdrawApplication => json!({"reason": "La rete partecipa a un altro bando."}),
        Action::VerifyReceipt => json!({"receipt": JWS}),
        Action::SettleFinding => json!({
            "rule": "company_in_area",
            "member_id": MEMBER_ID,
            "accepted": true,
            "reason": "L'attività secondaria è quella prevalente nello stabilimento del polo.",
        }),
        Action::WarnPole => json!({
            "findings": ["Una delle due imprese ha lasciato il polo."],
            "days": 60,
        }),
        Action::SuspendPole => json!({
            "reason": "Accertamenti sull'accreditamento.", "act": act, "until": "2027-09-30",
        }),
        Action::ExtendSuspension => json!({
            "reason": "Gli accertamenti sono ancora in corso.",
            "act": {"kind": "decree", "number": "5310", "date": "2027-09-20"},
            "until": "2028-03-31",
        }),
        Action::RecordCourtOrder => json!({
            "effect": "suspends",
            "act": {"number": "4521", "date": "2027-04-01"},
            "order": {"court": "TAR Lombardia, Milano", "number": "812", "date": "2027-05-12"},
        }),
        Action::RecordPoleDelivery => json!({"delivery": {
            "on": "2027-04-06",
            "means": "pec",
            "outcome": "delivered",
            "source": "Ricevuta di avvenuta consegna n. 7731",
        }}),
        Action::ReinstatePole => json!({"act": act, "reason": "Requisiti ripristinati."}),
        Action::RevokePole => {
            json!({"reason": "Requisiti non ripristinati nel termine.", "act": act})
        }
        Action::DissolvePole => json!({"reason": "La rete ha concluso le proprie attività."}),
        Action::TransferPole => json!({
            "owner": "80050050154",
            "reason": "L'istituto capofila è confluito in un altro istituto.",
            "act": act,
        }),
        Action::SearchRecognitions => json!({
            "tax_codes": ["94004480151"], "as_of": "2027-09-01",
        }),
        other => return examples_reorganisation::request(other),
    })
}

/// The response of an operation.
#[expect(clippy::too_many_lines, reason = "a table: one example after the other")]
pub(super) fn success(action: Action) -> Option<Value> {
    use ApplicationStatus as Status;
    match action {
        Action::SubmitApplication | Action::ReadApplication => application(Status::Submitted, &[]),
        Action::ListApplications => Some(json!({"items": [application(Status::Submitted, &[])?]})),
        Action::AssignApplication | Action::RecordReference | Action::ReviewApplication => {
            application(Status::UnderReview, &[Step::Review])
        }
        Action::RequestIntegration => {
            application(Status::IntegrationRequested, &[Step::Review, Step::RequestIntegration])
        }
        Action::SubmitIntegration => application(
            Status::UnderReview,
            &[Step::Review, Step::RequestIntegration, Step::Integrate],
        ),
        Action::NotifyRejection => {
            application(Status::RejectionNotice, &[Step::Review, Step::NotifyRejection])
        }
        Action::SubmitObservations => application(
            Status::RejectionNotice,
            &[Step::Review, Step::NotifyRejection, Step::Observe],
        ),
        Action::AdmitApplication => application(Status::Admitted, &[Step::Review, Step::Admit]),
        Action::RejectApplication => application(Status::Rejected, &[Step::Review, Step::Reject]),
        Action::AnnulDecision => application(Status::UnderReview, &[Step::Review, Step::Annul]),
        Action::RecordDelivery => application(
            Status::IntegrationRequested,
            &[Step::Review, Step::RequestIntegration, Step::Deliver],
        ),
        Action::AcknowledgeActs => application(
            Status::RejectionNotice,
            &[Step::Review, Step::NotifyRejection, Step::Acknowledge],
        ),
        Action::WithdrawApplication => application(Status::Withdrawn, &[Step::Withdraw]),
        Action::ReadReceipt | Action::ReadActReceipt => Some(receipt()),
        Action::ListApplicationReceipts | Action::ListPoleReceipts => {
            Some(json!({"items": [receipt()]}))
        }
        Action::ReadSnapshot => snapshot(),
        Action::ReadApplicationChanges => Some(json!({
            "snapshot_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "changes": [{
                "pointer": "/network_agreement/reference",
                "before": "\"Accordo di rete 1\"",
                "after": "\"Accordo di rete 2\"",
            }],
        })),
        Action::ListApplicationActions => Some(json!({"items": [{
            "action": "admit_application",
            "method": "POST",
            "href": format!("/v1/applications/{APPLICATION_ID}/admission"),
            "allowed": true,
            "blocked_by": [],
        }]})),
        Action::VerifyReceipt => Some(json!({
            "valid": true,
            "message": {"it": "La ricevuta è autentica e l'atto a cui si riferisce è nel registro."},
            "claims": claims(),
        })),
        Action::ListDeterminations | Action::SettleFinding => Some(json!({"items": [{
            "id": "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d50",
            "rule": "company_in_area",
            "member_id": MEMBER_ID,
            "fact": "ateco_secondary:25.62@2007",
            "accepted": true,
            "reason": "L'attività secondaria è quella prevalente nello stabilimento del polo.",
            "decided_at": "2027-03-10T09:00:00Z",
            "decided_by": {"role": "official"},
        }]})),
        Action::WarnPole
        | Action::SuspendPole
        | Action::ExtendSuspension
        | Action::ReinstatePole
        | Action::RevokePole
        | Action::RecordCourtOrder
        | Action::RecordPoleDelivery
        | Action::DissolvePole
        | Action::TransferPole => {
            let StoredPole { mut pole, members } = pole()?;
            pole.value = recognised(pole.value)?;
            show(&PoleView::show(&StoredPole { pole, members }, true, act()?.date))
        }
        Action::ReadRecognition => recognition(),
        Action::SearchRecognitions => Some(json!({
            "as_of": "2027-09-01",
            "items": [{
                "tax_code": "94004480151",
                "recognised": true,
                "memberships": [{
                    "member_id": MEMBER_ID,
                    "name": member()?["name"],
                    "kind": member()?["kind"],
                    "pole": recognition()?,
                }],
            }],
        })),
        Action::ConfirmMembership => {
            let mut member = member()?;
            member["confirmed_at"] = json!("2027-01-20T09:00:00Z");
            Some(member)
        }
        Action::ListEvents
        | Action::ListCallEvents
        | Action::ListPoleEvents
        | Action::ListApplicationEvents => Some(events(action)),
        other => examples_reorganisation::success(other),
    }
}

fn act() -> Option<Act> {
    let date = NaiveDate::from_ymd_opt(2027, 4, 1)?;
    Some(Act { kind: ActKind::Decree, number: "4521".to_owned(), date, url: None })
}

fn recognised(pole: Pole) -> Option<Pole> {
    Some(pole.recognised(Recognition::without_call(act()?)))
}

fn recognition() -> Option<Value> {
    let on = NaiveDate::from_ymd_opt(2027, 9, 1)?;
    let pole = recognised(pole()?.pole.value)?;
    show(&RecognitionOnDate::show(&pole, on, Some(Verdict::Compliant)))
}

/// An application after the given steps.
fn application(status: ApplicationStatus, steps: &[Step]) -> Option<Value> {
    let mut application = received()?;
    application.status = status;
    if steps.iter().any(|step| matches!(step, Step::Deliver | Step::Acknowledge)) {
        application.procedure.notification = Notification::Portal;
    }
    let mut at: DateTime<Utc> = parse_instant("2027-03-01T09:00:00Z").ok()?;
    for step in steps {
        application.procedure.taken.push(Taken {
            step: *step,
            at,
            ends_on: Procedure::answer_by(*step, civil_date(at), None)
                .filter(|_| application.procedure.notification == Notification::Recorded),
            actor: Some(whoever_takes(*step)),
            particulars: particulars(*step)?,
        });
        at += chrono::TimeDelta::days(2);
    }
    let reader = Actor::Bearer(whoever_takes(Step::Withdraw));
    let scope = reader.scope(Action::ReadApplication).ok()?;
    show(&ApplicationView::show(&stored(application, 1)?, at, &scope))
}

pub(super) fn whoever_takes(step: Step) -> Bearer {
    let applies =
        matches!(step, Step::Integrate | Step::Observe | Step::Acknowledge | Step::Withdraw);
    Bearer {
        issuer: "https://idp.example.it".to_owned(),
        subject: "0b8f6c2e".to_owned(),
        client: None,
        roles: [if applies { Role::Applicant } else { Role::Official }].into(),
        organisation: TaxCode::parse("94004480151").ok().filter(|_| applies),
    }
}

pub(super) fn particulars(step: Step) -> Option<Particulars> {
    let text = |text: &str| Some(text.to_owned());
    let nothing = Particulars::default();
    Some(match step {
        Step::RequestIntegration => Particulars {
            requests: vec!["Accordo di rete sottoscritto da tutti i soggetti.".to_owned()],
            ..nothing
        },
        Step::Integrate => Particulars { text: text("Si trasmette l'accordo di rete."), ..nothing },
        Step::NotifyRejection => Particulars {
            reason: text("L'impegno di una delle imprese non copre tutti gli studenti."),
            ..nothing
        },
        Step::Observe => {
            Particulars { text: text("L'impresa ha esteso il proprio impegno."), ..nothing }
        }
        Step::Admit => Particulars { act: Some(act()?), ..nothing },
        Step::Reject | Step::Annul => Particulars {
            reason: text("Si vedano le motivazioni dell'atto."),
            act: Some(act()?),
            ..nothing
        },
        Step::Deliver => Particulars {
            delivered: Some(Step::RequestIntegration),
            delivery: Some(Delivery {
                on: NaiveDate::from_ymd_opt(2027, 3, 4)?,
                means: DeliveryMeans::Pec,
                outcome: DeliveryOutcome::Delivered,
                source: "Ricevuta di avvenuta consegna 218/2027".to_owned(),
            }),
            ..nothing
        },
        Step::Review | Step::Assent | Step::Acknowledge | Step::Withdraw | Step::Lapse => nothing,
    })
}
