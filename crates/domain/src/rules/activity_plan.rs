//! `activity_plan`: a minimum number of actions of alternanza and of flexibility, in a plan that has
//! not ended.

use chrono::NaiveDate;

use super::matter::Matter;
use super::rule::{Outcome, Rule};
use super::ruleset::Leeway;
use super::ruling::Ruling;
use crate::activity_plan::ActivityPlan;
use crate::calendar::next_day;
use crate::text::Text;

/// An action counts with a title and an objective; one without hours is remarked on.
pub(super) fn ruling(matter: &Matter<'_>, day: NaiveDate) -> Ruling {
    let asked = matter.parameters.plan_actions;
    let required = asked.work_linked_training.saturating_add(asked.curricular_flexibility);
    let missing = matter.missing_actions().map(|(_, missing)| missing);
    let missing = missing.fold(0, u32::saturating_add);
    let met = matter.plan.is_some() && missing == 0;
    let ended = matter.plan.is_some_and(|plan| has_ended(plan, day));
    let (outcome, explanation) = match matter.parameters.ended_plan {
        _ if !met => (Outcome::Violated, matter.plan.and_then(undefined)),
        Leeway::Review if ended => (Outcome::NeedsReview, Some(ENDED)),
        Leeway::Reject if ended => (Outcome::Violated, Some(ENDED)),
        _ => (Outcome::Satisfied, matter.plan.and_then(without_hours)),
    };
    Ruling {
        required: Some(required),
        found: Some(required.saturating_sub(missing)),
        explanation,
        ..Ruling::of(Rule::ActivityPlan, outcome)
    }
}

/// Whether the plan is over on that day.
pub(super) fn has_ended(plan: &ActivityPlan, day: NaiveDate) -> bool {
    plan.until.is_some_and(|until| until < day)
}

/// The first day on which the plan is over.
pub(super) fn boundary(matter: &Matter<'_>) -> Option<NaiveDate> {
    matter.plan?.until.map(next_day)
}

const ENDED: Text = Text::fixed(
    "il periodo del piano delle attività è terminato: occorre un nuovo piano",
    "the period of the activity plan is over: a new plan is needed",
);

/// Some actions say neither what they are nor what for.
fn undefined(plan: &ActivityPlan) -> Option<Text> {
    plan.actions.iter().any(|action| !action.is_defined()).then_some(Text::fixed(
        "il piano non definisce tutte le azioni richieste, di alternanza e di flessibilità \
         curricolare: un'azione conta se ha un titolo e almeno un obiettivo",
        "the plan does not define all actions asked for, of work-linked training and curricular \
         flexibility: an action counts with a title and at least one objective",
    ))
}

/// The actions asked for are there, but some do not say how long they take.
fn without_hours(plan: &ActivityPlan) -> Option<Text> {
    plan.actions.iter().any(|action| action.is_defined() && action.hours.is_none()).then_some(
        Text::fixed(
            "il piano definisce azioni di alternanza e di flessibilità curricolare; non di tutte \
             indica le ore",
            "the plan defines actions of work-linked training and curricular flexibility; it does \
             not give the hours of all of them",
        ),
    )
}
