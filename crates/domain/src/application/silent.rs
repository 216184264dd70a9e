//! The office lets the term pass: what that means.

use chrono::NaiveDate;

use super::procedure::Procedure;
use super::status::Step;
use crate::calendar::{civil_date, next_day};
use crate::call::Silence;
use crate::sentence::{assent_ahead, assent_given, assent_missed, term_without_effect};
use crate::text::Text;

impl Procedure {
    /// The first day on which the application counts as admitted because the term has passed
    /// (L. 241/1990, art. 20), if that day has come. Nobody is admitted before the reference date.
    /// Silence decides once: after an annulment the office has to decide.
    #[must_use]
    pub fn assented_on(&self, reference_date: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
        let since = next_day(self.due().as_of(today)).max(reference_date);
        (self.may_be_assented() && since <= today).then_some(since)
    }

    /// What it will mean if the term passes, while a decision is awaited; or that it has passed and
    /// did not admit.
    #[must_use]
    pub fn on_silence(&self, reference_date: NaiveDate, today: NaiveDate) -> Text {
        let substitute_power = self.substitute_power.as_deref();
        if !self.may_be_assented() {
            if self.silence_may_admit() {
                return NOTICE_UNDELIVERED;
            }
            return term_without_effect(substitute_power);
        }
        // Whatever silence admits is admitted before anybody looks.
        if self.assented_on(reference_date, today).is_some() {
            return assent_missed(substitute_power);
        }
        let last = self.due().as_of(today);
        let since = next_day(last).max(reference_date);
        assent_ahead(last, since, self.silence.basis.as_deref())
    }

    /// That silence has admitted it, as it can be shown to others (L. 241/1990, art. 20 c. 2-bis).
    #[must_use]
    pub fn attestation(&self, protocol: &str) -> Option<Text> {
        let assent = self.since_annulment().iter().rfind(|taken| taken.step == Step::Assent)?;
        let since = civil_date(assent.at);
        let last = self.due().as_of(since);
        Some(assent_given(protocol, last, since, self.silence.basis.as_deref()))
    }

    /// While a notice is on its way the office has not been silent: whether it came before the end of
    /// the term is known once its delivery is recorded, which may be later.
    fn may_be_assented(&self) -> bool {
        self.silence_may_admit() && !self.notice_is_undelivered()
    }

    fn silence_may_admit(&self) -> bool {
        self.silence.effect == Silence::Assent
            && !self.taken.iter().any(|taken| taken.step == Step::Annul || taken.step.ends())
    }

    fn notice_is_undelivered(&self) -> bool {
        let awaiting = self.undelivered().and_then(|at| self.taken.get(at));
        awaiting.is_some_and(|act| act.step == Step::NotifyRejection)
    }
}

const NOTICE_UNDELIVERED: Text = Text::fixed(
    "il preavviso di rigetto è in attesa di consegna: se il silenzio dell'ufficio equivale ad assenso \
     dipende dal giorno in cui il richiedente lo riceve",
    "the rejection notice waits for its delivery: whether silence admits depends on the day on which \
     the applicant receives it",
);
