//! What the service still answers while it computes as much as anybody can make it.

use std::collections::VecDeque;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use ptp_tests::TestApp;
use ptp_tests::fixtures::json::pole;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    a_probe_is_answered_at_once_while_the_worst_bodies_are_judged,
    whoever_hangs_up_is_not_worked_for,
);

/// How long a probe may take.
const AT_ONCE: Duration = Duration::from_millis(50);
/// A machine that does something else at the moment is asked again, so many times in all.
const TRIES: usize = 5;

async fn a_probe_is_answered_at_once_while_the_worst_bodies_are_judged(app: TestApp) {
    let (lawful, unlawful) = (most_work(), most_faults());
    let address = app.base().trim_start_matches("http://").to_owned();
    let mut usual = Vec::new();
    for _ in 0..TRIES {
        let mut in_flight: VecDeque<_> = [&unlawful, &lawful]
            .into_iter()
            .cycle()
            .take(8)
            .map(|body| tokio::spawn(evaluated(app.base().to_owned(), body.clone())))
            .collect();
        let is_over = Arc::new(AtomicBool::new(false));
        // The runtime of the test sends the bodies; it may not delay the probes.
        let probing = std::thread::spawn({
            let (address, is_over) = (address.clone(), Arc::clone(&is_over));
            move || {
                let mut took = Vec::new();
                while !is_over.load(Ordering::Relaxed) {
                    took.push(probe(&address));
                }
                took
            }
        });
        let first = in_flight.pop_front().unwrap().await.unwrap();
        assert_eq!(first, StatusCode::UNPROCESSABLE_ENTITY);
        is_over.store(true, Ordering::Relaxed);
        // Whoever hangs up lets the service stop.
        in_flight.iter().for_each(tokio::task::JoinHandle::abort);
        let took = tokio::task::spawn_blocking(|| probing.join()).await.unwrap().unwrap();
        usual.push(usual_of(took));
        if usual.last() <= Some(&AT_ONCE) {
            return;
        }
    }
    panic!("probes took {usual:?}");
}

/// What a probe takes for half of the time that all took together: a few that waited long count for
/// more than many that were answered while nothing was in flight.
fn usual_of(mut took: Vec<Duration>) -> Duration {
    took.sort();
    let half = took.iter().sum::<Duration>() / 2;
    let mut passed = Duration::ZERO;
    let usual = took.into_iter().find(|one| {
        passed += *one;
        passed >= half
    });
    usual.expect("a probe")
}

async fn whoever_hangs_up_is_not_worked_for(app: TestApp) {
    let (address, body) = (app.base().trim_start_matches("http://").to_owned(), most_work());
    let path = "/v1/compliance/evaluations";
    let waited_for = app.anonymous().send_raw(Method::POST, path, Some(body.clone()), &[]).await;
    waited_for.expect(200);
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(&address).unwrap();
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: {address}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .unwrap();
        stream.write_all(&body).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok();
        answer
    });
    assert!(answer.await.unwrap().is_empty(), "an answer was made for nobody");
}

/// Sends a body on a connection of its own.
async fn evaluated(base: String, body: Vec<u8>) -> StatusCode {
    let client = reqwest::Client::builder().tls_certs_only([]).build().unwrap();
    let url = format!("{base}/v1/compliance/evaluations");
    let request = client.request(Method::POST, url).header("content-type", "application/json");
    request.body(body).send().await.unwrap().status()
}

/// How long it takes to be told that the process is alive, on a new connection.
fn probe(address: &str) -> Duration {
    let begun = Instant::now();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /livez HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    begun.elapsed()
}

/// A network that is nearly as much work as one may be: schools with a hundred tracks each, on days of
/// their own.
fn most_work() -> Vec<u8> {
    let first: NaiveDate = "2027-03-01".parse().unwrap();
    let later = |days| first.checked_add_days(Days::new(days)).unwrap();
    let member = |number: u64| {
        let tracks: Vec<_> = (0..100)
            .map(|track| {
                json!({
                    "title": format!("Indirizzo {track}"), "area": "mechanics",
                    "started_on": later(9 * track + number),
                    "ended_on": later(9 * track + number + 20),
                })
            })
            .collect();
        json!({
            "kind": "technical_institute",
            "name": format!("Istituto {number}"),
            "tax_code": tax_code(number),
            "province": "BG",
            "joined_on": "2027-01-15",
            "school": {"status": "paritaria"},
            "study_tracks": tracks,
        })
    };
    of_members(&(0..40).map(member).collect::<Vec<_>>())
}

/// A body of nearly the largest size, wrong in everything.
fn most_faults() -> Vec<u8> {
    let suspensions = vec![json!({}); 50];
    let accreditations = vec![json!({"suspensions": suspensions}); 50];
    of_members(&vec![json!({"accreditations": accreditations}); 120])
}

fn of_members(members: &[Value]) -> Vec<u8> {
    let mut judged = pole();
    judged["members"] = json!(members);
    let body = json!({"pole": judged}).to_string().into_bytes();
    assert!(body.len() < 1024 * 1024, "{} bytes", body.len());
    body
}

/// A fictitious tax code with the right check digit.
fn tax_code(number: u64) -> String {
    let body = format!("{:07}015", number + 1);
    let weighted = body.bytes().zip([1, 2].into_iter().cycle()).map(|(digit, weight)| {
        let weighted = u32::from(digit - b'0') * weight;
        weighted % 10 + weighted / 10
    });
    format!("{body}{}", (10 - weighted.sum::<u32>() % 10) % 10)
}
