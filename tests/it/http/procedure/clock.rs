//! The clock of the procedure, and the office's worklist.

use ptp_tests::fixtures::json::{act, call, pole};
use ptp_tests::fixtures::steps::{Candidacy, candidacy, drafted, id_of, submit, submitted};
use ptp_tests::{Answer, TestApp};
use serde_json::{Value, json};

use super::{as_applicant, at, blocked, officially, on_both_databases, review, why};

on_both_databases!(
    the_clock_counts_and_is_suspended_once,
    case_15_the_first_day_of_a_suspension_is_not_counted,
    case_16_an_answer_ends_the_term_and_says_so_before,
    a_notice_suspends_and_silence_ends_the_suspension,
    an_office_lists_what_is_due,
    applications_due_earlier_by_silence_are_listed_by_that_day,
    applicants_list_their_own_applications,
);

async fn clock(app: &TestApp, path: &str) -> Value {
    app.official().get(path).await.expect(200).body["clock"].clone()
}

async fn the_clock_counts_and_is_suspended_once(app: TestApp) {
    let Candidacy { path, .. } = submitted(&app).await;
    let wanted = json!({"due_on": "2027-02-19", "overdue": false, "counted": [
        {"why": "running", "from": "2027-01-21", "until": "2027-02-19", "days": 30},
    ]});
    assert_eq!(clock(&app, &path).await, wanted);

    app.clock.set(at("2027-02-01T09:00:00Z"));
    review(&app, &path).await;
    let asked = json!({"requests": ["Accordo sottoscritto."]});
    officially(&app, &path, "integration-request", &asked).await.expect(200);
    let wanted = json!({
        "due_on": "2027-03-01", "overdue": false, "counted": [
        {"why": "running", "from": "2027-01-21", "until": "2027-02-01", "days": 12},
        {"why": "integration", "from": "2027-02-02", "until": "2027-02-11", "days": 0},
        {"why": "running", "from": "2027-02-12", "until": "2027-03-01", "days": 18},
    ]});
    assert_eq!(clock(&app, &path).await, wanted, "as if the answer came on the last day");
    app.clock.set(at("2027-02-02T09:00:00Z"));
    assert_eq!(clock(&app, &path).await["suspended_since"], "2027-02-02", "from the next day on");

    app.clock.set(at("2027-02-05T09:00:00Z"));
    let answer = json!({"text": "Si trasmette l'accordo."});
    let answered = as_applicant(&app, &path, "integration", &answer).await.expect(200);
    assert_eq!(answered.body["status"], "under_review");
    assert_eq!(clock(&app, &path).await["due_on"], "2027-02-23");
    assert_eq!(clock(&app, &path).await["suspended_since"], "2027-02-02");
    app.clock.set(at("2027-02-06T09:00:00Z"));
    assert!(clock(&app, &path).await.get("suspended_since").is_none());
    officially(&app, &path, "integration-request", &asked).await.expect(200);
    let second = clock(&app, &path).await;
    assert_eq!(second["due_on"], "2027-02-23", "only the first request suspends");
    assert!(second.get("suspended_since").is_none());

    for (now, overdue) in [("2027-02-23T22:59:59Z", false), ("2027-02-23T23:00:00Z", true)] {
        app.clock.set(at(now));
        assert_eq!(clock(&app, &path).await["overdue"], overdue, "{now}");
    }
    review(&app, &path).await;
    // Silence decides nothing: a decision is still due, and possible.
    officially(&app, &path, "admission", &act("2027-02-24")).await.expect(200);
}

async fn case_15_the_first_day_of_a_suspension_is_not_counted(app: TestApp) {
    app.clock.set(at("2027-01-18T09:00:00Z"));
    let (asked, prompt) = (submitted(&app).await, submitted(&app).await);
    assert_eq!(clock(&app, &asked.path).await["due_on"], "2027-02-17");
    app.clock.set(at("2027-01-20T09:00:00Z"));
    let papers = json!({"requests": ["Accordo sottoscritto."], "days": 10});
    for path in [&asked.path, &prompt.path] {
        review(&app, path).await;
        officially(&app, path, "integration-request", &papers).await.expect(200);
    }
    let answer = json!({"text": "Si trasmette l'accordo."});
    as_applicant(&app, &prompt.path, "integration", &answer).await.expect(200);
    let costs_nothing = clock(&app, &prompt.path).await;
    assert_eq!(costs_nothing["due_on"], "2027-02-17", "asked and answered on one day");
    assert_eq!(costs_nothing["counted"].as_array().unwrap().len(), 1);
    app.clock.set(at("2027-02-15T09:00:00Z"));
    assert_eq!(clock(&app, &asked.path).await["due_on"], "2027-02-27", "a Saturday");
    assert_eq!(list(&app, "due_within_days=12").await, [1, 2]);
    assert_eq!(list(&app, "due_within_days=11").await, [2]);
}

