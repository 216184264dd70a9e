//! The search for the smallest sets of changes after which no rule is violated.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::budget::{Budget, Exhausted, MOST_WORK_ON_REMEDIES};
use super::ground::Ground;
use super::judgement::Judgement;
use super::matter::Matter;
use super::remedy::{Change, MOST_REMEDIES, Remedy};
use super::rule::{Outcome, Rule, Slot, Verdict};
use super::standing::Standing;
use super::trial::{Case, Trials};
use crate::id::Id;
use crate::member::{Member, MemberKind};
use crate::vocabulary::Vocabulary;

/// The maximum number of trials, so that a report is quick enough to be asked for at each keystroke.
const MOST_TRIALS: usize = 400;
/// Where more members than this have to leave because they are repeated, there are too many ways.
const MOST_REPEATED: usize = 10;

/// Finds remedies, the smallest first, and says whether these are all; each one is verified.
///
/// One trial costs `trial`. If the share of the search runs out, the remedies found so far are
/// returned.
pub(super) fn remedies(
    matter: &Matter<'_>,
    ground: &Ground<'_>,
    standings: &[&Standing<'_>],
    judgement: &Judgement,
    budget: &Budget,
    trial: u64,
) -> Result<(Vec<Remedy>, bool), Exhausted> {
    let case = Case::of(matter, ground.day, judgement, standings);
    if !case.can_improve() {
        return Ok((Vec::new(), true));
    }
    let before = budget.spent();
    let trials = Trials::of(matter, ground, standings, budget)?;
    let left = MOST_WORK_ON_REMEDIES.saturating_sub(budget.spent().saturating_sub(before));
    let mut search = Search {
        academies: academies(standings, judgement),
        uncommitted: trials.uncommitted().collect(),
        may_shift: matter.parameters.one_slot_each && trials.has_versatile(),
        trials,
        budget,
        trial,
        left,
        open: BTreeMap::new(),
        seen: BTreeSet::new(),
        found: Vec::new(),
        from: case.verdict,
        is_cut: false,
    };
    let (least, start) = (search.least_changes(&case), Vec::new());
    search.open.insert((least, Reverse(0), start), Node { case: Some(case), lacking: None });
    search.run()?;
    let Search { mut found, is_cut, .. } = search;
    let is_complete = !is_cut && found.len() <= MOST_REMEDIES;
    found.truncate(MOST_REMEDIES);
    found.sort_by_key(|(changes, leads_to)| (changes.len(), *leads_to));
    let members: Vec<_> = standings.iter().filter_map(|standing| standing.member()).collect();
    let remedy = |(changes, leads_to)| Remedy::new(matter.area, &members, changes, leads_to);
    Ok((found.into_iter().map(remedy).collect(), is_complete))
}

/// The ITS academies without which their founders would count again.
///
/// One that only waits for an official is not asked to leave.
fn academies(standings: &[&Standing<'_>], judgement: &Judgement) -> Vec<Id<Member>> {
    if judgement.composition.bonds.excluded().next().is_none() {
        return Vec::new();
    }
    let waits = |standing: &Standing<'_>| {
        // Its accreditations fill a slot or not: they are nothing that it has to have.
        let bound = standing.findings.iter().filter(|finding| finding.rule != Rule::MinSectionA);
        bound.map(|finding| finding.outcome).max() == Some(Outcome::NeedsReview)
    };
    standings
        .iter()
        .filter(|standing| !waits(standing))
        .filter_map(|standing| standing.member())
        .filter(|member| member.kind() == MemberKind::ItsAcademy)
        .map(|member| member.id)
        .collect()
}

/// Changes to try: the least that a remedy with them can have, the longest of these first.
type Key = (usize, Reverse<usize>, Vec<Change>);

/// What is known of changes to try.
struct Node {
    /// What is left after them, once judged.
    case: Option<Case>,
    /// They are of use only if fewer seats than these stay open, for certain or at all.
    lacking: Option<(usize, usize)>,
}

/// A search by the least number of changes: those that have to be are made together, and of those
/// that leave a choice each is tried.
struct Search<'a> {
    trials: Trials<'a>,
    academies: Vec<Id<Member>>,
    /// Companies that would be eligible with a commitment.
    uncommitted: Vec<Id<Member>>,
    /// Whether somebody who fills a slot could move to another, to make room for a newcomer.
    may_shift: bool,
    budget: &'a Budget,
    /// The cost of one trial.
    trial: u64,
    /// The remaining share of the search.
    left: u64,
    open: BTreeMap<Key, Node>,
    seen: BTreeSet<Vec<Change>>,
    found: Vec<(Vec<Change>, Verdict)>,
    /// The verdict without changes: a remedy leads to a better one.
    from: Verdict,
    is_cut: bool,
}

