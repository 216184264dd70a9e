//! Tracks and kinds: DOMAIN.md, section 8.2.

use ptp_domain::accreditation::Section;
use ptp_domain::member::{Member, Profile};
use ptp_domain::rules::{Outcome, Rule, Verdict};
use ptp_domain::study_track::Provider;

use super::members::{
    MECHANIC, Vary, academy, accredited, catalogued, company, member, since, technical, vocational,
};
use super::network::Pole;

/// The finding on a third training body that offers one track only.
fn found(body: Member, track: &str) -> (Outcome, &'static str) {
    let name = body.name.clone();
    let body = body.offering_nothing().offering(track, "2015-09-01");
    let findings = Pole::base().with(body).result(&name).findings;
    let finding = findings.iter().find(|finding| finding.rule == Rule::TrainingSeniority);
    let finding = finding.expect("a finding");
    (finding.outcome, finding.reason.code())
}

const OWN: (Outcome, &str) = (Outcome::Satisfied, "track_seniority_reached");
const OF_ANOTHER: (Outcome, &str) = (Outcome::NeedsReview, "track_of_another_provider");

#[test]
fn schools_offer_technical_and_vocational_tracks_of_either_kind() {
    for school in [technical("X1"), vocational("X1")] {
        assert_eq!(found(school.clone(), "IT-MME"), OWN);
        assert_eq!(found(school.clone(), "IP-D"), OWN);
        assert_eq!(found(school, "ITS-06"), OF_ANOTHER);
    }
}

#[test]
fn iefp_courses_are_given_by_vocational_institutes_and_by_section_a() {
    let holding = |member: Member| member.holding(Section::A, since("2015-01-01"));
    assert_eq!(found(vocational("X1"), MECHANIC), OWN);
    assert_eq!(found(technical("X1"), MECHANIC), OF_ANOTHER);
    assert_eq!(found(holding(technical("X1")), MECHANIC), OWN, "unless it is accredited");
    assert_eq!(found(accredited("X1"), MECHANIC), OWN);
    assert_eq!(found(holding(company("X1", "28.41")), MECHANIC), OWN);
    assert_eq!(found(holding(member("X1", Profile::University)), MECHANIC), OWN);
}

#[test]
fn case_8_tracks_that_the_kind_cannot_offer_are_for_an_official() {
    let pole =
        Pole::base().replacing(technical("S1").offering_nothing().offering("ITS-06", "2015-09-01"));
    assert_eq!(pole.in_doubt(), [Rule::MinSchools, Rule::TrainingSeniority]);
    assert_eq!(pole.codes("S1", Rule::TrainingSeniority), ["track_of_another_provider"]);
    assert_eq!(pole.settled(true).verdict(), Verdict::Compliant);

    assert_eq!(found(accredited("X1"), "IT-MME"), OF_ANOTHER);
    assert_eq!(found(academy("X1"), "IT-MME"), OF_ANOTHER);
    assert_eq!(found(academy("X1"), "ITS-06"), OWN);
}

#[test]
fn a_track_of_its_own_makes_that_of_another_provider_unnecessary() {
    let school = technical("S1").with_track(catalogued("ITS-06"), since("2010-09-01"));
    assert_eq!(Pole::base().replacing(school).verdict(), Verdict::Compliant);
}

/// «IFTS courses are financed year by year»: the catalogue has none, and what is declared outside it
/// is for an official.
#[test]
fn the_catalogue_has_no_ifts_courses() {
    let is_known = |track: &&ptp_domain::study_track::CataloguedTrack| match track.provider {
        Provider::TechnicalInstitute
        | Provider::VocationalInstitute
        | Provider::ItsAcademy
        | Provider::Iefp => track.code.starts_with("IFTS"),
    };
    assert_eq!(ptp_domain::study_track::CATALOGUE.iter().find(is_known), None);
}
