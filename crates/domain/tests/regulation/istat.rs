//! The official data of ISTAT: order, counts, and the agreement of municipality and province.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use ptp_domain::identifier::{Ateco, AtecoClassification, Province};
use ptp_domain::istat::{self, Level};
use ptp_domain::vocabulary::Vocabulary;

use AtecoClassification::{Ateco2007, Ateco2025};

fn rows(file: &str) -> Vec<String> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data")).join(file);
    let text = fs::read_to_string(path).expect("the data");
    assert!(text.ends_with('\n') && !text.contains('\r'), "{file}");
    text.lines().map(str::to_owned).collect()
}

#[test]
fn every_table_is_sorted_by_the_bytes_of_its_columns_and_complete() {
    let tables = [
        ("ateco-2007.tsv", 2, 3_157),
        ("ateco-2025.tsv", 2, 3_257),
        ("ateco-2007-to-2025.tsv", 4, 6_598),
        ("ateco-2025-to-2007.tsv", 4, 6_598),
        ("municipalities.tsv", 3, 7_896),
    ];
    for (file, columns, count) in tables {
        let rows = rows(file);
        assert_eq!(rows.len(), count, "{file}");
        let cells = |row: &String| row.split('\t').map(str::to_owned).collect::<Vec<_>>();
        assert!(rows.iter().all(|row| cells(row).len() == columns), "{file}");
        assert!(rows.is_sorted_by(|one, other| cells(one) < cells(other)), "{file}");
    }
}

#[test]
fn each_classification_has_its_levels() {
    let count = |classification, level| {
        istat::all(classification).filter(|entry| entry.level() == level).count()
    };
    let counts = |classification| Level::ALL.iter().map(move |level| count(classification, *level));
    assert_eq!(counts(Ateco2007).collect::<Vec<_>>(), [21, 88, 272, 615, 920, 1_241]);
    assert_eq!(counts(Ateco2025).collect::<Vec<_>>(), [22, 87, 287, 651, 920, 1_290]);
    for classification in AtecoClassification::ALL {
        for entry in istat::all(*classification) {
            assert_eq!(istat::entry(*classification, entry.code), Some(entry));
            assert!(!entry.title.is_empty());
        }
    }
}

#[test]
fn the_correspondence_is_the_same_in_both_directions_and_names_codes_that_exist() {
    let both = |classification: AtecoClassification| {
        let mut pairs = BTreeSet::new();
        for entry in istat::all(classification) {
            for other in istat::counterparts(classification, entry.code) {
                assert!(istat::entry(classification.other(), other.code).is_some());
                let (covers, covered) = (other.covers, other.covered);
                pairs.insert(match classification {
                    Ateco2007 => (entry.code, other.code, covers, covered),
                    Ateco2025 => (other.code, entry.code, covered, covers),
                });
            }
        }
        pairs
    };
    assert_eq!(both(Ateco2007), both(Ateco2025));
    assert_eq!(both(Ateco2007).len(), 6_598);
}

#[test]
fn a_code_is_found_with_or_without_dots_and_in_any_case() {
    for text in ["28.41", "2841", " 28.41 ", "28 41", "28\t41"] {
        let entry = istat::find(Ateco2025, text).expect("a code");
        assert_eq!((entry.code, entry.level()), ("28.41", Level::Class));
    }
    let section = istat::find(Ateco2025, "c").expect("a section");
    assert_eq!((section.code, section.level()), ("C", Level::Section));
    for text in ["", ".", "2.841", "28.41.", "45.20", "ZZ", "28.41.00.0"] {
        assert_eq!(istat::find(Ateco2025, text), None, "{text}");
    }
    let codes: Vec<_> = istat::beginning_with(Ateco2025, "56.1").map(|entry| entry.code).collect();
    assert_eq!(codes[..3], ["56.1", "56.11", "56.11.1"]);
    assert_eq!(istat::beginning_with(Ateco2025, "").count(), 3_257);
    assert_eq!(istat::beginning_with(Ateco2025, "45").count(), 0);
}

