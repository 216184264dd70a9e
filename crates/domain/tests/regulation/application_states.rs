//! The state machine of applications: every transition, for all facts.

use std::collections::BTreeMap;

use ptp_domain::application::{ApplicationStatus, Bond, Facts, Findings, Step, Term, attempt};
use ptp_domain::call::{Notification, Purpose};
use ptp_domain::pole::{self, PoleStatus};
use ptp_domain::rules::Verdict;
use ptp_domain::vocabulary::Vocabulary;

use super::members::day;
use super::states::{cell, rows};

use ApplicationStatus::{
    Admitted, IntegrationRequested, Lapsed, Rejected, RejectionNotice, Submitted, UnderReview,
    Withdrawn,
};

/// The state on 10 February of a term that ends on the 20th.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Answer {
    /// No answer was requested.
    Unasked,
    /// The term is running; today may be its last day.
    Awaited,
    /// Answered.
    Given,
    /// Not answered in time.
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
        Some(Term { ends_on: Some(day(ends_on)), answered_on })
    }
}

/// Facts that depend on the pole are met: it was recognised, for a measure.
const FREE: Bond =
    Bond { purpose: Purpose::Measure, pole: PoleStatus::Recognised, other_pending: false };

fn facts(answer: Answer, notice_required: bool, noticed: bool, verdict: Verdict) -> Facts {
    let (today, term) = (day("2027-02-10"), answer.term());
    let findings = Findings { reference_date: today, verdict, broken_on: None };
    Facts {
        today,
        term,
        notice_required,
        noticed,
        findings,
        bond: FREE,
        notification: Notification::Recorded,
        is_undelivered: false,
        is_deliverable: false,
        is_assented: false,
        is_stated_enough: false,
    }
}

/// On the reference date, before it, and after the requirements were lost.
fn moments(facts: Facts) -> [Facts; 3] {
    let with = |reference_date, broken_on| {
        let findings =
            Findings { reference_date: day(reference_date), broken_on, ..facts.findings };
        Facts { findings, ..facts }
    };
    [facts, with("2027-02-11", None), with("2027-02-08", Some(day("2027-02-09")))]
}

fn bonds() -> impl Iterator<Item = Bond> {
    Purpose::ALL.iter().flat_map(|purpose| {
        PoleStatus::ALL.iter().flat_map(|pole| {
            [false, true].map(|other_pending| Bond {
                purpose: *purpose,
                pole: *pole,
                other_pending,
            })
        })
    })
}

/// How acts reach the applicant, and whether the term has passed in silence that admits.
fn receipts(facts: Facts) -> impl Iterator<Item = Facts> {
    let assented = Facts { is_assented: true, ..facts };
    let of = move |(notification, is_undelivered): (&Notification, bool)| {
        let term = facts.term.map(|term| Term { ends_on: None, ..term });
        let term = if is_undelivered { term } else { facts.term };
        let is_deliverable = is_undelivered;
        Facts { notification: *notification, is_undelivered, is_deliverable, term, ..facts }
    };
    let kinds = Notification::ALL.iter().flat_map(|kind| [(kind, false), (kind, true)]);
    // What is recorded with the act itself never waits.
    let kinds = kinds.filter(|kind| *kind != (&Notification::Recorded, true));
    kinds.map(of).chain([assented])
}

