//! «Un istituto tecnico superiore (nel primo triennio la partecipazione non è requisito
//! vincolante)», and the founders excluded by the national guidelines.

use chrono::NaiveDate;
use ptp_domain::accreditation::Section;
use ptp_domain::calendar::Anniversary;
use ptp_domain::identifier::Rea;
use ptp_domain::rules::ruleset::{Binds, RulesetId};
use ptp_domain::rules::{Change, Outcome, Rule, Slot, Verdict};

use super::members::{
    MECHANIC, Vary, academy, catalogued, company, day, declared, id_of, other, since, technical,
};
use super::network::Pole;

fn binding_from(pole: &Pole) -> Option<NaiveDate> {
    pole.report().rule(Rule::MinIts).expect("a result").binding_from
}

#[test]
fn it_binds_exactly_on_the_third_anniversary_of_recognition() {
    let pole = Pole::base().recognised("2027-04-01");
    let eve = pole.clone().on("2030-03-31");
    assert_eq!(eve.outcome(Rule::MinIts), Outcome::Waived);
    assert_eq!(binding_from(&eve), Some(day("2030-04-01")));
    assert_eq!(eve.report().next_change_on, Some(day("2030-04-01")));

    let anniversary = pole.on("2030-04-01");
    assert_eq!(anniversary.broken(), [Rule::MinIts]);
    assert_eq!(binding_from(&anniversary), None);
}

#[test]
fn the_timeline_shows_when_it_becomes_known_and_binding() {
    let pole = Pole::base().recognised("2027-04-01");
    let entries = pole.timeline("2040-12-31");
    let dates: Vec<_> = entries.iter().map(|entry| (entry.on, entry.outcome)).collect();
    assert_eq!(
        dates,
        [(day("2027-04-01"), Verdict::Compliant), (day("2030-04-01"), Verdict::NonCompliant)]
    );
    assert_eq!(entries[0].rules, [], "the outcome is the same, only `binding_from` is known now");
    assert_eq!(entries[1].rules, [(Rule::MinIts, Outcome::Violated)]);
    assert_eq!(pole.timeline("2030-03-31").len(), 1, "the last day is included, no later one");
}

#[test]
fn before_recognition_it_is_waived_without_a_known_end() {
    for pole in [Pole::base(), Pole::base().recognised("2027-02-27")] {
        assert_eq!(pole.outcome(Rule::MinIts), Outcome::Waived);
        assert_eq!(binding_from(&pole), None);
    }
    assert_eq!(binding_from(&Pole::base().recognised("2027-02-26")), Some(day("2030-02-26")));
}

#[test]
fn a_pole_recognised_on_29_february_is_bound_on_28_february() {
    let pole = Pole::base().recognised("2028-02-29");
    assert_eq!(binding_from(&pole.clone().on("2028-02-29")), Some(day("2031-02-28")));
    assert_eq!(pole.on("2031-02-28").broken(), [Rule::MinIts]);
}

#[test]
fn with_an_its_nothing_changes_on_the_anniversary() {
    let pole = Pole::base().with(academy("I1")).recognised("2027-02-01");
    assert_eq!(pole.outcome(Rule::MinIts), Outcome::Satisfied);
    assert_eq!(pole.timeline("2040-12-31"), []);
    assert_eq!(pole.report().next_change_on, None);
}

#[test]
fn a_grace_of_other_years_or_of_none() {
    let years = |years| Pole::base().asking(|asked| asked.its_grace_years = Some(years));
    assert_eq!(years(0).broken(), [Rule::MinIts], "binding from the start");
    assert_eq!(binding_from(&years(0)), None);
    assert_eq!(years(1).recognised("2026-02-26").broken(), [Rule::MinIts]);
    assert_eq!(years(5).recognised("2022-02-27").outcome(Rule::MinIts), Outcome::Waived);
}

#[test]
fn a_fixed_last_date_is_included_and_counts_instead_of_the_years() {
    let until = |last| {
        let pole = Pole::base().recognised("2020-01-01");
        pole.asking(|asked| asked.its_grace_until = Some(day(last)))
    };
    assert_eq!(until("2027-02-26").outcome(Rule::MinIts), Outcome::Waived);
    assert_eq!(binding_from(&until("2027-02-26")), Some(day("2027-02-27")));
    assert_eq!(until("2027-02-26").report().next_change_on, Some(day("2027-02-27")));
    assert_eq!(until("2027-02-25").broken(), [Rule::MinIts]);
}

#[test]
fn the_anniversary_may_be_the_next_day() {
    let pole = Pole::base()
        .recognised("2024-02-26")
        .asking(|asked| asked.anniversary = Some(Anniversary::NextDay));
    assert_eq!(pole.outcome(Rule::MinIts), Outcome::Waived);
    assert_eq!(binding_from(&pole), Some(day("2027-02-27")));
}

/// «I soggetti formativi devono»: including one whose participation is not binding yet.
#[test]
fn an_its_that_is_too_young_breaks_seniority_during_the_grace() {
    let young = academy("I1").offering_nothing().offering("ITS-06", "2025-09-01");
    let pole = Pole::base().with(young);
    assert_eq!(pole.outcome(Rule::MinIts), Outcome::Waived);
    assert_eq!(pole.broken(), [Rule::TrainingSeniority]);
    assert_eq!(pole.slot("I1"), None);
}

// The founders (national guidelines).

