//! The clock of a procedure: thirty days, suspended once for an integration and by the notice.
//!
//! In 2027: 28 March is Easter, 25 April a Sunday, 1 May a Saturday, 2 June a Wednesday.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::application::{
    ApplicationStatus, Bond, Clock, Facts, Findings, Particulars, Procedure, Step, Taken, Term,
    Why, attempt,
};
use ptp_domain::calendar::{civil_date, parse_instant};
use ptp_domain::call::{Notification, Purpose, SilenceTerms};
use ptp_domain::party::{Act, ActKind};
use ptp_domain::pole::PoleStatus;
use ptp_domain::rules::Verdict;

use super::members::day;

/// A candidate under review.
const BOND: Bond =
    Bond { purpose: Purpose::Constitution, pole: PoleStatus::Candidate, other_pending: false };

/// What the rules say: it is for the procedure to pass on.
fn findings() -> Findings {
    let (reference_date, broken_on) = (day("2027-02-26"), Some(day("2027-03-05")));
    Findings { reference_date, verdict: Verdict::NeedsReview, broken_on }
}

/// Noon in Rome.
pub(crate) fn noon(on: NaiveDate) -> DateTime<Utc> {
    parse_instant(&format!("{on}T12:00")).expect("an instant")
}

/// Observations by which the applicant has said all.
fn final_observations(on: &str) -> Taken {
    let mut taken = taken(Observe, on, None);
    taken.particulars.is_final = true;
    taken
}

/// A step with the last day to answer under the regulation; `days` are those stated.
fn taken(step: Step, on: &str, days: Option<u32>) -> Taken {
    let at = noon(day(on));
    let ends_on = Procedure::answer_by(step, day(on), days);
    let particulars = Particulars { days, ..Particulars::default() };
    Taken { step, at, ends_on, actor: None, particulars }
}

/// Thirty days from Monday 1 February 2027, with these steps.
pub(crate) fn procedure(steps: &[(Step, &str)]) -> Procedure {
    let taken = steps.iter().map(|(step, on)| taken(*step, on, None)).collect();
    Procedure {
        starts_on: day("2027-02-01"),
        days: 30,
        notice_required: true,
        notification: Notification::Recorded,
        silence: SilenceTerms::default(),
        substitute_power: None,
        taken,
    }
}

/// The clock at a much later time.
fn later(procedure: &Procedure) -> Clock {
    procedure.clock(day("2030-01-01"))
}

fn due_on(steps: &[(Step, &str)]) -> String {
    later(&procedure(steps)).due_on.to_string()
}

/// The periods in short: why, first and last day, days used.
fn stretches(clock: &Clock) -> Vec<(Why, String, String, u32)> {
    let short =
        clock.counted.iter().map(|s| (s.why, s.from.to_string(), s.until.to_string(), s.days));
    short.collect()
}

fn stretch(why: Why, from: &str, until: &str, days: u32) -> (Why, String, String, u32) {
    (why, from.to_owned(), until.to_owned(), days)
}

use Step::{
    Admit, Annul, Integrate, Lapse, NotifyRejection, Observe, Reject, RequestIntegration, Review,
    Withdraw,
};
use Why::{Integration, Notice, Running};

#[test]
fn thirty_days_run_from_the_day_after_the_start() {
    let clock = later(&procedure(&[(Review, "2027-02-02")]));
    assert_eq!(stretches(&clock), [stretch(Running, "2027-02-02", "2027-03-03", 30)]);
    assert_eq!((clock.due_on, clock.suspended_since), (day("2027-03-03"), None));
}

/// DOMAIN.md: 30 days from 1 April end on 1 May, a holiday before a Sunday.
#[test]
fn an_end_on_a_holiday_moves_and_uses_up_no_more_days() {
    let procedure = Procedure { starts_on: day("2027-04-01"), ..procedure(&[]) };
    let clock = later(&procedure);
    assert_eq!(stretches(&clock), [stretch(Running, "2027-04-02", "2027-05-03", 30)]);
}

