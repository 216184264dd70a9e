//! The rules of composition and eligibility: one rule a file, and what judges by them.
//!
//! Evaluating is a pure function of a network, a ruleset, a civil date in Europe/Rome and the
//! determinations of officials.

mod company_commitment;
mod company_in_area;
mod company_registered;
mod finding;
mod judgement;
mod member_kinds;
mod organisations;
mod remedies;
mod report;
mod rule;
pub mod ruleset;
mod seating;
mod section_a;
mod standing;
mod timeline;
mod training_seniority;

use chrono::NaiveDate;

pub use finding::{Finding, Reason};
pub use remedies::{Change, MOST_REMEDIES, Remedy};
pub use report::{MemberResult, Report, RuleResult};
pub use rule::{Outcome, Rule, Slot, Verdict};
pub use standing::Determination;
pub use timeline::TimelineEntry;

use crate::activity_plan::ActivityPlan;
use crate::area::Area;
use crate::area::correspondence::Correspondence;
use crate::member::Member;
use judgement::Matter;
use ruleset::Ruleset;
use standing::Ground;
use timeline::Days;

/// What is judged: a pole with its members, or what somebody thinks of making one.
#[derive(Clone, Debug)]
pub struct Network<'a> {
    /// Its area.
    pub area: Area,
    /// Its plan.
    pub activity_plan: Option<&'a ActivityPlan>,
    /// When it was recognised.
    pub recognised_on: Option<NaiveDate>,
    /// All its members, past and future ones too, in any order.
    pub members: Vec<&'a Member>,
}

/// Judges a network on a date.
#[must_use]
pub fn evaluate(
    network: &Network<'_>,
    ruleset: &Ruleset,
    as_of: NaiveDate,
    determinations: &[Determination],
) -> Report {
    let matter = matter(network, ruleset);
    let ground = ground(network, ruleset, as_of, determinations);
    let days = Days::from(&matter, ground);

    let present: Vec<_> = days.standings().iter().flatten().cloned().collect();
    let in_order: Vec<_> = present.iter().collect();
    let judgement = days.judgement().clone();
    let rules = report::rule_results(&judgement, &in_order);
    let outcome = judgement.verdict();
    let remedies = match outcome {
        Verdict::Compliant => Vec::new(),
        Verdict::NeedsReview | Verdict::NonCompliant => {
            remedies::remedies(&matter, &ground, &present, &judgement)
        }
    };
    let mut shares = in_order.iter().zip(&judgement.shares);
    let members = network
        .members
        .iter()
        .map(|member| match absence(member, as_of) {
            Some(reason) => absent(member, reason),
            None => shares.next().map_or_else(
                || absent(member, Reason::Optional),
                |(standing, share)| report::member_result(member, standing, share),
            ),
        })
        .collect();
    let next_change_on = days.next_verdict();
    Report { as_of, outcome, next_change_on, rules, remedies, members }
}

/// What the rules say together on a date, and the dates up to `until` on which the report changes
/// by itself.
#[must_use]
pub fn timeline(
    network: &Network<'_>,
    ruleset: &Ruleset,
    from: NaiveDate,
    until: NaiveDate,
    determinations: &[Determination],
) -> (Verdict, Vec<TimelineEntry>) {
    let matter = matter(network, ruleset);
    let mut days = Days::from(&matter, ground(network, ruleset, from, determinations));
    let now = days.judgement().verdict();
    let entries =
        std::iter::from_fn(|| days.next_change()).take_while(|entry| entry.on <= until).collect();
    (now, entries)
}

fn matter<'a>(network: &Network<'a>, ruleset: &'a Ruleset) -> Matter<'a> {
    Matter {
        area: network.area,
        plan: network.activity_plan,
        recognised_on: network.recognised_on,
        parameters: &ruleset.parameters,
    }
}

fn ground<'a>(
    network: &'a Network<'a>,
    ruleset: &'a Ruleset,
    day: NaiveDate,
    determinations: &'a [Determination],
) -> Ground<'a> {
    Ground {
        area: network.area,
        links: Correspondence::of(network.area),
        parameters: &ruleset.parameters,
        determinations,
        members: &network.members,
        day,
    }
}

/// Why a member is not looked at on a day.
fn absence(member: &Member, day: NaiveDate) -> Option<Reason> {
    if member.membership.contains(day) {
        return None;
    }
    Some(match member.membership.until().filter(|until| *until < day) {
        Some(until) => Reason::FormerMember { until },
        None => Reason::NotYetMember { from: member.membership.from() },
    })
}

fn absent(member: &Member, reason: Reason) -> MemberResult {
    let finding =
        Finding { rule: Rule::MemberKinds, outcome: Outcome::NotApplicable, reason, settled: None };
    MemberResult {
        member: member.id,
        counts_for: None,
        under_review: false,
        findings: vec![finding],
    }
}
