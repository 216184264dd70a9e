//! Receipts: verifiable by anyone, and without personal data.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use ptp_api::ReceiptKeys;
use ptp_auth::signing::SigningKey;
use ptp_tests::fixtures::json::{call, pole};
use ptp_tests::fixtures::steps::{
    Candidacy, candidacy, drafted, published, submission, submit, submitted,
};
use ptp_tests::{Answer, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;
use super::procedure::{officially, review, tag};

on_both_databases!(
    a_receipt_is_verified_offline,
    the_head_of_the_log_is_signed,
    the_snapshot_is_canonical_and_never_changes,
    former_keys_still_verify,
    immutable_records_contain_no_personal_data,
    the_page_to_print_is_escaped,
    receipts_are_visible_to_their_owner_and_officials,
    nobody_chooses_who_signs,
);

/// What a caller may add for a proxy does not say whose receipt it is.
async fn nobody_chooses_who_signs(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let call = published(&app, &call()).await;
    let body = submission(&call, made.header("location"));
    let headers = [
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "https"),
        ("forwarded", "host=evil.example;proto=https"),
    ];
    let sent = app.applicant().send(Method::POST, "/v1/applications", Some(&body), &headers).await;
    let receipt = receipt(&app, sent.expect(201).header("location")).await;
    assert_eq!(receipt["claims"]["iss"], app.base(), "{receipt}");
}

/// The `typ` header of a receipt.
pub(super) const TYPE: &str = "ptp-receipt+jws";

pub(super) async fn receipt(app: &TestApp, path: &str) -> Value {
    app.applicant().get(&format!("{path}/receipt")).await.expect(200).body
}

pub(super) async fn verified(app: &TestApp, jws: &str) -> Value {
    let body = json!({"receipt": jws});
    app.anonymous().post("/v1/receipts/verifications", &body).await.expect(200).body
}

#[track_caller]
pub(super) fn refused(verification: &Value, reason: &str) {
    assert_eq!(verification["valid"], false, "{verification}");
    assert_eq!(verification["reason"], reason, "{verification}");
    assert!(verification["message"]["it"].is_string());
    assert!(verification.get("claims").is_none());
}

/// The claims of a document, read with a JWS library and the published keys.
pub(super) async fn opened_offline(app: &TestApp, typ: &str, jws: &str) -> Value {
    let answer = app.anonymous().get("/.well-known/jwks.json").await.expect(200);
    assert_eq!(answer.header("content-type"), "application/jwk-set+json");
    assert!(!answer.text.contains("\"d\""), "public keys alone");
    let keys: JwkSet = serde_json::from_value(answer.body).unwrap();
    let header = jsonwebtoken::decode_header(jws).unwrap();
    assert_eq!((header.typ.as_deref(), header.alg), (Some(typ), Algorithm::EdDSA));
    let key = keys.find(&header.kid.unwrap()).unwrap();
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    let key = DecodingKey::from_jwk(key).unwrap();
    jsonwebtoken::decode::<Value>(jws, &key, &validation).unwrap().claims
}

async fn the_head_of_the_log_is_signed(app: TestApp) {
    let head = async || app.anonymous().get("/.well-known/ptp-head").await.expect(200).body;
    let none = head().await;
    assert_eq!(none["claims"], json!({"events": 0, "at": "2027-01-20T10:00:00Z"}));
    submitted(&app).await;
    let head = head().await;
    let jws = head["jws"].as_str().unwrap();
    assert_eq!(opened_offline(&app, "ptp-head+jws", jws).await, head["claims"]);
    let events = app.official().get("/v1/events").await.expect(200).body;
    let events = events["items"].as_array().unwrap();
    assert_eq!(head["claims"]["events"], events.len());
    assert_eq!(head["claims"]["hash"], events.last().unwrap()["hash"]);
    refused(&verified(&app, jws).await, "not_a_receipt");
    // What happened over HTTP is what the events tell.
    let tx = app.store.read().await.unwrap();
    assert_eq!(tx.untold().await.unwrap(), []);
}

async fn a_receipt_is_verified_offline(app: TestApp) {
    let Candidacy { call, pole, path } = submitted(&app).await;
    let receipt = receipt(&app, &path).await;
    let jws = receipt["jws"].as_str().unwrap();
    let claims = opened_offline(&app, TYPE, jws).await;
    assert_eq!(claims, receipt["claims"]);
    assert_eq!(claims["protocol"], "PTP/2027/0000001");
    assert_eq!(claims["received_at"], "2027-01-20T10:00:00Z");
    assert_eq!(claims["closes_at"], "2027-02-26T11:00:00Z");
    for (name, path) in [("application_id", &path), ("call_id", &call), ("pole_id", &pole)] {
        assert!(path.ends_with(claims[name].as_str().unwrap()), "{name}");
    }
    let verification = verified(&app, jws).await;
    assert_eq!(verification["valid"], true);
    assert_eq!(verification["claims"], claims);
    assert!(verification.get("reason").is_none());
}

async fn snapshot(app: &TestApp, path: &str) -> Answer {
    app.applicant().get(&format!("{path}/snapshot")).await.expect(200)
}

