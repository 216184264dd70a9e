//! Remedies on the wire.

use ptp_domain::area::Area;
use ptp_domain::language::Language;
use ptp_domain::rules::{Change, Remedy};
use ptp_http::wire::{Coded, LongText};
use serde::Serialize;
use utoipa::ToSchema;

use super::member_reference::{MemberReference, Pointers};
use crate::cases::words::{AreaCode, SlotCode, VerdictCode};

/// Changes after which no rule is violated.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Remedy)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a change that is made or not")]
pub(crate) struct RemedyView {
    /// Members to add.
    #[schema(max_items = 100)]
    pub add: Vec<Newcomer>,
    /// Members to let go, as they stand in `members`.
    #[schema(max_items = 1000)]
    pub remove: Vec<MemberReference>,
    /// Companies to have sign the commitment for all students.
    #[schema(max_items = 1000)]
    pub commit: Vec<MemberReference>,
    /// Whether the plan has to be completed with the actions asked for.
    pub complete_plan: bool,
    /// Whether a plan whose period is over has to be replaced.
    #[serde(default)]
    pub renew_plan: bool,
    /// Whether a member has to be named as the lead.
    #[serde(default)]
    pub name_lead: bool,
    /// Whether the agreement of the network has to be signed.
    #[serde(default)]
    pub sign_agreement: bool,
    /// The outcome after the changes: `compliant`, or `needs_review` where only an official's word
    /// or a member's statement is left. Absent from what was frozen by a release that did not say
    /// it.
    #[schema(required = false)]
    pub leads_to: VerdictCode,
    /// What the changes come to.
    pub message: LongText,
}

/// Somebody who would join.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RemedyAddition)]
pub(crate) struct Newcomer {
    /// The slot they would fill.
    pub slot: SlotCode,
    /// The area they would have to belong to.
    pub area: AreaCode,
}

impl RemedyView {
    pub(super) fn show(
        remedy: &Remedy,
        area: Area,
        pointers: &Pointers,
        language: Language,
    ) -> Self {
        let mut view = Self {
            add: Vec::new(),
            remove: Vec::new(),
            commit: Vec::new(),
            complete_plan: false,
            renew_plan: false,
            name_lead: false,
            sign_agreement: false,
            leads_to: Coded(remedy.leads_to),
            message: remedy.message.in_language(language).into(),
        };
        for change in &remedy.changes {
            match change {
                Change::Add(slot) => {
                    view.add.push(Newcomer { slot: Coded(*slot), area: Coded(area) });
                }
                Change::Remove(member) => {
                    view.remove.push(MemberReference::to(*member, pointers));
                }
                Change::Commit(member) => {
                    view.commit.push(MemberReference::to(*member, pointers));
                }
                Change::CompletePlan => view.complete_plan = true,
                Change::RenewPlan => view.renew_plan = true,
                Change::NameLead => view.name_lead = true,
                Change::SignAgreement => view.sign_agreement = true,
            }
        }
        view
    }
}
