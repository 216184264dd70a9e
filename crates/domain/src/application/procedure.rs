//! The steps taken in a procedure, and the terms to answer.

use chrono::{DateTime, NaiveDate, Utc};

use super::bond::Bond;
use super::ground::Ground;
use super::particulars::Particulars;
use super::states::{Facts, Findings};
use super::status::{ApplicationStatus, Step};
use super::term::Term;
use crate::calendar::{civil_date, last_day};
use crate::call::{Notification, SilenceTerms};
use crate::party::Act;
use crate::policy::Bearer;
use crate::text::Text;

/// Days to answer an integration request that does not state a term (project decision).
pub const DAYS_TO_INTEGRATE: u32 = 10;
/// The maximum days to answer an integration request: the clock stops for no longer than that (L.
/// 241/1990, art. 2 c. 7).
pub const MOST_DAYS_TO_INTEGRATE: u32 = 30;
/// Days to reply to a rejection notice (L. 241/1990, art. 10-bis).
pub const DAYS_TO_OBSERVE: u32 = 10;

/// The steps taken in a procedure, and its time limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// The starting day (itself not counted), as the call states it.
    pub starts_on: NaiveDate,
    /// The time limit in days.
    pub days: u32,
    /// Whether the call requires a notice before a rejection (art. 10-bis).
    pub notice_required: bool,
    /// How what the office does reaches the applicant, as the call states it.
    pub notification: Notification,
    /// What silence means, as the call states it.
    pub silence: SilenceTerms,
    /// Whom to turn to once the term has passed, as the call named it at the receipt.
    pub substitute_power: Option<String>,
    /// The steps taken, in order.
    pub taken: Vec<Taken>,
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The step.
    pub step: Step,
    /// When (UTC, microseconds).
    pub at: DateTime<Utc>,
    /// The last day to answer, for a request or a notice whose term ran from the step itself.
    pub ends_on: Option<NaiveDate>,
    /// Who took it; `None` if not recorded.
    pub actor: Option<Bearer>,
    /// Its particulars.
    pub particulars: Particulars,
}

impl Taken {
    /// Whether it ends the term of such a request or notice. Observations do only if they are final:
    /// others may follow until its last day.
    fn ends_term_of(&self, asked: Step) -> bool {
        match asked {
            Step::RequestIntegration => self.step == Step::Integrate,
            Step::NotifyRejection => self.step == Step::Observe && self.particulars.is_final,
            _ => false,
        }
    }
}

/// Observations and statements that are taken for an application: all steps are read and written at
/// once. Nobody honest makes so many.
const MOST_STATEMENTS: usize = 100;

impl Procedure {
    /// The last day to answer a step that reached the applicant on that day: for an integration ten
    /// days or the days stated, from one to thirty; for a notice always ten days (L. 241/1990, art.
    /// 10-bis). `None` for steps that ask for no answer.
    #[must_use]
    pub fn answer_by(step: Step, reached_on: NaiveDate, days: Option<u32>) -> Option<NaiveDate> {
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
            | Step::Assent
            | Step::Deliver
            | Step::Acknowledge
            | Step::Withdraw
            | Step::Lapse => return None,
        };
        Some(last_day(reached_on, days))
    }

    /// The open term to answer: that of the last integration request or notice since the last
    /// annulment, answered or not. `None` once an official has gone on with the review or the
    /// procedure has ended.
    #[must_use]
    pub fn term(&self) -> Option<Term> {
        let taken = self.since_annulment();
        let at = taken.iter().rposition(|taken| taken.step.asks())?;
        let (asked, later) = taken.get(at..)?.split_first()?;
        if !later.iter().all(|taken| taken.step.answers() || taken.step.tells_of_receipt()) {
            return None;
        }
        let answer = later.iter().find(|taken| taken.ends_term_of(asked.step));
        let answered_on = answer.map(|taken| civil_date(taken.at));
        Some(Term { ends_on: self.last_day_to_answer(asked, later), answered_on })
    }

    /// Whether the applicant has answered, and the office has done nothing since.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        let last = self.taken.iter().rfind(|taken| !taken.step.tells_of_receipt());
        last.is_some_and(|taken| taken.step.answers())
    }

    /// What a step brings about, where whoever takes it should know before.
    #[must_use]
    pub fn consequence(&self, step: Step, bond: Bond) -> Option<Text> {
        match step {
            Step::Integrate => Some(ANSWER_ENDS_TERM),
            Step::Observe => Some(WEIGHED_UNTIL_DECISION),
            Step::NotifyRejection if rejection_was_annulled_by_a_judgment(&self.taken) => {
                Some(NO_NEW_GROUNDS)
            }
            Step::Annul if self.is_admitted() => {
                let ends = bond.effect(ApplicationStatus::Admitted, step).is_some();
                Some(if ends { ANNULS_RECOGNITION } else { ANNULS_ADMISSION })
            }
            _ => None,
        }
    }

    /// Whether the last decision is an admission.
    fn is_admitted(&self) -> bool {
        let decision = self.taken.iter().rfind(|taken| taken.step.ends());
        decision.is_some_and(|decision| decision.step.admits())
    }

    /// What to mind about a step that was taken, by its place.
    #[must_use]
    pub fn caution(&self, at: usize) -> Option<Text> {
        if self.undelivered() == Some(at) {
            return Some(DELIVERY_AWAITED);
        }
        let (before, rest) = self.taken.split_at_checked(at)?;
        let noticed = rest.first()?.step == Step::NotifyRejection;
        (noticed && rejection_was_annulled_by_a_judgment(before)).then_some(NO_NEW_GROUNDS)
    }

    /// Whether an integration is awaited: until it is answered or the review resumes, even after the
    /// term, the owner may change the pole.
    #[must_use]
    pub fn integration_open(&self, status: ApplicationStatus) -> bool {
        status == ApplicationStatus::IntegrationRequested
            && self.term().is_some_and(|term| term.answered_on.is_none())
    }

    /// The facts that [`attempt`](super::attempt) needs.
    #[must_use]
    pub fn facts(&self, today: NaiveDate, findings: Findings, bond: Bond) -> Facts {
        let noticed = |taken: &Taken| taken.step == Step::NotifyRejection;
        let observed = |taken: &&Taken| taken.step == Step::Observe;
        Facts {
            today,
            term: self.term(),
            notice_required: self.notice_required,
            noticed: self.since_annulment().iter().any(noticed),
            findings,
            bond,
            notification: self.notification,
            is_undelivered: self.undelivered().is_some(),
            is_deliverable: self.deliverable().is_some(),
            is_assented: self.assented_on(findings.reference_date, today).is_some(),
            is_stated_enough: self.taken.iter().filter(observed).count() >= MOST_STATEMENTS,
        }
    }

    /// The steps since the last annulment: earlier requests and answers no longer count.
    pub(super) fn since_annulment(&self) -> &[Taken] {
        let annulled = self.taken.iter().rposition(|taken| taken.step == Step::Annul);
        let from = annulled.map_or(0, |at| at.saturating_add(1));
        self.taken.get(from..).unwrap_or_default()
    }

    /// The starting day, itself not counted: that of the last annulment, or as the call stated.
    pub(super) fn counted_from(&self) -> NaiveDate {
        let annulled = self.taken.iter().rfind(|taken| taken.step == Step::Annul);
        annulled.map_or(self.starts_on, |taken| civil_date(taken.at))
    }

    /// Whether it has ended: decided, withdrawn or lapsed.
    pub(super) fn is_over(&self) -> bool {
        self.since_annulment().iter().any(|taken| taken.step.ends())
    }
}

