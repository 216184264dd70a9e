//! The states of calls and poles: every transition, against the tables of DOMAIN.md.

use ptp_domain::call::{self, CallStatus, Phase};
use ptp_domain::fault::Invalid;
use ptp_domain::pole::{self, PoleStatus};
use ptp_domain::vocabulary::Vocabulary;

/// What a step leads to, or what stands in the way; a dash is `wrong_state`.
fn cell<S: Vocabulary>(answer: &Result<S, Invalid>) -> &'static str {
    match answer {
        Ok(state) => state.code(),
        Err(Invalid { code: "wrong_state", .. }) => "-",
        Err(refused) => refused.code,
    }
}

/// The rows of a golden table, blanks aside.
fn rows(table: &str) -> Vec<Vec<&str>> {
    table.trim().lines().skip(1).map(|row| row.split_whitespace().collect()).collect()
}

/// In the column `candidate+` an integration was asked for.
const POLE: &str = "
    step            draft      candidate   candidate+  recognised  suspended   revoked  dissolved
    change          draft      frozen      candidate   recognised  suspended   -        -
    change_members  draft      frozen      candidate   recognised  suspended   -        -
    strike_member   draft      -           -           -           -           -        -
    redefine        draft      -           -           -           -           -        -
    delete          draft      -           -           -           -           -        -
    submit          candidate  -           -           -           -           -        -
    return          -          draft       draft       -           -           -        -
    recognise       -          recognised  recognised  -           -           -        -
    annul           -          -           -           candidate   candidate   -        -
    suspend         -          -           -           suspended   -           -        -
    reinstate       -          -           -           -           recognised  -        -
    revoke          -          -           -           revoked     revoked     -        -
    dissolve        -          -           -           dissolved   dissolved   -        -
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
                let facts = pole::Facts { integration_open: *integration_open };
                cell(&pole::attempt(*from, *step, facts))
            });
            std::iter::once(step.code()).chain(after).collect()
        })
        .collect();
    assert_eq!(table, rows(POLE));
}

#[test]
fn an_open_integration_matters_to_candidates_alone() {
    for from in PoleStatus::ALL.iter().filter(|from| **from != PoleStatus::Candidate) {
        for step in pole::Step::ALL {
            let after = |integration_open| {
                cell(&pole::attempt(*from, *step, pole::Facts { integration_open }))
            };
            assert_eq!(after(false), after(true), "{from:?} {step:?}");
        }
    }
}

const CALL: &str = "
    step      draft        draft        draft        published        published        published  withdrawn  archived
    change    draft        draft        draft        -                -                -          -          -
    correct   draft        draft        draft        published        published        published  -          -
    delete    draft        draft        draft        -                -                -          -          -
    publish   published    published    window_over  -                -                -          -          -
    extend    -            -            -            published        published        published  -          -
    withdraw  -            -            -            withdrawn        withdrawn        withdrawn  -          -
    archive   -            -            -            window_not_over  window_not_over  archived   -          -
";

/// In the columns of drafts and of published calls: upcoming, open, closed.
#[test]
fn the_states_of_a_call() {
    use CallStatus::{Archived, Draft, Published, Withdrawn};
    let by_phase = |from| Phase::ALL.iter().map(move |phase| (from, *phase));
    let columns: Vec<_> = by_phase(Draft)
        .chain(by_phase(Published))
        .chain([(Withdrawn, Phase::Open), (Archived, Phase::Closed)])
        .collect();
    let table: Vec<Vec<_>> = call::Step::ALL
        .iter()
        .map(|step| {
            let after = columns.iter().map(|(from, phase)| {
                cell(&call::attempt(*from, *step, call::Facts { phase: *phase }))
            });
            std::iter::once(step.code()).chain(after).collect()
        })
        .collect();
    assert_eq!(table, rows(CALL));
}

#[test]
fn nothing_leads_out_of_an_end() {
    for phase in Phase::ALL {
        for step in call::Step::ALL {
            for end in [CallStatus::Withdrawn, CallStatus::Archived] {
                let answer = call::attempt(end, *step, call::Facts { phase: *phase });
                assert_eq!(cell(&answer), "-", "{end:?} {step:?}");
            }
        }
    }
}

#[test]
fn a_refusal_says_in_both_languages_what_is_not_possible() {
    let refused = pole::attempt(PoleStatus::Revoked, pole::Step::Submit, pole::Facts::default())
        .expect_err("refused");
    assert_eq!(refused.message.it, "non è possibile candidare: il polo è revocato");
    assert_eq!(refused.message.en, "not possible to submit: the pole is revoked");
}
