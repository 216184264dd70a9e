//! Keys from a file: how soon a change in it counts, and what happens when it cannot be read.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use chrono::TimeDelta;
use ptp_clock::Clock;
use serde_json::json;

use super::forge::{EC, ED, Signer, claims, noon, settings};
use crate::issuer::Issuer;
use crate::token::Presented;
use crate::{KeySource, LoadError, OpenError, TokenFault, Verifier};

/// A file of its own for each test, removed at its end.
struct JwksFile(PathBuf);

impl JwksFile {
    fn new(content: &str) -> Self {
        let name = format!("ptp-{}.jwks.json", Clock::system().new_id());
        let file = Self(std::env::temp_dir().join(name));
        file.write(content);
        file
    }

    fn write(&self, content: &str) {
        fs::write(&self.0, content).unwrap();
    }

    fn remove(&self) {
        fs::remove_file(&self.0).unwrap();
    }

    fn source(&self) -> KeySource {
        KeySource::File(self.0.clone())
    }

    async fn verifier(&self, clock: &Clock) -> Verifier {
        Verifier::open(vec![settings(self.source())], clock.clone()).await.unwrap()
    }

    async fn issuer(&self, clock: &Clock) -> Issuer {
        Issuer::open(settings(self.source()), clock.clone()).await.unwrap()
    }
}

impl Drop for JwksFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn keys(keys: &[&Signer]) -> String {
    let keys: Vec<_> = keys.iter().map(|key| key.jwk()).collect();
    json!({"keys": keys}).to_string()
}

fn token(signer: &Signer) -> String {
    signer.token(&claims(&json!({"iat": null, "nbf": null})))
}

/// Judges by the keys at hand, as `Verifier::judge` does.
fn judged(issuer: &Issuer, signer: &Signer) -> Result<(), TokenFault> {
    issuer.judge(&Presented::read(&token(signer)).unwrap()).map(drop)
}

