//! What has been done in a procedure, and the terms to answer that it gave.

use chrono::{DateTime, NaiveDate, Utc};

use super::bond::Bond;
use super::particulars::Particulars;
use super::states::Facts;
use super::status::{ApplicationStatus, Step};
use super::term::Term;
use crate::calendar::{civil_date, last_day};
use crate::policy::Bearer;
use crate::rules::Verdict;

/// So many days there are to answer an integration request that gives no other term (project
/// decision).
pub const DAYS_TO_INTEGRATE: u32 = 10;
/// So many days an integration request may give: the clock stands still no longer than that
/// (L. 241/1990, art. 2 c. 7).
pub const MOST_DAYS_TO_INTEGRATE: u32 = 30;
/// So many days there are to reply to a rejection notice (L. 241/1990, art. 10-bis).
pub const DAYS_TO_OBSERVE: u32 = 10;

/// What has been done in a procedure, and how long it may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// The day from which it is counted (itself not counted), as the call said at receipt.
    pub starts_on: NaiveDate,
    /// How many days it may take.
    pub days: u32,
    /// Whether the call wants a notice before a rejection (art. 10-bis).
    pub notice_required: bool,
    /// The steps taken, in order.
    pub taken: Vec<Taken>,
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Which.
    pub step: Step,
    /// When (UTC, microseconds).
    pub at: DateTime<Utc>,
    /// The last day to answer, for a request or a notice.
    pub ends_on: Option<NaiveDate>,
    /// Who took it; `None` where nobody wrote it down.
    pub actor: Option<Bearer>,
    /// What went with it.
    pub particulars: Particulars,
}

impl Taken {
    /// The last day to answer, for a request or a notice: as given or, if nothing was written
    /// down, as it would have been given.
    pub(super) fn last_day_to_answer(&self) -> Option<NaiveDate> {
        let given = || Procedure::answer_by(self.step, self.at, self.particulars.days);
        self.ends_on.or_else(given)
    }
}

impl Procedure {
    /// The last day to answer a step taken at that instant: ten days for an integration, or as
    /// many as it gives up to thirty, at least one; ten days for a notice (L. 241/1990,
    /// art. 10-bis), whatever it gives. `None` for the steps that ask for no answer.
    #[must_use]
    pub fn answer_by(step: Step, at: DateTime<Utc>, days: Option<u32>) -> Option<NaiveDate> {
        let days = match step {
            Step::RequestIntegration => {
                days.unwrap_or(DAYS_TO_INTEGRATE).clamp(1, MOST_DAYS_TO_INTEGRATE)
            }
            Step::NotifyRejection => DAYS_TO_OBSERVE,
            Step::Review
            | Step::Integrate
            | Step::Observe
            | Step::Admit
            | Step::Reject
            | Step::Annul
            | Step::Withdraw
            | Step::Lapse => return None,
        };
        Some(last_day(civil_date(at), days))
    }

    /// The term to answer that is open: of the last integration request or notice since the last
    /// annulment, answered or not. `None` once the office, or whoever ended the procedure, went on.
    #[must_use]
    pub fn term(&self) -> Option<Term> {
        let taken = self.since_annulment();
        let at = taken.iter().rposition(|taken| taken.step.asks())?;
        let (asked, later) = taken.get(at..)?.split_first()?;
        if !later.iter().all(|taken| taken.step.answers()) {
            return None;
        }
        let answered_on = later.first().map(|taken| civil_date(taken.at));
        Some(Term { ends_on: asked.last_day_to_answer()?, answered_on })
    }

    /// Whether papers are awaited: meanwhile the owner may change the pole, also after the term
    /// until the office goes on.
    #[must_use]
    pub fn integration_open(&self, status: ApplicationStatus) -> bool {
        status == ApplicationStatus::IntegrationRequested
            && self.term().is_some_and(|term| term.answered_on.is_none())
    }

    /// What the table of [`attempt`](super::attempt) needs to know.
    #[must_use]
    pub fn facts(&self, today: NaiveDate, verdict: Verdict, bond: Bond) -> Facts {
        let noticed = |taken: &Taken| taken.step == Step::NotifyRejection;
        Facts {
            today,
            term: self.term(),
            notice_required: self.notice_required,
            noticed: self.since_annulment().iter().any(noticed),
            verdict,
            bond,
        }
    }

    /// The steps since the last annulment: what was asked and said before counts no more.
    pub(super) fn since_annulment(&self) -> &[Taken] {
        let annulled = self.taken.iter().rposition(|taken| taken.step == Step::Annul);
        let from = annulled.map_or(0, |at| at.saturating_add(1));
        self.taken.get(from..).unwrap_or_default()
    }

    /// The day from which it is counted, itself not: of the last annulment, or as the call said.
    pub(super) fn counted_from(&self) -> NaiveDate {
        let annulled = self.taken.iter().rfind(|taken| taken.step == Step::Annul);
        annulled.map_or(self.starts_on, |taken| civil_date(taken.at))
    }

    /// Whether it came to its end: decided, withdrawn or lapsed.
    pub(super) fn is_over(&self) -> bool {
        self.since_annulment().iter().any(|taken| taken.step.ends())
    }
}

impl Step {
    /// Whether it asks the applicant for an answer.
    const fn asks(self) -> bool {
        matches!(self, Self::RequestIntegration | Self::NotifyRejection)
    }

    /// Whether it is the applicant's answer.
    const fn answers(self) -> bool {
        matches!(self, Self::Integrate | Self::Observe)
    }

    /// Whether it ends the procedure.
    const fn ends(self) -> bool {
        matches!(self, Self::Admit | Self::Reject | Self::Withdraw | Self::Lapse)
    }
}
