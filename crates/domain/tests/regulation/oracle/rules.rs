//! The outcome of every rule.

use std::collections::BTreeSet;

use ptp_domain::activity_plan::ActionKind;
use ptp_domain::member::{Member, Profile};
use ptp_domain::rules::ruleset::{Binds, PoleSeat};
use ptp_domain::rules::{Outcome, Rule, Slot};

use super::answer::{Answer, Doubt, No, Yes, by, whether, worst};
use super::question::Question;
use super::seats::Seats;
use super::{companies, identity, tracks};

/// The outcomes that a rule may have: several where the text does not say who of several equal
/// members fills a slot.
type Possible = BTreeSet<Outcome>;

pub(super) fn outcomes(question: &Question<'_>) -> Vec<(Rule, Possible)> {
    let seats = &Seats::of(question);
    let one = |outcome| Possible::from([outcome]);
    let answer = |answer: Answer| one(answer.outcome());
    vec![
        (Rule::SingleArea, answer(single_area(question))),
        (Rule::MinSchools, one(seats.outcome(Slot::School))),
        (Rule::MinCompanies, one(seats.outcome(Slot::Company))),
        (Rule::MinSectionA, one(seats.outcome(Slot::SectionA))),
        (Rule::MinIts, one(seats.outcome(Slot::Its))),
        (Rule::ActivityPlan, answer(activity_plan(question))),
        (
            Rule::CompanyCommitment,
            of_bound(question, seats, |member| {
                Some(companies::is_committed(question, member, member.company()?))
            }),
        ),
        (
            Rule::CompanyInArea,
            of_bound(question, seats, |member| {
                Some(companies::is_of_area(question, member.company()?))
            }),
        ),
        (
            Rule::TrainingSeniority,
            of_bound(question, seats, |member| {
                tracks::is_bound(question, member).then(|| tracks::is_senior(question, member))
            }),
        ),
        (Rule::DistinctMembers, answer(identity::are_distinct(question))),
        (
            Rule::MemberKinds,
            answer(worst(question.members.iter().map(|member| question.is_admitted(member)))),
        ),
        (Rule::Territory, territory(question, seats)),
        (Rule::Lead, one(lead(question))),
        (Rule::NetworkAgreement, one(network_agreement(question))),
        (Rule::CompanyRegistered, company_registered(question, seats)),
        (Rule::ItsFoundersExcluded, one(its_founders_excluded(question))),
        (Rule::MemberConfirmation, one(member_confirmation(question))),
        (Rule::NoDedicatedFunding, one(Outcome::NotApplicable)),
    ]
}

fn single_area(question: &Question<'_>) -> Answer {
    let allowed = &question.rules.allowed_areas;
    whether(allowed.is_empty() || allowed.contains(&question.pole.area))
}

fn activity_plan(question: &Question<'_>) -> Answer {
    let Some(plan) = &question.pole.plan else { return No };
    let has = |kind, least: u32| {
        let counts = plan.actions.iter().filter(|action| {
            action.kind == kind && action.title.is_some() && !action.objectives.is_empty()
        });
        counts.count() >= least as usize
    };
    let least = question.rules.plan_actions;
    if !has(ActionKind::WorkLinkedTraining, least.work_linked_training)
        || !has(ActionKind::CurricularFlexibility, least.curricular_flexibility)
    {
        No
    } else if plan.until.is_some_and(|until| until < question.day) {
        by(question.rules.ended_plan)
    } else {
        Yes
    }
}

/// The outcome of a requirement of all members that it binds, or of those that count.
fn of_bound(
    question: &Question<'_>,
    seats: &Seats,
    says: impl Fn(&Member) -> Option<Answer>,
) -> Possible {
    let of = |indices: &mut dyn Iterator<Item = usize>| {
        let answers: Vec<_> = indices.filter_map(|index| says(question.members[index])).collect();
        if answers.is_empty() { Outcome::NotApplicable } else { worst(answers).outcome() }
    };
    match question.rules.requirements_bind {
        Binds::All => Possible::from([of(&mut (0..question.members.len()))]),
        Binds::Counted => {
            seats.best.iter().map(|seats| of(&mut seats.iter().map(|seat| seat.member))).collect()
        }
    }
}

fn territory(question: &Question<'_>, seats: &Seats) -> Possible {
    if question.rules.pole_seat == PoleSeat::Region && !question.pole.seat.is_lombard() {
        return Possible::from([Outcome::Violated]);
    }
    let of = |seat: &super::seats::Seat| question.is_in_region(question.members[seat.member]);
    seats.best.iter().map(|seats| worst(seats.iter().map(of)).outcome()).collect()
}

fn lead(question: &Question<'_>) -> Outcome {
    let Some(lead) = question.pole.lead else { return Outcome::NotApplicable };
    if question.members.iter().any(|member| member.id == lead) {
        Outcome::Satisfied
    } else if question.pole.members.iter().any(|member| member.id == lead) {
        question.decided(Doubt).outcome()
    } else {
        Outcome::NeedsReview
    }
}

fn network_agreement(question: &Question<'_>) -> Outcome {
    if !question.rules.require_network_agreement {
        return Outcome::NotApplicable;
    }
    match question.pole.agreement.as_ref().map(|agreement| agreement.signed_on) {
        None => Outcome::Violated,
        Some(None) => Outcome::NeedsReview,
        Some(Some(on)) => whether(on <= question.day).outcome(),
    }
}

fn company_registered(question: &Question<'_>, seats: &Seats) -> Possible {
    if !question.rules.require_company_registration {
        return Possible::from([Outcome::NotApplicable]);
    }
    of_bound(question, seats, |member| Some(companies::is_registered(question, member.company()?)))
}

fn its_founders_excluded(question: &Question<'_>) -> Outcome {
    let is_academy = |member: &&Member| matches!(member.profile, Profile::ItsAcademy { .. });
    if question.rules.exclude_its_founders && question.members.iter().any(is_academy) {
        Outcome::Satisfied
    } else {
        Outcome::NotApplicable
    }
}

fn member_confirmation(question: &Question<'_>) -> Outcome {
    if !question.rules.require_confirmation || question.members.is_empty() {
        return Outcome::NotApplicable;
    }
    worst(question.members.iter().map(|member| question.is_confirmed(member))).outcome()
}
