//! What whoever changes the state of a pole states.

use ptp_domain::identifier::TaxCode;
use ptp_domain::party;
use ptp_http::wire::{Leaf as _, LongText, Read, Reading, TaxCodeText};
use utoipa::ToSchema;

use crate::cases::party::Act;

/// Why, and by which act.
#[derive(Clone, Default)]
pub(super) struct Grounds {
    pub(super) reason: Option<String>,
    pub(super) act: Option<party::Act>,
}

/// What is amiss, and how long there is to mend it.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WarningInput {
    /// Each requirement that was lost.
    #[schema(min_items = 1, max_items = 50)]
    pub findings: Vec<LongText>,
    /// How many days there are to mend it.
    #[schema(minimum = 1, maximum = 365, example = 60)]
    pub days: u32,
}

/// To whom, why, by which act.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TransferInput {
    /// The tax code of the body that answers for the pole from now on.
    #[schema(value_type = TaxCodeText)]
    pub owner: TaxCode,
    /// Why.
    pub reason: LongText,
    /// The official act.
    #[schema(value_type = Act)]
    pub act: party::Act,
}

/// By which act, and why.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReinstatementInput {
    /// The act that reinstates the recognition, or the judgment.
    #[schema(value_type = Act)]
    pub act: party::Act,
    /// Why, if there is something to say.
    #[serde(default)]
    pub reason: Option<LongText>,
}

impl WarningInput {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let findings = reading.each("findings", LongText::read);
        let days = reading.required("days", u32::read);
        Ok(Self { findings: findings?, days: days? })
    }
}

impl TransferInput {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let owner = reading.required("owner", TaxCode::read);
        let reason = reading.required("reason", LongText::read);
        let act = reading.required("act", Act::read);
        Ok(Self { owner: owner?, reason: reason?, act: act? })
    }
}

impl ReinstatementInput {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let act = reading.required("act", Act::read);
        let reason = reading.optional("reason", LongText::read);
        Ok(Self { act: act?, reason: reason? })
    }
}
