//! Continuations: DOMAIN.md, section 8.2. Which of them a list may state: `continuation_lists`.

use ptp_domain::accreditation::Section;
use ptp_domain::calendar::Period;
use ptp_domain::member::{Member, MemberKind};
use ptp_domain::rules::{Outcome, Rule, Verdict};

use super::continuation_lists::codes;
use super::members::{
    MECHANIC, Vary, accredited, between, catalogued, company, continuation, day, declared,
    technical, vocational,
};
use super::network::Pole;

/// The second school, whose track began with the merger.
pub(crate) fn heir() -> Member {
    vocational("S2").offering_nothing().offering("IP-D", "2026-09-01")
}

/// A school that offered the track, and left the pole.
pub(crate) fn gone(until: &str) -> Member {
    vocational("S9")
        .offering_nothing()
        .offering_until("IP-D", "2015-09-01", until)
        .for_the_time(between("2020-01-01", "2026-08-31"))
}

fn found(pole: &Pole, name: &str) -> (Outcome, Vec<&'static str>) {
    let findings = pole.result(name).findings;
    let finding = findings.iter().find(|finding| finding.rule == Rule::TrainingSeniority);
    (finding.expect("a finding").outcome, pole.codes(name, Rule::TrainingSeniority))
}

#[test]
fn a_declared_continuation_is_for_an_official() {
    let pole = Pole::base().replacing(heir());
    assert_eq!(found(&pole, "S2"), (Outcome::Violated, vec!["track_seniority_short"]));
    let pole = Pole::base().replacing(heir().continuing("S9", "2015-09-01"));
    assert_eq!(found(&pole, "S2"), (Outcome::NeedsReview, vec!["track_continued"]));
    assert_eq!(pole.clone().settled(true).verdict(), Verdict::Compliant);
    assert_eq!(pole.clone().settled(false).broken(), [Rule::MinSchools, Rule::TrainingSeniority]);
    assert_eq!(pole.report().next_change_on, Some(day("2029-09-01")), "then its own years do");
}

#[test]
fn years_taken_over_have_to_be_enough() {
    let pole = Pole::base().replacing(heir().continuing("S9", "2024-02-27"));
    assert_eq!(found(&pole, "S2").0, Outcome::Violated);
    assert_eq!(found(&pole.on("2027-02-27"), "S2").0, Outcome::NeedsReview);
}

#[test]
fn years_are_taken_over_from_the_day_of_the_takeover_on() {
    let body = accredited("A1")
        .offering_nothing()
        .offering_until(MECHANIC, "2024-06-09", "2027-03-30")
        .offering(MECHANIC, "2027-03-31")
        .continuing("A9", "2022-02-16");
    let pole = Pole::base().replacing(body);
    assert_eq!(found(&pole.clone().on("2027-03-30"), "A1").0, Outcome::Violated);
    assert_eq!(found(&pole.on("2027-03-31"), "A1").0, Outcome::NeedsReview);
}

/// «School to school, body to body»: the years are in doubt, and so is the track.
#[test]
fn a_track_that_the_kind_cannot_offer_may_go_on_with_anothers() {
    let body = || accredited("A1").offering_nothing().offering("IT-MME", "2026-01-01");
    let pole = Pole::base().replacing(body());
    assert_eq!(found(&pole, "A1"), (Outcome::Violated, vec!["track_seniority_short"]));
    let pole = Pole::base().replacing(body().continuing("A9", "2022-06-16"));
    assert_eq!(found(&pole, "A1"), (Outcome::NeedsReview, vec!["track_continued"]));
    let said = &pole.result("A1").findings;
    let said = said.iter().find(|finding| finding.rule == Rule::TrainingSeniority);
    let said = said.expect("a finding").reason.message(3);
    assert!(said.it.contains("non rientra nell'offerta"), "{}", said.it);

    let school = technical("S2").offering_nothing().offering(MECHANIC, "2026-01-01");
    let pole = Pole::base().replacing(school.continuing("S9", "2022-06-16"));
    assert_eq!(found(&pole, "S2"), (Outcome::NeedsReview, vec!["track_continued"]));
    assert_eq!(pole.clone().settled(true).verdict(), Verdict::Compliant);
    assert_eq!(pole.settled(false).broken(), [Rule::MinSchools, Rule::TrainingSeniority]);
}

