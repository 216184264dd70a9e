//! What is left to do: for each rule that is not met, what is missing and who can provide it.

use super::finding::Finding;
use super::fit::Fit;
use super::judgement::Judgement;
use super::matter::Matter;
use super::reason::Reason;
use super::rule::{Outcome, Rule, Slot};
use super::ruling::Ruling;
use super::standing::Standing;
use super::task::{Task, ToDo};
use super::to_do_text as text;
use crate::activity_plan::ActionKind;
use crate::member::{Member, MemberKind};
use crate::policy::Role;
use crate::text::Text;

/// What is missing under each rule that is not met, in the order of the rules.
pub(super) fn to_do(
    matter: &Matter<'_>,
    standings: &[&Standing<'_>],
    judgement: &Judgement,
) -> Vec<ToDo> {
    let open = Open { matter, standings, judgement };
    let is_unmet =
        |ruling: &&Ruling| matches!(ruling.outcome, Outcome::Violated | Outcome::NeedsReview);
    judgement.rulings.iter().filter(is_unmet).flat_map(|ruling| open.under(ruling)).collect()
}

/// The state of a network, of which something is left to do.
struct Open<'a> {
    matter: &'a Matter<'a>,
    standings: &'a [&'a Standing<'a>],
    judgement: &'a Judgement,
}

impl Open<'_> {
    /// What is missing under a rule that is not met: never nothing.
    fn under(&self, ruling: &Ruling) -> Vec<ToDo> {
        match ruling.rule {
            Rule::SingleArea => {
                vec![item(ruling.rule, Task::ChangeArea, text::another_area())]
            }
            Rule::Territory => self.territory(ruling),
            Rule::MinSchools => self.slot(ruling, Slot::School),
            Rule::MinCompanies => self.slot(ruling, Slot::Company),
            Rule::MinSectionA => self.slot(ruling, Slot::SectionA),
            Rule::MinIts => self.slot(ruling, Slot::Its),
            Rule::MemberKinds
            | Rule::TrainingSeniority
            | Rule::CompanyInArea
            | Rule::CompanyCommitment
            | Rule::MemberConfirmation
            | Rule::CompanyRegistered => self.of_members(ruling.rule),
            Rule::ActivityPlan => self.plan(),
            Rule::Lead => vec![item(ruling.rule, Task::NameLead, text::another_lead())],
            Rule::NetworkAgreement => {
                let is_there = ruling.outcome == Outcome::NeedsReview;
                vec![item(ruling.rule, Task::SignAgreement, text::agreement(is_there))]
            }
            Rule::DistinctMembers => {
                let mut items = self.repeated();
                items.extend(self.unidentified());
                items
            }
            // Never unmet: the first informs, the second affects who counts.
            Rule::NoDedicatedFunding | Rule::ItsFoundersExcluded => Vec::new(),
        }
    }

    /// Members to join, and members of which an official has to say whether they count.
    fn slot(&self, ruling: &Ruling, slot: Slot) -> Vec<ToDo> {
        let (rule, required) = (ruling.rule, ruling.required.unwrap_or(0));
        let filled = ruling.found.unwrap_or(0).saturating_add(ruling.under_review);
        let missing = required.saturating_sub(filled);
        let mut items = Vec::new();
        if missing > 0 {
            let could = self.could_fill(slot);
            let message = text::fill(slot, missing, self.matter.area, &names(&could));
            let members = could.iter().map(|member| member.id).collect();
            let to_fill = item(rule, Task::FillSlot, message);
            items.push(ToDo { slot: Some(slot), members, count: missing, ..to_fill });
        }
        if ruling.under_review > 0 {
            let in_doubt = self.judgement.composition.under_review(slot);
            let in_doubt: Vec<_> = in_doubt.filter_map(|index| self.member(index)).collect();
            let count = ruling.under_review;
            let message = text::assess_slot(slot, count, &names(&in_doubt));
            let members = in_doubt.iter().map(|member| member.id).collect();
            let to_assess = item(rule, Task::Assess, message);
            let by = Role::Official;
            items.push(ToDo { by, slot: Some(slot), members, count, ..to_assess });
        }
        items
    }

    /// The members that are there for a slot, but do not meet what it takes.
    fn could_fill(&self, slot: Slot) -> Vec<&Member> {
        let is_excluded = |index| self.judgement.composition.bonds.is_excluded(index);
        let is_short = |(index, standing): &(usize, &&Standing<'_>)| {
            standing.fits.slot(slot) == Fit::No && !is_excluded(*index)
        };
        self.standings
            .iter()
            .enumerate()
            .filter(is_short)
            .filter_map(|(_, standing)| Some((standing.member()?, standing)))
            .filter(|(member, standing)| match (slot, member.kind()) {
                (
                    Slot::School,
                    MemberKind::TechnicalInstitute | MemberKind::VocationalInstitute,
                )
                | (Slot::Company, MemberKind::Company)
                | (Slot::SectionA, MemberKind::AccreditedBody)
                | (Slot::Its, MemberKind::ItsAcademy) => true,
                (Slot::SectionA, _) => standing.under(Rule::MinSectionA).is_some(),
                _ => false,
            })
            .map(|(member, _)| member)
            .collect()
    }

    /// Another seat of the pole, and members that an official has to assess.
    fn territory(&self, ruling: &Ruling) -> Vec<ToDo> {
        let mut items = Vec::new();
        if ruling.outcome == Outcome::Violated {
            items.push(item(ruling.rule, Task::ChangeSeat, text::another_seat()));
        }
        items.extend(self.of_members(ruling.rule));
        items
    }

    /// One thing to do for each member to blame.
    fn of_members(&self, rule: Rule) -> Vec<ToDo> {
        let blamed = self.judgement.blamed(rule, self.standings);
        let of_one = |index: usize| {
            let standing = self.standings.get(index)?;
            let finding = standing.findings.iter().find(|finding| finding.rule == rule)?;
            Some(self.of_finding(standing.member()?, finding))
        };
        blamed.into_iter().filter_map(of_one).collect()
    }

    /// One thing to do for each member whose identity is not certain.
    fn unidentified(&self) -> Vec<ToDo> {
        let doubts = self.judgement.composition.bonds.doubts.iter();
        let doubts = doubts.map(|(index, finding)| (*index, finding));
        let own = self.standings.iter().enumerate().flat_map(|(index, standing)| {
            let of_rule = |finding: &&Finding| finding.rule == Rule::DistinctMembers;
            standing.findings.iter().filter(of_rule).map(move |finding| (index, finding))
        });
        let is_open = |finding: &Finding| finding.outcome != Outcome::Satisfied;
        doubts
            .chain(own)
            .filter(|(_, finding)| is_open(finding))
            .filter_map(|(index, finding)| Some(self.of_finding(self.member(index)?, finding)))
            .collect()
    }

    fn of_finding(&self, member: &Member, finding: &Finding) -> ToDo {
        let (task, by) = of_finding(finding);
        let message = self.of_member(member, finding, task);
        ToDo { by, members: vec![member.id], ..item(finding.rule, task, message) }
    }

    fn of_member(&self, member: &Member, finding: &Finding, task: Task) -> Text {
        let years = self.matter.parameters.seniority_years;
        // Who has to act, and how, follows in the words of the task.
        let found = match finding.outcome {
            Outcome::NeedsReview => finding.reason.message(years),
            _ => finding.message(years),
        };
        let waits = finding.reason.eligible_on().is_some();
        text::of_member(&member.name, &found, task, waits)
    }

    /// The actions that the plan lacks, or the plan itself.
    fn plan(&self) -> Vec<ToDo> {
        let rule = Rule::ActivityPlan;
        let missing = self.matter.missing_actions();
        let mut items: Vec<_> = missing
            .filter(|(_, count)| *count > 0)
            .map(|(kind, count)| {
                let message = text::actions(kind, count, self.has_bare(kind));
                let of_kind = item(rule, Task::ExtendPlan, message);
                ToDo { action: Some(kind), count, ..of_kind }
            })
            .collect();
        if self.matter.plan.is_none() && items.is_empty() {
            items.push(item(rule, Task::ExtendPlan, text::no_plan()));
        }
        // What else can be amiss is that the plan is over.
        if items.is_empty() {
            items.push(item(rule, Task::RenewPlan, text::another_plan()));
        }
        items
    }

    /// Whether the plan has actions of the kind that do not count.
    fn has_bare(&self, kind: ActionKind) -> bool {
        let mut actions = self.matter.plan.into_iter().flat_map(|plan| &plan.actions);
        actions.any(|action| action.kind == kind && !action.is_defined())
    }

    /// Those that have to leave of each organisation that stands more than once.
    fn repeated(&self) -> Vec<ToDo> {
        let rule = Rule::DistinctMembers;
        let of_one = |standings: &[usize], too_many: usize| {
            let members = standings.iter().filter_map(|index| self.member(*index));
            let members: Vec<_> = members.collect();
            let count = u32::try_from(too_many).unwrap_or(u32::MAX);
            let message = text::repeated(&names(&members), count);
            let members = members.iter().map(|member| member.id).collect();
            ToDo { members, count, ..item(rule, Task::RemoveRepeated, message) }
        };
        let organisations = &self.judgement.composition.bonds.organisations;
        organisations.repeated.iter().map(|one| of_one(&one.standings, one.too_many)).collect()
    }

    fn member(&self, index: usize) -> Option<&Member> {
        self.standings.get(index).and_then(|standing| standing.member())
    }
}

