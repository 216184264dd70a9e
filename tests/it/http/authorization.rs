//! Authorisation: every operation of the contract, by every kind of caller, against the policy.

use std::collections::BTreeSet;

use ptp_domain::policy::{Action, Grant, Role, grant};
use ptp_domain::vocabulary::Vocabulary as _;
use ptp_tests::fixtures::OTHER;
use ptp_tests::fixtures::json::{call, pole, with};
use ptp_tests::fixtures::steps::{published, recognised_under};
use ptp_tests::{Caller, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;
use super::operations::{Row, operations, rows};

on_both_databases!(
    the_api_enforces_the_policy_and_nothing_else,
    drafts_of_others_are_hidden,
    persons_are_shown_to_the_owner_and_to_officials_only,
);

/// A kind of caller.
struct Asker {
    caller: for<'a> fn(&'a TestApp) -> Caller<'a>,
    roles: &'static [Role],
    /// Whether the caller owns the poles and applications.
    is_owner: bool,
}

/// The owner and the official come last: their success shows that refused requests had no effect.
const ASKERS: [Asker; 5] = [
    Asker { caller: TestApp::anonymous, roles: &[Role::Anyone], is_owner: false },
    Asker { caller: TestApp::holder, roles: &[Role::Anyone, Role::Holder], is_owner: false },
    Asker {
        caller: |app| app.applicant_of(OTHER),
        roles: &[Role::Anyone, Role::Holder, Role::Applicant],
        is_owner: false,
    },
    Asker {
        caller: TestApp::applicant,
        roles: &[Role::Anyone, Role::Holder, Role::Applicant],
        is_owner: true,
    },
    Asker {
        caller: TestApp::official,
        roles: &[Role::Anyone, Role::Holder, Role::Official],
        is_owner: false,
    },
];

impl Asker {
    /// The status expected by the policy, and the problem if it is a refusal.
    fn expected(&self, row: &Row) -> (u16, Option<&'static str>) {
        let grant = self.roles.iter().map(|role| grant(*role, row.action)).max().unwrap();
        match grant {
            Grant::Nothing if self.roles == [Role::Anyone] => (401, Some("unauthenticated")),
            Grant::Nothing => (403, Some("forbidden")),
            Grant::Everything => (row.success, None),
            Grant::Own if self.is_owner => (row.success, None),
            Grant::Own | Grant::Public => match row.strangers {
                404 => (404, Some("not-found")),
                422 => (422, Some("invalid-body")),
                status => (status, None),
            },
        }
    }
}

async fn the_api_enforces_the_policy_and_nothing_else(app: TestApp) {
    let operations = operations();
    let covered: BTreeSet<_> = rows().map(|row| row.action).collect();
    assert_eq!(covered, Action::ALL.iter().copied().collect());
    assert_eq!(covered, operations.keys().copied().collect());
    let open = published(&app, &call()).await;
    for row in rows() {
        let operation = &operations[&row.action];
        let mut untouched = None;
        for asker in &ASKERS {
            let made = match untouched.take() {
                Some(made) => made,
                None => row.given.make(&app, &open).await,
            };
            let body = row.body.map(|body| body(&made));
            let answer = operation.ask(&(asker.caller)(&app), &made, body.as_ref()).await;
            let (status, problem) = asker.expected(row);
            let told = format!(
                "{} by {:?}, owner: {}: {}",
                row.action.code(),
                asker.roles,
                asker.is_owner,
                answer.text
            );
            assert_eq!(answer.status.as_u16(), status, "{told}");
            assert!(operation.statuses.contains(&status), "{told}");
            if let Some(slug) = problem {
                answer.expect_problem(status, slug);
            }
            if problem.is_some() || operation.method == Method::GET {
                untouched = Some(made);
            }
        }
    }
}

async fn drafts_of_others_are_hidden(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = format!("/v1/poles/{}", made.id());
    let other = app.applicant_of("01234560157");
    for caller in [&other, &app.anonymous()] {
        for below in ["", "/members", "/compliance", "/compliance/timeline"] {
            caller.get(&format!("{path}{below}")).await.expect_problem(404, "not-found");
        }
    }
    other.patch(&path, &json!({"name": "Mio"}), "*").await.expect_problem(404, "not-found");
    other.delete(&path, "*").await.expect_problem(404, "not-found");
    other.get(&format!("{path}/actions")).await.expect_problem(404, "not-found");
    assert_eq!(other.get("/v1/poles").await.expect(200).body["items"], json!([]));
    assert_eq!(app.official().get(&path).await.expect(200).body["name"], made.body["name"]);
}

async fn persons_are_shown_to_the_owner_and_to_officials_only(app: TestApp) {
    let call = published(&app, &call()).await;
    let path = recognised_under(&app, &call, &with_persons()).await.path;
    let other = app.applicant_of("01234560157");
    let (owner, official, public) = (app.applicant(), app.official(), app.anonymous());
    let members = format!("{path}/members");
    for place in [&path, &members] {
        let full = owner.get(place).await.expect(200);
        for secret in ["RSSMRA80A01F205X", "Ada Rossi", "ada@example.it"] {
            assert!(full.text.contains(secret), "{secret} of {place}");
            assert!(official.get(place).await.expect(200).text.contains(secret));
            for stranger in [&public, &other] {
                let seen = stranger.get(place).await.expect(200);
                assert!(!seen.text.contains(secret), "{secret} of {place}");
                assert_ne!(seen.etag(), full.etag());
            }
        }
    }
    let seen = public.get(&path).await.expect(200);
    assert_eq!(seen.body["status"], "recognised");
    assert!(seen.body.get("contacts").is_none());
    // Public, but only its owner may change it.
    other.patch(&path, &json!({"name": "Mio"}), "*").await.expect_problem(404, "not-found");
    other.delete(&path, "*").await.expect_problem(404, "not-found");
}

/// A pole with personal data.
fn with_persons() -> Value {
    let contact = json!([{"role": "information", "name": "Ada Rossi", "email": "ada@example.it"}]);
    let mut body = with(pole(), &json!({"contacts": contact}));
    body["members"][3]["tax_code"] = json!("RSSMRA80A01F205X");
    body["members"][3]["contacts"] = contact;
    body["members"][3]["company"]["commitment"]["signatory"] = json!("Ada Rossi");
    body
}
