//! The life of a recognised pole, and its outcomes from its recognition on.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use ptp_domain::call::RulesetChoice;
use ptp_domain::id::Id;
use ptp_domain::identifier::{PoleCode, Province};
use ptp_domain::member::Member;
use ptp_domain::party::{Act, ActKind};
use ptp_domain::pole::{
    Description, OutcomePeriod, Pole, PoleStatus, Recognition, Stage, horizon, outcome_periods,
};
use ptp_domain::policy::Owner;
use ptp_domain::rules::{Budget, Rule, Verdict, evaluate};
use uuid::Uuid;

use super::chance;
use super::members::{Vary, accredited, between, company, day, tax_code_of};
use super::network;

use PoleStatus::{Dissolved, Recognised, Revoked, Suspended};

fn act(date: NaiveDate) -> Act {
    Act { kind: ActKind::Decree, number: "1".to_owned(), date, url: None }
}

/// A draft pole with that network.
fn draft(network: &network::Pole) -> Pole {
    Pole {
        id: Id::new(Uuid::from_u128(1)),
        code: PoleCode::new(2027, 1).expect("a code"),
        status: PoleStatus::Draft,
        owner: Owner::Organisation(tax_code_of("S1")),
        recognition: None,
        life: Vec::new(),
        warning: None,
        transfers: Vec::new(),
        successions: Vec::new(),
        description: Description {
            name: "Polo".to_owned(),
            area: network.area,
            production_chain: None,
            province: Province::parse("BG").expect("a province"),
            text: None,
            network_agreement: network.agreement.clone(),
            activity_plan: network.plan.clone(),
            lead_member_id: network.lead,
            contacts: Vec::new(),
        },
    }
}

/// A pole with that network, recognised under its rules.
pub(crate) fn recognised(network: &network::Pole, on: NaiveDate) -> Pole {
    let overrides = network.ruleset.parameters.clone().into();
    let ruleset = RulesetChoice { id: network.ruleset.id, overrides, derogation: None };
    draft(network).recognised(Recognition { ruleset, ..Recognition::without_call(act(on)) })
}

pub(crate) fn stage(status: PoleStatus, since: NaiveDate) -> Stage {
    Stage { act: Some(act(since)), ..Stage::of(status, since) }
}

fn periods(pole: &Pole, network: &network::Pole, today: NaiveDate) -> Vec<OutcomePeriod> {
    let members: Vec<&Member> = network.members.iter().collect();
    outcome_periods(pole, &members, &network.determinations, today, &Budget::default())
        .expect("no more work than allowed")
}

fn short(periods: &[OutcomePeriod]) -> Vec<(String, String, Verdict)> {
    let short = |period: &OutcomePeriod| {
        (period.from.to_string(), period.until.to_string(), period.outcome)
    };
    periods.iter().map(short).collect()
}

fn period(from: &str, until: &str, outcome: Verdict) -> (String, String, Verdict) {
    (from.to_owned(), until.to_owned(), outcome)
}

/// Recognised in March 2027: the ITS is binding from March 2030 on; periods cover five years and
/// one more.
#[test]
fn a_pole_without_an_its_is_compliant_for_three_years() {
    let base = network::Pole::base();
    let pole = recognised(&base, day("2027-03-15"));
    let today = day("2028-02-29");
    assert_eq!(
        short(&periods(&pole, &base, today)),
        [
            period("2027-03-15", "2030-03-14", Verdict::Compliant),
            period("2030-03-15", "2034-02-28", Verdict::NonCompliant),
        ]
    );
    assert_eq!(horizon(today), day("2033-02-28"), "29 February has none after five years");
}

