//! A submission that may be received: judged, frozen, stored.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::application::{Application, ApplicationStatus, Procedure};
use ptp_domain::calendar::{civil_date, civil_year};
use ptp_domain::call::{Call, CallStatus, Phase, Purpose};
use ptp_domain::event::EventKind;
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::language::Language;
use ptp_domain::party::substitute_power;
use ptp_domain::pole::{self, PoleStatus, Step};
use ptp_domain::policy::{Action, Scope};
use ptp_domain::receipt::{Matter, Prospect, ReceiptAct};
use ptp_domain::rules::ruleset::Ruleset;
use ptp_domain::rules::{Report, Verdict};
use ptp_domain::sentence::already_pending;
use ptp_store::{Frozen, Read, StoreError, Stored, StoredPole, Tx, Write};

use super::document::ApplicationView;
use super::instant::{SubmissionInstant, Submitted};
use super::{reading, replace, snapshot, tag_of};
use crate::cases::base::Base;
use crate::cases::case::report_under;
use crate::cases::foresight::Foresight;
use crate::cases::idempotent::Written;
use crate::cases::judging::{NO_SUCH_CALL, check_whole};
use crate::cases::problems::ApiError;
use crate::cases::standing::Standing;
use crate::cases::visibility::own;
use crate::resources::compliance::stored::shown;
use crate::resources::receipts::issue::Presented;

/// A pole handed in under a call, at the instant of receipt.
pub(crate) struct Submission<'a> {
    pub(crate) submitted: Submitted<'a>,
    /// The application that it replaces.
    pub(crate) replaces: Option<Id<Application>>,
    pub(crate) scope: &'a Scope,
    /// The instant that it brings back, if it was read before.
    pub(crate) instant: &'a SubmissionInstant,
    /// Where the service is reached.
    pub(crate) base: &'a Base,
    pub(crate) language: Language,
}

/// What the rules of the call say of the pole on the reference date: nothing that refuses it.
pub(crate) struct Judged {
    /// The instant that decides.
    received_at: DateTime<Utc>,
    call: Stored<Call>,
    pole: StoredPole,
    /// The application that it replaces.
    earlier: Option<Stored<Application>>,
    ruleset: Ruleset,
    reference_date: NaiveDate,
    report: Report,
}

