//! What is accepted, and what the service makes of it.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use jsonwebtoken::Algorithm;
use ptp_domain::policy::Role;
use serde_json::{Value, json};

use super::forge::{EC, ED, ISSUER, RSA, claims, ed, judged, noon, set, settings, verifier};
use crate::{IssuerSettings, KeySource, Verifier};
use ptp_clock::Clock;

#[tokio::test]
async fn each_of_the_four_algorithms() {
    for signer in [&*RSA, &*EC, &*ED] {
        judged(&signer.token(&claims(&json!({})))).await.unwrap();
    }
    let pss = RSA.with(Algorithm::PS256);
    let keys = KeySource::Set(serde_json::from_value(json!({"keys": [pss.jwk()]})).unwrap());
    let verifier = verifier(settings(keys)).await;
    verifier.verify(&pss.token(&claims(&json!({})))).await.unwrap();
}

#[tokio::test]
async fn the_caller_is_who_the_token_names() {
    let token = ED.token(&claims(&json!({"client_id": "portal", "azp": "other"})));
    let verified = judged(&token).await.unwrap();
    assert_eq!(verified.expires_at, noon() + TimeDelta::minutes(10));
    assert_eq!(verified.audience, ["ptp"]);
    let bearer = verified.bearer;
    assert_eq!((bearer.issuer.as_str(), bearer.subject.as_str()), (ISSUER, "u-1"));
    assert_eq!(bearer.client.as_deref(), Some("portal"));
    assert_eq!(bearer.organisation.unwrap().as_str(), "94004480151");

    let token = ED.token(&claims(&json!({"azp": "other", "org": null})));
    let bearer = judged(&token).await.unwrap().bearer;
    assert_eq!(bearer.client.as_deref(), Some("other"));
    assert_eq!(bearer.organisation, None);
}

#[tokio::test]
async fn roles_are_a_list_or_words_and_only_those_that_a_token_can_give() {
    let both = BTreeSet::from([Role::Applicant, Role::Official]);
    let cases: [(Value, BTreeSet<Role>); 6] = [
        (json!(["official", "applicant"]), both.clone()),
        (json!("applicant  official"), both),
        (json!(["anyone", "holder", "admin", 7, null, "Official"]), BTreeSet::new()),
        (json!("official,applicant"), BTreeSet::new()),
        (json!({"official": true}), BTreeSet::new()),
        (Value::Null, BTreeSet::new()),
    ];
    for (roles, expected) in cases {
        let verified = judged(&ED.token(&claims(&json!({"roles": roles})))).await.unwrap();
        assert_eq!(verified.bearer.roles, expected, "{roles}");
    }
}

#[tokio::test]
async fn claims_may_lie_deep_or_have_dots_in_their_names() {
    let deep = json!({
        "roles": null, "realm_access": {"roles": ["official"]},
        "org": null, "https://example.org/body": "94004480151",
    });
    let nested = IssuerSettings {
        roles_claim: "realm_access.roles".into(),
        organisation_claim: "https://example.org/body".into(),
        ..settings(set(&[&*ED]))
    };
    let bearer = verifier(nested).await.verify(&ED.token(&claims(&deep))).await.unwrap().bearer;
    assert_eq!(bearer.roles, BTreeSet::from([Role::Official]));
    assert!(bearer.organisation.is_some());
    // As Keycloak writes the roles of a client whose name has a dot.
    let client = json!({"roles": null, "resource_access": {"ptp.api": {"roles": ["official"]}}});
    let dotted = IssuerSettings {
        roles_claim: "resource_access.ptp.api.roles".into(),
        ..settings(set(&[&*ED]))
    };
    let bearer = verifier(dotted).await.verify(&ED.token(&claims(&client))).await.unwrap().bearer;
    assert_eq!(bearer.roles, BTreeSet::from([Role::Official]));
}

#[tokio::test]
async fn the_audience_is_one_text_or_several() {
    let token = ED.token(&claims(&json!({"aud": ["account", "ptp"]})));
    assert_eq!(judged(&token).await.unwrap().audience, ["account", "ptp"]);
}

#[tokio::test]
async fn the_type_may_be_left_out_or_name_an_access_token() {
    for typ in [Value::Null, json!("jwt"), json!("at+jwt"), json!("application/at+JWT")] {
        let token = ED.token_with(&json!({"typ": typ}), &claims(&json!({})));
        judged(&token).await.unwrap();
    }
}

#[tokio::test]
async fn the_leeway_covers_clocks_that_differ() {
    let now = noon().timestamp();
    for changes in [json!({"exp": now - 59}), json!({"nbf": now + 60, "iat": now + 60})] {
        judged(&ED.token(&claims(&changes))).await.unwrap();
    }
    judged(&ED.token(&claims(&json!({"nbf": null, "iat": null})))).await.unwrap();
    judged(&ED.token(&claims(&json!({"exp": 1_799_670_000.25})))).await.unwrap();
}

#[tokio::test]
async fn without_kid_the_only_key_is_meant() {
    let token = ED.token_with(&json!({"kid": null}), &claims(&json!({})));
    verifier(settings(set(&[&*ED]))).await.verify(&token).await.unwrap();
}

#[tokio::test]
async fn each_issuer_has_its_own_keys() {
    let other = ed(ED.kid);
    let there =
        IssuerSettings { issuer: "https://other.example.org/".into(), ..settings(set(&[&other])) };
    let both = vec![settings(set(&[&*ED])), there];
    let verifier = Verifier::open(both, Clock::fixed(noon())).await.unwrap();
    let elsewhere = claims(&json!({"iss": "https://other.example.org/"}));
    verifier.verify(&ED.token(&claims(&json!({})))).await.unwrap();
    verifier.verify(&other.token(&elsewhere)).await.unwrap();
    assert_eq!(verifier.judge(&ED.token(&elsewhere)).unwrap_err().code(), "signature");
    assert_eq!(verifier.judge(&other.token(&claims(&json!({})))).unwrap_err().code(), "signature");
}
