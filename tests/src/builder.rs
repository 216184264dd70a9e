//! Configuration of a service under test.

use std::net::TcpListener;
use std::num::NonZeroU32;
use std::sync::Arc;

use ptp::demo::DemoKeys;
use ptp_api::{App, LimitSettings, MostDrafts, ReceiptKeys, Settings};
use ptp_auth::Verifier;
use ptp_clock::Clock;
use ptp_store::{DatabaseKind, Store, StoreOptions};
use reqwest::Client;

use crate::app::TestApp;
use crate::store::{Guard, fresh_database};

/// The default time of tests: a Wednesday in January, 11:00 in Rome.
pub const NOW: &str = "2027-01-20T10:00:00Z";

/// A service to be started: by default on an empty database, at [`NOW`], with its own keys and
/// without limits.
#[must_use = "a service runs once it is started"]
pub struct Builder {
    database: Database,
    clock: Clock,
    keys: DemoKeys,
    receipt_keys: ReceiptKeys,
    settings: Settings,
    store_options: fn(StoreOptions) -> StoreOptions,
    seeded: bool,
    prepared: bool,
    sandbox: bool,
}

/// The database.
enum Database {
    /// A new database with the schema only.
    Fresh(DatabaseKind),
    /// In the database of another replica.
    Shared(Arc<Guard>),
}

impl TestApp {
    /// A service on a fresh database, to be configured and started.
    pub fn on(kind: DatabaseKind) -> Builder {
        Builder::on(kind)
    }

    /// Another replica, to be configured and started: it has its own connections to the same
    /// database, and the same clock, keys and settings. A restart brings up the same.
    pub fn replica(&self) -> Builder {
        Builder::replica_of(self)
    }
}

impl Builder {
    fn on(kind: DatabaseKind) -> Self {
        Self {
            database: Database::Fresh(kind),
            clock: Clock::fixed(NOW.parse().expect("an instant")),
            keys: DemoKeys::generate().expect("a key"),
            receipt_keys: ReceiptKeys::generate().expect("a key"),
            settings: unlimited(),
            store_options: |options| options,
            seeded: false,
            prepared: false,
            sandbox: false,
        }
    }

    fn replica_of(app: &TestApp) -> Self {
        Self {
            database: Database::Shared(app.guard.clone()),
            clock: app.clock.clone(),
            keys: app.keys.clone(),
            receipt_keys: app.receipt_keys.clone(),
            settings: app.settings.clone(),
            store_options: |options| options,
            seeded: false,
            prepared: false,
            sandbox: false,
        }
    }

    /// Sets a clock that is fixed at this instant instead of [`NOW`].
    ///
    /// # Panics
    ///
    /// If it is not an instant of RFC 3339.
    pub fn at(self, instant: &str) -> Self {
        self.clock(Clock::fixed(instant.parse().expect("an instant")))
    }

    /// Sets the clock.
    pub fn clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// Sets the settings, instead of the default ones without limits.
    pub fn settings(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// Trusts tokens signed by these keys.
    pub fn keys(self, keys: DemoKeys) -> Self {
        Self { keys, ..self }
    }

    /// Signs receipts with these keys.
    pub fn receipt_keys(self, receipt_keys: ReceiptKeys) -> Self {
        Self { receipt_keys, ..self }
    }

    /// Changes the options of the store.
    pub fn store_options(self, change: fn(StoreOptions) -> StoreOptions) -> Self {
        Self { store_options: change, ..self }
    }

    /// Loads the demo's data.
    pub fn seeded(self) -> Self {
        Self { seeded: true, ..self }
    }

    /// Makes a thing for each operation of the demo, besides its data.
    pub fn prepared(self) -> Self {
        Self { seeded: true, prepared: true, ..self }
    }

    /// Enables the demo's sandbox.
    pub fn sandbox(self) -> Self {
        Self { sandbox: true, ..self }
    }

    /// Starts the service.
    ///
    /// # Panics
    ///
    /// If it cannot.
    pub async fn start(self) -> TestApp {
        let Self {
            database,
            clock,
            keys,
            receipt_keys,
            settings,
            store_options,
            seeded,
            prepared,
            sandbox,
        } = self;
        let guard = match database {
            Database::Fresh(kind) => Arc::new(fresh_database(kind).await),
            Database::Shared(guard) => guard,
        };
        let options = store_options(guard.options());
        let store = Store::open(&options).await.expect("the database opens");
        if seeded {
            ptp::demo::seed(&store, &clock).await.expect("the demo's data");
        }
        let verifier =
            Verifier::open(vec![keys.issuer()], clock.clone()).await.expect("a verifier");
        let beginnings = if prepared {
            let (receipt_keys, settings) = (receipt_keys.clone(), settings.clone());
            let own = Store::open(&options).await.expect("the database opens");
            let made = ptp::demo::prepare(own, &keys, &clock, receipt_keys, settings).await;
            made.expect("the demo's data")
        } else {
            ptp::demo::Beginnings::new()
        };
        let sandbox = if sandbox {
            let sandbox = ptp::demo::sandbox(keys.clone(), clock.clone()).expect("a sandbox");
            Some(sandbox.beginning_with(beginnings))
        } else {
            None
        };
        let app = App {
            store: store.clone(),
            verifier,
            clock: clock.clone(),
            settings: settings.clone(),
            receipt_keys: receipt_keys.clone(),
            sandbox,
        };
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let server = app.serve(listener).expect("a server");
        let handle = server.handle();
        tokio::spawn(server);
        // Plain HTTP only: loading the system's certificates would take long.
        let client = Client::builder().tls_certs_only([]).build().expect("a client");
        TestApp { clock, store, keys, guard, receipt_keys, settings, base, client, handle }
    }
}

/// With a fixed clock all requests of a test fall into the same minute, so limits are off.
fn unlimited() -> Settings {
    let limits = LimitSettings {
        with_token: NonZeroU32::MAX,
        anonymous: NonZeroU32::MAX,
        ..LimitSettings::default()
    };
    Settings { limits, most_drafts: MostDrafts(u64::MAX), ..Settings::default() }
}
