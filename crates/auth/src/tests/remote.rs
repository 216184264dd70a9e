//! Keys from an address: when they are asked for, and what happens when nobody answers.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;

use super::forge::{EC, ED, Signer, claims, noon, settings};
use crate::issuer::Issuer;
use crate::token::Presented;
use crate::{KeySource, TokenFault, Verifier};
use ptp_clock::Clock;

/// An issuer's address on this machine; it answers until the test ends.
struct Address {
    at: SocketAddr,
    asked: Arc<AtomicUsize>,
    answer: Arc<Mutex<String>>,
}

impl Address {
    fn open(answer: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = Self {
            at: listener.local_addr().unwrap(),
            asked: Arc::default(),
            answer: Arc::new(Mutex::new(answer)),
        };
        let (asked, answer) = (Arc::clone(&address.asked), Arc::clone(&address.answer));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                lines.map_while(Result::ok).find(String::is_empty);
                asked.fetch_add(1, Ordering::SeqCst);
                let answer = answer.lock().unwrap().clone();
                // Whoever hung up has read enough.
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        address
    }

    fn says(&self, answer: String) {
        *self.answer.lock().unwrap() = answer;
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn source(&self) -> KeySource {
        KeySource::Url(format!("http://{}/jwks.json", self.at))
    }

    async fn verifier(&self, clock: &Clock) -> Verifier {
        Verifier::open(vec![settings(self.source())], clock.clone()).await.unwrap()
    }

    async fn issuer(&self, clock: &Clock) -> Arc<Issuer> {
        Arc::new(Issuer::open(settings(self.source()), clock.clone()).await.unwrap())
    }
}

fn answer(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn keys(keys: &[&Signer]) -> String {
    let keys: Vec<_> = keys.iter().map(|key| key.jwk()).collect();
    answer("200 OK", &json!({"keys": keys}).to_string())
}

#[tokio::test]
async fn an_unknown_key_makes_the_service_ask_once_a_minute() {
    let address = Address::open(keys(&[&*ED]));
    let clock = Clock::fixed(noon());
    let verifier = address.verifier(&clock).await;
    let (known, rotated) = (ED.token(&claims(&json!({}))), EC.token(&claims(&json!({}))));
    verifier.verify(&known).await.unwrap();
    assert_eq!(address.asked(), 1, "at the start");

    address.says(keys(&[&*ED, &*EC]));
    assert_eq!(verifier.verify(&rotated).await, Err(TokenFault::UnknownKey));
    assert_eq!(address.asked(), 1, "too early");

    clock.advance(TimeDelta::minutes(1));
    let (one, two, three) = tokio::join!(
        verifier.verify(&rotated),
        verifier.verify(&rotated),
        verifier.verify(&rotated)
    );
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    assert_eq!(address.asked(), 2, "once for all three");

    let stranger = ED.token_with(&json!({"kid": "x"}), &claims(&json!({})));
    assert_eq!(verifier.verify(&stranger).await, Err(TokenFault::UnknownKey));
    assert_eq!(address.asked(), 2, "not within the minute");
    verifier.verify(&known).await.unwrap();
}

#[tokio::test]
async fn whoever_starts_without_keys_refuses_until_it_has_them() {
    let clock = Clock::fixed(noon());
    let token = ED.token(&claims(&json!({})));
    let bad = [
        answer("500 Internal Server Error", "{}"),
        answer("302 Found\r\nLocation: /elsewhere", ""),
        answer("200 OK", "<html>"),
        answer("200 OK", &" ".repeat(1024 * 1024 + 1)),
        "not HTTP".into(),
    ];
    for refusal in bad {
        let address = Address::open(refusal);
        let verifier = address.verifier(&clock).await;
        assert_eq!(address.asked(), 1);
        let fault = verifier.verify(&token).await.unwrap_err();
        assert_eq!(fault, TokenFault::KeysUnavailable);
        assert!(fault.is_temporary());
        assert_eq!(fault.challenge(), "Bearer realm=\"ptp\"");

        address.says(keys(&[&*ED]));
        clock.advance(TimeDelta::minutes(1));
        verifier.verify(&token).await.unwrap();
        assert_eq!(address.asked(), 2);
        clock.set(noon());
    }
}

/// Judges by the keys at hand, as `Verifier::judge` does.
fn judged(issuer: &Issuer, token: &str) -> Result<(), TokenFault> {
    issuer.judge(&Presented::read(token).unwrap()).map(drop)
}

/// A token that outlives every outage in these tests.
fn long_token() -> String {
    ED.token(&claims(&json!({"exp": noon().timestamp() + 24 * 3600})))
}

#[tokio::test]
async fn an_address_may_list_no_keys_from_the_start() {
    let address = Address::open(keys(&[]));
    let clock = Clock::fixed(noon());
    let verifier = address.verifier(&clock).await;
    let token = ED.token(&claims(&json!({})));
    assert_eq!(verifier.verify(&token).await, Err(TokenFault::UnknownKey));
    address.says(keys(&[&*ED]));
    clock.advance(TimeDelta::minutes(1));
    verifier.verify(&token).await.unwrap();
}

#[tokio::test]
async fn an_answer_without_usable_keys_withdraws_those_before_it() {
    let unusable = json!({"keys": [ED.jwk_with(&json!({"use": "enc"}))]}).to_string();
    for none in [keys(&[]), answer("200 OK", &unusable)] {
        let address = Address::open(keys(&[&*ED]));
        let issuer = address.issuer(&Clock::fixed(noon())).await;
        let token = long_token();
        assert_eq!(judged(&issuer, &token), Ok(()));
        address.says(none);
        issuer.refresh().await;
        assert_eq!(judged(&issuer, &token), Err(TokenFault::UnknownKey));
        assert_eq!(issuer.pause(), Some(Duration::from_secs(30)), "it may list some soon");
    }
}

#[tokio::test]
async fn an_address_that_fails_keeps_its_keys_for_fifteen_minutes() {
    let address = Address::open(keys(&[&*ED]));
    let clock = Clock::fixed(noon());
    let issuer = address.issuer(&clock).await;
    let token = long_token();

    address.says(answer("503 Service Unavailable", ""));
    clock.advance(TimeDelta::minutes(5));
    issuer.refresh().await;
    assert_eq!(issuer.pause(), Some(Duration::from_secs(30)), "it tries again sooner");
    clock.advance(TimeDelta::seconds(10 * 60 - 1));
    issuer.refresh().await;
    assert_eq!(judged(&issuer, &token), Ok(()));
    clock.advance(TimeDelta::seconds(1));
    assert_eq!(judged(&issuer, &token), Err(TokenFault::KeysUnavailable));

    address.says(keys(&[&*ED]));
    issuer.refresh().await;
    assert_eq!(judged(&issuer, &token), Ok(()));
    assert_eq!(issuer.pause(), Some(Duration::from_mins(5)));
}

#[tokio::test]
async fn keys_that_lapsed_are_asked_for_when_a_token_needs_them() {
    let address = Address::open(keys(&[&*ED]));
    let clock = Clock::fixed(noon());
    let verifier = address.verifier(&clock).await;
    let token = long_token();
    clock.advance(TimeDelta::minutes(15));
    assert_eq!(verifier.judge(&token), Err(TokenFault::KeysUnavailable));
    verifier.verify(&token).await.unwrap();
    assert_eq!(address.asked(), 2);

    address.says(answer("503 Service Unavailable", ""));
    clock.advance(TimeDelta::minutes(15));
    for _ in 0..2 {
        assert_eq!(verifier.verify(&token).await, Err(TokenFault::KeysUnavailable));
    }
    assert_eq!(address.asked(), 3, "once a minute");
}

#[tokio::test]
async fn an_address_that_falls_silent_costs_nobody_the_keys() {
    let address = Address::open(keys(&[&*ED]));
    let clock = Clock::fixed(noon());
    let verifier = address.verifier(&clock).await;
    address.says(answer("503 Service Unavailable", ""));
    clock.advance(TimeDelta::minutes(2));
    let stranger = EC.token(&claims(&json!({})));
    assert_eq!(verifier.verify(&stranger).await, Err(TokenFault::UnknownKey));
    assert_eq!(address.asked(), 2);
    verifier.verify(&ED.token(&claims(&json!({})))).await.unwrap();
}

#[tokio::test]
async fn the_background_refresh_takes_up_what_changed() {
    let address = Address::open(answer("503 Service Unavailable", ""));
    let issuer = address.issuer(&Clock::fixed(noon())).await;
    assert_eq!(issuer.pause(), Some(Duration::from_secs(30)));
    for signer in [&*ED, &*EC] {
        address.says(keys(&[signer]));
        issuer.refresh().await;
        assert_eq!(judged(&issuer, &signer.token(&claims(&json!({})))), Ok(()));
    }
    assert_eq!(issuer.pause(), Some(Duration::from_mins(5)));
    let withdrawn = ED.token(&claims(&json!({})));
    assert_eq!(judged(&issuer, &withdrawn), Err(TokenFault::UnknownKey));
}

#[tokio::test]
async fn the_background_task_does_not_outlive_the_issuer() {
    let address = Address::open(keys(&[&*ED]));
    let issuer = address.issuer(&Clock::fixed(noon())).await;
    let left = Arc::downgrade(&issuer);
    issuer.keep_fresh();
    tokio::task::yield_now().await;
    drop(issuer);
    assert!(left.upgrade().is_none(), "the task holds nothing while it waits");
}
