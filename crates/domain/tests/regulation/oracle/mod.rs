//! A second opinion: the rules once more, as simply as possible, against the engine.
//!
//! Written from the page and from DOMAIN.md, sections 1, 2 and 8, not from the engine. Every member
//! is looked at for itself and every assignment of members to slots is tried.

mod answer;
mod cases;
mod companies;
mod identity;
mod question;
mod rules;
mod seats;
mod smaller;
mod tracks;

use std::env;
use std::fmt::Write;

use ptp_domain::pole::list_faults;
use ptp_domain::rules::{Outcome, Verdict};

use self::cases::Chance;
use super::network::Pole;

/// The verdict that the outcomes of all rules add up to.
fn verdict(outcomes: &[Outcome]) -> Verdict {
    if outcomes.contains(&Outcome::Violated) {
        Verdict::NonCompliant
    } else if outcomes.contains(&Outcome::NeedsReview) {
        Verdict::NeedsReview
    } else {
        Verdict::Compliant
    }
}

/// Where the engine says what the oracle does not.
fn differences(pole: &Pole) -> Vec<String> {
    let report = pole.report();
    let mut found = Vec::new();
    for (rule, possible) in rules::outcomes(pole) {
        let said = report.rule(rule).expect("a result for each rule").outcome;
        if !possible.contains(&said) {
            found.push(format!("{}: {said:?} instead of {possible:?}", rule.id()));
        }
    }
    let outcomes: Vec<_> = report.rules.iter().map(|result| result.outcome).collect();
    if report.outcome != verdict(&outcomes) {
        found.push(format!("verdict: {:?}", report.outcome));
    }
    found
}

#[test]
fn the_engine_says_what_the_oracle_says() {
    let cases = env::var("ORACLE_CASES").map_or(10_000, |cases| cases.parse().expect("a number"));
    let (mut told, mut count) = (String::new(), std::collections::BTreeMap::new());
    for seed in 0..cases {
        let pole = cases::pole(&mut Chance::new(seed));
        let faults = list_faults(&pole.members.iter().collect::<Vec<_>>());
        if faults.iter().any(|fault| fault.code != "duplicate_member") {
            continue;
        }
        for difference in differences(&pole) {
            let times = count.entry(difference.clone()).or_insert(0_u32);
            *times += 1;
            if *times == 1 {
                let has_it = |pole: &Pole| differences(pole).contains(&difference);
                let small = smaller::told(&smaller::smallest(pole.clone(), has_it));
                let _ = writeln!(
                    told,
                    "
{seed}: {difference}
{small}"
                );
            }
        }
    }
    assert!(count.is_empty(), "{told}\n{count:#?}");
}
