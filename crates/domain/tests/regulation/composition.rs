//! Which member fills which slot: «composta almeno da…», one slot per organisation.

use ptp_domain::accreditation::Section;
use ptp_domain::calendar::Period;
use ptp_domain::identifier::{Rea, SchoolCode};
use ptp_domain::member::{Member, Profile};
use ptp_domain::rules::ruleset::{Binds, SeniorityBound};
use ptp_domain::rules::{Outcome, Rule, Slot, Verdict};
use ptp_domain::vocabulary::Vocabulary;

use super::members::{
    MECHANIC, Vary, academy, accredited, between, catalogued, company, declared, member, since,
    tax_code_of, technical, vocational,
};
use super::network::Pole;

fn always() -> Period {
    since("2010-01-01")
}

#[test]
fn four_more_members_are_eligible_but_not_needed() {
    let pole = Pole::base()
        .with(technical("T3"))
        .with(company("D3", "28.41"))
        .with(accredited("B3"))
        .with(academy("J1"))
        .with(academy("K1"));
    assert_eq!(pole.verdict(), Verdict::Compliant);
    for (name, rule) in [
        ("T3", Rule::MinSchools),
        ("D3", Rule::MinCompanies),
        ("B3", Rule::MinSectionA),
        ("K1", Rule::MinIts),
    ] {
        assert_eq!(pole.slot(name), None, "{name}");
        assert_eq!(pole.codes(name, rule).last(), Some(&"not_needed"), "{name}");
    }
}

/// «Ties by tax code»: the alphabetical order of names is that of tax codes.
#[test]
fn of_three_eligible_schools_the_first_two_by_tax_code_count_in_any_order() {
    let mut pole = Pole::base().with(technical("R9"));
    for _ in 0..pole.members.len() {
        pole.members.rotate_left(1);
        assert_eq!(
            (pole.slot("R9"), pole.slot("S1"), pole.slot("S2")),
            (Some(Slot::School), Some(Slot::School), None)
        );
    }
}

#[test]
fn two_technical_or_two_vocational_institutes_are_two_schools() {
    assert_eq!(Pole::base().replacing(technical("S2")).verdict(), Verdict::Compliant);
    assert_eq!(Pole::base().replacing(vocational("S1")).verdict(), Verdict::Compliant);
}

#[test]
fn universities_and_research_centres_are_optional_members() {
    for profile in [Profile::University, Profile::ResearchCentre] {
        let pole = Pole::base().with(member("U1", profile.clone()));
        assert_eq!(pole.verdict(), Verdict::Compliant);
        assert_eq!(pole.codes("U1", Rule::MemberKinds), ["optional_member"]);
        assert_eq!(pole.slot("U1"), None);
        let instead = Pole::base().without("S2").with(member("U1", profile));
        assert_eq!(instead.broken(), [Rule::MinSchools]);
    }
}

#[test]
fn employment_services_do_not_fill_the_section_a_slot() {
    let services =
        member("A1", Profile::AccreditedBody).holding(Section::EmploymentServices, always());
    assert_eq!(Pole::base().replacing(services).broken(), [Rule::MinSectionA]);
}

/// DOMAIN.md, section 1: «Any member may hold accreditations whatever its kind».
#[test]
fn whoever_holds_section_a_fills_its_slot() {
    let holders = [
        member("A1", Profile::University).with_track(catalogued(MECHANIC), always()),
        company("A1", "28.41").with_track(catalogued(MECHANIC), always()),
        academy("A1"),
        technical("A1"),
    ];
    for holder in holders {
        let pole = Pole::base().replacing(holder.holding(Section::A, always()));
        assert_eq!(pole.verdict(), Verdict::Compliant);
        assert_eq!(pole.slot("A1"), Some(Slot::SectionA));
    }
}

/// DOMAIN.md, section 2: «{technical institute also A-accredited, vocational institute, technical
/// institute} fills 2 schools + section A; with one school fewer it fails by one slot».
#[test]
fn counting_is_a_maximum_matching_not_a_greedy_pass() {
    let pole = Pole::base()
        .without("A1")
        .replacing(technical("S1").holding(Section::A, always()))
        .with(technical("S3"));
    assert_eq!(pole.verdict(), Verdict::Compliant);
    assert_eq!(pole.clone().without("S3").broken(), [Rule::MinSectionA]);
    assert_eq!(pole.without("S1").broken(), [Rule::MinSectionA]);
}

