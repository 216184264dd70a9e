//! Reports on the wire.

use std::collections::BTreeMap;

use ptp_domain::area::Area;
use ptp_domain::id::Id;
use ptp_domain::language::Language;
use ptp_domain::member::Member;
use ptp_domain::rules::ruleset::Ruleset;
use ptp_domain::rules::{Change, Finding, Remedy, Report};
use ptp_domain::text::Text;
use ptp_http::wire::{Coded, DateText, LongText, ShortText};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::words::{AreaCode, OutcomeCode, RuleCode, SlotCode, VerdictCode};
use crate::resources::reference::ruleset_document::RulesetInForce;

/// Whether a network is compliant on a date, who counts, what is missing, when it will change.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComplianceReport {
    /// The pole, if it is a stored one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pole_id: Option<Uuid>,
    /// The civil date in Europe/Rome that it is about.
    pub as_of: DateText,
    /// The rules that were applied.
    pub ruleset: RulesetInForce,
    /// What they say together.
    pub outcome: VerdictCode,
    /// The first later date on which that changes by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_change_on: Option<DateText>,
    /// What each rule says.
    #[schema(max_items = 50)]
    pub rules: Vec<RuleReport>,
    /// What would make it compliant: the smallest sets of changes, each verified.
    #[schema(max_items = 5)]
    pub remedies: Vec<RemedyView>,
    /// How each member fares.
    #[schema(max_items = 1000)]
    pub members: Vec<MemberReport>,
}

/// What one rule says.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleReport {
    /// The rule.
    pub rule: RuleCode,
    /// What it says.
    pub outcome: OutcomeCode,
    /// How many are asked for: slots to fill, or members bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 10_000)]
    pub required: Option<u32>,
    /// How many meet it for certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 10_000)]
    pub found: Option<u32>,
    /// When a waived rule becomes binding, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub binding_from: Option<DateText>,
    /// What the rule says, in the page's words.
    pub text: LongText,
    /// Where it comes from.
    pub source: LongText,
    /// Why it says so of this network.
    pub explanation: LongText,
}

/// Changes that together make the network compliant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Remedy)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a change that is made or not")]
pub(crate) struct RemedyView {
    /// Members to add.
    #[schema(max_items = 3)]
    pub add: Vec<Newcomer>,
    /// Members to let go, as they stand in `members`.
    #[schema(max_items = 3)]
    pub remove: Vec<MemberReference>,
    /// Companies to have sign the commitment for all students.
    #[schema(max_items = 3)]
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

/// A member: by identifier if it is stored, else by where it stands in the request.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberReference {
    /// Its identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_id: Option<Uuid>,
    /// Where it stands in the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100, pattern = "^(/[a-z0-9_]+)+$", example = "/pole/members/2")]
    pub pointer: Option<String>,
}

/// How one member fares.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberReport {
    /// Its identifier, if it is stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_id: Option<Uuid>,
    /// Where it stands in the request, if it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100, pattern = "^(/[a-z0-9_]+)+$", example = "/pole/members/2")]
    pub pointer: Option<String>,
    /// Its name.
    pub name: ShortText,
    /// The slot it fills.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts_for: Option<SlotCode>,
    /// Whether it fills the slot only if an official says so.
    pub under_review: bool,
    /// What was found about it.
    #[schema(max_items = 50)]
    pub findings: Vec<FindingView>,
}

/// What was found about a member under one rule.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Finding)]
#[serde(deny_unknown_fields)]
pub(crate) struct FindingView {
    /// What, for programs.
    #[schema(max_length = 64, pattern = "^[a-z0-9_]+$", example = "track_seniority_short")]
    pub code: String,
    /// Under which rule.
    pub rule: RuleCode,
    /// How the member stands under it.
    pub outcome: OutcomeCode,
    /// What, for people.
    pub message: LongText,
    /// Since when it has been so, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<DateText>,
    /// From when on it will be met by itself, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eligible_on: Option<DateText>,
    /// Whether an official settled it: accepted or refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled: Option<bool>,
    /// How an official settled it, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub determination: Option<FindingDetermination>,
}

