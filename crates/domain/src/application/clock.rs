//! The clock of a procedure: its days, at most one suspension for an integration, and that of the
//! notice.

use chrono::{Days, NaiveDate};

use super::procedure::{Procedure, Taken};
use super::status::Step;
use crate::calendar::{civil_date, day_before, next_day, working_day};
use crate::vocabulary::vocabulary;

/// An integration suspends for at most this many days (L. 241/1990, art. 2 c. 7).
pub const MOST_DAYS_SUSPENDED: u32 = 30;
/// The term resumes this many days after the observations (L. 241/1990, art. 10-bis).
const DAYS_AFTER_OBSERVATIONS: u32 = 10;

vocabulary! {
    /// Why days count towards the term, or not.
    pub enum Why: "procedure_period", from fixed(
        "L. 241/1990, artt. 2 e 10-bis", "L. 241/1990, arts. 2 and 10-bis"
    ) {
        /// The term of the procedure runs.
        Running = "running", "il termine decorre", "the term runs";
        /// An integration was requested: one suspension, of at most thirty days (art. 2 c. 7).
        Integration = "integration", "sospeso per integrazione", "suspended for an integration";
        /// The applicant may reply to a notice (art. 10-bis).
        Notice = "notice", "sospeso per preavviso di rigetto", "suspended for a rejection notice";
    }
}

/// A period of a procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Why it counts, or not.
    pub why: Why,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub until: NaiveDate,
    /// Days of the term used: none while suspended, and none for the days by which a holiday defers
    /// the end. Over all periods they add up to the days of the procedure.
    pub days: u32,
}

/// The state of a procedure's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The last day to decide; while an answer is awaited, as if it came on the last day.
    pub due_on: NaiveDate,
    /// The first day of the current suspension, without a running day in between.
    pub suspended_since: Option<NaiveDate>,
    /// The periods, without gap or overlap, from the day after the starting day to `due_on`. The
    /// last one includes the days by which a holiday deferred the end. Empty only for a procedure
    /// of zero days.
    pub counted: Vec<Counted>,
}

/// The last day to decide, if no further step is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last day to decide; while an answer is awaited, as if it came on the last day.
    pub on: NaiveDate,
    /// What changes if the awaited answer does not come.
    pub lapse: Option<Lapse>,
}

/// Silence changes the last day to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lapse {
    /// The first day after the term for the answer.
    pub from: NaiveDate,
    /// The last day to decide from then on.
    pub due_on: NaiveDate,
}

impl Due {
    /// The last day to decide, as of `today`.
    #[must_use]
    pub fn as_of(self, today: NaiveDate) -> NaiveDate {
        self.lapse.filter(|lapse| lapse.from <= today).map_or(self.on, |lapse| lapse.due_on)
    }
}

/// A suspension: from the day after the request or notice to its last day, included.
#[derive(Clone, Copy)]
struct Suspension {
    why: Why,
    /// The day of the request or notice, on which the term still runs.
    asked_on: NaiveDate,
    until: NaiveDate,
}

impl Procedure {
    /// Counts the days of the procedure (L. 241/1990, arts. 2 and 10-bis), as of `today`.
    ///
    /// - The starting day is not counted, and an end on a holiday moves to the next working day
    ///   (c.p.c. art. 155). After an annulment the term starts anew from the civil date of the
    ///   annulment, with the same days and the same right to suspend.
    /// - The day of a request or notice is not one of the suspension (c.p.c. art. 155): the term
    ///   still runs on it, so what is asked and answered on one day costs nothing.
    /// - Only the first integration request suspends (art. 2 c. 7, «per una sola volta»): to the
    ///   earliest of the answer, the last day to answer and the thirtieth day after the request, all
    ///   included. The office has no more than these thirty days from its request, even if it is
    ///   delivered later or a holiday defers the last day to answer.
    /// - A notice suspends from the day on which it reaches the applicant (art. 10-bis): to the tenth
    ///   day after the last observations and no less than to the last day to submit them, unless they
    ///   are final; without any, to that day, all included.
    ///   Observations after that day, or once the review has resumed, do not suspend the term again.
    /// - While an answer is awaited, the end is computed as if it came on its last day.
    /// - A request after the end does not revive the term. An end that falls within a suspension
    ///   moves to the first working day after it.
    /// - A day within two suspensions is counted once, for the one that began first.
    /// - Once decided, withdrawn or lapsed, an application is no longer suspended.
    #[must_use]
    pub fn clock(&self, today: NaiveDate) -> Clock {
        let start = self.counted_from();
        let mut left = self.days;
        let mut next = next_day(start);
        let mut counted = Vec::new();
        for suspension in self.suspensions(today) {
            if suspension.asked_on > end(start, next, left, &counted) {
                break;
            }
            let from = next_day(suspension.asked_on).max(next);
            if from > suspension.until {
                continue;
            }
            if from > next {
                let days = days_between(next, from).min(left);
                let until = day_before(from);
                counted.push(Counted { why: Why::Running, from: next, until, days });
                left = left.saturating_sub(days);
            }
            let Suspension { why, until, .. } = suspension;
            counted.push(Counted { why, from, until, days: 0 });
            next = next_day(until);
        }
        let due_on = end(start, next, left, &counted);
        if next <= due_on {
            counted.push(Counted { why: Why::Running, from: next, until: due_on, days: left });
        }
        let suspended_since = if self.is_over() { None } else { suspended_since(&counted, today) };
        Clock { due_on, suspended_since, counted }
    }

