//! The reports on a network before and after a change.

use chrono::NaiveDate;
use ptp_domain::language::Language;
use ptp_domain::rules::Verdict;
use ptp_store::{StoredPole, Tx};
use serde_json::Value;

use super::document::BeforeAndAfter;
use crate::cases::judging::{determinations, report, ruleset_of};
use crate::cases::problems::ApiError;
use crate::resources::compliance::report::ComplianceReport;
use crate::resources::compliance::stored::shown;

/// The reports on a network before and after a change, under the rules that recognised it.
pub(crate) struct Reports {
    pub(crate) shown: BeforeAndAfter,
    /// Whether the network lacks requirements, and would not with the change.
    pub(crate) cures: bool,
}

impl Reports {
    /// Judges both on a day.
    ///
    /// # Errors
    ///
    /// The store's.
    pub(crate) async fn of<M>(
        tx: &Tx<M>,
        read: &StoredPole,
        next: &StoredPole,
        on: NaiveDate,
        language: Language,
    ) -> Result<Self, ApiError> {
        let settled = determinations(tx, read.pole.value.id).await?;
        let ruleset = ruleset_of(&read.pole.value);
        let before = report(read, None, &ruleset, on, &settled).await?;
        let after = report(next, None, &ruleset, on, &settled).await?;
        Ok(Self {
            cures: before.outcome == Verdict::NonCompliant
                && after.outcome != Verdict::NonCompliant,
            shown: BeforeAndAfter {
                before: Some(json(&shown(read, &ruleset, &before, language))?),
                after: Some(json(&shown(next, &ruleset, &after, language))?),
            },
        })
    }
}

fn json(report: &ComplianceReport) -> Result<Value, ApiError> {
    serde_json::to_value(report).map_err(|error| ApiError::Internal(error.to_string()))
}
