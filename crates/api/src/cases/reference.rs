//! Protocol numbers of the Region, and decisions of courts, on the wire.

use chrono::NaiveDate;
use ptp_domain::court;
use ptp_domain::fault::Fault;
use ptp_domain::reference::{self, Direction};
use ptp_http::wire::{Coded, DateText, Leaf as _, Read, Reading, ShortText, word};
use serde::Serialize;
use utoipa::ToSchema;

use super::words::DirectionCode;

/// An entry in the register of protocol of the Region.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ProtocolReference)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reference {
    /// Its number.
    pub number: ShortText,
    /// When it was registered.
    pub date: DateText,
    /// Which way the paper went.
    pub direction: DirectionCode,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<ShortText>,
}

impl Reference {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<reference::Reference> {
        let number = reading.required("number", String::read);
        let date = reading.required("date", NaiveDate::read);
        let direction = reading.required("direction", word::<Direction>);
        let subject = reading.optional("subject", String::read);
        Ok(reference::Reference {
            number: number?,
            date: date?,
            direction: direction?,
            subject: subject?,
        })
    }

    pub(crate) fn show(reference: &reference::Reference) -> Self {
        Self {
            number: reference.number.as_str().into(),
            date: reference.date.into(),
            direction: Coded(reference.direction),
            subject: reference.subject.as_deref().map(Into::into),
        }
    }
}

/// The faults of the protocol numbers of a body, which are of a day by today.
pub(crate) fn faults(references: &[reference::Reference], today: NaiveDate) -> Vec<Fault> {
    let fault = |(index, reference): (usize, &reference::Reference)| {
        let invalid = reference.registered_by(today).err()?;
        Some(invalid.at(format!("/references/{index}/date")))
    };
    references.iter().enumerate().filter_map(fault).collect()
}

/// A decision of a court.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CourtReference {
    /// The court.
    pub court: ShortText,
    /// The number of the decision.
    pub number: ShortText,
    /// The day on which it was published.
    pub date: DateText,
}

impl CourtReference {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<court::CourtReference> {
        let court = reading.required("court", String::read);
        let number = reading.required("number", String::read);
        let date = reading.required("date", NaiveDate::read);
        Ok(court::CourtReference { court: court?, number: number?, date: date? })
    }

    pub(crate) fn show(reference: &court::CourtReference) -> Self {
        Self {
            court: reference.court.as_str().into(),
            number: reference.number.as_str().into(),
            date: reference.date.into(),
        }
    }
}
