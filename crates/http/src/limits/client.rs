//! The client that requests are counted for: by token, else by address.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_web::dev::ServiceRequest;
use actix_web::http::header::HeaderName;
use ptp_auth::Verified;

/// The client that requests are counted for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Client {
    /// An issuer's client (`client_id`, else `sub`).
    Named { issuer: String, client: String },
    /// An address, if known.
    Address(Option<IpAddr>),
}

impl Client {
    pub(super) fn of_token(verified: &Verified) -> Self {
        let bearer = &verified.bearer;
        let client = bearer.client.as_ref().unwrap_or(&bearer.subject).clone();
        Self::Named { issuer: bearer.issuer.clone(), client }
    }

    /// The caller's address, or the one that a trusted proxy puts in a header.
    pub(super) fn of_address(request: &ServiceRequest, header: Option<&HeaderName>) -> Self {
        let forwarded = header.and_then(|name| {
            let last = request.headers().get_all(name).last()?.to_str().ok()?;
            address_in(last.rsplit(',').next()?.trim())
        });
        let address = forwarded.or_else(|| request.peer_addr().map(|address| address.ip()));
        Self::Address(address.map(subscriber))
    }
}

/// The address in a proxy's header, with or without a port.
fn address_in(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    bare.parse().ok().or_else(with_port)
}

/// The address of the subscriber: for IPv6 the /64 prefix (RFC 6177).
fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}
