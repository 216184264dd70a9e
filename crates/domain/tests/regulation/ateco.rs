//! «ATECO» in DOMAIN.md, section 8.2: the classification in use decides, and codes are translated by
//! ISTAT's correspondence.

use ptp_domain::area::Area;
use ptp_domain::calendar::Span;
use ptp_domain::correspondence::{Assessment, Basis, Correspondence, Strength};
use ptp_domain::identifier::{
    Ateco,
    AtecoClassification::{self, Ateco2007, Ateco2025},
};
use ptp_domain::istat::{self, Level};
use ptp_domain::member::Member;
use ptp_domain::rules::{Outcome, Rule};
use ptp_domain::vocabulary::Vocabulary;

use super::members::{Vary, company, day};
use super::network::Pole;

pub(crate) fn links(area: Area) -> &'static Correspondence {
    Correspondence::of(area).expect("its links")
}

fn code(code: &str, classification: AtecoClassification) -> Ateco {
    Ateco::parse(code, classification).expect("an ATECO code")
}

pub(crate) fn assessed(area: Area, text: &str, classification: AtecoClassification) -> Assessment {
    links(area).assess(&code(text, classification))
}

pub(crate) fn strength(
    area: Area,
    text: &str,
    classification: AtecoClassification,
) -> Option<Strength> {
    assessed(area, text, classification).strength
}

/// A company without any activity yet.
fn idle() -> Member {
    company("C2", "28.41").in_business(|company| company.ateco.clear())
}

fn pole(area: Area, company: Member) -> Pole {
    Pole { area, ..Pole::base() }.replacing(company)
}

fn found_on(pole: Pole, on: &str) -> (Outcome, &'static str) {
    let findings = pole.on(on).result("C2").findings;
    let finding =
        findings.iter().find(|finding| finding.rule == Rule::CompanyInArea).expect("a finding");
    (finding.outcome, finding.reason.code())
}

fn found(area: Area, company: Member) -> (Outcome, &'static str) {
    found_on(pole(area, company), "2027-02-26")
}

fn held(from: Option<&str>, until: Option<&str>) -> Span {
    Span::new(from.map(day), until.map(day)).expect("a span")
}

const CORE: (Outcome, &str) = (Outcome::Satisfied, "ateco_core");
const CLOSE: (Outcome, &str) = (Outcome::NeedsReview, "ateco_secondary");
const OUTSIDE: (Outcome, &str) = (Outcome::Violated, "ateco_outside_area");

// Which classification decides.

#[test]
fn case_an_expired_2007_code_does_not_beat_the_2025_one() {
    let company = || idle().doing("28.41", Ateco2007, true).doing("56.11", Ateco2025, true);
    assert_eq!(found(Area::Mechanics, company()), OUTSIDE);
    let turned = || idle().doing("56.10", Ateco2007, true).doing("28.41", Ateco2025, true);
    assert_eq!(found(Area::Mechanics, turned()), CORE);
    let not_primary = idle().doing("28.41", Ateco2007, false).doing("56.11", Ateco2025, true);
    assert_eq!(found(Area::Mechanics, not_primary), OUTSIDE, "nor as a second activity");
}

#[test]
fn until_march_2025_the_2007_code_decides_and_the_timeline_says_when_it_stops() {
    let company = idle().doing("28.41", Ateco2007, true).doing("56.11", Ateco2025, true);
    let pole = pole(
        Area::Mechanics,
        company.varied(|member| {
            member.membership = ptp_domain::calendar::Period::since(day("2024-01-01"));
        }),
    );
    assert_eq!(found_on(pole.clone(), "2025-03-31"), CORE);
    assert_eq!(found_on(pole.clone(), "2025-04-01"), OUTSIDE);
    let days: Vec<_> =
        pole.on("2025-03-01").timeline("2025-06-01").iter().map(|entry| entry.on).collect();
    assert!(days.contains(&day("2025-04-01")), "{days:?}");
}

