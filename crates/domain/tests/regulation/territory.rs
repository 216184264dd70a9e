//! Where the pole, and those that it needs, are: «Territory» in DOMAIN.md, section 8.1.

use ptp_domain::accreditation::Section;
use ptp_domain::identifier::Province;
use ptp_domain::policy::Role;
use ptp_domain::rules::ruleset::{Leeway, PoleSeat};
use ptp_domain::rules::{Change, Outcome, Reason, Rule, Slot, Task, Verdict};

use super::members::{Vary, academy, accredited, company, since, technical, university, word};
use super::network::Pole;

fn napoli() -> Province {
    Province::parse("NA").expect("a province")
}

/// The base with its second company in Naples.
fn with_company_from_naples() -> Pole {
    Pole::base().replacing(company("C2", "25.62").seated_in("NA"))
}

#[test]
fn a_pole_has_its_seat_in_lombardy_unless_the_call_says() {
    let pole = Pole { seat: napoli(), ..Pole::base() };
    assert_eq!(pole.broken(), [Rule::Territory]);
    assert_eq!(pole.report().remedies, [], "no change of members moves the seat");
    let anywhere = pole.asking(|asked| asked.pole_seat = Some(PoleSeat::Any));
    assert_eq!(anywhere.verdict(), Verdict::Compliant);
}

#[test]
fn a_member_that_a_slot_needs_is_in_lombardy_or_for_an_official() {
    let everywhere = [
        (technical("S1").seated_in("NA"), Rule::MinSchools),
        (company("C2", "25.62").seated_in("NA"), Rule::MinCompanies),
        (accredited("A1").seated_in("NA"), Rule::MinSectionA),
    ];
    for (member, minimum) in everywhere {
        let name = member.name.clone();
        let pole = Pole::base().replacing(member);
        assert_eq!(pole.in_doubt(), [minimum, Rule::Territory]);
        assert_eq!(pole.codes(&name, Rule::Territory), ["outside_region"]);
    }
}

#[test]
fn an_operating_site_in_lombardy_is_enough() {
    let with_sites = |sites: &[&str]| {
        let company = company("C2", "25.62").seated_in("NA");
        let company = sites.iter().fold(company, |company, site| company.operating_in(site));
        Pole::base().replacing(company)
    };
    let pole = with_sites(&["RM", "LC"]);
    assert_eq!(pole.verdict(), Verdict::Compliant);
    assert_eq!(pole.codes("C2", Rule::Territory), ["operating_site_in_region"]);
    assert_eq!(with_sites(&["RM"]).verdict(), Verdict::NeedsReview);
}

#[test]
fn members_that_no_slot_needs_may_be_anywhere() {
    let third = Pole::base().with(company("C3", "28.41").seated_in("NA"));
    assert_eq!(third.verdict(), Verdict::Compliant);
    assert!(third.codes("C3", Rule::Territory).is_empty());
    assert_eq!(third.slot("C1"), Some(Slot::Company));
    assert_eq!(third.slot("C3"), None, "a member in Lombardy is preferred");
    let optional = Pole::base().with(university("U1").seated_in("NA"));
    assert_eq!(optional.verdict(), Verdict::Compliant);
    assert!(optional.codes("U1", Rule::Territory).is_empty());
    // In the first three years the ITS is not binding.
    let its = Pole::base().with(academy("I1").seated_in("NA"));
    assert_eq!(its.verdict(), Verdict::Compliant);
}

#[test]
fn whoever_fills_the_section_a_slot_is_in_lombardy() {
    let university = university("U1")
        .holding(Section::A, since("2020-01-01"))
        .offering(super::members::MECHANIC, "2020-09-01")
        .seated_in("NA");
    let pole = Pole::base().without("A1").with(university);
    assert_eq!(pole.in_doubt(), [Rule::MinSectionA, Rule::Territory]);
}

#[test]
fn a_call_may_accept_or_reject_members_from_elsewhere() {
    let pole =
        |leeway| with_company_from_naples().asking(|asked| asked.outside_region = Some(leeway));
    assert_eq!(pole(Leeway::Review).verdict(), Verdict::NeedsReview);
    assert_eq!(pole(Leeway::Accept).verdict(), Verdict::Compliant);
    assert_eq!(pole(Leeway::Reject).broken(), [Rule::MinCompanies]);
    assert_eq!(pole(Leeway::Reject).codes("C2", Rule::Territory), ["outside_region"]);
    assert_eq!(pole(Leeway::Reject).slot("C2"), None);
}

#[test]
fn an_official_settles_where_a_member_is_until_it_moves() {
    let fact = Reason::OutsideRegion { province: napoli() }.fact();
    let settled = |accepted| Pole {
        determinations: vec![word(Rule::Territory, "C2", fact.clone(), accepted)],
        ..with_company_from_naples()
    };
    assert_eq!(settled(true).verdict(), Verdict::Compliant);
    assert_eq!(settled(false).broken(), [Rule::MinCompanies]);
    let moved = settled(true).replacing(company("C2", "25.62").seated_in("RM"));
    assert_eq!(moved.verdict(), Verdict::NeedsReview, "it was said of Naples");
}

#[test]
fn who_is_outside_waits_for_the_office() {
    let pole = with_company_from_naples();
    assert_eq!(pole.outcome(Rule::Territory), Outcome::NeedsReview);
    let to_do = pole.report().to_do;
    let said: Vec<_> = to_do.iter().map(|item| (item.rule, item.task, item.by)).collect();
    assert!(said.contains(&(Rule::Territory, Task::Assess, Role::Official)), "{said:?}");
    // Or another company is there, and where this one is concerns nobody.
    let remedies = pole.report().remedies;
    let first = remedies.first().expect("a remedy");
    assert_eq!(first.changes, [Change::Add(Slot::Company)]);
    assert_eq!(first.leads_to, Verdict::Compliant);
}
