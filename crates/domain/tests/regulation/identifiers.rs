//! Validation of identifiers but school codes: DOMAIN.md, section 3.

use proptest::prelude::*;
use ptp_domain::fault::Invalid;
use ptp_domain::identifier::{
    Ateco, AtecoClassification, CallCode, Email, PoleCode, Protocol, Province, Rea, SchoolCode,
    TaxCode,
};
use ptp_domain::vocabulary::Vocabulary;

// The vectors of `reference/identifier-vectors.json`.

/// VAT numbers and tax codes of bodies, real and synthetic.
const BODIES: &[&str] = &[
    "00743110157",
    "12874720159",
    "94004480151",
    "80050050154",
    "01234560157",
    "01234560165",
    "01234560173",
    "01234560017",
    "01234561007",
    "01234561205",
    "01234561213",
    "01234568887",
    "01234569992",
];

/// Accepted with a warning.
const BODIES_OF_UNKNOWN_OFFICES: &[&str] =
    &["01234561080", "01234560009", "01234561015", "01234561197", "01234561221", "01234562005"];

const REFUSED_BODIES: &[(&str, &str)] = &[
    ("00743110158", "tax_code_check"),
    ("0074311015", "tax_code_length"),
    ("00000000000", "tax_code_zero"),
    ("0074311015A", "tax_code_format"),
];

/// From the tests of python-stdnum; the last five are omocodia spellings of one person's data.
const PERSONS: &[&str] = &[
    "MRTNTN23M02D969P",
    "RCCMNL83S18D969H",
    "MRSMSR81D60Z611H",
    "CNTCHR83T41D969D",
    "FOXDRA26C24H872Y",
    "MAILCU91A25F839D",
    "RSSMRA45C12F205C",
    "RSSMRA45C12F20RX",
    "RSSMRA45C12F2L5N",
    "RSSMRA45C12F2LRI",
    "RSSMRAQRCMNFNLRG",
];

const REFUSED_PERSONS: &[(&str, &str)] = &[
    ("CSTNGL22I10D086I", "tax_code_format"),
    ("FOXDRA26C24H872A", "tax_code_check"),
    ("CNTCHR83T32D969H", "tax_code_date"),
    ("RCCMNL83S18D969", "tax_code_length"),
];

/// The code of the fault.
pub(crate) fn refusal<T: std::fmt::Debug>(answer: Result<T, Invalid>) -> &'static str {
    answer.expect_err("refused").code
}

// Tax codes.

#[test]
fn a_body_has_eleven_digits_whose_check_digit_fits() {
    for code in BODIES {
        let body = TaxCode::parse(code).unwrap();
        assert_eq!((body.as_str(), body.is_person(), body.warning()), (*code, false, None));
    }
    for (code, fault) in REFUSED_BODIES {
        assert_eq!(refusal(TaxCode::parse(code)), *fault, "{code}");
    }
}

#[test]
fn a_body_of_an_unknown_office_is_accepted_with_a_warning() {
    for code in BODIES_OF_UNKNOWN_OFFICES {
        let body = TaxCode::parse(code).unwrap();
        assert_eq!(body.warning().map(|warning| warning.code), Some("tax_code_office"), "{code}");
    }
}

#[test]
fn a_tax_code_is_compared_without_prefix_blanks_dots_and_dashes() {
    let body = TaxCode::parse("00743110157").unwrap();
    for spelling in ["IT00743110157", "it 00743110157", " 00743.110-157\u{a0}", "I.T. 0074311 0157"]
    {
        assert_eq!(TaxCode::parse(spelling), Ok(body.clone()), "{spelling}");
    }
    let person = TaxCode::parse("MRTNTN23M02D969P").unwrap();
    for spelling in ["mrt ntn 23m02 d969p", "IT-MRTNTN23M02D969P"] {
        assert_eq!(TaxCode::parse(spelling), Ok(person.clone()), "{spelling}");
    }
}

#[test]
fn digits_of_other_scripts_are_refused() {
    assert_eq!(refusal(TaxCode::parse("٠٠٧٤٣١١٠١٥٧")), "tax_code_format");
    assert_eq!(refusal(TaxCode::parse("")), "tax_code_length");
    assert_eq!(refusal(TaxCode::parse("IT")), "tax_code_length");
}

