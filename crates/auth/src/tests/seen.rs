//! A token that was accepted before is judged as if it were new, at less cost.

use std::fs;

use chrono::TimeDelta;
use ptp_clock::Clock;
use serde_json::json;

use super::forge::{ED, claims, ed, noon, set, settings};
use crate::{KeySource, TokenFault, Verified, Verifier};

async fn opened(keys: KeySource, clock: &Clock) -> Verifier {
    Verifier::open(vec![settings(keys)], clock.clone()).await.unwrap()
}

#[tokio::test]
async fn it_says_the_same_again() {
    let verifier = opened(set(&[&*ED]), &Clock::fixed(noon())).await;
    let token = ED.token(&claims(&json!({})));
    let first: Verified = verifier.verify(&token).await.unwrap();
    assert_eq!(verifier.verify(&token).await.unwrap(), first);
    assert_eq!(verifier.judge(&token).unwrap(), first);
}

#[tokio::test]
async fn it_expires_and_is_not_valid_before_its_time() {
    let clock = Clock::fixed(noon());
    let verifier = opened(set(&[&*ED]), &clock).await;
    let token = ED.token(&claims(&json!({})));
    let last = TimeDelta::seconds(659);
    for (at, outcome) in [
        (TimeDelta::zero(), Ok(())),
        (last, Ok(())),
        (last + TimeDelta::seconds(1), Err(TokenFault::Expired)),
        (TimeDelta::seconds(-60), Ok(())),
        (TimeDelta::seconds(-61), Err(TokenFault::NotYetValid)),
        (TimeDelta::zero(), Ok(())),
    ] {
        clock.set(noon() + at);
        assert_eq!(verifier.verify(&token).await.map(drop), outcome, "{at}");
    }
}

#[tokio::test]
async fn one_with_another_letter_is_another_one() {
    let verifier = opened(set(&[&*ED]), &Clock::fixed(noon())).await;
    let token = ED.token(&claims(&json!({})));
    verifier.verify(&token).await.unwrap();
    for at in 0..token.len() {
        let other = if token.as_bytes()[at] == b'A' { "B" } else { "A" };
        let mut altered = token.clone();
        altered.replace_range(at..=at, other);
        assert!(verifier.verify(&altered).await.is_err(), "{at}");
    }
}

#[tokio::test]
async fn another_key_of_the_same_name_does_not_accept_it() {
    let file = std::env::temp_dir().join(format!("ptp-{}.json", Clock::system().new_id()));
    let written = |key| fs::write(&file, json!({"keys": [key]}).to_string()).unwrap();
    written(ED.jwk());
    let clock = Clock::fixed(noon());
    let verifier = opened(KeySource::File(file.clone()), &clock).await;
    let token = ED.token(&claims(&json!({})));
    verifier.verify(&token).await.unwrap();
    written(ed(ED.kid).jwk());
    clock.advance(TimeDelta::seconds(5));
    assert_eq!(verifier.verify(&token).await.map(drop), Err(TokenFault::Signature));
    written(ED.jwk());
    clock.advance(TimeDelta::seconds(5));
    verifier.verify(&token).await.unwrap();
    let _ = fs::remove_file(&file);
}
