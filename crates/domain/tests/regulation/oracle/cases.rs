//! Small networks by chance, with what is likely to go wrong.

use chrono::{Days, NaiveDate};
use ptp_domain::activity_plan::ActionKind;
use ptp_domain::area::Area;
use ptp_domain::calendar::{Anniversary, Period};
use ptp_domain::identifier::Province;
use ptp_domain::pole::NetworkAgreement;
use ptp_domain::policy::Owner;
use ptp_domain::rules::Rule;
use ptp_domain::rules::ruleset::{
    Binds, Overrides, PlanActions, PoleSeat, RulesetId, SeniorityBound,
};
use ptp_domain::vocabulary::Vocabulary;

use super::super::members::{Vary, id_of, tax_code_of, word};
use super::super::network::Pole;
use super::dice::Chance;
use super::people;
use super::question::date;

/// A pole on a day.
pub(super) fn pole(chance: &mut Chance) -> Pole {
    let mut pole = Pole::base();
    pole.as_of = match chance.below(6) {
        0 => date(2025, 3, 30) + Days::new(chance.below(4)),
        1 => date(2028, 2, 28) + Days::new(chance.below(3)),
        2 => date(2026, 1, 1) + Days::new(chance.below(900)),
        _ => date(2027, 2, 26),
    };
    let day = pole.as_of;
    if chance.once_in(12) {
        pole.area = chance.one_of(&[Area::Manufacturing, Area::AgriFood, Area::Tourism]);
    }
    if chance.once_in(20) {
        pole.seat = Province::parse("NA").expect("a province");
    }
    pole.members = (0..4 + chance.below(4)).map(|index| people::one(chance, index, day)).collect();
    partings(chance, &mut pole);
    papers(chance, &mut pole, day);
    rules(chance, &mut pole, day);
    if chance.once_in(3) {
        words(chance, &mut pole);
    }
    pole
}

/// Members whose track or commitment goes on with another's often left just before.
fn partings(chance: &mut Chance, pole: &mut Pole) {
    for heir in pole.members.clone() {
        let word = heir.company().and_then(|company| company.commitment.as_ref());
        if let Some(continues) = word.and_then(|word| word.continues.as_ref()) {
            let last = heir.membership.from() - Days::new(chance.below(4));
            for old in &mut pole.members {
                if old.tax_code == continues.organisation.tax_code && !chance.once_in(3) {
                    let first = old.membership.from().min(last);
                    old.membership = Period::new(first, Some(last)).expect("a period");
                }
            }
        }
        for offer in &heir.study_tracks {
            let Some((continues, _)) = offer.continued() else { continue };
            let last = offer.offered.from() - Days::new(chance.below(4));
            let first = (continues.from + Days::new(chance.below(2))).min(last);
            for old in &mut pole.members {
                if old.tax_code == continues.organisation.tax_code && !chance.once_in(3) {
                    let offered = Period::new(first, Some(last)).expect("a period");
                    *old = old.clone().with_track(offer.track.clone(), offered);
                }
            }
        }
    }
}

fn papers(chance: &mut Chance, pole: &mut Pole, day: NaiveDate) {
    if let Some(plan) = &mut pole.plan {
        plan.until = chance.once_in(6).then(|| day - Days::new(1) + Days::new(chance.below(3)));
        for action in &mut plan.actions {
            match chance.below(40) {
                0 => action.title = None,
                1 => action.objectives.clear(),
                2 => action.kind = ActionKind::Apprenticeship,
                _ => {}
            }
        }
    }
    if chance.once_in(25) {
        pole.plan = None;
    }
    match chance.below(12) {
        0 => pole.agreement = None,
        1 => pole.agreement = Some(NetworkAgreement { signed_on: None, reference: None }),
        2 => {
            let signed_on = Some(day + Days::new(chance.below(2)));
            pole.agreement = Some(NetworkAgreement { signed_on, reference: None });
        }
        _ => {}
    }
    pole.lead = chance.once_in(3).then(|| id_of(&format!("M{}", chance.below(8))));
    pole.recognised_on = chance.once_in(2).then(|| chance.near(day));
    pole.applicant = chance.once_in(2).then(|| Owner::Organisation(tax_code_of("M1")));
}

fn rules(chance: &mut Chance, pole: &mut Pole, day: NaiveDate) {
    if chance.once_in(4) {
        pole.ruleset = RulesetId::LineeGuida2013.ruleset();
    }
    let mut some = |times: u64, bound: u64| -> Option<u32> {
        chance.once_in(times).then(|| u32::try_from(chance.below(bound)).expect("a small number"))
    };
    let mut asked = Overrides {
        min_schools: some(10, 3),
        min_companies: some(10, 3),
        min_section_a: some(10, 3),
        min_its: some(10, 3),
        its_grace_years: some(5, 5),
        seniority_years: some(10, 6),
        plan_actions: some(10, 3)
            .map(|count| PlanActions { work_linked_training: count, curricular_flexibility: 1 }),
        ..Overrides::default()
    };
    asked.its_grace_until = chance.once_in(10).then(|| chance.near(day));
    asked.anniversary = chance.once_in(6).then_some(Anniversary::NextDay);
    asked.requirements_bind = chance.once_in(5).then_some(Binds::Counted);
    asked.one_slot_each = chance.once_in(8).then_some(false);
    asked.provisional_accreditation_counts = chance.once_in(3).then_some(false);
    asked.exclude_its_founders = chance.once_in(5).then_some(true);
    asked.require_company_registration = chance.once_in(6).then_some(true);
    asked.require_network_agreement = chance.once_in(6).then_some(true);
    asked.require_confirmation = chance.once_in(4).then_some(true);
    asked.pole_seat = chance.once_in(6).then_some(PoleSeat::Any);
    asked.secondary_track = chance.leeway();
    asked.secondary_ateco = chance.leeway();
    asked.unmapped_ateco = chance.leeway();
    asked.other_kinds = chance.leeway();
    asked.ended_plan = chance.leeway();
    asked.outside_region = chance.leeway();
    if chance.once_in(8) {
        let bound = SeniorityBound::ALL.iter().copied().filter(|_| !chance.once_in(2));
        asked.seniority_binds = Some(bound.collect());
    }
    if chance.once_in(15) {
        asked.allowed_areas = Some([chance.one_of(&[Area::Mechanics, Area::Culture])].into());
    }
    pole.ruleset = pole.ruleset.clone().with(&asked);
}

/// Words of an official, some about what is not so.
fn words(chance: &mut Chance, pole: &mut Pole) {
    for _ in 0..=chance.below(4) {
        let (rule, fact) = chance.one_of(&[
            (Rule::MemberConfirmation, "unconfirmed:"),
            (Rule::Territory, "outside_region:NA"),
            (Rule::Territory, "outside_region:TO"),
            (Rule::MemberKinds, "kind_unlisted:museo"),
            (Rule::MemberKinds, "accreditation_missing:"),
            (Rule::DistinctMembers, "same_rea:MI-1"),
            (Rule::DistinctMembers, "school_unidentified:"),
        ]);
        let name = format!("M{}", chance.below(7));
        pole.determinations.push(word(rule, &name, fact.to_owned(), chance.once_in(2)));
    }
}