async fn the_snapshot_is_canonical_and_never_changes(app: TestApp) {
    let Candidacy { pole, path, .. } = submitted(&app).await;
    let first = snapshot(&app, &path).await;
    let sha256 = hex::encode(digest(&SHA256, first.text.as_bytes()).as_ref());
    assert_eq!(receipt(&app, &path).await["claims"]["snapshot_sha256"], sha256);
    assert_eq!(serde_json_canonicalizer::to_string(&first.body).unwrap(), first.text);
    assert_eq!(first.body["report"]["outcome"], "compliant");
    assert_eq!(first.body["pole"]["members"].as_array().unwrap().len(), 5);
    let known = [("if-none-match", first.etag())];
    let place = format!("{path}/snapshot");
    let known = app.official().send(Method::GET, &place, None, &known).await;
    assert_eq!(known.expect(304).text, "");

    review(&app, &path).await;
    let asked = json!({"requests": ["Accordo sottoscritto."]});
    officially(&app, &path, "integration-request", &asked).await.expect(200);
    let change = json!({"name": "Polo che cambia"});
    let owner = app.applicant();
    owner.patch(&pole, &change, &tag(&app, &pole).await).await.expect(200);
    let after = snapshot(&app, &path).await;
    assert_eq!((&after.text, after.etag()), (&first.text, first.etag()));
    assert_eq!(app.official().get(&place).await.expect(200).text, first.text);
    let jws = receipt(&app, &path).await["jws"].as_str().unwrap().to_owned();
    assert_eq!(verified(&app, &jws).await["valid"], true);
}

/// A service on the same database, with a signing key known to the test.
pub(super) async fn with_own_key(app: &TestApp) -> (TestApp, SigningKey) {
    let key = SigningKey::generate().unwrap();
    let keys = ReceiptKeys::new(key.clone(), JwkSet { keys: Vec::new() }).unwrap();
    (app.replica().receipt_keys(keys).start().await, key)
}

async fn former_keys_still_verify(app: TestApp) {
    let Candidacy { call, path, .. } = submitted(&app).await;
    let old = receipt(&app, &path).await;
    let key = SigningKey::generate().unwrap();
    let keys = ReceiptKeys::new(key.clone(), app.receipt_keys.jwks().clone()).unwrap();
    let rotated = app.replica().receipt_keys(keys).start().await;
    let jws = old["jws"].as_str().unwrap();
    assert_eq!(verified(&rotated, jws).await["valid"], true);
    assert_eq!(receipt(&rotated, &path).await, old, "shown as it was signed");
    assert_eq!(opened_offline(&rotated, TYPE, jws).await, old["claims"]);

    let pole = drafted(&rotated, &pole()).await;
    let made = submit(&rotated.applicant(), &call, &pole).await.expect(201);
    let new = receipt(&rotated, made.header("location")).await;
    let new = new["jws"].as_str().unwrap();
    let kid = |jws: &str| jsonwebtoken::decode_header(jws).unwrap().kid;
    assert_eq!(kid(new), key.jwks().keys[0].common.key_id);
    assert_ne!(kid(new), kid(jws));
    assert_eq!(verified(&rotated, new).await["valid"], true);
    refused(&verified(&app, new).await, "unknown_key");

    // A service without the old key reports an unknown key, not an altered receipt.
    let (forgetful, _) = with_own_key(&app).await;
    refused(&verified(&forgetful, jws).await, "unknown_key");
}

/// Personal data that must not occur in immutable records.
pub(super) const PERSONAL: [&str; 9] = [
    "RSSMRA80A01F205X",
    "VRDGNN75C52F205D",
    "BNCLRA82D55F205C",
    "Ada Rossi",
    "Gina Verdi",
    "Laura Bianchi",
    "ada@example.it",
    "gina@example.it",
    "5550199",
];

/// A pole owned by a person, with personal data wherever possible.
pub(super) fn personal() -> Value {
    let contact = |name: &str, mail: &str| json!([{"role": "information", "name": name, "email": mail, "phone": "+39 02 5550199"}]);
    let mut body = pole();
    body["contacts"] = contact("Ada Rossi", "ada@example.it");
    body["members"][0]["contacts"] = contact("Gina Verdi", "gina@example.it");
    body["members"][3]["tax_code"] = json!("VRDGNN75C52F205D");
    body["members"][2]["company"]["commitment"]["signatory"] = json!("Laura Bianchi");
    body["members"][3]["company"]["commitment"]["signatory"] = json!("Gina Verdi");
    let its = json!({
        "kind": "its_academy",
        "name": "Fondazione ITS di esempio",
        "tax_code": "01234561205",
        "province": "MI",
        "joined_on": "2027-01-11",
        "its": {"founders": ["94004480151", "BNCLRA82D55F205C"]},
        "study_tracks": [{"code": "ITS-02", "started_on": "2015-09-01"}],
    });
    body["members"].as_array_mut().unwrap().push(its);
    body
}

