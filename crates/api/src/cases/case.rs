//! An application with what it is about: its call and its pole.

use chrono::NaiveDate;
use ptp_domain::application::{Application, ApplicationStatus, Bond, Facts, Findings, broken_on};
use ptp_domain::call::{Call, Purpose, Terms};
use ptp_domain::id::Id;
use ptp_domain::policy::Scope;
use ptp_domain::rules::ruleset::Ruleset;
use ptp_domain::rules::{Determination, Report, Verdict};
use ptp_store::{Read, Stored, StoredPole, Tx};

use super::judging::{determinations, judged, network_by, report};
use super::problems::ApiError;

/// An application with what it is about.
pub(crate) struct Case {
    pub(crate) call: Stored<Call>,
    pub(crate) pole: StoredPole,
    pub(crate) application: Stored<Application>,
}

impl Case {
    /// Finds an application with its call and its pole.
    ///
    /// # Errors
    ///
    /// [`ApiError::NotFound`].
    pub(crate) async fn find(
        tx: &Tx<Read>,
        scope: &Scope,
        id: Id<Application>,
    ) -> Result<Self, ApiError> {
        let application = tx.find_application(scope, id).await?.ok_or(ApiError::NotFound)?;
        let Application { call, pole, .. } = application.value;
        let call = tx.find_call(scope, call).await?.ok_or(ApiError::NotFound)?;
        let pole = tx.find_pole(scope, pole).await?.ok_or(ApiError::NotFound)?;
        Ok(Self { call, pole, application })
    }

    /// What the rules of the call say of the pole as it is now, on the reference date: of those
    /// members that had joined by the closing.
    pub(crate) async fn report<M>(&self, tx: &Tx<M>) -> Result<Report, ApiError> {
        let terms = &self.call.value.terms;
        report_under(tx, terms, &self.pole, self.application.value.reference_date).await
    }

    /// What the state table has to know of the application on a day.
    pub(crate) async fn facts<M>(&self, tx: &Tx<M>, today: NaiveDate) -> Result<Facts, ApiError> {
        let (terms, on) = (&self.call.value.terms, self.application.value.reference_date);
        // Only an admission asks for the verdict, and before that for the day.
        if self.application.value.status != ApplicationStatus::UnderReview || today < on {
            return self.facts_unjudged(tx, today).await;
        }
        let (ruleset, words) =
            (terms.ruleset(), determinations(tx, self.pole.pole.value.id).await?);
        let joined_by = terms.joined_by(on);
        let verdict = report(&self.pole, joined_by, &ruleset, on, &words).await?.outcome;
        let broken_on = match verdict {
            Verdict::Compliant => self.broken_on(&ruleset, &words, today).await?,
            Verdict::NeedsReview | Verdict::NonCompliant => None,
        };
        let findings = Findings { reference_date: on, verdict, broken_on };
        self.facts_given(tx, today, findings).await
    }

    /// The same where nobody asks what the rules say: the pole is not judged.
    pub(crate) async fn facts_unjudged<M>(
        &self,
        tx: &Tx<M>,
        today: NaiveDate,
    ) -> Result<Facts, ApiError> {
        let reference_date = self.application.value.reference_date;
        let findings = Findings { reference_date, verdict: Verdict::NeedsReview, broken_on: None };
        self.facts_given(tx, today, findings).await
    }

    /// The same where a court has ordered the admission: its order stands for what the rules say.
    pub(crate) async fn facts_ordered<M>(
        &self,
        tx: &Tx<M>,
        today: NaiveDate,
    ) -> Result<Facts, ApiError> {
        let reference_date = self.application.value.reference_date;
        let findings = Findings { reference_date, verdict: Verdict::Compliant, broken_on: None };
        self.facts_given(tx, today, findings).await
    }

    /// The first day after the reference date on which the pole did not meet the requirements.
    async fn broken_on(
        &self,
        ruleset: &Ruleset,
        words: &[Determination],
        today: NaiveDate,
    ) -> Result<Option<NaiveDate>, ApiError> {
        let terms = &self.call.value.terms;
        let on = self.application.value.reference_date;
        // Who joins later remedies nothing in a network to be constituted. One that is recognised, or
        // was until its admission was annulled, may have replaced its members.
        let taken = &self.application.value.procedure.taken;
        let is_new = terms.purpose == Purpose::Constitution
            && !taken.iter().any(|taken| taken.step.admits());
        let joined_by = is_new.then(|| terms.joined_by(on).unwrap_or(on));
        judged((&self.pole, ruleset, words), move |(pole, ruleset, words), budget| {
            broken_on(&network_by(pole, joined_by), ruleset, on, today, words, budget)
        })
        .await
    }

    async fn facts_given<M>(
        &self,
        tx: &Tx<M>,
        today: NaiveDate,
        findings: Findings,
    ) -> Result<Facts, ApiError> {
        let application = &self.application.value;
        let purpose = self.call.value.terms.purpose;
        // What is pending itself has nobody beside it, and needs nobody kept from others.
        let other_pending = !application.status.is_pending()
            && tx.pending_of_pole(application.pole).await?.iter().any(|other| {
                other.value.call == application.call
                    || (purpose == Purpose::Constitution && other.value.purpose == purpose)
            });
        let network = &self.pole.pole.value;
        let bond = Bond { purpose, pole: network.status_on(today), other_pending };
        let facts = application.procedure.facts(today, findings, bond);
        // Silence admits as of its day: what the pole becomes later is too late for a measure.
        let since = application.procedure.assented_on(application.reference_date, today);
        let is_assented = since.is_some_and(|since| {
            purpose == Purpose::Constitution || network.is_recognised_on(since)
        });
        Ok(Facts { is_assented, ..facts })
    }
}

/// What the rules of a call say of a pole as it is now, on the reference date.
pub(crate) async fn report_under<M>(
    tx: &Tx<M>,
    terms: &Terms,
    pole: &StoredPole,
    on: NaiveDate,
) -> Result<Report, ApiError> {
    let determinations = determinations(tx, pole.pole.value.id).await?;
    report(pole, terms.joined_by(on), &terms.ruleset(), on, &determinations).await
}
