//! The demo's input to its sandbox.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::Role;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::watch;

/// Makes a token with a role, for a body or for none.
type Mint = Arc<dyn Fn(Role, Option<&TaxCode>) -> Option<String> + Send + Sync>;

/// A body that an applicant of the demo can act for.
#[derive(Clone, Debug)]
pub struct Body {
    /// Its tax code.
    pub tax_code: TaxCode,
    /// Its name.
    pub name: String,
}

/// Whether the demo is to start anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reset {
    /// Nobody has asked for it.
    #[default]
    No,
    /// Somebody has asked for it.
    Asked,
    /// No connection is taken any more.
    Held,
}

/// What an operation of the demo's document begins with, so that it succeeds as it stands.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Beginning {
    /// Its parameters, by name.
    pub parameters: BTreeMap<String, String>,
    /// Its body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

/// The demo's input to its sandbox.
#[derive(Clone)]
pub struct Sandbox {
    pub(super) mint: Mint,
    /// The bodies that applicants act for; the first one unless another is asked for.
    pub(super) bodies: Vec<Body>,
    /// Lifetime of a token, in seconds.
    pub(crate) valid_for: u32,
    /// Whether the demo is to start anew.
    pub(super) reset: watch::Sender<Reset>,
    /// What operations begin with, by their identifier.
    pub(super) beginnings: BTreeMap<String, Beginning>,
}

impl Sandbox {
    /// A sandbox with tokens from `mint`.
    pub fn new(
        bodies: Vec<Body>,
        valid_for: u32,
        mint: impl Fn(Role, Option<&TaxCode>) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        let (reset, beginnings) = (watch::Sender::default(), BTreeMap::new());
        Self { mint: Arc::new(mint), bodies, valid_for, reset, beginnings }
    }

    /// Fills the document's operations in, by their identifier.
    #[must_use]
    pub fn beginning_with(self, beginnings: BTreeMap<String, Beginning>) -> Self {
        Self { beginnings, ..self }
    }

    /// By which the demo learns that it is to start anew.
    #[must_use]
    pub fn reset(&self) -> watch::Sender<Reset> {
        self.reset.clone()
    }

    /// The body that an applicant acts for unless it asks for another one.
    pub(super) fn organisation(&self) -> Option<&TaxCode> {
        self.bodies.first().map(|body| &body.tax_code)
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sandbox").finish_non_exhaustive()
    }
}