/// A1 is suspended twice: the two gaps are periods of their own.
#[test]
fn changes_of_a_member_show_in_the_periods() {
    let mut a1 = accredited("A1");
    a1.accreditations[0].suspensions =
        vec![between("2027-05-01", "2027-05-31"), between("2027-08-01", "2027-08-01")];
    let mut base = network::Pole::base().replacing(a1).with(company("C3", "28.41"));
    base.ruleset.parameters.min_its = 0;
    let pole = recognised(&base, day("2027-03-15")).at(stage(Dissolved, day("2028-01-01")));
    assert_eq!(
        short(&periods(&pole, &base, day("2030-01-01"))),
        [
            period("2027-03-15", "2027-04-30", Verdict::Compliant),
            period("2027-05-01", "2027-05-31", Verdict::NonCompliant),
            period("2027-06-01", "2027-07-31", Verdict::Compliant),
            period("2027-08-01", "2027-08-01", Verdict::NonCompliant),
            period("2027-08-02", "2027-12-31", Verdict::Compliant),
        ]
    );
}

/// When a company leaves the base only one is left; dates that do not change the verdict are not
/// listed.
#[test]
fn a_period_lasts_as_long_as_the_rules_say_the_same_together() {
    let mut base = network::Pole::base()
        .replacing(company("C2", "25.62").for_the_time(between("2027-01-15", "2027-06-30")));
    base.ruleset.parameters.its_grace_until = Some(day("2027-09-30"));
    let pole = recognised(&base, day("2027-03-15"));
    let found = periods(&pole, &base, day("2027-03-15"));
    assert_eq!(
        short(&found),
        [
            period("2027-03-15", "2027-06-30", Verdict::Compliant),
            period("2027-07-01", "2033-03-15", Verdict::NonCompliant),
        ]
    );
}

#[test]
fn there_are_periods_up_to_the_day_before_a_pole_ends() {
    let base = network::Pole::base();
    for end in [Revoked, Dissolved] {
        let pole = recognised(&base, day("2027-03-15"))
            .at(stage(Suspended, day("2027-06-01")))
            .at(stage(end, day("2027-09-01")));
        assert_eq!(
            short(&periods(&pole, &base, day("2028-01-01"))),
            [period("2027-03-15", "2027-08-31", Verdict::Compliant)]
        );
        let at_once = recognised(&base, day("2027-03-15")).at(stage(end, day("2027-03-15")));
        assert_eq!(periods(&at_once, &base, day("2028-01-01")), []);
    }
}

#[test]
fn a_suspension_does_not_change_what_the_rules_say() {
    let base = network::Pole::base();
    let pole = recognised(&base, day("2027-03-15"));
    let today = day("2027-07-01");
    let suspended = pole.clone().at(stage(Suspended, day("2027-06-01")));
    assert_eq!(periods(&suspended, &base, today), periods(&pole, &base, today));
}

#[test]
fn a_pole_never_recognised_has_no_periods() {
    let base = network::Pole::base();
    assert_eq!(periods(&draft(&base), &base, day("2027-03-15")), []);
}

/// S1 owns the pole and needs no confirmation; nobody else has confirmed.
#[test]
fn the_owner_of_a_pole_is_its_applicant() {
    let mut base = network::Pole::base();
    base.ruleset.parameters.require_confirmation = true;
    let pole = draft(&base);
    let members: Vec<&Member> = base.members.iter().collect();
    let report =
        evaluate(&pole.network(&members), &base.ruleset, base.as_of, &[], &Budget::default())
            .expect("no more work than allowed");
    let result = report.rule(Rule::MemberConfirmation).expect("a result for each rule");
    assert_eq!((result.required, result.found), (Some(5), Some(1)));
}

#[test]
fn a_pole_is_recognised_from_that_day_on() {
    let pole = recognised(&network::Pole::base(), day("2027-03-15"));
    assert_eq!(pole.status, Recognised);
    assert_eq!(pole.stage_on(day("2027-03-14")), None);
    assert!(!pole.is_recognised_on(day("2027-03-14")));
    assert!(pole.is_recognised_on(day("2027-03-15")));
    assert!(pole.is_recognised_on(day("2099-12-31")));
}