#[test]
fn a_person_has_sixteen_characters_with_a_check_letter_and_a_date() {
    for code in PERSONS {
        let person = TaxCode::parse(code).unwrap();
        assert_eq!((person.as_str(), person.is_person(), person.warning()), (*code, true, None));
    }
    for (code, fault) in REFUSED_PERSONS {
        assert_eq!(refusal(TaxCode::parse(code)), *fault, "{code}");
    }
}

#[test]
fn omocodia_spellings_are_different_persons() {
    let spellings = PERSONS.iter().skip(6).map(|code| TaxCode::parse(code).unwrap());
    assert_eq!(spellings.collect::<std::collections::HashSet<_>>().len(), 5);
}

#[test]
fn a_birth_date_must_exist_and_women_add_forty_to_the_day() {
    let with_check_letters = |date: &str| {
        let codes = ('A'..='Z').map(move |check| format!("XXXXXX{date}Z999{check}"));
        codes.map(|code| TaxCode::parse(&code)).collect::<Vec<_>>()
    };
    for exists in ["00B29", "24B69", "23B28", "23B68", "80A31", "80A71", "80D30", "80T41", "80AL1"]
    {
        assert!(with_check_letters(exists).iter().any(Result::is_ok), "{exists}");
    }
    for missing in
        ["23B29", "23B69", "24B30", "80D31", "80D71", "80A00", "80A32", "80A40", "80A72", "80A99"]
    {
        for answer in with_check_letters(missing) {
            assert_eq!(refusal(answer), "tax_code_date", "{missing}");
        }
    }
}

#[test]
fn a_persons_tax_code_is_hidden_by_debug() {
    for code in PERSONS {
        let printed = format!("{:?}", TaxCode::parse(code).unwrap());
        assert!(
            !code
                .as_bytes()
                .windows(4)
                .any(|part| printed.contains(std::str::from_utf8(part).unwrap()))
        );
    }
    assert_eq!(format!("{:?}", TaxCode::parse("00743110157").unwrap()), "TaxCode(00743110157)");
}

// ATECO, REA, e-mail, provinces, public codes.

#[test]
fn an_ateco_code_is_written_in_pairs_of_digits() {
    let ateco = |code| Ateco::parse(code, AtecoClassification::Ateco2025);
    for (spelling, code, digits) in [
        ("28", "28", "28"),
        ("28.4", "28.4", "284"),
        ("284", "28.4", "284"),
        ("2841", "28.41", "2841"),
        (" 28.41 ", "28.41", "2841"),
        ("28 41", "28.41", "2841"),
        ("28 . 41.0", "28.41.0", "28410"),
        ("28.41.0", "28.41.0", "28410"),
        ("561011", "56.10.11", "561011"),
        ("01.11.10", "01.11.10", "011110"),
    ] {
        let ateco = ateco(spelling).unwrap();
        assert_eq!((ateco.code(), ateco.digits()), (code, digits));
        assert_eq!(ateco.classification().code(), "2025");
    }
    for malformed in
        ["28.", ".28", "2.8", "28..4", "28.4.1", "284.1", "28,41", "C28", "28.41.", "٢٨"]
    {
        assert_eq!(refusal(ateco(malformed)), "ateco_format", "{malformed}");
    }
    for length in ["", "2", "5610111", "56.10.11.1"] {
        assert_eq!(refusal(ateco(length)), "ateco_length", "{length}");
    }
}

#[test]
fn an_ateco_code_belongs_to_its_classification() {
    let [old, new] = AtecoClassification::ALL else { panic!("two classifications") };
    assert_ne!(Ateco::parse("28.41", *old), Ateco::parse("28.41", *new));
}

#[test]
fn a_rea_number_is_a_province_and_up_to_seven_digits() {
    for spelling in ["MI-123456", "mi 123456", "MI123456", "MI - 123456", " MI-0123456 "] {
        assert_eq!(Rea::parse(spelling).unwrap().as_str(), "MI-123456", "{spelling}");
    }
    assert_eq!(Rea::parse("BG-1234567").unwrap().to_string(), "BG-1234567");
    assert_eq!(Rea::parse("FO-123456").unwrap().as_str(), "FO-123456");
    assert_eq!(refusal(Rea::parse("ZZ-123456")), "rea_province");
    for malformed in
        ["", "MI", "MI-", "MI-12345678", "MI--1", "MI/123", "123456", "MI-000", "È-12", "MI-+12"]
    {
        assert_eq!(refusal(Rea::parse(malformed)), "rea_format", "{malformed}");
    }
}

