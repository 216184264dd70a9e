//! Validation of school codes: DOMAIN.md, section 3.

use proptest::prelude::*;
use ptp_domain::identifier::{Province, SchoolCode};

use super::identifiers::{changed, refusal};

/// The codes of the schools of Lombardy, from the open data of the ministry of education.
const OF_LOMBARDY: &str = include_str!("schools-lombardia.txt");

// The vectors of `reference/identifier-vectors.json`.

/// Real codes with the expected check character.
const SCHOOLS: &[&str] = &[
    "BGRI017023",
    "BGTD006016",
    "BGTD01201D",
    "BGTD013019",
    "BGTD03701T",
    "BGTD04101D",
    "BGTF01301G",
    "BGTF01701V",
    "BGTF029015",
    "BSRI01201B",
    "BSTF01101C",
    "CORI00901T",
    "LCTD003017",
    "MBRC02401X",
    "MBTD430001",
    "MIRC01401C",
    "MIRC029016",
    "MIRC061023",
    "MITD02102X",
    "MITD091015",
    "MITD51000Q",
    "MITF01601N",
    "MITF092017",
    "MNTF002018",
    "MIIS024004",
    "MIIS08900V",
];

/// Real codes of schools *paritarie*, with letters in positions 5-7.
const SCHOOLS_ON_FORMAT_ALONE: &[&str] = &[
    "BGTD1D5000",
    "BGTF1A500N",
    "BGTFUM500Z",
    "COTAV75005",
    "LCTAB3500P",
    "MBRFZ6500C",
    "MBRHV6500I",
    "MITFDH5000",
];

/// More real codes, about two of each type in Lombardy.
const SCHOOLS_OF_THE_CSV: &[&str] = &[
    "BGRI003014",
    "BGTF003011",
    "BGTBDI500T",
    "BGTF1A500N",
    "BSRA02203C",
    "BSRI01601P",
    "BSTF00101T",
    "CORH004028",
    "COTB01500Q",
    "COTEA1500D",
    "COTN025007",
    "CRTL00101B",
    "LCTL02500D",
    "LORC00401D",
    "MBRH00500P",
    "MIRC12001L",
    "MITA036016",
    "MITE01000V",
    "MITNUQ500H",
    "MNTA013023",
    "PVRFL2500T",
    "PVRI00201L",
    "VARFS2500Z",
    "VATD210003",
    "VATHA8500C",
    "MITL485005",
];

/// Accepted with a warning: the code and its expected check character.
const SCHOOLS_WITH_ANOTHER_CHECK: &[(&str, &str)] = &[
    ("BGRI017025", "3"),
    ("BGTD006019", "6"),
    ("BGTD01201V", "D"),
    ("BGTD01301V", "9"),
    ("BGTD03701Q", "T"),
    ("BGTD041012", "D"),
    ("BGTF01301R", "G"),
    ("BGTF01701Q", "V"),
];

const REFUSED_SCHOOLS: &[(&str, &str)] = &[
    ("MIIS02400", "school_code_length"),
    ("MIIS0240045", "school_code_length"),
    ("MI15024004", "school_code_format"),
    ("ZZIS024004", "school_code_province"),
    ("MIPC03000N", "school_code_liceo"),
];

fn school(code: &str) -> SchoolCode {
    SchoolCode::parse(code).expect("a school code")
}

#[test]
fn real_school_codes_are_accepted_without_a_warning() {
    for code in [SCHOOLS, SCHOOLS_ON_FORMAT_ALONE, SCHOOLS_OF_THE_CSV].concat() {
        let school = school(code);
        assert_eq!((school.as_str(), school.warning()), (code, None));
        assert_eq!(school.province().code(), &code[..2]);
        assert_eq!(school.type_code(), &code[2..4]);
        assert_eq!(school.institution_prefix(), &code[..7]);
    }
}

