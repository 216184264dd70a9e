//! The search for the smallest sets of changes that make a network compliant.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::bonds::Bonds;
use super::budget::{Budget, Exhausted, MOST_WORK_ON_REMEDIES};
use super::ground::Ground;
use super::judgement::{Judgement, judge};
use super::matter::Matter;
use super::remedy::{Change, MOST_REMEDIES, Remedy};
use super::rule::{Outcome, Rule, Slot};
use super::ruling::Ruling;
use super::standing::Standing;
use super::tally::Tally;
use crate::activity_plan::{ActionKind, ActivityPlan, Objective, PlannedAction};
use crate::id::Id;
use crate::member::{Commitment, Company, Member, Profile};
use crate::network_agreement::NetworkAgreement;
use crate::vocabulary::Vocabulary;

/// The maximum number of changes in a remedy.
const MOST_CHANGES: usize = 3;

/// Finds remedies, the smallest first; each one is verified to be compliant.
///
/// One trial costs `trial`. If the budget runs out, the remedies found so far are returned, so that
/// the rest of the report is not lost.
pub(super) fn remedies(
    matter: &Matter<'_>,
    ground: &Ground<'_>,
    standings: &[&Standing<'_>],
    judgement: &Judgement,
    budget: &Budget,
    trial: u64,
) -> Result<Vec<Remedy>, Exhausted> {
    let mut search = Search {
        matter,
        ground,
        standings,
        budget,
        trial,
        left: MOST_WORK_ON_REMEDIES,
        tried: BTreeSet::new(),
        found: BTreeSet::new(),
    };
    match search.explore(&[], &Case::of(judgement, standings)) {
        Ok(()) | Err(Exhausted::TooMuchWork) => {}
        Err(Exhausted::Stopped) => return Err(Exhausted::Stopped),
    }
    let mut found: Vec<_> = search.found.into_iter().collect();
    found.sort_by_key(Vec::len);
    let mut smallest = Vec::<Vec<Change>>::new();
    for changes in found {
        if smallest.len() == MOST_REMEDIES {
            break;
        }
        if !smallest.iter().any(|smaller| is_part(smaller, &changes)) {
            smallest.push(changes);
        }
    }
    let members: Vec<_> = standings.iter().filter_map(|standing| standing.member()).collect();
    let remedy = |changes| Remedy::new(matter.area, &members, changes);
    Ok(smallest.into_iter().map(remedy).collect())
}

struct Search<'a> {
    matter: &'a Matter<'a>,
    ground: &'a Ground<'a>,
    standings: &'a [&'a Standing<'a>],
    budget: &'a Budget,
    /// The cost of one trial.
    trial: u64,
    /// The remaining budget of the search.
    left: u64,
    /// Sets of changes, each sorted, that were tried already.
    tried: BTreeSet<Vec<Change>>,
    found: BTreeSet<Vec<Change>>,
}

/// What is left to fix after some changes.
struct Case {
    /// The rules that are not met, in order, each with the indices to blame.
    broken: Vec<(Ruling, Vec<usize>)>,
    /// The minimum number of members that have to leave so that each organisation occurs once.
    too_many: usize,
}

