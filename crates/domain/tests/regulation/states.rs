//! The state machines of calls and poles: every transition, against the tables of DOMAIN.md.

use ptp_domain::call::{self, CallStatus, Phase};
use ptp_domain::fault::Invalid;
use ptp_domain::pole::{self, PoleStatus};
use ptp_domain::rules::ruleset::NetworkChanges;
use ptp_domain::vocabulary::Vocabulary;

use super::members::day;

/// The result of a step, or the obstacle; a dash is `wrong_state`.
pub(crate) fn cell<S: Vocabulary>(answer: &Result<S, Invalid>) -> &'static str {
    match answer {
        Ok(state) => state.code(),
        Err(Invalid { code: "wrong_state", .. }) => "-",
        Err(refused) => refused.code,
    }
}

/// The rows of a golden table, without blanks.
pub(crate) fn rows(table: &str) -> Vec<Vec<&str>> {
    table.trim().lines().skip(1).map(|row| row.split_whitespace().collect()).collect()
}

/// In the column `candidate+` an integration was requested.
const POLE: &str = "
    step            draft      candidate   candidate+  recognised  suspended   revoked  dissolved
    change          draft      frozen      candidate   recognised  suspended   -        -
    change_members  draft      frozen      candidate   recognised  suspended   -        -
    change_network  draft      frozen      candidate   request_needed request_needed - -
    strike_member   draft      -           -           request_needed request_needed - -
    redefine        draft      -           -           request_needed request_needed - -
    delete          draft      -           -           -           -           -        -
    submit          candidate  -           -           -           -           -        -
    return          -          draft       draft       -           -           -        -
    recognise       -          recognised  recognised  -           -           -        -
    annul           -          -           -           candidate   candidate   -        -
    suspend         -          -           -           suspended   -           -        -
    extend_suspension - - - - suspended - -
    reinstate       -          -           -           -           recognised  -        -
    warn            -          -           -           recognised  suspended   -        -
    revoke          -          -           -           revoked     revoked     -        -
    record_order - - - no_contestable_act no_contestable_act no_contestable_act no_contestable_act
    deliver - - - nothing_to_deliver nothing_to_deliver - -
    dissolve        -          -           -           dissolved   dissolved   -        -
    transfer        draft      application_pending application_pending recognised suspended - -
    confirm         draft      candidate   candidate   recognised  suspended   -        -
    request_change  -          -           -           recognised  suspended   -        -
    communicate     -          -           -           recognised  suspended   -        -
    record          -          -           -           recognised  suspended   -        -
";

#[test]
fn the_life_of_a_pole() {
    use PoleStatus::{Candidate, Dissolved, Draft, Recognised, Revoked, Suspended};
    let columns = [
        (Draft, false),
        (Candidate, false),
        (Candidate, true),
        (Recognised, false),
        (Suspended, false),
        (Revoked, false),
        (Dissolved, false),
    ];
    let table: Vec<Vec<_>> = pole::Step::ALL
        .iter()
        .map(|step| {
            let after = columns.iter().map(|(from, integration_open)| {
                let integration_open = *integration_open;
                let facts = pole::Facts { integration_open, ..pole::Facts::default() };
                cell(&pole::attempt(*from, *step, facts))
            });
            std::iter::once(step.code()).chain(after).collect()
        })
        .collect();
    assert_eq!(table, rows(POLE));
}

#[test]
fn an_open_integration_matters_to_candidates_only() {
    for from in PoleStatus::ALL.iter().filter(|from| **from != PoleStatus::Candidate) {
        for step in pole::Step::ALL {
            let after = |integration_open| {
                let facts = pole::Facts { integration_open, ..pole::Facts::default() };
                cell(&pole::attempt(*from, *step, facts))
            };
            assert_eq!(after(false), after(true), "{from:?} {step:?}");
        }
    }
}

