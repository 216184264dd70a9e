//! The process that serves: the service, or the baseline on a database that the service prepared.

use std::io::Read as _;
use std::num::NonZeroU32;
use std::time::Duration;

use ptp::config::workers;
use ptp::signing::TokenRequest;
use ptp_api::{LimitSettings, Settings};
use ptp_clock::Clock;
use ptp_store::{DatabaseKind, StoreOptions};
use ptp_tests::fixtures::json::{call, pole_of_eight, tax_code};
use ptp_tests::fixtures::steps::{published, recognised_under};
use ptp_tests::many_poles::copy_networks;
use ptp_tests::{NOW, TestApp, postgres};
use serde_json::json;

use crate::{Result, baseline};

/// As many organisations create poles: with one alone, its drafts would be counted in ever longer
/// lists, and soon be too many.
const ORGANISATIONS: usize = 512;

/// Serves until standard input is closed.
pub(crate) async fn serve(role: &str, kind: &str, poles: u32) -> Result<()> {
    postgres::as_in_production();
    let kind = if kind == "Sqlite" { DatabaseKind::Sqlite } else { DatabaseKind::Postgres };
    let app = started(kind).await?;
    let call = published(&app, &call()).await;
    // One pole went all the way; the others are its copies.
    let recognised = recognised_under(&app, &call, &pole_of_eight()).await;
    if poles > 0 {
        copy_networks(&app.guard, poles).await?;
    }
    let address = if role == "Baseline" {
        baseline::serve(&app, &recognised.application).await?
    } else {
        app.base().trim_start_matches("http://").to_owned()
    };
    let tokens = (0..ORGANISATIONS).map(|number| {
        let organisation = Some(tax_code(4_000_000 + number));
        let request = TokenRequest::of_demo("applicant", &["applicant"], &app.clock);
        app.keys.token(&TokenRequest { organisation, ..request })
    });
    let tokens: Vec<String> = tokens.collect::<std::result::Result<_, _>>()?;
    let database = &app.guard.url;
    let told = json!({"address": address, "database": database, "call": call, "tokens": tokens});
    println!("{told}");
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
    let check = app.store.read().await?.verify_events().await?;
    if check.broken.is_none() && check.pending == 0 {
        return Ok(());
    }
    Err(format!("{check:?}").into())
}

/// A service as in production, but for the requests that a client may send in a minute.
pub(crate) async fn started(kind: DatabaseKind) -> Result<TestApp> {
    let clock = Clock::movable();
    clock.set(NOW.parse()?);
    let limits = LimitSettings { with_token: NonZeroU32::MAX, ..LimitSettings::default() };
    let settings = Settings { limits, workers: workers(), ..Settings::default() };
    let production = |options| StoreOptions {
        acquire_timeout: Duration::from_secs(5),
        queue_timeout: Duration::from_secs(25),
        sealed_within: Duration::from_millis(50),
        ..options
    };
    Ok(TestApp::on(kind).clock(clock).settings(settings).store_options(production).start().await)
}