#[test]
fn a_suspended_pole_is_not_recognised_until_it_is_reinstated() {
    let pole = recognised(&network::Pole::base(), day("2027-03-15"))
        .at(stage(Suspended, day("2027-06-01")))
        .at(stage(Recognised, day("2027-09-01")))
        .at(stage(Revoked, day("2028-01-01")));
    assert_eq!(pole.status, Revoked);
    let status = |on| pole.stage_on(day(on)).map(|stage| stage.status);
    let expected = [
        ("2027-03-14", None),
        ("2027-03-15", Some(Recognised)),
        ("2027-05-31", Some(Recognised)),
        ("2027-06-01", Some(Suspended)),
        ("2027-08-31", Some(Suspended)),
        ("2027-09-01", Some(Recognised)),
        ("2027-12-31", Some(Recognised)),
        ("2028-01-01", Some(Revoked)),
        ("2030-01-01", Some(Revoked)),
    ];
    for (on, expected) in expected {
        assert_eq!(status(on), expected, "{on}");
        assert_eq!(pole.is_recognised_on(day(on)), expected == Some(Recognised), "{on}");
    }
}

/// Suspended and reinstated on the same day, it was recognised throughout.
#[test]
fn the_last_stage_of_a_day_is_the_one_of_that_day() {
    let pole = recognised(&network::Pole::base(), day("2027-03-15"))
        .at(stage(Suspended, day("2027-06-01")))
        .at(stage(Recognised, day("2027-06-01")));
    assert!(pole.is_recognised_on(day("2027-06-01")));
}

/// After an annulled recognition a new one begins a new life.
#[test]
fn a_new_recognition_begins_a_new_life() {
    let base = network::Pole::base();
    let first = recognised(&base, day("2027-03-15")).at(stage(Suspended, day("2027-06-01")));
    let again = first.recognised(Recognition::without_call(act(day("2028-03-15"))));
    assert_eq!(again.life.len(), 1);
    assert!(!again.is_recognised_on(day("2027-04-01")));
    assert!(again.is_recognised_on(day("2028-03-15")));
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Without gaps, with different outcomes in adjacent periods, each equal to the reports on its
    /// days.
    #[test]
    fn the_periods_are_what_the_reports_say_day_after_day(
        network in chance::pole(),
        recognised_after in 0_u64..1500,
        ends_after in prop::option::of(0_u64..2500),
        days in prop::collection::vec(0.0_f64..1.0, 8),
    ) {
        let on = day("2025-01-01").checked_add_days(Days::new(recognised_after)).unwrap();
        let mut pole = recognised(&network, on);
        if let Some(after) = ends_after {
            pole = pole.at(stage(Revoked, on.checked_add_days(Days::new(after)).unwrap()));
        }
        let today = day("2026-11-24");
        let periods = periods(&pole, &network, today);

        let last = match ends_after {
            Some(_) => pole.life[1].since.pred_opt().unwrap(),
            None => horizon(today.max(on)).max(periods.last().unwrap().until),
        };
        let mut next = on;
        for period in &periods {
            prop_assert_eq!(period.from, next);
            prop_assert!(period.from <= period.until);
            next = period.until.succ_opt().unwrap();
        }
        prop_assert_eq!(next, last.succ_opt().unwrap());
        for pair in periods.windows(2) {
            prop_assert_ne!(pair[0].outcome, pair[1].outcome);
        }

        let members: Vec<&Member> = network.members.iter().collect();
        let judged = pole.network(&members);
        for period in &periods {
            let length = (period.until - period.from).num_days();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a few thousand days")]
            let within = days.iter().map(|part| (length as f64 * part) as u64);
            for after in within.chain([0, length.unsigned_abs()]) {
                let day = period.from.checked_add_days(Days::new(after)).unwrap();
                let report = evaluate(
                    &judged,
                    &network.ruleset,
                    day,
                    &network.determinations,
                    &Budget::default(),
                )
                .expect("no more work than allowed");
                prop_assert_eq!(report.outcome, period.outcome, "on {}", day);
            }
        }
    }
}