/// Where changes are recorded, a recognised network is written as before.
#[test]
fn a_call_may_let_changes_be_recorded() {
    let facts = pole::Facts { network_changes: NetworkChanges::Recorded, ..pole::Facts::default() };
    for from in PoleStatus::ALL {
        let network = pole::attempt(*from, pole::Step::ChangeNetwork, facts);
        let members = pole::attempt(*from, pole::Step::ChangeMembers, facts);
        assert_eq!(cell(&network), cell(&members), "{from:?}");
    }
}

/// Who asked in time for what would mend it keeps the recognition until that is decided.
#[test]
fn a_pending_cure_holds_a_revocation_for_lost_requirements() {
    let facts = |fails| pole::Facts {
        warning_due_on: Some(day("2027-03-31")),
        today: Some(day("2027-04-01")),
        fails,
        cure_pending: true,
        ..pole::Facts::default()
    };
    for from in [PoleStatus::Recognised, PoleStatus::Suspended] {
        assert_eq!(cell(&pole::attempt(from, pole::Step::Revoke, facts(true))), "cure_pending");
        assert_eq!(cell(&pole::attempt(from, pole::Step::Revoke, facts(false))), "revoked");
    }
}

/// For a warning until 31 March 2027: the day, whether the pole is non-compliant, and the result of
/// a revocation.
#[test]
fn a_pole_that_lost_its_requirements_is_warned_before_a_revocation() {
    let revoked = |warning_due_on: Option<&str>, today: Option<&str>, fails| {
        let (warning_due_on, today) = (warning_due_on.map(day), today.map(day));
        let facts = pole::Facts { warning_due_on, today, fails, ..pole::Facts::default() };
        let answers = [PoleStatus::Recognised, PoleStatus::Suspended]
            .map(|from| cell(&pole::attempt(from, pole::Step::Revoke, facts)));
        assert_eq!(answers[0], answers[1]);
        answers[0]
    };
    let (due_on, today) = (Some("2027-03-31"), Some("2027-04-01"));
    assert_eq!(revoked(None, today, false), "revoked", "for another reason");
    assert_eq!(revoked(None, today, true), "warning_required");
    for fails in [false, true] {
        assert_eq!(revoked(due_on, Some("2027-03-30"), fails), "warning_running");
        assert_eq!(revoked(due_on, due_on, fails), "warning_running", "the last day is included");
        assert_eq!(revoked(due_on, today, fails), "revoked");
        assert_eq!(revoked(due_on, None, fails), "warning_running", "nobody can tell");
    }
}

#[test]
fn a_warning_matters_to_revocations_only() {
    let warned = |fails| pole::Facts {
        warning_due_on: Some(day("2027-03-31")),
        today: Some(day("2027-03-01")),
        fails,
        ..pole::Facts::default()
    };
    for from in PoleStatus::ALL {
        for step in pole::Step::ALL.iter().filter(|step| **step != pole::Step::Revoke) {
            let plain = pole::attempt(*from, *step, pole::Facts::default());
            for fails in [false, true] {
                assert_eq!(pole::attempt(*from, *step, warned(fails)), plain, "{from:?} {step:?}");
            }
        }
    }
}

/// An act that has yet to take effect keeps others from being taken, and nothing else.
#[test]
fn an_act_that_is_taken_comes_before_others_of_its_kind() {
    use pole::{Ahead, Facts, Step};
    for (ahead, code) in [(Ahead::Undelivered, "act_undelivered"), (Ahead::Later, "act_ahead")] {
        let facts = Facts { ahead: Some(ahead), ..Facts::default() };
        for from in PoleStatus::ALL {
            for step in Step::ALL {
                let plain = pole::attempt(*from, *step, Facts::default());
                let answer = pole::attempt(*from, *step, facts);
                let is_kept = [Step::Suspend, Step::Revoke].contains(step) && plain.is_ok();
                match *step {
                    Step::Deliver if ahead == Ahead::Undelivered => {
                        let status = cell(&answer);
                        assert!(["recognised", "suspended", "-"].contains(&status), "{status}");
                    }
                    _ if is_kept => assert_eq!(cell(&answer), code, "{from:?} {step:?}"),
                    _ => assert_eq!(answer, plain, "{from:?} {step:?}"),
                }
            }
        }
    }
}

