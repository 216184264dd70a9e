//! Remedies: changes that would make a network compliant.

use super::rule::Slot;
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

/// Changes that together make the network compliant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// The changes, sorted.
    pub changes: Vec<Change>,
    /// The changes, in a sentence.
    pub message: Text,
}

impl Remedy {
    pub(super) fn new(area: Area, members: &[&Member], changes: Vec<Change>) -> Self {
        Self { message: message(area, members, &changes), changes }
    }
}

fn message(area: Area, members: &[&Member], changes: &[Change]) -> Text {
    let name = |id: &Id<Member>| {
        let member = members.iter().find(|member| member.id == *id);
        member.map_or("", |member| member.name.as_str())
    };
    let area = area.label();
    let parts: Vec<(String, String)> = changes
        .iter()
        .map(|change| match change {
            Change::Add(slot) => (
                format!("aggiungere: {} dell'area {}", slot.label().it, area.it),
                format!("add a {} of the area {}", slot.label().en, area.en),
            ),
            Change::Remove(id) => {
                (format!("far uscire «{}»", name(id)), format!("let «{}» leave", name(id)))
            }
            Change::Commit(id) => (
                format!("far firmare l'impegno per tutti gli studenti a «{}»", name(id)),
                format!("have «{}» sign the commitment for all students", name(id)),
            ),
            Change::CompletePlan => (
                "completare il piano con azioni di alternanza e di flessibilità curricolare"
                    .to_owned(),
                "complete the plan with actions of work-linked training and curricular flexibility"
                    .to_owned(),
            ),
            Change::RenewPlan => (
                "presentare un nuovo piano delle attività".to_owned(),
                "give a new activity plan".to_owned(),
            ),
            Change::NameLead => (
                "indicare come capofila un membro del polo".to_owned(),
                "name a member of the pole as the lead".to_owned(),
            ),
            Change::SignAgreement => (
                "sottoscrivere l'accordo di rete, indicandone la data".to_owned(),
                "sign the agreement of the network, and say when".to_owned(),
            ),
        })
        .collect();
    let (it, en): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    Text::new(it.join("; "), en.join("; "))
}
