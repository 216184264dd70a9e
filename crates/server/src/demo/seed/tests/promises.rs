//! What the rules say of each pole.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ptp_clock::Clock;
use ptp_domain::area::Area;
use ptp_domain::calendar::civil_date;
use ptp_domain::member::{Member, MemberKind};
use ptp_domain::pole::{Pole, PoleStatus};
use ptp_domain::rules::ruleset::{Ruleset, RulesetId};
use ptp_domain::rules::{Budget, Network, Outcome, Report, Rule, Verdict, evaluate, timeline};
use ptp_domain::vocabulary::Vocabulary;

use super::super::call::CallRow;
use super::super::calls;
use super::super::dates::{Dates, When};
use super::super::drafts::{BREAKING, READY, TELLING};
use super::super::pole::PoleRow;
use super::super::recognised::RECOGNISED;
use super::{clocks, made};

fn network<'a>(pole: &'a Pole, members: &'a [Member]) -> Network<'a> {
    pole.network(&members.iter().collect::<Vec<_>>())
}

fn report(row: &PoleRow, clock: &Clock, ruleset: &Ruleset, as_of: NaiveDate) -> Report {
    let (pole, members) = made(row, clock);
    evaluate(&network(&pole, &members), ruleset, as_of, &[], &Budget::default()).unwrap()
}

fn saying(report: &Report, outcome: Outcome) -> Vec<Rule> {
    let rules = report.rules.iter().filter(|result| result.outcome == outcome);
    rules.map(|result| result.rule).collect()
}

/// The rules that a pole is promised to break, and those that an official has to settle.
fn is_as_promised(report: &Report, row: &PoleRow, broken: &[Rule], in_doubt: &[Rule]) {
    let found = (saying(report, Outcome::Violated), saying(report, Outcome::NeedsReview));
    assert_eq!(found, (broken.to_vec(), in_doubt.to_vec()), "{} on {}", row.name, report.as_of);
}

fn page() -> Ruleset {
    RulesetId::RegioneLombardia.ruleset()
}

/// What a pole is judged by.
enum By {
    Page,
    Guidelines,
    RestrictedCall,
}

#[test]
fn each_recognised_pole_stands_as_its_text_says() {
    let promises: [&[Rule]; 10] = [
        &[],
        &[Rule::MinIts],
        &[Rule::MinCompanies],
        &[Rule::MinSectionA],
        &[],
        &[],
        &[],
        &[],
        &[],
        &[],
    ];
    assert_eq!(RECOGNISED.len(), promises.len());
    for clock in clocks() {
        let today = Dates::of(&clock).today();
        for (row, broken) in RECOGNISED.iter().zip(promises) {
            is_as_promised(&report(row, &clock, &page(), today), row, broken, &[]);
        }
        let first = report(&RECOGNISED[0], &clock, &page(), today);
        assert_eq!(first.rule(Rule::MinIts).unwrap().outcome, Outcome::Satisfied);
        let last = report(&RECOGNISED[9], &clock, &page(), today);
        assert_eq!(last.rule(Rule::MinIts).unwrap().outcome, Outcome::Waived);
    }
}

#[test]
fn each_area_has_a_pole_that_is_recognised_and_compliant() {
    let clock = clocks().next().unwrap();
    let today = Dates::of(&clock).today();
    let areas: BTreeSet<_> = RECOGNISED
        .iter()
        .filter(|row| row.status == PoleStatus::Recognised)
        .filter(|row| report(row, &clock, &page(), today).outcome == Verdict::Compliant)
        .map(|row| row.area)
        .collect();
    assert_eq!(areas.len(), Area::ALL.len());
    for status in [PoleStatus::Suspended, PoleStatus::Revoked] {
        assert!(RECOGNISED.iter().any(|row| row.status == status));
    }
}

#[test]
fn the_ready_pole_can_apply_to_both_open_calls() {
    for clock in clocks() {
        let dates = Dates::of(&clock);
        is_as_promised(&report(&READY, &clock, &page(), dates.today()), &READY, &[], &[]);
        for call in [calls::OPEN, calls::RESTRICTED] {
            let terms = call.terms(dates).unwrap();
            let closing = civil_date(terms.window.closes_at());
            is_as_promised(&report(&READY, &clock, &terms.ruleset(), closing), &READY, &[], &[]);
        }
    }
}

