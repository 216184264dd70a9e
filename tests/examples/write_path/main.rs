//! Benchmark of the write path, by `cargo xtask bench write`: the service beside a baseline, which is
//! an actix-web handler with hand-written SQL that writes the same rows and promises the same, but
//! knows neither schema nor rules nor policy.
//!
//! Each server is a process of its own; they are measured in turns, and medians are printed. Three
//! parts, all by default: `operations`, `size` (creates among 1,000 and 100,000 poles) and `renewal`
//! (outcomes of 100,000 recognised poles computed anew).

mod baseline;
mod client;
mod operations;
mod processes;
mod renewal;
mod served;
mod server;
mod size;

use std::error::Error;

use ptp_store::DatabaseKind;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const BOTH: [DatabaseKind; 2] = [DatabaseKind::Sqlite, DatabaseKind::Postgres];

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => {
            operations::measure()?;
            size::measure()?;
            renewal::measure().await
        }
        ["operations"] => operations::measure(),
        ["size"] => size::measure(),
        ["renewal"] => renewal::measure().await,
        [server::SERVE, role, kind, poles] => served::serve(role, kind, poles.parse()?).await,
        _ => Err("the parts are: operations, size, renewal".into()),
    }
}

/// The middle one, or nothing of nothing.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