/// What may become of a file, and what a token gets whose key was in it before.
fn withdrawals() -> Vec<(Option<String>, TokenFault)> {
    let unusable = json!({"keys": [ED.jwk_with(&json!({"use": "enc"})), {"kid": 5}]}).to_string();
    vec![
        (Some(keys(&[])), TokenFault::UnknownKey),
        (Some(unusable), TokenFault::UnknownKey),
        (Some(keys(&[&*EC])), TokenFault::UnknownKey),
        (None, TokenFault::KeysUnavailable),
        (Some(String::new()), TokenFault::KeysUnavailable),
        (Some(r#"{"keys": [{"kty"#.into()), TokenFault::KeysUnavailable),
        (Some("{}".into()), TokenFault::KeysUnavailable),
        (Some(" ".repeat(1024 * 1024 + 1)), TokenFault::KeysUnavailable),
    ]
}

#[tokio::test]
async fn a_withdrawn_key_stops_within_five_seconds_even_without_the_background_task() {
    for (content, fault) in withdrawals() {
        let file = JwksFile::new(&keys(&[&*ED]));
        let clock = Clock::fixed(noon());
        let verifier = file.verifier(&clock).await;
        let clone = verifier.clone();
        match &content {
            Some(content) => file.write(content),
            None => file.remove(),
        }
        clock.advance(TimeDelta::seconds(4));
        verifier.verify(&token(&ED)).await.unwrap();
        clock.advance(TimeDelta::seconds(1));
        assert_eq!(verifier.judge(&token(&ED)), Err(TokenFault::KeysUnavailable), "{content:?}");
        assert_eq!(verifier.verify(&token(&ED)).await, Err(fault.clone()), "{content:?}");
        clock.advance(TimeDelta::minutes(13));
        assert!(clone.judge(&token(&ED)).is_err(), "clones share the keys: {content:?}");

        file.write(&keys(&[&*ED]));
        let token = ED.token(&claims(&json!({"exp": noon().timestamp() + 3600})));
        verifier.verify(&token).await.unwrap();
    }
}

#[tokio::test]
async fn the_background_task_reads_the_file_every_two_seconds() {
    let file = JwksFile::new(&keys(&[&*ED]));
    let clock = Clock::fixed(noon());
    let issuer = file.issuer(&clock).await;
    assert_eq!(issuer.pause(), Some(Duration::from_secs(2)));
    for (content, fault) in withdrawals().into_iter().take(3) {
        file.write(&keys(&[&*ED]));
        issuer.refresh().await;
        assert_eq!(judged(&issuer, &ED), Ok(()));
        file.write(&content.unwrap());
        clock.advance(TimeDelta::seconds(2));
        issuer.refresh().await;
        assert_eq!(judged(&issuer, &ED), Err(fault));
    }
}

#[tokio::test]
async fn a_file_that_is_read_while_it_is_written_goes_unnoticed() {
    let file = JwksFile::new(&keys(&[&*ED]));
    let clock = Clock::fixed(noon());
    let issuer = file.issuer(&clock).await;

    file.write("");
    clock.advance(TimeDelta::seconds(2));
    issuer.refresh().await;
    assert_eq!(judged(&issuer, &ED), Ok(()));
    assert_eq!(issuer.pause(), Some(Duration::from_secs(1)), "it tries again sooner");
    file.write(&keys(&[&*ED, &*EC]));
    clock.advance(TimeDelta::seconds(1));
    issuer.refresh().await;
    clock.advance(TimeDelta::seconds(4));
    assert_eq!((judged(&issuer, &ED), judged(&issuer, &EC)), (Ok(()), Ok(())));

    // Attempts that fail do not prolong it.
    file.write("");
    for _ in 0..4 {
        issuer.refresh().await;
        clock.advance(TimeDelta::milliseconds(250));
    }
    assert_eq!(judged(&issuer, &ED), Err(TokenFault::KeysUnavailable));
}

#[tokio::test]
async fn a_time_that_is_set_back_does_not_prolong_a_key() {
    let file = JwksFile::new(&keys(&[&*ED]));
    let clock = Clock::fixed(noon());
    let verifier = file.verifier(&clock).await;
    file.write(&keys(&[]));
    clock.advance(TimeDelta::hours(-1));
    verifier.verify(&token(&ED)).await.unwrap();
    clock.advance(TimeDelta::seconds(5));
    assert_eq!(verifier.verify(&token(&ED)).await, Err(TokenFault::UnknownKey));
}

#[tokio::test]
async fn an_unknown_key_has_the_file_read_once_a_second() {
    let file = JwksFile::new(&keys(&[&*ED]));
    let clock = Clock::fixed(noon());
    let verifier = file.verifier(&clock).await;
    file.write(&keys(&[&*ED, &*EC]));
    assert_eq!(verifier.verify(&token(&EC)).await, Err(TokenFault::UnknownKey));
    clock.advance(TimeDelta::seconds(1));
    verifier.verify(&token(&EC)).await.unwrap();
}

#[tokio::test]
async fn a_file_without_keys_is_an_error_at_start_up() {
    let file = JwksFile::new(&keys(&[]));
    let open = || Issuer::open(settings(file.source()), Clock::fixed(noon()));
    let Err(error) = open().await else { panic!("an empty set") };
    assert!(error.to_string().contains(file.0.to_str().unwrap()), "{error}");
    assert!(matches!(error, OpenError::Keys { reason: LoadError::Keys(_), .. }));
    file.remove();
    let error = open().await.unwrap_err();
    assert!(matches!(error, OpenError::Keys { reason: LoadError::File(_), .. }), "{error}");
}

#[tokio::test]
async fn a_fixed_set_counts_for_good() {
    let clock = Clock::fixed(noon());
    let issuer = Issuer::open(settings(super::forge::set(&[&*ED])), clock.clone()).await.unwrap();
    assert_eq!(issuer.pause(), None);
    clock.advance(TimeDelta::minutes(9));
    assert_eq!(judged(&issuer, &ED), Ok(()));
}
