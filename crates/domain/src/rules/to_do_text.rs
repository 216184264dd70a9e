//! The sentences for what is left to do.

use super::phrases::ACTION;
use super::rule::Slot;
use super::task::Task;
use crate::activity_plan::ActionKind;
use crate::area::Area;
use crate::sentence::{NAMED, quoted, quoted_names};
use crate::text::Text;
use crate::vocabulary::Vocabulary;

/// The area is none of those allowed.
#[must_use]
pub const fn another_area() -> Text {
    Text::fixed(
        "l'area del polo non è tra quelle ammesse: occorre scegliere un'altra area o un altro bando",
        "the pole's area is not among those allowed: choose another area, or another call",
    )
}

/// The pole has its seat elsewhere.
#[must_use]
pub const fn another_seat() -> Text {
    Text::fixed(
        "la sede del polo non è in Lombardia: occorre indicarne una in Lombardia",
        "the pole's seat is not in Lombardy: choose one in Lombardy",
    )
}

/// Members to join, or those there, by name, to put in order.
#[must_use]
pub fn fill(slot: Slot, missing: u32, area: Area, could: &[&str]) -> Text {
    let (whom, area) = (slot.noun().some_of_them(missing.into()), area.label());
    let join = Text::new(
        format!("occorre aggiungere {} dell'area {}", whom.it, area.it),
        format!("add {} in the area {}", whom.en, quoted(&area.en).en),
    );
    if could.is_empty() {
        return join;
    }
    let could = quoted_names(could.iter().copied(), NAMED);
    join.and(
        &format!(", oppure mettere in regola {}", could.it),
        &format!(", or put {} in order", could.en),
    )
}

/// Members that count once an official agrees.
#[must_use]
pub fn assess_slot(slot: Slot, count: u32, in_doubt: &[&str]) -> Text {
    let whom = slot.noun().some_of_them(count.into());
    let (it, en) = if count == 1 { ("conta", "counts") } else { ("contano", "count") };
    let said = Text::new(
        format!("{} {it} solo dopo la valutazione dell'ufficio", whom.it),
        format!("{} {en} only once the office has agreed", whom.en),
    );
    if in_doubt.is_empty() {
        return said;
    }
    let names = quoted_names(in_doubt.iter().copied(), NAMED);
    said.and(&format!(": {}", names.it), &format!(": {}", names.en))
}

/// What was found about a member, and what to do about it; `waits` if it will be in order by itself.
#[must_use]
pub fn of_member(name: &str, found: &Text, task: Task, waits: bool) -> Text {
    let (it, en) = match task {
        Task::Assess => ("da valutare a cura dell'ufficio", "the office has to assess it"),
        Task::SignCommitment if waits => (
            "occorre attendere tale data, oppure acquisire un impegno sottoscritto prima",
            "wait for that date, or obtain a commitment signed before",
        ),
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
            "occorre attendere tale data, completarne o correggerne i dati, oppure proseguire senza \
             questo membro",
            "wait for that date, complete or correct its data, or go on without this member",
        ),
        Task::RemoveMember => {
            ("occorre proseguire senza questo membro", "go on without this member")
        }
        _ => (
            "occorre completarne o correggerne i dati, oppure proseguire senza questo membro",
            "complete or correct its data, or go on without this member",
        ),
    };
    let name = quoted(name);
    Text::new(
        format!("{}: {}; {it}", name.it, found.it),
        format!("{}: {}; {en}", name.en, found.en),
    )
}

/// Actions to add to the plan, or those there to complete if some of the kind do not count.
#[must_use]
pub fn actions(kind: ActionKind, count: u32, has_bare: bool) -> Text {
    let (kind, number) = (kind.label(), ACTION.some_of_them(count.into()));
    let added = Text::new(
        format!(
            "occorre aggiungere al piano {} di {}, con titolo e almeno un obiettivo",
            number.it, kind.it
        ),
        format!(
            "add {} of {} to the plan, with a title and at least one objective",
            number.en, kind.en
        ),
    );
    if has_bare {
        added.and(", oppure completare quelle che ne sono prive", ", or complete those without")
    } else {
        added
    }
}

/// There is no plan.
#[must_use]
pub const fn no_plan() -> Text {
    Text::fixed("occorre predisporre il piano delle attività", "draw up an activity plan")
}

/// The plan is over.
#[must_use]
pub const fn another_plan() -> Text {
    Text::fixed(
        "il periodo del piano delle attività è terminato: occorre presentarne uno nuovo",
        "the period of the activity plan is over: present a new one",
    )
}

/// The lead is no member.
#[must_use]
pub const fn another_lead() -> Text {
    Text::fixed(
        "il capofila non è membro del polo: occorre indicarne un altro",
        "the lead is not a member of the pole: name another",
    )
}

/// There is no agreement, or one without its date.
#[must_use]
pub const fn agreement(is_there: bool) -> Text {
    if is_there {
        Text::fixed(
            "occorre indicare la data di sottoscrizione dell'accordo di rete",
            "state the day on which the agreement of the network was signed",
        )
    } else {
        Text::fixed("occorre sottoscrivere l'accordo di rete", "sign the agreement of the network")
    }
}

/// Members, by name, of which only one can stay, or fewer than there are.
#[must_use]
pub fn repeated(members: &[&str], too_many: u32) -> Text {
    let names = quoted_names(members.iter().copied(), NAMED);
    let (it, en) = match too_many {
        1 => ("occorre toglierne uno".to_owned(), "one of them must leave".to_owned()),
        _ => (format!("occorre toglierne {too_many}"), format!("{too_many} of them must leave")),
    };
    Text::new(
        format!("{} sono lo stesso soggetto: {it}", names.it),
        format!("{} are the same organisation: {en}", names.en),
    )
}
