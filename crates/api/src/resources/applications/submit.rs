//! `submit_application`

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use chrono::{DateTime, SubsecRound, Utc};
use ptp_domain::application::{Application, ApplicationStatus, Procedure};
use ptp_domain::calendar::{civil_date, civil_year};
use ptp_domain::call::{Call, CallStatus, Phase, ProcedureFrom, Purpose};
use ptp_domain::event::EventKind;
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::language::Language;
use ptp_domain::pole::{self, PoleStatus, Step};
use ptp_domain::policy::{Action, Actor};
use ptp_domain::rules::Verdict;
use ptp_domain::rules::ruleset::ReferenceDate;
use ptp_domain::text::Text;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::language::Preferred;
use ptp_http::wire::{Leaf as _, Read, Reading};
use ptp_store::{Frozen, StoreError, Stored, StoredPole, Tx, Write};
use utoipa::ToSchema;
use uuid::Uuid;

use super::document::ApplicationView;
use super::{reading, snapshot, tag_of};
use crate::cases::caller::{Caller, op};
use crate::cases::case::report_under;
use crate::cases::idempotent::{IdempotencyKey, Written, once};
use crate::cases::judging::NO_SUCH_CALL;
use crate::cases::problems::ApiError;
use crate::cases::standing::Standing;
use crate::cases::state::Service;
use crate::cases::visibility::own;
use crate::resources::compliance::stored::shown;
use crate::resources::receipts::document::ReceiptClaims;

/// Which pole, under which call.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApplicationInput {
    /// The call.
    pub call_id: Uuid,
    /// The caller's pole.
    pub pole_id: Uuid,
}

impl ApplicationInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let call_id = reading.required("call_id", Uuid::read);
        let pole_id = reading.required("pole_id", Uuid::read);
        Ok(Self { call_id: call_id?, pole_id: pole_id? })
    }
}

const NO_SUCH_POLE: Invalid = Invalid::fixed(
    "no_such_pole",
    "il polo non esiste oppure non è vostro",
    "the pole does not exist or is not yours",
);

/// Submit an application
///
/// The instant at which the server has read the request decides, the closing instant included.
/// Refused with the report if the pole is not compliant on the reference date of the call; nothing
/// is stored then. Accepted, it has a protocol number, a frozen snapshot and a signed receipt.
#[utoipa::path(
    operation_id = Action::SubmitApplication.code(),
    tag = "applications",
    request_body(content = ApplicationInput, description = "Which pole, under which call."),
    responses((status = 201, description = "Received.", body = ApplicationView)),
)]
#[post("/applications")]
pub(crate) async fn handle(
    caller: Caller<op::SubmitApplication>,
    service: Data<Service>,
    key: IdempotencyKey,
    Preferred(language): Preferred,
    body: Body<ApplicationInput>,
) -> Result<HttpResponse, ApiError> {
    // The request has been read; whatever it has to wait for from here on is not the applicant's.
    let received_at = service.clock.now().trunc_subsecs(6);
    let (ApplicationInput { call_id, pole_id }, bytes) = body.read(ApplicationInput::read)?;
    let (call_id, pole_id) = (Id::<Call>::new(call_id), Id::new(pole_id));
    once(&service, &caller.actor, key, &bytes, async |tx| {
        let invalid = |fault: Invalid, at: &str| ApiError::InvalidBody(vec![fault.at(at)]);
        let calls = caller.actor.scope(Action::ReadCall).map_err(|_| ApiError::NotFound)?;
        let call = tx
            .find_call(&calls, call_id)
            .await?
            .ok_or_else(|| invalid(NO_SUCH_CALL, "/call_id"))?;
        let pole = own(tx, &caller.scope, pole_id).await.map_err(|error| match error {
            ApiError::NotFound => invalid(NO_SUCH_POLE, "/pole_id"),
            other => other,
        })?;
        is_open(&call.value, received_at)?;
        is_free(tx, &call.value, &pole, &caller.actor, received_at).await?;
        let submission = Submission { service: &service, call, pole, received_at, language };
        submission.receive(tx, &caller.actor).await
    })
    .await
}

/// The call receives applications at the instant.
fn is_open(call: &Call, received_at: DateTime<Utc>) -> Result<(), ApiError> {
    let window = call.terms.window;
    if call.status == CallStatus::Published && window.phase(received_at) == Phase::Open {
        return Ok(());
    }
    Err(ApiError::CallNotOpen {
        status: call.status,
        phase: window.phase(received_at),
        opens_at: window.opens_at(),
        closes_at: window.closes_at(),
        received_at,
    })
}

/// The pole may be submitted: a draft to be constituted, or a recognised one for a measure, and
/// only once at a time.
async fn is_free(
    tx: &Tx<Write>,
    call: &Call,
    pole: &StoredPole,
    actor: &Actor,
    received_at: DateTime<Utc>,
) -> Result<(), ApiError> {
    let pending = tx.pending_of_pole(pole.pole.value.id).await?;
    let same = pending.iter().find(|other| {
        other.value.call == call.id
            || (call.terms.purpose == Purpose::Constitution
                && other.value.purpose == Purpose::Constitution)
    });
    if let Some(other) = same {
        let protocol = other.value.protocol;
        return Err(ApiError::AlreadyExists(
            Invalid {
                code: "application_pending",
                message: Text::new(
                    format!("il polo ha già una candidatura pendente, protocollo {protocol}"),
                    format!("the pole has a pending application already, protocol {protocol}"),
                ),
            }
            .at("/pole_id"),
        ));
    }
    let status = pole.pole.value.status;
    let reason = match call.terms.purpose {
        Purpose::Constitution => pole::attempt(status, Step::Submit, pole::Facts::default()).err(),
        Purpose::Measure => (status != PoleStatus::Recognised).then_some(NOT_RECOGNISED),
    };
    match reason {
        None => Ok(()),
        Some(reason) => {
            let standing = Standing::of(tx, pole, received_at).await?;
            Err(standing.blocked(reason, actor).await)
        }
    }
}