#[test]
fn an_its_accredited_in_section_a_is_seated_where_it_is_needed() {
    let its = academy("A9").holding(Section::A, always());
    let alone = Pole::base().without("A1").with(its.clone());
    assert_eq!(alone.verdict(), Verdict::Compliant);
    assert_eq!(alone.slot("A9"), Some(Slot::SectionA));
    assert_eq!(alone.outcome(Rule::MinIts), Outcome::Waived);

    let binding = alone.asking(|asked| asked.its_grace_years = Some(0));
    assert_eq!(binding.broken(), [Rule::MinIts]);

    for other in ["A1", "Z1"] {
        let both = Pole::base().without("A1").with(its.clone()).with(accredited(other));
        assert_eq!(both.outcome(Rule::MinIts), Outcome::Satisfied);
        assert_eq!((both.slot("A9"), both.slot(other)), (Some(Slot::Its), Some(Slot::SectionA)));
    }
}

/// «A waived slot gets only members that no binding slot can use», even if the binding one would
/// need a review.
#[test]
fn a_waived_slot_takes_nobody_from_a_binding_one() {
    let unsure = academy("A9")
        .holding(Section::A, always())
        .offering_nothing()
        .with_track(declared("Meccatronica"), always());
    let pole = Pole::base().without("A1").with(unsure).asking(|asked| {
        let all_but_its = SeniorityBound::ALL.iter().copied();
        asked.seniority_binds =
            Some(all_but_its.filter(|bound| *bound != SeniorityBound::ItsAcademy).collect());
    });
    assert_eq!(pole.slot("A9"), Some(Slot::SectionA));
    assert_eq!(pole.outcome(Rule::MinSectionA), Outcome::NeedsReview);
    assert_eq!(pole.outcome(Rule::MinIts), Outcome::Waived);

    // Nor is the binding slot left to a less certain candidate.
    let doubtful = accredited("Z1").offering_nothing().with_track(declared("Saldatura"), always());
    let pole = Pole::base()
        .without("A1")
        .with(academy("A9").holding(Section::A, always()))
        .with(doubtful)
        .asking(|asked| asked.requirements_bind = Some(Binds::Counted));
    assert_eq!(pole.slot("A9"), Some(Slot::SectionA));
    assert_eq!(pole.verdict(), Verdict::Compliant);
}

/// If candidates under review are needed the outcome is `needs_review`, and they are marked.
#[test]
fn members_that_count_only_after_review_are_marked() {
    let pole = Pole::base()
        .replacing(technical("S1").holding(Section::A, always()))
        .replacing(company("C2", "22.29"))
        .without("A1")
        .with(vocational("T1").offering_nothing().with_track(declared("Meccanica"), always()));
    assert_eq!(pole.outcome(Rule::MinCompanies), Outcome::NeedsReview);
    assert_eq!(pole.found(Rule::MinCompanies), (2, 1));
    assert!(pole.result("C2").under_review);
    assert!(!pole.result("C1").under_review);
    // Two schools are certain, but then section A is open: S1 moves, T1 takes its place.
    assert_eq!(pole.outcome(Rule::MinSchools), Outcome::Satisfied);
    assert_eq!(pole.outcome(Rule::MinSectionA), Outcome::NeedsReview);
    assert_eq!((pole.slot("S1"), pole.slot("T1")), (Some(Slot::SectionA), Some(Slot::School)));
    assert!(pole.result("T1").under_review);
    assert!(!pole.result("S1").under_review);
}

/// Two members could each be the body of section A once an official agrees: it is the one whose place
/// as a school would else go to somebody from afar.
#[test]
fn nobody_certain_moves_where_one_more_in_doubt_would_do() {
    let meccanica = |member: Member| {
        let body = member.offering_nothing().holding(Section::A, always());
        body.with_track(declared("Meccanica"), always())
    };
    let pole = Pole::base()
        .replacing(meccanica(technical("S2")))
        .without("A1")
        .with(technical("T9").seated_in("NA"))
        .with(meccanica(accredited("Z1")))
        .asking(|asked| asked.seniority_binds = Some([SeniorityBound::SectionA].into()));
    assert_eq!(pole.slot("S2"), Some(Slot::School));
    assert_eq!((pole.slot("T9"), pole.slot("Z1")), (None, Some(Slot::SectionA)));
    assert_eq!(pole.in_doubt(), [Rule::MinSectionA, Rule::TrainingSeniority]);
    let alone = pole.without("Z1");
    assert_eq!((alone.slot("S2"), alone.slot("T9")), (Some(Slot::SectionA), Some(Slot::School)));
}

