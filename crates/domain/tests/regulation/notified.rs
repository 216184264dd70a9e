//! When acts of the office reach the applicant, and what its terms run from (L. 241/1990, art. 21-bis).
//!
//! In 2027: 1 February is a Monday, 14 and 21 February are Sundays.

use ptp_domain::application::Step::{
    Acknowledge, Admit, Annul, Deliver, Integrate, Lapse, NotifyRejection, Observe, Reject,
    RequestIntegration, Review, Withdraw,
};
use ptp_domain::application::{Counted, Particulars, Procedure, Step, Taken, Why};
use ptp_domain::call::Notification;
use ptp_domain::delivery::{Delivery, DeliveryMeans, DeliveryOutcome};
use ptp_domain::party::{Act, ActKind};

use super::members::day;
use super::procedure::{noon, procedure};

/// Thirty days from 1 February, under a call whose acts are delivered.
fn delivered(steps: &[(Step, &str)]) -> Procedure {
    by(Notification::Delivered, steps)
}

fn by(notification: Notification, steps: &[(Step, &str)]) -> Procedure {
    let mut procedure = Procedure { notification, ..procedure(steps) };
    for taken in &mut procedure.taken {
        taken.ends_on = None;
    }
    procedure
}

fn delivery(on: &str, outcome: DeliveryOutcome) -> Delivery {
    Delivery { on: day(on), means: DeliveryMeans::Pec, outcome, source: "ricevuta 1".to_owned() }
}

/// The delivery of a step, recorded on a day.
pub(super) fn of(step: Step, recorded: &str, on: &str, outcome: DeliveryOutcome) -> Taken {
    let particulars = Particulars {
        delivered: Some(step),
        delivery: Some(delivery(on, outcome)),
        ..Particulars::default()
    };
    Taken { step: Deliver, at: noon(day(recorded)), ends_on: None, actor: None, particulars }
}

/// The periods in short: why, first and last day.
fn stretches(procedure: &Procedure, today: &str) -> Vec<(Why, String, String)> {
    let short = |s: &Counted| (s.why, s.from.to_string(), s.until.to_string());
    procedure.clock(day(today)).counted.iter().map(short).collect()
}

fn stretch(why: Why, from: &str, until: &str) -> (Why, String, String) {
    (why, from.to_owned(), until.to_owned())
}

fn due_on(procedure: &Procedure) -> String {
    procedure.due().as_of(day("2030-01-01")).to_string()
}

/// Requested on 3 February, received by PEC five days later: ten days from the 8th.
#[test]
fn the_term_to_integrate_runs_from_the_receipt_and_the_suspension_from_the_request() {
    let mut asked = delivered(&[(Review, "2027-02-02"), (RequestIntegration, "2027-02-03")]);
    assert_eq!(asked.to_be_answered_by(1), None);
    assert_eq!(asked.term().map(|term| term.ends_on), Some(None), "open, and does not run");
    assert_eq!(asked.undelivered(), Some(1));
    asked.taken.push(of(
        RequestIntegration,
        "2027-02-09",
        "2027-02-08",
        DeliveryOutcome::Delivered,
    ));
    assert_eq!(asked.received_on(1), Some(day("2027-02-08")));
    assert_eq!(asked.to_be_answered_by(1), Some(day("2027-02-18")));
    assert_eq!(asked.undelivered(), None);
    assert!(asked.term().is_some_and(|term| term.is_running(day("2027-02-18"))));
    assert!(asked.term().is_some_and(|term| !term.is_running(day("2027-02-19"))));
    let counted = stretches(&asked, "2027-02-10");
    assert_eq!(counted[1], stretch(Why::Integration, "2027-02-04", "2027-02-18"));
}

