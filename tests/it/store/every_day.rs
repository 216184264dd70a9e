//! Stored outcomes equal computed ones on every day.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ptp_domain::calendar::Period;
use ptp_domain::event::EventKind;
use ptp_domain::member::Member;
use ptp_domain::pole::{Pole, PoleStatus, Stage};
use ptp_domain::rules::ruleset::RulesetId;
use ptp_domain::rules::{Budget, Verdict, evaluate};
use ptp_tests::fixtures::domain::{company, day, event, lawful};

use super::{Fresh, on_both_databases};

on_both_databases!(stored_outcomes_are_the_computed_ones_on_every_day);

/// Poles with different futures.
fn futures() -> Vec<(Pole, Vec<Member>)> {
    let period = |from, until| Period::new(day(from), Some(day(until))).unwrap();
    // Only the ITS is missing: not compliant once the grace ends.
    let steady = lawful(1);
    // A company leaves, and another joins later.
    let (pole, mut members) = lawful(2);
    members[3].membership = period("2027-01-15", "2027-06-30");
    let mut later = company(29, "25.62");
    later.membership = Period::since(day("2028-02-29"));
    members.push(later);
    let mended = (pole, members);
    // The training body is suspended twice, and its accreditation ends.
    let (pole, mut members) = lawful(3);
    let accreditation = &mut members[4].accreditations[0];
    accreditation.valid = period("2020-01-01", "2029-12-31");
    accreditation.suspensions =
        vec![period("2027-05-10", "2027-05-10"), period("2028-12-31", "2029-01-31")];
    let interrupted = (pole, members);
    // A company that needs review, until it leaves.
    let (pole, mut members) = lawful(4);
    members[3] = company(43, "22.29");
    members[3].membership = period("2027-01-15", "2028-08-31");
    let doubtful = (pole, members);
    // The rules of 2013 require an ITS from the start.
    let (mut pole, members) = lawful(5);
    pole.recognition.as_mut().unwrap().ruleset.id = RulesetId::LineeGuida2013;
    let older = (pole, members);
    // Suspended, reinstated and revoked.
    let (pole, members) = lawful(6);
    let stage = |status, since| Stage::of(status, day(since));
    let pole = pole
        .at(stage(PoleStatus::Suspended, "2027-09-01"))
        .at(stage(PoleStatus::Recognised, "2027-10-01"))
        .at(stage(PoleStatus::Revoked, "2029-03-15"));
    vec![steady, mended, interrupted, doubtful, older, (pole, members)]
}

/// The verdict on a pole on a day, while it is recognised.
fn computed(pole: &Pole, members: &[&Member], on: NaiveDate) -> Option<Verdict> {
    let stage = pole.stage_on(on).filter(|stage| !stage.status.is_over());
    let ruleset = pole.recognition.as_ref().unwrap().ruleset.ruleset();
    stage.map(|_| {
        evaluate(&pole.network(members), &ruleset, on, &[], &Budget::default()).unwrap().outcome
    })
}

async fn stored_outcomes_are_the_computed_ones_on_every_day(fresh: Fresh) {
    let mut poles = Vec::new();
    let tx = fresh.store.write().await.unwrap();
    for (number, (pole, members)) in (1..).zip(futures()) {
        let created = event(number, EventKind::PoleCreated, &[]);
        poles.push(tx.insert_pole(pole, members, &created).await.unwrap());
    }
    tx.commit().await.unwrap();
    let ids: Vec<_> = poles.iter().map(|stored| stored.pole.value.id).collect();

    let tx = fresh.store.read().await.unwrap();
    let mut seen = vec![BTreeSet::new(); poles.len()];
    // Three years, and the days around the one on which the ITS becomes binding.
    let last = day("2030-04-10");
    for on in day("2027-03-30").iter_days().take_while(|on| *on <= last) {
        let stored = tx.outcomes_on(&ids, on).await.unwrap();
        for (found, seen) in poles.iter().zip(&mut seen) {
            let members: Vec<_> = found.members.iter().map(|member| &member.value).collect();
            let pole = &found.pole.value;
            let outcome = stored.get(&pole.id).map(|it| it.period.outcome);
            assert_eq!(outcome, computed(pole, &members, on), "{} on {on}", pole.code);
            seen.insert(outcome.map(|outcome| format!("{outcome:?}")));
        }
    }
    // The number of different outcomes of each, including none.
    let counts: Vec<_> = seen.iter().map(BTreeSet::len).collect();
    assert_eq!(counts, [3, 3, 3, 3, 2, 2], "{seen:?}");
}
