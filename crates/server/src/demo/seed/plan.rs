//! Activity plans of the demo's poles.

use chrono::Days;
use ptp_domain::activity_plan::{ActionKind, ActivityPlan, Objective, PlannedAction};

use super::dates::{Dates, When};

/// An action: kind, title, objectives, hours.
pub(super) type ActionRow = (ActionKind, &'static str, &'static [Objective], u32);

const WORK: ActionRow = (
    ActionKind::WorkLinkedTraining,
    "Alternanza in azienda per tutte le classi del triennio",
    &[Objective::WorkplaceLearning, Objective::TrainingNeeds],
    400,
);
const FLEXIBILITY: ActionRow = (
    ActionKind::CurricularFlexibility,
    "Moduli progettati con le imprese nella quota di flessibilità",
    &[Objective::CurricularFlexibility, Objective::OfferCoordination],
    120,
);
const APPRENTICES: ActionRow = (
    ActionKind::Apprenticeship,
    "Apprendistato di primo livello per gli studenti dell'ultimo anno",
    &[Objective::WorkplaceLearning],
    600,
);
const TRANSFER: ActionRow = (
    ActionKind::ResearchTransfer,
    "Laboratori aperti: prototipi di ricerca provati nelle imprese",
    &[Objective::ResearchTransfer],
    80,
);
const TEACHERS: ActionRow = (
    ActionKind::Other,
    "Formazione dei docenti nei reparti delle imprese della rete",
    &[Objective::DynamicLearning, Objective::TrainingNeeds],
    40,
);

/// The minimum that the regional rules require.
pub(super) const ESSENTIAL: &[ActionRow] = &[WORK, FLEXIBILITY];
/// An action of each kind.
pub(super) const FULL: &[ActionRow] = &[WORK, FLEXIBILITY, APPRENTICES, TRANSFER, TEACHERS];
/// Work-linked training only.
pub(super) const WITHOUT_FLEXIBILITY: &[ActionRow] = &[WORK, APPRENTICES];

/// A plan for three school years from the current one; one that ends before began three years before.
pub(super) fn plan(actions: &[ActionRow], until: Option<When>, dates: Dates) -> ActivityPlan {
    let action = |(kind, title, objectives, hours): &ActionRow| PlannedAction {
        kind: *kind,
        title: Some((*title).to_owned()),
        objectives: objectives.to_vec(),
        hours: Some(*hours),
    };
    ActivityPlan {
        summary: Some(
            "Le imprese della rete definiscono con le scuole i fabbisogni formativi, accolgono \
             gli studenti e mettono a disposizione i propri laboratori."
                .to_owned(),
        ),
        from: Some(dates.on(When::SchoolYear(if until.is_some() { 4 } else { 0 }))),
        until: Some(match until {
            Some(until) => dates.on(until),
            None => dates.on(When::SchoolYear(-3)) - Days::new(1),
        }),
        actions: actions.iter().map(action).collect(),
    }
}
