//! Continuations: what an organisation takes over from another by a merger, a division, a transfer
//! of a business or a transformation.

use chrono::{Days, NaiveDate};

use crate::fault::Invalid;
use crate::identifier::TaxCode;
use crate::member_kind::MemberKind;
use crate::party::Act;

/// What goes on with another organisation: the years of a track, or a company's commitment.
///
/// Declared by the heir, so an official has to assess it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continuation {
    /// Whose it was: a member of the pole or not.
    pub organisation: Predecessor,
    /// The code or title of the predecessor's track, if not the same; never for a commitment.
    pub track: Option<String>,
    /// Since when the predecessor offered it, or was committed.
    pub from: NaiveDate,
    /// Its last day with the predecessor; the day before the heir's own first one if not stated.
    pub until: Option<NaiveDate>,
    /// The act of the reorganisation.
    pub act: Act,
}

/// The organisation that something is taken over from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predecessor {
    /// Its kind.
    pub kind: MemberKind,
    /// Its tax code.
    pub tax_code: TaxCode,
    /// Its name.
    pub name: Option<String>,
}

/// Whether what begins on `from` follows what lasted to `until` with a gap of one day at most.
#[must_use]
pub fn follows(until: NaiveDate, from: NaiveDate) -> bool {
    let earliest = from.checked_sub_days(Days::new(2)).unwrap_or(NaiveDate::MIN);
    (earliest..from).contains(&until)
}

/// What is continued began no earlier than what continues it.
pub const NOT_BEFORE: Invalid = Invalid::fixed(
    "continuation_not_before",
    "ciò che prosegue deve avere avuto inizio prima, presso l'organizzazione di provenienza",
    "what is continued must have begun earlier, with the organisation it comes from",
);
