//! The fixed sentences, as they stand in the sources.

use std::fs;
use std::path::{Path, PathBuf};

use ptp_domain::text::Text;

use super::{Chapter, DOMAIN, Said};

/// The crates that say something to callers.
const CRATES: [&str; 4] = [DOMAIN, "api", "http", "auth"];

/// Sources whose sentences depend on the circumstances, all shown by `composed.rs`.
const COMPOSED: [&str; 13] = [
    "domain/src/istat/ateco.rs",
    "domain/src/istat/municipality.rs",
    "domain/src/sentence/count.rs",
    "domain/src/sentence/list.rs",
    "domain/src/sentence/procedure.rs",
    "domain/src/sentence/receipt.rs",
    "domain/src/sentence/terms.rs",
    "domain/src/rules/explanation.rs",
    "domain/src/rules/finding.rs",
    "domain/src/rules/phrases.rs",
    "domain/src/rules/remedy.rs",
    "domain/src/rules/sentences.rs",
    "domain/src/rules/to_do_text.rs",
];

/// Sources that speak of the form of a request: their sentences name a bound or a part of it.
const OF_FORM: [&str; 3] = ["http/", "auth/", "domain/src/pole/list.rs"];

/// Every source of a crate that ships, by path, with its text.
fn sources() -> Vec<(&'static str, String, String)> {
    let crates = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let mut found = Vec::new();
    for name in CRATES {
        let mut paths = Vec::new();
        collect(&crates.join(name).join("src"), &mut paths);
        paths.sort();
        for path in paths {
            let text = fs::read_to_string(&path).expect("a source");
            let path = path.strip_prefix(crates).expect("a path below").display().to_string();
            found.push((name, path, text));
        }
    }
    found
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the sources") {
        let path = entry.expect("an entry").path();
        let is_test = path.file_stem().is_some_and(|name| name == "tests");
        if path.is_dir() && !is_test {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
            paths.push(path);
        }
    }
}

/// The string literals that a text begins with, up to a closing parenthesis; `None` if something
/// else stands among them.
fn literals(source: &str) -> Option<Vec<String>> {
    let (mut found, mut rest) = (Vec::new(), source.trim_start());
    loop {
        rest = rest.trim_start_matches(',').trim_start();
        if rest.starts_with(')') {
            return Some(found);
        }
        let mut letters = rest.strip_prefix('"')?.chars();
        let mut literal = String::new();
        loop {
            match letters.next()? {
                '"' => break,
                '\\' => match letters.next()? {
                    // A literal that goes on in the next line.
                    '\n' => letters = letters.as_str().trim_start().chars(),
                    escaped => literal.push(escaped),
                },
                letter => literal.push(letter),
            }
        }
        found.push(literal);
        rest = letters.as_str().trim_start();
    }
}

/// The fixed sentences of a source, with their codes where they have one.
fn fixed(source: &str) -> Vec<Said> {
    const WARNING: &str = "= IdentifierWarning {";
    const MARKS: [&str; 4] = ["Text::fixed(", "Invalid::fixed(", "code: \"", WARNING];
    let mut found: Vec<Said> = Vec::new();
    // A code that stands before its text: `code: "…", message: Text::fixed(…)`.
    let mut code = String::new();
    let mut warns = false;
    let mut rest = source;
    while let Some((mark, at)) = MARKS
        .iter()
        .filter_map(|mark| rest.find(mark).map(|at| (*mark, at)))
        .min_by_key(|(_, at)| *at)
    {
        rest = &rest[at + mark.len()..];
        if mark == WARNING {
            warns = true;
            continue;
        }
        if mark == "code: \"" {
            rest.split('"').next().unwrap_or_default().clone_into(&mut code);
            continue;
        }
        let said = match literals(rest).as_deref() {
            Some([it, en]) => Some((std::mem::take(&mut code), it.clone(), en.clone())),
            Some([code, it, en]) => Some((code.clone(), it.clone(), en.clone())),
            _ => None,
        };
        let warns = std::mem::take(&mut warns);
        found.extend(said.map(|(code, it, en)| Said { code, text: Text::new(it, en), warns }));
    }
    found
}

/// A chapter for each source that says something, under what the source is about.
pub(super) fn chapters() -> Vec<Chapter> {
    let chapter = |(of, path, text): (&'static str, String, String)| {
        let said = fixed(&text);
        let subject = text.lines().next()?.strip_prefix("//! ")?.trim_end_matches('.');
        let heading = format!("{subject} (`{path}`)");
        (!COMPOSED.contains(&path.as_str()) && !said.is_empty()).then_some(Chapter {
            heading,
            of,
            said,
        })
    };
    sources().into_iter().filter_map(chapter).collect()
}

#[test]
fn sentences_that_depend_on_the_circumstances_stand_where_the_document_shows_them() {
    for (_, path, text) in sources() {
        let allowed = COMPOSED.contains(&path.as_str())
            || OF_FORM.iter().any(|prefix| path.starts_with(prefix));
        assert!(allowed || !text.contains("Text::new("), "{path} composes a sentence of its own");
    }
}

#[test]
fn every_sentence_of_the_procedure_is_in_the_document() {
    let shown = include_str!("composed.rs");
    for (_, path, text) in sources() {
        if !path.starts_with("domain/src/sentence/") {
            continue;
        }
        let functions = text.lines().filter_map(|line| line.trim_start().strip_prefix("pub fn "));
        let names = functions.filter_map(|rest| rest.split('(').next());
        let files = ["procedure.rs", "receipt.rs", "terms.rs"];
        for name in names.filter(|_| files.iter().any(|file| path.ends_with(file))) {
            assert!(shown.contains(&format!("{name}(")), "{name} of {path} is not shown");
        }
    }
}

#[test]
fn a_literal_is_read_as_the_compiler_does() {
    let source = "Text::fixed(\n  \"uno \\\n   due \\\"tre\\\"\",\n \"one\",\n)";
    let said = fixed(source);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].text, Text::fixed("uno due \"tre\"", "one"));
    assert!(fixed("Text::fixed(noun.one_it, noun.one_en)").is_empty());
}
