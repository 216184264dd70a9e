//! A running service, with callers.

use std::sync::Arc;

use actix_web::dev::ServerHandle;
use ptp::demo::DemoKeys;
use ptp::signing::TokenRequest;
use ptp_api::{ReceiptKeys, Settings};
use ptp_clock::Clock;
use ptp_store::Store;
use reqwest::Client;

use crate::bodies::ORGANISATION;
use crate::caller::Caller;
use crate::store::Guard;

/// A running service.
pub struct TestApp {
    /// The clock of the service.
    pub clock: Clock,
    /// The store behind it.
    pub store: Store,
    /// The keys that sign trusted tokens.
    pub keys: DemoKeys,
    /// The database.
    pub guard: Arc<Guard>,
    /// The keys that sign receipts.
    pub receipt_keys: ReceiptKeys,
    pub(crate) settings: Settings,
    pub(crate) base: String,
    pub(crate) client: Client,
    pub(crate) handle: ServerHandle,
}

impl TestApp {
    /// The address of the service, without a slash at its end.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// A caller without a token.
    #[must_use]
    pub fn anonymous(&self) -> Caller<'_> {
        Caller::new(&self.client, &self.base, None)
    }

    /// A caller whose token has no role.
    #[must_use]
    pub fn holder(&self) -> Caller<'_> {
        self.bearer(&TokenRequest::of_demo("nobody", &[], &self.clock))
    }

    /// An applicant for the default organisation.
    #[must_use]
    pub fn applicant(&self) -> Caller<'_> {
        self.applicant_of(ORGANISATION)
    }

    /// An applicant for another organisation.
    #[must_use]
    pub fn applicant_of(&self, organisation: &str) -> Caller<'_> {
        self.bearer(&applicant_of(organisation, &self.clock))
    }

    /// An official.
    #[must_use]
    pub fn official(&self) -> Caller<'_> {
        self.bearer(&TokenRequest::of_demo("official", &["official"], &self.clock))
    }

    /// A caller with a token for these claims.
    ///
    /// # Panics
    ///
    /// If it cannot be signed.
    #[must_use]
    pub fn bearer(&self, request: &TokenRequest) -> Caller<'_> {
        self.with_token(self.keys.token(request).expect("a token"))
    }

    /// A caller with this token.
    #[must_use]
    pub fn with_token(&self, token: String) -> Caller<'_> {
        Caller::new(&self.client, &self.base, Some(token))
    }
}

/// The claims of the default applicant.
#[must_use]
pub fn applicant(clock: &Clock) -> TokenRequest {
    applicant_of(ORGANISATION, clock)
}

fn applicant_of(organisation: &str, clock: &Clock) -> TokenRequest {
    TokenRequest {
        organisation: Some(organisation.to_owned()),
        ..TokenRequest::of_demo("applicant", &["applicant"], clock)
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // Signals the server to stop, without waiting for it.
        drop(self.handle.stop(false));
    }
}
