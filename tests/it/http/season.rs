//! A season, as three people live it: an applicant, a member of its network, an official.
//!
//! In 2027: 28 March is Easter Sunday.

use ptp::signing::TokenRequest;
use ptp_domain::policy::Owner;
use ptp_tests::fixtures::ORGANISATION;
use ptp_tests::fixtures::json::{act, body_of, call_at_closing, pole, with};
use ptp_tests::fixtures::steps::{drafted, id_of, members_of, on_day, published, submit};
use ptp_tests::{Answer, Caller, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(a_season_from_publication_to_recognition);

/// The company of the network.
const COMPANY: &str = "01234560157";

/// Those who take part, and what was so at noon of each day.
struct Season<'a> {
    app: &'a TestApp,
    /// The pole whose application is followed.
    pole: String,
    known: Vec<(String, Value)>,
}

impl Season<'_> {
    fn ada(&self) -> Caller<'_> {
        self.app.bearer(&TokenRequest {
            organisation: Some(ORGANISATION.to_owned()),
            ..TokenRequest::of_demo("ada", &["applicant"], &self.app.clock)
        })
    }

    fn carla(&self) -> Caller<'_> {
        self.app.bearer(&TokenRequest::of_demo("carla", &["official"], &self.app.clock))
    }

    /// A day begins: what is so of the pole at its noon is written down.
    async fn on(&mut self, day: &str) {
        on_day(self.app, day);
        let seen = self.carla().get(&self.pole).await.expect(200).body;
        self.known.push((format!("{day}T11:00:00Z"), seen["status"].clone()));
        // What happens that day happens later than that.
        self.app.clock.set(format!("{day}T13:00:00Z").parse().unwrap());
    }

    async fn take(&self, who: &Caller<'_>, path: &str, body: &Value) -> Answer {
        who.post_seen(path, body, "*").await.expect(200)
    }

    async fn shown(&self, path: &str) -> Value {
        self.ada().get(path).await.expect(200).body
    }
}

fn delivery(step: &str, on: &str, outcome: &str) -> Value {
    with(body_of("deliveries"), &json!({"step": step, "on": on, "outcome": outcome}))
}

/// Open to 26 February, judged at the closing; acts go by PEC, and silence admits.
fn terms() -> Value {
    let terms = json!({
        "notification": "delivered",
        "silence": "assent",
        "silence_basis": "art. 20 L. 241/1990",
    });
    with(call_at_closing(), &terms)
}

fn dates(application: &Value) -> (Value, Value) {
    (application["reference_date"].clone(), application["clock"]["due_on"].clone())
}

