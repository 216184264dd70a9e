//! Renewing the outcomes that another release computed, as `ptp migrate` does.

use std::time::Instant;

use chrono::NaiveDate;
use ptp_tests::fixtures::TODAY;
use ptp_tests::fixtures::json::{call, pole_of_eight};
use ptp_tests::fixtures::steps::{published, recognised_under};
use ptp_tests::many_poles::{carry_out, copy_networks};
use ptp_tests::postgres;

use crate::served::started;
use crate::{BOTH, Result};

const POLES: u32 = 100_000;

/// Measures both databases, and prints a line for each.
pub(crate) async fn measure() -> Result<()> {
    postgres::as_in_production();
    println!("outcomes of {POLES} recognised poles with 8 members, computed anew");
    let today: NaiveDate = TODAY.parse()?;
    for kind in BOTH {
        let app = started(kind).await?;
        let call = published(&app, &call()).await;
        recognised_under(&app, &call, &pole_of_eight()).await;
        copy_networks(&app.guard, POLES).await?;
        carry_out(&app.guard, "UPDATE pole SET outcomes_by = '0'".to_owned()).await?;
        let begun = Instant::now();
        let renewed = app.store.renew_outcomes(today, |_| {}).await?;
        println!("{kind:?}: {renewed} in {:.1} s", begun.elapsed().as_secs_f64());
        if app.store.count_outcomes_to_renew(today).await? > 0 {
            return Err("some were not renewed".into());
        }
    }
    Ok(())
}
