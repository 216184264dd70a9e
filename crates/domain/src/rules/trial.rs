//! Trials of changes: what would be left to mend after them.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::NaiveDate;

use super::activity_plan;
use super::bonds::Bonds;
use super::budget::{Budget, Exhausted};
use super::fit::Fit;
use super::ground::Ground;
use super::judgement::{Judgement, judge};
use super::matter::Matter;
use super::remedy::Change;
use super::rule::{Outcome, Rule, Slot, Verdict};
use super::ruleset::{Binds, Leeway};
use super::ruling::Ruling;
use super::standing::Standing;
use super::tally::Tally;
use crate::activity_plan::{ActivityPlan, Objective, PlannedAction};
use crate::id::Id;
use crate::member::{Commitment, Company, Member, Profile};
use crate::network_agreement::NetworkAgreement;
use crate::vocabulary::Vocabulary;

/// What is left to mend after some changes.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) verdict: Verdict,
    /// Whether a rule is violated that no change of the members or the plan can mend.
    pub(super) is_beyond_remedy: bool,
    /// Changes of what the pole presents: its plan, its agreement, its lead.
    pub(super) papers: Vec<Change>,
    /// Members that violate a rule which they cannot meet on that day.
    pub(super) forced_out: Vec<Id<Member>>,
    /// Companies that violate nothing else but that they have to commit themselves.
    pub(super) uncommitted: Vec<Id<Member>>,
    /// The members of the first organisation that stands more than once.
    pub(super) repeated: Vec<Id<Member>>,
    /// How many have to leave, at least, so that each organisation stands once.
    pub(super) too_many: usize,
    /// For each slot, the seats that nobody fills.
    pub(super) missing: [usize; Slot::ALL.len()],
    /// For each slot, the seats of which an official has the say, if others could take them.
    pub(super) in_doubt: [usize; Slot::ALL.len()],
}