/// The base under the national guidelines, with an ITS founded by `founders`.
fn national(founders: &[&str]) -> Pole {
    let registered =
        |name, code| company(name, code).in_business(|company| company.registered = Some(true));
    Pole::base()
        .replacing(registered("C1", "28.41"))
        .replacing(registered("C2", "25.62"))
        .with(academy("I1").founded_by(founders))
        .under(RulesetId::LineeGuida2013)
}

#[test]
fn the_national_guidelines_have_bound_the_its_since_2016() {
    assert_eq!(national(&[]).verdict(), Verdict::Compliant);
    let without = national(&[]).without("I1");
    assert_eq!(without.broken(), [Rule::MinIts]);
    let then = without.on("2015-12-31").report();
    let waived = then.rule(Rule::MinIts).unwrap();
    assert_eq!((waived.outcome, waived.binding_from), (Outcome::Waived, Some(day("2016-01-01"))));
}

#[test]
fn schools_and_companies_that_founded_the_its_do_not_count() {
    let pole = national(&["S1", "C2"]);
    assert_eq!(pole.broken(), [Rule::MinSchools, Rule::MinCompanies]);
    assert_eq!((pole.slot("S1"), pole.slot("C2")), (None, None));
    assert_eq!(pole.codes("S1", Rule::ItsFoundersExcluded), ["founded_its"]);
    assert_eq!(pole.outcome(Rule::ItsFoundersExcluded), Outcome::Satisfied);
    let others = pole
        .with(technical("S3"))
        .with(company("C3", "28.41").in_business(|company| company.registered = Some(true)));
    assert_eq!(others.verdict(), Verdict::Compliant);
}

#[test]
fn other_founders_count() {
    let pole = national(&["A1"]);
    assert_eq!(pole.verdict(), Verdict::Compliant);
    assert_eq!(pole.slot("A1"), Some(Slot::SectionA));
}

#[test]
fn under_the_rules_of_the_page_founders_count() {
    let pole = national(&["S1", "S2", "C1", "C2"]).under(RulesetId::RegioneLombardia);
    assert_eq!(pole.verdict(), Verdict::Compliant);
    assert_eq!(pole.outcome(Rule::ItsFoundersExcluded), Outcome::NotApplicable);
    assert_eq!(
        national(&[]).without("I1").outcome(Rule::ItsFoundersExcluded),
        Outcome::NotApplicable
    );
}

/// DOMAIN.md, section 2: «leave the ITS out: its founders count again».
#[test]
fn leaving_the_its_out_is_a_remedy_while_it_is_not_binding() {
    let pole = national(&["S1", "S2", "C1"]).asking(|asked| asked.its_grace_years = Some(3));
    assert_eq!(pole.broken(), [Rule::MinSchools, Rule::MinCompanies]);
    let remedies: Vec<_> =
        pole.report().remedies.into_iter().map(|remedy| remedy.changes).collect();
    assert_eq!(remedies[0], [Change::Remove(id_of("I1"))]);
    assert_eq!(pole.without("I1").verdict(), Verdict::Compliant);

    // Once it is binding, another ITS has to join.
    let remedies = national(&["S1", "S2", "C1"]).report().remedies;
    let instead = [Change::Add(Slot::Its), Change::Remove(id_of("I1"))];
    assert_eq!(remedies[0].changes, instead);
}

#[test]
fn companies_are_registered_only_if_they_say_so() {
    let pole = |registered| {
        let stated = company("C2", "25.62").in_business(|company| company.registered = registered);
        national(&[]).replacing(stated)
    };
    assert_eq!(pole(Some(true)).verdict(), Verdict::Compliant);
    assert_eq!(pole(Some(false)).broken(), [Rule::MinCompanies, Rule::CompanyRegistered]);
    let unstated = pole(None);
    assert_eq!(unstated.in_doubt(), [Rule::MinCompanies, Rule::CompanyRegistered]);
    assert_eq!(unstated.codes("C2", Rule::CompanyRegistered), ["registration_unstated"]);
    let by_rea = company("C2", "25.62").in_business(|company| {
        company.rea = Some(Rea::parse("BG-123456").expect("a number"));
    });
    assert_eq!(
        national(&[]).replacing(by_rea).in_doubt(),
        [Rule::MinCompanies, Rule::CompanyRegistered],
        "a REA number alone does not prove it"
    );
}

#[test]
fn the_region_does_not_ask_for_registration() {
    let pole = Pole::base();
    assert_eq!(pole.outcome(Rule::CompanyRegistered), Outcome::NotApplicable);
}

/// An ITS and a museum could each fill section A, both only after review. The ITS comes first by
/// tax code, and a slot that is not binding does not move it.
#[test]
fn no_candidate_is_moved_into_a_waived_slot_provisionally() {
    let held = || since("2015-01-01");
    let doubtful = academy("I1")
        .offering_nothing()
        .with_track(declared("Meccatronica"), held())
        .holding(Section::A, held());
    let museum =
        other("X1", "museo").holding(Section::A, held()).with_track(catalogued(MECHANIC), held());
    let pole = Pole::base()
        .without("A1")
        .with(doubtful)
        .with(museum)
        .asking(|asked| asked.requirements_bind = Some(Binds::Counted));
    assert_eq!(pole.outcome(Rule::MinIts), Outcome::Waived);
    assert_eq!((pole.slot("I1"), pole.slot("X1")), (Some(Slot::SectionA), None));
    let doubts = [Rule::MinSectionA, Rule::MemberKinds, Rule::TrainingSeniority];
    assert_eq!(pole.in_doubt(), doubts);
    assert_eq!(pole.asking(|asked| asked.min_its = Some(0)).in_doubt(), doubts);
}
