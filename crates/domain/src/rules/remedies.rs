//! The smallest sets of changes that would make a network compliant.

use super::judgement::{Judgement, Matter, Ruling, judge};
use super::rule::{Outcome, Rule, Slot, Verdict};
use super::standing::{Ground, Standing};
use crate::activity_plan::{ActionKind, ActivityPlan, PlannedAction};
use crate::area::Area;
use crate::id::Id;
use crate::member::{Commitment, Company, Member, Profile};
use crate::text::Text;
use crate::vocabulary::Vocabulary;

/// At most this many remedies are offered.
pub const MOST_REMEDIES: usize = 5;

/// At most this many changes make a remedy.
const MOST_CHANGES: usize = 3;

/// A change that a remedy asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A company commits itself, from the date judged on.
    Commit(Id<Member>),
    /// The plan comes to define its actions.
    CompletePlan,
    /// Somebody eligible for a slot joins.
    Add(Slot),
    /// A member leaves.
    Remove(Id<Member>),
}

/// Changes that together make the network compliant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// The changes, sorted.
    pub changes: Vec<Change>,
    /// What they come to.
    pub message: Text,
}

/// Finds remedies, the smallest first; each was judged and is compliant.
pub(super) fn remedies(
    matter: &Matter<'_>,
    ground: &Ground<'_>,
    standings: &[Standing<'_>],
    judgement: &Judgement,
) -> Vec<Remedy> {
    let mut search = Search { matter, ground, standings, found: Vec::new() };
    search.explore(&mut Vec::new(), judgement);
    let mut found = search.found;
    found.sort_by(|one, other| (one.len(), one).cmp(&(other.len(), other)));
    found.dedup();
    let mut smallest = Vec::<Vec<Change>>::new();
    for changes in found {
        if !smallest.iter().any(|smaller| is_part(smaller, &changes)) {
            smallest.push(changes);
        }
    }
    smallest.truncate(MOST_REMEDIES);
    smallest
        .into_iter()
        .map(|changes| Remedy { message: message(matter.area, standings, &changes), changes })
        .collect()
}

struct Search<'a> {
    matter: &'a Matter<'a>,
    ground: &'a Ground<'a>,
    standings: &'a [Standing<'a>],
    found: Vec<Vec<Change>>,
}

impl Search<'_> {
    /// Mends the first thing that is wrong in every way there is, and goes on.
    fn explore(&mut self, changes: &mut Vec<Change>, judgement: &Judgement) {
        if judgement.verdict() == Verdict::Compliant {
            let mut found = changes.clone();
            found.sort();
            self.found.push(found);
            return;
        }
        let left = MOST_CHANGES.saturating_sub(changes.len());
        if left == 0 || least_changes(judgement) > left {
            return;
        }
        for change in self.options(changes, judgement) {
            changes.push(change);
            let next = self.judged(changes);
            self.explore(changes, &next);
            changes.pop();
        }
    }

    fn judged(&self, changes: &[Change]) -> Judgement {
        let day = self.ground.day;
        let mended = ActivityPlan::default();
        let mended = completed(self.matter.plan.unwrap_or(&mended), self.matter);
        let plan =
            if changes.contains(&Change::CompletePlan) { Some(&mended) } else { self.matter.plan };
        let committed: Vec<Member> = self
            .present(changes)
            .filter_map(|standing| standing.member)
            .filter(|member| changes.contains(&Change::Commit(member.id)))
            .map(|member| committed(member, day))
            .collect();
        let recommitted: Vec<_> =
            committed.iter().filter_map(|member| Standing::of(self.ground, member)).collect();
        let newcomers: Vec<_> = changes
            .iter()
            .filter_map(|change| match change {
                Change::Add(slot) => Some(Standing::newcomer(*slot)),
                _ => None,
            })
            .collect();
        let kept = self.present(changes).filter(|standing| {
            standing.member.is_none_or(|member| !changes.contains(&Change::Commit(member.id)))
        });
        let all: Vec<_> = kept.chain(&recommitted).chain(&newcomers).collect();
        judge(&Matter { plan, ..*self.matter }, day, &all)
    }

    /// The members that the changes leave in the pole, in the order that `judge` numbers them.
    fn present(&self, changes: &[Change]) -> impl Iterator<Item = &Standing<'_>> {
        self.standings.iter().filter(|standing| {
            standing.member.is_none_or(|member| !changes.contains(&Change::Remove(member.id)))
        })
    }

    /// What could mend the first rule that is not met.
    fn options(&self, changes: &[Change], judgement: &Judgement) -> Vec<Change> {
        let Some(ruling) = judgement.rulings.iter().find(|ruling| is_broken(ruling)) else {
            return Vec::new();
        };
        let mut options = match ruling.rule {
            Rule::MinSchools | Rule::MinCompanies | Rule::MinSectionA | Rule::MinIts => {
                let mut options: Vec<_> = Slot::ALL.iter().map(|slot| Change::Add(*slot)).collect();
                options.extend(self.uncommitted(ruling).into_iter().map(Change::Commit));
                options.extend(self.academies().map(Change::Remove));
                options
            }
            Rule::ActivityPlan => vec![Change::CompletePlan],
            Rule::MemberKinds
            | Rule::TrainingSeniority
            | Rule::CompanyInArea
            | Rule::CompanyCommitment
            | Rule::CompanyRegistered
            | Rule::DistinctMembers => {
                // Changes reorder the standings, so the blamed are named by the judgement's own.
                let blamed = self.blamed(changes, ruling);
                let one_by_one = ruling.rule != Rule::DistinctMembers;
                let blamed = blamed.into_iter().take(if one_by_one { 1 } else { usize::MAX });
                blamed
                    .flat_map(|id| {
                        let commit =
                            (ruling.rule == Rule::CompanyCommitment).then_some(Change::Commit(id));
                        commit.into_iter().chain([Change::Remove(id)])
                    })
                    .collect()
            }
            Rule::SingleArea | Rule::NoDedicatedFunding | Rule::ItsFoundersExcluded => Vec::new(),
        };
        options.retain(|option| matches!(option, Change::Add(_)) || !changes.contains(option));
        options
    }

    fn blamed(&self, changes: &[Change], ruling: &Ruling) -> Vec<Id<Member>> {
        let kept = self
            .present(changes)
            .filter_map(|standing| standing.member)
            .filter(|member| !changes.contains(&Change::Commit(member.id)));
        let committed = self
            .present(changes)
            .filter_map(|standing| standing.member)
            .filter(|member| changes.contains(&Change::Commit(member.id)));
        let order: Vec<_> = kept.chain(committed).map(|member| member.id).collect();
        ruling.blamed.iter().filter_map(|index| order.get(*index).copied()).collect()
    }

    /// Companies that would count if only they committed themselves.
    fn uncommitted(&self, ruling: &Ruling) -> Vec<Id<Member>> {
        if ruling.rule != Rule::MinCompanies {
            return Vec::new();
        }
        self.standings
            .iter()
            .filter(|standing| {
                standing
                    .under(Rule::CompanyCommitment)
                    .is_some_and(|finding| finding.outcome == Outcome::Violated)
            })
            .filter_map(|standing| standing.member.map(|member| member.id))
            .take(MOST_REMEDIES)
            .collect()
    }

    /// The ITS academies whose founders would count again without them.
    fn academies(&self) -> impl Iterator<Item = Id<Member>> {
        let excludes = self.matter.parameters.exclude_its_founders;
        self.standings
            .iter()
            .filter_map(|standing| standing.member)
            .filter(move |member| excludes && matches!(member.profile, Profile::ItsAcademy { .. }))
            .map(|member| member.id)
            .take(MOST_CHANGES)
    }
}

