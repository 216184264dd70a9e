//! The examples of the contract are accepted as they are.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ptp_domain::policy::{Grant, Role, grant};
use ptp_domain::vocabulary::Vocabulary as _;
use ptp_tests::TestApp;
use ptp_tests::fixtures::TODAY;
use ptp_tests::fixtures::json::call;
use ptp_tests::fixtures::steps::{id_of, published};
use serde_json::json;

use super::on_both_databases;
use super::operations::{operations, rows};

on_both_databases!(each_example_of_a_body_is_accepted_as_it_stands);

/// The member in the examples.
const MEMBER: &str = "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d12";

async fn each_example_of_a_body_is_accepted_as_it_stands(app: TestApp) {
    let mut seen = BTreeSet::new();
    let open = published(&app, &call()).await;
    for (action, operation) in operations() {
        let Some((_, example)) = &operation.body else { continue };
        let row = rows().find(|row| row.action == action && row.body.is_some()).unwrap();
        let made = row.given.make(&app, &open).await;
        // Only identifiers are replaced by those of the service; the member is the one under
        // review.
        let mut body = example.clone();
        for (name, id) in [
            ("call_id", Some(id_of(&made.call))),
            ("pole_id", Some(id_of(&made.pole))),
            ("member_id", made.members.get(3).map(String::as_str)),
        ] {
            if body.get(name).is_some() {
                body[name] = json!(id.unwrap());
            }
        }
        if body.get("changes").is_some() {
            let named = body.to_string().replace(MEMBER, &made.members[3]);
            body = serde_json::from_str(&named).unwrap();
        }
        if body.get("order").is_some() {
            // That of the pole's suspension.
            body["act"]["date"] = json!(TODAY);
        }
        // The act, the fact or the delivery has the date on which the example takes place.
        for day in [
            &body["act"]["date"],
            &body["effective_on"],
            &body["on"],
            &body["delivery"]["on"],
            &body["order"]["date"],
            &body["reference"]["date"],
        ] {
            let Some(day) = day.as_str() else { continue };
            let day: NaiveDate = day.parse().unwrap();
            if day > app.clock.now().date_naive() {
                app.clock.set(day.and_hms_opt(11, 0, 0).unwrap().and_utc());
            }
        }
        let is_official = grant(Role::Official, action) == Grant::Everything;
        let caller = if is_official { app.official() } else { app.applicant() };
        let answer = operation.ask(&caller, &made, Some(&body)).await;
        assert_eq!(answer.status.as_u16(), row.success, "{}: {}", action.code(), answer.text);
        seen.insert(action);
    }
    assert!(seen.len() > 25, "too few examples found");
}
