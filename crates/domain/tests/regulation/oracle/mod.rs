//! A second opinion: the rules once more, as simply as possible, against the engine.
//!
//! Written from the page and from DOMAIN.md, sections 1, 2 and 8, not from the engine. Every member
//! is looked at for itself and every assignment of members to slots is tried.

mod answer;
mod cases;
mod companies;
mod dice;
mod identity;
mod people;
mod question;
mod rules;
mod seats;
mod smaller;
mod tracks;

use std::collections::BTreeMap;
use std::env;

use ptp_domain::pole::list_faults;
use ptp_domain::rules::{Outcome, Verdict};

use self::dice::Chance;
use self::question::Question;
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
fn differences(pole: &Pole, word: Option<bool>) -> Vec<String> {
    let question = &Question::new(pole, word);
    // Nobody is asked about a member whose place another one of the same organisation has.
    if word.is_some() && identity::are_distinct(question) == answer::No {
        return Vec::new();
    }
    let mut settled = pole.clone();
    if let Some(word) = word {
        settled.determinations.clear();
        // A doubt that is settled may lay another one bare.
        let mut words = None;
        while words != Some(settled.determinations.len()) {
            words = Some(settled.determinations.len());
            settled = settled.settled(word);
        }
    }
    let report = settled.report();
    let mut found = Vec::new();
    for (rule, possible) in rules::outcomes(question) {
        let said = report.rule(rule).expect("a result for each rule").outcome;
        if !possible.contains(&said) {
            found.push(format!("{} ({word:?}): {said:?}, not {possible:?}", rule.id()));
        }
    }
    let outcomes: Vec<_> = report.rules.iter().map(|result| result.outcome).collect();
    if report.outcome != verdict(&outcomes) {
        found.push(format!("verdict: {:?}", report.outcome));
    }
    found
}

/// Whether the members may stand in one list, except that one may stand in it twice.
fn is_valid(pole: &Pole) -> bool {
    let faults = list_faults(&pole.members.iter().collect::<Vec<_>>());
    faults.iter().all(|fault| fault.code == "duplicate_member")
}

/// As many poles as `ORACLE_CASES` says; in one of eight an official settles all that is in doubt.
#[test]
fn the_engine_says_what_the_oracle_says() {
    let cases = env::var("ORACLE_CASES").map_or(10_000, |cases| cases.parse().expect("a number"));
    let mut told = BTreeMap::new();
    for seed in 0..cases {
        let chance = &mut Chance::new(seed);
        let (pole, word) = (cases::pole(chance), chance.word());
        if !is_valid(&pole) {
            continue;
        }
        for difference in differences(&pole, word) {
            let has_it = |pole: &Pole| differences(pole, word).contains(&difference);
            let smallest = || smaller::told(&smaller::smallest(pole.clone(), has_it));
            let first = || (0, format!("pole {seed}, {}", smallest()));
            let (times, _) = told.entry(difference.clone()).or_insert_with(first);
            *times += 1;
        }
    }
    let told: Vec<_> = told
        .iter()
        .map(|(difference, (times, pole))| format!("{times} times {difference}\n{pole}"))
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}
