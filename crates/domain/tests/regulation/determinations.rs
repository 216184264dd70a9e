//! Determinations of officials: valid until the fact changes.

use ptp_domain::accreditation::Section;
use ptp_domain::identifier::AtecoClassification::{Ateco2007, Ateco2025};
use ptp_domain::member::{Member, Profile};
use ptp_domain::rules::ruleset::Leeway;
use ptp_domain::rules::{Determination, Finding, Outcome, Rule, Verdict};

use super::members::{
    Vary, between, company, declared, id_of, member, other, since, vocational, word,
};
use super::network::Pole;

fn finding(pole: &Pole, name: &str, rule: Rule) -> Finding {
    let findings = pole.result(name).findings;
    findings.into_iter().find(|finding| finding.rule == rule).expect("a finding")
}

/// The pole with a determination on its present finding.
fn determined(mut pole: Pole, name: &str, rule: Rule, accepted: bool) -> Pole {
    let found = finding(&pole, name, rule);
    assert_eq!(found.outcome, Outcome::NeedsReview);
    let fact = found.reason.fact();
    pole.determinations.push(word(rule, name, fact, accepted));
    pole
}

fn settled(finding: &Finding) -> Option<bool> {
    finding.settled.as_ref().map(|settled| settled.accepted)
}

fn young() -> Member {
    vocational("S2").offering_nothing()
}

fn together(second: &str) -> Member {
    young().offering_until("IT-MME", "2020-09-01", "2025-08-31").offering(second, "2025-09-01")
}

/// A pole for each kind of finding that needs review.
fn doubtful() -> Vec<(Pole, &'static str, Rule)> {
    let base = Pole::base;
    let lapsed = member("X1", Profile::AccreditedBody)
        .holding(Section::B, between("2020-01-01", "2026-12-31"));
    let training = ("S2", Rule::TrainingSeniority);
    let area = ("C2", Rule::CompanyInArea);
    let uncatalogued = young().with_track(declared("Robotica"), since("2015-09-01"));
    let not_primary = company("C2", "56.10").doing("28.41", Ateco2007, false);
    let stated =
        |name, code| company(name, code).in_business(|company| company.registered = Some(true));
    let unstated = base()
        .replacing(stated("C1", "28.41"))
        .asking(|asked| asked.require_company_registration = Some(true));
    [
        (base().replacing(young().offering("IP-C", "2015-09-01")), training),
        (base().replacing(uncatalogued), training),
        (base().replacing(together("IT-EET")), training),
        (base().replacing(company("C2", "22.29")), area),
        (base().replacing(not_primary), area),
        (base().replacing(company("C2", "99.00")), area),
        (base().with(other("X1", "museo")), ("X1", Rule::MemberKinds)),
        (base().with(lapsed), ("X1", Rule::MemberKinds)),
        (unstated, ("C2", Rule::CompanyRegistered)),
    ]
    .into_iter()
    .map(|(pole, (name, rule))| (pole, name, rule))
    .collect()
}

#[test]
fn an_acceptance_settles_the_finding() {
    for (pole, name, rule) in doubtful() {
        assert_eq!(pole.verdict(), Verdict::NeedsReview, "{name} {rule:?}");
        let asked = finding(&pole, name, rule).message(3);
        assert!(asked.it.ends_with(": da valutare a cura dell'ufficio"), "{}", asked.it);
        assert!(asked.en.ends_with(": to be assessed by the office"), "{}", asked.en);
        let accepted = determined(pole, name, rule, true);
        assert_eq!(accepted.verdict(), Verdict::Compliant, "{name} {rule:?}");
        let found = finding(&accepted, name, rule);
        assert_eq!((found.outcome, settled(&found)), (Outcome::Satisfied, Some(true)));
        let said = found.message(3);
        assert!(
            said.it.ends_with("; valutato favorevolmente dall'ufficio il 1º marzo 2027"),
            "{}",
            said.it
        );
        assert!(said.en.ends_with("; accepted by the office on 1 March 2027"), "{}", said.en);
        assert!(!said.en.contains("to be assessed"), "{}", said.en);
        assert_eq!(found.settled.map(|settled| settled.reason), Some("Visura.".to_owned()));
    }
}

#[test]
fn a_refusal_violates_the_rule() {
    for (pole, name, rule) in doubtful() {
        let code = finding(&pole, name, rule).reason.code();
        let refused = determined(pole, name, rule, false);
        assert!(refused.broken().contains(&rule), "{name} {rule:?}");
        assert_eq!(refused.in_doubt(), []);
        let found = finding(&refused, name, rule);
        assert_eq!(
            (found.outcome, settled(&found), found.reason.code()),
            (Outcome::Violated, Some(false), code),
            "the report still says what it was about"
        );
        let said = found.message(3);
        assert!(
            said.it.ends_with("; valutato sfavorevolmente dall'ufficio il 1º marzo 2027"),
            "{}",
            said.it
        );
        assert!(!said.it.contains("da valutare"), "{}", said.it);
    }
}

#[test]
fn the_last_determination_counts() {
    for (pole, name, rule) in doubtful() {
        let mut pole = determined(pole, name, rule, true);
        let first = pole.determinations[0].clone();
        pole.determinations.push(Determination { accepted: false, ..first.clone() });
        assert_eq!(pole.verdict(), Verdict::NonCompliant);
        pole.determinations.push(first);
        assert_eq!(pole.verdict(), Verdict::Compliant);
    }
}