async fn immutable_records_contain_no_personal_data(app: TestApp) {
    let call = published(&app, &call()).await;
    let owner = app.applicant_of("RSSMRA80A01F205X");
    let made = owner.post("/v1/poles", &personal()).await.expect(201);
    let pole = made.header("location");
    for secret in PERSONAL {
        assert!(made.text.contains(secret), "{secret} is shown to its owner");
    }
    let sent = submit(&owner, &call, pole).await.expect(201);
    let path = sent.header("location");
    review(&app, path).await;
    let asked = json!({"requests": ["Accordo sottoscritto."]});
    officially(&app, path, "integration-request", &asked).await.expect(200);
    let contacts = json!({"contacts": [{"role": "information", "name": "Ada Rossi"}]});
    owner.patch(pole, &contacts, &tag(&app, pole).await).await.expect(200);

    let official = app.official();
    let jws = official.get(&format!("{path}/receipt")).await.expect(200).body["jws"].clone();
    let payload = jws.as_str().unwrap().split('.').nth(1).unwrap();
    let payload = String::from_utf8(URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
    let mut texts = vec![("the receipt's payload".to_owned(), payload)];
    let (page, html) = (format!("{path}/receipt"), [("accept", "text/html")]);
    let page = official.send(Method::GET, &page, None, &html).await.expect(200);
    texts.push(("the page".to_owned(), page.text));
    for caller in [&official, &owner] {
        for place in [
            format!("{path}/snapshot"),
            format!("{path}/receipt"),
            format!("{path}/events"),
            format!("{path}/changes"),
            format!("{pole}/events"),
            "/v1/events".to_owned(),
        ] {
            let text = caller.get(&place).await.expect(200).text;
            texts.push((place, text));
        }
    }
    for (place, text) in &texts {
        for secret in PERSONAL {
            assert!(!text.contains(secret), "{secret} in {place}: {text}");
        }
    }
    let snapshot = official.get(&format!("{path}/snapshot")).await.expect(200).body;
    let digests = snapshot["digests"].as_array().unwrap();
    let pointers: Vec<_> = digests.iter().map(|one| one["pointer"].as_str().unwrap()).collect();
    let wanted = ["/pole/owner", "/pole/members/3/tax_code", "/pole/members/5/its/founders/1"];
    assert_eq!(pointers, wanted);
    let plain = hex::encode(digest(&SHA256, b"VRDGNN75C52F205D").as_ref());
    assert_ne!(digests[1]["hmac_sha256"], plain, "a digest without a key could be guessed");
}

async fn the_page_to_print_is_escaped(app: TestApp) {
    let mut odd = pole();
    odd["name"] = json!("<script>alert('x')</script> & \"C\"");
    let mut titled = call();
    titled["title"]["it"] = json!("Bando <b>2027</b>");
    let Candidacy { path, .. } = candidacy(&app, &titled, &odd).await;
    let place = format!("{path}/receipt");
    let page = async |accept: &str| {
        app.applicant().send(Method::GET, &place, None, &[("accept", accept)]).await.expect(200)
    };
    let html = page("text/html,application/xhtml+xml,*/*;q=0.8").await;
    assert_eq!(html.header("content-type"), "text/html; charset=utf-8");
    let policy = html.header("content-security-policy");
    for part in
        ["default-src 'none'; style-src 'sha256-", "base-uri 'none'", "frame-ancestors 'none'"]
    {
        assert!(policy.contains(part), "{policy}");
    }
    assert_eq!(html.header("cache-control"), "no-store");
    assert!(html.text.contains("Numero di registrazione PTP</th><td>PTP/2027/0000001"));
    for path in ["/.well-known/jwks.json", "/v1/receipts/verifications"] {
        assert!(html.text.contains(&format!("{}{path}", app.base())), "whole, for later: {path}");
    }
    assert!(html.text.contains("<td>il 20 gennaio 2027 alle ore 11.00</td>"), "{}", html.text);
    assert!(html.text.contains("&lt;script&gt;"), "{}", html.text);
    assert!(html.text.contains("Bando &lt;b&gt;2027&lt;/b&gt;"));
    for raw in ["<script", "<b>", "& \""] {
        assert!(!html.text.contains(raw), "{raw}");
    }
    for accept in ["application/json", "*/*", "application/json, text/html"] {
        assert_eq!(page(accept).await.header("content-type"), "application/json", "{accept}");
    }
}

async fn receipts_are_visible_to_their_owner_and_officials(app: TestApp) {
    let Candidacy { path, .. } = submitted(&app).await;
    let other = app.applicant_of("01234560157");
    for part in ["receipt", "snapshot"] {
        let place = format!("{path}/{part}");
        other.get(&place).await.expect_problem(404, "not-found");
        app.anonymous().get(&place).await.expect_problem(401, "unauthenticated");
        let own = app.applicant().get(&place).await.expect(200);
        assert_eq!(app.official().get(&place).await.expect(200).text, own.text);
        let html = [("accept", "text/html, application/json;q=0.5")];
        let page = other.send(Method::GET, &place, None, &html).await;
        page.expect_problem(404, "not-found");
    }
}