#[test]
fn a_company_bears_codes_that_exist_at_the_level_of_a_class_or_below() {
    let refusal = |code, classification| {
        let ateco = Ateco::parse(code, classification).expect("a well-formed code");
        istat::of_company(ateco).map_err(|fault| (fault.code, fault.message.it.into_owned()))
    };
    for code in ["28.41", "28.41.0", "28.41.00"] {
        assert!(refusal(code, Ateco2025).is_ok(), "{code}");
    }
    for code in ["28", "28.4"] {
        assert_eq!(refusal(code, Ateco2025).unwrap_err().0, "ateco_too_general", "{code}");
    }
    let (code, message) = refusal("45.20", Ateco2025).unwrap_err();
    assert_eq!(code, "ateco_unknown");
    assert!(message.contains("esiste nella ATECO 2007 (aggiornamento 2022)"), "{message}");
    let (code, message) = refusal("28.77.77", Ateco2007).unwrap_err();
    assert_eq!(code, "ateco_unknown");
    assert!(message.contains("GET /ateco"), "{message}");
}

#[test]
fn codes_are_searched_by_their_beginning_or_by_words_of_the_title() {
    let found = |sought| {
        let found = istat::search(Ateco2025, Some(sought));
        found.into_iter().map(|entry| entry.code).collect::<Vec<_>>()
    };
    for sought in ["28.41", "2841", " 28.41"] {
        assert_eq!(found(sought), ["28.41", "28.41.0", "28.41.00"], "{sought}");
    }
    assert!(found("284").starts_with(&["28.41"]), "a group is only a beginning");
    assert!(found("45").is_empty() && found("28.41 x").is_empty());
    for sought in ["riparazione motocicli", "MOTOCICLI Riparaz", "motociclì, riparazione"] {
        assert!(found(sought).contains(&"95.32.00"), "{sought}");
    }
    assert!(!found("cicli riparazione").contains(&"95.32.00"), "words begin so");
    assert!(found("'").is_empty() && found("").is_empty());
    let all = istat::search(Ateco2025, None);
    assert_eq!(all.len(), 651 + 920 + 1_290);
    assert!(all.iter().all(|entry| entry.level() >= Level::Class));
}

// Municipalities.

fn province(letters: &str) -> Province {
    Province::parse(letters).expect("a province")
}

fn warned(name: &str, letters: &str) -> Option<&'static str> {
    istat::warning(name, province(letters)).map(|warning| warning.code)
}

#[test]
fn a_municipality_lies_in_its_province_however_it_is_written() {
    let same = [
        ("Monza", "MB"),
        ("MONZA", "MB"),
        (" monza ", "MB"),
        ("Cantù", "CO"),
        ("Cantu", "CO"),
        ("Cantu'", "CO"),
        ("CANTÙ", "CO"),
        ("Cantu\u{300}", "CO"),
        ("Sant'Angelo Lodigiano", "LO"),
        ("Sant’Angelo Lodigiano", "LO"),
        ("Sant`Angelo Lodigiano", "LO"),
        ("Sant Angelo Lodigiano", "LO"),
        ("Bolzano/Bozen", "BZ"),
        ("Bolzano - Bozen", "BZ"),
        ("Bolzano-Bozen", "BZ"),
        ("Castro", "BG"),
        ("Castro", "LE"),
        ("Samone", "TN"),
    ];
    for (name, letters) in same {
        assert_eq!(istat::of_province(name, province(letters)), Ok(()), "{name}");
        assert_eq!(warned(name, letters), None, "{name}");
    }
}

#[test]
fn a_municipality_of_another_province_only_is_refused_and_the_right_one_named() {
    let refused = istat::of_province("Bergamo", province("MI")).expect_err("elsewhere");
    assert_eq!(refused.code, "municipality_in_other_province");
    assert!(refused.message.it.ends_with("è in quella di Bergamo (BG)"), "{}", refused.message.it);
    let refused = istat::of_province("CASTRO", province("MI")).expect_err("elsewhere");
    let both = "Bergamo (BG) e in quella di Lecce (LE)";
    assert!(refused.message.it.ends_with(both), "{}", refused.message.it);
    assert!(istat::of_province("Bolzano/Bozen", province("MI")).is_err());
    assert_eq!(warned("Bergamo", "MI"), Some("municipality_in_other_province"), "an old row");
}

#[test]
fn a_municipality_that_the_list_does_not_have_is_taken_with_a_warning() {
    for name in ["Vattelapesca", "Bozen", "", "東京", "Milano Due"] {
        assert_eq!(istat::of_province(name, province("MI")), Ok(()), "{name}");
        assert_eq!(warned(name, "MI"), Some("municipality_unknown"), "{name}");
    }
}

#[test]
fn every_municipality_lies_in_its_province() {
    for row in rows("municipalities.tsv") {
        let [_, name, letters] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        assert_eq!(warned(name, letters), None, "{row}");
    }
}