fn is_broken(ruling: &Ruling) -> bool {
    matches!(ruling.outcome, Outcome::Violated | Outcome::NeedsReview)
}

/// No remedy can do with fewer changes: each blamed member has to be touched.
fn least_changes(judgement: &Judgement) -> usize {
    let mut touched = std::collections::BTreeSet::<usize>::new();
    for ruling in judgement.rulings.iter().filter(|ruling| is_broken(ruling)) {
        match ruling.rule {
            Rule::SingleArea => return usize::MAX,
            Rule::DistinctMembers | Rule::ItsFoundersExcluded => {}
            _ => touched.extend(&ruling.blamed),
        }
    }
    touched.len()
}

fn is_part(part: &[Change], whole: &[Change]) -> bool {
    let mut rest = whole.to_vec();
    part.iter().all(|change| {
        let at = rest.iter().position(|other| other == change);
        at.map(|at| rest.remove(at)).is_some()
    })
}

/// The plan with the actions that the parameters ask for.
fn completed(plan: &ActivityPlan, matter: &Matter<'_>) -> ActivityPlan {
    let asked = matter.parameters.plan_actions;
    let mut plan = plan.clone();
    for (kind, asked) in [
        (ActionKind::WorkLinkedTraining, asked.work_linked_training),
        (ActionKind::CurricularFlexibility, asked.curricular_flexibility),
    ] {
        let missing = (asked as usize).saturating_sub(plan.count(kind));
        let action = PlannedAction { kind, title: None, objectives: Vec::new(), hours: None };
        plan.actions.extend(std::iter::repeat_n(action, missing));
    }
    plan
}

/// The company with a commitment from that day on.
fn committed(member: &Member, day: chrono::NaiveDate) -> Member {
    let mut member = member.clone();
    if let Profile::Company(Company { commitment, .. }) = &mut member.profile {
        *commitment = Some(Commitment { signed_on: day, signatory: None, all_students: true });
    }
    member
}

fn message(area: Area, standings: &[Standing<'_>], changes: &[Change]) -> Text {
    let name = |id: &Id<Member>| {
        standings
            .iter()
            .filter_map(|standing| standing.member)
            .find(|member| member.id == *id)
            .map_or("", |member| member.name.as_str())
    };
    let area = area.label();
    let parts: Vec<(String, String)> = changes
        .iter()
        .map(|change| match change {
            Change::Add(slot) => (
                format!("aggiungere: {} dell'area {}", slot.label().it, area.it),
                format!("add a {} of the area {}", slot.label().en, area.en),
            ),
            Change::Remove(id) => {
                (format!("far uscire «{}»", name(id)), format!("let «{}» leave", name(id)))
            }
            Change::Commit(id) => (
                format!("far firmare l'impegno per tutti gli studenti a «{}»", name(id)),
                format!("have «{}» sign the commitment for all students", name(id)),
            ),
            Change::CompletePlan => (
                "completare il piano con azioni di alternanza e di flessibilità curricolare"
                    .to_owned(),
                "complete the plan with actions of work-linked training and curricular flexibility"
                    .to_owned(),
            ),
        })
        .collect();
    let (it, en): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    Text::new(it.join("; "), en.join("; "))
}
