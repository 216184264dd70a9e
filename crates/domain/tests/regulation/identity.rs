//! Who is who: DOMAIN.md, section 8.1.

use ptp_domain::identifier::{Rea, TaxCode, VatNumber};
use ptp_domain::member::Member;
use ptp_domain::rules::{Outcome, Rule, Verdict};

use super::members::{Vary, company, technical, vocational};
use super::network::Pole;

/// A fictitious sole trader's tax code.
const PERSON: &str = "RSSMRA80A01F205X";
/// A valid VAT number.
const NUMBER: &str = "01234560157";

fn coded(member: Member, tax_code: &str) -> Member {
    member.varied(|member| member.tax_code = TaxCode::parse(tax_code).expect("a tax code"))
}

fn taxed(member: Member, vat_number: &str) -> Member {
    let vat_number = VatNumber::parse(vat_number).expect("a VAT number");
    member.varied(|member| member.vat_number = Some(vat_number))
}

/// The base with two companies in place of its own.
fn firms(one: Member, other: Member) -> Pole {
    Pole::base().replacing(one).replacing(other)
}

/// The same firm: by the owner's tax code, and by the VAT number.
fn trader() -> (Member, Member) {
    let by_owner = coded(company("C1", "28.41"), PERSON).registered_as("MB-123456");
    let by_number = coded(company("C2", "25.62"), NUMBER).registered_as("mb 123456");
    (by_owner, by_number)
}

fn is_repeated(pole: &Pole) {
    assert_eq!(pole.broken(), [Rule::MinCompanies, Rule::DistinctMembers]);
    for name in ["C1", "C2"] {
        assert_eq!(pole.codes(name, Rule::DistinctMembers), ["same_organisation"]);
    }
}

#[test]
fn case_4_one_firm_is_not_counted_as_two() {
    let (by_owner, by_number) = trader();
    is_repeated(&firms(by_owner.clone(), by_number.clone()));
    is_repeated(&firms(taxed(by_owner, NUMBER), taxed(by_number, NUMBER)));
}

#[test]
fn a_sole_trader_under_two_vat_numbers_is_for_an_official() {
    let (by_owner, by_number) = trader();
    let pole = firms(taxed(by_owner, "01234560165"), by_number);
    assert_eq!(pole.in_doubt(), [Rule::DistinctMembers]);
}

#[test]
fn one_rea_number_under_two_company_codes_is_for_an_official() {
    let twins = |other| {
        firms(
            company("C1", "28.41").registered_as("MB123456"),
            company("C2", "25.62").registered_as(other),
        )
    };
    let pole = twins("mb 123456");
    assert_eq!(pole.verdict(), Verdict::NeedsReview);
    assert_eq!(pole.in_doubt(), [Rule::DistinctMembers], "both fill their slots");
    for name in ["C1", "C2"] {
        assert_eq!(pole.codes(name, Rule::DistinctMembers), ["same_rea"]);
    }
    assert_eq!(twins("LC-123456").verdict(), Verdict::Compliant);
    assert_eq!(pole.clone().settled(true).verdict(), Verdict::Compliant);
    assert_eq!(pole.clone().settled(false).broken(), [Rule::DistinctMembers]);

    // A determination lapses when the number changes.
    let mut corrected = pole.settled(true);
    for name in ["C1", "C2"] {
        let member = corrected.members.iter().find(|member| member.name == name).cloned();
        corrected = corrected.replacing(member.expect("a member").registered_as("MB-123457"));
    }
    assert_eq!(corrected.in_doubt(), [Rule::DistinctMembers]);
}

#[test]
fn a_third_code_with_the_number_of_a_sole_trader_makes_all_doubtful() {
    let (by_owner, by_number) = trader();
    let pole = firms(by_owner, by_number).with(company("C3", "28.41").registered_as("MB-123456"));
    assert_eq!(pole.verdict(), Verdict::NeedsReview);
    assert_eq!(pole.outcome(Rule::MinCompanies), Outcome::Satisfied);
}

#[test]
fn companies_of_a_vat_group_are_different_organisations() {
    let pole = firms(taxed(company("C1", "28.41"), NUMBER), taxed(company("C2", "25.62"), NUMBER));
    assert_eq!(pole.verdict(), Verdict::Compliant);
}

#[test]
fn a_rea_number_has_one_form() {
    for spelling in ["MB-123456", "mb-123456", "mb 123456", " MB123456", "MB - 0123456"] {
        let rea = Rea::parse(spelling).expect("a REA number");
        assert_eq!(rea.as_str(), "MB-123456", "{spelling}");
    }
}

#[test]
fn a_vat_number_is_eleven_digits_with_a_check() {
    for spelling in [NUMBER, "IT01234560157", "it 01234560157", "012.345.601-57"] {
        assert_eq!(VatNumber::parse(spelling).expect("a number").as_str(), NUMBER, "{spelling}");
    }
    let refusal = |text| VatNumber::parse(text).expect_err("refused").code;
    assert_eq!(refusal("01234560158"), "vat_number_check");
    for malformed in ["", "0123456015", "00000000000", PERSON, "DE123456789"] {
        assert_eq!(refusal(malformed), "vat_number_format", "{malformed}");
    }
    let hidden = format!("{:?}", VatNumber::parse(NUMBER));
    assert!(!hidden.contains(NUMBER), "{hidden}");
}

#[test]
fn case_11_schools_without_any_code_are_for_an_official() {
    let pole = Pole::base()
        .replacing(technical("S1").without_codes())
        .replacing(vocational("S2").without_codes());
    assert_eq!(pole.in_doubt(), [Rule::DistinctMembers]);
    assert_eq!(pole.codes("S1", Rule::DistinctMembers), ["school_unidentified"]);
    assert_eq!(pole.clone().settled(true).verdict(), Verdict::Compliant);
    assert_eq!(pole.settled(false).broken(), [Rule::DistinctMembers]);
}

#[test]
fn the_code_of_a_site_identifies_a_school() {
    let pole = Pole::base().replacing(technical("S1").without_codes().at_site("MITFDH5000"));
    assert_eq!(pole.verdict(), Verdict::Compliant);
}
