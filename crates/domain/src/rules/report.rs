//! The report of an evaluation, with explanations.

use chrono::NaiveDate;

use super::explanation::Explained;
use super::finding::Finding;
use super::fit::Fit;
use super::judgement::Judgement;
use super::reason::Reason;
use super::remarks::remarks;
use super::remedy::Remedy;
use super::rule::{Outcome, Rule, Slot, Verdict};
use super::ruleset::Parameters;
use super::ruling::Ruling;
use super::standing::Standing;
use super::task::ToDo;
use crate::id::Id;
use crate::member::Member;
use crate::text::Text;

/// The report on a network on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The civil date in Rome of the evaluation.
    pub as_of: NaiveDate,
    /// What they say together.
    pub outcome: Verdict,
    /// The first later date on which that changes by itself.
    pub next_change_on: Option<NaiveDate>,
    /// The result of each rule, in the order of [`Rule`].
    pub rules: Vec<RuleResult>,
    /// What is missing under each rule that is not met, in the order of [`Rule`]; never cut.
    pub to_do: Vec<ToDo>,
    /// The smallest sets of changes after which no rule is violated; empty if none is.
    pub remedies: Vec<Remedy>,
    /// Whether `remedies` has all of them; false if there are more, or the search was cut.
    pub remedies_complete: bool,
    /// The result of each member, in the order given.
    pub members: Vec<MemberResult>,
}

/// What one rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleResult {
    /// The rule.
    pub rule: Rule,
    /// What it says.
    pub outcome: Outcome,
    /// How many are asked for: slots to fill, or members bound.
    pub required: Option<u32>,
    /// How many meet it for certain.
    pub found: Option<u32>,
    /// When a waived rule becomes binding, if that is known.
    pub binding_from: Option<NaiveDate>,
    /// The explanation, in a sentence.
    pub explanation: Text,
}

/// How one member fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberResult {
    /// Which.
    pub member: Id<Member>,
    /// The slot it fills.
    pub counts_for: Option<Slot>,
    /// Whether it fills the slot only if an official says so.
    pub under_review: bool,
    /// What was found about it.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The result of one rule.
    #[must_use]
    pub fn rule(&self, rule: Rule) -> Option<&RuleResult> {
        self.rules.iter().find(|result| result.rule == rule)
    }
}

pub(super) fn rule_results(
    judgement: &Judgement,
    standings: &[&Standing<'_>],
    parameters: &Parameters,
) -> Vec<RuleResult> {
    let grace = parameters.its_grace_years;
    judgement
        .rulings
        .iter()
        .map(|ruling| RuleResult {
            rule: ruling.rule,
            outcome: ruling.outcome,
            required: ruling.required,
            found: ruling.found,
            binding_from: ruling.binding_from,
            explanation: ruling
                .explanation
                .clone()
                .unwrap_or_else(|| explained(judgement, ruling, standings, grace).message()),
        })
        .collect()
}

/// The results of the standings' members.
pub(super) fn member_results<'a>(
    judgement: &Judgement,
    standings: &'a [&Standing<'_>],
) -> impl Iterator<Item = MemberResult> + use<'a> {
    let composition = &judgement.composition;
    let remarks = remarks(composition, standings);
    standings.iter().zip(composition.counts_for.clone()).zip(remarks).filter_map(
        |((standing, counts_for), remarks)| {
            Some(MemberResult {
                member: standing.member()?.id,
                counts_for: counts_for.map(|(slot, _)| slot),
                under_review: counts_for.is_some_and(|(_, fit)| fit == Fit::Review),
                findings: told(standing, counts_for.is_some()).cloned().chain(remarks).collect(),
            })
        },
    )
}

/// What is said of a member: where it is concerns nobody as long as no slot needs it.
fn told<'s>(standing: &'s Standing<'_>, is_needed: bool) -> impl Iterator<Item = &'s Finding> {
    standing.findings.iter().filter(move |finding| {
        let waits = finding.outcome == Outcome::NeedsReview;
        is_needed || finding.rule != Rule::Territory || !waits
    })
}

/// The result of a member that is not evaluated, with what is found about it as the lead.
pub(super) fn absent(member: &Member, reason: Reason, as_lead: Option<Finding>) -> MemberResult {
    let finding =
        Finding { rule: Rule::MemberKinds, outcome: Outcome::NotApplicable, reason, settled: None };
    MemberResult {
        member: member.id,
        counts_for: None,
        under_review: false,
        findings: std::iter::once(finding).chain(as_lead).collect(),
    }
}

/// The facts behind what a rule says.
fn explained<'a>(
    judgement: &Judgement,
    ruling: &Ruling,
    standings: &[&'a Standing<'a>],
    grace_years: u32,
) -> Explained<'a> {
    let mut blamed = judgement.blamed(ruling.rule, standings);
    if ruling.outcome == Outcome::Violated {
        // Those under review come last, and are left out.
        blamed.truncate(blamed.len().saturating_sub(ruling.under_review as usize));
    }
    let member = |index: &usize| standings.get(*index).and_then(|standing| standing.member());
    Explained {
        rule: ruling.rule,
        outcome: ruling.outcome,
        required: ruling.required.unwrap_or(0),
        found: ruling.found.unwrap_or(0),
        under_review: ruling.under_review,
        binding_from: ruling.binding_from,
        grace_years,
        members: blamed.iter().filter_map(member).map(|member| member.name.as_str()).collect(),
    }
}
