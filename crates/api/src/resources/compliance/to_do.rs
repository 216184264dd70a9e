//! What is left to do, on the wire.

use ptp_domain::area::Area;
use ptp_domain::language::Language;
use ptp_domain::rules::{Task, ToDo};
use ptp_http::wire::{Coded, LongText};
use serde::Serialize;
use utoipa::ToSchema;

use super::member_reference::{MemberReference, Pointers};
use crate::cases::words::{ActionKindCode, AreaCode, RoleCode, RuleCode, SlotCode, TaskCode};

/// One thing that is left to do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ToDo)]
#[serde(deny_unknown_fields)]
pub(crate) struct ToDoView {
    /// The rule that is not met.
    pub rule: RuleCode,
    /// What has to be done.
    pub code: TaskCode,
    /// Who can do it: `applicant`, who is the owner of the pole or, of a confirmation, the member
    /// itself; `official` where only an official's word is left.
    pub by: RoleCode,
    /// How many: members to join, to leave or to be assessed; actions of the plan.
    #[schema(minimum = 1, maximum = 10_000)]
    pub count: u32,
    /// The slot concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slot: Option<SlotCode>,
    /// The area to which whoever joins has to belong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// The kind of action that the plan lacks; absent if there need only be a plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionKindCode>,
    /// The members concerned. Of `fill_slot`: those who are there and would fill it once they were
    /// in order, so that fewer need join.
    #[schema(max_items = 1000)]
    pub members: Vec<MemberReference>,
    /// What to do, in a sentence.
    pub message: LongText,
}

impl ToDoView {
    pub(super) fn show(item: &ToDo, area: Area, pointers: &Pointers, language: Language) -> Self {
        let members = item.members.iter();
        Self {
            rule: Coded(item.rule),
            code: Coded(item.task),
            by: Coded(item.by),
            count: item.count,
            slot: item.slot.map(Coded),
            area: (item.task == Task::FillSlot).then_some(Coded(area)),
            action: item.action.map(Coded),
            members: members.map(|member| MemberReference::to(*member, pointers)).collect(),
            message: item.message.in_language(language).into(),
        }
    }
}