    /// The last day to decide, today and on every later day, if no further step is taken. It moves
    /// at most once, when the term of a notice ends in silence (L. 241/1990, art. 10-bis).
    #[must_use]
    pub fn due(&self) -> Due {
        let silent_from = self.unanswered_notice().map(next_day);
        let on = self.clock(silent_from.map_or(self.starts_on, day_before)).due_on;
        let lapse = silent_from
            .map(|from| Lapse { from, due_on: self.clock(from).due_on })
            .filter(|lapse| lapse.due_on != on);
        Due { on, lapse }
    }

    /// The last day of the notice since the last annulment, unless there were observations.
    fn unanswered_notice(&self) -> Option<NaiveDate> {
        let taken = self.since_annulment();
        let at = taken.iter().position(|taken| taken.step == Step::NotifyRejection)?;
        let (notice, later) = taken.get(at..)?.split_first()?;
        if observations(later).next().is_some() {
            return None;
        }
        self.last_day_to_answer(notice, later)
    }

    /// The suspensions since the last annulment, in chronological order.
    fn suspensions(&self, today: NaiveDate) -> impl Iterator<Item = Suspension> {
        let taken = self.since_annulment();
        let first = |step| taken.iter().position(|taken| taken.step == step);
        let integration = first(Step::RequestIntegration)
            .and_then(|at| taken.get(at..)?.split_first())
            .map(|(request, later)| self.integration(request, later));
        let notice = first(Step::NotifyRejection)
            .and_then(|at| taken.get(at..)?.split_first())
            .and_then(|(notice, later)| self.suspended_by_notice(notice, later, today));
        let mut both = [integration, notice];
        both.sort_by_key(|suspension| suspension.map(|suspension| suspension.asked_on));
        both.into_iter().flatten()
    }

    fn integration(&self, request: &Taken, later: &[Taken]) -> Suspension {
        let asked_on = civil_date(request.at);
        let thirtieth = plus(asked_on, MOST_DAYS_SUSPENDED);
        let ends_on = self.last_day_to_answer(request, later).unwrap_or(thirtieth);
        let answered_on = answer(later, Step::Integrate).unwrap_or(ends_on);
        let until = ends_on.min(thirtieth).min(answered_on);
        Suspension { why: Why::Integration, asked_on, until }
    }

    /// None before it has reached the applicant: until then nothing is communicated.
    fn suspended_by_notice(
        &self,
        notice: &Taken,
        later: &[Taken],
        today: NaiveDate,
    ) -> Option<Suspension> {
        let asked_on = self.reached_on(notice, later)?;
        let ends_on = self.last_day_to_answer(notice, later)?;
        let after = |day| plus(day, DAYS_AFTER_OBSERVATIONS);
        let is_awaited = today <= ends_on && observations(later).next().is_none();
        let in_time = observations(later).filter(|(on, _)| *on <= ends_on).last();
        let until = match in_time {
            Some((on, true)) => after(on),
            Some((on, false)) => after(on).max(ends_on),
            None if is_awaited => after(ends_on),
            None => ends_on,
        };
        Some(Suspension { why: Why::Notice, asked_on, until })
    }
}

/// The observations on a notice until the review resumes, with their days: up to the first final
/// ones, which are marked.
fn observations(later: &[Taken]) -> impl Iterator<Item = (NaiveDate, bool)> {
    let before_review = later.iter().take_while(|taken| taken.step != Step::Review);
    let mut is_complete = false;
    before_review.filter(|taken| taken.step == Step::Observe).map_while(move |taken| {
        let goes_on = !is_complete;
        is_complete = taken.particulars.is_final;
        goes_on.then(|| (civil_date(taken.at), taken.particulars.is_final))
    })
}

/// The day of the first such answer. An answer to a later request comes after the end of this term,
/// since the review resumes no earlier, so it makes no difference.
fn answer(later: &[Taken], step: Step) -> Option<NaiveDate> {
    later.iter().find(|taken| taken.step == step).map(|taken| civil_date(taken.at))
}

/// The last day of a term with `left` days remaining from `next` on.
fn end(start: NaiveDate, next: NaiveDate, left: u32, counted: &[Counted]) -> NaiveDate {
    working_day(match (left.checked_sub(1), counted.is_empty()) {
        (Some(more), _) => plus(next, more),
        (None, true) => start,
        // Only the deferral to a working day was left when it was suspended.
        (None, false) => next,
    })
}

fn suspended_since(counted: &[Counted], today: NaiveDate) -> Option<NaiveDate> {
    let at = counted.iter().position(|stretch| stretch.from <= today && today <= stretch.until)?;
    let unbroken = counted.iter().take(at.saturating_add(1)).rev();
    unbroken.take_while(|stretch| stretch.why != Why::Running).last().map(|first| first.from)
}

fn plus(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

/// The number of days from one day to another.
fn days_between(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from(to.signed_duration_since(from).num_days()).unwrap_or_default()
}
