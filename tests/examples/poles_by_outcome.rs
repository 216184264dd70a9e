//! Benchmark: a page of poles by outcome and by words on both databases, by `cargo xtask bench`, with 100,000
//! poles by default.
//!
//! Prints milliseconds of `page_poles` with 20 items, the median of many runs.

use std::error::Error;
use std::fmt::Write as _;
use std::time::Instant;

use chrono::NaiveDate;
use ptp_domain::event::EventKind;
use ptp_domain::policy::{Action, Actor};
use ptp_domain::rules::Verdict;
use ptp_store::{ComplianceFilter, DatabaseKind, Order, PoleFilter, PoleSort, Store};
use ptp_tests::fixtures::domain::{event, pole, recognised};
use ptp_tests::many_poles::{HALF, RARE, carry_out, copies};
use ptp_tests::store::fresh_store;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const RUNS: usize = 31;

#[tokio::main]
async fn main() -> Result<()> {
    let count = std::env::args().nth(1).map_or(Ok(100_000), |text| text.parse())?;
    for kind in [DatabaseKind::Sqlite, DatabaseKind::Postgres] {
        println!("{kind:?}, {count} poles: milliseconds by code, by name, by the last change");
        let (store, guard) = fresh_store(kind).await;
        insert_one(&store).await?;
        for statement in copies(kind, count) {
            carry_out(&guard, statement).await?;
        }
        measure(&store).await?;
        measure_words(&store).await?;
    }
    Ok(())
}

async fn measure(store: &Store) -> Result<()> {
    let non_compliant = Some(Verdict::NonCompliant);
    let compliant = Some(Verdict::Compliant);
    for (what, outcome, on, fails_by) in [
        ("non_compliant, none is yet", non_compliant, "2027-05-01", None),
        ("non_compliant, the last 20 are", non_compliant, "2028-05-01", None),
        ("non_compliant, all are", non_compliant, "2031-05-01", None),
        ("compliant, nearly all are", compliant, "2028-05-01", None),
        ("compliant, none is any more", compliant, "2031-05-01", None),
        ("any outcome, all have one", None, "2027-05-01", None),
        ("any outcome, before there was one", None, "2013-05-01", None),
        ("will fail within a year, 20 will", None, "2027-05-01", Some("2028-04-30")),
    ] {
        let fails_by: Option<NaiveDate> = fails_by.map(str::parse).transpose()?;
        let compliance = Some(ComplianceFilter { outcome, on: on.parse()?, fails_by });
        let filter = PoleFilter { compliance, ..PoleFilter::default() };
        let mut line = format!("  {what:<36}");
        for by in [PoleSort::Code, PoleSort::Name, PoleSort::UpdatedAt] {
            write!(line, "{:>9.2}", median(store, &filter, by).await?)?;
        }
        println!("{line}");
    }
    Ok(())
}

/// A page by words, and how much longer it takes than the same page without them.
async fn measure_words(store: &Store) -> Result<()> {
    let plain = PoleFilter::default();
    for (what, q) in [
        ("no words", None),
        ("a word that half have", Some(HALF)),
        ("a word that one has", Some(RARE)),
        ("a word that all have", Some("polo")),
        ("a word that none has", Some("assente")),
    ] {
        let filter = PoleFilter { q: q.map(str::to_owned), ..PoleFilter::default() };
        let mut line = format!("{what:<34}");
        for by in [PoleSort::Code, PoleSort::Name, PoleSort::UpdatedAt] {
            let (with, without) =
                (median(store, &filter, by).await?, median(store, &plain, by).await?);
            write!(line, "{with:>9.2} ({:.1})", with / without)?;
        }
        println!("{line}");
    }
    Ok(())
}

async fn median(store: &Store, filter: &PoleFilter, by: PoleSort) -> Result<f64> {
    let scope = Actor::Anonymous.scope(Action::ListPoles).map_err(|_| "the policy refuses")?;
    let order = Order { by, descending: false };
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let begun = Instant::now();
        let tx = store.read().await?;
        tx.page_poles(&scope, filter, order, None, 20).await?;
        drop(tx);
        times.push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times.get(RUNS / 2).copied().unwrap_or_default())
}

/// The pole that all others are copies of.
async fn insert_one(store: &Store) -> Result<()> {
    let mut pole = recognised(pole(1));
    pole.description.text = Some("Una rete di scuole e di imprese. ".repeat(30));
    let tx = store.write().await?;
    tx.insert_pole(pole, Vec::new(), &event(1, EventKind::PoleCreated, &[])).await?;
    Ok(tx.commit().await?)
}