/// Received on 20 February, thirty days to answer: the office has no more than thirty from the 3rd.
#[test]
fn a_late_delivery_leaves_the_office_no_more_than_thirty_days_from_its_request() {
    let mut asked = delivered(&[(RequestIntegration, "2027-02-03")]);
    asked.taken[0].particulars.days = Some(30);
    let waiting = stretches(&asked, "2027-02-10");
    assert_eq!(waiting[1], stretch(Why::Integration, "2027-02-04", "2027-03-05"));
    let before = due_on(&asked);
    asked.taken.push(of(
        RequestIntegration,
        "2027-02-22",
        "2027-02-20",
        DeliveryOutcome::Delivered,
    ));
    assert_eq!(asked.to_be_answered_by(0), Some(day("2027-03-22")));
    assert_eq!(stretches(&asked, "2027-02-23"), waiting);
    assert_eq!(due_on(&asked), before);
}

#[test]
fn a_failed_delivery_lets_no_term_run_and_a_second_one_does() {
    let mut asked = delivered(&[(RequestIntegration, "2027-02-03")]);
    let failed = of(RequestIntegration, "2027-02-05", "2027-02-05", DeliveryOutcome::Failed);
    asked.taken.push(failed);
    assert_eq!((asked.received_on(0), asked.undelivered()), (None, Some(0)));
    assert!(asked.term().is_some_and(|term| term.ends_on.is_none()));
    // A registered letter that nobody collects counts as received ten days after its notice.
    asked.taken.push(of(RequestIntegration, "2027-02-20", "2027-02-18", DeliveryOutcome::Deemed));
    assert_eq!(asked.received_on(0), Some(day("2027-02-18")));
    assert_eq!(asked.to_be_answered_by(0), Some(day("2027-03-01")), "28 February is a Sunday");
}

#[test]
fn who_answers_has_received_the_request() {
    let answered = delivered(&[(RequestIntegration, "2027-02-03"), (Integrate, "2027-02-05")]);
    assert_eq!(answered.received_on(0), Some(day("2027-02-05")));
    assert_eq!(answered.undelivered(), None);
    let counted = stretches(&answered, "2027-02-10");
    assert_eq!(counted[1], stretch(Why::Integration, "2027-02-04", "2027-02-05"));
    // A statement of one's own is no answer to a request.
    let stated = delivered(&[(RequestIntegration, "2027-02-03"), (Observe, "2027-02-05")]);
    assert_eq!(stated.undelivered(), Some(0));
}

/// Given on 10 February and received on the 15th: what is not communicated suspends nothing.
#[test]
fn a_notice_suspends_from_its_receipt() {
    let mut noticed = delivered(&[(NotifyRejection, "2027-02-10")]);
    assert_eq!(due_on(&noticed), "2027-03-03", "the thirty days of the office");
    assert_eq!(noticed.due().lapse, None);
    noticed.taken.push(of(NotifyRejection, "2027-02-16", "2027-02-15", DeliveryOutcome::Delivered));
    assert_eq!(noticed.to_be_answered_by(0), Some(day("2027-02-25")));
    assert_eq!(
        stretches(&noticed, "2027-02-26"),
        [
            stretch(Why::Running, "2027-02-02", "2027-02-15"),
            stretch(Why::Notice, "2027-02-16", "2027-02-25"),
            stretch(Why::Running, "2027-02-26", "2027-03-13"),
        ]
    );
}

#[test]
fn on_the_portal_terms_run_from_the_first_reading_or_an_earlier_delivery() {
    let portal = |steps: &[(Step, &str)]| by(Notification::Portal, steps);
    let asked = [(RequestIntegration, "2027-02-03")];
    assert_eq!(portal(&asked).undelivered(), Some(0));
    let read = [asked[0], (Acknowledge, "2027-02-08"), (Acknowledge, "2027-02-12")];
    assert_eq!(portal(&read).received_on(0), Some(day("2027-02-08")));
    let mut both = portal(&read[..2]);
    both.taken.push(of(RequestIntegration, "2027-02-09", "2027-02-05", DeliveryOutcome::Delivered));
    assert_eq!(both.received_on(0), Some(day("2027-02-05")));
}

