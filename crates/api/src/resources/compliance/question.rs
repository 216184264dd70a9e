//! The rules and the date of an evaluation: those of a call, or the defaults today.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::calendar::civil_date;
use ptp_domain::call::{Call, Terms};
use ptp_domain::id::Id;
use ptp_domain::policy::Scope;
use ptp_domain::rules::ruleset::Ruleset;
use ptp_store::{Read, Tx};
use uuid::Uuid;

use crate::cases::problems::ApiError;

/// The rules and the date of an evaluation.
pub(super) struct Question {
    pub(super) ruleset: Ruleset,
    pub(super) as_of: NaiveDate,
    /// The day by which members must have joined, if the reference date of the call is after its
    /// closing.
    pub(super) joined_by: Option<NaiveDate>,
}

impl Question {
    /// The default rules for a pole, on a date or today.
    pub(super) fn usual(ruleset: Ruleset, as_of: Option<NaiveDate>, now: DateTime<Utc>) -> Self {
        Self { ruleset, as_of: as_of.unwrap_or_else(|| civil_date(now)), joined_by: None }
    }

    /// The rules of a call, on a date or on its reference date.
    pub(super) fn of_call(terms: &Terms, as_of: Option<NaiveDate>, now: DateTime<Utc>) -> Self {
        let reference_date = terms.reference_date(now);
        let joined_by = if as_of.is_none() { terms.joined_by(reference_date) } else { None };
        Self { ruleset: terms.ruleset(), as_of: as_of.unwrap_or(reference_date), joined_by }
    }

    /// The rules of a call that the caller may see, or the defaults.
    ///
    /// # Errors
    ///
    /// `no_call`, if there is no such call for the caller.
    pub(super) async fn asked(
        tx: &Tx<Read>,
        calls: &Scope,
        call: Option<Uuid>,
        usual: Ruleset,
        as_of: Option<NaiveDate>,
        now: DateTime<Utc>,
        no_call: impl FnOnce() -> ApiError,
    ) -> Result<Self, ApiError> {
        let Some(call) = call else { return Ok(Self::usual(usual, as_of, now)) };
        let call = tx.find_call(calls, Id::<Call>::new(call)).await?.ok_or_else(no_call)?;
        Ok(Self::of_call(&call.value.terms, as_of, now))
    }
}
