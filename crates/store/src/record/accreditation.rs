//! The format of accreditations.

use chrono::NaiveDate;
use ptp_domain::accreditation::{Accreditation, Section};
use ptp_domain::calendar::Period;
use ptp_domain::fault::Invalid;
use serde::{Deserialize, Serialize};

use super::PeriodRecord;
use super::word::Word;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccreditationRecord {
    section: Word<Section>,
    number: String,
    valid: PeriodRecord,
    provisional: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    suspensions: Vec<PeriodRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revoked_on: Option<NaiveDate>,
}

impl From<&Accreditation> for AccreditationRecord {
    fn from(accreditation: &Accreditation) -> Self {
        let Accreditation { section, number, valid, provisional, suspensions, revoked_on } =
            accreditation;
        Self {
            section: Word(*section),
            number: number.clone(),
            valid: PeriodRecord::from(valid),
            provisional: *provisional,
            suspensions: suspensions.iter().map(PeriodRecord::from).collect(),
            revoked_on: *revoked_on,
        }
    }
}

impl TryFrom<AccreditationRecord> for Accreditation {
    type Error = Invalid;

    fn try_from(record: AccreditationRecord) -> Result<Self, Invalid> {
        let AccreditationRecord { section, number, valid, provisional, suspensions, revoked_on } =
            record;
        Ok(Self {
            section: section.0,
            number,
            valid: valid.try_into()?,
            provisional,
            suspensions: suspensions.into_iter().map(Period::try_from).collect::<Result<_, _>>()?,
            revoked_on,
        })
    }
}