/// Once, and never that of a court (L. 241/1990, art. 21-quater).
#[test]
fn a_suspension_is_extended_once() {
    use pole::{Extending, Facts, Step};
    for (extending, code) in [
        (Extending::Possible, "suspended"),
        (Extending::Done, "suspension_extended"),
        (Extending::ByCourt, "suspension_by_court"),
    ] {
        let facts = Facts { extending, ..Facts::default() };
        let answer = pole::attempt(PoleStatus::Suspended, Step::ExtendSuspension, facts);
        assert_eq!(cell(&answer), code);
    }
}

const CALL: &str = "
    step      draft        draft        draft        published        published        published  published+            withdrawn  archived
    change    draft        draft        draft        -                -                -          -                     -          -
    correct   draft        draft        draft        published        published        published  published             -          -
    delete    draft        draft        draft        -                -                -          -                     -          -
    publish   published    published    window_over  -                -                -          -                     -          -
    extend    -            -            -            published        published        window_over window_over          -          -
    reopen    -            -            -            window_not_over  window_not_over  published  published             -          -
    withdraw  -            -            -            withdrawn        withdrawn        withdrawn  withdrawn             -          -
    archive   -            -            -            window_not_over  window_not_over  archived   applications_pending  -          -
";

/// Columns: drafts and published calls, each upcoming, open and closed; in `published+`
/// applications await a decision.
#[test]
fn the_states_of_a_call() {
    use CallStatus::{Archived, Draft, Published, Withdrawn};
    let by_phase = |from| Phase::ALL.iter().map(move |phase| (from, *phase, false));
    let columns: Vec<_> = by_phase(Draft)
        .chain(by_phase(Published))
        .chain([
            (Published, Phase::Closed, true),
            (Withdrawn, Phase::Open, false),
            (Archived, Phase::Closed, false),
        ])
        .collect();
    let table: Vec<Vec<_>> = call::Step::ALL
        .iter()
        .map(|step| {
            let after = columns.iter().map(|(from, phase, pending)| {
                let facts = call::Facts { phase: *phase, pending: *pending, unfit: None };
                cell(&call::attempt(*from, *step, &facts))
            });
            std::iter::once(step.code()).chain(after).collect()
        })
        .collect();
    assert_eq!(table, rows(CALL));
}

#[test]
fn final_states_have_no_transitions() {
    for phase in Phase::ALL {
        for step in call::Step::ALL {
            for end in [CallStatus::Withdrawn, CallStatus::Archived] {
                let facts = call::Facts { phase: *phase, pending: false, unfit: None };
                let answer = call::attempt(end, *step, &facts);
                assert_eq!(cell(&answer), "-", "{end:?} {step:?}");
            }
        }
    }
}

#[test]
fn a_refusal_says_in_both_languages_what_is_not_possible() {
    let refused = pole::attempt(PoleStatus::Revoked, pole::Step::Submit, pole::Facts::default())
        .expect_err("refused");
    assert_eq!(
        refused.message.it,
        "non è possibile candidare il polo: il riconoscimento del polo è revocato"
    );
    assert_eq!(
        refused.message.en,
        "it is not possible to submit the pole: the recognition of the pole was revoked"
    );
}

/// Nothing that a court decides of a later act brings back a pole of which the admission is annulled.
#[test]
fn an_order_revives_no_pole_of_which_the_admission_was_annulled() {
    use pole::{Facts, Step};
    let facts = Facts { contestable: true, ..Facts::default() };
    for from in [PoleStatus::Revoked, PoleStatus::Dissolved] {
        assert_eq!(cell(&pole::attempt(from, Step::RecordOrder, facts)), from.code());
        let annulled = Facts { admission: pole::Admission::Annulled, ..facts };
        let refused = pole::attempt(from, Step::RecordOrder, annulled);
        assert_eq!(cell(&refused), "admission_annulled");
    }
}
