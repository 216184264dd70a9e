//! The tables in `docs/` say what the code says: `UPDATE_DOCS=1 cargo test` rewrites them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use ptp_domain::policy::{Action, Actor, Bearer, Grant, Owner, Refused, Role, grant};
use ptp_domain::rules::Rule;
use ptp_domain::rules::ruleset::{Parameters, PlanActions, ReferenceDate, RulesetId};
use ptp_domain::vocabulary::Vocabulary;

use super::members::tax_code_of;

/// Compares a document with what it should be, or rewrites it.
pub(crate) fn golden(name: &str, text: &str) {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs")).join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, text).expect("a document to write");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == text, "docs/{name} is out of date: run with UPDATE_DOCS=1");
}

pub(crate) fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<_> = cells.into_iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

const fn word(grant: Grant) -> &'static str {
    match grant {
        Grant::Nothing => "–",
        Grant::Public => "public",
        Grant::Own => "own",
        Grant::Everything => "everything",
    }
}

#[test]
fn the_policy_is_the_one_in_the_docs() {
    let mut text = String::from(
        "# Who may do what\n\n\
         Written by a test from `crates/domain/src/policy.rs`: do not edit.\n\n\
         How far a right goes: `public` what is public; `own` what is one's own, to read also what \
         is public; `everything`; – nothing. A caller has the rights of all its roles: of `anyone` \
         always, of `holder` with a valid token.\n\n",
    );
    text += &row(std::iter::once("action").chain(Role::ALL.iter().map(|role| role.code())));
    text += &row(std::iter::once("---").chain(Role::ALL.iter().map(|_| "---")));
    for action in Action::ALL {
        let code = format!("`{}`", action.code());
        let grants = Role::ALL.iter().map(|role| word(grant(*role, *action)));
        text += &row(std::iter::once(code.as_str()).chain(grants));
    }
    golden("policy.md", &text);
}

#[test]
fn the_regulation_is_the_one_in_the_docs() {
    let mut text = String::from(
        "# The regulation\n\n\
         Written by a test from `crates/domain/src/rules`: do not edit.\n\n## Rules\n\n",
    );
    text += &row(["rule", "testo", "text", "source"]);
    text += &row(["---"; 4]);
    for rule in Rule::ALL {
        let (code, words, source) = (format!("`{}`", rule.code()), rule.text(), rule.source());
        text += &row([code.as_str(), &words.it, &words.en, &source.en]);
    }
    text += "\n## Rulesets\n\n";
    for id in RulesetId::ALL {
        let (label, source) = (id.label(), id.source());
        let version = id.ruleset().version;
        writeln!(text, "- `{}`, version {version}: {}. {}", id.code(), label.en, source.en)
            .expect("a line");
    }
    text += "\n## Parameters\n\n";
    let columns: Vec<_> =
        RulesetId::ALL.iter().map(|id| parameters(&id.ruleset().parameters)).collect();
    text += &row(std::iter::once("parameter").chain(RulesetId::ALL.iter().map(|id| id.code())));
    text += &row(std::iter::once("---").chain(RulesetId::ALL.iter().map(|_| "---")));
    for (index, (name, _)) in columns[0].iter().enumerate() {
        let values = columns.iter().map(|column| column[index].1.as_str());
        text += &row(std::iter::once(format!("`{name}`").as_str()).chain(values));
    }
    golden("regulation.md", &text);
}

