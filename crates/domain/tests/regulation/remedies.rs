//! The smallest sets of changes that would make a pole compliant.

use ptp_domain::accreditation::Section;
use ptp_domain::area::Area;
use ptp_domain::rules::ruleset::{Binds, SeniorityBound};
use ptp_domain::rules::{Change, Rule, Slot, Verdict};

use super::members::{
    Vary, academy, company, declared, id_of, other, since, tax_code_of, technical, vocational,
};
use super::network::Pole;

fn remedies(pole: &Pole) -> Vec<Vec<Change>> {
    pole.report().remedies.into_iter().map(|remedy| remedy.changes).collect()
}

fn remove(name: &str) -> Change {
    Change::Remove(id_of(name))
}

fn commit(name: &str) -> Change {
    Change::Commit(id_of(name))
}

#[test]
fn missing_members_are_added() {
    for (name, slot) in [("S2", Slot::School), ("C2", Slot::Company), ("A1", Slot::SectionA)] {
        assert_eq!(remedies(&Pole::base().without(name)), [[Change::Add(slot)]]);
    }
    let its = Pole::base().asking(|asked| asked.its_grace_years = Some(0));
    assert_eq!(remedies(&its), [[Change::Add(Slot::Its)]]);
}

#[test]
fn a_school_whose_track_is_too_young_is_replaced() {
    let young = vocational("S2").offering_nothing().offering("IP-D", "2026-09-01");
    let pole = Pole::base().replacing(young);
    assert_eq!(remedies(&pole), [[Change::Add(Slot::School), remove("S2")]]);
    let remedy = pole.report().remedies.remove(0);
    assert_eq!(
        (remedy.message.it.as_ref(), remedy.message.en.as_ref()),
        (
            "con un istituto tecnico o professionale dell'area meccanica e senza «S2»",
            "with a technical or vocational institute in the area “mechanics” and without “S2”"
        )
    );
}

#[test]
fn a_member_not_needed_that_breaks_a_rule_leaves() {
    let pole = Pole::base().with(company("C3", "56.10"));
    assert_eq!(remedies(&pole), [[remove("C3")]]);
}

#[test]
fn a_company_commits_itself_or_is_replaced() {
    let silent = company("C2", "25.62").in_business(|company| company.commitment = None);
    let pole = Pole::base().replacing(silent.clone());
    let expected = [vec![commit("C2")], vec![Change::Add(Slot::Company), remove("C2")]];
    assert_eq!(remedies(&pole), expected);

    let third = Pole::base().with(silent.varied(|member| {
        member.name = "C3".to_owned();
        member.id = id_of("C3");
        member.tax_code = tax_code_of("C3");
    }));
    assert_eq!(remedies(&third), [[commit("C3")], [remove("C3")]]);
}

/// The academy is certain as an ITS, and in doubt as a body of section A: it could leave its place to
/// another one.
#[test]
fn who_fills_a_later_slot_for_certain_may_move_to_an_earlier_one() {
    let its = academy("ITS")
        .offering_nothing()
        .with_track(declared("Meccatronica"), since("2015-09-01"))
        .holding(Section::A, since("2015-01-01"));
    let pole = Pole::base().without("A1").with(its).asking(|asked| {
        asked.its_grace_years = Some(0);
        asked.seniority_binds = Some([SeniorityBound::SectionA].into());
    });
    assert_eq!(pole.broken(), [Rule::MinSectionA]);
    assert_eq!(remedies(&pole), [[Change::Add(Slot::SectionA)], [Change::Add(Slot::Its)]]);
}

/// If only members that count are bound, a company without a commitment may come to count.
#[test]
fn a_company_not_bound_can_still_commit_itself() {
    let silent = company("C2", "25.62").in_business(|company| company.commitment = None);
    let pole = Pole::base()
        .replacing(silent)
        .asking(|asked| asked.requirements_bind = Some(Binds::Counted));
    assert_eq!(remedies(&pole), [[commit("C2")], [Change::Add(Slot::Company)]]);
}

#[test]
fn a_plan_is_completed() {
    let pole = Pole { plan: None, ..Pole::base() };
    assert_eq!(remedies(&pole), [[Change::CompletePlan]]);
}

#[test]
fn one_of_two_members_of_the_same_organisation_leaves() {
    let twins = Pole::base()
        .replacing(technical("S1").at_site("BGTF003011"))
        .with(technical("S3").at_site("BGRI003014"));
    assert_eq!(remedies(&twins), [[remove("S1")], [remove("S3")]]);
}

#[test]
fn a_school_that_takes_over_section_a_needs_a_school_in_its_place() {
    let twofold = Pole::base()
        .without("A1")
        .replacing(technical("S1").holding(Section::A, since("2020-01-01")));
    assert_eq!(remedies(&twofold), [[Change::Add(Slot::School)], [Change::Add(Slot::SectionA)]]);
}

#[test]
fn an_its_that_fills_section_a_is_relieved_of_either_slot() {
    let pole = Pole::base()
        .without("A1")
        .with(academy("I1").holding(Section::A, since("2020-01-01")))
        .asking(|asked| asked.its_grace_years = Some(0));
    assert_eq!(remedies(&pole), [[Change::Add(Slot::SectionA)], [Change::Add(Slot::Its)]]);
}