impl Case {
    pub(super) fn of(
        matter: &Matter<'_>,
        day: NaiveDate,
        judgement: &Judgement,
        standings: &[&Standing<'_>],
    ) -> Self {
        let id = |index: &usize| Some(standings.get(*index)?.member()?.id);
        let mut case = Self {
            verdict: judgement.verdict(),
            is_beyond_remedy: false,
            papers: Vec::new(),
            forced_out: Vec::new(),
            uncommitted: Vec::new(),
            repeated: Vec::new(),
            too_many: judgement.composition.bonds.too_many(),
            missing: Default::default(),
            in_doubt: Default::default(),
        };
        let is_violated = |ruling: &&Ruling| ruling.outcome == Outcome::Violated;
        for Ruling { rule, .. } in judgement.rulings.iter().filter(is_violated) {
            let violators = || {
                let blamed = judgement.blamed(*rule, standings).into_iter();
                let violates =
                    |standing: &&&Standing<'_>| standing.under(*rule) == Some(Outcome::Violated);
                let of_index = move |index: usize| standings.get(index).filter(violates)?.member();
                blamed.filter_map(of_index).map(|member| member.id)
            };
            match rule {
                // Only the seat of the pole violates the territory, and no change moves that: who
                // is outside fills no slot.
                Rule::SingleArea | Rule::Territory => case.is_beyond_remedy = true,
                Rule::ActivityPlan => case.papers.extend(of_plan(matter, day)),
                Rule::Lead => case.papers.push(Change::NameLead),
                Rule::NetworkAgreement => case.papers.push(Change::SignAgreement),
                Rule::CompanyCommitment => case.uncommitted.extend(violators()),
                Rule::MemberKinds
                | Rule::TrainingSeniority
                | Rule::CompanyInArea
                | Rule::MemberConfirmation
                | Rule::CompanyRegistered => case.forced_out.extend(violators()),
                Rule::DistinctMembers => {
                    let first = judgement.composition.bonds.organisations.repeated.first();
                    let members = first.map(|first| first.standings.as_slice()).unwrap_or_default();
                    case.repeated = members.iter().filter_map(id).collect();
                    // Of whom an official said that it is no member of its own.
                    case.forced_out.extend(violators());
                }
                // The first four are mended by filling seats, the others never violated.
                Rule::MinSchools
                | Rule::MinCompanies
                | Rule::MinSectionA
                | Rule::MinIts
                | Rule::NoDedicatedFunding
                | Rule::ItsFoundersExcluded => {}
            }
        }
        if case.verdict == Verdict::NeedsReview {
            // What is presented anew needs nobody's word.
            let is_doubtful = |ruling: &&Ruling| ruling.outcome == Outcome::NeedsReview;
            let doubtful = judgement.rulings.iter().filter(is_doubtful);
            case.papers.extend(doubtful.filter_map(|ruling| match ruling.rule {
                Rule::ActivityPlan => Some(Change::RenewPlan),
                Rule::Lead => Some(Change::NameLead),
                Rule::NetworkAgreement => Some(Change::SignAgreement),
                _ => None,
            }));
        }
        case.count_seats(matter, judgement);
        case.papers.sort_unstable();
        case.forced_out.sort_unstable();
        case.forced_out.dedup();
        case.uncommitted.retain(|id| case.forced_out.binary_search(id).is_err());
        case
    }

    fn count_seats(&mut self, matter: &Matter<'_>, judgement: &Judgement) {
        // A member bound in any case needs its official's word whether it counts or not.
        // Where it is concerns only one that counts.
        let is_from_afar = |ruling: &Ruling| {
            ruling.rule == Rule::Territory && ruling.outcome == Outcome::NeedsReview
        };
        let can_be_spared = matter.parameters.requirements_bind == Binds::Counted
            || judgement.rulings.iter().any(is_from_afar);
        for (index, slot) in Slot::ALL.iter().enumerate() {
            let of_slot = judgement.rulings.iter().find(|ruling| ruling.rule == slot.rule());
            let unmet = of_slot
                .filter(|one| matches!(one.outcome, Outcome::Violated | Outcome::NeedsReview));
            let Some(ruling) = unmet else { continue };
            let in_doubt = ruling.under_review as usize;
            let (required, found) = (ruling.required.unwrap_or(0), ruling.found.unwrap_or(0));
            let open = required.saturating_sub(found) as usize;
            if let Some(missing) = self.missing.get_mut(index) {
                *missing = open.saturating_sub(in_doubt);
            }
            if let Some(seats) = self.in_doubt.get_mut(index).filter(|_| can_be_spared) {
                *seats = in_doubt;
            }
        }
    }

    /// The number of seats that nobody fills.
    pub(super) fn missing(&self) -> usize {
        self.missing.into_iter().fold(0, usize::saturating_add)
    }

    /// The number of seats that nobody fills, and of those in doubt.
    pub(super) fn lacking(&self) -> (usize, usize) {
        (self.missing(), self.in_doubt.into_iter().fold(0, usize::saturating_add))
    }
}

/// A network on which changes are tried.
pub(super) struct Trials<'a> {
    matter: &'a Matter<'a>,
    day: NaiveDate,
    standings: &'a [&'a Standing<'a>],
    /// Companies that would be eligible with a commitment, as they would then stand.
    committed: BTreeMap<Id<Member>, Standing<'a>>,
}

impl<'a> Trials<'a> {
    pub(super) fn of(
        matter: &'a Matter<'a>,
        ground: &Ground<'_>,
        standings: &'a [&'a Standing<'a>],
        budget: &Budget,
    ) -> Result<Self, Exhausted> {
        let fails = |standing: &Standing<'_>, rule| standing.under(rule) == Some(Outcome::Violated);
        let mut committed = BTreeMap::new();
        for standing in standings {
            let lacks_that_only = fails(standing, Rule::CompanyCommitment)
                && !fails(standing, Rule::CompanyInArea)
                && !fails(standing, Rule::CompanyRegistered);
            let Some(dossier) = standing.dossier().filter(|_| lacks_that_only) else { continue };
            budget.spend(dossier.look)?;
            let member = committed_on(dossier.member, ground.day);
            if let Some(standing) = Standing::varied(ground, dossier, &member) {
                committed.insert(member.id, standing);
            }
        }
        Ok(Self { matter, day: ground.day, standings, committed })
    }

