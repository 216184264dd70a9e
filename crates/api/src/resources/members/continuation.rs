//! Continuations on the wire.

use chrono::NaiveDate;
use ptp_domain::calendar::Period;
use ptp_domain::continuation;
use ptp_domain::identifier::TaxCode;
use ptp_domain::member::MemberKind;
use ptp_http::wire::{Coded, DateText, Leaf as _, Read, Reading, ShortText, TaxCodeText, word};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::party::Act;
use crate::cases::words::MemberKindCode;

/// The years of a track with another organisation, which go on with this one after a merger, a
/// division or another reorganisation. Declared: an official assesses it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrackContinuation {
    /// Whose track it was: a member of the pole or not, of the same kind.
    pub organisation: Predecessor,
    /// The code of the track there, if it merged into this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track: Option<ShortText>,
    /// First day in the offer there.
    pub from: DateText,
    /// Last day there; the day before `started_on` unless given. A gap of one day is allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateText>,
    /// The act of the reorganisation.
    pub act: Act,
}

/// The commitment of another company, which goes on with this one after a merger, a transfer of a
/// business or a transformation. Declared: an official assesses it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommitmentContinuation {
    /// Whose commitment it was: a member of the pole or not, a company.
    pub organisation: Predecessor,
    /// Since when it was committed.
    pub from: DateText,
    /// The act of the reorganisation.
    pub act: Act,
}

/// The organisation that something is taken over from.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Predecessor {
    /// What it is: a school, a body or a company, as the one that takes over.
    pub kind: MemberKindCode,
    /// Its tax code. A person's (16 characters) is shown to the pole's owner and to officials only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(required)]
    pub tax_code: Option<TaxCodeText>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<ShortText>,
}

impl TrackContinuation {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<continuation::Continuation> {
        let organisation = reading.required("organisation", Predecessor::read);
        let track = reading.optional("track", String::read);
        let from = reading.required("from", NaiveDate::read);
        let until = reading.optional("until", NaiveDate::read);
        if let (Ok(from), Ok(until)) = (from, until) {
            let _ = reading.take("until", Period::new(from, until));
        }
        let act = reading.required("act", Act::read);
        Ok(continuation::Continuation {
            organisation: organisation?,
            track: track?,
            from: from?,
            until: until?,
            act: act?,
        })
    }

    pub(super) fn show(continues: &continuation::Continuation, personal: bool) -> Self {
        let continuation::Continuation { organisation, track, from, until, act } = continues;
        Self {
            organisation: Predecessor::show(organisation, personal),
            track: track.as_deref().map(Into::into),
            from: (*from).into(),
            until: until.map(Into::into),
            act: Act::show(act),
        }
    }
}

impl CommitmentContinuation {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<continuation::Continuation> {
        let organisation = reading.required("organisation", Predecessor::read);
        let from = reading.required("from", NaiveDate::read);
        let act = reading.required("act", Act::read);
        let (track, until) = (None, None);
        Ok(continuation::Continuation {
            organisation: organisation?,
            track,
            from: from?,
            until,
            act: act?,
        })
    }

    pub(super) fn show(continues: &continuation::Continuation, personal: bool) -> Self {
        let continuation::Continuation { organisation, track: _, from, until: _, act } = continues;
        let organisation = Predecessor::show(organisation, personal);
        Self { organisation, from: (*from).into(), act: Act::show(act) }
    }
}

impl Predecessor {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<continuation::Predecessor> {
        let kind = reading.required("kind", word::<MemberKind>);
        let tax_code = reading.required("tax_code", TaxCode::read);
        let name = reading.optional("name", String::read);
        Ok(continuation::Predecessor { kind: kind?, tax_code: tax_code?, name: name? })
    }

    pub(crate) fn show(organisation: &continuation::Predecessor, personal: bool) -> Self {
        let continuation::Predecessor { kind, tax_code, name } = organisation;
        Self {
            kind: Coded(*kind),
            tax_code: Some(tax_code)
                .filter(|code| personal || !code.is_person())
                .map(|code| code.as_str().into()),
            name: name.as_deref().map(Into::into),
        }
    }
}