impl Submission<'_> {
    /// Reads call and pole, and judges the pole by the rules of the call. Nobody waits for it.
    pub(crate) async fn judge(&self, tx: &Tx<Read>) -> Result<Judged, ApiError> {
        let brought_back = self.instant.of(&self.submitted)?;
        let received_at = brought_back.unwrap_or(self.submitted.read_at);
        let call = self.find_call(tx).await?;
        let pole = own(tx, self.scope, self.submitted.pole).await.map_err(|error| match error {
            ApiError::NotFound => ApiError::InvalidBody(vec![NO_SUCH_POLE.at("/pole_id")]),
            other => other,
        })?;
        is_open(&call.value, received_at)?;
        // What is received is frozen as it stands, with nothing left out.
        check_whole(call.is_whole() && pole.is_whole())?;
        let earlier = replace::earlier(tx, self.scope, &self.submitted, self.replaces).await?;
        self.is_free(tx, &call.value, &pole, earlier.as_ref(), received_at).await?;
        // What was read while the call was open is good for the pole as it was then.
        let changed_at = pole.pole.updated_at;
        let is_late = changed_at > call.value.terms.window.closes_at();
        let is_changed = changed_at > received_at && (brought_back.is_some() || is_late)
            || brought_back.is_some()
                && tx
                    .was_submitted_since(self.submitted.pole, self.submitted.call, received_at)
                    .await?;
        if is_changed {
            return Err(ApiError::InvalidBody(vec![CHANGED_SINCE.at("/pole_id")]));
        }
        let terms = &call.value.terms;
        let ruleset = terms.ruleset();
        let reference_date = terms.reference_date(received_at);
        let report = report_under(tx, terms, &pole, reference_date).await?;
        if report.outcome == Verdict::NonCompliant {
            let report = shown(&pole, &ruleset, &report, self.language);
            return Err(ApiError::not_compliant(&report));
        }
        Ok(Judged { received_at, call, pole, earlier, ruleset, reference_date, report })
    }

    async fn find_call(&self, tx: &Tx<Read>) -> Result<Stored<Call>, ApiError> {
        let calls = self.submitted.actor.scope(Action::ReadCall).map_err(|_| ApiError::NotFound)?;
        let call = tx.find_call(&calls, self.submitted.call).await?;
        call.ok_or_else(|| ApiError::InvalidBody(vec![NO_SUCH_CALL.at("/call_id")]))
    }

    /// The pole may be submitted: a draft to be constituted, or a recognised one for a measure, and
    /// only once at a time, but for the application that is replaced.
    async fn is_free(
        &self,
        tx: &Tx<Read>,
        call: &Call,
        pole: &StoredPole,
        earlier: Option<&Stored<Application>>,
        received_at: DateTime<Utc>,
    ) -> Result<(), ApiError> {
        let status = pole.pole.value.status_on(civil_date(received_at));
        if (call.terms.purpose, status) == (Purpose::Constitution, PoleStatus::Draft) {
            // Under another constitution call it would be a candidate.
            return Ok(());
        }
        let pending = tx.pending_of_pole(pole.pole.value.id).await?;
        let same = pending.iter().find(|other| {
            let is_replaced = earlier.is_some_and(|earlier| earlier.value.id == other.value.id);
            let excludes = other.value.call == call.id
                || (call.terms.purpose == Purpose::Constitution
                    && other.value.purpose == Purpose::Constitution);
            excludes && !is_replaced
        });
        if let Some(other) = same {
            let message = already_pending(&other.value.protocol.to_string());
            let pending = Invalid { code: "application_pending", message };
            return Err(ApiError::AlreadyExists(pending.at("/pole_id")));
        }
        let reason = match call.terms.purpose {
            // It is the candidate of the application that is replaced.
            Purpose::Constitution if earlier.is_some() => None,
            Purpose::Constitution => {
                pole::attempt(status, Step::Submit, pole::Facts::default()).err()
            }
            Purpose::Measure => (status != PoleStatus::Recognised).then_some(NOT_RECOGNISED),
        };
        match reason {
            None => Ok(()),
            Some(reason) => {
                let standing = Standing::of(tx, pole, received_at).await?;
                Err(standing.blocked(reason, self.submitted.actor).await)
            }
        }
    }

    /// Receives it with its snapshot and its receipt, if neither call nor pole has changed since it
    /// was judged. What others wait for, the protocol number, comes last.
    pub(crate) async fn receive(
        &self,
        tx: &Tx<Write>,
        judged: &Judged,
    ) -> Result<Written, ApiError> {
        tx.keep_call(&judged.call).await?;
        Box::pin(self.bind(tx, judged)).await?;
        let application = self.application(tx, judged).await?;
        if let Some(earlier) = &judged.earlier {
            replace::withdraw(tx, &self.submitted, earlier, &application).await?;
        }
        let frozen = self.freeze(&application, judged)?;
        self.store(tx, application, frozen, &judged.call).await
    }

    /// Keeps the pole as it was judged; one to be constituted becomes a candidate.
    async fn bind(&self, tx: &Tx<Write>, judged: &Judged) -> Result<(), ApiError> {
        let read = &judged.pole.pole;
        if judged.call.value.terms.purpose == Purpose::Measure || judged.earlier.is_some() {
            return Ok(tx.keep_pole(read).await?);
        }
        // The step was attempted when it was judged.
        let mut next = judged.pole.clone();
        next.pole.value.status = PoleStatus::Candidate;
        let mut event =
            self.submitted.service.event(self.submitted.actor, EventKind::PoleSubmitted);
        event.changed = vec!["status".to_owned()];
        let foresight = Foresight::of(tx, read, &next, civil_date(event.at)).await?;
        foresight.written(tx, tx.save_pole(next.pole, &event)).await?;
        Ok(())
    }

    /// The application, with the next protocol number of the year.
    async fn application(&self, tx: &Tx<Write>, judged: &Judged) -> Result<Application, ApiError> {
        let Judged { received_at, call, pole, reference_date, .. } = judged;
        let terms = &call.value.terms;
        Ok(Application {
            id: Id::new(self.submitted.service.clock.new_id()),
            protocol: tx.next_protocol(civil_year(*received_at)).await?,
            status: ApplicationStatus::Submitted,
            call: call.value.id,
            purpose: terms.purpose,
            pole: pole.pole.value.id,
            owner: pole.pole.value.owner.clone(),
            received_at: *received_at,
            reference_date: *reference_date,
            procedure: Procedure {
                starts_on: terms.starts_on(*received_at),
                days: terms.procedure.days,
                notice_required: terms.procedure.rejection_notice,
                notification: terms.procedure.notification,
                silence: terms.procedure.silence.clone(),
                substitute_power: terms.substitute_power(),
                taken: Vec::new(),
            },
            assignment: None,
            references: Vec::new(),
        })
    }

    /// The snapshot of what was received with its digest, and the receipt over it.
    fn freeze(&self, application: &Application, judged: &Judged) -> Result<Frozen, ApiError> {
        let Judged { call, pole, ruleset, report, .. } = judged;
        let snapshot = snapshot::SnapshotSource { application, call, pole, ruleset, report };
        let mut salt = [0_u8; 32];
        aws_lc_rs::rand::fill(&mut salt)
            .map_err(|_| ApiError::Internal("no randomness".to_owned()))?;
        let (snapshot, sha256) = snapshot.canonical(&salt)?;
        let window = call.value.terms.window;
        let service = self.submitted.service;
        let days = (application.reference_date, civil_date(application.received_at));
        let substitute = substitute_power(&service.settings.contacts);
        let presented = Presented {
            service,
            base: self.base,
            act: ReceiptAct::Application,
            matter: Matter::Application(application.id),
            protocol: Some(application.protocol),
            pole: &pole.pole.value,
            call: Some(&call.value),
            assignment: None,
            at: application.received_at,
            prospect: Prospect::of_procedure(&application.procedure, true, days, substitute),
            body: None,
        };
        let mut draft = presented.draft(application.id.uuid())?;
        draft.claims.opens_at = Some(window.opens_at().into());
        draft.claims.closes_at = Some(window.closes_at().into());
        draft.claims.snapshot_sha256 = Some(sha256.clone());
        let receipt = draft.signed(service, application.protocol)?.jws;
        Ok(Frozen { snapshot, sha256, receipt, salt: Some(salt) })
    }

    /// Stores the application.
    async fn store(
        &self,
        tx: &Tx<Write>,
        application: Application,
        frozen: Frozen,
        call: &Stored<Call>,
    ) -> Result<Written, ApiError> {
        let Submitted { service, actor, .. } = self.submitted;
        let received_at = application.received_at;
        let event = service.event(actor, EventKind::ApplicationSubmitted);
        let stored = tx.insert_application(application, frozen, &event).await;
        let stored = stored.map_err(|error| match error {
            StoreError::Duplicate => ApiError::AlreadyExists(PENDING.at("/pole_id")),
            other => other.into(),
        })?;
        let scope = reading(actor)?;
        Written::created(
            format!("/v1/applications/{}", stored.value.id),
            tag_of(&stored, call, received_at, &scope),
            &ApplicationView::show(&stored, received_at, &scope).of_office(&call.value),
        )
    }
}

const PENDING: Invalid = Invalid::fixed(
    "application_pending",
    "il polo ha già una candidatura pendente",
    "the pole already has a pending application",
);

const CHANGED_SINCE: Invalid = Invalid::fixed(
    "changed_since",
    "dopo l'istante di ricezione il polo o una sua candidatura è stato modificato, mentre l'istante \
     vale soltanto per il polo com'era allora: occorre una nuova domanda, senza Submission-Instant",
    "the pole, or one of its applications, has changed since the instant of receipt, which holds \
     only for the pole as it was then: send a new request, without Submission-Instant",
);
const NO_SUCH_POLE: Invalid = Invalid::fixed(
    "no_such_pole",
    "il polo non esiste o il richiedente non ne è titolare",
    "the pole does not exist, or the applicant does not own it",
);

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

const NOT_RECOGNISED: Invalid = Invalid::fixed(
    "not_recognised",
    "a questo bando possono partecipare soltanto i poli riconosciuti",
    "only recognised poles can take part in this call",
);