const NOT_RECOGNISED: Invalid = Invalid::fixed(
    "not_recognised",
    "a questo bando partecipano solo i poli riconosciuti",
    "only recognised poles take part in this call",
);

/// An application that may be received.
pub(crate) struct Submission<'a> {
    pub(crate) service: &'a Service,
    pub(crate) call: Stored<Call>,
    pub(crate) pole: StoredPole,
    pub(crate) received_at: DateTime<Utc>,
    pub(crate) language: Language,
}

impl Submission<'_> {
    /// Judges it, and receives it with its snapshot and its receipt.
    pub(crate) async fn receive(self, tx: &Tx<Write>, actor: &Actor) -> Result<Written, ApiError> {
        let Self { service, call, mut pole, received_at, language } = self;
        let terms = &call.value.terms;
        let ruleset = terms.ruleset();
        let closing = civil_date(terms.window.closes_at());
        let reference_date = match ruleset.parameters.reference_date {
            ReferenceDate::Closing => closing,
            ReferenceDate::Receipt => civil_date(received_at),
            ReferenceDate::On(day) => day,
        };
        let report = report_under(tx, terms, &pole, reference_date).await?;
        if report.outcome == Verdict::NonCompliant {
            let report = shown(&pole, &ruleset, &report, language);
            return Err(ApiError::not_compliant(&report));
        }
        let application = Application {
            id: Id::new(service.clock.new_id()),
            protocol: tx.next_protocol(civil_year(received_at)).await?,
            status: ApplicationStatus::Submitted,
            call: call.value.id,
            purpose: terms.purpose,
            pole: pole.pole.value.id,
            owner: pole.pole.value.owner.clone(),
            received_at,
            reference_date,
            procedure: Procedure {
                starts_on: match terms.procedure.from {
                    ProcedureFrom::Receipt => civil_date(received_at),
                    ProcedureFrom::Closing => closing,
                },
                days: terms.procedure.days,
                notice_required: terms.procedure.rejection_notice,
                taken: Vec::new(),
            },
        };
        let frozen = self::frozen(
            service,
            &application,
            &call,
            &pole,
            &snapshot::SnapshotSource {
                application: &application,
                call: &call,
                pole: &pole,
                ruleset: &ruleset,
                report: &report,
            },
        )?;
        if terms.purpose == Purpose::Constitution {
            pole.pole.value.status =
                pole::attempt(pole.pole.value.status, Step::Submit, pole::Facts::default())
                    .map_err(|reason| ApiError::Internal(reason.message.en.into_owned()))?;
            let mut event = service.event(actor, EventKind::PoleSubmitted);
            event.changed = vec!["status".to_owned()];
            let _ = tx.save_pole(pole.pole, &event).await?;
        }
        let event = service.event(actor, EventKind::ApplicationSubmitted);
        let stored = tx.insert_application(application, frozen, &event).await;
        let stored = stored.map_err(|error| match error {
            StoreError::Duplicate => ApiError::AlreadyExists(PENDING.at("/pole_id")),
            other => other.into(),
        })?;
        let scope = reading(actor)?;
        Written::created(
            format!("/v1/applications/{}", stored.value.id),
            tag_of(&stored, received_at, &scope),
            &ApplicationView::show(&stored, received_at, &scope),
        )
    }
}

const PENDING: Invalid = Invalid::fixed(
    "application_pending",
    "il polo ha già una candidatura pendente",
    "the pole has a pending application already",
);

/// The snapshot with its digest and the receipt over it.
fn frozen(
    service: &Service,
    application: &Application,
    call: &Stored<Call>,
    pole: &StoredPole,
    snapshot: &snapshot::SnapshotSource<'_>,
) -> Result<Frozen, ApiError> {
    let mut salt = [0_u8; 32];
    aws_lc_rs::rand::fill(&mut salt).map_err(|_| ApiError::Internal("no randomness".to_owned()))?;
    let (snapshot, sha256) = snapshot.canonical(&salt)?;
    let window = call.value.terms.window;
    let claims = ReceiptClaims {
        protocol: application.protocol.to_string(),
        application_id: application.id.uuid(),
        call_id: call.value.id.uuid(),
        call_code: call.value.code.to_string(),
        pole_id: pole.pole.value.id.uuid(),
        pole_code: pole.pole.value.code.to_string(),
        received_at: application.received_at.into(),
        opens_at: window.opens_at().into(),
        closes_at: window.closes_at().into(),
        snapshot_sha256: sha256.clone(),
    };
    let receipt = service
        .receipt_keys
        .sign(&claims)
        .map_err(|error| ApiError::Internal(error.to_string()))?;
    Ok(Frozen { snapshot, sha256, receipt, salt: Some(salt) })
}
