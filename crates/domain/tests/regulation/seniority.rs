//! «I soggetti formativi devono avere da almeno 3 anni nel proprio piano dell’offerta formativa un
//! indirizzo di studio riferibile all’area economica e professionale per cui si candidano.»

use ptp_domain::accreditation::Section;
use ptp_domain::area::Area;
use ptp_domain::calendar::Anniversary;
use ptp_domain::member::{Member, Profile};
use ptp_domain::rules::ruleset::{Leeway, SeniorityBound};
use ptp_domain::rules::{Outcome, Rule, Verdict};
use ptp_domain::study_track::Track;
use ptp_domain::vocabulary::Vocabulary;

use super::members::{
    MECHANIC, Vary, academy, accredited, catalogued, company, day, member, since, technical,
    vocational,
};
use super::network::Pole;

/// The second school, with an empty offer.
fn second() -> Member {
    vocational("S2").offering_nothing()
}

/// The finding on the second school, with tracks given by the test.
fn found(school: Member) -> (Outcome, &'static str) {
    found_in(&Pole::base().replacing(school))
}

fn found_in(pole: &Pole) -> (Outcome, &'static str) {
    let findings = pole.result("S2").findings;
    let finding =
        findings.iter().find(|finding| finding.rule == Rule::TrainingSeniority).expect("a finding");
    (finding.outcome, finding.reason.code())
}

#[test]
fn a_track_that_ended_does_not_count() {
    assert_eq!(
        found(second().offering_until("IP-D", "2018-09-01", "2027-02-25")),
        (Outcome::Violated, "track_over")
    );
    assert_eq!(
        found(second().offering_until("IP-D", "2018-09-01", "2027-02-26")),
        (Outcome::Satisfied, "track_seniority_reached"),
        "the last day is included"
    );
}

#[test]
fn a_track_that_has_not_begun_does_not_count_yet() {
    let pole = Pole::base().replacing(second().offering("IP-D", "2027-09-01"));
    assert_eq!(found_in(&pole), (Outcome::Violated, "track_not_begun"));
    assert_eq!(pole.report().next_change_on, Some(day("2030-09-01")));
}

#[test]
fn a_school_without_a_track_of_the_area_does_not_count_whatever_its_code_says() {
    let mechanical_type = second().at_site("BGRI017023");
    assert_eq!(found(mechanical_type), (Outcome::Violated, "track_missing"));
    let of_another_area = second().offering("IP-G", "2015-09-01");
    assert_eq!(found(of_another_area), (Outcome::Violated, "track_missing"));
}

#[test]
fn a_gap_of_one_day_breaks_the_run() {
    let interrupted = |from| {
        found(second().offering_until("IP-D", "2018-09-01", "2026-08-31").offering("IP-D", from))
    };
    assert_eq!(interrupted("2026-09-01"), (Outcome::Satisfied, "track_seniority_reached"));
    assert_eq!(interrupted("2026-09-02"), (Outcome::Violated, "track_seniority_short"));
}

#[test]
fn overlapping_and_unsorted_periods_of_a_track_are_one_run() {
    let school = second()
        .offering_until("IP-D", "2026-01-01", "2030-08-31")
        .offering_until("IP-D", "2022-09-01", "2026-06-30")
        .offering_until("IP-D", "2023-01-01", "2023-02-01");
    assert_eq!(found(school), (Outcome::Satisfied, "track_seniority_reached"));
}

#[test]
fn a_legacy_track_counts_for_the_one_it_merged_into() {
    assert_eq!(found(second().offering("IP10-MAT", "2012-09-01")).0, Outcome::Satisfied);
    let continued = second()
        .offering_until("IP10-MAT", "2012-09-01", "2026-08-31")
        .offering("IP-D", "2026-09-01");
    assert_eq!(found(continued), (Outcome::Satisfied, "track_seniority_reached"));
    let with_a_gap = second()
        .offering_until("IP10-MAT", "2012-09-01", "2026-08-31")
        .offering("IP-D", "2026-09-02");
    assert_eq!(found(with_a_gap), (Outcome::Violated, "track_seniority_short"));
}

#[test]
fn two_different_tracks_that_make_three_years_only_together_are_for_an_official() {
    let school = |second_from| {
        second()
            .offering_until("IT-MME", "2020-09-01", "2025-08-31")
            .offering("IT-EET", second_from)
    };
    assert_eq!(found(school("2025-09-01")), (Outcome::NeedsReview, "tracks_together"));
    assert_eq!(found(school("2024-09-01")), (Outcome::NeedsReview, "tracks_together"));
    assert_eq!(found(school("2025-09-02")), (Outcome::Violated, "track_seniority_short"));
    let pole = Pole::base().replacing(school("2025-09-01"));
    assert_eq!(pole.in_doubt(), [Rule::MinSchools, Rule::TrainingSeniority]);
    assert_eq!(pole.report().next_change_on, Some(day("2028-09-01")), "then one is enough");
}

