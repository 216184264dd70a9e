//! Tests of the path reader, on in-memory sources.

use super::{
    graph,
    house::House,
    source::{Role, Source},
};

/// The paths of a source, without those of `use`.
fn inline(text: &str) -> Vec<String> {
    let source = Source::read(text).expect("valid Rust");
    let named = source.named.iter().filter(|named| named.role == Role::Inline);
    named.map(|named| named.segments.join("::")).collect()
}

/// Each name that a source imports, with its path.
fn imports(text: &str) -> Vec<(String, String)> {
    let source = Source::read(text).expect("valid Rust");
    let named = source.named.into_iter().filter_map(|named| match named.role {
        Role::Import { name, .. } => Some((name, named.segments.join("::"))),
        _ => None,
    });
    named.collect()
}

/// A crate `ptp-a` of these files, and a crate `ptp-b` of one file.
fn house(files: &[(&str, &str)]) -> House {
    let mut house = House::default();
    let read = |wanted: &str| {
        let found = files.iter().find(|(file, _)| *file == wanted);
        found.map(|(_, text)| (*text).to_owned())
    };
    house.add("ptp-b", "b/lib.rs", &|_| Some("pub mod far { pub struct Far; }".to_owned()));
    house.add("ptp-a", "a/lib.rs", &read);
    house
}

/// Every path between two files, as `from -> to`, each once.
fn edges(files: &[(&str, &str)]) -> Vec<String> {
    let house = house(files);
    let mut edges: Vec<_> = house
        .edges()
        .iter()
        .map(|edge| [edge.from, edge.to].map(|module| house.modules[module].file.as_str()))
        .map(|[from, to]| format!("{from} -> {to}"))
        .collect();
    edges.sort();
    edges.dedup();
    edges
}

#[test]
fn paths_are_found_in_types_expressions_patterns_and_bounds() {
    let text = "
        fn f<T: crate::a::Bound>(x: &[super::b::B]) -> Option<self::c::C> {
            let y: <T as ptp_b::Far>::Out = crate::d::make::<crate::e::E>();
            match y { crate::g::Y::One => ::ptp_b::far(), _ => crate::h::CONST }
        }";
    let found = inline(text);
    for path in [
        "crate::a::Bound",
        "super::b::B",
        "self::c::C",
        "ptp_b::Far::Out",
        "crate::d::make",
        "crate::e::E",
        "crate::g::Y::One",
        "::ptp_b::far",
        "crate::h::CONST",
    ] {
        assert!(found.iter().any(|found| found == path), "{path} in {found:?}");
    }
}

#[test]
fn nested_groups_renames_and_self_are_distinguished() {
    let text = "use crate::{a::{self, B as C}, d::{e::F, self as g}}; use x as _;";
    let told = [
        ("a", "crate::a"),
        ("C", "crate::a::B"),
        ("F", "crate::d::e::F"),
        ("g", "crate::d"),
        ("_", "x"),
    ];
    assert_eq!(imports(text), told.map(|(name, path)| (name.to_owned(), path.to_owned())));
}

#[test]
fn paths_are_found_in_the_arguments_of_macros_and_attributes() {
    let text = "
        #[derive(crate::a::Shown)]
        #[schema(value_type = Option<crate::b::B>, example = json!(super::c::make()))]
        struct S;
        routes! { v1: d::list::handle, e::read::<F>::handle, G::new(), h(), i.j(), ..K }
        macro_rules! m { ($x:ident) => { $crate::l::L; use crate::n::{O, p::Q}; $x::r() } }";
    let told = "crate::a::Shown Option crate::b::B json super::c::make d::list::handle e::read F \
                G::new h K crate::l::L crate::n::O crate::n::p::Q";
    let found = inline(text);
    for path in told.split_whitespace() {
        assert!(found.iter().any(|found| found == path), "{path} in {found:?}");
    }
    for path in ["handle", "j", "i", "x::r", "r", "x", "ident", "v1"] {
        assert!(found.iter().all(|found| found != path), "{path} in {found:?}");
    }
}

