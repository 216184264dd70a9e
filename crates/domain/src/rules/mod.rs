//! The rules of composition and eligibility: one rule a file, and what judges by them.
//!
//! Evaluating is a pure function of a network, a ruleset, a civil date in Europe/Rome and the
//! determinations of officials.

mod company_commitment;
mod company_in_area;
mod company_registered;
mod composition;
mod finding;
mod judgement;
mod member_confirmation;
mod member_kinds;
mod min_its;
mod organisations;
mod reason;
mod remarks;
mod remedies;
mod report;
mod rule;
pub mod ruleset;
mod seating;
mod section_a;
mod sentences;
mod standing;
mod timeline;
mod training_seniority;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

pub use finding::{Finding, Settlement};
pub use reason::Reason;
pub use remedies::{Change, MOST_REMEDIES, Remedy};
pub use report::{MemberResult, Report, RuleResult};
pub use rule::{Outcome, Rule, Slot, Verdict};
pub use standing::Determination;
pub use timeline::TimelineEntry;

use crate::activity_plan::ActivityPlan;
use crate::area::Area;
use crate::area::correspondence::Correspondence;
use crate::id::Id;
use crate::member::Member;
use crate::policy::Owner;
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
    /// Who speaks for it; `None` where nothing is stored, so that nobody can confirm anything.
    pub applicant: Option<&'a Owner>,
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
    let setting = Setting::of(network);
    let days = setting.days(network, ruleset, as_of, determinations);
    let (standings, judgement) = (days.present(), days.judgement());
    let outcome = judgement.verdict();
    let rules = report::rule_results(judgement, &standings);
    let remedies = match outcome {
        Verdict::Compliant => Vec::new(),
        Verdict::NeedsReview | Verdict::NonCompliant => {
            remedies::remedies(&days.matter, &days.ground, &standings, judgement)
        }
    };
    let mut present = report::member_results(judgement, &standings);
    let mut members: Vec<_> = setting
        .members
        .iter()
        .filter_map(|(position, member)| {
            let result = match absence(member, as_of) {
                Some(reason) => Some(report::absent(member, reason)),
                None => present.next(),
            };
            Some((*position, result?))
        })
        .collect();
    drop(present);
    members.sort_by_key(|(position, _)| *position);
    let members = members.into_iter().map(|(_, result)| result).collect();
    Report { as_of, outcome, next_change_on: days.next_verdict(), rules, remedies, members }
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
    let setting = Setting::of(network);
    let mut days = setting.days(network, ruleset, from, determinations);
    let now = days.judgement().verdict();
    let entries =
        std::iter::from_fn(|| days.next_change()).take_while(|entry| entry.on <= until).collect();
    (now, entries)
}

/// The members in an order that the one they came in does not change.
struct Setting<'a> {
    /// By tax code, with the position they came in.
    members: Vec<(usize, &'a Member)>,
    predecessors: BTreeMap<Id<Member>, &'a Member>,
}

impl<'a> Setting<'a> {
    fn of(network: &Network<'a>) -> Self {
        let mut members: Vec<_> = network.members.iter().copied().enumerate().collect();
        members.sort_by_key(|(_, member)| (&member.tax_code, member.id));
        let succeeded: BTreeSet<_> =
            members.iter().filter_map(|(_, member)| member.succeeds).collect();
        let predecessors = members
            .iter()
            .filter(|(_, member)| succeeded.contains(&member.id))
            .map(|(_, member)| (member.id, *member))
            .collect();
        Self { members, predecessors }
    }

    fn days<'s>(
        &'s self,
        network: &Network<'s>,
        ruleset: &'s Ruleset,
        day: NaiveDate,
        determinations: &'s [Determination],
    ) -> Days<'s> {
        let matter = Matter {
            area: network.area,
            plan: network.activity_plan,
            recognised_on: network.recognised_on,
            parameters: &ruleset.parameters,
        };
        let ground = Ground {
            area: network.area,
            applicant: network.applicant,
            links: Correspondence::of(network.area),
            parameters: &ruleset.parameters,
            determinations,
            predecessors: &self.predecessors,
            day,
        };
        let members: Vec<_> = self.members.iter().map(|(_, member)| *member).collect();
        let with_kin = organisations::with_kin(&members);
        Days::from(matter, ground, members.into_iter().zip(with_kin).collect())
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