#[test]
fn each_rule_that_can_be_broken_is_broken_alone() {
    use By::{Guidelines, Page, RestrictedCall};
    let promises = [
        (Rule::SingleArea, RestrictedCall),
        (Rule::MinSchools, Page),
        (Rule::MinCompanies, Page),
        (Rule::MinSectionA, Page),
        (Rule::MinIts, Guidelines),
        (Rule::MemberKinds, RestrictedCall),
        (Rule::TrainingSeniority, Page),
        (Rule::CompanyInArea, Page),
        (Rule::CompanyCommitment, Page),
        (Rule::ActivityPlan, Page),
        (Rule::DistinctMembers, Page),
        // What breaks is the count: see the next test.
        (Rule::MinSchools, Guidelines),
        (Rule::CompanyRegistered, Guidelines),
        (Rule::Territory, Page),
        (Rule::NetworkAgreement, Guidelines),
    ];
    assert_eq!(BREAKING.len(), promises.len());
    for clock in clocks() {
        let dates = Dates::of(&clock);
        let today = dates.today();
        for (row, (rule, by)) in BREAKING.iter().zip(&promises) {
            let by_page = report(row, &clock, &page(), today);
            let of_call = |call: CallRow| {
                let terms = call.terms(dates).unwrap();
                report(row, &clock, &terms.ruleset(), civil_date(terms.window.closes_at()))
            };
            match by {
                Page => {
                    is_as_promised(&by_page, row, &[*rule], &[]);
                    is_as_promised(&of_call(calls::OPEN), row, &[*rule], &[]);
                }
                Guidelines => {
                    is_as_promised(&by_page, row, &[], &[]);
                    let guidelines = RulesetId::LineeGuida2013.ruleset();
                    let today = report(row, &clock, &guidelines, today);
                    is_as_promised(&today, row, &[*rule], &[]);
                    is_as_promised(&of_call(calls::CLOSED), row, &[*rule], &[]);
                }
                RestrictedCall => {
                    let in_doubt = [*rule].into_iter().filter(|rule| *rule == Rule::MemberKinds);
                    let in_doubt: Vec<_> = in_doubt.collect();
                    is_as_promised(&by_page, row, &[], &in_doubt);
                    is_as_promised(&of_call(calls::RESTRICTED), row, &[*rule], &[]);
                }
            }
        }
    }
}

#[test]
fn a_derogation_asks_for_one_school_less() {
    for clock in clocks() {
        let terms = calls::MOUNTAIN.terms(Dates::of(&clock)).unwrap();
        let (row, ruleset) = (&BREAKING[1], terms.ruleset());
        let closing = civil_date(terms.window.closes_at());
        is_as_promised(&report(row, &clock, &page(), closing), row, &[Rule::MinSchools], &[]);
        is_as_promised(&report(row, &clock, &ruleset, closing), row, &[], &[]);
        assert!(ruleset.derogation.is_some());
    }
}

#[test]
fn a_founder_of_the_its_is_left_out_of_the_count() {
    let clock = clocks().next().unwrap();
    let guidelines = RulesetId::LineeGuida2013.ruleset();
    let report = report(&BREAKING[11], &clock, &guidelines, Dates::of(&clock).today());
    let schools = report.rule(Rule::MinSchools).unwrap();
    assert_eq!((schools.required, schools.found), (Some(2), Some(1)));
    let founders = report.rule(Rule::ItsFoundersExcluded).unwrap();
    assert!(founders.explanation.it.contains("Filo d'Adda"), "{}", founders.explanation.it);
}

#[test]
fn the_telling_poles_tell_what_they_say() {
    let [doubtful, changing, wide, from_afar, identity, active, group, tracks, papers] = TELLING
    else {
        panic!("nine poles")
    };
    for clock in clocks() {
        let dates = Dates::of(&clock);
        let today = dates.today();
        let in_doubt = [Rule::TrainingSeniority, Rule::CompanyInArea];
        is_as_promised(&report(doubtful, &clock, &page(), today), doubtful, &[], &in_doubt);
        let on_wide = report(wide, &clock, &page(), today);
        is_as_promised(&on_wide, wide, &[], &[Rule::MemberKinds]);
        let afar = report(from_afar, &clock, &page(), today);
        is_as_promised(&afar, from_afar, &[], &[Rule::MinCompanies, Rule::Territory]);
        for (row, in_doubt) in [
            (identity, &[Rule::DistinctMembers][..]),
            (active, &[]),
            (group, &[]),
            (tracks, &[Rule::MinSchools, Rule::TrainingSeniority]),
            (papers, &[Rule::Lead, Rule::ActivityPlan]),
        ] {
            is_as_promised(&report(row, &clock, &page(), today), row, &[], in_doubt);
        }

        let in_a_month = report(active, &clock, &page(), dates.on(When::InDays(31)));
        is_as_promised(&in_a_month, active, &[Rule::CompanyInArea], &[]);

        let (pole, members) = made(changing, &clock);
        let until = dates.on(When::InDays(100));
        let entries =
            timeline(&network(&pole, &members), &page(), today, until, &[], &Budget::default())
                .unwrap()
                .1;
        let entries: Vec<_> = entries.iter().map(|entry| (entry.on, entry.outcome)).collect();
        let promised = [
            (dates.on(When::InDays(20)), Verdict::Compliant),
            (dates.on(When::InDays(45)), Verdict::NonCompliant),
            (dates.on(When::InDays(76)), Verdict::Compliant),
        ];
        assert_eq!(entries, promised);
        let today = report(changing, &clock, &page(), today);
        is_as_promised(&today, changing, &[Rule::TrainingSeniority], &[]);
    }
    let (_, members) = made(wide, &clocks().next().unwrap());
    let kinds: BTreeSet<_> = members.iter().map(Member::kind).collect();
    assert_eq!(kinds.len(), MemberKind::ALL.len());
}
