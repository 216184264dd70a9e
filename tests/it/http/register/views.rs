//! Helpers for reading the register.

use ptp_tests::Caller;
use serde_json::{Value, json};

/// The verdict of the report on a pole on a day.
pub(super) async fn outcome(caller: &Caller<'_>, path: &str, day: &str) -> String {
    let report = caller.get(&format!("{path}/compliance?as_of={day}")).await.expect(200);
    report.body["outcome"].as_str().unwrap().to_owned()
}

/// What blocks an action on a pole; empty if it is allowed.
pub(super) async fn blockers(caller: &Caller<'_>, path: &str, action: &str) -> Vec<Value> {
    let actions = caller.get(&format!("{path}/actions")).await.expect(200);
    let items = actions.body["items"].as_array().unwrap().clone();
    let item = items.into_iter().find(|item| item["action"] == action).unwrap();
    let blocked = item["blocked_by"].as_array().unwrap().clone();
    assert_eq!(item["allowed"], json!(blocked.is_empty()));
    blocked
}

/// The identifiers in a list, over all pages.
pub(super) async fn listed(caller: &Caller<'_>, path: &str) -> Vec<Value> {
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
