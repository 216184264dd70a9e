//! Requests to change a recognised network (richieste di variazione), and their procedure.

mod states;
mod status;

use chrono::{DateTime, NaiveDate, Utc};

pub use states::attempt;
pub use status::{RequestStatus, RequestStep};

use crate::application::Procedure;
use crate::fault::Invalid;
use crate::id::Id;
use crate::identifier::{Protocol, TaxCode};
use crate::party::Act;
use crate::pole::Pole;
use crate::policy::Owner;
use crate::text::Text;

/// Days to decide a request on a pole whose call is not known (L. 241/1990, art. 2 c. 2).
pub const DAYS_TO_DECIDE: u32 = 30;

/// The requests of one pole that wait for a decision at a time: whoever wants more puts the changes
/// of one day together (project decision).
pub const MAX_PENDING: usize = 20;

/// A request to change a recognised network: it takes effect once it is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRequest {
    /// Its identifier.
    pub id: Id<ChangeRequest>,
    /// Its number in the register of the year, which it shares with applications.
    pub protocol: Protocol,
    /// Where it stands.
    pub status: RequestStatus,
    /// The pole.
    pub pole: Id<Pole>,
    /// Who answers for the pole.
    pub owner: Owner,
    /// When it was received (UTC, microseconds): it takes effect no earlier.
    pub received_at: DateTime<Utc>,
    /// The first day on which it is to take effect, if it says so; once accepted, on which it did.
    pub effective_on: Option<NaiveDate>,
    /// What would change, as it was received: the JSON of the contract. Empty once it was erased.
    pub changes: String,
    /// What it is about: two that are pending have nothing in common.
    pub topics: Vec<Topic>,
    /// Why.
    pub reason: Option<String>,
    /// Whether the pole lacked requirements when it was received, and would not with the change.
    pub cures: bool,
    /// The steps taken, and the running terms.
    pub procedure: Procedure,
}

/// What a request is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// An organisation that joins, leaves or changes.
    Member(TaxCode),
    /// The description of the pole: its lead, its plan.
    Pole,
}

impl Topic {
    /// The organisation that it is about.
    #[must_use]
    pub const fn member(&self) -> Option<&TaxCode> {
        match self {
            Self::Member(code) => Some(code),
            Self::Pole => None,
        }
    }
}

/// Checks the day on which a request is to take effect: priority is never given afterwards.
///
/// # Errors
///
/// `effective_before_receipt`.
pub fn takes_effect(on: NaiveDate, received_on: NaiveDate) -> Result<(), Invalid> {
    if on < received_on { Err(BEFORE_RECEIPT) } else { Ok(()) }
}

/// Checks that the act that decides a request is no earlier than its receipt.
///
/// # Errors
///
/// `act_before_receipt`.
pub fn decided_by(act: &Act, received_on: NaiveDate) -> Result<(), Invalid> {
    if act.date < received_on { Err(ACT_BEFORE_RECEIPT) } else { Ok(()) }
}

const BEFORE_RECEIPT: Invalid = Invalid::fixed(
    "effective_before_receipt",
    "una variazione non ha effetto prima del giorno in cui la richiesta è pervenuta",
    "a change takes no effect before the day on which the request was received",
);
const ACT_BEFORE_RECEIPT: Invalid = Invalid::fixed(
    "act_before_receipt",
    "l'atto non può essere anteriore alla ricezione della richiesta",
    "the act cannot be earlier than the receipt of the request",
);

/// Why a request came to an end without a decision.
pub const POLE_ENDED: Text = Text::fixed(
    "Il polo non è più nel registro dei poli riconosciuti: la richiesta è improcedibile.",
    "The pole is no longer in the register of recognised poles: the request lapses.",
);
/// The same, if what it asks for has been overtaken.
pub const SUPERSEDED: Text = Text::fixed(
    "Il membro ha lasciato il polo o la variazione è stata comunicata: la richiesta è superata.",
    "The member has left the pole, or the change was communicated: the request is superseded.",
);
