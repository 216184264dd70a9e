//! A pole for each rule that violates it and no other.

use std::collections::BTreeSet;

use ptp_domain::area::Area;
use ptp_domain::identifier::Province;
use ptp_domain::rules::ruleset::Leeway;
use ptp_domain::rules::{Reason, Rule, Verdict};
use ptp_domain::vocabulary::Vocabulary;

use super::members::{Vary, between, company, day, other, technical, word};
use super::network::Pole;

/// A pole that violates one rule and no other, if the rule can be violated.
fn breaking(rule: Rule) -> Option<Pole> {
    let base = Pole::base();
    Some(match rule {
        Rule::SingleArea => {
            base.asking(|asked| asked.allowed_areas = Some(BTreeSet::from([Area::Culture])))
        }
        Rule::MinSchools => base.without("S2"),
        Rule::MinCompanies => base.without("C2"),
        Rule::MinSectionA => base.without("A1"),
        Rule::MinIts => base.recognised("2024-02-26"),
        Rule::MemberKinds => {
            base.with(other("X1", "museo")).asking(|asked| asked.other_kinds = Some(Leeway::Reject))
        }
        Rule::TrainingSeniority => {
            base.with(technical("S3").offering_nothing().offering("IT-MME", "2026-09-01"))
        }
        Rule::CompanyInArea => base.with(company("C3", "56.10.11")),
        Rule::CompanyCommitment => {
            base.with(company("C3", "28.41").in_business(|company| company.commitment = None))
        }
        // A missing confirmation needs review, and an official may refuse it.
        Rule::MemberConfirmation => {
            let members = base.members.into_iter().map(|member| member.confirmed("2027-02-01"));
            let fact = Reason::Unconfirmed.fact();
            let refused = word(rule, "C3", fact, false);
            let determinations = vec![refused];
            Pole { members: members.collect(), determinations, ..Pole::base() }
                .with(company("C3", "28.41"))
                .asking(|asked| asked.require_confirmation = Some(true))
        }
        // A lead that has left needs review, and an official may refuse it.
        Rule::Lead => {
            let fact = Reason::LeadLeft { until: day("2027-02-20") }.fact();
            let left = technical("S3").for_the_time(between("2027-01-15", "2027-02-20"));
            let determinations = vec![word(rule, "S3", fact, false)];
            Pole { determinations, ..base.with(left).led_by("S3") }
        }
        Rule::NetworkAgreement => Pole { agreement: None, ..base }
            .asking(|asked| asked.require_network_agreement = Some(true)),
        Rule::ActivityPlan => Pole { plan: None, ..base },
        Rule::DistinctMembers => base
            .replacing(technical("S1").at_site("BGTF003011"))
            .with(technical("S3").at_site("BGTF00302V")),
        Rule::CompanyRegistered => {
            let registered = |name, registered| {
                company(name, "28.41").in_business(|company| company.registered = Some(registered))
            };
            base.replacing(registered("C1", true))
                .replacing(registered("C2", true))
                .with(registered("C3", false))
                .asking(|asked| asked.require_company_registration = Some(true))
        }
        Rule::Territory => Pole { seat: Province::parse("NA").expect("a province"), ..base },
        // The first is informative. The second affects who counts: its effects violate
        // `min_schools` or `min_companies`.
        Rule::NoDedicatedFunding | Rule::ItsFoundersExcluded => return None,
    })
}

fn is_broken_alone(rule: Rule) {
    let pole = breaking(rule).expect("a rule that can be broken");
    assert_eq!(pole.broken(), [rule]);
    assert_eq!(pole.in_doubt(), []);
    assert_eq!(pole.verdict(), Verdict::NonCompliant);
}

#[test]
fn an_area_that_the_call_does_not_allow() {
    is_broken_alone(Rule::SingleArea);
}

#[test]
fn one_school_only() {
    is_broken_alone(Rule::MinSchools);
}

#[test]
fn one_company_only() {
    is_broken_alone(Rule::MinCompanies);
}

#[test]
fn no_body_accredited_in_section_a() {
    is_broken_alone(Rule::MinSectionA);
}

#[test]
fn no_its_three_years_after_recognition() {
    is_broken_alone(Rule::MinIts);
}

#[test]
fn a_member_of_no_listed_kind_where_the_call_rejects_them() {
    is_broken_alone(Rule::MemberKinds);
}

#[test]
fn a_third_school_whose_track_is_too_young() {
    is_broken_alone(Rule::TrainingSeniority);
}

#[test]
fn a_third_company_of_another_area() {
    is_broken_alone(Rule::CompanyInArea);
}

#[test]
fn a_third_company_that_did_not_commit_itself() {
    is_broken_alone(Rule::CompanyCommitment);
}

#[test]
fn a_third_company_whose_membership_an_official_does_not_believe() {
    is_broken_alone(Rule::MemberConfirmation);
}

#[test]
fn a_lead_that_has_left() {
    is_broken_alone(Rule::Lead);
}

#[test]
fn no_agreement_where_the_rules_ask_for_one() {
    is_broken_alone(Rule::NetworkAgreement);
}

#[test]
fn no_activity_plan() {
    is_broken_alone(Rule::ActivityPlan);
}

#[test]
fn a_third_school_that_is_a_site_of_the_first() {
    is_broken_alone(Rule::DistinctMembers);
}

#[test]
fn a_third_company_that_is_not_in_the_register() {
    is_broken_alone(Rule::CompanyRegistered);
}

#[test]
fn a_pole_with_its_seat_outside_lombardy() {
    is_broken_alone(Rule::Territory);
}

/// `breaking` has a pole for every rule but these two; its match is exhaustive.
#[test]
fn every_rule_has_a_case_that_breaks_it_alone_but_two_that_cannot_be_broken() {
    let broken: BTreeSet<_> = Rule::ALL
        .iter()
        .filter_map(|rule| breaking(*rule))
        .filter_map(|pole| <[Rule; 1]>::try_from(pole.broken()).ok())
        .flatten()
        .collect();
    let cannot_be = [Rule::NoDedicatedFunding, Rule::ItsFoundersExcluded];
    assert!(cannot_be.iter().all(|rule| !broken.contains(rule)));
    assert_eq!(broken.len() + cannot_be.len(), Rule::ALL.len());
}
