//! Remedies: changes after which no rule is violated.

use super::rule::{Slot, Verdict};
use crate::area::Area;
use crate::id::Id;
use crate::member::Member;
use crate::sentence::{NAMED, listed, quoted, quoted_names};
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
    /// A plan whose period is over is replaced.
    RenewPlan,
    /// Another member leads.
    NameLead,
    /// The members sign an agreement.
    SignAgreement,
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
    /// The changes, for a pole of the area with these members, and what they lead to.
    #[must_use]
    pub fn new(area: Area, members: &[&Member], changes: Vec<Change>, leads_to: Verdict) -> Self {
        Self { message: message(area, members, &changes), changes, leads_to }
    }
}

/// The changes of each kind together, in the order of [`Change`].
fn message(area: Area, members: &[&Member], changes: &[Change]) -> Text {
    let those = |of: fn(&Change) -> Option<Id<Member>>| {
        let ids: Vec<_> = changes.iter().filter_map(of).collect();
        let found = members.iter().filter(|member| ids.contains(&member.id));
        let names = found.map(|member| member.name.as_str());
        (!ids.is_empty()).then(|| quoted_names(names, NAMED))
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
            format!("con l'impegno per tutti gli studenti sottoscritto da {}", names.it),
            format!("with the commitment for all students signed by {}", names.en),
        ));
    }
    if changes.contains(&Change::CompletePlan) {
        parts.push(Text::fixed(
            "con un piano completato dalle azioni di alternanza (oggi formazione scuola-lavoro) e \
             di flessibilità che mancano",
            "with a plan completed by the actions of work-linked training and flexibility that are \
             missing",
        ));
    }
    if changes.contains(&Change::RenewPlan) {
        parts.push(Text::fixed(
            "con un nuovo piano delle attività, il cui periodo sia in corso",
            "with a new activity plan, whose period is not over",
        ));
    }
    if changes.contains(&Change::NameLead) {
        parts.push(Text::fixed(
            "con un capofila che sia membro del polo",
            "with a lead that is a member of the pole",
        ));
    }
    if changes.contains(&Change::SignAgreement) {
        parts.push(Text::fixed(
            "con un accordo di rete sottoscritto",
            "with a signed agreement of the network",
        ));
    }
    for slot in Slot::ALL {
        let newcomers = changes.iter().filter(|change| **change == Change::Add(*slot)).count();
        if newcomers > 0 {
            let newcomers = slot.noun().some_of_them(newcomers.try_into().unwrap_or(u64::MAX));
            let area = area.label();
            parts.push(Text::new(
                format!("con {} dell'area {}", newcomers.it, area.it),
                format!("with {} in the area {}", newcomers.en, quoted(&area.en).en),
            ));
        }
    }
    if let Some(names) = removed {
        parts.push(Text::new(format!("senza {}", names.it), format!("without {}", names.en)));
    }
    listed(&parts)
}