#[test]
fn a_track_outside_the_catalogue_is_for_an_official() {
    let of = |area| Track::Declared { title: "Robotica".to_owned(), area };
    let school = |area| second().with_track(of(area), since("2015-09-01"));
    assert_eq!(found(school(Area::Mechanics)), (Outcome::NeedsReview, "track_uncatalogued"));
    assert_eq!(found(school(Area::Culture)), (Outcome::Violated, "track_missing"));
    let young = second().with_track(of(Area::Mechanics), since("2026-09-01"));
    assert_eq!(found(young), (Outcome::Violated, "track_seniority_short"));
}

#[test]
fn a_track_of_secondary_strength_is_for_an_official_unless_the_call_says() {
    let found = |leeway| {
        let school = second().offering("IP-C", "2018-09-01");
        found_in(&Pole::base().replacing(school).asking(|asked| asked.secondary_track = leeway))
    };
    assert_eq!(found(None), (Outcome::NeedsReview, "track_secondary"));
    assert_eq!(found(Some(Leeway::Review)), (Outcome::NeedsReview, "track_secondary"));
    assert_eq!(found(Some(Leeway::Accept)), (Outcome::Satisfied, "track_seniority_reached"));
    assert_eq!(found(Some(Leeway::Reject)), (Outcome::Violated, "track_missing"));
}

#[test]
fn a_core_track_makes_a_secondary_one_unnecessary() {
    let school = second().offering("IP-C", "2010-09-01").offering("IP-D", "2020-09-01");
    assert_eq!(found(school), (Outcome::Satisfied, "track_seniority_reached"));
}

#[test]
fn the_29_of_february_is_reached_on_the_28() {
    let pole = |on| Pole::base().replacing(second().offering("IP-D", "2024-02-29")).on(on);
    assert_eq!(found_in(&pole("2027-02-27")).0, Outcome::Violated);
    assert_eq!(found_in(&pole("2027-02-28")).0, Outcome::Satisfied);
}

#[test]
fn the_anniversary_may_be_the_next_day() {
    let found = |from| {
        let pole = Pole::base().replacing(second().offering("IP-D", from));
        found_in(&pole.asking(|asked| asked.anniversary = Some(Anniversary::NextDay))).0
    };
    assert_eq!(found("2024-02-26"), Outcome::Violated);
    assert_eq!(found("2024-02-25"), Outcome::Satisfied);
}

#[test]
fn a_call_may_ask_for_other_years() {
    let found = |years| {
        let pole = Pole::base().replacing(second().offering("IP-D", "2022-02-26"));
        found_in(&pole.asking(|asked| asked.seniority_years = Some(years))).0
    };
    assert_eq!(found(5), Outcome::Satisfied);
    assert_eq!(found(6), Outcome::Violated);
    let new = Pole::base().replacing(second().offering("IP-D", "2027-02-26"));
    assert_eq!(new.asking(|asked| asked.seniority_years = Some(0)).verdict(), Verdict::Compliant);
}

// Whom it binds.

#[test]
fn every_holder_of_section_a_is_bound_whatever_its_kind() {
    let always = since("2010-01-01");
    let holders = [
        accredited("X1").offering_nothing(),
        company("X1", "28.41").holding(Section::A, always),
        member("X1", Profile::University).holding(Section::A, always),
        member("X1", Profile::ResearchCentre).holding(Section::A, always),
    ];
    for holder in holders {
        let pole = Pole::base().with(holder.clone());
        assert_eq!(pole.broken(), [Rule::TrainingSeniority], "{:?}", holder.kind());
        let senior = holder.with_track(catalogued(MECHANIC), always);
        assert_eq!(Pole::base().with(senior).verdict(), Verdict::Compliant);
    }
}

#[test]
fn universities_research_centres_and_section_b_are_not_bound() {
    let always = since("2010-01-01");
    let pole = Pole::base()
        .with(member("U1", Profile::University))
        .with(member("U2", Profile::ResearchCentre))
        .with(member("B1", Profile::AccreditedBody).holding(Section::B, always))
        .with(member("B2", Profile::AccreditedBody).holding(Section::EmploymentServices, always));
    assert_eq!(pole.verdict(), Verdict::Compliant);
}

#[test]
fn a_call_may_bind_fewer() {
    let members = [
        (SeniorityBound::TechnicalInstitute, technical("X1")),
        (SeniorityBound::VocationalInstitute, vocational("X1")),
        (SeniorityBound::ItsAcademy, academy("X1")),
        (SeniorityBound::SectionA, accredited("X1")),
    ];
    for (freed, member) in members {
        let pole = Pole::base().with(member.offering_nothing());
        assert_eq!(pole.broken(), [Rule::TrainingSeniority], "{freed:?}");
        let others = SeniorityBound::ALL.iter().copied().filter(|bound| *bound != freed).collect();
        let freed = pole.asking(|asked| asked.seniority_binds = Some(others));
        assert_eq!(freed.verdict(), Verdict::Compliant);
    }
}
