//! Applications (candidature): a pole submitted under a call, and the procedure that decides on it.

mod bond;
mod clock;
mod procedure;
mod states;

use chrono::{DateTime, NaiveDate, Utc};

pub use bond::Bond;
pub use clock::{Clock, Counted, Due, Lapse, MOST_DAYS_SUSPENDED, Why};
pub use procedure::{
    DAYS_TO_INTEGRATE, DAYS_TO_OBSERVE, MOST_DAYS_TO_INTEGRATE, Procedure, Taken, Term,
};
pub use states::{ApplicationStatus, Facts, Step, attempt};

use crate::call::{Call, Purpose};
use crate::fault::Invalid;
use crate::id::Id;
use crate::identifier::Protocol;
use crate::party::Act;
use crate::pole::Pole;
use crate::policy::Owner;

/// An application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its identifier.
    pub id: Id<Application>,
    /// Its number in the register of the year.
    pub protocol: Protocol,
    /// Where it stands.
    pub status: ApplicationStatus,
    /// Under which call.
    pub call: Id<Call>,
    /// What the call is for: only a constitution moves the pole.
    pub purpose: Purpose,
    /// Which pole.
    pub pole: Id<Pole>,
    /// Who answers for the pole.
    pub owner: Owner,
    /// When it was received (UTC, microseconds): the one instant that decides.
    pub received_at: DateTime<Utc>,
    /// The civil date in Rome on which the pole is judged, as the call said at receipt.
    pub reference_date: NaiveDate,
    /// What has been done, and the terms that run.
    pub procedure: Procedure,
}

/// What goes with a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Particulars {
    /// Why.
    pub reason: Option<String>,
    /// The official act.
    pub act: Option<Act>,
    /// What an integration request asks for.
    pub requests: Vec<String>,
    /// Days given to answer.
    pub days: Option<u32>,
    /// What the applicant answers.
    pub text: Option<String>,
    /// The papers that go with the answer.
    pub documents: Vec<Document>,
}

/// A paper that stands elsewhere: where, and the digest that tells it is the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it is.
    pub title: String,
    /// Where it is filed.
    pub reference: String,
    /// The SHA-256 of its bytes, 64 hexadecimal digits in lower case.
    pub sha256: String,
}

impl Document {
    /// Reads a digest, in either case.
    ///
    /// # Errors
    ///
    /// `sha256_format`.
    pub fn digest(text: &str) -> Result<String, Invalid> {
        let text = text.to_ascii_lowercase();
        if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(text);
        }
        Err(Invalid::fixed(
            "sha256_format",
            "uno SHA-256 ha 64 cifre esadecimali",
            "a SHA-256 has 64 hexadecimal digits",
        ))
    }
}
