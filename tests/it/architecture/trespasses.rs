//! Violations of the dependency rules, and tests of the rules with in-memory crates.

use super::{
    graph::told,
    house::{House, Module},
    rules,
};

impl House {
    /// Every path that `judge` objects to, with the objection.
    pub(super) fn trespasses(
        &self,
        judge: impl Fn(&Module, &Module, &[String]) -> Option<String>,
    ) -> Vec<String> {
        let edges = self.edges();
        let judged = edges.iter().filter_map(|edge| {
            let (from, to) = (&self.modules[edge.from], &self.modules[edge.to]);
            let why = judge(from, to, &edge.named.segments)?;
            Some(format!("{}: {why}", told(self, edge)))
        });
        judged.collect()
    }
}

/// Crates of one file each.
fn house(crates: &[(&str, &str)]) -> House {
    let mut house = House::default();
    for (member, text) in crates {
        house.add(member, "src/lib.rs", &|_| Some((*text).to_owned()));
    }
    house
}

/// The violations among modules, as if each were in its own file.
fn judged(
    mut house: House,
    judge: impl Fn(&Module, &Module, &[String]) -> Option<String>,
) -> Vec<String> {
    for (place, module) in house.modules.iter_mut().enumerate() {
        module.home = place;
        module.file = module.path.join("/");
    }
    house.trespasses(judge)
}

#[test]
fn a_resource_may_name_cases_itself_and_what_it_nests() {
    let api = "
        pub struct App;
        mod cases { pub struct Case; }
        mod contract { pub struct Contract; }
        mod resources {
            pub struct All; fn routes() { poles::create::handle; members::add::handle }
            mod poles {
                mod create { #[post(\"/poles\")] fn handle() {
                    crate::cases::Case; super::document::Pole; ptp_http::Body;
                } }
                mod document {
                    pub struct Pole; type M = crate::resources::members::document::Member;
                }
            }
            mod members {
                mod add { #[post(\"/members\")] fn handle() { crate::contract::Contract; } }
                mod document { pub struct Member; type P = super::super::poles::document::Pole; }
                mod read { use crate::{App, resources::poles::create::handle}; }
            }
            mod calls { fn f() { crate::resources::members::document::Member; super::All; } }
        }";
    let house = house(&[("ptp-http", "pub struct Body;"), ("ptp-api", api)]);
    let told = [
        "resources/members/add:16 names crate::contract::Contract: \
         a resource knows nothing of contract",
        "resources/members/document:17 names super::super::poles::document::Pole: \
         members shows nothing of poles",
        "resources/members/read:18 names crate::App: a resource knows nothing of lib.rs",
        "resources/members/read:18 names crate::resources::poles::create::handle: \
         resources/poles/create handles routes of poles",
        "resources/calls:20 names crate::resources::members::document::Member: \
         calls shows nothing of members",
        "resources/calls:20 names super::All: calls shows nothing of mod.rs",
    ];
    assert_eq!(judged(house, |from, to, _| rules::by_a_resource(from, to)), told);
}

#[test]
fn a_case_may_name_no_resource() {
    let api = "
        mod cases { fn f(x: crate::resources::poles::Pole, y: crate::state::State) {} }
        mod resources { pub mod poles { pub struct Pole; } }
        mod state { pub struct State; }";
    let told = ["cases:2 names crate::resources::poles::Pole: \
         what several resources need knows none of them"];
    let house = house(&[("ptp-api", api)]);
    assert_eq!(judged(house, |from, to, _| rules::by_a_case(from, to)), told);
}

#[test]
fn a_shared_crate_names_no_subject_no_store_and_little_of_the_domain() {
    let domain = "pub mod policy { pub struct Action; } pub mod pole { pub struct Pole; }";
    let http = "
        mod members { pub struct List; }
        mod merge { pub struct CallView; pub fn members() {} }
        fn f() {
            ptp_domain::policy::Action; merge::members(); Service::call();
            ptp_domain::pole::Pole; ptp_store::Store; ptp_auth::Key;
            members::List; merge::CallView;
        }";
    let house = house(&[
        ("ptp-domain", domain),
        ("ptp-store", "pub struct Store;"),
        ("ptp-auth", "pub struct Key;"),
        ("ptp-http", http),
    ]);
    let told = [
        ":6 names ptp_domain::pole::Pole: ptp-http has no use for pole of the domain",
        ":6 names ptp_store::Store: ptp-http does not know ptp-store",
        ":7 names members::List: ptp-http does not speak of members",
        ":7 names merge::CallView: ptp-http does not speak of call",
    ];
    assert_eq!(judged(house, rules::by_a_shared_crate), told);
}
