//! Validation of a list of members as a whole.

use std::collections::BTreeMap;

use super::continuations;
use super::size::is_too_large;
use crate::fault::Fault;
use crate::member::{MOST_MEMBERS, Member, is_listed_twice};
use crate::rules::is_too_much_work;
use crate::text::Text;

/// The faults of a list of members as a whole, with pointers into it (`/2/tax_code`).
///
/// A list without faults can always be evaluated: on any day and under any rules, the work stays
/// within [`Budget::default`](crate::rules::Budget). What one body can carry is never too large.
#[must_use]
pub fn list_faults(members: &[&Member]) -> Vec<Fault> {
    let mut by_tax_code = BTreeMap::<_, Vec<&Member>>::new();
    let mut faults = Vec::new();
    if members.len() > MOST_MEMBERS {
        faults.push(too_many_members(String::new()));
    }
    for (index, member) in members.iter().enumerate() {
        let earlier = by_tax_code.entry(&member.tax_code).or_default();
        if earlier.iter().any(|earlier| is_listed_twice(earlier, member)) {
            faults.push(listed_twice(format!("/{index}/tax_code")));
        }
        earlier.push(member);
    }
    faults.extend(continuations::faults(members));
    if is_too_much_work(members) {
        faults.push(too_many_changes(String::new()));
    }
    if is_too_large(members) {
        faults.push(members_too_large(String::new()));
    }
    faults
}

/// The faults of a list of members after a change.
///
/// A continuation that could already not be, in a list that an earlier release has taken, is left as
/// it is; what bounds the work never is.
#[must_use]
pub fn faults_of_change(before: &[&Member], after: &[&Member]) -> Vec<Fault> {
    let mut faults = list_faults(after);
    if faults.iter().any(is_of_continuation) {
        let place = |members: &[&Member], fault: &Fault| {
            let (index, rest) = fault.pointer.strip_prefix('/')?.split_once('/')?;
            let member = members.get(index.parse::<usize>().ok()?)?;
            Some((member.id, rest.to_owned(), fault.code))
        };
        let known = list_faults(before);
        let known: Vec<_> = known.iter().map(|fault| place(before, fault)).collect();
        faults.retain(|fault| !is_of_continuation(fault) || !known.contains(&place(after, fault)));
    }
    faults
}

fn is_of_continuation(fault: &Fault) -> bool {
    fault.code.starts_with("continuation_")
}

/// The fault of members with too many dates to be evaluated.
fn too_many_changes(pointer: String) -> Fault {
    Fault {
        pointer,
        code: "too_many_changes_over_time",
        message: Text::fixed(
            "le date di indirizzi, accreditamenti, sospensioni, impegni, ingressi e uscite sono troppe \
             perché il polo possa essere valutato giorno per giorno: indicare un solo periodo al posto di \
             più periodi contigui e togliere quelli che non servono",
            "the dates of tracks, accreditations, suspensions, commitments, joining and leaving are \
             too many for the pole to be judged day by day: give one period in place of several that \
             follow each other, and leave out those that are not needed",
        ),
    }
}

/// The fault of members who say more than a pole may hold.
fn members_too_large(pointer: String) -> Fault {
    Fault {
        pointer,
        code: "members_too_large",
        message: Text::fixed(
            "i dati dei membri di un polo non possono superare nel complesso 1 MiB: abbreviare nomi, \
             titoli e contatti, o togliere quelli che non servono",
            "the data of all members of a pole may not exceed 1 MiB: shorten names, titles and \
             contacts, or leave out those that are not needed",
        ),
    }
}

/// The fault of a list that is too long.
#[must_use]
pub fn too_many_members(pointer: String) -> Fault {
    Fault {
        pointer,
        code: "too_many_members",
        message: Text::fixed("un polo ha al massimo 500 membri", "a pole has at most 500 members"),
    }
}

/// The fault of a member listed twice.
#[must_use]
pub fn listed_twice(pointer: String) -> Fault {
    Fault {
        pointer,
        code: "duplicate_member",
        message: Text::fixed(
            "un altro membro del polo ha lo stesso codice fiscale nello stesso periodo",
            "another member of the pole has the same tax code in the same period",
        ),
    }
}

/// The fault of a lead that is not a member.
#[must_use]
pub fn lead_is_no_member() -> Fault {
    Fault {
        pointer: "/lead_member_id".to_owned(),
        code: "lead_not_a_member",
        message: Text::fixed(
            "il capofila deve essere uno dei membri del polo",
            "the lead must be one of the pole's members",
        ),
    }
}