/// A word about the years says nothing of a track that the member may no longer offer.
#[test]
fn a_determination_on_years_taken_over_lapses_when_the_track_becomes_one_of_another_provider() {
    let school = |kind: fn(&str) -> Member| {
        kind("S2")
            .offering_nothing()
            .offering(MECHANIC, "2026-01-01")
            .continuing("S9", "2022-06-16")
    };
    let settled = Pole::base().replacing(school(vocational)).settled(true);
    assert_eq!(settled.verdict(), Verdict::Compliant);
    assert_eq!(found(&settled.replacing(school(technical)), "S2").0, Outcome::NeedsReview);
}

/// The member offered the track before, too: here an old course of IeFP that merged into it.
#[test]
fn years_taken_over_count_though_the_member_had_years_of_its_own_before() {
    let with = |own_until| {
        let school = vocational("S2")
            .offering_nothing()
            .offering_until("IP10-MAT", "2020-07-13", own_until)
            .offering("IP-D", "2025-03-31")
            .continuing("S9", "2020-08-15");
        Pole::base().replacing(school)
    };
    let good = (Outcome::NeedsReview, vec!["track_continued"]);
    assert_eq!(found(&with("2021-10-19"), "S2"), good);
    assert_eq!(found(&with("2020-08-14"), "S2"), good, "its own end where the other's begin");
    assert_eq!(found(&with("2020-08-01"), "S2"), good, "a gap between them, long ago");
}

#[test]
fn years_that_nobody_has_taken_over_yet_fill_no_gap() {
    let school = vocational("S2")
        .offering_nothing()
        .offering("IP-D", "2026-01-01")
        .continuing("S9", "2025-06-01")
        .offering("IP-D", "2027-09-01")
        .continuing("S8", "2015-09-01");
    let pole = Pole::base().replacing(school);
    assert_eq!(found(&pole, "S2").0, Outcome::Violated);
    assert_eq!(found(&pole.clone().on("2027-08-31"), "S2").0, Outcome::Violated);
    assert_eq!(found(&pole.on("2027-09-01"), "S2").0, Outcome::NeedsReview);
}

/// Several years taken over one after the other: all those that are needed are assessed at once.
#[test]
fn a_determination_lapses_when_any_of_the_organisations_needed_changes() {
    let school = |first, last| {
        vocational("S2")
            .offering_nothing()
            .offering_until("IP-D", "2024-05-01", "2024-08-31")
            .continuing(first, "2015-09-01")
            .offering("IP-D", "2025-09-01")
            .continuing(last, "2024-09-01")
    };
    let settled = Pole::base().replacing(school("S8", "S9")).settled(true);
    assert_eq!(settled.verdict(), Verdict::Compliant);
    for other in [school("S7", "S9"), school("S8", "S7")] {
        assert_eq!(found(&settled.clone().replacing(other), "S2").0, Outcome::NeedsReview);
    }
}

#[test]
fn a_track_that_suffices_by_itself_needs_no_official() {
    let pole = Pole::base().replacing(vocational("S2").continuing("S9", "2010-09-01"));
    assert_eq!(pole.verdict(), Verdict::Compliant);
}

#[test]
fn a_determination_lapses_when_the_organisation_changes() {
    let settled = Pole::base().replacing(heir().continuing("S9", "2015-09-01")).settled(true);
    assert_eq!(settled.verdict(), Verdict::Compliant);
    let other = settled.replacing(heir().continuing("S8", "2015-09-01"));
    assert_eq!(found(&other, "S2").0, Outcome::NeedsReview);
}