/// Asked on 10 February and answered on the 15th: five days, so the end is five days later.
#[test]
fn the_first_request_suspends_from_the_day_after_it_to_the_answers_day() {
    let steps = [(RequestIntegration, "2027-02-10"), (Integrate, "2027-02-15")];
    let clock = later(&procedure(&steps));
    assert_eq!(
        stretches(&clock),
        [
            stretch(Running, "2027-02-02", "2027-02-10", 9),
            stretch(Integration, "2027-02-11", "2027-02-15", 0),
            stretch(Running, "2027-02-16", "2027-03-08", 21),
        ]
    );
}

/// Ten days from Wednesday 10 February end on Saturday 20 February.
#[test]
fn without_an_answer_it_suspends_to_the_end_of_its_term() {
    let silent = due_on(&[(RequestIntegration, "2027-02-10"), (Review, "2027-02-22")]);
    assert_eq!(silent, "2027-03-13", "10 days: 3 March + 10 is a Saturday, a working day");
    let late = [(RequestIntegration, "2027-02-10"), (Integrate, "2027-02-25")];
    assert_eq!(due_on(&late), silent, "an answer after the term changes nothing");
}

#[test]
fn an_integration_suspends_for_thirty_days_at_most() {
    let mut asked = procedure(&[]);
    asked.taken.push(taken(RequestIntegration, "2027-02-10", Some(30)));
    assert_eq!(asked.taken[0].ends_on, Some(day("2027-03-12")));
    let clock = later(&asked);
    assert_eq!(
        stretches(&clock),
        [
            stretch(Running, "2027-02-02", "2027-02-10", 9),
            stretch(Integration, "2027-02-11", "2027-03-12", 0),
            stretch(Running, "2027-03-13", "2027-04-02", 21),
        ]
    );
    let written = Some(day("2027-12-31"));
    asked.taken[0].ends_on = written;
    assert_eq!(later(&asked), clock, "whatever was written down");
}

/// Thirty days from Friday 26 February end on Sunday 28 March, Easter: the applicant has until the
/// Tuesday, the office no longer than thirty days.
#[test]
fn a_holiday_defers_the_last_day_to_answer_and_not_the_thirtieth_of_the_suspension() {
    let mut asked = procedure(&[]);
    asked.taken.push(taken(RequestIntegration, "2027-02-26", Some(30)));
    assert_eq!(asked.taken[0].ends_on, Some(day("2027-03-30")));
    let clock = later(&asked);
    assert_eq!(
        stretches(&clock),
        [
            stretch(Running, "2027-02-02", "2027-02-26", 25),
            stretch(Integration, "2027-02-27", "2027-03-28", 0),
            stretch(Running, "2027-03-29", "2027-04-02", 5),
        ]
    );
}

/// Case 15: received on 18 January, asked on the 20th with ten days, not answered: 17 February and
/// ten days are Saturday 27 February.
#[test]
fn case_15_the_first_day_of_a_suspension_is_not_counted() {
    let received = |steps| Procedure { starts_on: day("2027-01-18"), ..procedure(steps) };
    assert_eq!(later(&received(&[])).due_on, day("2027-02-17"));
    let asked = received(&[(RequestIntegration, "2027-01-20")]);
    assert_eq!(asked.taken[0].ends_on, Some(day("2027-01-30")));
    assert_eq!(later(&asked).due_on, day("2027-02-27"));
}

#[test]
fn what_is_asked_and_answered_on_one_day_costs_nothing() {
    let steps = [(RequestIntegration, "2027-02-10"), (Integrate, "2027-02-10")];
    assert_eq!(due_on(&steps), "2027-03-03");
    let clock = later(&procedure(&steps));
    assert_eq!(stretches(&clock), [stretch(Running, "2027-02-02", "2027-03-03", 30)]);
    let on_the_last_day = [(RequestIntegration, "2027-03-03"), (Integrate, "2027-03-03")];
    assert_eq!(due_on(&on_the_last_day), "2027-03-03");
}

