//! Remedies: changes after which no rule is violated.

use super::naming::named;
use super::rule::{Slot, Verdict};
use crate::area::Area;
use crate::id::Id;
use crate::member::Member;
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

/// Changes after which no rule is violated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// The changes, sorted.
    pub changes: Vec<Change>,
    /// The verdict after them: compliant, or needs review if only an official's word is left.
    pub leads_to: Verdict,
    /// The changes, in a sentence.
    pub message: Text,
}

impl Remedy {
    pub(super) fn new(
        area: Area,
        members: &[&Member],
        changes: Vec<Change>,
        leads_to: Verdict,
    ) -> Self {
        Self { message: message(area, members, &changes), changes, leads_to }
    }
}

/// The changes of each kind together, in the order of [`Change`].
fn message(area: Area, members: &[&Member], changes: &[Change]) -> Text {
    let those = |of: fn(&Change) -> Option<Id<Member>>| {
        let ids: Vec<_> = changes.iter().filter_map(of).collect();
        let found = members.iter().copied().filter(|member| ids.contains(&member.id));
        (!ids.is_empty()).then(|| named(found))
    };
    let committed = those(|change| match change {
        Change::Commit(id) => Some(*id),
        _ => None,
    });
    let removed = those(|change| match change {
        Change::Remove(id) => Some(*id),
        _ => None,
    });
    let mut parts = Vec::new();
    if let Some(names) = committed {
        parts.push(Text::new(
            format!("acquisire l'impegno per tutti gli studenti di {}", names.it),
            format!("obtain the commitment for all students of {}", names.en),
        ));
    }
    if changes.contains(&Change::CompletePlan) {
        parts.push(Text::fixed(
            "completare il piano con azioni di alternanza e di flessibilità curricolare",
            "complete the plan with actions of work-linked training and curricular flexibility",
        ));
    }
    for slot in Slot::ALL {
        let newcomers = changes.iter().filter(|change| **change == Change::Add(*slot)).count();
        if newcomers > 0 {
            let whom = slot.counted(u32::try_from(newcomers).unwrap_or(u32::MAX));
            let area = area.label();
            parts.push(Text::new(
                format!("aggiungere {} dell'area {}", whom.it, area.it),
                format!("add {} in the {} area", whom.en, area.en),
            ));
        }
    }
    if let Some(names) = removed {
        parts.push(Text::new(
            format!("proseguire senza {}", names.it),
            format!("go on without {}", names.en),
        ));
    }
    let (it, en): (Vec<_>, Vec<_>) = parts.into_iter().map(|part| (part.it, part.en)).unzip();
    Text::new(it.join("; "), en.join("; "))
}