/// The name and the value of each parameter; the compiler asks for every one.
fn parameters(parameters: &Parameters) -> Vec<(&'static str, String)> {
    fn codes<V: Vocabulary>(words: impl IntoIterator<Item = V>) -> String {
        words.into_iter().map(Vocabulary::code).collect::<Vec<_>>().join(", ")
    }
    let yes_or_no = |yes| String::from(if yes { "yes" } else { "no" });
    let Parameters {
        min_schools,
        min_companies,
        min_section_a,
        min_its,
        its_grace_years,
        its_grace_until,
        seniority_years,
        seniority_binds,
        anniversary,
        requirements_bind,
        provisional_accreditation_counts,
        secondary_track,
        secondary_ateco,
        unmapped_ateco,
        other_kinds,
        plan_actions: PlanActions { work_linked_training, curricular_flexibility },
        one_slot_each,
        exclude_its_founders,
        require_company_registration,
        require_confirmation,
        allowed_areas,
        reference_date,
    } = parameters;
    let until = its_grace_until.map_or_else(|| "–".to_owned(), |last| last.to_string());
    let years = if its_grace_until.is_some() { "–".into() } else { its_grace_years.to_string() };
    let areas = if allowed_areas.is_empty() { "all".into() } else { codes(allowed_areas.clone()) };
    let reference = match reference_date {
        ReferenceDate::Closing => "closing".to_owned(),
        ReferenceDate::Receipt => "receipt".to_owned(),
        ReferenceDate::On(day) => day.to_string(),
    };
    vec![
        ("min_schools", min_schools.to_string()),
        ("min_companies", min_companies.to_string()),
        ("min_section_a", min_section_a.to_string()),
        ("min_its", min_its.to_string()),
        ("its_grace_years", years),
        ("its_grace_until", until),
        ("seniority_years", seniority_years.to_string()),
        ("seniority_binds", codes(seniority_binds.clone())),
        ("anniversary", codes([*anniversary])),
        ("requirements_bind", codes([*requirements_bind])),
        ("provisional_accreditation_counts", yes_or_no(*provisional_accreditation_counts)),
        ("secondary_track", codes([*secondary_track])),
        ("secondary_ateco", codes([*secondary_ateco])),
        ("unmapped_ateco", codes([*unmapped_ateco])),
        ("other_kinds", codes([*other_kinds])),
        (
            "plan_actions",
            format!(
                "{work_linked_training} work_linked_training, \
                 {curricular_flexibility} curricular_flexibility"
            ),
        ),
        ("one_slot_each", yes_or_no(*one_slot_each)),
        ("exclude_its_founders", yes_or_no(*exclude_its_founders)),
        ("require_company_registration", yes_or_no(*require_company_registration)),
        ("require_confirmation", yes_or_no(*require_confirmation)),
        ("allowed_areas", areas),
        ("reference_date", reference),
    ]
}

// What the policy means for a caller.

fn bearer(roles: &[Role]) -> Bearer {
    Bearer {
        issuer: "https://issuer.example".to_owned(),
        subject: "somebody".to_owned(),
        client: None,
        roles: roles.iter().copied().collect(),
        organisation: Some(tax_code_of("S1")),
    }
}

#[test]
fn a_token_gives_every_right_that_anyone_has() {
    for action in Action::ALL {
        let anyone = grant(Role::Anyone, *action);
        for role in Role::ALL {
            assert!(grant(*role, *action) >= anyone, "{role:?} {action:?}");
        }
    }
}

#[test]
fn a_scope_reaches_as_far_as_the_best_of_the_callers_roles() {
    let owner = Owner::Organisation(tax_code_of("S1"));
    let caller = |roles: &[Role]| Actor::Bearer(bearer(roles));
    let scope = |actor: &Actor, action| actor.scope(action).expect("a scope");

    let public = scope(&Actor::Anonymous, Action::ReadPole);
    assert!(!public.is_everything() && public.own().is_none());
    let own = scope(&caller(&[Role::Applicant]), Action::ReadPole);
    assert!(!own.is_everything() && own.own() == Some(&owner));
    assert!(own.shows_personal_data_of(&owner));
    assert!(!public.shows_personal_data_of(&owner));
    let both = caller(&[Role::Applicant, Role::Official]);
    assert!(scope(&both, Action::ReadPole).is_everything());
    assert_eq!(scope(&both, Action::ChangePole).own(), Some(&owner));
}

#[test]
fn who_may_not_is_told_whether_a_token_could_help() {
    assert_eq!(Actor::Anonymous.scope(Action::CreatePole), Err(Refused::Unauthenticated));
    let holder = Actor::Bearer(bearer(&[]));
    assert_eq!(holder.scope(Action::CreatePole), Err(Refused::Forbidden));
    let nobody = Bearer { organisation: None, ..bearer(&[Role::Applicant]) };
    assert!(matches!(nobody.owner(), Owner::Subject { .. }));
}
