//! Continuations: DOMAIN.md, section 8.2.

use proptest::prelude::*;
use ptp_domain::accreditation::Section;
use ptp_domain::calendar::Period;
use ptp_domain::identifier::{SchoolCode, TaxCode, VatNumber};
use ptp_domain::member::{Member, MemberKind, Profile};
use ptp_domain::pole::list_faults;
use ptp_domain::rules::{Outcome, Rule, Verdict};

use super::members::{
    MECHANIC, Vary, accredited, between, catalogued, company, continuation, day, declared,
    technical, vocational,
};
use super::network::Pole;

/// The second school, whose track began with the merger.
fn heir() -> Member {
    vocational("S2").offering_nothing().offering("IP-D", "2026-09-01")
}

/// A school that offered the track, and left the pole.
fn gone(until: &str) -> Member {
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

fn codes(members: &[Member]) -> Vec<(String, &'static str)> {
    let faults = list_faults(&members.iter().collect::<Vec<_>>());
    faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect()
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
fn several_predecessors_are_taken_over_one_for_each_track_and_site() {
    let site = |code: &str| Some(SchoolCode::parse(code).expect("a school code"));
    let placed = |member: Member, code: &str| {
        member.varied(|member| {
            member.study_tracks.last_mut().expect("a track").site_code = site(code);
        })
    };
    let track = |member: Member, of, code| {
        let member = member.offering("IP-D", "2026-09-01").continuing(of, "2015-09-01");
        placed(member, code)
    };
    let school = || vocational("S2").offering_nothing();
    let merged = track(track(school(), "S8", "BGRI003014"), "S9", "BGTF003011");
    assert_eq!(codes(&[merged]), []);
    let twice = track(track(school(), "S8", "BGRI003014"), "S9", "BGRI003014");
    assert_eq!(codes(&[twice]), [("/0/study_tracks/1/continues".to_owned(), "continuation_twice")]);
}

#[test]
fn two_heirs_of_one_track_at_one_site_are_refused() {
    let heir_of = |name: &str| {
        vocational(name)
            .offering_nothing()
            .offering("IP-D", "2026-09-01")
            .continuing("S9", "2015-09-01")
    };
    let faults = codes(&[heir_of("S2"), heir_of("S3")]);
    assert_eq!(faults, [("/1/study_tracks/0/continues".to_owned(), "continuation_twice")]);
}

#[test]
fn only_organisations_of_one_kind_continue_each_other() {
    let fault = |member: Member| {
        let pointer = "/0/study_tracks/0/continues/organisation/kind".to_owned();
        assert_eq!(codes(&[member]), [(pointer, "continuation_of_another_kind")]);
    };
    let stated = |member: Member, kind| {
        member.continuing("S9", "2015-09-01").varied(|member| {
            let last = member.study_tracks.last_mut().expect("a track");
            last.continues.as_mut().expect("a continuation").organisation.kind = kind;
        })
    };
    fault(stated(heir(), MemberKind::AccreditedBody));
    fault(stated(heir(), MemberKind::Company));
    fault(stated(accredited("A2"), MemberKind::TechnicalInstitute));
    assert_eq!(codes(&[stated(heir(), MemberKind::TechnicalInstitute)]), []);
    // A member that is recorded as something else.
    let heir = stated(heir(), MemberKind::VocationalInstitute);
    fault_in(&[heir, accredited("S9")]);
}

#[track_caller]
fn fault_in(members: &[Member]) {
    let faults: Vec<_> = codes(members).into_iter().map(|(_, code)| code).collect();
    assert_eq!(faults, ["continuation_of_another_kind"]);
}

#[test]
fn a_circle_is_refused() {
    let follows = |name: &str, of: &str| {
        technical(name)
            .offering_nothing()
            .offering("IT-MME", "2026-09-01")
            .continuing(of, "2015-09-01")
    };
    let circle =
        [follows("S1", "S2"), follows("S2", "S3"), follows("S3", "S1"), follows("S4", "S5")];
    let faults: Vec<_> = codes(&circle).into_iter().map(|(_, code)| code).collect();
    assert_eq!(faults, ["continuation_in_a_circle"; 3]);
    let itself = follows("S1", "S1");
    let pointer = "/0/study_tracks/0/continues/organisation/tax_code".to_owned();
    assert_eq!(codes(&[itself]), [(pointer, "continuation_in_a_circle")]);
}

/// The codes of the faults of a list.
fn told(members: &[Member]) -> Vec<&'static str> {
    codes(members).into_iter().map(|(_, code)| code).collect()
}

/// A school that goes on with the track of another from a day on.
fn taking(name: &str, track: &str, of: &str, on: &str, since: &str) -> Member {
    vocational(name).offering_nothing().offering(track, on).continuing(of, since)
}

/// One gives its course of maintenance to the other and gets that of the made in Italy, on one day or
/// on two: each goes on with what the other had.
#[test]
fn schools_may_take_over_different_tracks_from_each_other() {
    for day in ["2026-09-01", "2025-09-01"] {
        let exchanged = [
            taking("S2", "IP-D", "S3", "2026-09-01", "2015-09-01"),
            taking("S3", "IP-C", "S2", day, "2015-09-01"),
        ];
        assert_eq!(told(&exchanged), [""; 0]);
        // A third track of the same two leads back all the same.
        let [one, other] = exchanged;
        let back = one.offering("IP-C", "2026-09-01").continuing("S3", "2016-09-01");
        assert_eq!(told(&[back, other]), ["continuation_in_a_circle"; 2]);
    }
}

#[test]
fn a_track_that_comes_back_leads_in_a_circle_whatever_the_days() {
    let back = [
        taking("S2", "IP-D", "S3", "2026-09-01", "2015-09-01"),
        taking("S3", "IP-D", "S2", "2020-09-01", "2010-09-01"),
    ];
    assert_eq!(told(&back), ["continuation_in_a_circle"; 2]);
    // The years with the other are said without where it had them from.
    let [one, other] = back;
    let other = other.varied(|member| member.study_tracks[0].continues = None);
    assert_eq!(told(&[one, other]), [""; 0]);
}

/// An old course of IeFP or of the earlier order is the track that it merged into.
#[test]
fn a_circle_is_one_also_by_the_tracks_that_merged_into_another() {
    let merged = |member: Member| {
        member.varied(|member| {
            let last = member.study_tracks.last_mut().expect("a track");
            last.continues.as_mut().expect("a continuation").track = Some("IP10-MAT".to_owned());
        })
    };
    let circle = [
        merged(taking("S2", "IP-D", "S3", "2018-09-01", "2012-09-01")),
        merged(taking("S3", "IP-D", "S2", "2018-09-01", "2012-09-01")),
    ];
    assert_eq!(told(&circle), ["continuation_in_a_circle"; 2]);
}

/// «One organisation: same tax code, or same institution code.»
#[test]
fn an_organisation_under_two_codes_does_not_continue_its_own() {
    let institution = |name: &str, number| {
        let code = Some(super::members::school_code(number));
        taking(name, "IP-D", "S9", "2026-09-01", "2015-09-01").varied(|member| {
            if let Profile::VocationalInstitute(school) = &mut member.profile {
                school.institution_code = code;
            }
        })
    };
    let of = |member: Member, name: &str| member.continuing(name, "2015-09-01");
    let alone = |member: Member| member.varied(|member| member.study_tracks[0].continues = None);
    let same = [of(institution("S2", 7), "S3"), alone(institution("S3", 7))];
    assert_eq!(told(&same), ["continuation_in_a_circle"]);
    // Of three, the first and the last under one code.
    let longer = [
        of(institution("S2", 7), "S3"),
        of(institution("S3", 8), "S4"),
        alone(institution("S4", 7)),
    ];
    assert_eq!(told(&longer), ["continuation_in_a_circle"; 2]);
    let distinct = [of(institution("S2", 7), "S3"), alone(institution("S3", 8))];
    assert_eq!(told(&distinct), [""; 0]);
}

/// A site keeps its code when it goes to another school.
#[test]
fn a_site_that_went_to_the_heir_makes_no_circle() {
    let heir = taking("S2", "IP-D", "S9", "2026-09-01", "2015-09-01").at_site("BGRI003014");
    let gone = gone("2026-08-31").at_site("BGRI003014");
    assert_eq!(told(&[heir, gone]), [""; 0]);
}

#[test]
fn commitments_lead_in_no_circle_either() {
    let firm = |name: &str, of: &str| {
        company(name, "25.62").in_business(|company| {
            let commitment = company.commitment.as_mut().expect("a commitment");
            commitment.continues = Some(continuation(MemberKind::Company, of, "2026-01-18"));
        })
    };
    let circle = "continuation_in_a_circle";
    assert_eq!(told(&[firm("C1", "C1")]), [circle]);
    assert_eq!(told(&[firm("C1", "C2"), firm("C2", "C1")]), [circle; 2]);
    let three = [firm("C1", "C2"), firm("C2", "C3"), firm("C3", "C1")];
    assert_eq!(told(&three), [circle; 3]);
    assert_eq!(told(&three[..2]), [""; 0]);
    // A sole trader under its own VAT number, which is not its tax code.
    let trader = firm("C1", "C7").varied(|member| {
        member.tax_code = TaxCode::parse("RSSMRA80A01F205X").expect("a person's tax code");
        let number = VatNumber::parse(super::members::tax_code_of("C7").as_str());
        member.vat_number = Some(number.expect("a VAT number"));
    });
    assert_eq!(told(std::slice::from_ref(&trader)), [circle]);
    // That of a group, which does not identify, is another's.
    let of_group = trader.varied(|member| member.tax_code = super::members::tax_code_of("C1"));
    assert_eq!(told(&[of_group]), [""; 0]);
}

#[test]
fn who_comes_back_says_again_what_it_continues() {
    let heir = taking("S2", "IP-D", "S9", "2020-09-01", "2015-09-01");
    let before = heir.clone().for_the_time(between("2027-01-15", "2027-06-30"));
    let again = heir.for_the_time(super::members::since("2027-09-01"));
    let again = again.varied(|member| member.id = super::members::id_of("S7"));
    assert_eq!(told(&[before.clone(), again.clone()]), [""; 0]);
    let otherwise = again.continuing("S8", "2015-09-01");
    assert_eq!(told(&[before, otherwise]), ["continuation_twice"]);
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whoever continues whom, a circle is refused if and only if following them comes back.
    #[test]
    fn circles_are_found_whatever_the_order(
        (heirs, order) in prop::collection::vec(prop::option::of(0_usize..6), 6).prop_flat_map(|heirs| {
            (Just(heirs), Just((0..6).collect::<Vec<usize>>()).prop_shuffle())
        }),
    ) {
        let name = |number: usize| format!("S{number}");
        // Each at a site of its own, so that a track may go on with several.
        let members: Vec<_> = order
            .iter()
            .map(|number| {
                let school = technical(&name(*number)).offering_nothing().offering("IT-MME", "2026-09-01");
                let school = match heirs[*number] {
                    Some(of) => school.continuing(&name(of), "2015-09-01"),
                    None => school,
                };
                let site = SchoolCode::parse(&format!("BGTF{number:03}A0X")).expect("a school code");
                school.varied(|member| member.study_tracks[0].site_code = Some(site))
            })
            .collect();
        let comes_back = |start: usize| {
            let mut at = heirs[start];
            for _ in 0..6 {
                if at == Some(start) {
                    return true;
                }
                at = at.and_then(|at| heirs[at]);
            }
            false
        };
        let expected: Vec<_> = order
            .iter()
            .enumerate()
            .filter(|(_, number)| comes_back(**number))
            .map(|(index, _)| format!("/{index}/study_tracks/0/continues/organisation/tax_code"))
            .collect();
        let found: Vec<_> = codes(&members)
            .into_iter()
            .filter(|(_, code)| *code == "continuation_in_a_circle")
            .map(|(pointer, _)| pointer)
            .collect();
        prop_assert_eq!(found, expected);
    }
}
