//! The dates on which what the rules say changes by itself.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::judgement::{Judgement, Matter, its_boundaries, judge};
use super::rule::{Outcome, Rule, Verdict};
use super::standing::{Ground, Standing};
use super::training_seniority;
use crate::calendar::next_day;
use crate::member::Member;

/// A date on which the report changes by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    /// The first day on which it is so.
    pub on: NaiveDate,
    /// What the rules say together from then on.
    pub outcome: Verdict,
    /// The rules that say something else from then on, with what they say.
    pub rules: Vec<(Rule, Outcome)>,
}

/// The network day after day: only who has a boundary is looked at again.
pub(super) struct Days<'a> {
    matter: &'a Matter<'a>,
    ground: Ground<'a>,
    standings: Vec<Option<Standing<'a>>>,
    judgement: Judgement,
    boundaries: BTreeMap<NaiveDate, BTreeSet<usize>>,
}

impl<'a> Days<'a> {
    /// Starts on the ground's day.
    pub(super) fn from(matter: &'a Matter<'a>, ground: Ground<'a>) -> Self {
        let mut boundaries = BTreeMap::<NaiveDate, BTreeSet<usize>>::new();
        let mut add = |day, who: Option<usize>| {
            if day > ground.day {
                boundaries.entry(day).or_default().extend(who);
            }
        };
        for (index, member) in ground.members.iter().enumerate() {
            for day in boundaries_of(&ground, member) {
                add(day, Some(index));
            }
        }
        for day in its_boundaries(matter) {
            add(day, None);
        }
        let standings: Vec<_> =
            ground.members.iter().map(|member| Standing::of(&ground, member)).collect();
        let present: Vec<_> = standings.iter().flatten().collect();
        let judgement = judge(matter, ground.day, &present);
        Self { matter, ground, standings, judgement, boundaries }
    }

    /// How each member stands on the current day, `None` for those who are not in the pole.
    pub(super) fn standings(&self) -> &[Option<Standing<'a>>] {
        &self.standings
    }

    /// What the rules say on the current day.
    pub(super) fn judgement(&self) -> &Judgement {
        &self.judgement
    }

    /// Goes on to the next day on which something changes, and says what.
    pub(super) fn next_change(&mut self) -> Option<TimelineEntry> {
        while let Some((day, members)) = self.boundaries.pop_first() {
            self.ground.day = day;
            let mut moved = members.is_empty();
            for index in members {
                let Some(member) = self.ground.members.get(index) else { continue };
                let standing = Standing::of(&self.ground, member);
                if let Some(known) = self.standings.get_mut(index)
                    && *known != standing
                {
                    *known = standing;
                    moved = true;
                }
            }
            // The ITS's boundaries may coincide with a member's.
            moved |= its_boundaries(self.matter).any(|boundary| boundary == day);
            if !moved {
                continue;
            }
            let present: Vec<_> = self.standings.iter().flatten().collect();
            let judgement = judge(self.matter, day, &present);
            let rules = self
                .judgement
                .rulings
                .iter()
                .zip(&judgement.rulings)
                .filter(|(before, after)| before.outcome != after.outcome)
                .map(|(_, after)| (after.rule, after.outcome))
                .collect();
            self.judgement = judgement;
            let outcome = self.judgement.verdict();
            return Some(TimelineEntry { on: day, outcome, rules });
        }
        None
    }

    /// The next day on which the rules together say something else.
    pub(super) fn next_verdict(mut self) -> Option<NaiveDate> {
        let now = self.judgement.verdict();
        std::iter::from_fn(|| self.next_change())
            .find(|entry| entry.outcome != now)
            .map(|entry| entry.on)
    }
}

fn boundaries_of(ground: &Ground<'_>, member: &Member) -> Vec<NaiveDate> {
    let membership = [Some(member.membership.from()), member.membership.until().map(next_day)];
    let commitment = member
        .company()
        .and_then(|company| company.commitment.as_ref())
        .map(|commitment| commitment.signed_on);
    let mut days = training_seniority::boundaries(ground, member);
    days.extend(membership.into_iter().chain([commitment]).flatten());
    days.extend(member.accreditations.iter().flat_map(|held| held.boundaries()));
    days
}