async fn a_season_from_publication_to_recognition(app: TestApp) {
    let call = published(&app, &terms()).await;
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let network = made.header("location").to_owned();
    let company = format!("{network}/members/{}", members_of(&made)[2]);
    let mut season = Season { app: &app, pole: network.clone(), known: Vec::new() };

    // 20 January: ada applies, and so does the network of a colleague.
    let first = submit(&season.ada(), &call, &network).await.expect(201);
    let path = first.header("location").to_owned();
    let silent = drafted(&app, &pole()).await;
    let second = submit(&season.ada(), &call, &silent).await.expect(201);
    let second = second.header("location").to_owned();
    assert_eq!(dates(&first.body), (json!("2027-02-26"), json!("2027-03-30")));

    // 8 February: carla asks for a paper; nothing runs before the PEC has arrived.
    season.on("2027-02-08").await;
    season.take(&season.carla(), &format!("{path}/review"), &json!({})).await;
    let asking = format!("{path}/integration-request");
    season.take(&season.carla(), &asking, &body_of("integration-request")).await;
    assert_eq!(season.shown(&path).await["awaiting_delivery"], true);

    // 15 February: the PEC arrived on the 13th, five days later.
    season.on("2027-02-15").await;
    let workload = season.carla().get("/v1/workload").await.expect(200).body;
    assert_eq!((&workload["pending"], &workload["awaiting_delivery"]), (&json!(2), &json!(1)));
    let received = delivery("request_integration", "2027-02-13", "delivered");
    season.take(&season.carla(), &format!("{path}/deliveries"), &received).await;
    assert_eq!(season.shown(&path).await["steps"][1]["answer_by"], "2027-02-23");

    // 17 February: the company confirms that it belongs to the network, and ada answers.
    season.on("2027-02-17").await;
    let member = app.applicant_of(COMPANY);
    let confirmation = format!("{company}/confirmation");
    let confirmed =
        member.send(Method::PUT, &confirmation, Some(&json!({})), &[("if-match", "*")]).await;
    confirmed.expect(200);
    season.take(&season.ada(), &format!("{path}/integration"), &body_of("integration")).await;
    assert_eq!(season.shown(&path).await["status"], "under_review");

    // 24 February: the call is extended for all, to 5 March; another network comes in after that.
    season.on("2027-02-24").await;
    let to_march = with(body_of("extension"), &json!({"closes_at": "2027-03-05T12:00:00"}));
    season.take(&season.carla(), &format!("{call}/extension"), &to_march).await;
    season.on("2027-03-01").await;
    let third = submit(&season.ada(), &call, &drafted(&app, &pole()).await).await.expect(201);
    let third = third.header("location").to_owned();
    let [one, two, three] = [&path, &second, &third];
    assert_eq!(dates(&season.shown(one).await).0, "2027-03-05");
    // Thirty days from the closing end on Sunday 4 April, so the office has until Monday.
    assert_eq!(dates(&season.shown(two).await), (json!("2027-03-05"), json!("2027-04-05")));
    assert_eq!(dates(&season.shown(three).await), dates(&season.shown(two).await));

    // 8 March: recognised from the day of the decree, and told so by PEC.
    season.on("2027-03-08").await;
    season.take(&season.carla(), &format!("{path}/admission"), &act("2027-03-08")).await;
    season.on("2027-03-11").await;
    let failed = delivery("admit", "2027-03-09", "failed");
    season.take(&season.carla(), &format!("{path}/deliveries"), &failed).await;
    let received = delivery("admit", "2027-03-10", "delivered");
    season.take(&season.carla(), &format!("{path}/deliveries"), &received).await;
    assert_eq!(season.shown(&path).await["steps"][4]["received_on"], "2027-03-10");

    // 15 March: reopened, for those who had not come; the others keep their dates.
    season.on("2027-03-15").await;
    let again = with(
        with(body_of("reopening"), &json!({"closes_at": "2027-03-31T12:00:00"})),
        &act("2027-03-15"),
    );
    season.take(&season.carla(), &format!("{call}/reopening"), &again).await;
    let fourth = submit(&season.ada(), &call, &drafted(&app, &pole()).await).await.expect(201);
    assert_eq!(dates(&fourth.body), (json!("2027-03-31"), json!("2027-04-30")));
    assert_eq!(dates(&season.shown(two).await), (json!("2027-03-05"), json!("2027-04-05")));

    // The office lets the second pass in silence: admitted from the day after.
    season.on("2027-04-05").await;
    assert_eq!(season.shown(two).await["status"], "submitted", "the last day is the office's");
    season.on("2027-04-06").await;
    let admitted = season.shown(two).await;
    assert_eq!(admitted["status"], "admitted");
    assert!(admitted["attestation"]["it"].as_str().unwrap().contains("dal 6 aprile 2027"));
    let seen = app.anonymous().get(&silent).await.expect(200).body;
    assert_eq!(seen["recognition"]["recognised_on"], "2027-04-06");

    receipts_are_kept(&season, &path).await;
    what_was_known_stays_so(&season).await;
    ada_is_forgotten(&season, &path).await;
    receipts_are_kept(&season, &path).await;
}

/// Of the application and of its integration: each says what was due on its day.
async fn receipts_are_kept(season: &Season<'_>, path: &str) {
    let receipts = season.carla().get(&format!("{path}/receipts")).await.expect(200).body;
    let receipts = receipts["items"].as_array().unwrap();
    let said = |name: &str| -> Vec<_> {
        receipts.iter().map(|receipt| receipt["claims"][name].clone()).collect()
    };
    assert_eq!(said("act"), [json!("application"), json!("integration")]);
    assert_eq!(said("due_on")[0], "2027-03-30");
    assert_eq!(said("received_at")[1], "2027-02-17T13:00:00Z");
    for receipt in receipts {
        let body = json!({"receipt": receipt["jws"]});
        let verified = season.app.anonymous().post("/v1/receipts/verifications", &body).await;
        assert_eq!(verified.expect(200).body["valid"], true);
    }
}

/// Before and after each step: the pole as it was on record then.
async fn what_was_known_stays_so(season: &Season<'_>) {
    assert_eq!(season.known[0].1, "candidate");
    assert_eq!(season.known.last().unwrap().1, "recognised");
    for (instant, status) in &season.known {
        let known = format!("{}?known_at={instant}", season.pole);
        let then = season.carla().get(&known).await.expect(200).body;
        assert_eq!(&then["status"], status, "{instant}");
        let public = season.app.anonymous().get(&known).await;
        assert_eq!(public.status.as_u16(), if status == "recognised" { 200 } else { 404 });
    }
}

async fn ada_is_forgotten(season: &Season<'_>, path: &str) {
    let issuer = TokenRequest::of_demo("ada", &["applicant"], &season.app.clock).issuer;
    let tx = season.app.store.write().await.unwrap();
    tx.forget(&Owner::Subject { issuer, subject: "ada".to_owned() }).await.unwrap();
    tx.commit().await.unwrap();
    let told = season.carla().get(path).await.expect(200);
    assert!(!told.text.contains("\"ada\""), "{}", told.text);
    let events = season.carla().get("/v1/events?limit=1000").await.expect(200);
    assert!(!events.text.contains("\"ada\""));
    assert_eq!(told.body["id"], id_of(path), "what she did is on record");

    let tx = season.app.store.read().await.unwrap();
    assert_eq!(tx.verify_events().await.unwrap().broken, None);
    assert_eq!(tx.unkept_versions().await.unwrap().1, []);
    assert_eq!(tx.untold().await.unwrap(), []);
}
