//! Members of poles.

pub(crate) mod add;
pub(crate) mod change;
pub(crate) mod confirm;
pub(crate) mod document;
pub(crate) mod list;
mod parts;
pub(crate) mod read;
pub(crate) mod remove;
pub(crate) mod view;

use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::id::Id;
use ptp_domain::member::{Member, is_listed_twice};
use ptp_domain::pole::{listed_twice, too_many_members};
use ptp_store::{Stored, StoredPole};

use crate::cases::problems::ApiError;

pub(crate) const ID_REPEATED: Invalid = Invalid::fixed(
    "id_repeated",
    "due membri propongono lo stesso id",
    "two members propose the same id",
);
pub(crate) const ID_TAKEN: Invalid = Invalid::fixed(
    "id_taken",
    "un id proposto esiste già: proporne un altro o lasciarlo al servizio",
    "a proposed id exists already: propose another or leave it to the service",
);
pub(crate) const SUCCEEDS_NOBODY: Invalid = Invalid::fixed(
    "succeeds_nobody",
    "deve essere l'id di un altro membro dello stesso polo",
    "must be the id of another member of the same pole",
);

/// The member of a pole that has this identifier.
fn find(pole: &StoredPole, id: Id<Member>) -> Result<&Stored<Member>, ApiError> {
    pole.members.iter().find(|member| member.value.id == id).ok_or(ApiError::NotFound)
}

/// What is wrong with a member beside the other members of its pole.
fn faults_beside(pole: &StoredPole, member: &Member) -> Vec<Fault> {
    let others = || pole.members.iter().map(|other| &other.value).filter(|o| o.id != member.id);
    let mut faults = Vec::new();
    if others().count() >= ptp_domain::member::MOST_MEMBERS {
        faults.push(too_many_members(String::new()));
    }
    if others().any(|other| is_listed_twice(other, member)) {
        faults.push(listed_twice("/tax_code".to_owned()));
    }
    if member.succeeds.is_some_and(|id| others().all(|other| other.id != id)) {
        faults.push(SUCCEEDS_NOBODY.at("/succeeds"));
    }
    faults
}

pub(crate) const SUCCEEDED: Invalid = Invalid::fixed(
    "succeeded",
    "un altro membro gli succede (succeeds): togliere prima quel riferimento",
    "another member succeeds it (succeeds): remove that reference first",
);