    /// The companies that would be eligible with a commitment.
    pub(super) fn uncommitted(&self) -> impl Iterator<Item = Id<Member>> {
        self.committed.keys().copied()
    }

    /// Whether somebody could fill either of two slots.
    pub(super) fn has_versatile(&self) -> bool {
        let is_versatile = |standing: &Standing<'_>| {
            Slot::ALL.iter().filter(|slot| standing.fits.slot(**slot) != Fit::No).count() > 1
        };
        self.standings.iter().copied().chain(self.committed.values()).any(is_versatile)
    }

    /// Judges the network after some changes, which are sorted.
    pub(super) fn judged(&self, changes: &[Change]) -> Case {
        let makes = |change| changes.binary_search(&change).is_ok();
        let planned = self.planned(makes(Change::CompletePlan), makes(Change::RenewPlan));
        let plan = planned.as_ref().or(self.matter.plan);
        let signed = NetworkAgreement { signed_on: Some(self.day), reference: None };
        let agreement = makes(Change::SignAgreement).then_some(&signed).or(self.matter.agreement);
        let lead = self.matter.lead.filter(|_| !makes(Change::NameLead));
        // A lead that leaves is one no more.
        let lead = lead.map(|lead| lead.filter(|lead| !makes(Change::Remove(lead.id))));
        let newcomers: Vec<_> = changes
            .iter()
            .filter_map(|change| match change {
                Change::Add(slot) => Some(Standing::newcomer(*slot)),
                _ => None,
            })
            .collect();
        let present = self.standings.iter().copied().filter(|standing| {
            standing.member().is_none_or(|member| !makes(Change::Remove(member.id)))
        });
        let mended = present.map(|standing| {
            let member = standing.member().filter(|member| makes(Change::Commit(member.id)));
            member.and_then(|member| self.committed.get(&member.id)).unwrap_or(standing)
        });
        let all: Vec<_> = mended.chain(&newcomers).collect();
        let matter = Matter { plan, agreement, lead, ..*self.matter };
        let bonds = Rc::new(Bonds::of(&matter, &all));
        let judgement = judge(&matter, self.day, &all, &Tally::of(&all), bonds);
        Case::of(&matter, self.day, &judgement, &all)
    }

    /// The plan after the changes, if they are about it.
    fn planned(&self, completes: bool, renews: bool) -> Option<ActivityPlan> {
        if !completes && !renews {
            return None;
        }
        let mut plan = self.matter.plan.cloned().unwrap_or_default();
        if completes {
            plan = completed(plan, self.matter);
        }
        if renews {
            plan.until = None;
        }
        Some(plan)
    }
}

/// What mends a plan: actions that it lacks, or another period.
fn of_plan(matter: &Matter<'_>, day: NaiveDate) -> impl Iterator<Item = Change> {
    let is_short =
        matter.plan.is_none() || matter.missing_actions().any(|(_, missing)| missing > 0);
    let has_ended = matter.plan.is_some_and(|plan| activity_plan::has_ended(plan, day));
    let renews = has_ended && matter.parameters.ended_plan == Leeway::Reject;
    let complete = is_short.then_some(Change::CompletePlan);
    complete.into_iter().chain(renews.then_some(Change::RenewPlan))
}

/// The plan, completed with the required actions.
fn completed(mut plan: ActivityPlan, matter: &Matter<'_>) -> ActivityPlan {
    for (kind, missing) in matter.missing_actions() {
        let (title, objectives) = (Some(kind.label().it.into()), Objective::ALL.to_vec());
        let action = PlannedAction { kind, title, objectives, hours: None };
        plan.actions.extend(std::iter::repeat_n(action, missing as usize));
    }
    plan
}

/// The company with a commitment from that day on.
fn committed_on(member: &Member, day: NaiveDate) -> Member {
    let mut member = member.clone();
    if let Profile::Company(Company { commitment, .. }) = &mut member.profile {
        *commitment = Some(Commitment {
            signed_on: day,
            signatory: None,
            all_students: true,
            continues: None,
        });
    }
    member
}