#[test]
fn a_second_request_gives_a_term_and_suspends_no_more() {
    let first = [
        (RequestIntegration, "2027-02-10"),
        (Integrate, "2027-02-15"),
        (Review, "2027-02-16"),
        (RequestIntegration, "2027-02-18"),
    ];
    assert_eq!(due_on(&first), due_on(&first[..2]));
    let second = procedure(&first);
    let open = Term { ends_on: Some(day("2027-03-01")), answered_on: None };
    assert_eq!(second.term(), Some(open), "28 February is a Sunday");
    assert_eq!(second.clock(day("2027-02-20")).suspended_since, None);
}

/// Ten days after observations on 15 February: the term resumes on 26 February.
#[test]
fn a_notice_suspends_to_the_tenth_day_after_the_observations() {
    let clock = later(&procedure(&[(NotifyRejection, "2027-02-10"), (Observe, "2027-02-15")]));
    assert_eq!(
        stretches(&clock),
        [
            stretch(Running, "2027-02-02", "2027-02-10", 9),
            stretch(Notice, "2027-02-11", "2027-02-25", 0),
            stretch(Running, "2027-02-26", "2027-03-18", 21),
        ]
    );
}

/// The last observations count, up to the final ones; while others may follow, the term of the
/// procedure does not resume. 21 February is a Sunday, so ten days from the 11th end on the 22nd.
#[test]
fn a_notice_suspends_by_the_last_observations_up_to_the_final_ones() {
    let until = |steps: &[(Step, &str)], last: Option<&str>| {
        let mut noticed = procedure(steps);
        noticed.taken.extend(last.map(final_observations));
        let clock = later(&noticed);
        clock.counted.iter().find(|one| one.why == Notice).expect("a notice").until.to_string()
    };
    let steps = [
        (NotifyRejection, "2027-02-11"),
        (Observe, "2027-02-11"),
        (Observe, "2027-02-15"),
        (Observe, "2027-02-24"),
    ];
    assert_eq!(until(&steps[..2], None), "2027-02-22", "not before the last day to observe");
    assert_eq!(until(&steps[..3], None), "2027-02-25");
    assert_eq!(until(&steps, None), "2027-02-25", "the last ones are late");
    assert_eq!(until(&steps[..1], Some("2027-02-11")), "2027-02-21", "nothing else to wait for");
    assert_eq!(until(&steps[..2], Some("2027-02-13")), "2027-02-23");
    let mut resumed = procedure(&steps[..1]);
    resumed.taken.push(final_observations("2027-02-12"));
    resumed.taken.extend([taken(Review, "2027-02-12", None), taken(Observe, "2027-02-16", None)]);
    let clock = later(&resumed);
    let notice = clock.counted.iter().find(|one| one.why == Notice).expect("a notice");
    assert_eq!(notice.until, day("2027-02-22"), "a statement once the review has resumed");
}

/// Case 14: art. 10-bis, last sentence.
#[test]
fn case_14_a_notice_after_a_judgment_comes_with_a_caution() {
    let rejected = [
        (NotifyRejection, "2027-02-10"),
        (Review, "2027-02-22"),
        (Reject, "2027-02-23"),
        (Annul, "2027-05-10"),
        (NotifyRejection, "2027-05-12"),
    ];
    let by = |kind, decision: Step| {
        let mut annulled = procedure(&rejected);
        annulled.taken[2].step = decision;
        let act = Act { kind, number: "12".to_owned(), date: day("2027-05-08"), url: None };
        annulled.taken[3].particulars.act = Some(act);
        annulled
    };
    let judged = by(ActKind::Judgment, Reject);
    let caution = judged.caution(4).expect("a caution");
    assert!(caution.it.contains("annullato in giudizio"), "{}", caution.it);
    assert_eq!(judged.caution(0), None, "the first notice");
    assert_eq!(judged.consequence(NotifyRejection, BOND), Some(caution), "and it is said before");
    for other in [by(ActKind::Decree, Reject), by(ActKind::Judgment, Admit)] {
        assert_eq!(other.caution(4), None);
    }
    assert_eq!(procedure(&rejected).caution(9), None, "there is no such step");
}

