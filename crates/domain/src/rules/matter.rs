//! The date-independent input of an evaluation.

use chrono::NaiveDate;

use super::determination::Words;
use super::ruleset::Parameters;
use crate::activity_plan::{ActionKind, ActivityPlan};
use crate::area::Area;
use crate::identifier::Province;
use crate::member::Member;
use crate::network_agreement::NetworkAgreement;

/// The member named as the lead; `None` if it is not among those evaluated.
pub(super) type Lead<'a> = Option<&'a Member>;

/// The input that is the same on every day, and varies little from remedy to remedy.
#[derive(Clone, Copy)]
pub(super) struct Matter<'a> {
    pub(super) area: Area,
    pub(super) seat: Province,
    pub(super) plan: Option<&'a ActivityPlan>,
    pub(super) recognised_on: Option<NaiveDate>,
    pub(super) agreement: Option<&'a NetworkAgreement>,
    /// Who leads it, as far as it is listed.
    pub(super) lead: Option<Lead<'a>>,
    /// Whose place the lead has taken by a reorganisation, and who has taken its own.
    pub(super) stand_ins: &'a [&'a Member],
    pub(super) parameters: &'a Parameters,
    pub(super) words: &'a Words<'a>,
    /// The number of codes shared by two or more members.
    pub(super) codes: usize,
    /// The number of REA numbers under several tax codes.
    pub(super) reas: usize,
    /// The number of ITS founders that are members.
    pub(super) founders: usize,
}

impl Matter<'_> {
    /// How many actions the plan lacks, of each kind that the rules ask for.
    pub(super) fn missing_actions(&self) -> impl Iterator<Item = (ActionKind, u32)> {
        let asked = self.parameters.plan_actions;
        let kinds = [
            (ActionKind::WorkLinkedTraining, asked.work_linked_training),
            (ActionKind::CurricularFlexibility, asked.curricular_flexibility),
        ];
        let plan = self.plan;
        kinds.into_iter().map(move |(kind, asked)| {
            let defined = plan.map_or(0, |plan| plan.count(kind));
            (kind, asked.saturating_sub(u32::try_from(defined).unwrap_or(u32::MAX)))
        })
    }
}
