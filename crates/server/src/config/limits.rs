//! Rate limits and CORS origins.

use std::num::NonZeroU32;

use clap::Args;
use ptp_api::{LimitSettings, MostDrafts};
use reqwest::Url;

use super::setting::given;
use crate::failure::Failure;

/// Rate limits and CORS origins.
#[derive(Args, Clone, Debug)]
pub struct LimitArgs {
    /// Requests per minute of a client with a token, in each process.
    #[arg(long, env = "PTP_RATE_LIMIT", value_name = "NUMBER", default_value = "1200")]
    rate_limit: NonZeroU32,
    /// Requests per minute of an address without a token, in each process.
    #[arg(long, env = "PTP_RATE_LIMIT_ANONYMOUS", value_name = "NUMBER", default_value = "300")]
    rate_limit_anonymous: NonZeroU32,
    /// How many drafts of poles an owner may have.
    #[arg(long, env = "PTP_MOST_DRAFTS", value_name = "NUMBER", default_value = "200")]
    most_drafts: u64,
    /// The header in which the reverse proxy passes the client's address, such as
    /// `x-forwarded-for`. Only safe if clients cannot reach the service directly.
    #[arg(long, env = "PTP_CLIENT_ADDRESS_HEADER", value_name = "NAME")]
    client_address_header: Option<String>,
    /// Origins whose pages may call the API, such as `https://portal.example.org`; separate several
    /// with commas.
    #[arg(long, env = "PTP_CORS_ORIGINS", value_name = "ORIGINS", value_delimiter = ',')]
    cors_origins: Vec<String>,
}

impl LimitArgs {
    /// The rate limits.
    #[must_use]
    pub fn limits(&self) -> LimitSettings {
        LimitSettings {
            with_token: self.rate_limit,
            anonymous: self.rate_limit_anonymous,
            address_header: given(self.client_address_header.as_deref()).map(ToOwned::to_owned),
            ..LimitSettings::default()
        }
    }

    /// How many drafts an owner may have.
    #[must_use]
    pub const fn most_drafts(&self) -> MostDrafts {
        MostDrafts(self.most_drafts)
    }

    /// The CORS origins.
    ///
    /// # Errors
    ///
    /// A value is not an origin.
    pub fn origins(&self) -> Result<Vec<String>, Failure> {
        let given = self.cors_origins.iter().map(|origin| origin.trim());
        given.filter(|origin| !origin.is_empty()).map(origin).collect()
    }
}

fn origin(text: &str) -> Result<String, Failure> {
    match Url::parse(text) {
        // As a browser sends it: only scheme, host and port.
        Ok(url) if url.origin().ascii_serialization() == text && !text.contains('*') => {
            Ok(text.to_owned())
        }
        _ => Err(Failure::configuration(format!(
            "PTP_CORS_ORIGINS contains {text:?}, not an origin such as https://portal.example.org"
        ))),
    }
}