/// All combinations.
pub(crate) fn all_facts() -> impl Iterator<Item = Facts> {
    let flags = [(false, false), (false, true), (true, false), (true, true)];
    Answer::ALL.into_iter().flat_map(move |answer| {
        flags.into_iter().flat_map(move |(required, noticed)| {
            Verdict::ALL.iter().flat_map(move |verdict| {
                let facts = facts(answer, required, noticed, *verdict);
                moments(facts)
                    .into_iter()
                    .flat_map(receipts)
                    .flat_map(|facts| bonds().map(move |bond| Facts { bond, ..facts }))
            })
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

/// Compliant; not compliant without the required notice; not compliant with it.
const EXAMINED: &str = "
    step                 compliant              no_notice              noticed
    review               -                      -                      -
    request_integration  integration_requested  integration_requested  integration_requested
    integrate            -                      -                      -
    notify_rejection     rejection_notice       rejection_notice       notice_given
    observe              under_review           under_review           under_review
    admit                admitted               not_compliant          not_compliant
    reject               rejected               notice_required        rejected
    annul                -                      -                      -
    assent               term_not_over          term_not_over          term_not_over
    deliver              not_notified           not_notified           not_notified
    acknowledge          not_on_portal          not_on_portal          not_on_portal
    withdraw             withdrawn              withdrawn              withdrawn
    lapse                lapsed                 lapsed                 lapsed
";

#[test]
fn steps_from_under_review() {
    let columns = [
        facts(Answer::Unasked, false, false, Verdict::Compliant),
        facts(Answer::Unasked, true, false, Verdict::NeedsReview),
        facts(Answer::Unasked, true, true, Verdict::NonCompliant),
    ];
    assert_eq!(table(&columns.map(|facts| (UnderReview, facts))), rows(EXAMINED));
}

/// After an integration request or a notice: the term is running, answered, or over.
const WAITING: &str = "
    step                 awaited       given                  missing                awaited       given             missing
    review               term_running  under_review           under_review           term_running  under_review      under_review
    request_integration  -             -                      -                      -             -                 -
    integrate            under_review  already_answered       under_review           -             -                 -
    notify_rejection     -             -                      -                      -             -                 -
    observe              integration_requested integration_requested integration_requested rejection_notice rejection_notice rejection_notice
    admit                -             -                      -                      -             -                 -
    reject               -             -                      -                      -             -                 -
    annul                -             -                      -                      -             -                 -
    assent               term_not_over term_not_over          term_not_over          term_not_over term_not_over     term_not_over
    deliver              not_notified  not_notified           not_notified           not_notified  not_notified      not_notified
    acknowledge          not_on_portal not_on_portal          not_on_portal          not_on_portal not_on_portal     not_on_portal
    withdraw             withdrawn     withdrawn              withdrawn              withdrawn     withdrawn         withdrawn
    lapse                lapsed        lapsed                 lapsed                 lapsed        lapsed            lapsed
";

#[test]
fn steps_while_an_answer_is_awaited() {
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
    observe              submitted     -             -             -          -
    admit                -             -             -             -          -
    reject               -             -             -             -          -
    annul                -             under_review  under_review  -          -
    assent               term_not_over -             -             -          -
    deliver              not_notified  not_notified  not_notified  not_notified not_notified
    acknowledge          not_on_portal not_on_portal not_on_portal not_on_portal not_on_portal
    withdraw             withdrawn     -             -             -          -
    lapse                lapsed        -             -             -          -
";

#[test]
fn steps_before_the_review_and_after_the_decision() {
    let columns = [Submitted, Admitted, Rejected, Withdrawn, Lapsed]
        .map(|from| (from, facts(Answer::Unasked, true, false, Verdict::NonCompliant)));
    assert_eq!(table(&columns), rows(FIRST_AND_LAST));
}

/// What a step depends on, besides the status and the pole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Dependence {
    /// One fact of the procedure.
    Fact(bool),
    /// What the rules say: too early, not compliant, no longer so.
    Findings(bool, bool, bool),
    /// How acts reach the applicant, and whether the last one has not.
    Receipt(Notification, bool),
}

/// The only thing that a step depends on, besides the status and the pole.
fn dependence(from: ApplicationStatus, step: Step, facts: &Facts) -> Option<Dependence> {
    use Dependence::{Fact, Findings, Receipt};
    let running = facts.term.is_some_and(|term| term.is_running(facts.today));
    let answered = facts.term.is_some_and(|term| term.answered_on.is_some());
    match (from, step) {
        (_, Step::Deliver | Step::Acknowledge) => {
            Some(Receipt(facts.notification, facts.is_undelivered))
        }
        (IntegrationRequested | RejectionNotice, Step::Review) if running => {
            Some(Receipt(facts.notification, facts.is_undelivered))
        }
        (IntegrationRequested | RejectionNotice, Step::Review) => Some(Fact(running)),
        (IntegrationRequested, Step::Integrate) => Some(Fact(answered)),
        (UnderReview, Step::NotifyRejection) => Some(Fact(facts.noticed)),
        (UnderReview, Step::Reject) => Some(Fact(facts.notice_required && !facts.noticed)),
        (UnderReview, Step::Admit) => Some(Findings(
            facts.today < facts.findings.reference_date,
            facts.findings.verdict != Verdict::Compliant,
            facts.findings.broken_on.is_some(),
        )),
        _ => None,
    }
}

/// Together with the tables above, this covers every status, step and combination of facts.
#[test]
fn each_step_depends_on_one_fact_of_the_procedure_at_most() {
    let mut known = BTreeMap::new();
    for from in ApplicationStatus::ALL {
        for step in Step::ALL {
            for facts in all_facts() {
                let answer = cell(&attempt(*from, *step, &facts));
                let bond = facts.bond;
                // Silence admits only what may be admitted.
                let decides = matches!(step, Step::Admit | Step::Annul) || facts.is_assented;
                let bond = decides.then_some((bond.purpose, bond.pole, bond.other_pending));
                let dependence = dependence(*from, *step, &facts);
                let key = (*from, *step, dependence, bond, facts.is_assented);
                let before = *known.entry(key).or_insert(answer);
                assert_eq!(before, answer, "{from:?} {step:?} {facts:?}");
            }
        }
    }
}

#[test]
fn once_silence_has_admitted_nothing_else_is_decided() {
    let examined = facts(Answer::Unasked, false, false, Verdict::Compliant);
    let assented = Facts { is_assented: true, ..examined };
    let after = |step, facts: &Facts| cell(&attempt(UnderReview, step, facts));
    assert_eq!(after(Step::Assent, &examined), "term_not_over");
    assert_eq!(after(Step::Assent, &assented), "admitted");
    for step in [
        Step::RequestIntegration,
        Step::NotifyRejection,
        Step::Observe,
        Step::Admit,
        Step::Reject,
        Step::Withdraw,
        Step::Lapse,
    ] {
        assert_eq!(after(step, &assented), "assented", "{step:?}");
    }
    // It admits nothing that could not be admitted.
    let bond = Bond { pole: PoleStatus::Suspended, ..FREE };
    let suspended = Facts { bond, ..assented };
    assert_eq!(after(Step::Assent, &suspended), "not_recognised");
    assert_eq!(after(Step::Reject, &suspended), "rejected");
}

#[test]
fn an_application_is_pending_until_it_is_decided() {
    for status in ApplicationStatus::ALL {
        let mut facts = all_facts().filter(|facts| !facts.is_assented);
        let withdrawn = facts.all(|facts| attempt(*status, Step::Withdraw, &facts).is_ok());
        assert_eq!(status.is_pending(), withdrawn, "{status:?}");
    }
}

#[test]
fn a_refusal_says_until_when_an_answer_is_awaited() {
    let awaited = facts(Answer::Awaited, true, true, Verdict::Compliant);
    let refused = attempt(RejectionNotice, Step::Review, &awaited).expect_err("refused").message;
    assert_eq!(
        refused.en,
        "the term for observations ends on 10 February 2027: until then the review resumes only if \
         the applicant has declared them final"
    );
    let refused = attempt(Lapsed, Step::Admit, &awaited).expect_err("refused").message;
    assert_eq!(
        refused.it,
        "non è possibile ammettere la candidatura: la candidatura è improcedibile, perché il bando è \
         revocato"
    );
}

/// Case 16: «admission says \"in attesa di integrazione\": false by then», and «non conforme» of a pole
/// whose compliance is to be assessed.
#[test]
fn a_refused_admission_tells_what_is_not_compliant_from_what_is_not_assessed() {
    let refused = |verdict| {
        let facts = facts(Answer::Unasked, true, true, verdict);
        attempt(UnderReview, Step::Admit, &facts).expect_err("refused").message.it
    };
    assert_eq!(
        refused(Verdict::NeedsReview),
        "la conformità non è ancora accertata: occorre prima definire i rilievi del rapporto"
    );
    assert!(refused(Verdict::NonCompliant).contains("il polo non è conforme"));
}

/// The bond: admission under review, annulment of an admission and of a rejection.
const BONDS: &str = "
    pole        measure+admit   admit       annul_admitted  annul_rejected
    draft       not_recognised  pole_state  pole_state      under_review
    candidate   not_recognised  admitted    pole_state      pole_state
    recognised  admitted        pole_state  under_review    pole_state
    suspended   not_recognised  pole_state  under_review    pole_state
    revoked     not_recognised  pole_state  under_review    under_review
    dissolved   not_recognised  pole_state  under_review    under_review
";

#[test]
fn the_pole_limits_decisions_and_annulments() {
    let columns = [
        (Purpose::Measure, UnderReview, Step::Admit),
        (Purpose::Constitution, UnderReview, Step::Admit),
        (Purpose::Constitution, Admitted, Step::Annul),
        (Purpose::Constitution, Rejected, Step::Annul),
    ];
    let examined = facts(Answer::Unasked, true, false, Verdict::Compliant);
    let row = |pole: &PoleStatus| {
        let cells = columns.iter().map(|(purpose, from, step)| {
            let bond = Bond { purpose: *purpose, pole: *pole, other_pending: false };
            cell(&attempt(*from, *step, &Facts { bond, ..examined }))
        });
        std::iter::once(pole.code()).chain(cells).collect::<Vec<_>>()
    };
    assert_eq!(PoleStatus::ALL.iter().map(row).collect::<Vec<_>>(), rows(BONDS));
}

#[test]
fn beside_another_pending_application_no_decision_is_annulled() {
    for bond in bonds().filter(|bond| bond.other_pending) {
        for from in [Admitted, Rejected] {
            let facts = Facts { bond, ..facts(Answer::Unasked, true, true, Verdict::Compliant) };
            assert_eq!(
                cell(&attempt(from, Step::Annul, &facts)),
                "application_pending",
                "{bond:?}"
            );
        }
    }
}

/// Whenever a step is possible, the corresponding step of the pole is too.
#[test]
fn the_pole_can_take_the_step_that_goes_with_each_step_of_its_application() {
    for from in ApplicationStatus::ALL {
        for step in Step::ALL {
            for facts in all_facts().filter(|facts| attempt(*from, *step, facts).is_ok()) {
                let Bond { pole, purpose, .. } = facts.bond;
                let Some(effect) = facts.bond.effect(*from, *step) else { continue };
                assert_eq!(purpose, Purpose::Constitution);
                let after = pole::attempt(pole, effect, pole::Facts::default());
                assert!(after.is_ok(), "{from:?} {step:?} {facts:?}");
            }
        }
    }
}

#[test]
fn a_pole_that_ended_stays_so_and_its_application_can_still_be_rejected() {
    for pole in [PoleStatus::Revoked, PoleStatus::Dissolved] {
        let bond = Bond { purpose: Purpose::Constitution, pole, other_pending: false };
        let facts = Facts { bond, ..facts(Answer::Unasked, true, true, Verdict::Compliant) };
        for (from, step) in [(Admitted, Step::Annul), (UnderReview, Step::Reject)] {
            assert!(attempt(from, step, &facts).is_ok());
            assert_eq!(bond.effect(from, step), None);
        }
        let refused = attempt(UnderReview, Step::Admit, &facts).expect_err("refused").message.en;
        assert!(refused.starts_with("it is not possible to recognise the pole: "), "{refused}");
    }
}
