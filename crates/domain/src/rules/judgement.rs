//! What the rules say of a network, given how its members stand.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::finding::{Finding, Reason};
use super::member_kinds;
use super::organisations::{OnlyFor, Organisation, organisations};
use super::rule::{Outcome, Rule, Slot, Verdict};
use super::ruleset::{Binds, Parameters};
use super::seating::{Seat, seat};
use super::standing::{Fit, Standing};
use crate::activity_plan::{ActionKind, ActivityPlan};
use crate::area::Area;
use crate::calendar::next_day;
use crate::id::Id;
use crate::identifier::TaxCode;
use crate::member::{Member, Profile};
use crate::vocabulary::Vocabulary;

/// What does not change from day to day and from remedy to remedy.
#[derive(Clone, Copy)]
pub(super) struct Matter<'a> {
    pub(super) area: Area,
    pub(super) plan: Option<&'a ActivityPlan>,
    pub(super) recognised_on: Option<NaiveDate>,
    pub(super) parameters: &'a Parameters,
}

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
    /// Indices of the standings that are to blame.
    pub(super) blamed: Vec<usize>,
}

/// How a standing fares in the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Share {
    /// The slot it fills, and whether that is certain.
    pub(super) counts_for: Option<(Slot, bool)>,
    /// What only the whole can tell.
    pub(super) findings: Vec<Finding>,
}

