//! Where the keys of an issuer come from: a file, an address or the caller.

use std::fs::File;
use std::io::{self, Read as _};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jsonwebtoken::jwk::JwkSet;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};

use super::keys::{KeyRing, KeysError};
use super::schedule::{self, Schedule};

/// Where the keys of an issuer come from.
///
/// A file or an address is read again and again. A set that is read replaces the one before it,
/// even if it lists no usable keys: then every token gets
/// [`UnknownKey`](super::fault::TokenFault::UnknownKey). A file or an address that cannot be read,
/// or is not a JWK Set, leaves the last set in use for a limited time; then
/// every token gets [`KeysUnavailable`](super::fault::TokenFault::KeysUnavailable) until it can be
/// read again.
#[derive(Clone, Debug)]
pub enum KeySource {
    /// A JWK Set in a file.
    ///
    /// It is read every 2 seconds, and a set is used for at most 5 seconds after it was last read.
    /// So changing or deleting the file takes effect within 5 seconds. A read that fails is
    /// repeated after a second, which tolerates a file that is overwritten in place; renaming a
    /// new file over the old one is safer.
    File(PathBuf),
    /// A JWK Set at an address: `https`, or `http` on this machine.
    ///
    /// It is read every 5 minutes, every 30 seconds while that fails, and for a token with an
    /// unknown key at most once a minute. A set is used for at most 15 minutes after it was last
    /// read: that bridges an outage of the issuer, during which it withdraws keys unnoticed.
    Url(String),
    /// A fixed JWK Set.
    Set(JwkSet),
}

impl KeySource {
    /// Where the keys come from, for an operator; without credentials.
    pub(super) fn place(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            // The part between `//` and `@` may be a password.
            Self::Url(url) => match (url.split_once("//"), url.split_once('@')) {
                (Some((scheme, _)), Some((_, rest))) => format!("{scheme}//…@{rest}"),
                _ => url.clone(),
            },
            Self::Set(_) => "the given set".into(),
        }
    }
}

/// Why keys could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be read.
    #[error("the file cannot be read")]
    File(#[from] io::Error),
    /// An address that is not allowed.
    #[error(
        "the address must be https (or http on this machine) and carry no credentials, \
         such as https://login.example.org/jwks.json"
    )]
    Address,
    /// The address does not answer, or not in time.
    #[error("the address does not answer")]
    Http(#[source] reqwest::Error),
    /// The address answers with another status than 200.
    #[error("the address answers {0}")]
    Status(StatusCode),
    /// More than 1 MiB.
    #[error("longer than 1 MiB")]
    TooLarge,
    /// What was read is not a JWK Set, or has no usable key.
    #[error(transparent)]
    Keys(#[from] KeysError),
}

/// A [`KeySource`] that is ready to be read.
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

    /// Whether it may be unavailable at start-up: a remote service may be down for a while.
    pub(super) const fn is_remote(&self) -> bool {
        matches!(self, Self::Remote { .. })
    }

    /// When it is read again; none for a fixed set.
    pub(super) const fn schedule(&self) -> Option<&'static Schedule> {
        match self {
            Self::File(_) => Some(&schedule::FILE),
            Self::Remote { .. } => Some(&schedule::URL),
            Self::Set(_) => None,
        }
    }

    /// Reads the keys.
    pub(super) async fn load(&self) -> Result<KeyRing, LoadError> {
        let document = match self {
            Self::Set(set) => return Ok(KeyRing::of(set)?),
            Self::File(path) => {
                let path = path.clone();
                // The file may be on a slow disk or a network share.
                let read = tokio::task::spawn_blocking(move || read(&path));
                read.await.map_err(io::Error::from)??
            }
            Self::Remote { url, client } => fetch(client, url.clone()).await?,
        };
        Ok(KeyRing::read(&document)?)
    }
}

/// How long an address may take to answer.
const TIMEOUT: Duration = Duration::from_secs(5);
/// How long a JWK Set may be, in bytes.
const LONGEST: usize = 1024 * 1024;

fn read(path: &Path) -> Result<Vec<u8>, LoadError> {
    let mut document = Vec::new();
    File::open(path)?.take(LONGEST as u64 + 1).read_to_end(&mut document)?;
    if document.len() > LONGEST { Err(LoadError::TooLarge) } else { Ok(document) }
}

/// A client that follows no redirects: the keys come from the configured address only.
fn client(url: &Url) -> Result<Client, LoadError> {
    let credentials = !url.username().is_empty() || url.password().is_some();
    let local = is_loopback(url);
    // No idle connections: they would be tied to the runtime of the first thread that asked.
    let builder =
        Client::builder().timeout(TIMEOUT).redirect(Policy::none()).pool_max_idle_per_host(0);
    let builder = match url.scheme() {
        _ if credentials => return Err(LoadError::Address),
        "https" => builder.https_only(true),
        // Plain HTTP needs no certificates, and a minimal image may have none installed.
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
