//! A reorganisation as an official records it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ptp_domain::calendar::Period;
use ptp_domain::id::Id;
use ptp_domain::identifier::SchoolCode;
use ptp_domain::member::Member;
use ptp_domain::reorganisation::{Handover, Reorganisation};
use ptp_http::wire::{DateText, Leaf as _, LongText, Read, Reading, SchoolCodeText, ShortText};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::party::Act;
use crate::resources::members::continuation::Predecessor;
use crate::resources::members::successor::SuccessorInput;

/// Which act, from when on, and who hands over what to whom.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(crate) struct ReorganisationInput {
    /// The act of the reorganisation.
    act: Act,
    /// The first day on which the successors have what they take over (a civil date in Europe/Rome),
    /// which may be to come. The predecessors have it to the day before.
    effective_on: DateText,
    /// Why, if there is something to say; for everybody.
    #[serde(default)]
    reason: Option<LongText>,
    /// What only officials may read, in the histories of the poles.
    #[serde(default)]
    note: Option<LongText>,
    /// Who hands over what to whom: all at the same time, in every pole that it concerns.
    #[schema(min_items = 1, max_items = 100)]
    transfers: Vec<HandoverInput>,
}

/// What one organisation hands over to another one.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(crate) struct HandoverInput {
    /// Who hands over: a member of some pole, or the body that answers for one.
    predecessor: Predecessor,
    /// Who takes over: a school from a school, a body from one of the same kind, a company from a
    /// company.
    successor: SuccessorInput,
    /// The codes or titles of the tracks that go over; all of them, and with them the membership,
    /// unless given.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 30)]
    tracks: Option<Vec<ShortText>>,
    /// Only the tracks at these sites; at all of them unless given.
    #[serde(default)]
    #[schema(max_items = 50)]
    site_codes: Vec<SchoolCodeText>,
}

/// What is asked for, with what only officials may read.
pub(super) struct Asked {
    pub(super) reorganisation: Reorganisation,
    pub(super) note: Option<String>,
}

impl ReorganisationInput {
    pub(super) fn read(new_id: impl Fn() -> Uuid, reading: &mut Reading<'_>) -> Read<Asked> {
        let act = reading.required("act", Act::read);
        let effective_on = reading.required("effective_on", NaiveDate::read);
        let reason = reading.optional("reason", LongText::read);
        let note = reading.optional("note", LongText::read);
        let membership = effective_on.map(Period::since);
        let handovers = reading
            .each("transfers", |one| HandoverInput::read(Id::new(new_id()), membership, one));
        let reorganisation = Reorganisation {
            id: Id::new(new_id()),
            act: act?,
            effective_on: effective_on?,
            reason: reason?.map(|reason| reason.0),
            handovers: handovers?,
        };
        Ok(Asked { reorganisation, note: note?.map(|note| note.0) })
    }
}

impl HandoverInput {
    fn read(id: Id<Member>, membership: Read<Period>, reading: &mut Reading<'_>) -> Read<Handover> {
        let predecessor = reading.required("predecessor", Predecessor::read);
        let successor =
            reading.required("successor", |one| SuccessorInput::read(id, membership, one));
        let tracks =
            reading.optional("tracks", |tracks| tracks.items::<_, Vec<String>>(String::read));
        let site_codes: Read<BTreeSet<_>> =
            reading.defaulted("site_codes", |codes| codes.items(SchoolCode::read));
        Ok(Handover {
            predecessor: predecessor?,
            successor: successor?,
            tracks: tracks?,
            site_codes: site_codes?,
        })
    }
}