async fn case_16_an_answer_ends_the_term_and_says_so_before(app: TestApp) {
    let Candidacy { path, .. } = submitted(&app).await;
    review(&app, &path).await;
    let papers = json!({"requests": ["Accordo sottoscritto."]});
    officially(&app, &path, "integration-request", &papers).await.expect(200);
    let actions = format!("{path}/actions");
    let offered = app.applicant().get(&actions).await.expect(200).body;
    let items = offered["items"].as_array().unwrap();
    let told: Vec<_> = items.iter().filter(|item| item.get("consequence").is_some()).collect();
    assert_eq!(told.len(), 2);
    assert_eq!(told[0]["action"], "submit_integration");
    assert_eq!(told[1]["action"], "submit_observations");
    let consequence = told[0]["consequence"].as_str().unwrap();
    assert!(
        consequence.starts_with("La risposta chiude il termine per integrare"),
        "{consequence}"
    );

    let answer = json!({"text": "Si trasmette l'accordo."});
    let answered = as_applicant(&app, &path, "integration", &answer).await.expect(200);
    assert_eq!(answered.body["status"], "under_review");
    let again = as_applicant(&app, &path, "integration", &answer).await;
    let again = blocked(again, "wrong_state");
    assert!(again.body["detail"].as_str().unwrap().contains("in istruttoria"), "{}", again.text);
}

async fn a_notice_suspends_and_silence_ends_the_suspension(app: TestApp) {
    let Candidacy { path, .. } = submitted(&app).await;
    app.clock.set(at("2027-02-10T09:00:00Z"));
    review(&app, &path).await;
    officially(&app, &path, "rejection-notice", &why()).await.expect(200);
    let awaited = clock(&app, &path).await;
    // 21 days have passed; 10 to reply, 10 more after a reply, then the 9 that remain.
    assert_eq!(awaited["due_on"], "2027-03-11");
    app.clock.set(at("2027-02-11T09:00:00Z"));
    assert_eq!(clock(&app, &path).await["suspended_since"], "2027-02-11");
    app.clock.set(at("2027-02-21T09:00:00Z"));
    let silent = clock(&app, &path).await;
    assert_eq!(silent["due_on"], "2027-03-01");
    assert!(silent.get("suspended_since").is_none());
}

