//! The states of an application: every transition, whatever the facts are.

use std::collections::BTreeMap;

use ptp_domain::application::{ApplicationStatus, Facts, Step, Term, attempt};
use ptp_domain::rules::Verdict;
use ptp_domain::vocabulary::Vocabulary;

use super::members::day;
use super::states::{cell, rows};

use ApplicationStatus::{
    Admitted, IntegrationRequested, Lapsed, Rejected, RejectionNotice, Submitted, UnderReview,
    Withdrawn,
};

/// A term that ends on 20 February, today being the 10th, and how it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Answer {
    /// No term was given.
    Unasked,
    /// It runs; today may be its last day.
    Awaited,
    /// It came.
    Given,
    /// None came in time.
    Missing,
}

impl Answer {
    const ALL: [Self; 4] = [Self::Unasked, Self::Awaited, Self::Given, Self::Missing];

    fn term(self) -> Option<Term> {
        let (ends_on, answered_on) = match self {
            Self::Unasked => return None,
            Self::Awaited => ("2027-02-10", None),
            Self::Given => ("2027-02-20", Some(day("2027-02-09"))),
            Self::Missing => ("2027-02-09", None),
        };
        Some(Term { ends_on: day(ends_on), answered_on })
    }
}

fn facts(answer: Answer, notice_required: bool, noticed: bool, verdict: Verdict) -> Facts {
    Facts { today: day("2027-02-10"), term: answer.term(), notice_required, noticed, verdict }
}

/// All there can be.
pub(crate) fn all_facts() -> impl Iterator<Item = Facts> {
    let flags = [(false, false), (false, true), (true, false), (true, true)];
    Answer::ALL.into_iter().flat_map(move |answer| {
        flags.into_iter().flat_map(move |(required, noticed)| {
            Verdict::ALL.iter().map(move |verdict| facts(answer, required, noticed, *verdict))
        })
    })
}

fn table(columns: &[(ApplicationStatus, Facts)]) -> Vec<Vec<&'static str>> {
    let row = |step: &Step| {
        let after = columns.iter().map(|(from, facts)| cell(&attempt(*from, *step, facts)));
        std::iter::once(step.code()).chain(after).collect()
    };
    Step::ALL.iter().map(row).collect()
}

/// Compliant, or not and without the notice that is required, or with it.
const EXAMINED: &str = "
    step                 compliant              no_notice              noticed
    review               -                      -                      -
    request_integration  integration_requested  integration_requested  integration_requested
    integrate            -                      -                      -
    notify_rejection     rejection_notice       rejection_notice       notice_given
    observe              -                      -                      -
    admit                admitted               not_compliant          not_compliant
    reject               rejected               notice_required        rejected
    annul                -                      -                      -
    withdraw             withdrawn              withdrawn              withdrawn
    lapse                lapsed                 lapsed                 lapsed
";

#[test]
fn what_may_become_of_an_application_under_review() {
    let columns = [
        facts(Answer::Unasked, false, false, Verdict::Compliant),
        facts(Answer::Unasked, true, false, Verdict::NeedsReview),
        facts(Answer::Unasked, true, true, Verdict::NonCompliant),
    ];
    assert_eq!(table(&columns.map(|facts| (UnderReview, facts))), rows(EXAMINED));
}

/// An integration was requested or a notice given; it runs, was answered, or ended.
const WAITING: &str = "
    step                 awaited       given                  missing                awaited       given             missing
    review               term_running  under_review           under_review           term_running  under_review      under_review
    request_integration  -             -                      -                      -             -                 -
    integrate            integration_requested already_answered integration_requested -            -                 -
    notify_rejection     -             -                      -                      -             -                 -
    observe              -             -                      -                      rejection_notice already_answered rejection_notice
    admit                -             -                      -                      -             -                 -
    reject               -             -                      -                      -             -                 -
    annul                -             -                      -                      -             -                 -
    withdraw             withdrawn     withdrawn              withdrawn              withdrawn     withdrawn         withdrawn
    lapse                lapsed        lapsed                 lapsed                 lapsed        lapsed            lapsed
";

#[test]
fn what_may_become_of_an_application_that_waits_for_an_answer() {
    let columns = [IntegrationRequested, RejectionNotice].into_iter().flat_map(|from| {
        let answers = [Answer::Awaited, Answer::Given, Answer::Missing];
        answers.map(|answer| (from, facts(answer, true, true, Verdict::NeedsReview)))
    });
    assert_eq!(table(&columns.collect::<Vec<_>>()), rows(WAITING));
}

const FIRST_AND_LAST: &str = "
    step                 submitted     admitted      rejected      withdrawn  lapsed
    review               under_review  -             -             -          -
    request_integration  -             -             -             -          -
    integrate            -             -             -             -          -
    notify_rejection     -             -             -             -          -
    observe              -             -             -             -          -
    admit                -             -             -             -          -
    reject               -             -             -             -          -
    annul                -             under_review  under_review  -          -
    withdraw             withdrawn     -             -             -          -
    lapse                lapsed        -             -             -          -
";

#[test]
fn what_may_become_of_an_application_before_the_review_and_after_the_decision() {
    let columns = [Submitted, Admitted, Rejected, Withdrawn, Lapsed]
        .map(|from| (from, facts(Answer::Unasked, true, false, Verdict::NonCompliant)));
    assert_eq!(table(&columns), rows(FIRST_AND_LAST));
}

/// What a step depends on beside the status, and on nothing else.
fn dependence(from: ApplicationStatus, step: Step, facts: &Facts) -> Option<bool> {
    let running = facts.term.is_some_and(|term| term.is_running(facts.today));
    let answered = facts.term.is_some_and(|term| term.answered_on.is_some());
    match (from, step) {
        (IntegrationRequested | RejectionNotice, Step::Review) => Some(running),
        (IntegrationRequested, Step::Integrate) | (RejectionNotice, Step::Observe) => {
            Some(answered)
        }
        (UnderReview, Step::NotifyRejection) => Some(facts.noticed),
        (UnderReview, Step::Reject) => Some(facts.notice_required && !facts.noticed),
        (UnderReview, Step::Admit) => Some(facts.verdict != Verdict::Compliant),
        _ => None,
    }
}

/// With the tables above, this covers every status, step and set of facts.
#[test]
fn each_step_depends_on_one_fact_at_most() {
    let mut known = BTreeMap::new();
    for from in ApplicationStatus::ALL {
        for step in Step::ALL {
            for facts in all_facts() {
                let answer = cell(&attempt(*from, *step, &facts));
                let key = (*from, *step, dependence(*from, *step, &facts));
                let before = *known.entry(key).or_insert(answer);
                assert_eq!(before, answer, "{from:?} {step:?} {facts:?}");
            }
        }
    }
}

#[test]
fn an_application_is_pending_as_long_as_something_may_decide_on_it() {
    for status in ApplicationStatus::ALL {
        let withdrawn = all_facts().all(|facts| attempt(*status, Step::Withdraw, &facts).is_ok());
        assert_eq!(status.is_pending(), withdrawn, "{status:?}");
    }
}

#[test]
fn a_refusal_says_until_when_an_answer_is_awaited() {
    let awaited = facts(Answer::Awaited, true, true, Verdict::Compliant);
    let refused = attempt(RejectionNotice, Step::Review, &awaited).expect_err("refused").message;
    assert_eq!(refused.en, "the term to answer ends on 2027-02-10 and no answer has arrived");
    let refused = attempt(Lapsed, Step::Admit, &awaited).expect_err("refused").message;
    assert_eq!(refused.it, "non è possibile ammettere: la candidatura è decaduta");
}