#[test]
fn observations_on_the_last_day_are_in_time() {
    let steps = [(NotifyRejection, "2027-02-10"), (Observe, "2027-02-20")];
    assert_eq!(due_on(&steps), "2027-03-23", "20 days, to 2 March");
}

/// Saturday 20 February is the last day to reply.
#[test]
fn a_notice_without_observations_suspends_to_the_end_of_its_term() {
    let silent = [(NotifyRejection, "2027-02-10"), (Review, "2027-02-22")];
    assert_eq!(due_on(&silent), "2027-03-13");
    let late = [(NotifyRejection, "2027-02-10"), (Observe, "2027-02-23")];
    assert_eq!(due_on(&late), due_on(&silent), "what has gone on is not suspended again");
}

/// Observations on 20 February would suspend until 2 March, 20 days; after that day, the suspension
/// ends on it.
#[test]
fn while_observations_are_awaited_they_count_as_if_they_came_on_the_last_day() {
    let noticed = procedure(&[(NotifyRejection, "2027-02-10")]);
    assert_eq!(noticed.clock(day("2027-02-20")).due_on, day("2027-03-23"));
    assert_eq!(noticed.clock(day("2027-02-21")).due_on, day("2027-03-13"));
    let asked = procedure(&[(RequestIntegration, "2027-02-10")]);
    let due_on = |today| asked.clock(day(today)).due_on;
    assert_eq!(due_on("2027-02-20"), due_on("2027-02-21"));
}

/// The term ends on 3 March.
#[test]
fn a_suspension_after_the_end_does_not_revive_the_term() {
    assert_eq!(due_on(&[(RequestIntegration, "2027-03-04")]), "2027-03-03");
    assert_eq!(due_on(&[(NotifyRejection, "2027-03-04")]), "2027-03-03");
    let on_the_last_day = due_on(&[(NotifyRejection, "2027-03-03")]);
    assert_eq!(
        on_the_last_day, "2027-03-15",
        "after Saturday 13 March, and the next day is a Sunday"
    );
}

/// The thirty days end on Saturday 1 May; on the Monday to which the end is deferred it is not over
/// yet.
#[test]
fn an_end_that_falls_into_a_suspension_is_the_first_working_day_after_it() {
    let steps = [(RequestIntegration, "2027-05-03"), (Integrate, "2027-05-08")];
    let procedure = Procedure { starts_on: day("2027-04-01"), ..procedure(&steps) };
    let clock = later(&procedure);
    assert_eq!(
        stretches(&clock),
        [
            stretch(Running, "2027-04-02", "2027-05-03", 30),
            stretch(Integration, "2027-05-04", "2027-05-08", 0),
            stretch(Running, "2027-05-09", "2027-05-10", 0),
        ]
    );
}

/// Suspended from 11 to 15 February for an integration, and from the next day on by the notice.
#[test]
fn days_that_two_suspensions_claim_are_counted_once() {
    let steps = [
        (RequestIntegration, "2027-02-10"),
        (Integrate, "2027-02-15"),
        (NotifyRejection, "2027-02-15"),
        (Observe, "2027-02-16"),
    ];
    let both = procedure(&steps);
    let clock = both.clock(day("2027-02-17"));
    assert_eq!(
        stretches(&clock),
        [
            stretch(Running, "2027-02-02", "2027-02-10", 9),
            stretch(Integration, "2027-02-11", "2027-02-15", 0),
            stretch(Notice, "2027-02-16", "2027-02-26", 0),
            stretch(Running, "2027-02-27", "2027-03-19", 21),
        ]
    );
    assert_eq!(clock.suspended_since, Some(day("2027-02-11")), "no day ran in between");

    let within = [
        (NotifyRejection, "2027-02-10"),
        (Observe, "2027-02-11"),
        (Review, "2027-02-12"),
        (RequestIntegration, "2027-02-12"),
        (Integrate, "2027-02-14"),
    ];
    assert_eq!(due_on(&within), due_on(&within[..2]), "one lies within the other");
}

