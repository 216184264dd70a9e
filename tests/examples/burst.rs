//! Many submissions in the last two seconds of a call, by `cargo xtask burst`; 2,000 by default.
//!
//! On SQLite, on PostgreSQL with one replica and with two. Each that was read in time has to be
//! received, even if it is answered later; the process fails if one is not.

use std::error::Error;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use ptp_clock::Clock;
use ptp_store::{DatabaseKind, StoreOptions};
use ptp_tests::fixtures::json::{call, pole};
use ptp_tests::fixtures::steps::{drafted, published, submit};
use ptp_tests::{Answer, TestApp, postgres};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How long before the closing the first is sent.
const LAST: TimeDelta = TimeDelta::seconds(2);

#[tokio::main]
async fn main() -> Result<()> {
    let count = std::env::args().nth(1).map_or(Ok(2_000), |text| text.parse())?;
    postgres::as_in_production();
    let mut lost = 0;
    for (kind, replicas) in
        [(DatabaseKind::Sqlite, 1), (DatabaseKind::Postgres, 1), (DatabaseKind::Postgres, 2)]
    {
        lost += burst(kind, replicas, count).await?;
    }
    if lost > 0 { Err(format!("{lost} were read in time and not received").into()) } else { Ok(()) }
}

/// The limits of production: the tests are more patient.
fn production(options: StoreOptions) -> StoreOptions {
    StoreOptions {
        acquire_timeout: Duration::from_secs(5),
        queue_timeout: Duration::from_secs(25),
        sealed_within: Duration::from_millis(50),
        ..options
    }
}

/// Runs one burst; returns how many were read in time and not received.
async fn burst(kind: DatabaseKind, replicas: usize, count: usize) -> Result<usize> {
    let clock = Clock::movable();
    clock.set("2027-01-20T10:00:00Z".parse()?);
    let first = TestApp::on(kind).clock(clock.clone()).store_options(production).start().await;
    let mut apps = vec![first];
    while apps.len() < replicas {
        let app = apps[0].replica().store_options(production).start().await;
        apps.push(app);
    }
    let mut poles = Vec::with_capacity(count);
    for _ in 0..count {
        poles.push(drafted(&apps[0], &pole()).await);
    }
    let call = published(&apps[0], &call()).await;
    let closes_at: DateTime<Utc> = "2027-02-26T11:00:00Z".parse()?;
    clock.set(closes_at - LAST - TimeDelta::seconds(1));

    let sent = poles.iter().enumerate().map(|(index, pole)| {
        let (app, call, clock) = (&apps[index % replicas], &call, &clock);
        async move {
            let share = i32::try_from(index).unwrap_or_default();
            let of = i32::try_from(count).unwrap_or(1).max(1);
            let at = closes_at - LAST + LAST * share / of;
            tokio::time::sleep((at - clock.now()).to_std().unwrap_or_default()).await;
            let begun = Instant::now();
            let answer = submit(&app.applicant(), call, pole).await;
            (answer, begun.elapsed())
        }
    });
    let answers = join_all(sent).await;
    let (mut received, mut late, mut lost) = (0, 0, 0);
    let mut slowest = Duration::ZERO;
    for (answer, took) in answers {
        slowest = slowest.max(took);
        match (answer.status.as_u16(), was_in_time(&answer, closes_at)) {
            (201, true) => received += 1,
            (409, false) => late += 1,
            _ => {
                if lost == 0 {
                    println!("  {} {}", answer.status, answer.text);
                }
                lost += 1;
            }
        }
    }
    println!(
        "{kind:?}, {replicas} replicas: {received} received, {late} read after the closing, {lost} \
         lost; the slowest answer took {:.1} s",
        slowest.as_secs_f64()
    );
    Ok(lost)
}

/// Whether the service says that it read the submission by the closing.
fn was_in_time(answer: &Answer, closes_at: DateTime<Utc>) -> bool {
    let received_at = answer.body["received_at"].as_str();
    received_at
        .and_then(|text| DateTime::parse_from_rfc3339(text).ok())
        .is_some_and(|received_at| received_at <= closes_at)
}
