//! Where the operator publishes what the service links to.

use clap::Args;
use ptp_api::Notices;
use reqwest::Url;

use super::setting::given;
use crate::failure::Failure;

/// Addresses that the page at `/` links to.
#[derive(Args, Clone, Debug)]
pub struct NoticeArgs {
    /// The operator's privacy notice, which the page at `/` links to.
    #[arg(long = "privacy-url", env = "PTP_PRIVACY_URL", value_name = "URL")]
    privacy: Option<String>,
    /// Its legal notes, likewise.
    #[arg(long = "legal-notes-url", env = "PTP_LEGAL_NOTES_URL", value_name = "URL")]
    legal_notes: Option<String>,
    /// Its accessibility statement, likewise.
    #[arg(long = "accessibility-url", env = "PTP_ACCESSIBILITY_URL", value_name = "URL")]
    accessibility: Option<String>,
}

impl NoticeArgs {
    /// The addresses.
    ///
    /// # Errors
    ///
    /// A value is not the address of a page.
    pub fn notices(&self) -> Result<Notices, Failure> {
        Ok(Notices {
            privacy: page("PTP_PRIVACY_URL", self.privacy.as_deref())?,
            legal: page("PTP_LEGAL_NOTES_URL", self.legal_notes.as_deref())?,
            accessibility: page("PTP_ACCESSIBILITY_URL", self.accessibility.as_deref())?,
        })
    }
}

fn page(variable: &str, value: Option<&str>) -> Result<Option<String>, Failure> {
    let Some(text) = given(value) else { return Ok(None) };
    let is_page = Url::parse(text).is_ok_and(|url| {
        ["https", "http"].contains(&url.scheme())
            && url.username().is_empty()
            && url.password().is_none()
    });
    if is_page {
        return Ok(Some(text.to_owned()));
    }
    Err(Failure::configuration(format!(
        "{variable} is {text:?}, not the address of a page such as https://example.org/privacy"
    )))
}
