//! Accreditations on the wire.

use chrono::NaiveDate;
use ptp_domain::accreditation::{self, Section};
use ptp_domain::calendar::Period;
use ptp_http::wire::{AccreditationNumber, Coded, DateText, Leaf as _, Read, Reading, word};
use serde::Serialize;
use utoipa::ToSchema;

use super::read_period;
use crate::cases::words::SectionCode;

/// An accreditation as the regional register has it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Accreditation {
    /// The section.
    pub section: SectionCode,
    /// The number in the register.
    pub number: AccreditationNumber,
    /// First valid day.
    pub valid_from: DateText,
    /// Last valid day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<DateText>,
    /// Granted provisionally.
    #[serde(default)]
    pub provisional: bool,
    /// When it was suspended.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub suspensions: Vec<Suspension>,
    /// First day on which it is not valid any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_on: Option<DateText>,
}

/// An interval in which an accreditation is suspended.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Suspension {
    /// First day.
    pub from: DateText,
    /// Last day, included; without it until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateText>,
}

/// Reads the day of the revocation next to the valid ones, even if other parts cannot be read.
fn read_revocation(reading: &mut Reading<'_>, valid: Read<Period>) -> Read<Option<NaiveDate>> {
    let revoked_on = reading.optional("revoked_on", NaiveDate::read)?;
    if reading.refused("") {
        return Ok(revoked_on);
    }
    let dates = accreditation::Accreditation {
        section: Section::A,
        number: String::new(),
        valid: valid?,
        provisional: false,
        suspensions: Vec::new(),
        revoked_on,
    };
    reading.take("revoked_on", dates.checked()).map(|dates| dates.revoked_on)
}

impl Accreditation {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<accreditation::Accreditation> {
        let section = reading.required("section", word::<Section>);
        let number = reading.required("number", String::read);
        let valid = read_period(reading, "valid_from", "valid_until");
        let provisional = reading.defaulted("provisional", bool::read);
        let suspensions = reading.each("suspensions", |one| read_period(one, "from", "until"));
        let revoked_on = read_revocation(reading, valid);
        Ok(accreditation::Accreditation {
            section: section?,
            number: number?,
            valid: valid?,
            provisional: provisional?,
            suspensions: suspensions?,
            revoked_on: revoked_on?,
        })
    }

    pub(super) fn show(held: &accreditation::Accreditation) -> Self {
        Self {
            section: Coded(held.section),
            number: held.number.as_str().into(),
            valid_from: held.valid.from().into(),
            valid_until: held.valid.until().map(Into::into),
            provisional: held.provisional,
            suspensions: held
                .suspensions
                .iter()
                .map(|suspension| Suspension {
                    from: suspension.from().into(),
                    until: suspension.until().map(Into::into),
                })
                .collect(),
            revoked_on: held.revoked_on.map(Into::into),
        }
    }
}
