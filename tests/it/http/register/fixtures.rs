//! Poles that were recognised the long way: a call, an application, an admission.

use ptp_tests::{Answer, Caller, TestApp};
use serde_json::{Value, json};

use super::super::fixtures::{call, example, pole};

/// The day on which tests take place.
pub(in crate::http) const TODAY: &str = "2027-01-20";

/// A body that owns no pole unless a test says so.
pub(in crate::http) const OTHER: &str = "80050050154";

/// Sets the clock to noon in Rome of a day in winter.
pub(in crate::http) fn on_day(app: &TestApp, day: &str) {
    app.clock.set(format!("{day}T11:00:00Z").parse().unwrap());
}

/// The body of an operation, from the contract.
pub(in crate::http) fn body_of(path: &str) -> Value {
    example(path, "post")
}

/// The example of a call with some of its properties replaced.
pub(in crate::http) fn call_with(changes: &Value) -> Value {
    let mut body = call();
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// Publishes a call; its identifier.
pub(in crate::http) async fn published(app: &TestApp, body: &Value) -> String {
    let draft = app.official().post("/v1/calls", body).await.expect(201);
    let path = format!("{}/publication", draft.header("location"));
    app.official().post_seen(&path, &json!({}), draft.etag()).await.expect(200).id()
}

/// Submits a pole to a call.
pub(in crate::http) async fn submit(caller: &Caller<'_>, call: &str, pole: &str) -> Answer {
    caller.post("/v1/applications", &json!({"call_id": call, "pole_id": pole})).await
}

/// Takes a step with a resource as it stands.
pub(in crate::http) async fn step(caller: &Caller<'_>, path: &str, body: &Value) -> Answer {
    caller.post_seen(path, body, "*").await
}

/// Admits an application by a decree of this day.
pub(in crate::http) async fn admit(app: &TestApp, application: &str, on: &str) -> Answer {
    let path = format!("/v1/applications/{application}");
    step(&app.official(), &format!("{path}/review"), &json!({})).await.expect(200);
    let act = json!({"act": {"kind": "decree", "number": "4521", "date": on}});
    step(&app.official(), &format!("{path}/admission"), &act).await
}

/// A pole as it became, and where.
pub(in crate::http) struct Recognised {
    /// Its identifier.
    pub(in crate::http) id: String,
    /// Its address.
    pub(in crate::http) path: String,
    /// Its members, in the order of the body.
    pub(in crate::http) members: Vec<String>,
    /// The application that was admitted.
    pub(in crate::http) application: String,
}

impl Recognised {
    /// The address of a member.
    pub(in crate::http) fn member(&self, index: usize) -> String {
        format!("{}/members/{}", self.path, self.members[index])
    }

    /// Changes a member as its owner.
    pub(in crate::http) async fn change(
        &self,
        owner: &Caller<'_>,
        index: usize,
        patch: &Value,
    ) -> Answer {
        owner.patch(&self.member(index), patch, "*").await.expect(200)
    }
}

/// The identifiers of a pole's members, in the order of the body that made it.
pub(in crate::http) fn members_of(made: &Answer) -> Vec<String> {
    let members = made.body["members"].as_array().unwrap().iter();
    members.map(|member| member["id"].as_str().unwrap().to_owned()).collect()
}

/// A pole of the usual applicant, recognised today under a call of its own.
pub(in crate::http) async fn recognised(app: &TestApp) -> Recognised {
    let call = published(app, &call()).await;
    recognised_under(app, &call, &pole()).await
}

/// A pole of the usual applicant, recognised today under a call.
pub(in crate::http) async fn recognised_under(
    app: &TestApp,
    call: &str,
    body: &Value,
) -> Recognised {
    let made = app.applicant().post("/v1/poles", body).await.expect(201);
    let application = submit(&app.applicant(), call, &made.id()).await.expect(201).id();
    let today = app.clock.now().date_naive().to_string();
    admit(app, &application, &today).await.expect(200);
    Recognised {
        id: made.id(),
        path: made.header("location").to_owned(),
        members: members_of(&made),
        application,
    }
}

/// What the report says of a pole on a day.
pub(in crate::http) async fn outcome(caller: &Caller<'_>, path: &str, day: &str) -> String {
    let report = caller.get(&format!("{path}/compliance?as_of={day}")).await.expect(200);
    report.body["outcome"].as_str().unwrap().to_owned()
}

/// What blocks an action of a pole; nothing if it is allowed.
pub(in crate::http) async fn blockers(caller: &Caller<'_>, path: &str, action: &str) -> Vec<Value> {
    let actions = caller.get(&format!("{path}/actions")).await.expect(200);
    let items = actions.body["items"].as_array().unwrap().clone();
    let item = items.into_iter().find(|item| item["action"] == action).unwrap();
    let blocked = item["blocked_by"].as_array().unwrap().clone();
    assert_eq!(item["allowed"], json!(blocked.is_empty()));
    blocked
}

/// The identifiers of what a list holds, over all its pages.
pub(in crate::http) async fn listed(caller: &Caller<'_>, path: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mut next = String::new();
    loop {
        let page = caller.get(&format!("{path}{next}")).await.expect(200);
        items.extend(page.body["items"].as_array().unwrap().iter().cloned());
        match page.body["next_cursor"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => return items,
        }
    }
}