fn names<'m>(members: &[&'m Member]) -> Vec<&'m str> {
    members.iter().map(|member| member.name.as_str()).collect()
}

/// One thing for an applicant to do.
const fn item(rule: Rule, task: Task, message: Text) -> ToDo {
    ToDo {
        rule,
        task,
        by: Role::Applicant,
        slot: None,
        action: None,
        members: Vec::new(),
        count: 1,
        message,
    }
}

/// What has to be done about a finding that is not met, and by whom.
fn of_finding(finding: &Finding) -> (Task, Role) {
    match (finding.outcome, &finding.reason) {
        // An official could settle these too, but need not.
        (Outcome::NeedsReview, Reason::Unconfirmed) => (Task::ConfirmMembership, Role::Applicant),
        (Outcome::NeedsReview, Reason::RegistrationUnstated) => {
            (Task::StateRegistration, Role::Applicant)
        }
        (Outcome::NeedsReview, Reason::SchoolUnidentified | Reason::AccreditationMissing) => {
            (Task::CorrectMember, Role::Applicant)
        }
        (Outcome::NeedsReview, _) => (Task::Assess, Role::Official),
        _ if finding.settled.is_some() => (Task::RemoveMember, Role::Applicant),
        _ if finding.rule == Rule::CompanyCommitment => (Task::SignCommitment, Role::Applicant),
        _ => (Task::CorrectMember, Role::Applicant),
    }
}
