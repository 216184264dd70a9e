//! A thing of its own for each operation of the demo, so that its example succeeds as it stands.
//!
//! They are made as a portal makes them: over HTTP, by the operations that lead there, from the
//! contract's own examples, each on the day of which its example tells.

mod operation;
mod walker;
mod walks;

use std::collections::BTreeMap;
use std::net::TcpListener;

use ptp_api::contract::whole;
use ptp_api::{App, Beginning, ReceiptKeys, Settings};
use ptp_auth::Verifier;
use ptp_clock::Clock;
use ptp_domain::calendar::civil_date;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary as _;
use ptp_store::Store;

use self::operation::operations;
use self::walker::Walker;
use super::DemoKeys;
use super::seed::open_call;
use crate::failure::{Failure, chain};

/// What the demo's operations begin with, by their identifier.
pub type Beginnings = BTreeMap<String, Beginning>;

/// Makes a thing for each operation, as of the clock's day, in a store that was [seeded](super::seed).
///
/// The store is closed afterwards: it served threads that have ended by then.
///
/// # Errors
///
/// A port of the loopback interface cannot be used, or the database fails.
pub async fn prepare(
    store: Store,
    keys: &DemoKeys,
    clock: &Clock,
    receipt_keys: ReceiptKeys,
    settings: Settings,
) -> Result<Beginnings, Failure> {
    let failed = |error: &dyn std::error::Error| Failure::because("preparing the demo", error);
    let own = Clock::movable();
    own.set(clock.now());
    let verifier = Verifier::open(vec![keys.issuer()], Clock::system())
        .await
        .map_err(|error| Failure::configuration(chain(&error)))?;
    let app = App {
        store: store.clone(),
        verifier,
        clock: own.clone(),
        settings,
        receipt_keys,
        sandbox: None,
    };
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| failed(&error))?;
    let base = format!("http://{}/v1", listener.local_addr().map_err(|error| failed(&error))?);
    let server = app.serve(listener).map_err(|error| failed(&error))?;
    let handle = server.handle();
    let running = tokio::spawn(server);

    let open_call = open_call(&store, clock).await.map_err(|error| failed(&error))?;
    let operations = operations(&whole().map_err(Failure::new)?);
    let mut walker = Walker::new(base, operations, keys, own, civil_date(clock.now()), open_call)?;
    let read = walker.things_to_read().await.unwrap_or_else(|why| {
        tracing::warn!(why, "nothing is prepared to be read");
        walker::Things::default()
    });
    let mut beginnings = Beginnings::new();
    for action in Action::ALL {
        match walker.beginning(*action, &read).await {
            Ok(beginning) => beginnings.extend(Some((action.code().to_owned(), beginning))),
            Err(why) => tracing::warn!(operation = action.code(), why, "nothing is prepared"),
        }
    }
    handle.stop(true).await;
    let _ = running.await;
    store.close().await.map_err(|error| failed(&error))?;
    Ok(beginnings)
}