/// The predecessor goes on, there is a gap, or it began later.
#[test]
fn case_2_what_the_pole_records_of_the_predecessor_has_to_agree() {
    let with =
        |old: Member, since| Pole::base().with(old).replacing(heir().continuing("S9", since));
    let good = (Outcome::NeedsReview, vec!["track_continued"]);
    let bad = (Outcome::Violated, vec!["continuation_broken"]);
    assert_eq!(found(&with(gone("2026-08-31"), "2015-09-01"), "S2"), good);
    assert_eq!(found(&with(gone("2026-08-30"), "2015-09-01"), "S2"), good, "a gap of one day");
    assert_eq!(found(&with(gone("2026-08-29"), "2015-09-01"), "S2"), bad, "a gap of two");
    assert_eq!(found(&with(gone("2020-08-31"), "2015-09-01"), "S2"), bad, "a hole of six years");
    assert_eq!(found(&with(gone("2026-09-01"), "2015-09-01"), "S2"), bad, "an overlap");
    assert_eq!(found(&with(gone("2026-08-31"), "2014-09-01"), "S2"), bad, "it began later");
    let still = vocational("S9").offering_nothing().offering("IP-D", "2015-09-01");
    assert_eq!(found(&with(still, "2015-09-01"), "S2"), bad, "it is still offered there");
    let other =
        vocational("S9").offering_nothing().offering_until("IP-B", "2015-09-01", "2026-08-31");
    assert_eq!(found(&with(other, "2015-09-01"), "S2"), bad, "it never was");
    let own_before = heir()
        .offering_nothing()
        .offering_until("IP-D", "2026-03-01", "2026-08-31")
        .offering("IP-D", "2026-09-01")
        .continuing("S9", "2015-09-01");
    let still = vocational("S9").offering_nothing().offering("IP-D", "2015-09-01");
    let pole = Pole::base().with(still).replacing(own_before);
    assert_eq!(found(&pole, "S2"), bad, "though it had begun by itself");
}

#[test]
fn a_stated_last_day_leaves_a_gap_of_one_day_at_most() {
    let stated = |until| {
        let heir = heir().continuing("S9", "2015-09-01").varied(|member| {
            let last = member.study_tracks.last_mut().expect("a track");
            last.continues.as_mut().expect("a continuation").until = Some(day(until));
        });
        found(&Pole::base().replacing(heir), "S2").0
    };
    assert_eq!(stated("2026-08-31"), Outcome::NeedsReview);
    assert_eq!(stated("2026-08-30"), Outcome::NeedsReview);
    assert_eq!(stated("2026-08-29"), Outcome::Violated);
    assert_eq!(stated("2026-09-15"), Outcome::Violated);
}

#[test]
fn a_chain_of_reorganisations_counts_as_each_states_it() {
    let first = vocational("S8")
        .offering_nothing()
        .offering_until("IP10-MAT", "2012-09-01", "2020-08-31")
        .for_the_time(between("2020-01-01", "2020-08-31"));
    let middle = vocational("S9")
        .offering_nothing()
        .offering_until("IP-D", "2020-09-01", "2026-08-31")
        .continuing("S8", "2012-09-01")
        .varied(|member| {
            let last = member.study_tracks.last_mut().expect("a track");
            let continues = last.continues.as_mut().expect("a continuation");
            continues.track = Some("IP10-MAT".to_owned());
        })
        .for_the_time(between("2020-09-01", "2026-08-31"));
    let pole = |since| {
        let heir = heir().continuing("S9", since);
        Pole::base().replacing(heir).with(middle.clone()).with(first.clone())
    };
    assert_eq!(found(&pole("2012-09-01"), "S2").0, Outcome::NeedsReview);
    assert_eq!(found(&pole("2011-09-01"), "S2").0, Outcome::Violated);
    assert_eq!(codes(&pole("2012-09-01").members), []);
}