#[test]
fn a_code_given_alone_is_translated_whichever_classification_it_is_of() {
    for (old, new, area, says) in [
        ("28.41", "28.41", Area::Mechanics, CORE),
        ("45.20.10", "95.31.10", Area::Mechanics, CORE),
        ("96.04.20", "96.23.10", Area::Tourism, CLOSE),
        ("80.20.00", "80.09.00", Area::Mechanics, CLOSE),
        ("45.40.30", "95.32.00", Area::Mechanics, CORE),
        ("56.10.12", "56.11.91", Area::AgriFood, CLOSE),
        ("56.10.12", "56.11.91", Area::Tourism, CORE),
        ("56.10.12", "56.11.91", Area::Mechanics, OUTSIDE),
    ] {
        assert_eq!(found(area, idle().doing(old, Ateco2007, true)), says, "{old} of 2007");
        assert_eq!(found(area, idle().doing(new, Ateco2025, true)), says, "{new} of 2025");
    }
}

#[test]
fn the_primary_code_in_use_decides_even_when_the_others_are_of_the_other_classification() {
    // No primary code of 2025: that of 2007 is translated.
    let company = idle().doing("28.41", Ateco2007, true).doing("56.11", Ateco2025, false);
    assert_eq!(found(Area::Mechanics, company), CORE);
}

// The strength of a code of 2025.

#[test]
fn counterparts_that_agree_give_their_strength_even_if_they_cover_it_in_part() {
    let assessed = assessed(Area::Mechanics, "95.31.10", Ateco2025);
    assert_eq!(assessed.strength, Some(Strength::Core));
    assert_eq!(assessed.basis, Basis::Counterparts);
}

#[test]
fn of_counterparts_that_differ_the_principal_ones_decide() {
    let cases = [
        // 22.19.09 is wholly absorbed and close to mechanics, 32.99.90 is not of it.
        ("22.12.00", Area::Mechanics, Strength::Secondary, Basis::PrincipalCounterparts),
        // 20.16.00, the principal one, is not of mechanics: none only if all are none.
        ("20.16.00", Area::Mechanics, Strength::Secondary, Basis::MixedCounterparts),
        ("80.01.29", Area::Mechanics, Strength::Secondary, Basis::MixedCounterparts),
    ];
    for (code, area, strength, basis) in cases {
        let assessed = assessed(area, code, Ateco2025);
        assert_eq!((assessed.strength, assessed.basis), (Some(strength), basis), "{code}");
    }
    assert_eq!(strength(Area::Tourism, "28.41.00", Ateco2025), None);
}

#[test]
fn the_2007_code_beside_settles_what_the_counterparts_leave_open() {
    let beside = |old| idle().doing("20.16.00", Ateco2025, true).doing(old, Ateco2007, true);
    assert_eq!(found(Area::Mechanics, idle().doing("20.16.00", Ateco2025, true)), CLOSE);
    assert_eq!(found(Area::Mechanics, beside("38.32.20")), CORE);
    assert_eq!(found(Area::Mechanics, beside("38.32")), CORE, "a class with the counterpart");
    assert_eq!(found(Area::Mechanics, beside("20.16.00")), OUTSIDE);
    assert_eq!(found(Area::Mechanics, beside("56.10.11")), CLOSE, "not a counterpart");
    // What the counterparts agree on needs no settling.
    let agreed = idle().doing("95.31.10", Ateco2025, true).doing("56.10.11", Ateco2007, true);
    assert_eq!(found(Area::Mechanics, agreed), CORE);
}

#[test]
fn of_several_2007_codes_the_primary_one_settles() {
    let company = |primary, other| {
        idle()
            .doing("20.16.00", Ateco2025, true)
            .doing(primary, Ateco2007, true)
            .doing(other, Ateco2007, false)
    };
    assert_eq!(found(Area::Mechanics, company("38.32.20", "20.16.00")), CORE);
    assert_eq!(found(Area::Mechanics, company("20.16.00", "38.32.20")), OUTSIDE);
}

#[test]
fn a_2007_code_that_ended_before_the_translation_settles_nothing() {
    let company = |until| {
        idle()
            .doing_within("20.16.00", Ateco2025, true, held(Some("2025-04-01"), None))
            .doing_within("38.32.20", Ateco2007, true, held(None, Some(until)))
    };
    assert_eq!(found(Area::Mechanics, company("2025-03-31")), CORE);
    assert_eq!(found(Area::Mechanics, company("2019-12-31")), CLOSE);
}