#[test]
fn it_is_suspended_from_the_first_day_to_the_last_and_on_no_other() {
    let asked = procedure(&[(RequestIntegration, "2027-02-10"), (Integrate, "2027-02-15")]);
    let since = |today| asked.clock(day(today)).suspended_since;
    let from = Some(day("2027-02-11"));
    assert_eq!([since("2027-02-10"), since("2027-02-16")], [None, None]);
    assert_eq!([since("2027-02-11"), since("2027-02-15")], [from, from]);
}

#[test]
fn an_ended_procedure_is_no_longer_suspended() {
    for step in [Withdraw, Lapse, Reject, Admit] {
        let over = procedure(&[(NotifyRejection, "2027-02-10"), (step, "2027-02-12")]);
        assert_eq!(over.clock(day("2027-02-12")).suspended_since, None, "{step:?}");
        assert_eq!(over.term(), None, "{step:?}");
    }
}

/// Annulled on Monday 10 May: thirty days more, to Wednesday 9 June.
#[test]
fn after_an_annulment_the_procedure_starts_anew() {
    let before = [
        (RequestIntegration, "2027-02-10"),
        (Integrate, "2027-02-15"),
        (Review, "2027-02-16"),
        (NotifyRejection, "2027-02-17"),
        (Review, "2027-03-01"),
        (Reject, "2027-03-02"),
        (Annul, "2027-05-10"),
    ];
    let annulled = procedure(&before);
    assert_eq!(stretches(&later(&annulled)), [stretch(Running, "2027-05-11", "2027-06-09", 30)]);
    let facts = annulled.facts(day("2027-05-10"), findings(), BOND);
    assert_eq!((facts.term, facts.noticed), (None, false));

    let mut again = before.to_vec();
    again.extend([(RequestIntegration, "2027-05-11"), (Integrate, "2027-05-12")]);
    assert_eq!(due_on(&again), "2027-06-10", "it can be suspended once more");
    let since = procedure(&again).clock(day("2027-05-12")).suspended_since;
    assert_eq!(since, Some(day("2027-05-12")), "the decision that was annulled ended nothing");
}

/// 23:30 UTC is half past midnight of the next day in Rome.
#[test]
fn a_day_is_a_day_in_rome() {
    let mut asked = procedure(&[(RequestIntegration, "2027-06-07"), (Integrate, "2027-06-08")]);
    asked.taken[1].at = parse_instant("2027-06-08T23:30:00Z").expect("an instant");
    assert_eq!(asked.term().expect("a term").answered_on, Some(day("2027-06-09")));
    let at = parse_instant("2027-04-21T22:30:00Z").expect("an instant");
    let by = Procedure::answer_by(NotifyRejection, civil_date(at), None);
    assert_eq!(by, Some(day("2027-05-03")), "as from 22 April");
}

#[test]
fn there_are_ten_days_to_answer_or_as_many_as_a_request_gives_up_to_thirty() {
    let by =
        |step, days| Procedure::answer_by(step, day("2027-02-10"), days).map(|day| day.to_string());
    let on = |day: &str| Some(day.to_owned());
    assert_eq!(by(RequestIntegration, None), on("2027-02-20"));
    assert_eq!(by(RequestIntegration, Some(15)), on("2027-02-25"));
    assert_eq!(by(RequestIntegration, Some(31)), on("2027-03-12"), "thirty");
    assert_eq!(by(RequestIntegration, Some(0)), on("2027-02-11"), "one");
    assert_eq!(by(NotifyRejection, Some(20)), on("2027-02-20"), "the law says ten");
    for step in [Review, Integrate, Observe, Admit, Reject, Annul, Withdraw, Lapse] {
        assert_eq!(by(step, Some(10)), None, "{step:?}");
    }
}

