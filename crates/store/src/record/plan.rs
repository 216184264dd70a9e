//! The formats of a pole's network agreement and activity plan.

use chrono::NaiveDate;
use ptp_domain::activity_plan::{ActionKind, ActivityPlan, Objective, PlannedAction};
use ptp_domain::pole::NetworkAgreement;
use serde::{Deserialize, Serialize};

use super::word::Word;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NetworkAgreementRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signed_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
}

impl From<&NetworkAgreement> for NetworkAgreementRecord {
    fn from(agreement: &NetworkAgreement) -> Self {
        let NetworkAgreement { signed_on, reference } = agreement.clone();
        Self { signed_on, reference }
    }
}

impl From<NetworkAgreementRecord> for NetworkAgreement {
    fn from(record: NetworkAgreementRecord) -> Self {
        let NetworkAgreementRecord { signed_on, reference } = record;
        Self { signed_on, reference }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActivityPlanRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
    actions: Vec<PlannedActionRecord>,
}

impl From<&ActivityPlan> for ActivityPlanRecord {
    fn from(plan: &ActivityPlan) -> Self {
        let ActivityPlan { summary, from, until, actions } = plan;
        Self {
            summary: summary.clone(),
            from: *from,
            until: *until,
            actions: actions.iter().map(PlannedActionRecord::from).collect(),
        }
    }
}

impl From<ActivityPlanRecord> for ActivityPlan {
    fn from(record: ActivityPlanRecord) -> Self {
        let ActivityPlanRecord { summary, from, until, actions } = record;
        Self { summary, from, until, actions: actions.into_iter().map(Into::into).collect() }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlannedActionRecord {
    kind: Word<ActionKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    objectives: Vec<Word<Objective>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hours: Option<u32>,
}

impl From<&PlannedAction> for PlannedActionRecord {
    fn from(action: &PlannedAction) -> Self {
        let PlannedAction { kind, title, objectives, hours } = action;
        Self {
            kind: Word(*kind),
            title: title.clone(),
            objectives: objectives.iter().map(Word::from).collect(),
            hours: *hours,
        }
    }
}

impl From<PlannedActionRecord> for PlannedAction {
    fn from(record: PlannedActionRecord) -> Self {
        let PlannedActionRecord { kind, title, objectives, hours } = record;
        let objectives = objectives.into_iter().map(|objective| objective.0).collect();
        Self { kind: kind.0, title, objectives, hours }
    }
}
