//! What the documents say is what the code does: settings, problems.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use ptp_api::catalogue::PROBLEM_TYPES;

use crate::binary::{ptp, root};

/// The settings named in a text.
fn settings(text: &str) -> BTreeSet<&str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .filter(|word| word.starts_with("PTP_"))
        .collect()
}

fn help_of(command: &str) -> String {
    String::from_utf8(ptp().args([command, "--help"]).output().unwrap().stdout).unwrap()
}

#[test]
fn the_readme_names_every_setting_of_serve() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let table = readme.split("## Configuration").nth(1).unwrap().split("\n## ").next().unwrap();
    assert_eq!(settings(table), settings(&help_of("serve")));
}

#[test]
fn the_image_and_its_composition_set_what_serve_reads() {
    let help = help_of("serve");
    let known = settings(&help);
    let image = fs::read_to_string(root().join("Dockerfile")).unwrap();
    assert!(image.contains("ENV PTP_LISTEN=0.0.0.0:8080\n"), "nobody could reach it");
    let composition = fs::read_to_string(root().join("docker-compose.yml")).unwrap();
    let service = composition.split("\n  ptp:\n").nth(1).unwrap().split("\nsecrets:").next();
    // The file with the key comes in as a secret, by a name of the composition's own.
    let set: BTreeSet<_> = settings(&image).into_iter().chain(settings(service.unwrap())).collect();
    assert!(set.len() > 4 && set.is_subset(&known), "{:?}", set.difference(&known));
}

/// To accept a change: `UPDATE_DOCS=1 cargo test`, then read the diff.
#[test]
fn the_problems_are_written_down() {
    let mut text = "# Problems\n\nWritten by a test from `crates/api/src/cases/catalogue.rs`: do \
         not edit. The `type` of a problem (RFC 9457) is `/problems/<type>`, a page that says the same.\n\n\
         | status | type | title | what it means, and what to do |\n| --- | --- | --- | --- |\n"
        .to_owned();
    for kind in PROBLEM_TYPES {
        let (title, advice) = (kind.title(), kind.advice());
        let (status, slug) = (kind.status().as_u16(), kind.slug());
        writeln!(text, "| {status} | `{slug}` | {} / {} | {} |", title.it, title.en, advice.en)
            .unwrap();
    }
    let file = root().join("docs/problems.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&file, &text).unwrap();
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    assert!(found == text, "docs/problems.md is out of date: run with UPDATE_DOCS=1");
}