/// How an official settled a finding.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FindingDetermination {
    /// Accepted or refused.
    pub accepted: bool,
    /// Why.
    pub reason: LongText,
    /// The civil date in Europe/Rome on which it was settled.
    pub decided_on: DateText,
}

/// How the report refers to members: by identifier, or by pointer into the request.
pub(super) type Pointers = BTreeMap<Id<Member>, String>;

/// The context for showing a report.
pub(super) struct Showing<'a> {
    pub(super) pole_id: Option<Uuid>,
    pub(super) area: Area,
    pub(super) ruleset: &'a Ruleset,
    pub(super) members: &'a [&'a Member],
    pub(super) pointers: &'a Pointers,
    pub(super) language: Language,
}

impl Showing<'_> {
    pub(super) fn report(&self, report: &Report) -> ComplianceReport {
        ComplianceReport {
            pole_id: self.pole_id,
            as_of: report.as_of.into(),
            ruleset: RulesetInForce::show(self.ruleset),
            outcome: Coded(report.outcome),
            next_change_on: report.next_change_on.map(Into::into),
            rules: report
                .rules
                .iter()
                .map(|result| RuleReport {
                    rule: Coded(result.rule),
                    outcome: Coded(result.outcome),
                    required: result.required,
                    found: result.found,
                    binding_from: result.binding_from.map(Into::into),
                    text: self.say(&result.rule.text()),
                    source: self.say(&result.rule.source()),
                    explanation: self.say(&result.explanation),
                })
                .collect(),
            remedies: report.remedies.iter().map(|remedy| self.remedy(remedy)).collect(),
            members: report
                .members
                .iter()
                .zip(self.members)
                .map(|(result, member)| {
                    let MemberReference { member_id, pointer } = self.reference(member.id);
                    MemberReport {
                        member_id,
                        pointer,
                        name: member.name.as_str().into(),
                        counts_for: result.counts_for.map(Coded),
                        under_review: result.under_review,
                        findings: result.findings.iter().map(|one| self.finding(one)).collect(),
                    }
                })
                .collect(),
        }
    }

    fn remedy(&self, remedy: &Remedy) -> RemedyView {
        let mut view = RemedyView {
            add: Vec::new(),
            remove: Vec::new(),
            commit: Vec::new(),
            complete_plan: false,
            renew_plan: false,
            name_lead: false,
            sign_agreement: false,
            message: self.say(&remedy.message),
        };
        for change in &remedy.changes {
            match change {
                Change::Add(slot) => {
                    view.add.push(Newcomer { slot: Coded(*slot), area: Coded(self.area) });
                }
                Change::Remove(member) => view.remove.push(self.reference(*member)),
                Change::Commit(member) => view.commit.push(self.reference(*member)),
                Change::CompletePlan => view.complete_plan = true,
                Change::RenewPlan => view.renew_plan = true,
                Change::NameLead => view.name_lead = true,
                Change::SignAgreement => view.sign_agreement = true,
            }
        }
        view
    }

    fn finding(&self, finding: &Finding) -> FindingView {
        FindingView {
            code: finding.reason.code().to_owned(),
            rule: Coded(finding.rule),
            outcome: Coded(finding.outcome),
            message: self.say(&finding.message()),
            since: finding.reason.since().map(Into::into),
            eligible_on: finding.reason.eligible_on().map(Into::into),
            settled: finding.settled.as_ref().map(|settled| settled.accepted),
            determination: finding.settled.as_ref().map(|settled| FindingDetermination {
                accepted: settled.accepted,
                reason: settled.reason.as_str().into(),
                decided_on: settled.decided_on.into(),
            }),
        }
    }

    fn reference(&self, member: Id<Member>) -> MemberReference {
        match self.pointers.get(&member) {
            Some(pointer) => {
                MemberReference { pointer: Some(pointer.clone()), ..MemberReference::default() }
            }
            None => {
                MemberReference { member_id: Some(member.uuid()), ..MemberReference::default() }
            }
        }
    }

    fn say(&self, text: &Text) -> LongText {
        text.in_language(self.language).into()
    }
}
