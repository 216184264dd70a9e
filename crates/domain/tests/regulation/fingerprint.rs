//! The fingerprint of engine and tables, over a fixed corpus.

use std::fmt::Write as _;

use proptest::strategy::{Strategy, ValueTree as _};
use proptest::test_runner::TestRunner;
use ptp_domain::area::Area;
use ptp_domain::calendar::Span;
use ptp_domain::correspondence::Correspondence;
use ptp_domain::identifier::{Ateco, AtecoClassification};
use ptp_domain::istat::{self, Level};
use ptp_domain::member::{Company, CompanyAteco};
use ptp_domain::rules::{FINGERPRINT, Rule};
use ptp_domain::study_track::CATALOGUE;
use ptp_domain::vocabulary::Vocabulary;

use super::chance::{entangled_pole, pole};
use super::members::{Vary as _, catalogued, company, since, technical};
use super::network::Pole;

/// Random networks of each kind.
const NETWORKS: usize = 300;
/// The last day of the timelines.
const UNTIL: &str = "2034-12-31";

#[test]
fn the_fingerprint_is_that_of_the_rules() {
    let mut text = String::new();
    let mut runner = TestRunner::deterministic();
    for _ in 0..NETWORKS {
        told(&mut text, &drawn(&pole(), &mut runner));
        told(&mut text, &drawn(&entangled_pole(), &mut runner));
    }
    tables(&mut text);
    assert!(text.len() > 100_000, "the corpus says too little: {}", text.len());
    let (number, before) = FINGERPRINT.split_once('-').expect("a number and a digest");
    let number: u32 = number.parse().expect("a number");
    let (next, now) = (number + 1, digest(&text));
    assert_eq!(
        now, before,
        "the rules say something else than before: write {next:04}-{now} into \
         crates/domain/src/rules/fingerprint.rs"
    );
}

fn drawn(strategy: &impl Strategy<Value = Pole>, runner: &mut TestRunner) -> Pole {
    strategy.new_tree(runner).expect("a network").current()
}

/// What the rules say of a network on its day, and from then on.
fn told(text: &mut String, pole: &Pole) {
    let report = pole.report();
    let rules = report.rules.iter().map(|result| (result.rule, result.outcome));
    entry(text, &pole.as_of.to_string(), rules);
    for change in pole.timeline(UNTIL) {
        entry(text, &change.on.to_string(), change.rules.iter().copied());
    }
}

/// What the rules say of each study track and of ATECO codes, in each area.
fn tables(text: &mut String) {
    for area in Area::ALL {
        let links = Correspondence::of(*area).expect("its links");
        for edition in AtecoClassification::ALL {
            for known in istat::all(*edition).filter(|known| known.level() > Level::Section) {
                let ateco = Ateco::parse(known.code, *edition).expect("a code");
                if let Some(strength) = links.ateco(&ateco) {
                    let (area, code, strength) = (area.code(), known.code, strength.code());
                    writeln!(text, "{area} {code} {} {strength}", edition.code()).expect("a line");
                }
            }
        }
        let alone = |member| Pole { area: *area, members: vec![member], ..Pole::base() };
        let mut entry_of = |name: &str, pole: &Pole| {
            let rules = pole.report();
            let rules = rules.rules.iter().map(|result| (result.rule, result.outcome));
            entry(text, &format!("{} {name}", area.code()), rules);
        };
        for track in CATALOGUE {
            let school = technical("M0").offering_nothing();
            let school = school.with_track(catalogued(track.code), since("2015-01-01"));
            entry_of(track.code, &alone(school));
        }
        for division in 1..=99 {
            let code = format!("{division:02}.11");
            for edition in AtecoClassification::ALL {
                let ateco = Ateco::parse(&code, *edition).expect("a code");
                let only = |company: &mut Company| {
                    company.ateco = vec![CompanyAteco {
                        ateco: ateco.clone(),
                        primary: true,
                        held: Span::default(),
                    }];
                };
                let business = company("M0", &code).in_business(only);
                entry_of(&format!("{code} {}", edition.code()), &alone(business));
            }
        }
    }
}

fn entry(
    text: &mut String,
    name: &str,
    rules: impl Iterator<Item = (Rule, ptp_domain::rules::Outcome)>,
) {
    text.push_str(name);
    for (rule, outcome) in rules {
        write!(text, " {}={}", rule.code(), outcome.code()).expect("writing to a string");
    }
    text.push('\n');
}

/// FNV-1a, 64 bits: it has to tell corpora apart, not to withstand anybody.
fn digest(text: &str) -> String {
    let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, fold))
}
