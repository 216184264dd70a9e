//! scratch
#![allow(clippy::all, clippy::pedantic, missing_docs, clippy::unwrap_used)]
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicBool, Ordering};
use std::time::{Duration, Instant};
use ptp_domain::event::*; use ptp_domain::policy::*; use ptp_domain::pole::*; use ptp_domain::id::Id; use ptp_domain::identifier::*;
use ptp_domain::area::Area;
use ptp_store::*;
use uuid::Uuid;
fn pole(n: u128, code: PoleCode) -> Pole { Pole { id: Id::new(Uuid::from_u128(n)), code, status: PoleStatus::Draft, owner: Owner::Organisation(TaxCode::parse("80050050154").unwrap()), recognition: None, description: Description { name: format!("Polo {n}"), area: Area::Mechanics, production_chain: None, province: Province::parse("MI").unwrap(), text: None, network_agreement: None, activity_plan: None, lead_member_id: None, contacts: vec![] } } }
fn official() -> Scope { Actor::Bearer(Bearer{issuer:"i".into(),subject:"s".into(),client:None,roles:[Role::Official].into(),organisation:None}).scope(Action::ReadPole).unwrap() }
#[tokio::main]
async fn main() {
    let kind = if std::env::args().nth(1).as_deref() == Some("pg") { DatabaseKind::Postgres } else { DatabaseKind::Sqlite };
    let readers: u64 = std::env::args().nth(2).map_or(32, |x| x.parse().unwrap());
    let (store, guard) = ptp_tests::store::fresh_store(kind).await;
    let stop = Arc::new(AtomicBool::new(false)); let reads = Arc::new(AtomicU64::new(0)); let writes = Arc::new(AtomicU64::new(0)); let worst = Arc::new(AtomicU64::new(0));
    let seq = Arc::new(AtomicU64::new(1)); let errors = Arc::new(AtomicU64::new(0));
    let mut hs = vec![];
    for w in 0..32u64 { let (store, stop, writes, worst, seq, errors) = (store.clone(), stop.clone(), writes.clone(), worst.clone(), seq.clone(), errors.clone());
        hs.push(tokio::spawn(async move { while !stop.load(Ordering::Relaxed) { let t = Instant::now(); let n = seq.fetch_add(1, Ordering::Relaxed); let r: Result<(), StoreError> = async {
            let tx = store.write().await?; let code = tx.next_pole_code(2027).await?; 
            tx.insert_pole(pole(u128::from(n), code), vec![], &Event{ id: Uuid::from_u128(u128::from(n)), kind: EventKind::PoleCreated, at: "2027-01-01T00:00:00Z".parse().unwrap(), actor: Actor::Anonymous, reason: None, member: None, changed: vec![] }).await?;
            tx.commit().await }.await; if let Err(e) = r { errors.fetch_add(1, Ordering::Relaxed); eprintln!("{w} {e:?}"); } else { writes.fetch_add(1, Ordering::Relaxed); } worst.fetch_max(t.elapsed().as_millis() as u64, Ordering::Relaxed); } })); }
    for _ in 0..readers { let (store, stop, reads, seq) = (store.clone(), stop.clone(), reads.clone(), seq.clone());
        hs.push(tokio::spawn(async move { let scope = official(); let mut i = 1u128; while !stop.load(Ordering::Relaxed) { let tx = store.read().await.unwrap(); i = (i + 7) % u128::from(seq.load(Ordering::Relaxed)).max(1); tx.find_pole(&scope, Id::new(Uuid::from_u128(i))).await.unwrap(); reads.fetch_add(1, Ordering::Relaxed); } })); }
    let path = guard.url.trim_start_matches("sqlite:").to_owned() + "-wal"; let mut max = 0;
    for _ in 0..80 { tokio::time::sleep(Duration::from_millis(100)).await; if let Ok(m) = std::fs::metadata(&path) { max = max.max(m.len()); } }
    stop.store(true, Ordering::Relaxed); for h in hs { h.await.unwrap(); }
    println!("{kind:?} writes/s {} reads/s {} errors {} worst write {} ms wal max {} KB wal end {:?}", writes.load(Ordering::Relaxed)/8, reads.load(Ordering::Relaxed)/8, errors.load(Ordering::Relaxed), worst.load(Ordering::Relaxed), max/1024, std::fs::metadata(&path).map(|m| m.len()/1024));
    store.close().await.unwrap(); println!("after close wal {:?}", std::fs::metadata(&path).map(|m| m.len()));
}
