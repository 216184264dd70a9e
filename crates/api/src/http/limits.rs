//! Rate limits: so many requests a minute for each client, in this process.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::time::Duration;

use actix_web::dev::ServiceRequest;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use governor::clock::Clock as Timer;
use governor::middleware::{NoOpMiddleware, StateInformationMiddleware};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::caller::Presented;
use ptp_clock::Clock;

/// Over how long requests are counted.
const MINUTE: Duration = Duration::from_mins(1);
/// Above this many clients, those that have not called for a while are forgotten.
const MANY_CLIENTS: usize = 10_000;

/// How many requests a minute, and how an address is told.
#[derive(Clone, Debug)]
pub struct LimitSettings {
    /// With an accepted token: for each client of an issuer (`client_id`, else `sub`).
    pub with_token: NonZeroU32,
    /// Without one: for each address.
    pub anonymous: NonZeroU32,
    /// How long a body may take to arrive.
    pub body_within: Duration,
    /// The header in which a proxy that is trusted says whom it answers; its last value counts.
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

/// The limit that a client is under, after a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Left {
    /// How many requests a minute.
    pub(crate) limit: u32,
    /// How many are left now.
    pub(crate) remaining: u32,
    /// In how many seconds all are left again.
    pub(crate) reset: u64,
}

/// A client has made too many requests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooMany {
    pub(crate) left: Left,
    /// In how many seconds another one is answered.
    pub(crate) retry_after: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Client {
    Named { issuer: String, client: String },
    Address(Option<IpAddr>),
}

/// What the limiter counts by: it never goes back, whatever becomes of the time.
#[derive(Clone, Debug)]
struct Elapsed(Clock);

impl Timer for Elapsed {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

type Buckets = RateLimiter<Client, HashMapStateStore<Client>, Elapsed, StateInformationMiddleware>;

/// What clients have used up.
pub(crate) struct Limits {
    named: Buckets,
    addresses: Buckets,
    address_header: Option<HeaderName>,
    settings: LimitSettings,
    timer: Elapsed,
}

impl Limits {
    /// # Errors
    ///
    /// The header's name is none.
    pub(crate) fn new(settings: LimitSettings, clock: Clock) -> Result<Self, String> {
        let timer = Elapsed(clock);
        let buckets = |most| {
            let store = HashMapStateStore::default();
            RateLimiter::<_, _, _, NoOpMiddleware<Duration>>::new(
                Quota::per_minute(most),
                store,
                timer.clone(),
            )
            .with_middleware::<StateInformationMiddleware>()
        };
        let name = settings.address_header.as_ref().map(|name| name.parse::<HeaderName>());
        let address_header =
            name.transpose().map_err(|_| "the address header is no header's name".to_owned())?;
        Ok(Self {
            named: buckets(settings.with_token),
            addresses: buckets(settings.anonymous),
            address_header,
            timer: timer.clone(),
            settings,
        })
    }

    /// Counts a request.
    pub(crate) fn count(
        &self,
        request: &ServiceRequest,
        presented: &Presented,
    ) -> Result<Left, TooMany> {
        let (client, buckets, most) = match presented {
            Some(Ok(verified)) => {
                let bearer = &verified.bearer;
                let client = bearer.client.as_ref().unwrap_or(&bearer.subject).clone();
                let client = Client::Named { issuer: bearer.issuer.clone(), client };
                (client, &self.named, self.settings.with_token)
            }
            // A token that is refused names nobody.
            Some(Err(_)) | None => {
                (Client::Address(self.address(request)), &self.addresses, self.settings.anonymous)
            }
        };
        if buckets.len() > MANY_CLIENTS {
            buckets.retain_recent();
        }
        let limit = most.get();
        match buckets.check_key(&client) {
            Ok(state) => {
                let remaining = state.remaining_burst_capacity();
                Ok(Left { limit, remaining, reset: until_all(limit, remaining) })
            }
            Err(not_until) => Err(TooMany {
                left: Left { limit, remaining: 0, reset: until_all(limit, 0) },
                retry_after: not_until.wait_time_from(self.timer.now()).as_secs().saturating_add(1),
            }),
        }
    }

    fn address(&self, request: &ServiceRequest) -> Option<IpAddr> {
        let forwarded = self.address_header.as_ref().and_then(|name| {
            let last = request.headers().get_all(name).last()?.to_str().ok()?;
            address_in(last.rsplit(',').next()?.trim())
        });
        let address = forwarded.or_else(|| request.peer_addr().map(|address| address.ip()));
        address.map(subscriber)
    }
}

/// The address in a proxy's header, with a port or without.
fn address_in(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    bare.parse().ok().or_else(with_port)
}

/// Whom an address belongs to: a subscriber has a whole /64 of IPv6 (RFC 6177).
fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}

/// In how many seconds all requests are left again.
fn until_all(limit: u32, remaining: u32) -> u64 {
    let used = u64::from(limit.saturating_sub(remaining));
    (used * MINUTE.as_secs()).div_ceil(u64::from(limit.max(1)))
}

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Says on an answer what is left.
pub(crate) fn tell(left: Left, headers: &mut HeaderMap) {
    headers.insert(LIMIT, HeaderValue::from(left.limit));
    headers.insert(REMAINING, HeaderValue::from(left.remaining));
    headers.insert(RESET, HeaderValue::from(left.reset));
}