/// Whether the last rejection was annulled by a judgment (L. 241/1990, art. 10-bis, last sentence).
fn rejection_was_annulled_by_a_judgment(taken: &[Taken]) -> bool {
    let Some(at) = taken.iter().rposition(|taken| taken.step == Step::Annul) else { return false };
    let annulment = taken.get(at).map(|annulment| &annulment.particulars);
    let is_by_court = annulment.is_some_and(|annulment| {
        annulment.act.as_ref().is_some_and(Act::is_judgment)
            || annulment.ground == Some(Ground::Judgment)
    });
    let decision = taken.iter().take(at).rfind(|taken| taken.step.ends());
    is_by_court && decision.is_some_and(|decision| decision.step == Step::Reject)
}

const ANSWER_ENDS_TERM: Text = Text::fixed(
    "la risposta chiude il termine per integrare: la candidatura torna in istruttoria e il polo non \
     può più essere modificato",
    "the answer ends the term to integrate: the application is under review again, and the pole can \
     no longer be changed",
);
const DELIVERY_AWAITED: Text = Text::fixed(
    "in attesa di consegna: i termini decorrono dal giorno in cui il richiedente riceve l'atto",
    "delivery is awaited: terms run from the day on which the applicant receives the act",
);
const WEIGHED_UNTIL_DECISION: Text = Text::fixed(
    "osservazioni e memorie sono valutate se pervengono prima della decisione; se le osservazioni su \
     un preavviso di rigetto sono dichiarate definitive, l'ufficio non attende la scadenza del \
     termine",
    "observations and statements are weighed if they arrive before the decision; if observations on a \
     rejection notice are final, the office does not wait for the end of the term",
);
// Of a measure, or of a pole that has ended: it stays as it is.
const ANNULS_ADMISSION: Text = Text::fixed(
    "l'annullamento ha effetto dall'inizio (ex tunc): è come se la candidatura non fosse mai stata \
     ammessa; il polo resta come si trova",
    "the annulment has effect from the beginning (ex tunc): it is as if the application had never been \
     admitted; the pole stays as it is",
);
const ANNULS_RECOGNITION: Text = Text::fixed(
    "l'annullamento ha effetto dall'inizio (ex tunc): è come se la candidatura non fosse mai stata \
     ammessa né il polo riconosciuto",
    "the annulment has effect from the beginning (ex tunc): it is as if the application had never been \
     admitted nor the pole recognised",
);
const NO_NEW_GROUNDS: Text = Text::fixed(
    "il rigetto è stato annullato in giudizio: non possono essere addotti per la prima volta motivi \
     ostativi già emersi dall'istruttoria del provvedimento annullato (art. 10-bis L. 241/1990)",
    "the rejection was annulled by a judgment: grounds that had already emerged from its review cannot \
     be given for the first time (art. 10-bis L. 241/1990)",
);

impl Step {
    /// Whether it asks the applicant for an answer.
    pub(super) const fn asks(self) -> bool {
        matches!(self, Self::RequestIntegration | Self::NotifyRejection)
    }

    /// Whether it is the applicant's answer.
    const fn answers(self) -> bool {
        matches!(self, Self::Integrate | Self::Observe)
    }

    /// Whether it ends the procedure.
    pub(super) const fn ends(self) -> bool {
        matches!(self, Self::Admit | Self::Reject | Self::Assent | Self::Withdraw | Self::Lapse)
    }

    /// Whether it admits the application.
    #[must_use]
    pub const fn admits(self) -> bool {
        matches!(self, Self::Admit | Self::Assent)
    }
}
