//! Members of poles.

mod accreditation;
pub(crate) mod add;
pub(crate) mod change;
mod company;
pub(crate) mod confirm;
pub(crate) mod continuation;
pub(crate) mod document;
pub(crate) mod list;
pub(crate) mod read;
pub(crate) mod remove;
mod school;
mod seat;
mod study_track;
pub(crate) mod successor;
pub(crate) mod view;

use chrono::NaiveDate;
use ptp_domain::calendar::Period;
use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::faults_of_change;
use ptp_http::wire::{Leaf as _, Read, Reading};
use ptp_store::{Stored, StoredPole};

use crate::cases::problems::ApiError;

pub(crate) const ID_REPEATED: Invalid = Invalid::fixed(
    "id_repeated",
    "due membri propongono lo stesso id",
    "two members propose the same id",
);
pub(crate) const ID_TAKEN: Invalid = Invalid::fixed(
    "id_taken",
    "un membro del polo ha già questo id: proporne un altro o lasciarlo al servizio",
    "a member of the pole has this id already: propose another or leave it to the service",
);

/// Identity and start of membership: fixed once the pole is no longer a draft.
pub(crate) const IDENTITY: [&str; 3] = ["kind", "tax_code", "joined_on"];
/// What a confirmation covers: if it changes, the member has to confirm again.
pub(crate) const CONFIRMED: [&str; 5] = ["kind", "name", "tax_code", "joined_on", "company"];

/// The member of a pole with this identifier.
fn find(pole: &StoredPole, id: Id<Member>) -> Result<&Stored<Member>, ApiError> {
    pole.members.iter().find(|member| member.value.id == id).ok_or(ApiError::NotFound)
}

/// The faults of a member next to the other members of its pole.
fn faults_beside(pole: &StoredPole, member: &Member) -> Vec<Fault> {
    let members = pole.members.iter().map(|other| &other.value);
    let others: Vec<_> = members.filter(|other| other.id != member.id).collect();
    let own = format!("/{}", others.len());
    let all: Vec<_> = others.iter().copied().chain([member]).collect();
    let before: Vec<_> = pole.members.iter().map(|stored| &stored.value).collect();
    let mut faults: Vec<_> = faults_of_change(&before, &all)
        .into_iter()
        .filter_map(|fault| {
            let pointer = match fault.pointer.strip_prefix(&own) {
                Some(pointer) => pointer.to_owned(),
                // The fault is at another member, which takes over what this one, of another kind,
                // or the two of them cannot have had.
                None if fault.code.starts_with("continuation_") => "/tax_code".to_owned(),
                None if fault.pointer.is_empty() => String::new(),
                None => return None,
            };
            Some(Fault { pointer, ..fault })
        })
        .collect();
    faults.dedup();
    faults
}

/// Reads a first and a last day, each with its own faults.
fn read_period(reading: &mut Reading<'_>, from_name: &str, until_name: &str) -> Read<Period> {
    let from = reading.required(from_name, NaiveDate::read);
    let until = reading.optional(until_name, NaiveDate::read);
    reading.take(until_name, Period::new(from?, until?))
}
