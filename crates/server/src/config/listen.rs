//! The address the service listens on.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs as _};

use clap::Args;

use crate::failure::Failure;

/// The address the service listens on.
#[derive(Args, Clone, Debug)]
pub struct ListenArgs {
    /// Address and port to listen on, such as 0.0.0.0:8080 in a container.
    #[arg(long, env = "PTP_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: String,
}

impl ListenArgs {
    /// Binds the address.
    ///
    /// # Errors
    ///
    /// The address is invalid or not of this machine, or the port is in use.
    pub fn bind(&self) -> Result<TcpListener, Failure> {
        TcpListener::bind(self.addresses()?.as_slice()).map_err(|error| {
            Failure::new(format!(
                "cannot listen on {}: {error}; choose another address or port with PTP_LISTEN or \
                 --listen, such as 127.0.0.1:8081",
                self.listen
            ))
        })
    }

    /// Binds the address if it is a loopback address.
    ///
    /// # Errors
    ///
    /// As [`bind`](Self::bind), or the address can be reached from other machines.
    pub fn bind_on_loopback(&self) -> Result<TcpListener, Failure> {
        if self.addresses()?.iter().all(|address| address.ip().is_loopback()) {
            return self.bind();
        }
        Err(Failure::configuration(format!(
            "PTP_LISTEN is {}, but the demo prints tokens with every role, so it listens on \
             this machine only, such as 127.0.0.1:8080; to serve other machines: ptp serve",
            self.listen
        )))
    }

    /// The address at which this machine reaches a service that listens here.
    ///
    /// # Errors
    ///
    /// The address is invalid.
    pub fn address(&self) -> Result<SocketAddr, Failure> {
        let mut address = *self.addresses()?.first().ok_or_else(|| self.invalid("no address"))?;
        match address.ip() {
            IpAddr::V4(Ipv4Addr::UNSPECIFIED) => address.set_ip(Ipv4Addr::LOCALHOST.into()),
            IpAddr::V6(Ipv6Addr::UNSPECIFIED) => address.set_ip(Ipv6Addr::LOCALHOST.into()),
            _ => {}
        }
        Ok(address)
    }

    fn addresses(&self) -> Result<Vec<SocketAddr>, Failure> {
        let addresses = self.listen.to_socket_addrs().map_err(|error| self.invalid(error))?;
        Ok(addresses.collect())
    }

    fn invalid(&self, reason: impl std::fmt::Display) -> Failure {
        let listen = &self.listen;
        Failure::configuration(format!(
            "PTP_LISTEN is {listen:?}, not an address and a port such as 127.0.0.1:8080: {reason}"
        ))
    }
}
