//! What the rules say of a network, given how its members stand.

use chrono::NaiveDate;

use super::composition::Composition;
use super::matter::Matter;
use super::min_its;
use super::organisations::Organisation;
use super::rule::{Outcome, Rule, Slot, Verdict};
use super::ruleset::Binds;
use super::seating::Seats;
use super::standing::Standing;
use crate::activity_plan::ActionKind;
use crate::vocabulary::Vocabulary;

/// What one rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ruling {
    pub(super) rule: Rule,
    pub(super) outcome: Outcome,
    pub(super) required: Option<u32>,
    pub(super) found: Option<u32>,
    /// Found beside those, if an official says so.
    pub(super) under_review: u32,
    pub(super) binding_from: Option<NaiveDate>,
    /// Indices of the standings that are to blame; those under review come last.
    pub(super) blamed: Vec<usize>,
}

/// What the rules say of a network on a day.
#[derive(Clone, Debug)]
pub(super) struct Judgement {
    pub(super) rulings: Vec<Ruling>,
    pub(super) composition: Composition,
}

impl Judgement {
    pub(super) fn verdict(&self) -> Verdict {
        match self.rulings.iter().map(|ruling| ruling.outcome).max() {
            Some(Outcome::Violated) => Verdict::NonCompliant,
            Some(Outcome::NeedsReview) => Verdict::NeedsReview,
            _ => Verdict::Compliant,
        }
    }
}

/// Judges a network.
pub(super) fn judge(matter: &Matter<'_>, day: NaiveDate, standings: &[&Standing<'_>]) -> Judgement {
    let composition = Composition::of(matter, day, standings);
    let requirement = |rule, binds| requirement(rule, binds, standings, &composition);
    let rulings = Rule::ALL
        .iter()
        .map(|rule| match rule {
            Rule::SingleArea => single_area(matter),
            Rule::MinSchools => minimum(Slot::School, matter, day, &composition),
            Rule::MinCompanies => minimum(Slot::Company, matter, day, &composition),
            Rule::MinSectionA => minimum(Slot::SectionA, matter, day, &composition),
            Rule::MinIts => minimum(Slot::Its, matter, day, &composition),
            Rule::MemberKinds => {
                // Who is of a listed kind needs no finding.
                Ruling { required: None, found: None, ..requirement(*rule, Binds::All) }
            }
            Rule::TrainingSeniority
            | Rule::CompanyInArea
            | Rule::CompanyCommitment
            | Rule::CompanyRegistered => requirement(*rule, matter.parameters.requirements_bind),
            Rule::MemberConfirmation => confirmation(matter, requirement(*rule, Binds::All)),
            Rule::ActivityPlan => activity_plan(matter),
            Rule::NoDedicatedFunding => Ruling::of(*rule, Outcome::NotApplicable),
            Rule::DistinctMembers => distinct_members(&composition),
            Rule::ItsFoundersExcluded => its_founders(&composition),
        })
        .collect();
    Judgement { rulings, composition }
}

impl Ruling {
    const fn of(rule: Rule, outcome: Outcome) -> Self {
        Self {
            rule,
            outcome,
            required: None,
            found: None,
            under_review: 0,
            binding_from: None,
            blamed: Vec::new(),
        }
    }
}

/// `single_area`: one of the seven, and one of those that the call allows.
fn single_area(matter: &Matter<'_>) -> Ruling {
    let allowed = &matter.parameters.allowed_areas;
    let outcome = if allowed.is_empty() || allowed.contains(&matter.area) {
        Outcome::Satisfied
    } else {
        Outcome::Violated
    };
    Ruling::of(Rule::SingleArea, outcome)
}

/// `activity_plan`: at least so many actions of alternanza and of flexibility.
fn activity_plan(matter: &Matter<'_>) -> Ruling {
    let asked = matter.parameters.plan_actions;
    let kinds = [
        (ActionKind::WorkLinkedTraining, asked.work_linked_training),
        (ActionKind::CurricularFlexibility, asked.curricular_flexibility),
    ];
    let defined = |kind| matter.plan.map_or(0, |plan| count(plan.count(kind)));
    let met = matter.plan.is_some() && kinds.iter().all(|(kind, asked)| defined(*kind) >= *asked);
    Ruling {
        required: Some(kinds.iter().map(|(_, asked)| *asked).fold(0, u32::saturating_add)),
        found: Some(
            kinds
                .iter()
                .map(|(kind, asked)| defined(*kind).min(*asked))
                .fold(0, u32::saturating_add),
        ),
        ..Ruling::of(Rule::ActivityPlan, if met { Outcome::Satisfied } else { Outcome::Violated })
    }
}

