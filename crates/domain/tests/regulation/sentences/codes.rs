//! `codes.tsv` of the API: the codes of findings, warnings and faults with a sentence of each, which
//! `GET /codes` answers with.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Chapter, Said, chapters};
use crate::tables::golden;

/// Chapters that show what a list is made of, rather than codes that stand in an answer as they are.
const NO_CODES: [&str; 5] = [
    "What an official decided about a finding",
    "What a rule says of a network",
    "What is left to do",
    "What would make a network compliant",
    "Words: ",
];

/// The kind of the codes of a chapter.
fn kind_of(heading: &str, said: &Said) -> Option<&'static str> {
    if NO_CODES.iter().any(|prefix| heading.starts_with(prefix)) {
        None
    } else if said.warns {
        Some("warning")
    } else if heading == "What is found about a member" {
        Some("finding")
    } else {
        Some("fault")
    }
}

#[test]
fn the_list_of_codes_is_up_to_date() {
    // The first sentence of each, and all subjects that it belongs to.
    let mut codes = BTreeMap::<(&str, String), (String, String, Vec<String>)>::new();
    for Chapter { heading, said, .. } in chapters() {
        let about = heading.split(" (`").next().unwrap_or_default().replace('`', "");
        for said in said {
            let Some(kind) = kind_of(&heading, &said) else { continue };
            for code in said.code.split_whitespace() {
                let (.., subjects) = codes.entry((kind, code.to_owned())).or_insert_with(|| {
                    (said.text.it.to_string(), said.text.en.to_string(), Vec::new())
                });
                if !subjects.contains(&about) {
                    subjects.push(about.clone());
                }
            }
        }
    }
    let mut text = String::new();
    for ((kind, code), (it, en, subjects)) in codes {
        let cells = [kind, &code, &it, &en, &subjects.join("; ")].map(str::to_owned);
        assert!(cells.iter().all(|cell| !cell.contains(['\t', '\n'])), "{cells:?}");
        writeln!(text, "{}", cells.join("\t")).expect("a line");
    }
    golden("../crates/api/src/cases/codes.tsv", &text);
}