/// What the rules say of a network on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) rulings: Vec<Ruling>,
    pub(super) shares: Vec<Share>,
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
    let founders = founders(matter.parameters, standings);
    let excluded: Vec<bool> =
        standings.iter().map(|standing| is_excluded(&founders, standing)).collect();
    let organisations = organisations(standings, &excluded);
    let seats = seats(matter.parameters, &organisations);

    let mut shares = vec![Share::default(); standings.len()];
    take_seats(&mut shares, &seats, &organisations, standings, &excluded);
    remark(&mut shares, standings, &organisations, &excluded);

    let rulings = Rule::ALL
        .iter()
        .map(|rule| match rule {
            Rule::SingleArea => single_area(matter),
            Rule::MinSchools => minimum(Slot::School, matter, day, &seats),
            Rule::MinCompanies => minimum(Slot::Company, matter, day, &seats),
            Rule::MinSectionA => minimum(Slot::SectionA, matter, day, &seats),
            Rule::MinIts => minimum(Slot::Its, matter, day, &seats),
            Rule::MemberKinds => Ruling {
                // Who is of a listed kind needs no finding.
                required: None,
                found: None,
                ..requirement(Rule::MemberKinds, Binds::All, standings, &shares)
            },
            Rule::TrainingSeniority
            | Rule::CompanyInArea
            | Rule::CompanyCommitment
            | Rule::CompanyRegistered => {
                requirement(*rule, matter.parameters.requirements_bind, standings, &shares)
            }
            Rule::ActivityPlan => activity_plan(matter),
            Rule::NoDedicatedFunding => Ruling::of(*rule, Outcome::NotApplicable),
            Rule::DistinctMembers => distinct_members(&organisations),
            Rule::ItsFoundersExcluded => its_founders(&founders, &excluded),
        })
        .collect();
    Judgement { rulings, shares }
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
fn minimum(slot: Slot, matter: &Matter<'_>, day: NaiveDate, seats: &[Seat]) -> Ruling {
    let seats = || seats.iter().filter(|seat| seat.slot == slot);
    let required = count(seats().count());
    let certain = count(seats().filter(|seat| seat.certain).count());
    let filled = count(seats().filter(|seat| seat.taken_by.is_some()).count());
    let grace = if slot == Slot::Its { its_grace(matter, day) } else { Grace::Over };
    let outcome = match grace {
        _ if certain >= required => Outcome::Satisfied,
        Grace::Running { .. } => Outcome::Waived,
        Grace::Over if filled >= required => Outcome::NeedsReview,
        Grace::Over => Outcome::Violated,
    };
    let binding_from = match grace {
        Grace::Running { until } if outcome == Outcome::Waived => until,
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

enum Grace {
    /// Not binding, until a day if it is known.
    Running {
        until: Option<NaiveDate>,
    },
    Over,
}

/// `min_its`: in the first three years its participation is not binding.
fn its_grace(matter: &Matter<'_>, day: NaiveDate) -> Grace {
    let binding_from = its_binding_from(matter, day);
    let open_ended = matter.parameters.its_grace_until.is_none()
        && matter.parameters.its_grace_years > 0
        && binding_from.is_none();
    match binding_from {
        _ if open_ended => Grace::Running { until: None },
        Some(binding_from) if day < binding_from => Grace::Running { until: Some(binding_from) },
        _ => Grace::Over,
    }
}

/// The first day on which the ITS is binding, as known on `day`.
fn its_binding_from(matter: &Matter<'_>, day: NaiveDate) -> Option<NaiveDate> {
    let parameters = matter.parameters;
    match parameters.its_grace_until {
        Some(last) => Some(next_day(last)),
        None if parameters.its_grace_years == 0 => None,
        None => matter
            .recognised_on
            .filter(|recognised| *recognised <= day)
            .map(|since| parameters.anniversary.reached(since, parameters.its_grace_years)),
    }
}

/// The days on which the ITS's grace begins to be known, or ends.
pub(super) fn its_boundaries(matter: &Matter<'_>) -> impl Iterator<Item = NaiveDate> {
    let binding_from = matter.recognised_on.and_then(|since| its_binding_from(matter, since));
    let fixed = matter.parameters.its_grace_until.map(next_day);
    [matter.recognised_on, binding_from, fixed].into_iter().flatten()
}

/// A requirement: the worst of those whom it binds.
fn requirement(rule: Rule, binds: Binds, standings: &[&Standing<'_>], shares: &[Share]) -> Ruling {
    let bound = || {
        standings.iter().zip(shares).enumerate().filter_map(|(index, (standing, share))| {
            let counted = binds == Binds::All || share.counts_for.is_some();
            standing.under(rule).filter(|_| counted).map(|finding| (index, finding.outcome))
        })
    };
    let with = |outcome| bound().filter(move |(_, found)| *found == outcome);
    let nobody = match rule {
        Rule::MemberKinds => Outcome::Satisfied,
        _ => Outcome::NotApplicable,
    };
    let outcome = bound().map(|(_, outcome)| outcome).max().unwrap_or(nobody);
    let blamed = match outcome {
        Outcome::Violated => {
            with(Outcome::Violated).chain(with(Outcome::NeedsReview)).map(|(at, _)| at).collect()
        }
        Outcome::NeedsReview => with(Outcome::NeedsReview).map(|(at, _)| at).collect(),
        _ => Vec::new(),
    };
    Ruling {
        required: Some(count(bound().count())),
        found: Some(count(with(Outcome::Satisfied).count())),
        under_review: count(with(Outcome::NeedsReview).count()),
        blamed,
        ..Ruling::of(rule, outcome)
    }
}

/// `distinct_members`: an organisation stands once in a pole.
fn distinct_members(organisations: &[Organisation]) -> Ruling {
    let repeated: Vec<_> = organisations
        .iter()
        .filter(|organisation| organisation.standings.len() > 1)
        .flat_map(|organisation| organisation.standings.iter().copied())
        .collect();
    let outcome = if repeated.is_empty() { Outcome::Satisfied } else { Outcome::Violated };
    Ruling { blamed: repeated, ..Ruling::of(Rule::DistinctMembers, outcome) }
}

/// `its_founders_excluded`: decides who counts, and cannot be broken by itself.
fn its_founders(founders: &Option<BTreeSet<&TaxCode>>, excluded: &[bool]) -> Ruling {
    let outcome = if founders.is_some() { Outcome::Satisfied } else { Outcome::NotApplicable };
    let blamed = excluded
        .iter()
        .enumerate()
        .filter(|(_, excluded)| **excluded)
        .map(|(index, _)| index)
        .collect();
    Ruling { blamed, ..Ruling::of(Rule::ItsFoundersExcluded, outcome) }
}

/// The founders of the pole's ITS; `None` if they count, or there is no ITS.
fn founders<'a>(
    parameters: &Parameters,
    standings: &[&Standing<'a>],
) -> Option<BTreeSet<&'a TaxCode>> {
    let mut academies = standings
        .iter()
        .filter_map(|standing| standing.member)
        .filter_map(|member| match &member.profile {
            Profile::ItsAcademy { founders } => Some(founders),
            _ => None,
        })
        .peekable();
    if !parameters.exclude_its_founders || academies.peek().is_none() {
        return None;
    }
    Some(academies.flatten().collect())
}

fn is_excluded(founders: &Option<BTreeSet<&TaxCode>>, standing: &Standing<'_>) -> bool {
    founders.as_ref().zip(standing.member).is_some_and(|(founders, member)| {
        (member.school().is_some() || member.company().is_some())
            && founders.contains(&member.tax_code)
    })
}

/// The slots that the parameters ask for, in the page's order, filled as well as can be.
fn seats(parameters: &Parameters, organisations: &[Organisation]) -> Vec<Seat> {
    let asked = |slot| {
        let least = match slot {
            Slot::School => parameters.min_schools,
            Slot::Company => parameters.min_companies,
            Slot::SectionA => parameters.min_section_a,
            Slot::Its => parameters.min_its,
        };
        std::iter::repeat_n(slot, least as usize)
    };
    if parameters.one_slot_each {
        let slots: Vec<_> = Slot::ALL.iter().flat_map(|slot| asked(*slot)).collect();
        return seat(&slots, organisations);
    }
    // One organisation may fill a slot of each kind: the kinds are independent.
    Slot::ALL
        .iter()
        .flat_map(|slot| {
            let only: Vec<_> =
                organisations.iter().map(|organisation| OnlyFor(organisation, *slot)).collect();
            seat(&asked(*slot).collect::<Vec<_>>(), &only)
        })
        .collect()
}

/// Writes each seat down at the member that fills it for its organisation.
fn take_seats(
    shares: &mut [Share],
    seats: &[Seat],
    organisations: &[Organisation],
    standings: &[&Standing<'_>],
    excluded: &[bool],
) {
    for seat in seats {
        let Some(organisation) = seat.taken_by.and_then(|who| organisations.get(who)) else {
            continue;
        };
        let fit = |index: &&usize| {
            let out = excluded.get(**index).copied().unwrap_or(false);
            let fit = standings.get(**index).map_or(Fit::No, |one| one.fits.slot(seat.slot));
            if out { Fit::No } else { fit }
        };
        let member = organisation.standings.iter().min_by_key(fit);
        if let Some(share) = member.and_then(|index| shares.get_mut(*index)) {
            // With one slot each there is one; without, the page's first slot is shown.
            share.counts_for = share.counts_for.or(Some((seat.slot, seat.certain)));
        }
    }
}

/// Adds what only the whole can tell: repeated organisations, founders, who is not needed.
fn remark(
    shares: &mut [Share],
    standings: &[&Standing<'_>],
    organisations: &[Organisation],
    excluded: &[bool],
) {
    for organisation in organisations {
        let first = organisation.standings.iter().filter_map(|index| member_at(standings, *index));
        let ids: Vec<Id<Member>> = first.map(|member| member.id).collect();
        let seated = organisation
            .standings
            .iter()
            .any(|index| shares.get(*index).is_some_and(|share| share.counts_for.is_some()));
        for index in &organisation.standings {
            let (Some(share), Some(standing)) = (shares.get_mut(*index), standings.get(*index))
            else {
                continue;
            };
            let Some(member) = standing.member else { continue };
            let other = ids.iter().find(|id| **id != member.id);
            let mut add = |rule, outcome, reason| {
                share.findings.push(Finding { rule, outcome, reason, settled: None });
            };
            if let Some(other) = other {
                let reason = Reason::SameOrganisation { member: *other };
                add(Rule::DistinctMembers, Outcome::Violated, reason);
            }
            if excluded.get(*index).copied().unwrap_or(false) {
                add(Rule::ItsFoundersExcluded, Outcome::Violated, Reason::FoundedIts);
            } else if !seated && other.is_none() {
                let eligible = Slot::ALL.iter().find(|slot| standing.fits.slot(**slot) != Fit::No);
                if let Some(slot) = eligible {
                    let reason = Reason::NotNeeded { slot: *slot };
                    add(slot.rule(), Outcome::NotApplicable, reason);
                }
            }
            let blank = share.counts_for.is_none() && share.findings.is_empty();
            if blank && standing.under(Rule::MemberKinds).is_none() {
                share.findings.extend(member_kinds::optional(member));
            }
        }
    }
}

fn member_at<'a>(standings: &[&Standing<'a>], index: usize) -> Option<&'a Member> {
    standings.get(index).and_then(|standing| standing.member)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
