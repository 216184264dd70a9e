//! What every handler is given: the store, the verifier, the clock, the settings.

use std::fmt;
use std::sync::{Arc, LazyLock};

use ptp_domain::event::{Event, EventKind};
use ptp_domain::party::Contact;
use ptp_domain::policy::Actor;
use ptp_store::Store;

use crate::http::limits::{LimitSettings, Limits};
use crate::http::validation::Validators;
use crate::openapi::{self, Document};
use crate::receipts::ReceiptKeys;
use crate::sandbox::{self, Sandbox};
use ptp_auth::Verifier;
use ptp_clock::Clock;

/// What the operator decides.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where the service is reached from outside, for the contract's `servers`.
    pub public_url: Option<String>,
    /// Whether this is the demo.
    pub demo: bool,
    /// The contacts of the programme.
    pub contacts: Vec<Contact>,
    /// How many requests a client may make.
    pub limits: LimitSettings,
    /// The web origins whose pages may call the API (`https://portal.example.org`).
    pub origins: Vec<String>,
}

/// What every handler is given.
pub struct Service {
    pub(crate) store: Store,
    pub(crate) verifier: Verifier,
    pub(crate) clock: Clock,
    pub(crate) settings: Settings,
    pub(crate) validators: Arc<Validators>,
    pub(crate) document: Document,
    pub(crate) receipt_keys: ReceiptKeys,
    pub(crate) limits: Limits,
    pub(crate) sandbox: Option<Sandbox>,
}

impl Service {
    /// Puts a service together.
    ///
    /// # Errors
    ///
    /// The contract holds a schema that is none: a defect; or a setting cannot be.
    pub fn new(
        store: Store,
        verifier: Verifier,
        clock: Clock,
        settings: Settings,
        receipt_keys: ReceiptKeys,
    ) -> Result<Self, String> {
        static VALIDATORS: LazyLock<Result<Arc<Validators>, String>> =
            LazyLock::new(|| Validators::of(openapi::whole()).map(Arc::new));
        let validators = VALIDATORS.clone()?;
        let document = Document::new(openapi::whole(), settings.public_url.as_deref());
        let limits = Limits::new(settings.limits.clone(), clock.clone())?;
        Ok(Self {
            store,
            verifier,
            clock,
            settings,
            validators,
            document,
            receipt_keys,
            limits,
            sandbox: None,
        })
    }

    /// The same service with a sandbox: for the demo alone.
    ///
    /// # Errors
    ///
    /// The document holds a schema that is none: a defect.
    pub fn with_sandbox(mut self, sandbox: Sandbox) -> Result<Self, String> {
        let contract = sandbox::document(&sandbox);
        self.validators = Arc::new(Validators::of(&contract)?);
        self.document = Document::new(&contract, self.settings.public_url.as_deref());
        self.sandbox = Some(sandbox);
        Ok(self)
    }

    /// An act of `actor`, now.
    pub(crate) fn event(&self, actor: &Actor, kind: EventKind) -> Event {
        Event {
            id: self.clock.new_id(),
            kind,
            at: self.clock.now(),
            actor: actor.clone(),
            reason: None,
            member: None,
            changed: Vec::new(),
        }
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Service").field("settings", &self.settings).finish_non_exhaustive()
    }
}
