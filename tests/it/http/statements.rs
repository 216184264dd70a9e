//! How many statements an operation sends to PostgreSQL, BEGIN and COMMIT included: each is a round
//! trip. ROLLBACK is not counted: it is sent once the answer is out.
//!
//! The numbers only shrink. SQLite executes the same statements, without a round trip. A change reads
//! and judges in a transaction of its own, whose BEGIN counts too: nobody waits for it.

use ptp_store::DatabaseKind;
use ptp_tests::fixtures::json::{call, company, pole};
use ptp_tests::fixtures::steps::{drafted, published, recognised, submit, submitted};
use ptp_tests::statements::Logged;
use ptp_tests::{Answer, TestApp};
use serde_json::json;

use super::procedure::tag;

/// What an operation sends, shortened.
async fn sent(logged: &Logged, request: impl Future<Output = Answer>) -> Vec<String> {
    let waited_for = || {
        let mut statements = logged.statements();
        statements.retain(|statement| statement != "ROLLBACK");
        statements
    };
    let before = waited_for().len();
    let answer = request.await;
    assert!(answer.status.is_success(), "{} {}", answer.status, answer.text);
    let statements = waited_for().split_off(before);
    statements.into_iter().map(|one| one.chars().take(110).collect()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn operations_keep_to_their_number_of_statements() {
    let first = TestApp::on(DatabaseKind::Postgres).start().await;
    let logged = Logged::replica_of(&first).await;
    let app = &logged.app;
    let owner = app.applicant();
    let body = pole();
    let call = published(app, &call()).await;
    let (draft, candidate) = (drafted(app, &body).await, drafted(app, &body).await);
    let register = recognised(app).await;
    let application = submitted(app).await.path;
    let member = register.member(2);
    let of_draft = {
        let members = owner.get(&draft).await.expect(200).body["members"].clone();
        format!("{draft}/members/{}", members[2]["id"].as_str().unwrap())
    };
    let renamed = json!({"name": "Altra"});
    let (tag_of_member, tag_of_draft) = (tag(app, &member).await, tag(app, &of_draft).await);
    let key = [("idempotency-key", "k")];

    let mut over = Vec::new();
    let mut check = |what: &str, budget: usize, sent: Vec<String>| {
        if sent.len() != budget {
            over.push(format!(
                "{what}: {} instead of {budget}\n  {}",
                sent.len(),
                sent.join("\n  ")
            ));
        }
    };
    check("read a pole", 2, sent(&logged, owner.get(&draft)).await);
    check("list poles", 2, sent(&logged, app.anonymous().get("/v1/poles")).await);
    // Their calls say who is responsible.
    check("list applications", 3, sent(&logged, app.official().get("/v1/applications")).await);
    // The end of the log first: a page without a match moves on to it.
    check("read events", 3, sent(&logged, app.official().get("/v1/events")).await);
    check("create a pole", 8, sent(&logged, owner.post("/v1/poles", &body)).await);
    let post = owner.send(reqwest::Method::POST, "/v1/poles", Some(&body), &key);
    check("create a pole, with a key", 12, sent(&logged, post).await);
    let new = company("Nuova S.p.A.", "01234567897", "28.41");
    let members = format!("{draft}/members");
    check("add a member to a draft", 7, sent(&logged, owner.post(&members, &new)).await);
    let change = owner.patch(&of_draft, &renamed, &tag_of_draft);
    check("change a member of a draft", 8, sent(&logged, change).await);
    let change = owner.patch(&member, &renamed, &tag_of_member);
    check("change a member of a recognised pole", 13, sent(&logged, change).await);
    check("submit", 13, sent(&logged, submit(&owner, &call, &candidate)).await);
    let (official, seen) = (app.official(), tag(app, &application).await);
    let (review, nothing) = (format!("{application}/review"), json!({}));
    let review = official.post_seen(&review, &nothing, &seen);
    check("review", 10, sent(&logged, review).await);
    assert!(over.is_empty(), "{}", over.join("\n"));
}