impl Case {
    fn of(judgement: &Judgement, standings: &[&Standing<'_>]) -> Self {
        let is_broken =
            |ruling: &&Ruling| matches!(ruling.outcome, Outcome::Violated | Outcome::NeedsReview);
        let broken = judgement.rulings.iter().filter(is_broken);
        Self {
            broken: broken
                .map(|ruling| (ruling.clone(), judgement.blamed(ruling.rule, standings)))
                .collect(),
            too_many: judgement.composition.bonds.too_many(),
        }
    }

    /// A lower bound on the changes of a remedy: each blamed member has to change, and all but one
    /// of those sharing a code have to leave.
    fn least_changes(&self) -> usize {
        let mut touched = BTreeSet::<usize>::new();
        for (ruling, blamed) in &self.broken {
            match ruling.rule {
                Rule::SingleArea => return usize::MAX,
                // A missing confirmation is no reason to leave: only the member can give it. A
                // member refused by an official may leave.
                Rule::MemberConfirmation if ruling.under_review > 0 => return usize::MAX,
                Rule::DistinctMembers | Rule::ItsFoundersExcluded => {}
                _ => touched.extend(blamed),
            }
        }
        touched.len().max(self.too_many)
    }
}

impl Search<'_> {
    /// Tries every way to fix the first rule that is not met, recursively.
    fn explore(&mut self, changes: &[Change], case: &Case) -> Result<(), Exhausted> {
        if case.broken.is_empty() {
            self.found.insert(changes.to_vec());
            return Ok(());
        }
        let left = MOST_CHANGES.saturating_sub(changes.len());
        if left == 0 || case.least_changes() > left {
            return Ok(());
        }
        for change in self.options(changes, case) {
            let mut more = changes.to_vec();
            more.push(change);
            more.sort();
            if self.tried.insert(more.clone()) {
                self.left = self.left.checked_sub(self.trial).ok_or(Exhausted::TooMuchWork)?;
                self.budget.spend(self.trial)?;
                let next = self.judged(&more);
                self.explore(&more, &next)?;
            }
        }
        Ok(())
    }

    fn judged(&self, changes: &[Change]) -> Case {
        let day = self.ground.day;
        let mended = self.planned(changes);
        let plan = mended.as_ref().or(self.matter.plan);
        let signed = NetworkAgreement { signed_on: Some(day), reference: None };
        let signs = changes.contains(&Change::SignAgreement);
        let agreement = signs.then_some(&signed).or(self.matter.agreement);
        let lead = self.matter.lead.filter(|_| !changes.contains(&Change::NameLead));
        // A lead that leaves is one no more.
        let stays = |lead: &&Member| !changes.contains(&Change::Remove(lead.id));
        let lead = lead.map(|lead| lead.filter(stays));
        let committed: BTreeMap<_, _> = self
            .present(changes)
            .filter_map(Standing::dossier)
            .filter(|dossier| changes.contains(&Change::Commit(dossier.member.id)))
            .filter_map(|dossier| {
                let member = committed_on(dossier.member, day);
                Some((member.id, Standing::varied(self.ground, dossier, &member)?))
            })
            .collect();
        let newcomers: Vec<_> = changes
            .iter()
            .filter_map(|change| match change {
                Change::Add(slot) => Some(Standing::newcomer(*slot)),
                _ => None,
            })
            .collect();
        let mended = self.present(changes).map(|standing| {
            let member = standing.member().filter(|_| !committed.is_empty());
            member.and_then(|member| committed.get(&member.id)).unwrap_or(standing)
        });
        let all: Vec<_> = mended.chain(&newcomers).collect();
        let matter = Matter { plan, agreement, lead, ..*self.matter };
        let bonds = Rc::new(Bonds::of(&matter, &all));
        Case::of(&judge(&matter, day, &all, &Tally::of(&all), bonds), &all)
    }

    /// The plan after the changes, if they are about it.
    fn planned(&self, changes: &[Change]) -> Option<ActivityPlan> {
        let (completes, renews) =
            (changes.contains(&Change::CompletePlan), changes.contains(&Change::RenewPlan));
        let mut plan = self.matter.plan.cloned().unwrap_or_default();
        if completes {
            plan = completed(plan, self.matter);
        }
        if renews {
            plan.until = None;
        }
        (completes || renews).then_some(plan)
    }