#[test]
fn comments_strings_docs_and_tests_are_ignored() {
    let text = r#"
        //! [`crate::a::A`]
        /// [`crate::b::B`]
        fn f() { let _ = "crate::c::C"; /* crate::d::D */ m!("crate::e::E"); }
        #[cfg(test)] mod tests { use crate::f::F; }
        #[cfg(all(test, unix))] fn g() { crate::g::G }
        #[test] fn h() { crate::h::H }
        impl f { #[cfg(test)] fn i() { crate::i::I } }
        #[cfg(not(test))] fn j() { crate::j::J }"#;
    let found = inline(text);
    let paths: Vec<_> = found.iter().filter(|path| path.contains("::")).collect();
    assert_eq!(paths, ["crate::j::J"]);
    assert!(imports(text).is_empty());
}

#[test]
fn a_route_generated_by_a_macro_is_found() {
    for (text, handles) in [
        ("#[get(\"/poles\")] async fn handle() {}", true),
        ("#[actix_web::post(\"/poles\")] async fn handle() {}", true),
        ("macro_rules! step { () => { #[post(\"/publish\")] async fn publish() {} } }", true),
        ("#[utoipa::path(get, path = \"/poles\")] fn get() {}", false),
    ] {
        assert_eq!(Source::read(text).expect("valid Rust").handles, handles, "{text}");
    }
}

#[test]
fn a_path_leads_to_the_file_that_defines_what_it_names() {
    let found = edges(&[
        ("a/lib.rs", "mod outer; mod user; mod words; pub use outer::Deep;"),
        ("a/outer/mod.rs", "mod deep; mod all; pub use deep::Deep as Renamed; pub use all::*;"),
        ("a/outer/deep.rs", "pub struct Deep; impl Deep { fn f() -> super::Every { loop {} } }"),
        ("a/outer/all.rs", "words! { pub enum Every { One } }"),
        (
            "a/user.rs",
            "use crate::outer; fn f(x: outer::Renamed) -> ptp_b::far::Far { crate::words::W }",
        ),
        (
            "a/words.rs",
            "mod inner { pub(crate) struct W; use super::super::user::X; }\npub use inner::W;",
        ),
    ]);
    let told = [
        "a/outer/deep.rs -> a/outer/all.rs",
        "a/user.rs -> a/outer/deep.rs",
        "a/user.rs -> a/outer/mod.rs",
        "a/user.rs -> a/words.rs",
        "a/user.rs -> b/lib.rs",
        "a/words.rs -> a/user.rs",
    ];
    assert_eq!(found, told);
}

#[test]
fn reexports_count_only_where_they_are_used() {
    let inner = ("a/inner.rs", "pub struct Inner;");
    assert!(edges(&[("a/lib.rs", "mod inner; pub use inner::Inner;"), inner]).is_empty());
    let used = "mod inner; pub use inner::Inner; fn f(inner: Inner) {}";
    assert_eq!(edges(&[("a/lib.rs", used), inner]), ["a/lib.rs -> a/inner.rs"]);
}

#[test]
fn a_folder_that_reexports_from_another_counts_too() {
    let found = edges(&[
        ("a/lib.rs", "mod front; mod back; mod user;"),
        ("a/front.rs", "pub use crate::back::Back;"),
        ("a/back.rs", "pub struct Back;"),
        ("a/user.rs", "fn f(back: crate::front::Back) {}"),
    ]);
    let told = ["a/front.rs -> a/back.rs", "a/user.rs -> a/back.rs", "a/user.rs -> a/front.rs"];
    assert_eq!(found, told);
}

#[test]
fn the_shortest_cycle_is_reported_with_a_path_per_edge() {
    let house = house(&[
        ("a/lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a/a.rs", "use crate::b::B; pub struct A;"),
        ("a/b.rs", "pub struct B;\nfn f() { crate::c::g() }"),
        ("a/c/mod.rs", "mod e;\npub fn g() { e::e() }"),
        ("a/c/e.rs", "pub fn e() { crate::a::A; crate::d::D; super::g() }"),
        ("a/d.rs", "pub struct D;"),
    ]);
    let mut told = Vec::new();
    for (folder, graph) in graph::folders(&house) {
        let circles = graph::circles(&graph);
        told.extend(circles.iter().map(|circle| graph::shown(&folder, &graph, circle)));
    }
    let round = "a/c/mod.rs:\n  e -> mod.rs: a/c/e.rs:1 names super::g\n  \
                 mod.rs -> e: a/c/mod.rs:2 names e::e";
    let wide = "a/lib.rs:\n  a -> b: a/a.rs:1 names crate::b::B\n  \
                b -> c: a/b.rs:2 names crate::c::g\n  c -> a: a/c/e.rs:1 names crate::a::A";
    assert_eq!(told, [round, wide]);
}