#[test]
fn an_email_address_has_a_mailbox_and_a_domain() {
    for (spelling, address) in [
        ("bgis00300c@pec.istruzione.it", "bgis00300c@pec.istruzione.it"),
        (" Mario.Rossi+ptp@PEC.Example.IT ", "Mario.Rossi+ptp@pec.example.it"),
        ("o'neil_x@a-b.example.org", "o'neil_x@a-b.example.org"),
    ] {
        assert_eq!(Email::parse(spelling).unwrap().as_str(), address);
    }
    let long = "x".repeat(65);
    let local = [
        "@a.it",
        ".a@a.it",
        "a.@a.it",
        "a..b@a.it",
        "a b@a.it",
        "a\r\nb@a.it",
        "è@a.it",
        "<a@a.it",
    ];
    for malformed in local.into_iter().map(String::from).chain([format!("{long}@a.it")]) {
        assert_eq!(refusal(Email::parse(&malformed)), "email_local_part", "{malformed}");
    }
    let domain = [
        "a@",
        "a@it",
        "a@a..it",
        "a@.it",
        "a@it.",
        "a@-a.it",
        "a@a-.it",
        "a@a_b.it",
        "a@127.0.0.1",
        "a@à.it",
    ];
    for malformed in domain.into_iter().map(String::from).chain([format!("a@{long}.it")]) {
        assert_eq!(refusal(Email::parse(&malformed)), "email_domain", "{malformed}");
    }
    for malformed in ["", "a", "a@b@c.it"] {
        assert_eq!(refusal(Email::parse(malformed)), "email_format", "{malformed}");
    }
    assert_eq!(refusal(Email::parse(&format!("a@{}it", "abcde.".repeat(42)))), "email_length");
    assert_eq!(Email::parse(&format!("a@{}it", "abcd.".repeat(50))).unwrap().as_str().len(), 254);
}

#[test]
fn lombardy_has_twelve_provinces_and_italy_a_hundred_and_seven() {
    let codes: std::collections::BTreeSet<_> = Province::all().map(Province::code).collect();
    assert_eq!((Province::all().count(), codes.len()), (107, 107));
    assert_eq!(Province::all().filter(|province| province.is_lombard()).count(), 12);
    let lombard = Province::LOMBARDY.map(Province::code);
    assert_eq!(lombard.join(" "), "BG BS CO CR LC LO MB MI MN PV SO VA");
    assert_eq!(Province::parse(" mb ").unwrap().name(), "Monza e della Brianza");
    assert!(!Province::parse("SU").unwrap().is_lombard());
    for unknown in ["", "M", "MIL", "ZZ", "FO", "PS", "CI", "VS", "OG", "OT", "è"] {
        assert_eq!(refusal(Province::parse(unknown)), "province_unknown", "{unknown}");
    }
}

#[test]
fn public_codes_have_a_year_and_a_number_that_may_grow() {
    let pole = PoleCode::new(2027, 12).unwrap();
    assert_eq!(pole.to_string(), "PTP-2027-0012");
    assert_eq!(PoleCode::parse(" ptp-2027-0012"), Ok(pole));
    assert_eq!((pole.year(), pole.number()), (2027, 12));
    assert_eq!(PoleCode::parse("PTP-2027-12345").unwrap().number(), 12345);
    assert_eq!(CallCode::new(2027, 3).unwrap().to_string(), "BANDO-2027-003");
    assert_eq!(CallCode::parse("BANDO-2027-1000").unwrap().number(), 1000);
    let protocol = Protocol::new(2027, 123).unwrap();
    assert_eq!(protocol.to_string(), "PTP/2027/0000123");
    assert_eq!(Protocol::parse("ptp/2027/0000123"), Ok(protocol));
    for malformed in [
        "",
        "PTP-2027-012",
        "PTP-2027-00012",
        "PTP-2027-+012",
        "PTP-2027-0000",
        "PTP-27-0012",
        "PTP-2027-0012-1",
        "PTP-2027",
        "PTP 2027 0012",
        "BANDO-2027-0012",
        "PTP-2027-99999999999",
    ] {
        assert_eq!(refusal(PoleCode::parse(malformed)), "pole_code_format", "{malformed}");
    }
    assert_eq!(refusal(CallCode::parse("PTP-2027-003")), "call_code_format");
    assert_eq!(refusal(CallCode::new(999, 1)), "call_code_format");
    for malformed in ["PTP-2027-0000123", "PTP/2027/123", "PTP/2027/0000000", "PTP/2027", ""] {
        assert_eq!(refusal(Protocol::parse(malformed)), "protocol_format", "{malformed}");
    }
    assert_eq!(refusal(PoleCode::parse("PTP/2027/0012")), "pole_code_format");
    assert_eq!(refusal(PoleCode::new(2027, 0)), "pole_code_format");
}