/// The remedies with what they lead to, and whether these are all.
fn leading(pole: &Pole) -> (Vec<(Vec<Change>, Verdict)>, bool) {
    let report = pole.report();
    let remedies = report.remedies.into_iter().map(|remedy| (remedy.changes, remedy.leads_to));
    (remedies.collect(), report.remedies_complete)
}

#[test]
fn nobody_leaves_who_only_waits_for_an_official() {
    let stranger = Pole::base().with(other("X1", "museo"));
    let doubtful =
        vocational("S2").offering_nothing().with_track(declared("Robotica"), since("2015-09-01"));
    let uncatalogued =
        academy("I1").offering_nothing().with_track(declared("Meccatronica"), since("2015-09-01"));
    for pole in [stranger, Pole::base().replacing(doubtful), Pole::base().with(uncatalogued)] {
        assert_eq!(pole.verdict(), Verdict::NeedsReview);
        assert_eq!(leading(&pole), (vec![], true));
        let without_a_company = pole.without("C2");
        let add = vec![(vec![Change::Add(Slot::Company)], Verdict::NeedsReview)];
        assert_eq!(leading(&without_a_company), (add, true));
    }
}

/// If only members that count are bound, another one may count instead of one in doubt.
#[test]
fn a_review_is_avoided_by_whoever_takes_the_place() {
    let doubtful =
        vocational("S2").offering_nothing().with_track(declared("Robotica"), since("2015-09-01"));
    let pole = Pole::base()
        .replacing(doubtful)
        .asking(|asked| asked.requirements_bind = Some(Binds::Counted));
    let school = Change::Add(Slot::School);
    assert_eq!(leading(&pole), (vec![(vec![school], Verdict::Compliant)], true));
    let company = Change::Add(Slot::Company);
    let both =
        vec![(vec![company], Verdict::NeedsReview), (vec![school, company], Verdict::Compliant)];
    assert_eq!(leading(&pole.without("C2")), (both, true));
}

#[test]
fn a_missing_confirmation_stays_to_be_given() {
    let pole = Pole::base().without("C2").asking(|asked| asked.require_confirmation = Some(true));
    let add = vec![(vec![Change::Add(Slot::Company)], Verdict::NeedsReview)];
    assert_eq!(leading(&pole), (add, true));
}

/// Where a beginner starts.
#[test]
fn an_empty_network_is_told_all_that_it_lacks() {
    let empty = Pole { plan: None, members: Vec::new(), ..Pole::base() };
    let (school, company) = (Change::Add(Slot::School), Change::Add(Slot::Company));
    let all =
        vec![Change::CompletePlan, school, school, company, company, Change::Add(Slot::SectionA)];
    assert_eq!(leading(&empty), (vec![(all, Verdict::Compliant)], true));
    assert_eq!(
        empty.report().remedies[0].message.it,
        "con un piano completato dalle azioni di alternanza (oggi formazione scuola-lavoro) e di \
         flessibilità che mancano, con 2 istituti tecnici o professionali dell'area meccanica, con 2 \
         imprese dell'area meccanica e con un soggetto accreditato alla sezione A dell'area meccanica"
    );
    let most = Some(20);
    let demanding = empty.asking(|asked| {
        (asked.min_schools, asked.min_companies, asked.min_section_a) = (most, most, most);
        (asked.min_its, asked.its_grace_years) = (most, Some(0));
    });
    let (remedies, is_complete) = leading(&demanding);
    assert_eq!((remedies.len(), remedies[0].0.len(), is_complete), (1, 81, true));
}

#[test]
fn hundreds_of_members_in_disorder_have_a_remedy() {
    let silent =
        |name: &str| company(name, "28.41").in_business(|company| company.commitment = None);
    let elsewhere = |name: &str| company(name, "56.10");
    for of in [&silent as &dyn Fn(&str) -> _, &elsewhere] {
        let members = (0..300).map(|number| of(&format!("C{number:03}")));
        let mut pole = Pole::base();
        pole.members.retain(|member| member.company().is_none());
        pole.members.extend(members);
        let (remedies, _) = leading(&pole);
        assert!(remedies[0].0.len() >= 300, "each one of them is in disorder");
    }
}

#[test]
fn an_area_that_is_not_allowed_has_no_remedy() {
    let pole = Pole::base().asking(|asked| {
        asked.allowed_areas = Some([Area::Culture].into());
    });
    assert_eq!(pole.broken(), [Rule::SingleArea]);
    assert_eq!(leading(&pole), (vec![], true));
}

#[test]
fn the_five_smallest_are_offered() {
    let mut pole = Pole::base();
    for name in ["C3", "C4", "C5"] {
        let silent = company(name, "28.41").in_business(|company| company.commitment = None);
        pole = pole.with(silent);
    }
    let remedies = remedies(&pole);
    assert_eq!(remedies.len(), 5, "of the eight ways to commit or leave");
    assert!(remedies.iter().all(|changes| changes.len() == 3));
    assert!(!pole.report().remedies_complete, "there are three more");
}
