//! Actors of steps: every party sees the role, officials also the person.

use ptp::signing::TokenRequest;
use ptp_tests::TestApp;
use ptp_tests::fixtures::ORGANISATION;
use ptp_tests::fixtures::steps::{Candidacy, submitted};
use serde_json::{Value, json};

use super::{officially, on_both_databases, tag, why};

on_both_databases!(each_step_shows_who_took_it, a_lapse_shows_the_official_who_withdrew_the_call,);

/// The actors of the steps as shown to a caller.
fn actors(application: &Value) -> Vec<Value> {
    let steps = application["steps"].as_array().unwrap().iter();
    steps.map(|step| step["actor"].clone()).collect()
}

async fn each_step_shows_who_took_it(app: TestApp) {
    let Candidacy { path, .. } = submitted(&app).await;
    // The token of this official names an organisation too, which must not be shown.
    let request = TokenRequest {
        organisation: Some("80050050154".to_owned()),
        ..TokenRequest::of_demo("carla", &["official"], &app.clock)
    };
    let carla = app.bearer(&request);
    let review = carla.post_seen(&format!("{path}/review"), &json!({}), "*").await.expect(200);
    let requests = json!({"requests": ["Accordo sottoscritto."]});
    officially(&app, &path, "integration-request", &requests).await.expect(200);
    let ada = app.bearer(&TokenRequest {
        organisation: Some(ORGANISATION.to_owned()),
        ..TokenRequest::of_demo("ada", &["applicant"], &app.clock)
    });
    let text = json!({"text": "Si trasmette l'accordo."});
    let answered = ada.post_seen(&format!("{path}/integration"), &text, "*").await.expect(200);

    let official = app.official().get(&path).await.expect(200);
    let subjects =
        [("carla", Some("80050050154")), ("official", None), ("ada", Some(ORGANISATION))];
    for (actor, (subject, organisation)) in actors(&official.body).iter().zip(subjects) {
        assert_eq!(actor["subject"], subject);
        assert_eq!(actor.get("organisation").and_then(Value::as_str), organisation);
    }
    assert_eq!(actors(&review.body)[0]["subject"], "carla");
    let applicant = app.applicant().get(&path).await.expect(200);
    let office = json!({"roles": ["official"]});
    let owner = json!({"roles": ["applicant"], "organisation": ORGANISATION});
    assert_eq!(actors(&applicant.body), [office.clone(), office, owner]);
    assert_eq!(actors(&answered.body), actors(&applicant.body));
    let list = app.applicant().get("/v1/applications").await.expect(200).body;
    assert_eq!(actors(&list["items"][0]), actors(&applicant.body));

    // The two views have different tags, and both are accepted by a change.
    assert_ne!(official.etag(), applicant.etag());
    assert_eq!(answered.etag(), applicant.etag());
    for part in ["/snapshot", "/receipt", "/events", "/actions", "/changes"] {
        let shown = app.applicant().get(&format!("{path}{part}")).await.expect(200).text;
        assert!(!shown.contains("carla") && !shown.contains("80050050154"), "{part}: {shown}");
    }
    let notice = format!("{path}/withdrawal");
    app.applicant().post_seen(&notice, &json!({}), official.etag()).await.expect(200);
}

async fn a_lapse_shows_the_official_who_withdrew_the_call(app: TestApp) {
    let Candidacy { call, path, .. } = submitted(&app).await;
    let carla = app.bearer(&TokenRequest::of_demo("carla", &["official"], &app.clock));
    let seen = tag(&app, &call).await;
    carla.post_seen(&format!("{call}/withdrawal"), &why(), &seen).await.expect(200);
    let lapsed = app.official().get(&path).await.expect(200).body;
    assert_eq!(actors(&lapsed)[0]["subject"], "carla");
    let lapsed = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(actors(&lapsed), [json!({"roles": ["official"]})]);
}