    /// The members present after the changes, in the order in which `judge` numbers them.
    fn present(&self, changes: &[Change]) -> impl Iterator<Item = &Standing<'_>> {
        self.standings.iter().copied().filter(|standing| {
            standing.member().is_none_or(|member| !changes.contains(&Change::Remove(member.id)))
        })
    }

    /// The changes that could fix the first rule that is not met.
    fn options(&self, changes: &[Change], case: &Case) -> Vec<Change> {
        let Some((ruling, blamed)) = case.broken.first() else {
            return Vec::new();
        };
        let mut options = match ruling.rule {
            Rule::MinSchools | Rule::MinCompanies | Rule::MinSectionA | Rule::MinIts => {
                let mut options: Vec<_> = Slot::ALL.iter().map(|slot| Change::Add(*slot)).collect();
                options.extend(self.uncommitted().map(Change::Commit));
                options.extend(self.academies().map(Change::Remove));
                options
            }
            Rule::ActivityPlan => vec![Change::CompletePlan, Change::RenewPlan],
            Rule::Lead => vec![Change::NameLead],
            Rule::NetworkAgreement => vec![Change::SignAgreement],
            Rule::CompanyCommitment => {
                let first = self.members(changes, blamed).next();
                first.into_iter().flat_map(|id| [Change::Commit(id), Change::Remove(id)]).collect()
            }
            Rule::MemberKinds
            | Rule::TrainingSeniority
            | Rule::CompanyInArea
            | Rule::MemberConfirmation
            | Rule::CompanyRegistered => {
                self.members(changes, blamed).take(1).map(Change::Remove).collect()
            }
            Rule::DistinctMembers => self.members(changes, blamed).map(Change::Remove).collect(),
            Rule::SingleArea | Rule::NoDedicatedFunding | Rule::ItsFoundersExcluded => Vec::new(),
        };
        options.retain(|option| matches!(option, Change::Add(_)) || !changes.contains(option));
        options
    }

    /// The members at these indices, after the changes.
    fn members(&self, changes: &[Change], indices: &[usize]) -> impl Iterator<Item = Id<Member>> {
        let order: Vec<_> = self.present(changes).map(Standing::member).collect();
        indices
            .iter()
            .filter_map(move |index| order.get(*index).copied().flatten())
            .map(|member| member.id)
    }

    /// Companies that would be eligible with a commitment.
    fn uncommitted(&self) -> impl Iterator<Item = Id<Member>> {
        let fails = |standing: &Standing<'_>, rule| standing.under(rule) == Some(Outcome::Violated);
        self.standings
            .iter()
            .filter(move |standing| {
                fails(standing, Rule::CompanyCommitment)
                    && !fails(standing, Rule::CompanyInArea)
                    && !fails(standing, Rule::CompanyRegistered)
            })
            .filter_map(|standing| standing.member().map(|member| member.id))
            .take(MOST_REMEDIES)
    }

    /// The ITS academies without which their founders would count again.
    fn academies(&self) -> impl Iterator<Item = Id<Member>> {
        let excludes = self.matter.parameters.exclude_its_founders;
        self.standings
            .iter()
            .filter_map(|standing| standing.member())
            .filter(move |member| excludes && matches!(member.profile, Profile::ItsAcademy { .. }))
            .map(|member| member.id)
            .take(MOST_CHANGES)
    }
}

fn is_part(part: &[Change], whole: &[Change]) -> bool {
    let mut rest = whole.to_vec();
    part.iter().all(|change| {
        let at = rest.iter().position(|other| other == change);
        at.map(|at| rest.remove(at)).is_some()
    })
}

/// The plan, completed with the required actions.
fn completed(mut plan: ActivityPlan, matter: &Matter<'_>) -> ActivityPlan {
    let asked = matter.parameters.plan_actions;
    for (kind, asked) in [
        (ActionKind::WorkLinkedTraining, asked.work_linked_training),
        (ActionKind::CurricularFlexibility, asked.curricular_flexibility),
    ] {
        let missing = (asked as usize).saturating_sub(plan.count(kind));
        let title = Some(kind.label().it.into_owned());
        let objectives = vec![Objective::WorkplaceLearning];
        let action = PlannedAction { kind, title, objectives, hours: None };
        plan.actions.extend(std::iter::repeat_n(action, missing));
    }
    plan
}

/// The company with a commitment from that day on.
fn committed_on(member: &Member, day: chrono::NaiveDate) -> Member {
    let mut member = member.clone();
    if let Profile::Company(Company { commitment, .. }) = &mut member.profile {
        let (signatory, continues) = (None, None);
        *commitment = Some(Commitment { signed_on: day, signatory, all_students: true, continues });
    }
    member
}