#[test]
fn a_track_continues_the_same_track_or_one_that_merged_into_it() {
    let checked = |track: Option<&str>, from| {
        let mut heir = heir().continuing("S9", from);
        let mut last = heir.study_tracks.pop().expect("a track");
        last.continues.as_mut().expect("a continuation").track = track.map(ToOwned::to_owned);
        last.checked().map(|_| ()).map_err(|invalid| invalid.code)
    };
    assert_eq!(checked(None, "2015-09-01"), Ok(()));
    assert_eq!(checked(Some("IP-D"), "2015-09-01"), Ok(()));
    assert_eq!(checked(Some("IP10-MAT"), "2015-09-01"), Ok(()));
    for other in ["IP-B", "IT-MME", "x"] {
        assert_eq!(checked(Some(other), "2015-09-01"), Err("continuation_of_another_track"));
    }
    assert_eq!(checked(None, "2026-09-01"), Err("continuation_not_before"));
}

#[test]
fn tracks_outside_the_catalogue_and_bodies_continue_too() {
    let always = super::members::since("2020-01-01");
    let body = accredited("A1")
        .offering_nothing()
        .with_track(catalogued(MECHANIC), Period::since(day("2026-09-01")))
        .continuing("A9", "2015-09-01");
    let pole = Pole::base().replacing(body);
    assert_eq!(found(&pole, "A1"), (Outcome::NeedsReview, vec!["track_continued"]));
    let school = vocational("S2")
        .offering_nothing()
        .with_track(declared("Robotica"), Period::since(day("2026-09-01")))
        .continuing("S9", "2015-09-01")
        .holding(Section::A, always);
    assert_eq!(found(&Pole::base().replacing(school), "S2").0, Outcome::NeedsReview);
}

// Companies.

/// A company that signs later, and goes on with the commitment of another.
fn firm(from: &str) -> Member {
    company("C2", "25.62").in_business(|company| {
        let commitment = company.commitment.as_mut().expect("a commitment");
        commitment.signed_on = day("2027-03-15");
        commitment.continues = Some(continuation(MemberKind::Company, "C9", from));
    })
}

#[test]
fn a_commitment_goes_on_with_the_firm_that_takes_the_business_over() {
    let pole = Pole::base().replacing(firm("2026-01-18"));
    assert_eq!(pole.codes("C2", Rule::CompanyCommitment), ["commitment_continued"]);
    assert_eq!(pole.in_doubt(), [Rule::MinCompanies, Rule::CompanyCommitment]);
    assert_eq!(pole.clone().settled(true).verdict(), Verdict::Compliant);
    assert_eq!(pole.clone().on("2027-03-15").verdict(), Verdict::Compliant, "its own word");
    let later = Pole::base().replacing(firm("2027-03-01"));
    assert_eq!(later.codes("C2", Rule::CompanyCommitment), ["commitment_later"]);
}

#[test]
fn the_firm_before_has_to_have_left_and_to_have_been_committed() {
    let old = |until| {
        company("C9", "25.62")
            .in_business(|company| {
                company.commitment.as_mut().expect("a commitment").signed_on = day("2026-01-18");
            })
            .for_the_time(between("2026-01-01", until))
    };
    let with = |old| {
        let pole = Pole::base().replacing(firm("2026-01-18")).with(old);
        pole.codes("C2", Rule::CompanyCommitment)
    };
    assert_eq!(with(old("2027-01-14")), ["commitment_continued"]);
    assert_eq!(with(old("2027-01-10")), ["commitment_later"], "a gap");
    assert_eq!(with(old("2027-06-30")), ["commitment_later"], "it is still there");
    let idle = old("2027-01-14").in_business(|company| company.commitment = None);
    assert_eq!(with(idle), ["commitment_later"]);
}
