//! Dependency rules between modules, checked on every path in the sources.
//!
//! A path is one of a `use`, a type, an expression, an attribute or a macro's arguments.
//! Dependencies through method calls without a path are not seen.

mod graph;
mod house;
mod manifests;
mod reader;
mod resolve;
mod rules;
mod source;
mod tokens;
mod trespasses;

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsStr,
    fs,
    sync::LazyLock,
};

use house::House;
use manifests::{collect_rust, root, roots};
use rules::{NESTING, SHARED, is_case, is_sandbox, resource};

/// Every module of the workspace, read once.
static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let mut house = House::default();
    for (member, file) in roots() {
        house.add(&member, &file, &|file| fs::read_to_string(root().join(file)).ok());
    }
    house
});

#[test]
fn no_resource_names_another_resources_handlers() {
    assert_none(&HOUSE.trespasses(|from, to, _| rules::by_a_resource(from, to)));

    let resources: BTreeSet<_> = HOUSE.modules.iter().filter_map(resource).collect();
    assert!(resources.len() >= 8, "too few resources found: {resources:?}");
    let handlers: Vec<_> = HOUSE.modules.iter().filter(|module| module.handles).collect();
    assert!(handlers.len() >= 30, "too few handlers found: {}", handlers.len());
    for module in handlers {
        let lawful = resource(module).is_some() || is_sandbox(module);
        assert!(lawful, "{} handles a route outside of the resources", module.file);
    }
    let mut seen = BTreeSet::new();
    for edge in HOUSE.edges() {
        let [from, to] = [edge.from, edge.to].map(|module| resource(&HOUSE.modules[module]));
        seen.extend(from.zip(to));
    }
    for (from, to, _) in NESTING {
        assert!(seen.contains(&(from, to)), "{from} no longer names {to}: take it off the list");
    }
}

#[test]
fn shared_crates_know_no_resource() {
    assert_none(&HOUSE.trespasses(rules::by_a_shared_crate));

    for ((member, _), least) in SHARED.iter().zip([1, 5, 15]) {
        let modules = HOUSE.modules.iter().filter(|module| module.member == *member).count();
        assert!(modules >= least, "{member}: too few modules found: {modules}");
    }
    for (member, least) in [("ptp-auth", 20), ("ptp-http", 50)] {
        let edges = HOUSE.edges();
        let paths = edges.iter().filter(|edge| HOUSE.modules[edge.from].member == member).count();
        assert!(paths >= least, "{member}: too few paths found: {paths}");
    }
}

#[test]
fn cases_know_no_resource() {
    assert_none(&HOUSE.trespasses(|from, to, _| rules::by_a_case(from, to)));

    let edges = HOUSE.edges();
    let paths = edges.iter().filter(|edge| is_case(&HOUSE.modules[edge.from])).count();
    assert!(paths >= 50, "too few paths found in the cases: {paths}");
}

#[test]
fn folders_do_not_depend_on_each_other_in_cycles() {
    let folders = graph::folders(&HOUSE);
    let mut told = Vec::new();
    for (folder, graph) in &folders {
        let circles = graph::circles(graph);
        told.extend(circles.iter().map(|circle| graph::shown(folder, graph, circle)));
    }
    assert!(told.is_empty(), "dependency cycles:\n{}", told.join("\n"));

    let edges: usize = folders.values().flat_map(BTreeMap::values).map(BTreeMap::len).sum();
    assert!(folders.len() >= 30 && edges >= 400, "{} folders, {edges} edges", folders.len());
}

#[test]
fn the_root_of_api_has_only_lib_and_app() {
    let folder = fs::read_dir(root().join("crates/api/src")).expect("the sources of the api");
    let files: BTreeSet<_> = folder
        .map(|entry| entry.expect("a readable folder"))
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(files, BTreeSet::from(["app.rs".to_owned(), "lib.rs".to_owned()]));
}

#[test]
fn every_source_was_read() {
    let known: BTreeSet<_> = HOUSE.modules.iter().map(|module| root().join(&module.file)).collect();
    let mut files = Vec::new();
    for (_, file) in roots() {
        let (folder, _) = file.rsplit_once('/').expect("a root stands in a folder");
        collect_rust(&root().join(folder), &mut files);
    }
    let is_test = |part: &OsStr| part == "tests" || part == "tests.rs";
    files.retain(|file| {
        let inside = file.strip_prefix(root()).expect("a file of the repository");
        !known.contains(file) && !inside.iter().skip(1).any(is_test)
    });
    assert!(files.is_empty(), "no `mod` leads to them: {files:?}");
    assert!(known.len() >= 250, "too few sources found: {}", known.len());
}

fn assert_none(trespasses: &[String]) {
    let told = trespasses.join("\n");
    assert!(trespasses.is_empty(), "dependencies in the wrong direction:\n{told}");
}
