//! Properties of all networks, tested on random ones.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use ptp_domain::activity_plan::ActionKind;
use ptp_domain::member::{Commitment, Profile};
use ptp_domain::pole::NetworkAgreement;
use ptp_domain::policy::Role;
use ptp_domain::rules::ruleset::Binds;
use ptp_domain::rules::{Change, MOST_REMEDIES, Outcome, Remedy, Report, Rule, Slot, Verdict};
use ptp_domain::vocabulary::Vocabulary;

use super::beginner;
use super::chance::{entangled_pole, ideal, pole};
use super::network::{Pole, action};

/// `PROPTEST_CASES` overrides the number of cases. Failures are to become tests of their own rather
/// than regression files.
fn config() -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { 96 };
    ProptestConfig { cases, failure_persistence: None, ..asked }
}

fn outcomes(report: &Report) -> BTreeMap<Rule, Outcome> {
    report.rules.iter().map(|result| (result.rule, result.outcome)).collect()
}

/// The report without its date and period of validity.
fn undated(report: Report) -> Report {
    Report { as_of: NaiveDate::MIN, next_change_on: None, ..report }
}

fn on(pole: &Pole, as_of: NaiveDate) -> Report {
    Pole { as_of, ..pole.clone() }.report()
}

/// The pole after a change proposed by a remedy, with real members.
fn after(mut pole: Pole, change: Change, name: &str) -> Pole {
    match change {
        Change::Add(slot) => pole.members.push(ideal(slot, name)),
        Change::Remove(id) => pole.members.retain(|member| member.id != id),
        Change::Commit(id) => {
            for member in pole.members.iter_mut().filter(|member| member.id == id) {
                if let Profile::Company(company) = &mut member.profile {
                    let (signed_on, all_students) = (pole.as_of, true);
                    let (signatory, continues) = (None, None);
                    company.commitment =
                        Some(Commitment { signed_on, signatory, all_students, continues });
                }
            }
        }
        Change::CompletePlan => {
            let kinds = [ActionKind::WorkLinkedTraining, ActionKind::CurricularFlexibility];
            pole.plan.get_or_insert_default().actions.extend(kinds.map(action));
        }
        Change::RenewPlan => pole.plan.get_or_insert_default().until = None,
        Change::NameLead => pole.lead = None,
        Change::SignAgreement => {
            let signed_on = Some(pole.as_of);
            pole.agreement = Some(NetworkAgreement { signed_on, reference: None });
        }
    }
    pole
}

fn after_all<'a>(pole: &Pole, changes: impl IntoIterator<Item = &'a Change>) -> Verdict {
    changes
        .into_iter()
        .enumerate()
        .fold(pole.clone(), |pole, (index, change)| after(pole, *change, &format!("N{index}")))
        .verdict()
}

/// Whether it asks a member to leave of which only an official has to say something.
fn removes_who_only_waits(report: &Report, change: Change) -> bool {
    let Change::Remove(id) = change else { return false };
    report.members.iter().filter(|result| result.member == id).any(|result| {
        // Its accreditations fill a slot or not: they are nothing that it has to have.
        let bound = result.findings.iter().filter(|finding| finding.rule != Rule::MinSectionA);
        bound.map(|finding| finding.outcome).max() == Some(Outcome::NeedsReview)
    })
}

/// Every possible change.
fn proposals(pole: &Pole) -> Vec<Change> {
    let present = || pole.members.iter().filter(|member| member.membership.contains(pole.as_of));
    let uncommitted = present().filter(|member| {
        member.company().is_some_and(|company| {
            company.commitment.as_ref().is_none_or(|word| word.signed_on > pole.as_of)
        })
    });
    Slot::ALL
        .iter()
        .map(|slot| Change::Add(*slot))
        .chain(present().map(|member| Change::Remove(member.id)))
        .chain(uncommitted.map(|member| Change::Commit(member.id)))
        .chain([Change::CompletePlan, Change::RenewPlan, Change::NameLead, Change::SignAgreement])
        .collect()
}

/// The day on which the ITS of a recognised pole becomes binding.
fn end_of_grace(pole: &Pole) -> NaiveDate {
    let parameters = &pole.ruleset.parameters;
    let years = parameters.its_grace_years;
    let recognised_on = pole.recognised_on.unwrap_or(NaiveDate::MAX);
    parameters.anniversary.reached(recognised_on, years)
}

