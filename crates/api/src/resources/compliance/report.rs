//! Reports on the wire.

use ptp_domain::area::Area;
use ptp_domain::language::Language;
use ptp_domain::member::Member;
use ptp_domain::rules::ruleset::Ruleset;
use ptp_domain::rules::{Finding, Report};
use ptp_domain::text::Text;
use ptp_http::wire::{Coded, DateText, LongText, ShortText};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::member_reference::{MemberReference, Pointers};
use super::remedy::RemedyView;
use super::to_do::ToDoView;
use crate::cases::known::Knowledge;
use crate::cases::words::{OutcomeCode, RuleCode, SlotCode, VerdictCode};
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
    /// What is left to do under each rule that is not met, in the order of the rules: never cut.
    /// Absent from what was frozen by a release that did not say it.
    #[schema(required = false, max_items = 10_000)]
    pub to_do: Vec<ToDoView>,
    /// The smallest sets of changes after which no rule is violated, each verified. None of them
    /// removes a member that only waits for an official. None mends an area that is not allowed.
    #[schema(max_items = 5)]
    pub remedies: Vec<RemedyView>,
    /// Whether these are all: false if there are more, or the search was cut. Absent from what was
    /// frozen by a release that did not say it.
    #[schema(required = false)]
    pub remedies_complete: bool,
    /// How each member fares.
    #[schema(max_items = 1000)]
    pub members: Vec<MemberReport>,
    /// On what this rests; only where `known_at` was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<Knowledge>,
}

impl ComplianceReport {
    /// The report on a pole as it was known.
    #[must_use]
    pub(super) fn known(self, known: Option<Knowledge>) -> Self {
        Self { known, ..self }
    }
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
            to_do: {
                let (area, names) = (self.area, self.pointers);
                let items = report.to_do.iter();
                items.map(|item| ToDoView::show(item, area, names, self.language)).collect()
            },
            remedies: {
                let (area, names) = (self.area, self.pointers);
                let remedies = report.remedies.iter();
                remedies.map(|one| RemedyView::show(one, area, names, self.language)).collect()
            },
            remedies_complete: report.remedies_complete,
            members: report
                .members
                .iter()
                .zip(self.members)
                .map(|(result, member)| {
                    let reference = MemberReference::to(member.id, self.pointers);
                    let MemberReference { member_id, pointer } = reference;
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
            known: None,
        }
    }

    fn finding(&self, finding: &Finding) -> FindingView {
        FindingView {
            code: finding.reason.code().to_owned(),
            rule: Coded(finding.rule),
            outcome: Coded(finding.outcome),
            message: self.say(&finding.message(self.ruleset.parameters.seniority_years)),
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

    fn say(&self, text: &Text) -> LongText {
        text.in_language(self.language).into()
    }
}
