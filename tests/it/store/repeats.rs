//! Idempotency keys.

use chrono::TimeDelta;
use ptp_store::{Answer, Claim, DatabaseKind, Request};
use ptp_tests::fixtures::domain::moment;

use super::{Fresh, on_both_databases};

on_both_databases!(
    the_first_response_is_replayed,
    a_response_is_kept_for_a_day,
    expired_responses_are_purged_without_writes,
    of_two_concurrent_requests_one_is_executed,
);

fn request(key: &str) -> Request {
    Request {
        client: "c1".to_owned(),
        key: key.to_owned(),
        target: "POST /v1/poles".to_owned(),
        body: [7; 32],
    }
}

fn answer(body: &str) -> Answer {
    Answer {
        status: 201,
        location: Some("/v1/poles/1".to_owned()),
        etag: Some("\"1\"".to_owned()),
        body: body.to_owned(),
    }
}

async fn claim(fresh: &Fresh, request: &Request, now: i64) -> Claim {
    let tx = fresh.store.write().await.unwrap();
    tx.claim(request, moment(now)).await.unwrap()
}

async fn remember(fresh: &Fresh, request: &Request, answer: &Answer, now: i64) {
    let tx = fresh.store.write().await.unwrap();
    assert_eq!(tx.claim(request, moment(now)).await.unwrap(), Claim::New);
    tx.remember(request, answer, moment(now)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn the_first_response_is_replayed(fresh: Fresh) {
    let first = request("k1");
    assert_eq!(claim(&fresh, &first, 0).await, Claim::New);
    // The request failed: nothing is kept.
    assert_eq!(claim(&fresh, &first, 0).await, Claim::New);
    remember(&fresh, &first, &answer("{}"), 1).await;

    assert_eq!(claim(&fresh, &first, 2).await, Claim::Replay(answer("{}")));
    let others = [
        Request { body: [8; 32], ..first.clone() },
        Request { target: "POST /v1/calls".to_owned(), ..first.clone() },
    ];
    for other in others {
        assert_eq!(claim(&fresh, &other, 2).await, Claim::Different);
    }
    for other in [Request { client: "c2".to_owned(), ..first.clone() }, request("k2")] {
        assert_eq!(claim(&fresh, &other, 2).await, Claim::New);
    }
    let bare = Answer { location: None, etag: None, body: String::new(), status: 200 };
    remember(&fresh, &request("k3"), &bare, 3).await;
    assert_eq!(claim(&fresh, &request("k3"), 4).await, Claim::Replay(bare));
}

async fn a_response_is_kept_for_a_day(fresh: Fresh) {
    let day = TimeDelta::hours(24).num_microseconds().unwrap();
    for number in 0..20 {
        remember(&fresh, &request(&format!("k{number}")), &answer("old"), 0).await;
    }
    let kept = Claim::Replay(answer("old"));
    assert_eq!(claim(&fresh, &request("k0"), day - 1).await, kept);
    assert_eq!(claim(&fresh, &request("k0"), day).await, Claim::New);

    // The same key again purges a few of the expired ones.
    remember(&fresh, &request("k0"), &answer("new"), day).await;
    assert_eq!(claim(&fresh, &request("k0"), day + 1).await, Claim::Replay(answer("new")));
    let mut left = 0;
    for number in 0..20 {
        // As if it were still the first day.
        let claim = claim(&fresh, &request(&format!("k{number}")), 1).await;
        left += usize::from(claim != Claim::New);
    }
    assert_eq!(left, 12);
}

/// They may contain personal data.
async fn expired_responses_are_purged_without_writes(fresh: Fresh) {
    let day = TimeDelta::hours(24);
    for number in 0..20 {
        remember(&fresh, &request(&format!("k{number}")), &answer("old"), 0).await;
    }
    remember(&fresh, &request("young"), &answer("young"), 1).await;
    let early = fresh.store.purge_answers(moment(0) + day - TimeDelta::microseconds(1)).await;
    assert_eq!(early.unwrap(), 0);
    assert_eq!(fresh.store.purge_answers(moment(0) + day).await.unwrap(), 20);
    assert_eq!(fresh.store.purge_answers(moment(0) + day).await.unwrap(), 0);
    let left = fresh.text_of("idempotency").await;
    assert!(left.contains("young") && !left.contains("old"), "{left}");
}

async fn of_two_concurrent_requests_one_is_executed(fresh: Fresh) {
    let (first, second) = (request("k1"), request("k2"));
    let running = fresh.store.write().await.unwrap();
    assert_eq!(running.claim(&first, moment(0)).await.unwrap(), Claim::New);
    // On SQLite there is only one writer at a time.
    if fresh.store.kind() == DatabaseKind::Postgres {
        assert_eq!(claim(&fresh, &first, 0).await, Claim::Running);
        assert_eq!(claim(&fresh, &second, 0).await, Claim::New);
    }
    let waiting = {
        let store = fresh.store.clone();
        let first = first.clone();
        tokio::spawn(async move {
            loop {
                let tx = store.write().await.unwrap();
                match tx.claim(&first, moment(1)).await.unwrap() {
                    Claim::Running => tokio::task::yield_now().await,
                    claim => return claim,
                }
            }
        })
    };
    running.remember(&first, &answer("{}"), moment(0)).await.unwrap();
    running.commit().await.unwrap();
    assert_eq!(waiting.await.unwrap(), Claim::Replay(answer("{}")));
}
