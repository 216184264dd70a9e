//! Requests to change a recognised network: the procedure of an application, in words of its own.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::application::{
    ApplicationStatus, MOST_DAYS_TO_INTEGRATE, Particulars, Procedure, Step, Taken,
};
use ptp_domain::calendar::parse_instant;
use ptp_domain::call::{Notification, SilenceTerms};
use ptp_domain::change_request::{RequestStatus, RequestStep, attempt, decided_by, takes_effect};
use ptp_domain::party::{Act, ActKind};
use ptp_domain::vocabulary::Vocabulary;

use super::members::day;
use super::states::{cell, rows};

fn at(on: &str) -> DateTime<Utc> {
    parse_instant(&format!("{on}T10:00:00Z")).expect("an instant")
}

fn procedure(notice_required: bool, steps: &[(Step, &str, bool)]) -> Procedure {
    let taken = |(step, on, is_final): &(Step, &str, bool)| Taken {
        step: *step,
        at: at(on),
        ends_on: Procedure::answer_by(*step, day(on), None),
        actor: None,
        particulars: Particulars { is_final: *is_final, ..Particulars::default() },
    };
    Procedure {
        starts_on: day("2027-05-03"),
        days: 30,
        notice_required,
        notification: Notification::Recorded,
        silence: SilenceTerms::default(),
        substitute_power: None,
        taken: steps.iter().map(taken).collect(),
    }
}

/// Procedures with whatever may stand in the way of a step, each on a day.
pub(crate) fn procedures() -> impl Iterator<Item = (Procedure, NaiveDate)> {
    use Step::{Integrate, NotifyRejection, Observe, RequestIntegration, Review};
    let review = (Review, "2027-05-04", false);
    let notice = (NotifyRejection, "2027-05-06", false);
    let plain = procedure(true, &[]);
    let many = vec![(Observe, "2027-05-05", false); 100];
    [
        (plain, "2027-05-05"),
        (procedure(false, &[review]), "2027-05-05"),
        (procedure(true, &[review, (RequestIntegration, "2027-05-05", false)]), "2027-05-06"),
        (procedure(true, &[review, (RequestIntegration, "2027-05-05", false)]), "2027-05-20"),
        (
            procedure(
                true,
                &[
                    review,
                    (RequestIntegration, "2027-05-05", false),
                    (Integrate, "2027-05-06", false),
                ],
            ),
            "2027-05-06",
        ),
        (procedure(true, &[review, notice]), "2027-05-10"),
        (procedure(true, &[review, notice, (Observe, "2027-05-07", true)]), "2027-05-10"),
        (procedure(true, &[review, notice, (Review, "2027-05-18", false)]), "2027-05-18"),
        (procedure(true, &many), "2027-05-06"),
    ]
    .into_iter()
    .map(|(procedure, on)| (procedure, day(on)))
}

/// Begun; with a notice due; with the notice given and its term over.
const REQUESTS: &str = "
    step                 submitted     under_review           noticed
    review               under_review  -                      -
    request_integration  -             integration_requested  integration_requested
    integrate            -             -                      -
    notify_refusal       -             refusal_notice         notice_given
    observe              submitted     under_review           under_review
    accept               -             accepted               accepted
    refuse               -             notice_required        refused
    withdraw             withdrawn     withdrawn              withdrawn
    lapse                lapsed        lapsed                 lapsed
";

#[test]
fn a_request_runs_like_an_application() {
    use RequestStatus::{Submitted, UnderReview};
    let noticed = [
        (Step::Review, "2027-05-04", false),
        (Step::NotifyRejection, "2027-05-06", false),
        (Step::Review, "2027-05-18", false),
    ];
    let today = day("2027-05-18");
    let columns = [
        (Submitted, procedure(true, &[])),
        (UnderReview, procedure(true, &noticed[..1])),
        (UnderReview, procedure(true, &noticed)),
    ];
    let table: Vec<Vec<_>> = RequestStep::ALL
        .iter()
        .map(|step| {
            let after = columns
                .iter()
                .map(|(from, procedure)| cell(&attempt(*from, *step, procedure, today)));
            std::iter::once(step.code()).chain(after).collect()
        })
        .collect();
    assert_eq!(table, rows(REQUESTS));
}

/// What is decided, withdrawn or lapsed stays so, for whatever reason a step is asked for.
#[test]
fn a_request_that_has_ended_stays_as_it_is() {
    let ended = RequestStatus::ALL.iter().filter(|status| !status.is_pending());
    for from in ended {
        for step in RequestStep::ALL {
            for (procedure, today) in procedures() {
                assert_eq!(
                    cell(&attempt(*from, *step, &procedure, today)),
                    "-",
                    "{from:?} {step:?}"
                );
            }
        }
    }
}

/// Every word of a request is one of an application, and the other way round.
#[test]
fn the_words_of_a_request_are_those_of_an_application() {
    for status in RequestStatus::ALL {
        assert_eq!(RequestStatus::from(status.procedural()), *status);
    }
    assert_eq!(RequestStatus::ALL.len(), ApplicationStatus::ALL.len());
    for step in RequestStep::ALL {
        assert_eq!(RequestStep::of(step.procedural()), Some(*step));
    }
    let others: Vec<_> =
        Step::ALL.iter().filter(|step| RequestStep::of(**step).is_none()).collect();
    let elsewhere = [&Step::Annul, &Step::Assent, &Step::Deliver, &Step::Acknowledge];
    assert_eq!(others, elsewhere, "a decision is annulled elsewhere, and silence decides nothing");
}

/// One suspension, no sentence that speaks of an application.
#[test]
fn no_sentence_of_a_request_speaks_of_an_application() {
    assert_eq!(MOST_DAYS_TO_INTEGRATE, 30);
    for from in RequestStatus::ALL {
        for step in RequestStep::ALL {
            for (procedure, today) in procedures() {
                if let Err(obstacle) = attempt(*from, *step, &procedure, today) {
                    let text = obstacle.message;
                    assert!(!text.it.contains("candidatura"), "{}", text.it);
                    assert!(!text.en.contains("application"), "{}", text.en);
                }
            }
        }
    }
}

/// Priority is never given afterwards: not a day before the receipt.
#[test]
fn a_change_takes_no_effect_before_its_request_was_received() {
    let received = day("2027-05-03");
    assert_eq!(
        takes_effect(day("2027-05-02"), received).unwrap_err().code,
        "effective_before_receipt"
    );
    assert_eq!(takes_effect(received, received), Ok(()));
    assert_eq!(takes_effect(day("2028-01-01"), received), Ok(()));
    let act = |on| Act { kind: ActKind::Decree, number: "1".to_owned(), date: day(on), url: None };
    let early = decided_by(&act("2027-05-02"), received).unwrap_err();
    assert_eq!(early.code, "act_before_receipt");
    assert_eq!(decided_by(&act("2027-05-03"), received), Ok(()));
}