#[test]
fn every_school_of_lombardy_is_accepted() {
    let schools: Vec<_> = OF_LOMBARDY.lines().map(school).collect();
    assert_eq!(schools.len(), 517);
    for school in schools {
        assert!(school.province().is_lombard(), "{school:?}");
        assert_eq!(school.warning(), None, "{school:?}");
    }
}

#[test]
fn an_unexpected_check_character_is_a_warning_because_no_text_proves_it() {
    for (code, expected) in SCHOOLS_WITH_ANOTHER_CHECK {
        assert_eq!(school(code).warning().map(|warning| warning.code), Some("school_code_check"));
        assert_eq!(school(&format!("{}{expected}", &code[..9])).warning(), None);
    }
}

#[test]
fn other_school_codes_are_refused() {
    for (code, fault) in REFUSED_SCHOOLS {
        assert_eq!(refusal(SchoolCode::parse(code)), *fault, "{code}");
    }
    for liceo in ["PS", "PC", "PM", "PL", "SL", "SD"] {
        assert_eq!(refusal(SchoolCode::parse(&format!("MI{liceo}030001"))), "school_code_liceo");
    }
    for malformed in ["M1TF003011", "MITF00301È", "МITF003011"] {
        assert_eq!(refusal(SchoolCode::parse(malformed)), "school_code_format", "{malformed}");
    }
}

#[test]
fn a_school_code_is_read_in_either_case_and_with_blanks() {
    for text in [" bgtf003011\n", "BGTF 003011", "bg tf 0030 11"] {
        assert_eq!(SchoolCode::parse(text), SchoolCode::parse("BGTF003011"), "{text}");
    }
}

#[test]
fn schools_of_forli_and_pesaro_keep_the_older_letters() {
    assert_eq!(school("FOTD02000L").province().code(), "FC");
    assert_eq!(school("FOTD02000L").as_str(), "FOTD02000L");
    assert_eq!(school("PSTF010001").province().name(), "Pesaro e Urbino");
    assert_eq!(refusal(Province::parse("FO")), "province_unknown");
}

#[test]
fn the_check_does_not_apply_to_valle_d_aosta() {
    for check in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars() {
        assert_eq!(school(&format!("AOTF01000{check}")).warning(), None);
    }
}

#[test]
fn sites_share_their_institution() {
    let same = |one: &str, other: &str| school(one).is_same_institution(&school(other));
    assert!(same("BGTF003011", "BGRI003014"), "one series, sites 01");
    assert!(same("MITD51000Q", "MITD51001R"), "equal first seven characters");
    assert!(!same("BGTF003011", "BSTF003011"), "another province");
    assert!(!same("BGTF003011", "BGTF013011"), "another series");
    assert!(!same("BGTF003001", "BGRI003014"), "a site 00 is of no series");
    assert!(!same("BGTF1A500N", "BGTD1A5004"), "schools paritarie have sites 00");
    assert_eq!(school("BGTF003011").series().as_deref(), Some("BG003"));
    assert_eq!(school("MITD51000Q").series(), None);
}

proptest! {
    #[test]
    fn one_changed_digit_of_a_school_code_is_always_warned_of_where_the_check_applies(
        code in proptest::sample::select(SCHOOLS), position in 4_usize..9, shift in 1_u8..10,
    ) {
        let changed = changed(code, position, shift);
        prop_assert_eq!(school(&changed).warning().is_none(), &changed[6..9] == "500");
    }

    #[test]
    fn one_institution_is_told_by_the_prefix_or_the_series(
        one in "BG(TF|RI)0[01]3[01]{2}1", other in "(BG|BS)(TF|RI)0[01]3[01]{2}1",
    ) {
        let (one, other) = (school(&one), school(&other));
        let by_key = one.institution_prefix() == other.institution_prefix()
            || (one.series().is_some() && one.series() == other.series());
        prop_assert_eq!(one.is_same_institution(&other), by_key);
        prop_assert_eq!(other.is_same_institution(&one), by_key);
    }
}