#[test]
fn a_decision_waits_for_its_delivery_and_a_request_no_more_once_it_is_withdrawn() {
    let waits = |steps: &[(Step, &str)]| delivered(steps).undelivered();
    assert_eq!(waits(&[(Review, "2027-02-02")]), None);
    for decision in [Admit, Reject, Lapse] {
        assert_eq!(waits(&[(Review, "2027-02-02"), (decision, "2027-02-10")]), Some(1));
    }
    let withdrawn = [(RequestIntegration, "2027-02-03"), (Withdraw, "2027-02-05")];
    assert_eq!(waits(&withdrawn), None);
}

#[test]
fn unless_the_call_says_so_terms_run_from_the_day_of_the_act() {
    let asked = by(Notification::Recorded, &[(RequestIntegration, "2027-02-03")]);
    assert_eq!(asked.received_on(0), Some(day("2027-02-03")));
    assert_eq!(asked.to_be_answered_by(0), Some(day("2027-02-13")));
    assert_eq!(asked.undelivered(), None);
}

fn faults(procedure: &Procedure, step: Step, particulars: &Particulars) -> Vec<String> {
    let faults = procedure.faults_of_delivery(step, particulars, day("2027-02-10"));
    faults.into_iter().map(|fault| format!("{} {}", fault.pointer, fault.code)).collect()
}

#[test]
fn a_delivery_is_of_the_last_act_after_it_and_not_of_a_day_to_come() {
    let asked = delivered(&[(RequestIntegration, "2027-02-03")]);
    let of = |step, on| Particulars {
        delivered: Some(step),
        delivery: Some(delivery(on, DeliveryOutcome::Delivered)),
        ..Particulars::default()
    };
    let refused = |step, on| faults(&asked, Deliver, &of(step, on));
    assert_eq!(refused(RequestIntegration, "2027-02-03"), [""; 0], "on the same day");
    assert_eq!(refused(RequestIntegration, "2027-02-10"), [""; 0]);
    assert_eq!(refused(RequestIntegration, "2027-02-02"), ["/on delivery_before_act"]);
    assert_eq!(refused(RequestIntegration, "2027-02-11"), ["/on delivery_in_the_future"]);
    assert_eq!(refused(NotifyRejection, "2027-02-10"), ["/step not_awaiting_delivery"]);
}

/// The decree of 5 February is recorded on the 8th; a request is of the day on which it is recorded.
#[test]
fn a_delivery_follows_the_day_of_its_act() {
    let decree = |delivery| Particulars {
        act: Some(Act {
            kind: ActKind::Decree,
            number: "7".to_owned(),
            date: day("2027-02-05"),
            url: None,
        }),
        delivery,
        ..Particulars::default()
    };
    let on = |text| Some(delivery(text, DeliveryOutcome::Delivered));
    let review = delivered(&[(Review, "2027-02-02")]);
    assert_eq!(faults(&review, Admit, &decree(on("2027-02-05"))), [""; 0]);
    let early = ["/delivery/on delivery_before_act"];
    assert_eq!(faults(&review, Admit, &decree(on("2027-02-04"))), early);
    assert_eq!(faults(&review, NotifyRejection, &decree(on("2027-02-05"))), early);
    let mut decided = delivered(&[(Admit, "2027-02-08")]);
    decided.taken[0].particulars = decree(None);
    let later = |on| of(Admit, "2027-02-10", on, DeliveryOutcome::Delivered).particulars;
    assert_eq!(faults(&decided, Deliver, &later("2027-02-05")), [""; 0]);
    assert_eq!(faults(&decided, Deliver, &later("2027-02-04")), ["/on delivery_before_act"]);
}

