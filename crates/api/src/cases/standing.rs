//! What may be done with a pole: the state table and the policy, asked together.

use std::borrow::Borrow;

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::application::{Application, ApplicationStatus};
use ptp_domain::calendar::civil_date;
use ptp_domain::call::Purpose;
use ptp_domain::fault::Invalid;
use ptp_domain::pole::{self, Admission, Facts, PoleStatus, REQUEST_NEEDED, Step};
use ptp_domain::policy::{Action, Actor};
use ptp_domain::rules::{Report, Verdict};
use ptp_domain::vocabulary::Vocabulary;
use ptp_store::{Stored, StoredPole, Tx};

use super::case::report_under;
use super::foresight::Foresight;
use super::interest::interest;
use super::judging::{check_whole, is_there_anything_to_settle, report_of, ruleset_of};
use super::offers::{Offer, allowed};
use super::problems::ApiError;

/// The operations on a pole that its state may forbid, with the step of each.
const STEPS: [(Action, Step, &str, &str); 20] = [
    (Action::ChangePole, Step::Change, "PATCH", ""),
    (Action::RemovePole, Step::Delete, "DELETE", ""),
    (Action::AddMember, Step::ChangeNetwork, "POST", "/members"),
    (Action::ChangeMember, Step::ChangeMembers, "PATCH", "/members/{member_id}"),
    (Action::RemoveMember, Step::StrikeMember, "DELETE", "/members/{member_id}"),
    (Action::ReplaceMembers, Step::Redefine, "PUT", "/members"),
    (Action::ConfirmMembership, Step::Confirm, "PUT", "/members/{member_id}/confirmation"),
    (Action::FileChangeRequest, Step::RequestChange, "POST", "/change-requests"),
    (Action::FileCommunication, Step::Communicate, "POST", "/communications"),
    (Action::RecordOfficeAct, Step::Record, "POST", "/office-acts"),
    (Action::SubmitApplication, Step::Submit, "POST", "/v1/applications"),
    (Action::WarnPole, Step::Warn, "POST", "/warning"),
    (Action::SuspendPole, Step::Suspend, "POST", "/suspension"),
    (Action::ExtendSuspension, Step::ExtendSuspension, "POST", "/suspension-extension"),
    (Action::ReinstatePole, Step::Reinstate, "POST", "/reinstatement"),
    (Action::RevokePole, Step::Revoke, "POST", "/revocation"),
    (Action::RecordCourtOrder, Step::RecordOrder, "POST", "/court-orders"),
    (Action::RecordPoleDelivery, Step::Deliver, "POST", "/deliveries"),
    (Action::DissolvePole, Step::Dissolve, "POST", "/dissolution"),
    (Action::TransferPole, Step::Transfer, "POST", "/transfer"),
];

/// A pole with what decides what may be done with it.
pub(crate) struct Standing<'a, M> {
    tx: &'a Tx<M>,
    pole: &'a StoredPole,
    facts: Facts,
    today: NaiveDate,
    /// The application for its constitution that is pending.
    candidacy: Option<Stored<Application>>,
    /// Of a pole that has ended: the application that once constituted it.
    admission: Option<Stored<Application>>,
}

impl<'a, M> Standing<'a, M> {
    /// Looks how a pole stands at an instant.
    ///
    /// # Errors
    ///
    /// The store's.
    pub(crate) async fn of(
        tx: &'a Tx<M>,
        stored: &'a StoredPole,
        now: DateTime<Utc>,
    ) -> Result<Self, ApiError> {
        use PoleStatus::{Candidate, Dissolved, Draft, Recognised, Revoked, Suspended};
        let pole = &stored.pole.value;
        let today = civil_date(now);
        let candidacy = match pole.status_on(today) {
            Draft | Recognised | Suspended => None,
            Candidate | Revoked | Dissolved => {
                let mut pending = tx.pending_of_pole(pole.id).await?.into_iter();
                pending.find(|stored| stored.value.purpose == Purpose::Constitution)
            }
        };
        let call = pole.recognition.as_ref().and_then(|recognition| recognition.call);
        let admission = match call.filter(|_| pole.status_on(today).is_over()) {
            Some(call) => tx.admission_of_pole(pole.id, call).await?,
            None => None,
        };
        let facts = Facts {
            integration_open: candidacy
                .as_ref()
                .is_some_and(|one| one.value.procedure.integration_open(one.value.status)),
            warning_due_on: pole.warning.as_ref().map(|warning| warning.due_on),
            today: Some(today),
            // Looked up where it matters: for that the pole has to be judged.
            fails: false,
            extending: pole.extending(today),
            ahead: pole.ahead_of(today),
            contestable: pole.has_contestable_act(),
            cure_pending: false,
            network_changes: ruleset_of(pole).parameters.network_changes,
            admission: match &admission {
                Some(one) if one.value.status != ApplicationStatus::Admitted => Admission::Annulled,
                _ => Admission::Stands,
            },
        };
        Ok(Self { tx, pole: stored, facts, today, candidacy, admission })
    }

