//! A beginner, who does what the report says is left to do, and nothing else.

use ptp_domain::activity_plan::{ActionKind, Objective};
use ptp_domain::calendar::parse_instant;
use ptp_domain::identifier::Province;
use ptp_domain::member::{Commitment, Company, Member, Profile};
use ptp_domain::pole::NetworkAgreement;
use ptp_domain::rules::{Determination, Task, ToDo};
use ptp_domain::vocabulary::Vocabulary;

use super::chance::ideal;
use super::members::day;
use super::network::{Pole, action};

/// The pole after everything on its list is done once, an official included.
pub(crate) fn after_doing(pole: Pole) -> Pole {
    let to_do = pole.report().to_do;
    to_do.iter().fold(pole, done)
}

fn done(mut pole: Pole, item: &ToDo) -> Pole {
    match item.task {
        Task::ChangeArea => {
            let allowed = &pole.ruleset.parameters.allowed_areas;
            pole.area = *allowed.first().expect("an area");
        }
        Task::ChangeSeat => pole.seat = Province::parse("BG").expect("a province"),
        Task::FillSlot => {
            let slot = item.slot.expect("a slot");
            for _ in 0..item.count {
                let name = format!("{}{}", slot.code(), pole.members.len());
                pole.members.push(ideal(slot, &name));
            }
        }
        // Nothing is known that would correct it.
        Task::CorrectMember | Task::RemoveMember => {
            pole.members.retain(|member| !item.members.contains(&member.id));
        }
        Task::RemoveRepeated => {
            let mut left = item.count;
            pole.members.retain(|member| {
                let leaves = left > 0 && item.members.contains(&member.id);
                left -= u32::from(leaves);
                !leaves
            });
        }
        Task::SignCommitment => {
            let (signed_on, all_students) = (pole.as_of, true);
            let commitment =
                Commitment { signed_on, signatory: None, all_students, continues: None };
            in_business(&mut pole, item, |company| company.commitment = Some(commitment.clone()));
        }
        Task::StateRegistration => {
            in_business(&mut pole, item, |company| company.registered = Some(true));
        }
        Task::ConfirmMembership => {
            let at = parse_instant("2027-02-01T12:00").expect("an instant");
            members(&mut pole, item).for_each(|member| member.confirmed_at = Some(at));
        }
        Task::ExtendPlan => {
            let kind = item.action.unwrap_or(ActionKind::Other);
            let mut action = action(kind);
            action.title = Some("Officina aperta".to_owned());
            action.objectives = vec![Objective::WorkplaceLearning];
            let actions = &mut pole.plan.get_or_insert_default().actions;
            actions.extend(std::iter::repeat_n(action, item.count as usize));
        }
        Task::RenewPlan => {
            if let Some(plan) = &mut pole.plan {
                plan.until = None;
            }
        }
        Task::NameLead => pole.lead = None,
        Task::SignAgreement => {
            pole.agreement =
                Some(NetworkAgreement { signed_on: Some(pole.as_of), reference: None });
        }
        Task::Assess => assess(&mut pole, item),
    }
    pole
}

/// An official accepts what was found about the member under the rule.
fn assess(pole: &mut Pole, item: &ToDo) {
    let report = pole.report();
    for id in &item.members {
        let of_member = report.members.iter().filter(|result| result.member == *id);
        let findings = of_member.flat_map(|result| &result.findings);
        let in_doubt = findings.filter(|finding| finding.rule == item.rule);
        let (reason, decided_on) = ("Visura.".to_owned(), day("2027-03-01"));
        let determinations = in_doubt.map(|finding| Determination {
            rule: item.rule,
            member: *id,
            fact: finding.reason.fact(),
            accepted: true,
            reason: reason.clone(),
            decided_on,
        });
        pole.determinations.extend(determinations);
    }
}

/// The members of the item that something before it on the list has not asked to leave.
fn members<'p>(pole: &'p mut Pole, item: &'p ToDo) -> impl Iterator<Item = &'p mut Member> {
    pole.members.iter_mut().filter(|member| item.members.contains(&member.id))
}

fn in_business(pole: &mut Pole, item: &ToDo, change: impl Fn(&mut Company)) {
    for member in members(pole, item) {
        if let Profile::Company(company) = &mut member.profile {
            change(company);
        }
    }
}
