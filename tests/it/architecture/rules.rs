//! Which modules may depend on which.

use super::house::Module;

/// What every resource may use in its own crate, besides itself.
const COMMON: [&str; 1] = ["cases"];

/// Which resource shows what of another one in its documents, and why.
pub(super) const NESTING: [(&str, &str, &str); 23] = [
    ("applications", "compliance", "a decision shows the report that it rests on"),
    ("applications", "events", "a change shows who made it"),
    ("applications", "poles", "a snapshot holds the pole as it was handed in"),
    ("applications", "receipts", "an application shows its receipt"),
    ("calls", "reference", "a call holds its ruleset"),
    ("change_requests", "applications", "a request has the steps and the clock of an application"),
    (
        "change_requests",
        "compliance",
        "a request takes the changes of an evaluation, and shows reports",
    ),
    ("change_requests", "receipts", "a request, and what follows it, gets a receipt"),
    ("change_requests", "members", "a request takes members as they are written"),
    ("communications", "change_requests", "a communication has the effect of a request"),
    ("communications", "compliance", "a communication takes the changes of an evaluation"),
    ("communications", "receipts", "a communication gets a receipt"),
    ("communications", "events", "a communication shows who filed it"),
    ("compliance", "calls", "an evaluation takes a ruleset as a call holds it"),
    ("compliance", "members", "an evaluation takes members as they are written"),
    ("compliance", "poles", "an evaluation takes a pole as it is written"),
    ("compliance", "reference", "a report shows the ruleset in force"),
    ("memberships", "members", "a membership shows the member"),
    ("memberships", "poles", "a membership shows its pole"),
    ("poles", "members", "a pole shows its members"),
    ("reorganisations", "members", "a reorganisation takes successors as members, and names both"),
    ("versions", "members", "a comparison shows members before and after"),
    ("versions", "poles", "a comparison shows the pole before and after"),
];

/// The crates shared by all resources, with the modules of the domain that they may use.
pub(super) const SHARED: [(&str, &[&str]); 3] = [
    ("ptp-clock", &[]),
    ("ptp-auth", &["fault", "id", "identifier", "policy", "text", "vocabulary"]),
    (
        "ptp-http",
        &[
            "calendar",
            "fault",
            "id",
            "identifier",
            "language",
            "policy",
            "sentence",
            "text",
            "vocabulary",
        ],
    ),
];

/// The names of the resources, as words in identifiers.
const SUBJECTS: [&str; 12] = [
    "application",
    "applications",
    "call",
    "calls",
    "compliance",
    "member",
    "members",
    "pole",
    "poles",
    "receipts",
    "recognition",
    "recognitions",
];

/// Why a resource may not use a path, if so.
pub(super) fn by_a_resource(from: &Module, to: &Module) -> Option<String> {
    let ours = resource(from)?;
    if to.member != from.member {
        return None;
    }
    match to.path.first().map_or("lib.rs", String::as_str) {
        "resources" => {}
        folder if COMMON.contains(&folder) => return None,
        folder => return Some(format!("a resource knows nothing of {folder}")),
    }
    let theirs = to.path.get(1).map_or("mod.rs", String::as_str);
    if ours == theirs {
        None
    } else if to.handles {
        Some(format!("{} handles routes of {theirs}", to.file))
    } else if NESTING.iter().any(|(from, to, _)| (*from, *to) == (ours, theirs)) {
        None
    } else {
        Some(format!("{ours} shows nothing of {theirs}"))
    }
}

/// Why a shared crate may not use a path, if so.
pub(super) fn by_a_shared_crate(from: &Module, to: &Module, path: &[String]) -> Option<String> {
    let domain = domain_for(&from.member)?;
    if to.member == "ptp-domain" {
        let theirs = to.path.first().map_or("lib.rs", String::as_str);
        let may = domain.contains(&theirs);
        return (!may).then(|| format!("{} has no use for {theirs} of the domain", from.member));
    }
    if domain_for(&to.member).is_none() {
        return Some(format!("{} does not know {}", from.member, to.member));
    }
    subject(path).map(|word| format!("{} does not speak of {word}", from.member))
}

/// Why the cases may not use a path, if so: those that lead to a resource.
pub(super) fn by_a_case(from: &Module, to: &Module) -> Option<String> {
    (is_case(from) && is_within(to, "resources"))
        .then(|| "what several resources need knows none of them".to_owned())
}

/// The resource that a module belongs to; `None` for their common `mod.rs`, which may list them.
pub(super) fn resource(module: &Module) -> Option<&str> {
    let name = module.path.get(1).map(String::as_str);
    name.filter(|_| is_within(module, "resources"))
}

/// Whether a module belongs to the cases.
pub(super) fn is_case(module: &Module) -> bool {
    is_within(module, "cases")
}

/// Whether a module belongs to the sandbox, which has its own routes.
pub(super) fn is_sandbox(module: &Module) -> bool {
    is_within(module, "sandbox")
}

fn is_within(module: &Module, folder: &str) -> bool {
    module.member == "ptp-api" && module.path.first().is_some_and(|first| first == folder)
}

/// The modules of the domain that a shared crate may use.
fn domain_for(member: &str) -> Option<&'static [&'static str]> {
    SHARED.iter().find(|(shared, _)| *shared == member).map(|(_, domain)| *domain)
}

/// The resource named by a module or type in the path.
///
/// Functions are ignored: HTTP and JSON have calls and members too.
fn subject(segments: &[String]) -> Option<String> {
    let (last, modules) = segments.split_last()?;
    let types = Some(last).filter(|last| last.starts_with(char::is_uppercase));
    let mut words = modules.iter().chain(types).flat_map(|segment| words(segment));
    words.find(|word| SUBJECTS.contains(&word.as_str()))
}

/// The words of `a_name` or `AName`, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if letter == '_' || letter.is_uppercase() {
            words.push(String::new());
        }
        if letter != '_' {
            words.last_mut().expect("there is one").extend(letter.to_lowercase());
        }
    }
    words
}
