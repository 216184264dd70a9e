//! Which continuations the members of one list may state: one for a track and site, of one kind, in no
//! circle (DOMAIN.md, section 8.2).

use proptest::prelude::*;
use ptp_domain::identifier::{SchoolCode, TaxCode, VatNumber};
use ptp_domain::member::{Member, MemberKind, Profile};
use ptp_domain::pole::list_faults;

use super::continuation::{gone, heir};
use super::members::{Vary, accredited, between, company, continuation, technical, vocational};

/// The faults of a list, each with its pointer.
pub(crate) fn codes(members: &[Member]) -> Vec<(String, &'static str)> {
    let faults = list_faults(&members.iter().collect::<Vec<_>>());
    faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect()
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
