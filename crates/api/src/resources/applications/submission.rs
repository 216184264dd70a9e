//! A submission that may be received: judged, frozen, stored.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::application::{Application, ApplicationStatus, Procedure};
use ptp_domain::calendar::{civil_date, civil_year};
use ptp_domain::call::{Call, ProcedureFrom, Purpose};
use ptp_domain::event::EventKind;
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::language::Language;
use ptp_domain::pole::{self, Step};
use ptp_domain::policy::Actor;
use ptp_domain::rules::ruleset::{ReferenceDate, Ruleset};
use ptp_domain::rules::{Report, Verdict};
use ptp_store::{Frozen, StoreError, Stored, StoredPole, Tx, Write};

use super::document::ApplicationView;
use super::{reading, snapshot, tag_of};
use crate::cases::case::report_under;
use crate::cases::idempotent::Written;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::resources::compliance::stored::shown;
use crate::resources::receipts::document::ReceiptClaims;

/// A pole handed in under a call that is open, at the instant of receipt.
pub(crate) struct Submission<'a> {
    pub(crate) service: &'a Service,
    pub(crate) call: Stored<Call>,
    pub(crate) pole: StoredPole,
    pub(crate) received_at: DateTime<Utc>,
    pub(crate) language: Language,
}

/// What the rules of the call say of the pole on the reference date: nothing that refuses it.
struct Judged {
    ruleset: Ruleset,
    reference_date: NaiveDate,
    report: Report,
}

impl Submission<'_> {
    /// Judges it, and receives it with its snapshot and its receipt.
    pub(crate) async fn receive(self, tx: &Tx<Write>, actor: &Actor) -> Result<Written, ApiError> {
        let judged = self.judge(tx).await?;
        let application = self.application(tx, judged.reference_date).await?;
        let frozen = self.freeze(&application, &judged)?;
        self.store(tx, actor, application, frozen).await
    }

    /// Judges the pole by the rules of the call.
    async fn judge(&self, tx: &Tx<Write>) -> Result<Judged, ApiError> {
        let terms = &self.call.value.terms;
        let ruleset = terms.ruleset();
        let reference_date = match ruleset.parameters.reference_date {
            ReferenceDate::Closing => civil_date(terms.window.closes_at()),
            ReferenceDate::Receipt => civil_date(self.received_at),
            ReferenceDate::On(day) => day,
        };
        let report = report_under(tx, terms, &self.pole, reference_date).await?;
        if report.outcome == Verdict::NonCompliant {
            let report = shown(&self.pole, &ruleset, &report, self.language);
            return Err(ApiError::not_compliant(&report));
        }
        Ok(Judged { ruleset, reference_date, report })
    }

    /// The application, with the next protocol number of the year.
    async fn application(
        &self,
        tx: &Tx<Write>,
        reference_date: NaiveDate,
    ) -> Result<Application, ApiError> {
        let Self { service, call, pole, received_at, .. } = self;
        let terms = &call.value.terms;
        Ok(Application {
            id: Id::new(service.clock.new_id()),
            protocol: tx.next_protocol(civil_year(*received_at)).await?,
            status: ApplicationStatus::Submitted,
            call: call.value.id,
            purpose: terms.purpose,
            pole: pole.pole.value.id,
            owner: pole.pole.value.owner.clone(),
            received_at: *received_at,
            reference_date,
            procedure: Procedure {
                starts_on: match terms.procedure.from {
                    ProcedureFrom::Receipt => civil_date(*received_at),
                    ProcedureFrom::Closing => civil_date(terms.window.closes_at()),
                },
                days: terms.procedure.days,
                notice_required: terms.procedure.rejection_notice,
                taken: Vec::new(),
            },
        })
    }

    /// The snapshot of what was received with its digest, and the receipt over it.
    fn freeze(&self, application: &Application, judged: &Judged) -> Result<Frozen, ApiError> {
        let Self { service, call, pole, .. } = self;
        let Judged { ruleset, report, .. } = judged;
        let snapshot = snapshot::SnapshotSource { application, call, pole, ruleset, report };
        let mut salt = [0_u8; 32];
        aws_lc_rs::rand::fill(&mut salt)
            .map_err(|_| ApiError::Internal("no randomness".to_owned()))?;
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

    /// Stores the application; a pole to be constituted becomes a candidate.
    async fn store(
        self,
        tx: &Tx<Write>,
        actor: &Actor,
        application: Application,
        frozen: Frozen,
    ) -> Result<Written, ApiError> {
        let Self { service, call, pole, received_at, .. } = self;
        if call.value.terms.purpose == Purpose::Constitution {
            let mut pole = pole.pole;
            pole.value.status =
                pole::attempt(pole.value.status, Step::Submit, pole::Facts::default())
                    .map_err(|reason| ApiError::Internal(reason.message.en.into_owned()))?;
            let mut event = service.event(actor, EventKind::PoleSubmitted);
            event.changed = vec!["status".to_owned()];
            tx.save_pole(pole, &event).await?;
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