#[test]
fn reviewed_exceptions_stand_above_the_counterparts() {
    use Strength::{Core, Secondary};
    for (code, area, says) in [
        ("95.32.00", Area::Mechanics, Core),
        ("95.32", Area::Mechanics, Core),
        ("46.89.00", Area::TradeAndTransport, Core),
        ("55.20.51", Area::AgriFood, Secondary),
        ("55.20.52", Area::AgriFood, Secondary),
        ("56.11.91", Area::AgriFood, Secondary),
        ("43.60.00", Area::Mechanics, Secondary),
        ("86.97.00", Area::PersonalServices, Secondary),
        ("87.91.00", Area::PersonalServices, Secondary),
        ("96.40.00", Area::PersonalServices, Secondary),
    ] {
        let assessed = assessed(area, code, Ateco2025);
        assert_eq!((assessed.strength, assessed.basis), (Some(says), Basis::Exception), "{code}");
    }
    assert_eq!(strength(Area::TradeAndTransport, "95.32.00", Ateco2025), Some(Core), "kept");
    assert_eq!(strength(Area::Tourism, "55.20.51", Ateco2025), Some(Core), "kept");
}

#[test]
fn a_2007_code_keeps_its_links_unless_what_it_became_is_an_exception() {
    for area in Area::ALL {
        for entry in istat::all(Ateco2007).filter(|entry| entry.level() >= Level::Class) {
            let assessed = assessed(*area, entry.code, Ateco2007);
            assert!(
                assessed.basis == Basis::Link || assessed.basis == Basis::Exception,
                "{}",
                entry.code
            );
        }
    }
    // Intermediaries took in parts of many codes, which do not become theirs.
    assert_eq!(strength(Area::Mechanics, "62.09.09", Ateco2007), None);
}

#[test]
fn codes_that_an_earlier_release_took_are_judged_by_their_prefix() {
    assert_eq!(strength(Area::Mechanics, "28.77.77", Ateco2007), Some(Strength::Core));
    assert_eq!(strength(Area::Mechanics, "28", Ateco2025), Some(Strength::Core));
    assert_eq!(strength(Area::Mechanics, "28", Ateco2007), Some(Strength::Core));
}

// Activities have days.

#[test]
fn activities_are_judged_on_the_day_and_the_timeline_announces_their_change() {
    let company = idle()
        .doing_within("28.41", Ateco2025, true, held(None, Some("2027-06-30")))
        .doing_within("56.11", Ateco2025, true, held(Some("2027-07-01"), None));
    let pole = pole(Area::Mechanics, company);
    assert_eq!(found_on(pole.clone(), "2027-06-30"), CORE);
    assert_eq!(found_on(pole.clone(), "2027-07-01"), OUTSIDE);
    assert_eq!(pole.report().next_change_on, Some(day("2027-07-01")));
}

#[test]
fn a_company_has_one_primary_code_of_a_classification_at_a_time() {
    let check = |first: Span, second: Span, classification| {
        let company = idle().doing_within("28.41", Ateco2025, true, first).doing_within(
            "56.11",
            classification,
            true,
            second,
        );
        company.company().cloned().expect("a company").checked().map_err(|fault| fault.code)
    };
    let (until, from) = (held(None, Some("2026-12-31")), held(Some("2027-01-01"), None));
    assert!(check(until, from, Ateco2025).is_ok());
    assert!(check(Span::default(), Span::default(), Ateco2007).is_ok());
    let twice = Err("ateco_primary_twice");
    assert_eq!(check(Span::default(), from, Ateco2025).map(|_| ()), twice);
    assert_eq!(check(until, Span::default(), Ateco2025).map(|_| ()), twice);
    let overlapping = held(Some("2026-12-31"), None);
    assert_eq!(check(until, overlapping, Ateco2025).map(|_| ()), twice);
    assert!(Span::new(Some(day("2027-01-02")), Some(day("2027-01-01"))).is_err());
}