    /// Whether the network is one that changes only on request, or by being recorded: not a draft.
    pub(crate) fn is_recognised(&self) -> bool {
        matches!(self.status(), PoleStatus::Recognised | PoleStatus::Suspended)
    }

    /// The civil date in Rome.
    pub(crate) const fn today(&self) -> NaiveDate {
        self.today
    }

    /// Attempts a direct change of these properties, besides those that are always free.
    ///
    /// # Errors
    ///
    /// `wrong-state`, with the ways in which a recognised network changes.
    pub(crate) async fn attempt_changes(
        &self,
        changed: &[String],
        free: &[&str],
        actor: &Actor,
    ) -> Result<(), ApiError> {
        if changed.iter().any(|name| !free.contains(&name.as_str())) {
            self.attempt(Step::ChangeNetwork, actor).await?;
        }
        Ok(())
    }

    /// What a write rests on that makes the pole `next`, which is asked for only if outcomes depend
    /// on it.
    ///
    /// # Errors
    ///
    /// The store's.
    pub(crate) async fn foresee<N: Borrow<StoredPole>>(
        &self,
        next: impl FnOnce() -> N,
    ) -> Result<Foresight, ApiError> {
        let read = &self.pole.pole;
        let foresight = match read.value.recognition {
            None => Foresight::given(read, self.pole, &[], self.today).await?,
            Some(_) => Foresight::of(self.tx, read, next().borrow(), self.today).await?,
        };
        Ok(foresight.and_on(self.candidacy.as_ref().or(self.admission.as_ref())))
    }

    /// What `actor` may do with the pole now, and what blocks the rest.
    ///
    /// # Errors
    ///
    /// The store's.
    pub(crate) async fn offers(&self, actor: &Actor) -> Result<Vec<Offer>, ApiError> {
        let id = self.pole.pole.value.id;
        let href = |path: &str| match path.strip_prefix("/v1") {
            Some(_) => path.to_owned(),
            None => format!("/v1/poles/{id}{path}"),
        };
        let todays = self.todays().await?;
        let (kept, facts) = (self.is_kept().await?, self.judged(todays.as_ref()).await?);
        let steps = STEPS.iter().map(|(action, step, method, path)| {
            let whose = self.whose(*action, actor);
            let state = self.outlook(*step, kept, facts).err();
            Offer::new(actor, *action, method, href(path), whose.into_iter().chain(state))
        });
        let settled = !is_there_anything_to_settle(&self.report_to_settle(todays).await?);
        let own = interest(Action::SettleFinding, &self.pole.pole.value.owner, actor);
        let nothing = own.into_iter().chain(settled.then_some(NOTHING_TO_SETTLE));
        let path = href("/determinations");
        let settle = Offer::new(actor, Action::SettleFinding, "POST", path, nothing);
        Ok(steps.chain([settle]).collect())
    }

    /// Under a pending application it is the report of its call that is settled, else today's.
    async fn report_to_settle(&self, todays: Option<Report>) -> Result<Report, ApiError> {
        let Some(application) = &self.candidacy else {
            return match todays {
                Some(report) => Ok(report),
                None => report_of(self.tx, self.pole, self.today).await,
            };
        };
        // Also one that the caller may not see.
        let application = &application.value;
        let call = self.tx.call_as_it_is(application.call).await?;
        let call =
            call.ok_or_else(|| ApiError::Internal("an application without its call".to_owned()))?;
        report_under(self.tx, &call.value.terms, self.pole, application.reference_date).await
    }

    /// Whether the pole, or a membership in it, is another's.
    fn whose(&self, action: Action, actor: &Actor) -> Option<Invalid> {
        let Actor::Bearer(bearer) = actor else { return Some(NOT_YOURS) };
        let body = bearer.organisation.as_ref();
        let mut members = self.pole.members.iter();
        let is_member = members.any(|member| body == Some(&member.value.tax_code));
        if action == Action::ConfirmMembership {
            return (!is_member).then_some(NO_MEMBER);
        }
        // A member communicates what happened to it.
        if action == Action::FileCommunication && is_member {
            return None;
        }
        // Officials act on poles that are not theirs.
        let everywhere = actor.scope(action).is_ok_and(|scope| scope.is_everything());
        let is_own = bearer.owner() == self.pole.pole.value.owner;
        let not_yours = (!is_own && !everywhere).then_some(NOT_YOURS);
        not_yours.or_else(|| interest(action, &self.pole.pole.value.owner, actor))
    }

    /// Whether it is a draft that was submitted before: then it is not deleted.
    async fn is_kept(&self) -> Result<bool, ApiError> {
        let pole = &self.pole.pole.value;
        Ok(pole.status == PoleStatus::Draft && self.tx.has_applications_of_pole(pole.id).await?)
    }