#[test]
fn a_term_is_open_until_the_review_resumes() {
    let term = |steps: &[_]| procedure(steps).term();
    let ends_on = Some(day("2027-02-20"));
    assert_eq!(term(&[(Review, "2027-02-02")]), None);
    let answered_on = Some(day("2027-02-12"));
    for (ask, answer) in [(RequestIntegration, Integrate), (NotifyRejection, Observe)] {
        let steps = [(ask, "2027-02-10"), (answer, "2027-02-12"), (Review, "2027-02-12")];
        assert_eq!(term(&steps[..1]), Some(Term { ends_on, answered_on: None }));
        let ends = answered_on.filter(|_| ask == RequestIntegration);
        assert_eq!(
            term(&steps[..2]),
            Some(Term { ends_on, answered_on: ends }),
            "others may follow"
        );
        assert_eq!(term(&steps), None);
    }
    let mut noticed = procedure(&[(NotifyRejection, "2027-02-10"), (Observe, "2027-02-11")]);
    noticed.taken.push(final_observations("2027-02-12"));
    assert_eq!(noticed.term(), Some(Term { ends_on, answered_on }), "they are final");
    let asked = procedure(&[(RequestIntegration, "2027-02-10"), (Observe, "2027-02-11")]);
    assert_eq!(asked.term(), Some(Term { ends_on, answered_on: None }), "a statement is no answer");
}

/// The day communicated to the applicant counts, however it was computed.
#[test]
fn a_term_ends_on_the_day_communicated() {
    let mut asked = procedure(&[(RequestIntegration, "2027-02-10")]);
    let told = day("2027-02-25");
    asked.taken[0].ends_on = Some(told);
    assert_eq!(asked.term().and_then(|term| term.ends_on), Some(told));
    asked.taken[0].ends_on = None;
    assert_eq!(asked.term().and_then(|term| term.ends_on), Some(day("2027-02-20")));
}

#[test]
fn a_pole_may_change_while_an_integration_is_awaited() {
    use ApplicationStatus::{IntegrationRequested, RejectionNotice, UnderReview};
    let asked = procedure(&[(RequestIntegration, "2027-02-10")]);
    assert!(asked.integration_open(IntegrationRequested));
    assert!(!asked.integration_open(UnderReview));
    let answered = procedure(&[(RequestIntegration, "2027-02-10"), (Integrate, "2027-02-11")]);
    assert!(!answered.integration_open(IntegrationRequested));
    let noticed = procedure(&[(NotifyRejection, "2027-02-10")]);
    assert!(!noticed.integration_open(RejectionNotice));
}

#[test]
fn the_facts_are_those_of_the_day() {
    let noticed = procedure(&[(NotifyRejection, "2027-02-10"), (Review, "2027-02-22")]);
    let today = day("2027-02-23");
    let findings = findings();
    let expected = Facts {
        today,
        term: None,
        notice_required: true,
        noticed: true,
        findings,
        bond: BOND,
        notification: Notification::Recorded,
        is_undelivered: false,
        is_deliverable: false,
        is_assented: false,
        is_stated_enough: false,
    };
    assert_eq!(noticed.facts(today, findings, BOND), expected);
}

#[test]
fn a_hundred_statements_are_taken_and_no_more() {
    let after = |number| {
        let statements = vec![(Observe, "2027-02-10"); number];
        let facts = procedure(&statements).facts(day("2027-02-11"), findings(), BOND);
        attempt(ApplicationStatus::Submitted, Observe, &facts).map_err(|refused| refused.code)
    };
    assert_eq!(after(99), Ok(ApplicationStatus::Submitted));
    assert_eq!(after(100), Err("too_many_statements"));
}

#[test]
fn a_procedure_of_zero_or_too_many_days_still_has_a_clock() {
    let none = Procedure { days: 0, ..procedure(&[]) };
    let clock = later(&none);
    assert_eq!((clock.due_on, clock.counted), (day("2027-02-01"), vec![]));
    let endless = Procedure { days: u32::MAX, ..procedure(&[]) };
    assert_eq!(later(&endless).due_on, NaiveDate::MAX);
}