/// `min_*`: filled surely, filled if an official says so, waived, or not filled.
fn minimum(slot: Slot, matter: &Matter<'_>, day: NaiveDate, composition: &Composition) -> Ruling {
    let seats = composition.seats.iter().find(|seats| seats.slot == slot);
    let number = |of: fn(&Seats) -> usize| seats.map_or(0, |seats| count(of(seats)));
    let required = number(|seats| seats.required);
    let certain = number(|seats| seats.certain);
    let filled = number(|seats| seats.taken_by.len());
    let waived = composition.waived == Some(slot);
    let outcome = if certain >= required {
        Outcome::Satisfied
    } else if waived {
        Outcome::Waived
    } else if filled >= required {
        Outcome::NeedsReview
    } else {
        Outcome::Violated
    };
    let binding_from = match outcome {
        Outcome::Waived => min_its::binding_from(matter, day),
        _ => None,
    };
    Ruling {
        required: Some(required),
        found: Some(certain),
        under_review: filled.saturating_sub(certain),
        binding_from,
        ..Ruling::of(slot.rule(), outcome)
    }
}

/// A requirement: the worst of those whom it binds.
fn requirement(
    rule: Rule,
    binds: Binds,
    standings: &[&Standing<'_>],
    composition: &Composition,
) -> Ruling {
    let (mut bound, mut satisfied) = (0_usize, 0_usize);
    let (mut violated, mut under_review) = (Vec::new(), Vec::new());
    let mut worst = None;
    for (index, standing) in standings.iter().enumerate() {
        if binds == Binds::Counted && !composition.is_counted_on(index) {
            continue;
        }
        let Some(outcome) = standing.under(rule) else { continue };
        bound = bound.saturating_add(1);
        worst = worst.max(Some(outcome));
        match outcome {
            Outcome::Satisfied => satisfied = satisfied.saturating_add(1),
            Outcome::NeedsReview => under_review.push(index),
            Outcome::Violated => violated.push(index),
            Outcome::NotApplicable | Outcome::Waived => {}
        }
    }
    let nobody = match rule {
        Rule::MemberKinds => Outcome::Satisfied,
        _ => Outcome::NotApplicable,
    };
    Ruling {
        required: Some(count(bound)),
        found: Some(count(satisfied)),
        under_review: count(under_review.len()),
        blamed: violated.into_iter().chain(under_review).collect(),
        ..Ruling::of(rule, worst.unwrap_or(nobody))
    }
}

/// `member_confirmation`: binds nobody unless the call asks for it, however many have confirmed.
fn confirmation(matter: &Matter<'_>, asked: Ruling) -> Ruling {
    if matter.parameters.require_confirmation {
        return asked;
    }
    Ruling { required: Some(0), outcome: Outcome::NotApplicable, ..asked }
}

/// `distinct_members`: an organisation stands once in a pole.
fn distinct_members(composition: &Composition) -> Ruling {
    let repeated: Vec<_> = composition
        .organisations
        .iter()
        .filter(|organisation| organisation.is_repeated())
        .flat_map(Organisation::standings)
        .collect();
    let outcome = if repeated.is_empty() { Outcome::Satisfied } else { Outcome::Violated };
    Ruling { blamed: repeated, ..Ruling::of(Rule::DistinctMembers, outcome) }
}

/// `its_founders_excluded`: decides who counts, and cannot be broken by itself.
fn its_founders(composition: &Composition) -> Ruling {
    let outcome =
        if composition.excludes_founders { Outcome::Satisfied } else { Outcome::NotApplicable };
    let excluded = composition.excluded.iter().enumerate().filter(|(_, excluded)| **excluded);
    let blamed = excluded.map(|(index, _)| index).collect();
    Ruling { blamed, ..Ruling::of(Rule::ItsFoundersExcluded, outcome) }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
