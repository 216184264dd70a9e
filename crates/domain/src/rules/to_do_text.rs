//! The sentences for what is left to do.

use super::finding::Finding;
use super::naming::named;
use super::rule::Slot;
use super::task::Task;
use crate::activity_plan::ActionKind;
use crate::area::Area;
use crate::member::Member;
use crate::text::Text;
use crate::vocabulary::Vocabulary;

pub(super) const fn another_area() -> Text {
    Text::fixed(
        "l'area del polo non è tra quelle ammesse: occorre scegliere un'altra area o un altro bando",
        "the pole's area is not among those allowed: choose another area, or another call",
    )
}

/// Members to join, or those there to put in order.
pub(super) fn fill(slot: Slot, missing: u32, area: Area, could: &[&Member]) -> Text {
    let (whom, area) = (slot.counted(missing), area.label());
    let join = Text::new(
        format!("occorre aggiungere {} dell'area {}", whom.it, area.it),
        format!("add {} in the {} area", whom.en, area.en),
    );
    if could.is_empty() {
        return join;
    }
    let could = named(could.iter().copied());
    join.and(
        &format!(", oppure mettere in regola {}", could.it),
        &format!(", or put {} in order", could.en),
    )
}

/// Members that count once an official agrees.
pub(super) fn assess_slot(slot: Slot, count: u32, in_doubt: &[&Member]) -> Text {
    let whom = slot.counted(count);
    let (it, en) = if count == 1 { ("conta", "counts") } else { ("contano", "count") };
    let said = Text::new(
        format!("{} {it} solo dopo la valutazione dell'ufficio", whom.it),
        format!("{} {en} only once the office has agreed", whom.en),
    );
    if in_doubt.is_empty() {
        return said;
    }
    let names = named(in_doubt.iter().copied());
    said.and(&format!(": {}", names.it), &format!(": {}", names.en))
}

/// What was found about a member, and what to do about it.
pub(super) fn of_member(member: &Member, finding: &Finding, task: Task) -> Text {
    // What an official has to say of it follows in the words of the task.
    let found = if task == Task::Assess { finding.reason.message() } else { finding.message() };
    let waits = finding.reason.eligible_on().is_some();
    let (it, en) = match task {
        Task::Assess => ("da valutare a cura dell'ufficio", "the office has to assess it"),
        Task::SignCommitment => (
            "occorre acquisire l'impegno sottoscritto, per tutti gli studenti",
            "obtain the signed commitment, for all students",
        ),
        Task::ConfirmMembership => {
            ("occorre la conferma diretta del membro", "the member itself has to confirm")
        }
        Task::StateRegistration => {
            ("occorre dichiarare l'iscrizione", "state that it is registered")
        }
        Task::CorrectMember if waits => (
            "occorre attendere tale data, oppure proseguire senza questo membro",
            "wait for that date, or go on without this member",
        ),
        Task::RemoveMember => {
            ("occorre proseguire senza questo membro", "go on without this member")
        }
        _ => (
            "occorre completarne o correggerne i dati, oppure proseguire senza questo membro",
            "complete or correct its data, or go on without this member",
        ),
    };
    let name = &member.name;
    Text::new(format!("«{name}»: {}; {it}", found.it), format!("«{name}»: {}; {en}", found.en))
}

/// Actions to add to the plan.
pub(super) fn actions(kind: ActionKind, count: u32) -> Text {
    let kind = kind.label();
    if count == 1 {
        return Text::new(
            format!("occorre aggiungere al piano un'azione di {}", kind.it),
            format!("add an action of {} to the plan", kind.en),
        );
    }
    Text::new(
        format!("occorre aggiungere al piano {count} azioni di {}", kind.it),
        format!("add {count} actions of {} to the plan", kind.en),
    )
}

pub(super) const fn no_plan() -> Text {
    Text::fixed("occorre predisporre il piano delle attività", "draw up an activity plan")
}

/// Members of which only one can stay, or fewer than there are.
pub(super) fn repeated(members: &[&Member], too_many: u32) -> Text {
    let names = named(members.iter().copied());
    Text::new(
        format!("{}: sono la stessa organizzazione; occorre toglierne {too_many}", names.it),
        format!("{}: they are the same organisation; {too_many} of them must leave", names.en),
    )
}
