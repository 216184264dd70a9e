//! The worked cases of DOMAIN.md, section 7.

use ptp_domain::accreditation::Section;
use ptp_domain::calendar::parse_instant;
use ptp_domain::call::{Phase, Window};
use ptp_domain::member::{Profile, School, SchoolStatus};
use ptp_domain::rules::{Outcome, Rule, Slot, Verdict};

use super::members::{
    Vary, academy, accredited, between, company, day, member, since, technical, vocational,
};
use super::network::Pole;

/// Case 1: «The base → compliant, `min_its` waived (three years after recognition, which it does not
/// have yet; an ITS that is present makes it satisfied).»
#[test]
fn case_1_the_base_is_compliant_and_the_its_is_waived() {
    let base = Pole::base();
    assert_eq!(base.verdict(), Verdict::Compliant);
    assert_eq!(base.outcome(Rule::MinIts), Outcome::Waived);
    assert_eq!(base.report().rule(Rule::MinIts).unwrap().binding_from, None);
    assert_eq!(base.report().remedies, []);

    let with_its = base.with(academy("I1"));
    assert_eq!(with_its.outcome(Rule::MinIts), Outcome::Satisfied);
    assert_eq!(with_its.slot("I1"), Some(Slot::Its));
}

/// Case 2: «S1 = BGTF003011 and S2 = BGRI003014 (two sites of one institution) → `min_schools` violated,
/// found 1.»
#[test]
fn case_2_two_sites_of_one_institution_are_one_school() {
    let pole = Pole::base()
        .replacing(technical("S1").at_site("BGTF003011"))
        .replacing(vocational("S2").at_site("BGRI003014"));
    assert_eq!(pole.outcome(Rule::MinSchools), Outcome::Violated);
    assert_eq!(pole.found(Rule::MinSchools), (2, 1));
    assert_eq!(pole.codes("S2", Rule::DistinctMembers), ["same_organisation"]);
}

/// Case 3: «Two paritari only (MITFDH5000, BGTFUM500Z) with tracks since 2020 → compliant; neither code
/// may be refused.»
#[test]
fn case_3_two_paritari_are_enough() {
    let paritaria = |name, code| {
        let status = SchoolStatus::Paritaria;
        let school = School { institution_code: None, site_codes: Vec::new(), status };
        member(name, Profile::TechnicalInstitute(school))
            .at_site(code)
            .offering("IT-MME", "2020-09-01")
    };
    let pole = Pole::base()
        .replacing(paritaria("S1", "MITFDH5000"))
        .replacing(paritaria("S2", "BGTFUM500Z"));
    assert_eq!(pole.verdict(), Verdict::Compliant);
}

/// Case 4: «S2's track began 2024-02-27 → violated; 2024-02-26 → satisfied.»
#[test]
fn case_4_three_years_are_reached_on_the_third_anniversary() {
    let beginning =
        |from| Pole::base().replacing(vocational("S2").offering_nothing().offering("IP-D", from));
    assert_eq!(
        beginning("2024-02-27").broken(),
        [Rule::MinSchools, Rule::TrainingSeniority],
        "the page: «da almeno 3 anni»"
    );
    assert_eq!(beginning("2024-02-26").verdict(), Verdict::Compliant);

    let tomorrow = beginning("2024-02-27").report();
    assert_eq!(tomorrow.next_change_on, Some(day("2027-02-27")));
}

/// Case 5: «Section B instead of section A → `min_section_a` violated; B stays an optional member.»
#[test]
fn case_5_section_b_never_fills_the_section_a_slot() {
    let section_b = member("A1", Profile::AccreditedBody).holding(Section::B, since("2020-01-01"));
    let pole = Pole::base().replacing(section_b);
    assert_eq!(pole.broken(), [Rule::MinSectionA]);
    assert_eq!(pole.slot("A1"), None);
    assert_eq!(pole.codes("A1", Rule::MemberKinds), ["optional_member"]);
}

/// Case 6: «A school that is also A-accredited, and no other A body: one slot short; with a third school
/// → compliant.»
#[test]
fn case_6_an_accredited_school_fills_one_slot_only() {
    let short = Pole::base()
        .without("A1")
        .replacing(technical("S1").holding(Section::A, since("2020-01-01")));
    assert_eq!(short.broken(), [Rule::MinSectionA]);
    assert_eq!((short.slot("S1"), short.slot("S2")), (Some(Slot::School), Some(Slot::School)));

    let third = short.with(technical("S3"));
    assert_eq!(third.verdict(), Verdict::Compliant);
    assert_eq!(third.slot("S1"), Some(Slot::SectionA));
}

/// Case 7: «C2's ATECO is 56.10.11 → it does not count, `min_companies` violated, and the report says
/// why.»
#[test]
fn case_7_a_restaurant_is_no_company_of_mechanics() {
    let pole = Pole::base().replacing(company("C2", "56.10.11"));
    assert_eq!(pole.broken(), [Rule::MinCompanies, Rule::CompanyInArea]);
    assert_eq!(pole.found(Rule::MinCompanies), (2, 1));
    assert_eq!(pole.slot("C2"), None);
    assert_eq!(pole.codes("C2", Rule::CompanyInArea), ["ateco_outside_area"]);
    let report = pole.report();
    let why = &report.rule(Rule::CompanyInArea).unwrap().explanation;
    assert_eq!(why.it, "requisito non soddisfatto da «C2»");
}

/// Case 8: «A1 suspended 2027-02-20 to 2027-03-20 → violated; suspended from 2027-02-27 → compliant, and
/// the timeline shows it.»
#[test]
fn case_8_a_suspended_accreditation_does_not_count() {
    let suspended = |from| {
        Pole::base().replacing(accredited("A1").varied(|member| {
            member.accreditations[0].suspensions.push(between(from, "2027-03-20"));
        }))
    };
    let now = suspended("2027-02-20");
    assert_eq!(now.broken(), [Rule::MinSectionA]);
    assert_eq!(now.codes("A1", Rule::MinSectionA), ["section_a_suspended"]);
    assert_eq!(now.report().next_change_on, Some(day("2027-03-21")));

    let tomorrow = suspended("2027-02-27");
    assert_eq!(tomorrow.verdict(), Verdict::Compliant);
    let changes: Vec<_> =
        tomorrow.timeline("2028-12-31").iter().map(|entry| (entry.on, entry.outcome)).collect();
    assert_eq!(
        changes,
        [(day("2027-02-27"), Verdict::NonCompliant), (day("2027-03-21"), Verdict::Compliant),]
    );
}

/// Case 9: «Received 11:00:00.000Z on the closing day → in time; 11:00:00.001Z → refused, and the answer
/// says when it closed.»
#[test]
fn case_9_the_closing_instant_is_included() {
    let at = |text| parse_instant(text).unwrap();
    let window = Window::new(at("2027-01-11T09:00:00"), at("2027-02-26T12:00:00")).unwrap();
    assert_eq!(window.phase(at("2027-02-26T11:00:00.000Z")), Phase::Open);
    assert_eq!(window.phase(at("2027-02-26T11:00:00.001Z")), Phase::Closed);
    assert_eq!(window.closes_at(), at("2027-02-26T11:00:00Z"));
}