#[test]
fn of_deliveries_that_fail_a_hundred_are_recorded_and_the_one_that_succeeds() {
    let tried = |number| {
        let mut asked = delivered(&[(RequestIntegration, "2027-02-03")]);
        let failed = of(RequestIntegration, "2027-02-05", "2027-02-05", DeliveryOutcome::Failed);
        asked.taken.extend(vec![failed; number]);
        asked
    };
    let next = |outcome| of(RequestIntegration, "2027-02-10", "2027-02-09", outcome).particulars;
    let failed = next(DeliveryOutcome::Failed);
    assert_eq!(faults(&tried(99), Deliver, &failed), [""; 0]);
    assert_eq!(faults(&tried(100), Deliver, &failed), ["/outcome too_many_deliveries"]);
    assert_eq!(faults(&tried(100), Deliver, &next(DeliveryOutcome::Delivered)), [""; 0]);
}

/// A rejection that was never delivered is annulled; the second one is delivered.
#[test]
fn an_act_is_not_received_with_a_later_one() {
    let mut rejected =
        delivered(&[(Reject, "2027-02-03"), (Annul, "2027-02-10"), (Reject, "2027-02-20")]);
    rejected.taken.push(of(Reject, "2027-02-24", "2027-02-23", DeliveryOutcome::Delivered));
    assert_eq!(rejected.received_on(0), None);
    assert_eq!(rejected.received_on(2), Some(day("2027-02-23")));
    let read =
        [(RequestIntegration, "2027-02-03"), (Lapse, "2027-02-10"), (Acknowledge, "2027-02-12")];
    assert_eq!(by(Notification::Portal, &read).received_on(0), None);
}

/// Read on 8 February, although the PEC had arrived on the 5th.
#[test]
fn an_earlier_delivery_is_recorded_after_a_reading_or_an_answer() {
    let read = [(RequestIntegration, "2027-02-03"), (Acknowledge, "2027-02-08")];
    let answered = [read[0], (Integrate, "2027-02-08")];
    let known = |on| of(RequestIntegration, "2027-02-10", on, DeliveryOutcome::Delivered);
    for steps in [read, answered] {
        let mut asked = by(Notification::Portal, &steps);
        assert_eq!(asked.undelivered(), None);
        let refused = |on| faults(&asked, Deliver, &known(on).particulars);
        assert_eq!(refused("2027-02-05"), [""; 0]);
        assert_eq!(refused("2027-02-08"), ["/on already_received"]);
        asked.taken.push(known("2027-02-05"));
        assert_eq!(asked.received_on(0), Some(day("2027-02-05")));
        let again = faults(&asked, Deliver, &known("2027-02-04").particulars);
        assert_eq!(again, ["/step not_awaiting_delivery"]);
    }
    let at_once = by(Notification::Portal, &[(RequestIntegration, "2027-02-08"), read[1]]);
    let never = faults(&at_once, Deliver, &known("2027-02-08").particulars);
    assert_eq!(never, ["/step not_awaiting_delivery"], "there is no earlier day");
}

#[test]
fn a_step_may_bring_its_delivery() {
    let review = delivered(&[(Review, "2027-02-02")]);
    let at_once = |on| Particulars {
        delivery: Some(delivery(on, DeliveryOutcome::Delivered)),
        ..Particulars::default()
    };
    let refused = |on| faults(&review, RequestIntegration, &at_once(on));
    assert_eq!(refused("2027-02-10"), [""; 0]);
    assert_eq!(refused("2027-02-09"), ["/delivery/on delivery_before_act"]);
    assert_eq!(refused("2027-02-11"), ["/delivery/on delivery_in_the_future"]);
    let recorded = by(Notification::Recorded, &[(Review, "2027-02-02")]);
    let refused = faults(&recorded, RequestIntegration, &at_once("2027-02-10"));
    assert_eq!(refused, ["/delivery not_notified"]);
    let today = day("2027-02-10");
    assert_eq!(review.reached_at_once(&at_once("2027-02-10"), today), Some(today));
    assert_eq!(review.reached_at_once(&Particulars::default(), today), None);
    assert_eq!(recorded.reached_at_once(&Particulars::default(), today), Some(today));
}
