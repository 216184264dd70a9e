//! Remedies: changes that would make a network compliant.

use super::rule::Slot;
use crate::area::Area;
use crate::id::Id;
use crate::member::Member;
use crate::sentence::{listed, quoted};
use crate::text::Text;
use crate::vocabulary::Vocabulary;

/// The maximum number of remedies in a report.
pub const MOST_REMEDIES: usize = 5;

/// A change in a remedy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A company commits itself, from the date of the evaluation on.
    Commit(Id<Member>),
    /// The missing actions are added to the plan.
    CompletePlan,
    /// A member eligible for a slot joins.
    Add(Slot),
    /// A member leaves.
    Remove(Id<Member>),
}

/// Changes that together make the network compliant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// The changes, sorted.
    pub changes: Vec<Change>,
    /// The changes, in a sentence.
    pub message: Text,
}

impl Remedy {
    /// The changes, for a pole of the area with these members.
    #[must_use]
    pub fn new(area: Area, members: &[&Member], changes: Vec<Change>) -> Self {
        Self { message: message(area, members, &changes), changes }
    }
}

fn message(area: Area, members: &[&Member], changes: &[Change]) -> Text {
    let name = |id: &Id<Member>| {
        let member = members.iter().find(|member| member.id == *id);
        quoted(member.map_or("", |member| member.name.as_str()))
    };
    let area = area.label();
    let mut parts = Vec::new();
    // Sorted, so that those who fill the same slot follow each other.
    for changes in changes.chunk_by(|one, other| one == other) {
        let Some(change) = changes.first() else { continue };
        parts.push(match change {
            Change::Add(slot) => {
                let more = slot.noun().more(changes.len());
                Text::new(
                    format!("con {} dell'area {}", more.it, area.it),
                    format!("with {} in the area {}", more.en, quoted(&area.en).en),
                )
            }
            Change::Remove(id) => {
                let name = name(id);
                Text::new(format!("senza {}", name.it), format!("without {}", name.en))
            }
            Change::Commit(id) => {
                let name = name(id);
                Text::new(
                    format!("con l'impegno per tutti gli studenti sottoscritto da {}", name.it),
                    format!("with the commitment for all students signed by {}", name.en),
                )
            }
            Change::CompletePlan => Text::fixed(
                "con un piano completato dalle azioni di alternanza (oggi formazione scuola-lavoro) \
                 e di flessibilità che mancano",
                "with a plan completed by the actions of work-linked training and flexibility that \
                 are missing",
            ),
        });
    }
    listed(&parts)
}
