//! The dates on which what the rules say changes by itself.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::judgement::{Judgement, Matter, judge};
use super::min_its;
use super::rule::{Outcome, Rule, Verdict};
use super::standing::{Ground, Standing};
use super::training_seniority;
use crate::accreditation::Accreditation;
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
    pub(super) matter: Matter<'a>,
    pub(super) ground: Ground<'a>,
    /// Every member, with whether it has kin.
    members: Vec<(&'a Member, bool)>,
    /// How each member stands on the current day, `None` for those who are not in the pole.
    standings: Vec<Option<Standing<'a>>>,
    judgement: Judgement,
    boundaries: BTreeMap<NaiveDate, BTreeSet<usize>>,
}

impl<'a> Days<'a> {
    /// Starts on the ground's day.
    pub(super) fn from(
        matter: Matter<'a>,
        ground: Ground<'a>,
        members: Vec<(&'a Member, bool)>,
    ) -> Self {
        let mut boundaries = BTreeMap::<NaiveDate, BTreeSet<usize>>::new();
        for (index, (member, _)) in members.iter().enumerate() {
            for day in boundaries_of(&ground, member).filter(|day| *day > ground.day) {
                boundaries.entry(day).or_default().insert(index);
            }
        }
        for day in min_its::boundaries(&matter).filter(|day| *day > ground.day) {
            boundaries.entry(day).or_default();
        }
        let standings: Vec<_> = members
            .iter()
            .map(|(member, has_kin)| Standing::of(&ground, member, *has_kin))
            .collect();
        let present: Vec<_> = standings.iter().flatten().collect();
        let judgement = judge(&matter, ground.day, &present);
        Self { matter, ground, members, standings, judgement, boundaries }
    }

    /// How those stand who are in the pole on the current day.
    pub(super) fn present(&self) -> Vec<&Standing<'a>> {
        self.standings.iter().flatten().collect()
    }

    /// What the rules say on the current day.
    pub(super) const fn judgement(&self) -> &Judgement {
        &self.judgement
    }

    /// Goes on to the next day on which the report changes, and says what.
    pub(super) fn next_change(&mut self) -> Option<TimelineEntry> {
        while let Some((day, members)) = self.boundaries.pop_first() {
            self.ground.day = day;
            let mut moved = false;
            for index in members {
                moved |= self.moves(index);
            }
            let asks_again = min_its::boundaries(&self.matter).any(|boundary| boundary == day);
            if !moved && !asks_again {
                continue;
            }
            let before = std::mem::replace(
                &mut self.judgement,
                judge(&self.matter, day, &self.standings.iter().flatten().collect::<Vec<_>>()),
            );
            if !moved && self.says_the_same_as(&before) {
                continue;
            }
            let rules = before
                .rulings
                .iter()
                .zip(&self.judgement.rulings)
                .filter(|(before, after)| before.outcome != after.outcome)
                .map(|(_, after)| (after.rule, after.outcome))
                .collect();
            return Some(TimelineEntry { on: day, outcome: self.judgement.verdict(), rules });
        }
        None
    }

    /// Whether the report is the same, of members that stand as before.
    fn says_the_same_as(&self, before: &Judgement) -> bool {
        let (now, then) = (&self.judgement.composition, &before.composition);
        // Where something is to be mended, an ITS that is not binding may leave.
        let mends_alike = now.waived == then.waived || before.verdict() == Verdict::Compliant;
        before.rulings == self.judgement.rulings && now.counts_for == then.counts_for && mends_alike
    }

    /// Looks at a member again, and says whether it stands otherwise than before.
    fn moves(&mut self, index: usize) -> bool {
        let Some(((member, has_kin), known)) =
            self.members.get(index).zip(self.standings.get_mut(index))
        else {
            return false;
        };
        let standing = Standing::of(&self.ground, member, *has_kin);
        let same = match (&*known, &standing) {
            (None, None) => true,
            (Some(known), Some(standing)) => known.is_like(standing),
            _ => false,
        };
        *known = standing;
        !same
    }

    /// The next day on which the rules together say something else.
    pub(super) fn next_verdict(mut self) -> Option<NaiveDate> {
        let now = self.judgement.verdict();
        std::iter::from_fn(|| self.next_change())
            .find(|entry| entry.outcome != now)
            .map(|entry| entry.on)
    }
}

fn boundaries_of(ground: &Ground<'_>, member: &Member) -> impl Iterator<Item = NaiveDate> {
    let membership = [Some(member.membership.from()), member.membership.until().map(next_day)];
    let commitment = member
        .company()
        .and_then(|company| company.commitment.as_ref())
        .map(|commitment| commitment.signed_on);
    training_seniority::boundaries(ground, member)
        .into_iter()
        .chain(membership.into_iter().chain([commitment]).flatten())
        .chain(member.accreditations.iter().flat_map(Accreditation::boundaries))
}
