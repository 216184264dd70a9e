//! Dependencies between the crates, according to their manifests.

use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Each member of the workspace with the other members it may name.
const MEMBERS: [(&str, &[&str]); 10] = [
    ("ptp-domain", &[]),
    ("ptp-clock", &[]),
    ("ptp-migrations", &[]),
    ("ptp-store", &["ptp-domain", "ptp-migrations"]),
    ("ptp-auth", &["ptp-clock", "ptp-domain"]),
    ("ptp-http", &["ptp-auth", "ptp-clock", "ptp-domain"]),
    ("ptp-api", &["ptp-auth", "ptp-clock", "ptp-domain", "ptp-http", "ptp-store"]),
    ("ptp", &["ptp-api", "ptp-auth", "ptp-clock", "ptp-domain", "ptp-store"]),
    ("xtask", &[]),
    (
        "ptp-tests",
        &[
            "ptp",
            "ptp-api",
            "ptp-auth",
            "ptp-clock",
            "ptp-domain",
            "ptp-http",
            "ptp-migrations",
            "ptp-store",
            "xtask",
        ],
    ),
];

/// Libraries confined to one part of the workspace, with the members that may depend on them.
const LIBRARIES: [(&str, &[&str]); 7] = [
    ("sea-orm", &["ptp-store"]),
    ("sea-orm-migration", &["ptp-migrations", "ptp-store"]),
    ("sqlx", &["ptp-store", "ptp-tests"]),
    ("actix-web", &["ptp-api", "ptp-http", "ptp-tests"]),
    ("jsonschema", &["ptp-http", "ptp-tests"]),
    ("jsonwebtoken", &["ptp", "ptp-auth", "ptp-tests"]),
    ("utoipa", &["ptp-api", "ptp-http", "ptp-tests"]),
];

/// Libraries that the domain must not use: it is pure, without I/O and without a wire format.
const FOREIGN_TO_THE_DOMAIN: [&str; 7] =
    ["async-trait", "reqwest", "serde", "serde_json", "tokio", "tracing", "utoipa"];

/// The maximum length of a file, in lines.
const LONGEST_FILE: usize = 400;

#[test]
fn members_depend_in_one_direction() {
    let manifests = manifests();
    let allowed = BTreeMap::from(MEMBERS);
    let known: BTreeSet<_> = allowed.keys().copied().collect();
    let found: BTreeSet<_> = manifests.keys().map(String::as_str).collect();
    assert_eq!(found, known, "a new member needs its dependencies listed here");

    let trespasses = edges(&manifests)
        .filter(|(_, to)| known.contains(to))
        .filter(|(from, to)| !allowed[from].contains(to));
    assert_none(trespasses);
}

#[test]
fn libraries_are_confined_to_their_crates() {
    let manifests = manifests();
    let owners = BTreeMap::from(LIBRARIES);
    let trespasses = edges(&manifests)
        .filter(|(from, to)| owners.get(to).is_some_and(|owners| !owners.contains(from)));
    assert_none(trespasses);
}

#[test]
fn the_domain_knows_neither_wire_nor_runtime() {
    let manifests = manifests();
    let trespasses = edges(&manifests)
        .filter(|(from, to)| *from == "ptp-domain" && FOREIGN_TO_THE_DOMAIN.contains(to));
    assert_none(trespasses);
}

#[test]
fn no_file_is_too_long() {
    let root = root();
    let members = fs::read_dir(root.join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let mut files = Vec::new();
    for member in members.chain([root.join("migrations")]) {
        collect_rust(&member.join("src"), &mut files);
    }
    assert!(files.len() > 10, "too few sources found");

    let long: Vec<_> = files
        .iter()
        // A lookup table, not code to read.
        .filter(|file| !file.ends_with("study_track/catalogue.rs"))
        .map(|file| (file, fs::read_to_string(file).unwrap().lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(file, lines)| format!("{}: {lines}", file.display()))
        .collect();
    assert!(long.is_empty(), "longer than {LONGEST_FILE} lines:\n{}", long.join("\n"));
}

/// The roots of the crates, as the member's name and the file's path in the repository.
pub(super) fn roots() -> Vec<(String, String)> {
    let metadata = metadata();
    let workspace = metadata["workspace_root"].as_str().expect("a workspace").to_owned() + "/";
    let mut roots = Vec::new();
    for package in packages(&metadata) {
        for target in package["targets"].as_array().expect("targets") {
            let kinds = target["kind"].as_array().expect("kinds");
            let file = target["src_path"].as_str().expect("a file");
            if kinds.iter().any(|kind| kind == "lib" || kind == "bin") {
                let file = file.strip_prefix(&workspace).expect("a file of the workspace");
                roots.push((name(package), file.to_owned()));
            }
        }
    }
    roots
}

/// Each member's name with the names of its direct dependencies, those for tests and builds too.
fn manifests() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = metadata();
    let members = packages(&metadata).iter().map(|package| {
        let dependencies = package["dependencies"].as_array().expect("dependencies");
        (name(package), dependencies.iter().map(name).collect())
    });
    members.collect()
}

fn metadata() -> Value {
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo speaks JSON")
}

fn packages(metadata: &Value) -> &[Value] {
    metadata["packages"].as_array().expect("packages")
}

fn name(value: &Value) -> String {
    value["name"].as_str().expect("a name").to_owned()
}

/// Every (member, dependency).
fn edges(manifests: &BTreeMap<String, BTreeSet<String>>) -> impl Iterator<Item = (&str, &str)> {
    manifests.iter().flat_map(|(from, to)| to.iter().map(|to| (from.as_str(), to.as_str())))
}

fn assert_none<'a>(trespasses: impl Iterator<Item = (&'a str, &'a str)>) {
    let told: Vec<_> = trespasses.map(|(from, to)| format!("{from} names {to}")).collect();
    assert!(told.is_empty(), "dependencies in the wrong direction:\n{}", told.join("\n"));
}

/// The repository.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files of Rust in this folder and deeper.
pub(super) fn collect_rust(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            collect_rust(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
