//! The office lets the term pass: what that means.

use chrono::NaiveDate;

use super::procedure::Procedure;
use super::status::Step;
use crate::calendar::{civil_date, next_day};
use crate::call::Silence;
use crate::sentence::{assent_ahead, assent_given, term_without_effect};
use crate::text::Text;

impl Procedure {
    /// The first day on which the application counts as admitted because the term has passed
    /// (L. 241/1990, art. 20), if that day has come. Silence decides once: after an annulment the
    /// office has to decide.
    #[must_use]
    pub fn assented_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        let last = self.due().as_of(today);
        (self.may_be_assented() && last < today).then(|| next_day(last))
    }

    /// What it will mean if the term passes, while a decision is awaited.
    #[must_use]
    pub fn on_silence(&self, today: NaiveDate) -> Text {
        let last = self.due().as_of(today);
        if self.may_be_assented() {
            return assent_ahead(last, self.silence.basis.as_deref());
        }
        term_without_effect(self.substitute_power.as_deref())
    }

    /// That silence has admitted it, as it can be shown to others (L. 241/1990, art. 20 c. 2-bis).
    #[must_use]
    pub fn attestation(&self, protocol: &str) -> Option<Text> {
        let assent = self.since_annulment().iter().rfind(|taken| taken.step == Step::Assent)?;
        let since = civil_date(assent.at);
        Some(assent_given(protocol, since, self.silence.basis.as_deref()))
    }

    fn may_be_assented(&self) -> bool {
        self.silence.effect == Silence::Assent
            && !self.taken.iter().any(|taken| taken.step == Step::Annul || taken.step.ends())
    }
}
