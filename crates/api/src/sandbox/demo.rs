//! The demo's input to its sandbox.

use std::fmt;
use std::sync::Arc;

use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::Role;
use uuid::Uuid;

/// Makes a token with a role, for the body of the demo's applicant or for none.
type Mint = Arc<dyn Fn(Role) -> Option<String> + Send + Sync>;

/// The demo's input to its sandbox.
#[derive(Clone)]
pub struct Sandbox {
    pub(super) mint: Mint,
    /// The body that the demo's applicant acts for.
    pub(crate) organisation: TaxCode,
    /// Lifetime of a token, in seconds.
    pub(crate) valid_for: u32,
    /// Default values of path parameters.
    pub(super) examples: Vec<(&'static str, Uuid)>,
}

impl Sandbox {
    /// A sandbox with tokens from `mint`.
    pub fn new(
        organisation: TaxCode,
        valid_for: u32,
        mint: impl Fn(Role) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        Self { mint: Arc::new(mint), organisation, valid_for, examples: Vec::new() }
    }

    /// Adds default values of path parameters, such as `pole_id`, to the document.
    #[must_use]
    pub fn beginning_with(self, examples: Vec<(&'static str, Uuid)>) -> Self {
        Self { examples, ..self }
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sandbox").finish_non_exhaustive()
    }
}
