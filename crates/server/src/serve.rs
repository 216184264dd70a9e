//! `ptp serve`: runs the service until it is stopped.

use std::future::pending;
use std::net::TcpListener;

use ptp_api::{App, ReceiptKeys, Sandbox, ServerHandle, Settings};
use ptp_auth::Verifier;
use ptp_clock::Clock;
use ptp_store::Store;

use crate::config::ServeConfig;
use crate::failure::{Failure, chain};
use crate::{migrate, upkeep};

/// Serves the API until SIGTERM (requests in progress are completed) or SIGINT.
///
/// # Errors
///
/// The address is in use, an issuer's keys or the database are unusable, or migrations are pending
/// and are not to be applied.
pub async fn serve(config: ServeConfig) -> Result<(), Failure> {
    let ServeConfig { database, listen, issuers, receipts, settings, migrate } = config;
    let clock = Clock::system();
    let listener = listen.bind()?;
    if settings.public_url.is_none() {
        let address = address_of(&listener)?;
        tracing::warn!("PTP_PUBLIC_URL is not set: receipts name {address} as their issuer");
    }
    let verifier = Verifier::open(issuers, clock.clone())
        .await
        .map_err(|error| Failure::configuration(chain(&error)))?;
    let receipt_keys = receipts.open()?;
    let store = migrate::open(&database).await?;
    if migrate {
        let applied = migrate::apply(&store, &clock).await;
        let applied = applied.map_err(|error| database.failure(&error))?;
        tracing::info!(applied, "the schema is up to date");
    } else {
        let pending = store.pending_migrations().await.map_err(|error| database.failure(&error))?;
        if pending > 0 {
            return Err(Failure::new(format!(
                "database {database}: {pending} migrations are pending; run: ptp migrate"
            )));
        }
    }
    tracing::info!(%database, "the database is open");
    let with = With { verifier, clock, settings, receipt_keys, sandbox: None };
    run(listener, store, with, |_| pending()).await
}

/// Where a listener is reached from this machine.
pub(crate) fn address_of(listener: &TcpListener) -> Result<String, Failure> {
    let address = listener.local_addr();
    let address = address.map_err(|error| Failure::because("PTP_LISTEN", &error))?;
    Ok(format!("http://{address}"))
}

/// What the service needs besides its store.
pub(crate) struct With {
    pub(crate) verifier: Verifier,
    pub(crate) clock: Clock,
    pub(crate) settings: Settings,
    pub(crate) receipt_keys: ReceiptKeys,
    pub(crate) sandbox: Option<Sandbox>,
}

/// Serves on `listener` until the process is stopped, or `stop` stops the server, then closes the
/// store.
pub(crate) async fn run<Stop: Future<Output = ()> + Send + 'static>(
    listener: TcpListener,
    store: Store,
    With { verifier, clock, settings, receipt_keys, sandbox }: With,
    stop: impl FnOnce(ServerHandle) -> Stop,
) -> Result<(), Failure> {
    let io = |error| Failure::because("the server failed", &error);
    let address = listener.local_addr().map_err(io)?;
    verifier.keep_fresh();
    let upkeep = tokio::spawn(upkeep::keep_up(store.clone(), clock.clone()));
    let silence = tokio::spawn(upkeep::keep_silence(store.clone(), clock.clone()));
    let sealing = tokio::spawn(upkeep::keep_sealed(store.clone()));
    let app = App { store: store.clone(), verifier, clock, settings, receipt_keys, sandbox };
    let server = app.serve(listener).map_err(io)?;
    tracing::info!(%address, "listening");
    let stopping = tokio::spawn(stop(server.handle()));
    let outcome = server.await.map_err(io);
    stopping.abort();
    upkeep.abort();
    sealing.abort();
    silence.abort();
    let closed =
        store.close().await.map_err(|error| Failure::because("closing the database", &error));
    tracing::info!("stopped");
    outcome.and(closed)
}