/// Where only those that count are bound, who does not meet what binds it does not count, so that
/// another one counts in its place.
#[test]
fn of_equal_members_those_count_that_meet_what_is_asked_of_them() {
    let accredited = |name, code| {
        company(name, code).holding(Section::A, always()).offering(MECHANIC, "2015-09-01")
    };
    let counted = |pole: Pole| pole.asking(|asked| asked.requirements_bind = Some(Binds::Counted));
    for (code, all) in [("22.29", Verdict::NeedsReview), ("56.10.11", Verdict::NonCompliant)] {
        let pole = Pole::base().with(accredited("A0", code));
        assert_eq!(pole.verdict(), all);
        let pole = counted(pole);
        assert_eq!(pole.slot("A1"), Some(Slot::SectionA), "though A0 comes first");
        assert_eq!(pole.verdict(), Verdict::Compliant);
        assert_eq!(pole.without("A1").verdict(), all);
    }
    // Also where another one has to move: C0, a company that could be the body of section A as well.
    let pole = Pole::base().without("C2").without("A1").with(accredited("C0", "28.41"));
    let pole = counted(pole.with(accredited("A0", "56.10.11")).with(company("C9", "28.41")));
    assert_eq!((pole.slot("C0"), pole.slot("A0")), (Some(Slot::SectionA), None));
    assert_eq!(pole.verdict(), Verdict::Compliant);
}

// One organisation.

fn same_school(one: Member, other: Member) -> bool {
    let pole = Pole::base().replacing(one).replacing(other);
    pole.outcome(Rule::MinSchools) == Outcome::Violated
}

#[test]
fn schools_are_one_institution_by_any_of_their_codes() {
    let at = |name, code: &str| technical(name).at_site(code);
    let of = |name, code: &str| {
        let code = SchoolCode::parse(code).unwrap();
        technical(name).varied(|member| match &mut member.profile {
            Profile::TechnicalInstitute(school) => school.institution_code = Some(code),
            _ => unreachable!("a technical institute"),
        })
    };
    assert!(same_school(of("S1", "MIIS08900V"), of("S2", "MIIS08900V")), "institution code");
    assert!(same_school(of("S1", "MIIS08900V"), at("S2", "MIIS089017")), "first seven characters");
    assert!(same_school(at("S1", "BGTF003011"), at("S2", "BGRI003014")), "province and series");
    assert!(!same_school(at("S1", "BGTD00300A"), at("S2", "BGRI003014")), "00 in positions 8-9");
    assert!(!same_school(at("S1", "BGTF003011"), at("S2", "BGRI017023")), "another series");
    let same_tax_code = technical("S2").varied(|member| member.tax_code = tax_code_of("S1"));
    assert!(same_school(technical("S1"), same_tax_code), "tax code");
}

#[test]
fn sites_linked_by_a_third_are_one_institution() {
    let pole = Pole::base()
        .replacing(technical("S1").at_site("BGTF003011"))
        .replacing(vocational("S2").at_site("MIRC029016"))
        .with(technical("S3").at_site("BGRI003014").at_site("MIRC02901X"));
    assert_eq!(pole.found(Rule::MinSchools), (2, 1));
    assert_eq!(pole.broken(), [Rule::MinSchools, Rule::DistinctMembers]);
}

#[test]
fn two_companies_of_one_tax_code_are_one_whatever_their_rea_numbers() {
    let with_rea = |name, rea: &str| {
        let rea = Rea::parse(rea).unwrap();
        company(name, "28.41")
            .in_business(|company| company.rea = Some(rea))
            .varied(|member| member.tax_code = tax_code_of("C1"))
    };
    let pole =
        Pole::base().replacing(with_rea("C1", "BG-111111")).replacing(with_rea("C2", "MI-222222"));
    assert_eq!(pole.broken(), [Rule::MinCompanies, Rule::DistinctMembers]);
    assert_eq!(pole.found(Rule::MinCompanies), (2, 1));
    assert_eq!(pole.codes("C1", Rule::DistinctMembers), ["same_organisation"]);
}

/// A school and a training centre with the same tax code are one organisation.
#[test]
fn an_organisation_listed_twice_fills_the_slot_it_can() {
    let twin = accredited("A1").varied(|member| member.tax_code = tax_code_of("S1"));
    let pole = Pole::base().replacing(twin);
    assert_eq!(pole.broken(), [Rule::MinSectionA, Rule::DistinctMembers]);
    let third = pole.with(technical("S3"));
    assert_eq!(third.broken(), [Rule::DistinctMembers]);
    assert_eq!((third.slot("A1"), third.slot("S1")), (Some(Slot::SectionA), None));
}

#[test]
fn a_former_member_is_not_the_same_organisation_as_its_successor() {
    let mut left = technical("S3").for_the_time(between("2026-01-01", "2027-02-25"));
    left.tax_code = tax_code_of("S1");
    assert_eq!(Pole::base().with(left).verdict(), Verdict::Compliant);
}