/// The protocols of a page, by number.
fn listed(answer: Answer) -> Vec<u32> {
    let answer = answer.expect(200);
    let items = answer.body["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["protocol"].as_str().unwrap().rsplit('/').next().unwrap().parse().unwrap())
        .collect()
}

async fn list(app: &TestApp, query: &str) -> Vec<u32> {
    listed(app.official().get(&format!("/v1/applications?{query}")).await)
}

async fn an_office_lists_what_is_due(app: TestApp) {
    let usual = submitted(&app).await;
    let mut brief = call();
    brief["procedure_days"] = json!(10);
    let brief = candidacy(&app, &brief, &pole()).await;
    let decided = submitted(&app).await;
    review(&app, &decided.path).await;
    officially(&app, &decided.path, "admission", &act("2027-01-20")).await.expect(200);
    assert_eq!(clock(&app, &brief.path).await["due_on"], "2027-01-30");

    for (query, wanted) in [
        ("", vec![1, 2, 3]),
        ("sort=-received_at", vec![3, 2, 1]),
        ("sort=due_on", vec![2, 1]),
        ("sort=-due_on", vec![1, 2]),
        ("due_within_days=9", vec![]),
        ("due_within_days=10", vec![2]),
        ("due_within_days=29", vec![2]),
        ("due_within_days=30&sort=-due_on", vec![1, 2]),
        ("status=admitted", vec![3]),
        ("status=submitted", vec![1, 2]),
        ("status=rejected", vec![]),
    ] {
        assert_eq!(list(&app, query).await, wanted, "{query}");
    }
    let call_id = id_of(&usual.call);
    assert_eq!(list(&app, &format!("call_id={call_id}")).await, [1]);
    let pole_id = id_of(&decided.pole);
    assert_eq!(list(&app, &format!("pole_id={pole_id}")).await, [3]);

    let page = app.official().get("/v1/applications?sort=due_on&limit=1").await.expect(200);
    let cursor = page.body["next_cursor"].as_str().unwrap().to_owned();
    assert_eq!(listed(page), [2]);
    assert_eq!(list(&app, &format!("sort=due_on&limit=1&cursor={cursor}")).await, [1]);
    let other = app.official().get(&format!("/v1/applications?cursor={cursor}")).await;
    other.expect_problem(400, "malformed-parameter");

    app.clock.set(at("2027-02-10T09:00:00Z"));
    assert_eq!(clock(&app, &brief.path).await["overdue"], true);
    assert_eq!(list(&app, "due_within_days=0").await, [2], "what is overdue is due");
    for query in ["due_within_days=366", "due_within_days=-1", "status=lost", "owner=me"] {
        let refused = app.official().get(&format!("/v1/applications?{query}")).await;
        refused.expect_problem(400, "malformed-parameter");
    }
}

/// If a notice is not answered, the last day to decide is up to ten days earlier than it was while
/// an answer was awaited, without any act (L. 241/1990, art. 10-bis).
async fn applications_due_earlier_by_silence_are_listed_by_that_day(app: TestApp) {
    let noticed = submitted(&app).await;
    review(&app, &noticed.path).await;
    officially(&app, &noticed.path, "rejection-notice", &why()).await.expect(200);
    let mut longer = call();
    longer["procedure_days"] = json!(45);
    let longer = candidacy(&app, &longer, &pole()).await;
    assert_eq!(clock(&app, &noticed.path).await["due_on"], "2027-03-11");
    assert_eq!(clock(&app, &longer.path).await["due_on"], "2027-03-06");
    assert_eq!(list(&app, "sort=due_on").await, [2, 1]);

    app.clock.set(at("2027-03-05T09:00:00Z"));
    let silent = clock(&app, &noticed.path).await;
    assert_eq!((&silent["due_on"], &silent["overdue"]), (&json!("2027-03-01"), &json!(true)));
    for (query, wanted) in [
        ("due_within_days=0", vec![1]),
        ("due_within_days=1", vec![1, 2]),
        ("sort=due_on", vec![1, 2]),
        ("sort=-due_on", vec![2, 1]),
        ("sort=due_on&due_within_days=0", vec![1]),
    ] {
        assert_eq!(list(&app, query).await, wanted, "{query}");
    }
    let page = app.official().get("/v1/applications?sort=due_on&limit=1").await.expect(200);
    let cursor = page.body["next_cursor"].as_str().unwrap().to_owned();
    assert_eq!(listed(page), [1]);
    assert_eq!(list(&app, &format!("sort=due_on&limit=1&cursor={cursor}")).await, [2]);
}

async fn applicants_list_their_own_applications(app: TestApp) {
    let Candidacy { path, call, .. } = submitted(&app).await;
    let other = app.applicant_of("01234560157");
    let theirs = other.post("/v1/poles", &pole()).await.expect(201);
    let theirs = submit(&other, &call, theirs.header("location")).await.expect(201);
    let own = app.applicant().get("/v1/applications").await;
    assert_eq!(listed(own), [1]);
    assert_eq!(listed(other.get("/v1/applications").await), [2]);
    assert_eq!(list(&app, "").await, [1, 2]);
    assert_eq!(theirs.body["owner"], "01234560157");
    let nobody = app.anonymous();
    nobody.get("/v1/applications").await.expect_problem(401, "unauthenticated");
    for part in ["", "/snapshot", "/receipt", "/changes", "/events", "/actions"] {
        let part = format!("{path}{part}");
        other.get(&part).await.expect_problem(404, "not-found");
        nobody.get(&part).await.expect_problem(401, "unauthenticated");
        app.applicant().get(&part).await.expect(200);
    }
    let mine = submit(&other, &call, &drafted(&app, &pole()).await).await;
    assert_eq!(mine.expect_problem(422, "invalid-body").faults(), ["/pole_id no_such_pole"]);
}