proptest! {
    #![proptest_config(config())]

    /// An eligible new member never makes the report worse, unless it is an ITS that excludes its
    /// founders.
    #[test]
    fn an_eligible_newcomer_never_makes_it_worse(
        pole in pole(),
        slot in prop::sample::select(Slot::ALL),
    ) {
        if pole.ruleset.parameters.exclude_its_founders && slot == Slot::Its {
            return Ok(());
        }
        let before = pole.report();
        let after = pole.clone().with(ideal(slot, "N1")).report();
        prop_assert!(after.outcome <= before.outcome);
        // If only members that count are bound, another one may come to count, and need review.
        if pole.ruleset.parameters.requirements_bind != Binds::All {
            return Ok(());
        }
        let (before, after) = (outcomes(&before), outcomes(&after));
        for rule in Rule::ALL {
            prop_assert!(after[rule] <= before[rule], "{:?}: {:?}", rule, (before[rule], after[rule]));
        }
    }

    #[test]
    fn the_order_of_the_members_changes_nothing(
        (pole, order) in pole().prop_flat_map(|pole| {
            let order = Just(pole.members.clone()).prop_shuffle();
            (Just(pole), order)
        }),
    ) {
        let shuffled = Pole { members: order, ..pole.clone() }.report();
        let report = pole.report();
        let by_member = |report: &Report| -> BTreeMap<_, _> {
            report.members.iter().map(|result| (result.member, result.clone())).collect()
        };
        prop_assert_eq!(by_member(&report), by_member(&shuffled));
        prop_assert_eq!(Report { members: vec![], ..report }, Report { members: vec![], ..shuffled });
    }

    #[test]
    fn results_stand_in_the_order_in_which_the_members_came(pole in pole()) {
        let report = pole.report();
        let ids = |report: &Report| -> Vec<_> {
            report.members.iter().map(|result| result.member).collect()
        };
        prop_assert_eq!(ids(&report), pole.members.iter().map(|member| member.id).collect::<Vec<_>>());
        for result in &report.members {
            let said = result.counts_for.is_some() || !result.findings.is_empty();
            prop_assert!(said, "of each member the report says whether it counts, or why not");
        }
        let rules: Vec<_> = report.rules.iter().map(|result| result.rule).collect();
        prop_assert_eq!(rules, Rule::ALL);
        let worst = report.rules.iter().map(|result| result.outcome).max();
        prop_assert_eq!(report.outcome == Verdict::NonCompliant, worst == Some(Outcome::Violated));
    }

    /// A waived ITS has the same effect as one that is not required.
    #[test]
    fn a_waived_its_takes_nothing_from_the_other_rules(pole in pole()) {
        let report = pole.report();
        if outcomes(&report)[&Rule::MinIts] != Outcome::Waived {
            return Ok(());
        }
        let unasked = pole.asking(|asked| asked.min_its = Some(0)).report();
        for rule in Rule::ALL.iter().filter(|rule| **rule != Rule::MinIts) {
            prop_assert_eq!(report.rule(*rule), unasked.rule(*rule));
        }
        prop_assert_eq!(report.outcome, unasked.outcome);
    }

    /// Between two dates of the timeline the report is constant, and on each date it changes.
    #[test]
    fn the_timeline_has_every_date_on_which_the_report_changes(
        pole in prop_oneof![pole(), entangled_pole()],
        between in 0.0_f64..1.0,
    ) {
        let entries = pole.timeline("2040-12-31");
        let mut from = pole.as_of;
        let mut now = pole.report();
        let next_verdict = entries.iter().find(|entry| entry.outcome != now.outcome);
        prop_assert_eq!(now.next_change_on, next_verdict.map(|entry| entry.on));
        for until in entries.iter().map(Some).chain([None]) {
            let end = until.map_or(NaiveDate::from_ymd_opt(2041, 1, 1).unwrap(), |entry| entry.on);
            let days = (end - from).num_days();
            prop_assert!(days > 0);
            let still = undated(now);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a few thousand days")]
            let some_day = (days as f64 * between) as u64;
            for days in [some_day, days.unsigned_abs() - 1] {
                let day = from.checked_add_days(Days::new(days)).unwrap();
                prop_assert_eq!(&undated(on(&pole, day)), &still, "on {}", day);
            }
            let Some(entry) = until else { break };
            now = on(&pole, entry.on);
            prop_assert_eq!(now.outcome, entry.outcome);
            let before = outcomes(&still);
            let changed: Vec<_> =
                outcomes(&now).into_iter().filter(|(rule, outcome)| before[rule] != *outcome).collect();
            prop_assert_eq!(&changed, &entry.rules);
            // At the end of the grace an ITS can no longer leave, even if none is required.
            let is_grace = now.outcome != Verdict::Compliant && entry.on == end_of_grace(&pole);
            let differs = undated(now.clone()) != still;
            prop_assert!(differs || is_grace, "on {} nothing changes", entry.on);
            from = entry.on;
        }
    }

    #[test]
    fn every_remedy_leads_where_it_says_and_has_no_change_too_many(pole in pole()) {
        let report = pole.report();
        let remedies: Vec<_> = report.remedies.iter().map(|remedy| &remedy.changes).collect();
        prop_assert!(remedies.len() <= MOST_REMEDIES);
        prop_assert!(remedies.is_sorted_by_key(|changes| changes.len()), "the smallest first");
        for Remedy { changes, leads_to, .. } in &report.remedies {
            prop_assert!(*leads_to < report.outcome);
            prop_assert_eq!(after_all(&pole, changes), *leads_to, "{:?}", changes);
            for left_out in 0..changes.len() {
                let rest = changes.iter().enumerate().filter(|(at, _)| *at != left_out);
                let rest = after_all(&pole, rest.map(|(_, change)| change));
                prop_assert!(rest > *leads_to, "{:?} without {}", changes, left_out);
            }
            for change in changes {
                prop_assert!(!removes_who_only_waits(&report, *change), "{:?}", change);
            }
        }
        let distinct: BTreeSet<_> = remedies.iter().collect();
        prop_assert_eq!(distinct.len(), remedies.len());
        let is_hopeless = outcomes(&report)[&Rule::SingleArea] == Outcome::Violated;
        if report.outcome == Verdict::NonCompliant && !is_hopeless {
            prop_assert!(!remedies.is_empty(), "whoever starts needs one most");
        }
    }

    /// All remedies of one change are found and, if there are none, those of two.
    #[test]
    fn the_smallest_remedies_are_found(pole in pole()) {
        let report = pole.report();
        if !report.remedies_complete {
            return Ok(());
        }
        let remedies: BTreeSet<_> =
            report.remedies.iter().map(|remedy| remedy.changes.clone()).collect();
        let mut proposals = proposals(&pole);
        proposals.retain(|change| !removes_who_only_waits(&report, *change));
        let single: BTreeSet<_> = proposals
            .iter()
            .filter(|change| after_all(&pole, [*change]) < report.outcome)
            .map(|change| vec![*change])
            .collect();
        prop_assert!(single.is_subset(&remedies), "{:?} of {:?}", single, remedies);
        if remedies.is_empty() {
            let two = proposals.iter().flat_map(|one| proposals.iter().map(move |two| [one, two]));
            for two in two {
                prop_assert!(after_all(&pole, two) >= report.outcome, "{:?}", two);
            }
        }
    }

    /// The list is never cut: under each rule that is not met there is something to do, for
    /// somebody, and about each member to blame.
    #[test]
    fn under_each_rule_that_is_not_met_there_is_something_to_do(pole in pole()) {
        let report = pole.report();
        let unmet = |outcome| matches!(outcome, Outcome::Violated | Outcome::NeedsReview);
        let rules: Vec<_> = report.rules.iter().filter(|result| unmet(result.outcome)).collect();
        let asked: Vec<_> = report.to_do.iter().map(|item| item.rule).collect();
        prop_assert!(asked.is_sorted(), "in the order of the page");
        let asked: BTreeSet<_> = asked.into_iter().collect();
        prop_assert_eq!(asked, rules.iter().map(|result| result.rule).collect());
        for result in rules {
            let items = || report.to_do.iter().filter(|item| item.rule == result.rule);
            prop_assert!(items().all(|item| item.count > 0));
            let waits_for_an_official = items().all(|item| item.by == Role::Official);
            prop_assert!(!(waits_for_an_official && result.outcome == Outcome::Violated));
        }
    }

    /// A compliant pole is what is left when everything on the list is done.
    #[test]
    fn who_does_what_is_to_do_becomes_compliant(pole in pole()) {
        let mut pole = pole;
        let mut rounds = 0;
        while pole.verdict() != Verdict::Compliant {
            rounds += 1;
            prop_assert!(rounds < 8, "still to do: {:?}", pole.report().to_do);
            pole = beginner::after_doing(pole);
        }
    }
}