impl Search<'_> {
    /// Finds one remedy more than are shown, to know whether there are more.
    fn run(&mut self) -> Result<(), Exhausted> {
        let mut trials = 0_usize;
        while let Some(((least, _, changes), node)) = self.open.pop_first() {
            if self.found.len() > MOST_REMEDIES {
                break;
            }
            if self.is_beaten(&changes, Verdict::Compliant) {
                continue;
            }
            let case = match node.case {
                Some(case) => case,
                None if trials == MOST_TRIALS || self.left < self.trial => {
                    self.is_cut = true;
                    break;
                }
                None => {
                    trials = trials.saturating_add(1);
                    self.left = self.left.saturating_sub(self.trial);
                    self.budget.spend(self.trial)?;
                    let case = self.trials.judged(&changes);
                    if node.lacking.is_some_and(|before| case.lacking() >= before) {
                        continue;
                    }
                    let now = changes.len().saturating_add(self.least_changes(&case));
                    if now > least {
                        let node = Node { case: Some(case), lacking: None };
                        self.open.insert((now, Reverse(changes.len()), changes), node);
                        continue;
                    }
                    case
                }
            };
            if case.verdict < self.from && !self.is_beaten(&changes, case.verdict) {
                self.found.push((changes.clone(), case.verdict));
            }
            self.branch(least, &changes, &case);
        }
        Ok(())
    }

    /// Whether a part of the changes is a remedy as good as they could be.
    fn is_beaten(&self, changes: &[Change], verdict: Verdict) -> bool {
        self.found
            .iter()
            .any(|(smaller, leads_to)| *leads_to <= verdict && is_part(smaller, changes))
    }

    /// A lower bound on the changes of a remedy: each member to blame has to change, all but one of
    /// those sharing a code have to leave, and each seat left open needs somebody: a newcomer, or a
    /// company that commits itself.
    fn least_changes(&self, case: &Case) -> usize {
        let blamed: BTreeSet<_> = case.forced_out.iter().chain(&case.uncommitted).collect();
        let seats = if self.academies.is_empty() { case.missing() } else { 0 };
        blamed
            .len()
            .max(case.too_many)
            .saturating_add(case.papers.len())
            .saturating_add(seats.saturating_sub(case.uncommitted.len()))
    }

    /// Puts what could come next on the list.
    fn branch(&mut self, least: usize, changes: &[Change], case: &Case) {
        if !case.can_improve() {
            return;
        }
        for (more, is_of_use) in self.options(changes, case) {
            let mut all = changes.to_vec();
            all.extend(more);
            all.sort_unstable();
            if self.seen.insert(all.clone()) {
                let lacking = (is_of_use == Use::IfSeated).then(|| case.lacking());
                let key = (least.max(all.len()), Reverse(all.len()), all);
                self.open.insert(key, Node { case: None, lacking });
            }
        }
    }

    /// What could come next: together what has to be, else the ways to mend the first thing that
    /// leaves a choice.
    fn options(&mut self, changes: &[Change], case: &Case) -> Vec<(Vec<Change>, Use)> {
        let forced_out = case.forced_out.iter().copied().map(Change::Remove);
        let forced: Vec<_> = case.papers.iter().copied().chain(forced_out).collect();
        if !forced.is_empty() {
            return vec![(forced, Use::Always)];
        }
        let each = |options: Vec<Change>| {
            options.into_iter().map(|option| (vec![option], Use::Always)).collect()
        };
        if case.too_many > MOST_REPEATED {
            self.is_cut = true;
            return Vec::new();
        }
        if !case.repeated.is_empty() {
            return each(case.repeated.iter().copied().map(Change::Remove).collect());
        }
        if let Some(id) = case.uncommitted.first() {
            return each(vec![Change::Commit(*id), Change::Remove(*id)]);
        }
        self.seats(changes, case)
    }

    /// The ways to fill the first slot that is not filled, or only if an official agrees.
    fn seats(&self, changes: &[Change], case: &Case) -> Vec<(Vec<Change>, Use)> {
        let Some(slot) = case.first_open() else { return Vec::new() };
        let is_new = |change: &Change| changes.binary_search(change).is_err();
        let committed = self.uncommitted.iter().copied().map(Change::Commit);
        let committed: Vec<_> =
            committed.filter(|change| slot == Slot::Company && is_new(change)).collect();
        let gone = self.academies.iter().copied().map(Change::Remove);
        let gone: Vec<_> = gone.filter(is_new).collect();
        if self.uncommitted.is_empty() && self.academies.is_empty() && !self.may_shift {
            return vec![(case.newcomers(), Use::Always)];
        }
        let mut options = vec![(vec![Change::Add(slot)], Use::IfSeated)];
        options.extend(committed.into_iter().map(|change| (vec![change], Use::IfSeated)));
        // Without the academy another one may be missing, while its founders count again.
        options.extend(gone.into_iter().map(|change| (vec![change], Use::Always)));
        // Who fills another slot, also a later one for certain, could move to this one.
        let others = Slot::ALL.iter().filter(|other| self.may_shift && **other != slot).copied();
        options.extend(others.map(|other| (vec![Change::Add(other)], Use::IfSeated)));
        options
    }
}

/// When an option is worth going on with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Always,
    /// If fewer seats stay open.
    IfSeated,
}

/// Whether each change of the part is one of the whole; both are sorted.
fn is_part(part: &[Change], whole: &[Change]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|change| rest.any(|other| other == change))
}

impl Case {
    /// Whether changes of the pole could lead to a better verdict.
    fn can_improve(&self) -> bool {
        match self.verdict {
            Verdict::Compliant => false,
            // Nobody leaves who only waits for an official, but others may come to count.
            Verdict::NeedsReview => self.first_open().is_some() || !self.papers.is_empty(),
            Verdict::NonCompliant => !self.is_beyond_remedy,
        }
    }

    /// The first slot that is not filled, or, where nothing is violated, not for certain.
    fn first_open(&self) -> Option<Slot> {
        let seats =
            if self.verdict == Verdict::NonCompliant { &self.missing } else { &self.in_doubt };
        Slot::ALL.iter().zip(seats).find(|(_, seats)| **seats > 0).map(|(slot, _)| *slot)
    }

    /// Somebody for each seat that is open, where nobody else could fill it.
    fn newcomers(&self) -> Vec<Change> {
        let seats =
            if self.verdict == Verdict::NonCompliant { &self.missing } else { &self.in_doubt };
        let of_slot =
            |(slot, seats): (&Slot, &usize)| std::iter::repeat_n(Change::Add(*slot), *seats);
        Slot::ALL.iter().zip(seats).flat_map(of_slot).collect()
    }
}
