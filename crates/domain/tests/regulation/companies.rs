//! «Le aziende devono essere appartenenti all’area economica e professionale prescelta», by their
//! ATECO codes, and «si impegnano a garantire a tutti gli studenti le azioni…».

use ptp_domain::area::Area;
use ptp_domain::correspondence::{Correspondence, Strength};
use ptp_domain::identifier::{
    Ateco,
    AtecoClassification::{self, Ateco2007},
};
use ptp_domain::member::Member;
use ptp_domain::rules::ruleset::Leeway;
use ptp_domain::rules::{Outcome, Rule};

use super::members::{Vary, company, day};
use super::network::Pole;

fn strength(area: Area, code: &str, classification: AtecoClassification) -> Option<Strength> {
    let ateco = Ateco::parse(code, classification).expect("an ATECO code");
    Correspondence::of(area).expect("its links").ateco(&ateco)
}

/// A company without any activity yet.
fn idle() -> Member {
    company("C2", "28.41").in_business(|company| company.ateco.clear())
}

fn found_in(pole: &Pole) -> (Outcome, &'static str) {
    let findings = pole.result("C2").findings;
    let finding =
        findings.iter().find(|finding| finding.rule == Rule::CompanyInArea).expect("a finding");
    (finding.outcome, finding.reason.code())
}

fn found(company: Member) -> (Outcome, &'static str) {
    found_in(&Pole::base().replacing(company))
}

#[test]
fn a_primary_code_of_core_strength_counts_by_itself() {
    for code in ["28.41", "28.41.0", "28.41.00", "2841"] {
        assert_eq!(found(company("C2", code)), (Outcome::Satisfied, "ateco_core"), "{code}");
    }
}

#[test]
fn a_primary_code_of_secondary_strength_is_for_an_official() {
    let pole = Pole::base().replacing(company("C2", "22.29"));
    assert_eq!(found_in(&pole), (Outcome::NeedsReview, "ateco_secondary"));
    assert_eq!(pole.in_doubt(), [Rule::MinCompanies, Rule::CompanyInArea]);
}

#[test]
fn the_longest_prefix_wins_and_excluded_removes_a_code() {
    use Area::{Manufacturing, PersonalServices, Tourism, TradeAndTransport};
    let trade = |code| strength(TradeAndTransport, code, Ateco2007);
    assert_eq!(trade("77.11"), Some(Strength::Core));
    assert_eq!(trade("77.21"), None, "excluded: sports goods are of tourism");
    assert_eq!(trade("77.21.0"), None);
    assert_eq!(trade("77.2"), Some(Strength::Core), "shorter than what is excluded");
    assert_eq!(strength(Tourism, "77.21.02", Ateco2007), Some(Strength::Core));
    assert_eq!(strength(Manufacturing, "32.50", Ateco2007), Some(Strength::Core));
    assert_eq!(strength(PersonalServices, "32.50", Ateco2007), Some(Strength::Secondary));
    assert_eq!(strength(PersonalServices, "32.4", Ateco2007), None);

    let pole = Pole { area: TradeAndTransport, ..Pole::base() }.replacing(company("C2", "77.21"));
    assert_eq!(found_in(&pole), (Outcome::Violated, "ateco_outside_area"));
}

#[test]
fn a_code_that_is_not_primary_is_for_an_official_unless_the_call_says() {
    let found = |code, leeway| {
        let pole = Pole::base().replacing(company("C2", "56.10").doing(code, Ateco2007, false));
        found_in(&pole.asking(|asked| asked.secondary_ateco = leeway))
    };
    for code in ["28.41", "22.29"] {
        assert_eq!(found(code, None), (Outcome::NeedsReview, "ateco_not_primary"));
        assert_eq!(found(code, Some(Leeway::Review)), (Outcome::NeedsReview, "ateco_not_primary"));
        assert_eq!(found(code, Some(Leeway::Accept)), (Outcome::Satisfied, "ateco_not_primary"));
        assert_eq!(found(code, Some(Leeway::Reject)), (Outcome::Violated, "ateco_outside_area"));
    }
    assert_eq!(found("55.10", Some(Leeway::Accept)), (Outcome::Violated, "ateco_outside_area"));
}

#[test]
fn a_primary_code_of_no_area_is_for_an_official_unless_the_call_says() {
    let found = |leeway| {
        let pole = Pole::base().replacing(company("C2", "99.00"));
        found_in(&pole.asking(|asked| asked.unmapped_ateco = leeway))
    };
    assert_eq!(found(None), (Outcome::NeedsReview, "ateco_unmapped"));
    assert_eq!(found(Some(Leeway::Review)), (Outcome::NeedsReview, "ateco_unmapped"));
    assert_eq!(found(Some(Leeway::Accept)), (Outcome::Satisfied, "ateco_unmapped"));
    assert_eq!(found(Some(Leeway::Reject)), (Outcome::Violated, "ateco_outside_area"));
}

/// The order of DOMAIN.md, section 2: the first case that applies decides.
#[test]
fn of_several_codes_the_primary_ones_strength_comes_first() {
    let doing = |primary, other| company("C2", primary).doing(other, Ateco2007, false);
    assert_eq!(found(doing("28.41", "56.10")), (Outcome::Satisfied, "ateco_core"));
    assert_eq!(found(doing("22.29", "28.41")), (Outcome::NeedsReview, "ateco_secondary"));
    assert_eq!(found(doing("99.00", "28.41")), (Outcome::NeedsReview, "ateco_not_primary"));
    let rejecting = Pole::base()
        .replacing(doing("99.00", "28.41"))
        .asking(|asked| asked.secondary_ateco = Some(Leeway::Reject));
    assert_eq!(found_in(&rejecting), (Outcome::Violated, "ateco_outside_area"));
}

#[test]
fn a_company_without_any_code_is_of_no_area() {
    assert_eq!(found(idle()), (Outcome::Violated, "ateco_outside_area"));
}

// The commitment.

#[test]
fn a_company_commits_itself_by_the_date_and_for_all_students() {
    let committed = |signed_on: &str, all_students| {
        let company = company("C2", "25.62").in_business(|company| {
            let commitment = company.commitment.as_mut().expect("a commitment");
            commitment.signed_on = day(signed_on);
            commitment.all_students = all_students;
        });
        Pole::base().replacing(company)
    };
    let code = |pole: &Pole| pole.codes("C2", Rule::CompanyCommitment);
    let in_time = committed("2027-02-26", true);
    assert_eq!((in_time.broken(), code(&in_time)), (vec![], vec!["committed"]));

    let broken = [Rule::MinCompanies, Rule::CompanyCommitment];
    let later = committed("2027-02-27", true);
    assert_eq!((later.broken(), code(&later)), (broken.to_vec(), vec!["commitment_later"]));
    assert_eq!(later.report().next_change_on, Some(day("2027-02-27")));
    let partial = committed("2027-01-18", false);
    assert_eq!((partial.broken(), code(&partial)), (broken.to_vec(), vec!["commitment_partial"]));
}

#[test]
fn a_company_that_did_not_commit_itself_does_not_count() {
    let silent = company("C2", "25.62").in_business(|company| company.commitment = None);
    let pole = Pole::base().replacing(silent);
    assert_eq!(pole.broken(), [Rule::MinCompanies, Rule::CompanyCommitment]);
    assert_eq!(pole.codes("C2", Rule::CompanyCommitment), ["commitment_missing"]);
    assert_eq!(pole.slot("C2"), None);
}