// Arbitrary text.

/// Arbitrary text, or something that resembles an identifier.
fn writing() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[A-Za-z0-9 .@è-]{0,20}",
        "[0-9]{11}",
        "[A-Z]{6}[0-9LM]{2}[A-Z][0-9L]{2}[A-Z][0-9]{3}[A-Z]",
        "(IT)?[A-Z]{2,4}[0-9A-Z]{5,7}[0-9A-Z]",
        "(PTP|BANDO)-[0-9]{3,5}-[0-9]{1,11}",
        "[a-z.+]{1,8}@[A-Za-z.-]{1,12}",
        "(MI|FO)[ -]?[0-9]{1,8}",
        "[0-9]{2}(\\.[0-9]{1,2}){0,3}",
    ]
}

proptest! {
    #[test]
    fn what_is_accepted_is_in_its_canonical_form(text in writing()) {
        if let Ok(code) = TaxCode::parse(&text) {
            let _ = code.warning();
            prop_assert_eq!(TaxCode::parse(code.as_str()), Ok(code.clone()));
        }
        if let Ok(code) = SchoolCode::parse(&text) {
            let _ = code.warning();
            prop_assert!(code.is_same_institution(&code));
            prop_assert_eq!(SchoolCode::parse(code.as_str()), Ok(code.clone()));
        }
        for &classification in AtecoClassification::ALL {
            if let Ok(ateco) = Ateco::parse(&text, classification) {
                prop_assert_eq!(Ateco::parse(ateco.code(), classification), Ok(ateco.clone()));
                prop_assert_eq!(Ateco::parse(ateco.digits(), classification), Ok(ateco.clone()));
            }
        }
        if let Ok(rea) = Rea::parse(&text) {
            prop_assert_eq!(Rea::parse(rea.as_str()), Ok(rea.clone()));
        }
        if let Ok(email) = Email::parse(&text) {
            prop_assert_eq!(Email::parse(email.as_str()), Ok(email.clone()));
        }
        if let Ok(province) = Province::parse(&text) {
            prop_assert_eq!(Province::parse(province.code()), Ok(province));
        }
        if let Ok(code) = PoleCode::parse(&text) {
            prop_assert_eq!(PoleCode::parse(&code.to_string()), Ok(code));
        }
        if let Ok(code) = CallCode::parse(&text) {
            prop_assert_eq!(CallCode::parse(&code.to_string()), Ok(code));
        }
    }

    #[test]
    fn one_changed_digit_of_a_bodys_tax_code_is_always_found(
        seven in 1_u32..10_000_000, office in 0_u32..1000, position in 0_usize..11, shift in 1_u8..10,
    ) {
        let ten = format!("{seven:07}{office:03}");
        let valid: Vec<_> =
            (0..10).filter_map(|check| TaxCode::parse(&format!("{ten}{check}")).ok()).collect();
        prop_assert_eq!(valid.len(), 1);
        prop_assert!(TaxCode::parse(&changed(valid[0].as_str(), position, shift)).is_err());
    }

    #[test]
    fn public_codes_are_read_as_they_are_written(year in 1000..=9999_i32, number in 1_u32..) {
        let code = PoleCode::new(year, number).unwrap();
        prop_assert_eq!(PoleCode::parse(&code.to_string()), Ok(code));
        let code = CallCode::new(year, number).unwrap();
        prop_assert_eq!(CallCode::parse(&code.to_string()), Ok(code));
    }
}

/// The code with a different digit at `position`.
pub(crate) fn changed(code: &str, position: usize, shift: u8) -> String {
    let mut bytes = code.as_bytes().to_vec();
    bytes[position] = b'0' + (bytes[position] - b'0' + shift) % 10;
    String::from_utf8(bytes).expect("ASCII")
}

/// The digest of a document; this one is of zero bytes.
#[test]
fn a_digest_has_64_hexadecimal_digits_in_either_case() {
    use ptp_domain::application::Document;
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(Document::digest(&empty.to_uppercase()), Ok(empty.to_owned()));
    let other = empty.replace('e', "g");
    for malformed in [&empty[1..], &format!("{empty}0"), other.as_str(), ""] {
        assert_eq!(refusal(Document::digest(malformed)), "sha256_format", "{malformed}");
    }
}
