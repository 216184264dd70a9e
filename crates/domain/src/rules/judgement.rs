//! The rules applied to a network, given the standing of its members.

use std::rc::Rc;

use chrono::NaiveDate;

use super::bonds::Bonds;
use super::composition::Composition;
use super::matter::Matter;
use super::rule::{Outcome, Rule, Slot, Verdict};
use super::ruleset::Binds;
use super::ruling::{Ruling, count};
use super::seating::Seats;
use super::standing::Standing;
use super::tally::{Count, Tally};
use super::{activity_plan, lead, min_its, network_agreement, territory};
use crate::vocabulary::Vocabulary;

/// The judgement of the rules on a network on a day.
#[derive(Clone, Debug)]
pub(super) struct Judgement {
    pub(super) rulings: Vec<Ruling>,
    pub(super) composition: Composition,
    /// Whom the requirements bind that calls may relax.
    eased: Binds,
}

impl Judgement {
    pub(super) fn verdict(&self) -> Verdict {
        match self.rulings.iter().map(|ruling| ruling.outcome).max() {
            Some(Outcome::Violated) => Verdict::NonCompliant,
            Some(Outcome::NeedsReview) => Verdict::NeedsReview,
            _ => Verdict::Compliant,
        }
    }

    /// The indices of the standings to blame under a rule; those under review come last.
    pub(super) fn blamed(&self, rule: Rule, standings: &[&Standing<'_>]) -> Vec<usize> {
        let composition = &self.composition;
        match rule {
            Rule::DistinctMembers => {
                let repeated = composition.bonds.organisations.repeated.iter();
                let repeated =
                    repeated.flat_map(|organisation| organisation.standings.iter().copied());
                let doubts = composition.bonds.doubts.iter();
                let doubts = || doubts.clone().map(|(index, finding)| (*index, finding.outcome));
                let unidentified = || {
                    let own =
                        |(index, one): (usize, &&Standing<'_>)| Some((index, one.under(rule)?));
                    standings.iter().enumerate().filter_map(own)
                };
                let under = |outcome| {
                    let all = doubts().chain(unidentified());
                    all.filter(move |(_, of)| *of == outcome).map(|(index, _)| index)
                };
                let blamed = repeated.chain(under(Outcome::Violated));
                blamed.chain(under(Outcome::NeedsReview)).collect()
            }
            Rule::ItsFoundersExcluded => composition.bonds.excluded().collect(),
            Rule::MemberKinds
            | Rule::TrainingSeniority
            | Rule::CompanyInArea
            | Rule::CompanyCommitment
            | Rule::MemberConfirmation
            | Rule::CompanyRegistered
            | Rule::Territory => {
                let binds = binds(rule, self.eased);
                let bound: Vec<_> = bound(binds, standings, composition).collect();
                let under = |outcome| {
                    let is =
                        move |(_, one): &&(usize, &Standing<'_>)| one.under(rule) == Some(outcome);
                    bound.iter().filter(is).map(|(index, _)| *index)
                };
                under(Outcome::Violated).chain(under(Outcome::NeedsReview)).collect()
            }
            Rule::SingleArea
            | Rule::MinSchools
            | Rule::MinCompanies
            | Rule::MinSectionA
            | Rule::MinIts
            | Rule::Lead
            | Rule::NetworkAgreement
            | Rule::ActivityPlan
            | Rule::NoDedicatedFunding => Vec::new(),
        }
    }
}

/// Judges a network, given a tally and the bonds of its standings.
pub(super) fn judge(
    matter: &Matter<'_>,
    day: NaiveDate,
    standings: &[&Standing<'_>],
    tally: &Tally,
    bonds: Rc<Bonds>,
) -> Judgement {
    let composition = Composition::of(matter, day, standings, bonds);
    let eased = matter.parameters.requirements_bind;
    let requirement = |rule| {
        requirement(
            rule,
            match binds(rule, eased) {
                Binds::All => tally.under(rule),
                Binds::Counted => counted(rule, standings, &composition),
            },
        )
    };
    let rulings = Rule::ALL
        .iter()
        .map(|rule| match rule {
            Rule::SingleArea => single_area(matter),
            Rule::MinSchools => minimum(Slot::School, matter, day, &composition),
            Rule::MinCompanies => minimum(Slot::Company, matter, day, &composition),
            Rule::MinSectionA => minimum(Slot::SectionA, matter, day, &composition),
            Rule::MinIts => minimum(Slot::Its, matter, day, &composition),
            // Members of a listed kind need no finding.
            Rule::MemberKinds => Ruling { required: None, found: None, ..requirement(*rule) },
            Rule::TrainingSeniority
            | Rule::CompanyInArea
            | Rule::CompanyCommitment
            | Rule::CompanyRegistered => requirement(*rule),
            Rule::MemberConfirmation => confirmation(matter, requirement(*rule)),
            Rule::ActivityPlan => activity_plan::ruling(matter, day),
            Rule::Lead => lead::ruling(matter, day),
            Rule::NetworkAgreement => network_agreement::ruling(matter, day),
            Rule::NoDedicatedFunding => Ruling::of(*rule, Outcome::NotApplicable),
            Rule::DistinctMembers => distinct_members(tally.under(*rule), &composition),
            Rule::ItsFoundersExcluded => its_founders(&composition),
            Rule::Territory => Ruling {
                required: None,
                found: None,
                outcome: territory::of_pole(matter).max(requirement(*rule).outcome),
                ..requirement(*rule)
            },
        })
        .collect();
    Judgement { rulings, composition, eased }
}

/// Whom a requirement binds: calls may relax some.
const fn binds(rule: Rule, eased: Binds) -> Binds {
    match rule {
        Rule::MemberKinds | Rule::MemberConfirmation => Binds::All,
        // Optional members may be anywhere.
        Rule::Territory => Binds::Counted,
        _ => eased,
    }
}

/// The standings bound by a requirement, with their indices.
fn bound<'s>(
    binds: Binds,
    standings: &'s [&'s Standing<'s>],
    composition: &'s Composition,
) -> impl Iterator<Item = (usize, &'s Standing<'s>)> {
    let is_bound = move |index| binds == Binds::All || composition.is_counted_on(index);
    standings.iter().copied().enumerate().filter(move |(index, _)| is_bound(*index))
}

/// Those bound by a rule that binds only members that count.
fn counted(rule: Rule, standings: &[&Standing<'_>], composition: &Composition) -> Count {
    let mut count = Count::default();
    let bound = bound(Binds::Counted, standings, composition);
    bound.filter_map(|(_, standing)| standing.under(rule)).for_each(|outcome| count.add(outcome));
    count
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

/// `min_*`: filled certainly, filled if an official agrees, waived, or not filled.
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

/// A requirement: the worst outcome among those it binds.
fn requirement(rule: Rule, bound: Count) -> Ruling {
    let nobody = match rule {
        Rule::MemberKinds | Rule::Territory => Outcome::Satisfied,
        _ => Outcome::NotApplicable,
    };
    Ruling {
        required: Some(count(bound.all())),
        found: Some(count(bound.of(Outcome::Satisfied))),
        under_review: count(bound.of(Outcome::NeedsReview)),
        ..Ruling::of(rule, bound.worst().unwrap_or(nobody))
    }
}

/// `member_confirmation`: binding only if the call requires it.
fn confirmation(matter: &Matter<'_>, asked: Ruling) -> Ruling {
    if matter.parameters.require_confirmation {
        return asked;
    }
    Ruling { required: Some(0), outcome: Outcome::NotApplicable, ..asked }
}

/// `distinct_members`: an organisation occurs once in a pole, and can be told from others.
fn distinct_members(unidentified: Count, composition: &Composition) -> Ruling {
    let bonds = &composition.bonds;
    let mut found = unidentified;
    bonds.doubts.iter().for_each(|(_, finding)| found.add(finding.outcome));
    let outcome = if bonds.organisations.repeated.is_empty() {
        found.worst().unwrap_or(Outcome::Satisfied)
    } else {
        Outcome::Violated
    };
    let under_review = count(found.of(Outcome::NeedsReview));
    Ruling { under_review, ..Ruling::of(Rule::DistinctMembers, outcome) }
}

/// `its_founders_excluded`: affects who counts, and cannot be violated by itself.
fn its_founders(composition: &Composition) -> Ruling {
    let outcome = if composition.bonds.excludes_founders {
        Outcome::Satisfied
    } else {
        Outcome::NotApplicable
    };
    Ruling::of(Rule::ItsFoundersExcluded, outcome)
}