    /// Today's report, if the pole has a recognition that rests on it.
    async fn todays(&self) -> Result<Option<Report>, ApiError> {
        match self.pole.pole.value.recognition {
            None => Ok(None),
            Some(_) => Ok(Some(report_of(self.tx, self.pole, self.today).await?)),
        }
    }

    /// The facts, with what today's report says.
    async fn judged(&self, todays: Option<&Report>) -> Result<Facts, ApiError> {
        let fails = todays.is_some_and(|report| report.outcome == Verdict::NonCompliant);
        let cure_pending = fails && self.is_cure_pending().await?;
        Ok(Facts { fails, cure_pending, ..self.facts })
    }

    /// Whether a request that would restore the requirements, received within the term of the last
    /// warning, waits for a decision, or is accepted and still to take effect. A pending one would
    /// have to restore them within the term.
    async fn is_cure_pending(&self) -> Result<bool, ApiError> {
        let pole = &self.pole.pole.value;
        let Some(warning) = &pole.warning else { return Ok(false) };
        let changes = self.tx.changes_to_come(pole.id, self.today).await?;
        Ok(changes.iter().map(|stored| &stored.value).any(|request| {
            let in_time = request.effective_on.is_none_or(|on| on <= warning.due_on);
            request.cures
                && civil_date(request.received_at) <= warning.due_on
                && (in_time || !request.status.is_pending())
        }))
    }

    /// Where the pole stands today.
    fn status(&self) -> PoleStatus {
        self.pole.pole.value.status_on(self.today)
    }

    /// The status after a step, or what of the pole stands in the way.
    fn outlook(&self, step: Step, is_kept: bool, facts: Facts) -> Result<PoleStatus, Invalid> {
        let status = self.status();
        match (step, status) {
            // For a measure, which leaves it as it is.
            (Step::Submit, PoleStatus::Recognised) => Ok(status),
            (Step::Submit, PoleStatus::Candidate) => Err(PENDING),
            (Step::Delete, PoleStatus::Draft) if is_kept => Err(HAS_APPLICATIONS),
            _ => pole::attempt(status, step, facts),
        }
    }

    /// Attempts a step.
    ///
    /// # Errors
    ///
    /// `wrong-state`, with what the caller may do instead.
    pub(crate) async fn attempt(&self, step: Step, actor: &Actor) -> Result<PoleStatus, ApiError> {
        let is_kept = step == Step::Delete && self.is_kept().await?;
        let facts = if step == Step::Revoke {
            check_whole(self.pole.is_whole())?;
            self.judged(self.todays().await?.as_ref()).await?
        } else {
            self.facts
        };
        let owner = &self.pole.pole.value.owner;
        let mut own = STEPS.iter().filter(|(_, taken, ..)| *taken == step);
        let outlook = match own.find_map(|(action, ..)| interest(*action, owner, actor)) {
            Some(reason) => Err(reason),
            None => self.outlook(step, is_kept, facts),
        };
        match outlook {
            Ok(status) => Ok(status),
            Err(reason) => Err(self.blocked(reason, actor).await),
        }
    }

    /// The refusal of a step.
    pub(crate) async fn blocked(&self, reason: Invalid, actor: &Actor) -> ApiError {
        match self.offers(actor).await {
            Err(error) => error,
            Ok(offers) if reason.code == REQUEST_NEEDED.code => ApiError::RequestNeeded {
                status: self.status().code(),
                reason,
                allowed: allowed(&offers),
                pole: self.pole.pole.value.id.uuid(),
            },
            Ok(offers) => ApiError::WrongState {
                status: self.status().code(),
                reason,
                allowed: allowed(&offers),
            },
        }
    }
}

/// The pole is another's.
pub(crate) const NOT_YOURS: Invalid = Invalid::fixed(
    "not_owner",
    "l'operazione è riservata al capofila del polo",
    "only the lead of the pole can do this",
);
const NO_MEMBER: Invalid = Invalid::fixed(
    "not_member",
    "ciascun membro del polo conferma soltanto la propria adesione",
    "each member of the pole confirms its own membership only",
);
const PENDING: Invalid = Invalid::fixed(
    "application_pending",
    "il polo ha già una candidatura pendente",
    "the pole already has a pending application",
);
const HAS_APPLICATIONS: Invalid = Invalid::fixed(
    "has_applications",
    "il polo è stato candidato: le candidature presentate restano nel registro insieme al polo",
    "the pole was submitted: its applications stay in the register, and so does the pole",
);
const NOTHING_TO_SETTLE: Invalid = Invalid::fixed(
    "nothing_to_settle",
    "nel rapporto non vi sono rilievi da valutare",
    "the report has no finding to be assessed",
);
