//! The timeline: dates on which the report changes without an act.

use std::rc::Rc;

use chrono::NaiveDate;

use super::bonds::Bonds;
use super::boundaries;
use super::budget::{Budget, Exhausted};
use super::dossier::Dossier;
use super::ground::Ground;
use super::judgement::{Judgement, judge};
use super::matter::Matter;
use super::rule::{Outcome, Rule, Verdict};
use super::standing::Standing;
use super::tally::Tally;

/// A date on which the report changes by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    /// The first day on which it is so.
    pub on: NaiveDate,
    /// What the rules say together from then on.
    pub outcome: Verdict,
    /// The rules with another outcome from then on.
    pub rules: Vec<(Rule, Outcome)>,
}

/// The network over time: only members with a boundary are evaluated again.
pub(super) struct Days<'a> {
    pub(super) matter: Matter<'a>,
    pub(super) ground: Ground<'a>,
    dossiers: &'a [Dossier<'a>],
    /// The standing of each member on the current day, `None` if it is not in the pole.
    standings: Vec<Option<Standing<'a>>>,
    tally: Tally,
    judgement: Judgement,
    /// The boundaries to come, latest first, with the members to evaluate again.
    boundaries: Vec<(NaiveDate, Option<usize>)>,
    budget: &'a Budget,
    costs: Costs,
}

/// The cost of one day's work.
#[derive(Clone, Copy, Debug)]
pub(super) struct Costs {
    /// Judging the network.
    pub(super) judging: u64,
    /// Following the relations between its members.
    pub(super) binding: u64,
}

/// The effect of evaluating members again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Moved {
    /// No change.
    #[default]
    Nothing,
    /// The finding changed, with the same weight.
    Reason,
    /// The weight of a member changed.
    Weight,
    /// A member joined or left.
    InOrOut,
}

impl<'a> Days<'a> {
    /// Starts on the ground's day.
    pub(super) fn from(
        matter: Matter<'a>,
        ground: Ground<'a>,
        dossiers: &'a [Dossier<'a>],
        budget: &'a Budget,
        costs: Costs,
    ) -> Result<Self, Exhausted> {
        let mut boundaries = Vec::new();
        let mut add = |day, index| {
            if day > ground.day {
                boundaries.push((day, index));
            }
        };
        for (index, dossier) in dossiers.iter().enumerate() {
            let periods = dossier.offers.periods.iter().map(|(period, _)| *period);
            periods
                .chain(dossier.offers.inherited.iter().copied())
                .flat_map(|period| boundaries::of_track(matter.parameters, period))
                .chain(boundaries::of_itself(dossier.member))
                .for_each(|day| add(day, Some(index)));
        }
        boundaries::of_network(&matter).for_each(|day| add(day, None));
        boundaries.sort_unstable_by(|one, other| other.cmp(one));
        boundaries.dedup();
        let standings = dossiers
            .iter()
            .map(|dossier| {
                budget.spend(dossier.look)?;
                Ok(Standing::of(&ground, dossier))
            })
            .collect::<Result<Vec<_>, _>>()?;
        budget.spend(costs.judging.saturating_add(costs.binding))?;
        let present: Vec<_> = standings.iter().flatten().collect();
        let tally = Tally::of(&present);
        let bonds = Rc::new(Bonds::of(&matter, &present));
        let judgement = judge(&matter, ground.day, &present, &tally, bonds);
        Ok(Self {
            matter,
            ground,
            dossiers,
            standings,
            tally,
            judgement,
            boundaries,
            budget,
            costs,
        })
    }

    /// The standings of those in the pole on the current day.
    pub(super) fn present(&self) -> Vec<&Standing<'a>> {
        self.standings.iter().flatten().collect()
    }

    /// The judgement on the current day.
    pub(super) const fn judgement(&self) -> &Judgement {
        &self.judgement
    }

    /// Advances to the next day on which the report changes, at most to `until`, and returns the
    /// changes.
    pub(super) fn next_change(
        &mut self,
        until: NaiveDate,
    ) -> Result<Option<TimelineEntry>, Exhausted> {
        while let Some((day, _)) = self.boundaries.last().copied().filter(|(day, _)| *day <= until)
        {
            self.ground.day = day;
            let mut moved = Moved::default();
            while let Some((_, member)) = self.boundaries.pop_if(|(other, _)| *other == day) {
                moved = moved.max(self.look_at(member)?);
            }
            let asks_again = boundaries::of_network(&self.matter).any(|boundary| boundary == day);
            if moved == Moved::Nothing && !asks_again {
                continue;
            }
            if moved == Moved::Reason && !asks_again {
                let outcome = self.judgement.verdict();
                return Ok(Some(TimelineEntry { on: day, outcome, rules: Vec::new() }));
            }
            self.budget.spend(self.costs.judging)?;
            let present = self.present();
            let bonds = if moved == Moved::InOrOut {
                self.budget.spend(self.costs.binding)?;
                Rc::new(Bonds::of(&self.matter, &present))
            } else {
                Rc::clone(&self.judgement.composition.bonds)
            };
            let judgement = judge(&self.matter, day, &present, &self.tally, bonds);
            let before = std::mem::replace(&mut self.judgement, judgement);
            if moved == Moved::Nothing && self.says_the_same_as(&before) {
                continue;
            }
            let rules = before
                .rulings
                .iter()
                .zip(&self.judgement.rulings)
                .filter(|(before, after)| before.outcome != after.outcome)
                .map(|(_, after)| (after.rule, after.outcome))
                .collect();
            return Ok(Some(TimelineEntry { on: day, outcome: self.judgement.verdict(), rules }));
        }
        Ok(None)
    }

    /// Whether the report is the same, given equal standings.
    fn says_the_same_as(&self, before: &Judgement) -> bool {
        let (now, then) = (&self.judgement.composition, &before.composition);
        // If something is to be remedied, an ITS that is not binding may leave.
        let mends_alike = now.waived == then.waived || before.verdict() == Verdict::Compliant;
        before.rulings == self.judgement.rulings && now.counts_for == then.counts_for && mends_alike
    }

    /// Evaluates a member again, if given.
    fn look_at(&mut self, member: Option<usize>) -> Result<Moved, Exhausted> {
        let Some((dossier, known)) =
            member.and_then(|index| self.dossiers.get(index).zip(self.standings.get_mut(index)))
        else {
            return Ok(Moved::Nothing);
        };
        self.budget.spend(dossier.look)?;
        let standing = Standing::of(&self.ground, dossier);
        let moved = match (&*known, &standing) {
            (None, None) => Moved::Nothing,
            (Some(known), Some(standing)) if known.is_like(standing) => Moved::Nothing,
            (Some(known), Some(standing)) if known.weighs_like(standing) => Moved::Reason,
            (Some(_), Some(_)) => Moved::Weight,
            _ => Moved::InOrOut,
        };
        if moved >= Moved::Weight {
            if let Some(known) = known {
                self.tally.remove(known);
            }
            if let Some(standing) = &standing {
                self.tally.add(standing);
            }
        }
        *known = standing;
        Ok(moved)
    }

    /// The next day on which the verdict changes.
    pub(super) fn next_verdict(mut self) -> Result<Option<NaiveDate>, Exhausted> {
        let now = self.judgement.verdict();
        while let Some(entry) = self.next_change(NaiveDate::MAX)? {
            if entry.outcome != now {
                return Ok(Some(entry.on));
            }
        }
        Ok(None)
    }
}