#[test]
fn a_determination_settles_only_its_own_finding() {
    let (pole, name, rule) = doubtful().remove(0);
    let word = determined(pole.clone(), name, rule, true).determinations.remove(0);
    for other in [
        Determination { rule: Rule::MemberKinds, ..word.clone() },
        Determination { member: id_of("S1"), ..word.clone() },
        Determination { fact: String::new(), ..word },
    ] {
        let pole = Pole { determinations: vec![other], ..pole.clone() };
        assert_eq!(pole.verdict(), Verdict::NeedsReview);
    }
}

#[test]
fn it_lapses_when_the_fact_changes() {
    let restart = |code| young().offering(code, "2016-09-01");
    let changes: [(Member, Member); 8] = [
        (young().offering("IP-C", "2015-09-01"), restart("IP-C")),
        (young().offering("IP-C", "2015-09-01"), young().offering("IT-ITC", "2015-09-01")),
        (together("IT-EET"), together("IT-CAT")),
        (
            young().with_track(declared("Robotica"), since("2015-09-01")),
            young().with_track(declared("Saldatura"), since("2015-09-01")),
        ),
        (company("C2", "22.29"), company("C2", "22.21")),
        (
            company("C2", "22.29"),
            company("C2", "22.29")
                .in_business(|company| company.ateco.clear())
                .doing("22.29", Ateco2025, true),
        ),
        (company("C2", "99.00"), company("C2", "98.10")),
        (other("X1", "museo"), other("X1", "biblioteca")),
    ];
    for (before, after) in changes {
        let name = before.name.clone();
        let rule = match before.profile {
            Profile::Company(_) => Rule::CompanyInArea,
            Profile::Other { .. } => Rule::MemberKinds,
            _ => Rule::TrainingSeniority,
        };
        let pole = determined(Pole::base().replacing(before), &name, rule, true);
        assert_eq!(pole.verdict(), Verdict::Compliant);
        let after_that = pole.replacing(after.clone());
        assert_eq!(after_that.verdict(), Verdict::NeedsReview, "{after:?}");
        assert_eq!(finding(&after_that, &name, rule).settled, None);
    }
}

#[test]
fn unrelated_changes_do_not_affect_it() {
    let pole =
        determined(Pole::base().replacing(together("IT-EET")), "S2", Rule::TrainingSeniority, true);
    let renamed = together("IT-EET").varied(|member| member.municipality = Some("Dalmine".into()));
    assert_eq!(pole.clone().replacing(renamed).verdict(), Verdict::Compliant);
    let one_more = together("IT-EET").offering("IP-E", "2026-09-01");
    assert_eq!(pole.clone().replacing(one_more).verdict(), Verdict::Compliant);
    assert_eq!(pole.timeline("2040-12-31").len(), 1, "2028: one track is enough by then");
}

/// A refused track does not count together with another that adds nothing to it.
#[test]
fn a_refused_track_is_not_reviewed_again_together_with_others() {
    let school = young().offering("IP-C", "2015-09-01").offering("IP-D", "2026-09-01");
    let pole = determined(Pole::base().replacing(school), "S2", Rule::TrainingSeniority, false);
    assert_eq!(pole.broken(), [Rule::MinSchools, Rule::TrainingSeniority]);
}

/// «Otherwise …»: a later case does not replace one that an official refused.
#[test]
fn a_refused_code_is_not_replaced_by_another() {
    let both = company("C2", "22.10").doing("28.41", Ateco2007, false);
    let pole = Pole::base().replacing(both);
    let area = Rule::CompanyInArea;
    assert_eq!(finding(&pole, "C2", area).reason.code(), "ateco_secondary");
    let refused = determined(pole, "C2", area, false);
    let found = finding(&refused, "C2", area);
    assert_eq!(
        (found.outcome, settled(&found), found.reason.code()),
        (Outcome::Violated, Some(false), "ateco_secondary")
    );
    let accepting = refused.asking(|asked| asked.secondary_ateco = Some(Leeway::Accept));
    assert_eq!(finding(&accepting, "C2", area).outcome, Outcome::Violated);
}

/// Likewise if the parameters reject it: a primary code outside all areas is not considered then.
#[test]
fn a_rejected_code_is_not_replaced_by_another() {
    let unmapped = company("C2", "99.00").doing("28.41", Ateco2007, false);
    let pole = Pole::base().replacing(unmapped).asking(|asked| {
        asked.secondary_ateco = Some(Leeway::Reject);
        asked.unmapped_ateco = Some(Leeway::Accept);
    });
    let found = finding(&pole, "C2", Rule::CompanyInArea);
    assert_eq!((found.outcome, found.reason.code()), (Outcome::Violated, "ateco_outside_area"));
}

/// Nor is a review needed if the parameters accept it.
#[test]
fn what_the_parameters_accept_needs_no_review() {
    let pole = Pole::base()
        .replacing(young().offering("IP-C", "2015-09-01"))
        .asking(|asked| asked.secondary_track = Some(Leeway::Accept));
    let found = finding(&pole, "S2", Rule::TrainingSeniority);
    assert_eq!(found.outcome, Outcome::Satisfied);
    assert!(!found.message(3).en.contains("office"), "{:?}", found.message(3));
}
