//! Where the keys of an issuer come from: a file, an address or the caller.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use jsonwebtoken::jwk::JwkSet;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};

use super::keys::{KeyRing, KeysError};

/// Where the keys of an issuer come from.
#[derive(Clone, Debug)]
pub enum KeySource {
    /// A JWK Set in a file.
    File(PathBuf),
    /// A JWK Set at an address: `https`, or `http` on this machine.
    Url(String),
    /// A JWK Set at hand.
    Set(JwkSet),
}

/// Why keys could not be had.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be read.
    #[error("the file cannot be read")]
    File(#[from] std::io::Error),
    /// Not an address that keys may come from.
    #[error(
        "the address must be https (or http on this machine) and bear no credentials, \
         such as https://login.example.org/jwks.json"
    )]
    Address,
    /// The address does not answer, or not in time.
    #[error("the address does not answer")]
    Http(#[source] reqwest::Error),
    /// The address answers something else.
    #[error("the address answers {0}")]
    Status(StatusCode),
    /// More than 1 MiB.
    #[error("the answer is longer than 1 MiB")]
    TooLarge,
    /// What was read holds no keys.
    #[error(transparent)]
    Keys(#[from] KeysError),
}

/// A [`KeySource`] that is ready to be asked.
#[derive(Debug)]
pub(super) enum Source {
    File(PathBuf),
    Remote { url: Url, client: Client },
    Set(JwkSet),
}

impl Source {
    pub(super) fn new(source: KeySource) -> Result<Self, LoadError> {
        Ok(match source {
            KeySource::File(path) => Self::File(path),
            KeySource::Set(set) => Self::Set(set),
            KeySource::Url(address) => {
                let url = Url::parse(&address).map_err(|_| LoadError::Address)?;
                let client = client(&url)?;
                Self::Remote { url, client }
            }
        })
    }

    /// Whether it may know more tomorrow, and not know anything today.
    pub(super) const fn is_remote(&self) -> bool {
        matches!(self, Self::Remote { .. })
    }

    /// Asks for the keys as they are now.
    pub(super) async fn load(&self) -> Result<KeyRing, LoadError> {
        let document = match self {
            Self::Set(set) => return Ok(KeyRing::of(set)?),
            // A few kilobytes: not worth a thread of their own.
            Self::File(path) => std::fs::read(path)?,
            Self::Remote { url, client } => fetch(client, url.clone()).await?,
        };
        Ok(KeyRing::read(&document)?)
    }
}

/// How long an issuer may take to answer.
const TIMEOUT: Duration = Duration::from_secs(5);
/// How long its answer may be, in bytes.
const LONGEST: usize = 1024 * 1024;

/// A client that follows no redirect: the keys come from the address that was configured.
fn client(url: &Url) -> Result<Client, LoadError> {
    let credentials = !url.username().is_empty() || url.password().is_some();
    let local = is_loopback(url);
    // No connection is kept: it would belong to the thread that happened to ask first.
    let builder =
        Client::builder().timeout(TIMEOUT).redirect(Policy::none()).pool_max_idle_per_host(0);
    let builder = match url.scheme() {
        _ if credentials => return Err(LoadError::Address),
        "https" => builder.https_only(true),
        // Needs neither certificates, which may not be installed, nor a proxy.
        "http" if local => builder.tls_certs_only([]),
        _ => return Err(LoadError::Address),
    };
    let builder = if local { builder.no_proxy() } else { builder };
    builder.build().map_err(LoadError::Http)
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address: Result<IpAddr, _> = host.trim_matches(['[', ']']).parse();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

async fn fetch(client: &Client, url: Url) -> Result<Vec<u8>, LoadError> {
    let mut response = client.get(url).send().await.map_err(LoadError::Http)?;
    if response.status() != StatusCode::OK {
        return Err(LoadError::Status(response.status()));
    }
    let mut document = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(LoadError::Http)? {
        if document.len() + chunk.len() > LONGEST {
            return Err(LoadError::TooLarge);
        }
        document.extend_from_slice(&chunk);
    }
    Ok(document)
}
