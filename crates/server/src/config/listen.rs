//! Where the service listens.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs as _};

use clap::Args;

use crate::failure::Failure;

/// Where the service listens.
#[derive(Args, Clone, Debug)]
pub struct ListenArgs {
    /// An address of this machine and a port, such as 0.0.0.0:8080 in a container.
    #[arg(long, env = "PTP_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: String,
}

impl ListenArgs {
    /// Listens.
    ///
    /// # Errors
    ///
    /// The address cannot be read, is not this machine's, or the port is taken.
    pub fn bind(&self) -> Result<TcpListener, Failure> {
        TcpListener::bind(self.addresses()?.as_slice()).map_err(|error| {
            Failure::new(format!(
                "cannot listen on {}: {error}; choose another address or port with PTP_LISTEN or \
                 --listen, such as 127.0.0.1:8081",
                self.listen
            ))
        })
    }

    /// Listens if nobody but this machine can connect.
    ///
    /// # Errors
    ///
    /// As [`bind`](Self::bind), and an address that others can reach.
    pub fn bind_on_loopback(&self) -> Result<TcpListener, Failure> {
        if self.addresses()?.iter().all(|address| address.ip().is_loopback()) {
            return self.bind();
        }
        Err(Failure::configuration(format!(
            "PTP_LISTEN is {}, but the demo prints tokens that open every door, so it listens on \
             this machine alone, such as 127.0.0.1:8080; for others there is: ptp serve",
            self.listen
        )))
    }

    /// Where a service that listens here is reached from this machine.
    ///
    /// # Errors
    ///
    /// The address cannot be read.
    pub fn address(&self) -> Result<SocketAddr, Failure> {
        let mut address =
            *self.addresses()?.first().ok_or_else(|| self.unreadable("no address"))?;
        match address.ip() {
            IpAddr::V4(Ipv4Addr::UNSPECIFIED) => address.set_ip(Ipv4Addr::LOCALHOST.into()),
            IpAddr::V6(Ipv6Addr::UNSPECIFIED) => address.set_ip(Ipv6Addr::LOCALHOST.into()),
            _ => {}
        }
        Ok(address)
    }

    fn addresses(&self) -> Result<Vec<SocketAddr>, Failure> {
        let addresses = self.listen.to_socket_addrs().map_err(|error| self.unreadable(error))?;
        Ok(addresses.collect())
    }

    fn unreadable(&self, reason: impl std::fmt::Display) -> Failure {
        let listen = &self.listen;
        Failure::configuration(format!(
            "PTP_LISTEN is {listen:?}, not an address and a port such as 127.0.0.1:8080: {reason}"
        ))
    }
}
