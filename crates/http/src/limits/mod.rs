//! Rate limits per client and minute, in this process.

mod client;
mod recent;

use std::cell::Cell;
use std::fmt;
use std::num::NonZeroU32;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServiceRequest;
use actix_web::http::header::HeaderName;
use client::Client;
use governor::clock::Clock as Timer;
use governor::middleware::StateInformationMiddleware;
use governor::{Quota, RateLimiter};
use ptp_clock::Clock;
use recent::Recent;

use crate::credentials::Credentials;

/// The period of the quota.
const MINUTE: Duration = Duration::from_mins(1);

/// Requests per minute, and the address of clients behind a proxy.
#[derive(Clone, Debug)]
pub struct LimitSettings {
    /// With a valid token: per client of the issuer (`client_id`, else `sub`).
    pub with_token: NonZeroU32,
    /// Without a token: per address.
    pub anonymous: NonZeroU32,
    /// Time limit for receiving a body.
    pub body_within: Duration,
    /// The header in which a trusted proxy puts the client's address; its last value counts.
    pub address_header: Option<String>,
}

impl Default for LimitSettings {
    fn default() -> Self {
        const A_LOT: NonZeroU32 = NonZeroU32::new(1_200).unwrap();
        const SOME: NonZeroU32 = NonZeroU32::new(300).unwrap();
        let body_within = Duration::from_secs(20);
        Self { with_token: A_LOT, anonymous: SOME, body_within, address_header: None }
    }
}

/// A client's quota after a request.
#[derive(Clone, Copy, Debug)]
pub struct Left {
    /// Requests per minute.
    pub limit: u32,
    /// Requests left.
    pub remaining: u32,
    /// Seconds until the quota is full.
    pub reset: u64,
}

/// The limiter's clock: monotonic even if the service's time is set back.
#[derive(Clone, Debug)]
struct Elapsed(Clock);

impl Timer for Elapsed {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

type Buckets = RateLimiter<Client, Recent<Client>, Elapsed, StateInformationMiddleware>;

/// Requests used per client. Clones share them.
#[derive(Clone)]
pub struct Limits {
    shared: Arc<Shared>,
}

struct Shared {
    named: Buckets,
    addresses: Buckets,
    address_header: Option<HeaderName>,
    settings: LimitSettings,
    timer: Elapsed,
}

impl Limits {
    /// Rate limits with these settings.
    ///
    /// # Errors
    ///
    /// Not a valid header name.
    pub fn new(settings: LimitSettings, clock: Clock) -> Result<Self, String> {
        let timer = Elapsed(clock);
        let buckets =
            |most| Buckets::new(Quota::per_minute(most), Recent::default(), timer.clone());
        let name = settings.address_header.as_ref().map(|name| name.parse::<HeaderName>());
        let address_header =
            name.transpose().map_err(|_| "the address header is not a valid name".to_owned())?;
        let (named, addresses) = (buckets(settings.with_token), buckets(settings.anonymous));
        let shared = Shared { named, addresses, address_header, settings, timer };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Counts a request.
    pub(crate) fn count(&self, request: &ServiceRequest, credentials: &Credentials) -> Account {
        let client = match credentials {
            Some(Ok(verified)) => Client::of_token(verified),
            // A rejected token does not identify a client.
            Some(Err(_)) | None => Client::of_address(request, self.shared.address_header.as_ref()),
        };
        let (buckets, limit) = self.shared.of(&client);
        let state = match buckets.check_key(&client) {
            Ok(state) => State { remaining: state.remaining_burst_capacity(), retry_after: None },
            Err(until) => {
                let wait = until.wait_time_from(self.shared.timer.now()).as_secs();
                State { remaining: 0, retry_after: Some(wait.saturating_add(1)) }
            }
        };
        Account { limits: self.clone(), client, limit, state: Rc::new(Cell::new(state)) }
    }
}

impl Shared {
    fn of(&self, client: &Client) -> (&Buckets, u32) {
        match client {
            Client::Named { .. } => (&self.named, self.settings.with_token.get()),
            Client::Address(_) => (&self.addresses, self.settings.anonymous.get()),
        }
    }
}

impl fmt::Debug for Limits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Limits").field("settings", &self.shared.settings).finish()
    }
}

tokio::task_local! {
    /// The account of the request that the current task handles.
    pub(crate) static ACCOUNT: Account;
}

/// Charges the current request for work, as this many more requests; does nothing outside a
/// request.
pub fn charge(requests: u32) {
    let _ = ACCOUNT.try_with(|account| account.charge(requests));
}

/// The quota of one request's client. Clones share it.
#[derive(Clone)]
pub struct Account {
    limits: Limits,
    client: Client,
    limit: u32,
    state: Rc<Cell<State>>,
}

#[derive(Clone, Copy)]
struct State {
    remaining: u32,
    /// Seconds to wait, if this request exceeds the quota.
    retry_after: Option<u64>,
}

impl Account {
    /// The account of the current request; `None` if it is not limited.
    #[must_use]
    pub fn current() -> Option<Self> {
        ACCOUNT.try_with(Self::clone).ok()
    }

    /// Charges this many more requests, or all that are left if they are fewer.
    fn charge(&self, requests: u32) {
        let State { remaining, retry_after } = self.state.get();
        let Some(requests) = NonZeroU32::new(requests.min(remaining)) else { return };
        let (buckets, _) = self.limits.shared.of(&self.client);
        // Concurrent requests of the same client may have used them up.
        let remaining = match buckets.check_key_n(&self.client, requests) {
            Ok(Ok(state)) => state.remaining_burst_capacity(),
            Ok(Err(_)) | Err(_) => 0,
        };
        self.state.set(State { remaining, retry_after });
    }

    /// The remaining quota.
    #[must_use]
    pub fn left(&self) -> Left {
        let remaining = self.state.get().remaining;
        Left { limit: self.limit, remaining, reset: until_full(self.limit, remaining) }
    }

    /// Seconds until the next request is allowed, if this one exceeds the quota.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        self.state.get().retry_after
    }
}

/// Seconds until the quota is full.
fn until_full(limit: u32, remaining: u32) -> u64 {
    let used = u64::from(limit.saturating_sub(remaining));
    (used * MINUTE.as_secs()).div_ceil(u64::from(limit.max(1)))
}
