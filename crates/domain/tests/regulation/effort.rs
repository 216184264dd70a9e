//! The work caused by networks: little for realistic ones, bounded for hostile ones.
//!
//! Counted in units of work, which are the same on every machine.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use ptp_domain::accreditation::Section;
use ptp_domain::calendar::Period;
use ptp_domain::member::{Company, Member, Profile};
use ptp_domain::pole::list_faults;
use ptp_domain::rules::ruleset::{Binds, Overrides, Ruleset, RulesetId};
use ptp_domain::rules::{
    Budget, Exhausted, MOST_EFFORT, Network, Verdict, evaluate, is_too_much_work, most_work,
    timeline,
};
use ptp_domain::vocabulary::Vocabulary as _;

use super::chance::entangled_pole;
use super::members::{
    MECHANIC, Vary, academy, accredited, catalogued, company, day, school_code, since, tax_code,
    technical,
};
use super::network::Pole;

fn later(day: NaiveDate, days: usize) -> NaiveDate {
    day.checked_add_days(Days::new(days as u64)).expect("a date")
}

fn one_day(day: NaiveDate) -> Period {
    Period::new(day, Some(day)).expect("a period")
}

/// The day after the reference date of the networks.
fn tomorrow() -> NaiveDate {
    day("2027-02-27")
}

/// The name of a member; tax codes and school codes follow the number, so that all are distinct.
fn numbered(number: usize, of: impl Fn(&str) -> Member) -> Member {
    of(&format!("M{number}")).varied(|member| {
        let number = u32::try_from(number).expect("a small number") + 1;
        member.tax_code = tax_code(number);
        if let Profile::TechnicalInstitute(school) | Profile::VocationalInstitute(school) =
            &mut member.profile
        {
            school.institution_code = Some(school_code(number));
        }
    })
}

/// The last track goes on with that of a numbered member, since that day.
fn continuing(member: Member, number: usize, from: NaiveDate) -> Member {
    member.continuing("M0", &from.to_string()).varied(|member| {
        let last = member.study_tracks.last_mut().expect("a track");
        let of = &mut last.continues.as_mut().expect("a continuation").organisation;
        of.tax_code = tax_code(u32::try_from(number).expect("a small number") + 1);
    })
}

fn codes(members: &[Member]) -> Vec<&'static str> {
    let faults = list_faults(&members.iter().collect::<Vec<_>>());
    let mut codes: Vec<_> = faults.into_iter().map(|fault| fault.code).collect();
    codes.dedup();
    codes
}

fn bound(members: &[Member]) -> u64 {
    most_work(&members.iter().collect::<Vec<_>>())
}

/// The cost of an evaluation, and of a timeline as long as that of stored outcomes.
fn spent(pole: &Pole) -> Result<(u64, u64), Exhausted> {
    let (evaluation, days) = (Budget::default(), Budget::default());
    let (network, until) = (pole.network(), later(pole.as_of, 2192));
    evaluate(&network, &pole.ruleset, pole.as_of, &pole.determinations, &evaluation)?;
    timeline(&network, &pole.ruleset, pole.as_of, until, &pole.determinations, &days)?;
    Ok((evaluation.spent(), days.spent()))
}

fn pole_of(members: Vec<Member>) -> Pole {
    Pole { members, ..Pole::base() }
}

/// A chain of schools, each with one-day tracks on consecutive days that continue the last track of
/// the previous one.
fn chain(schools: usize, tracks: usize) -> Vec<Member> {
    let school = |number: usize| {
        let school = numbered(number, |name| technical(name).offering_nothing());
        (0..tracks).fold(school, |school, track| {
            let on = later(tomorrow(), number * tracks + track);
            let school = school.with_track(catalogued("IT-MME"), one_day(on));
            match number.checked_sub(1) {
                Some(before) if track == 0 => continuing(school, before, tomorrow()),
                _ => school,
            }
        })
    };
    (0..schools).map(school).collect()
}

/// Members with section A accreditations suspended on every second day, with different dates each.
fn suspended(number: usize, times: usize, of: impl Fn(&str) -> Member) -> Member {
    numbered(number, of).holding(Section::A, since("2015-01-01")).varied(|member| {
        let days = (0..times).map(|time| later(tomorrow(), 2 * (number * times + time)));
        member.accreditations.last_mut().expect("one").suspensions = days.map(one_day).collect();
    })
}

fn body(name: &str) -> Member {
    accredited(name).varied(|member| member.accreditations.clear())
}

/// A network with a bit of everything: tracks of several years, accreditations renewed and
/// suspended, commitments, departures, mergers; all on different dates.
fn honest(size: usize) -> Vec<Member> {
    let member = |number: usize| {
        let member = match number % 8 {
            0 | 4 => numbered(number, technical),
            2 | 6 => numbered(number, body),
            3 => numbered(number, academy),
            _ => numbered(number, |name| company(name, "28.41")).in_business(|company| {
                let commitment = company.commitment.as_mut().expect("a commitment");
                commitment.signed_on = later(day("2026-01-01"), number);
            }),
        };
        let tracks = ["IT-MME", "IP-D", "IT-EET", "IP-C", "IP10-MAT", "ITS-06", "IT-CAT", MECHANIC];
        let trains = member.company().is_none();
        let tracks = tracks.iter().enumerate().filter(|_| trains);
        let member = tracks.fold(member, |member, (track, code)| {
            let year = 2010 + (number + 3 * track) % 19;
            let from = day(&format!("{year}-09-01"));
            let until = (track % 3 == 0).then(|| later(from, 3652));
            member.with_track(catalogued(code), Period::new(from, until).expect("a period"))
        });
        let accreditations = if matches!(number % 8, 2 | 6 | 0) { 2 } else { 0 };
        (0..accreditations)
            .fold(member, |member, index| {
                let from = later(day("2015-01-01"), 3 * number + index);
                let valid = Period::new(from, Some(later(from, 4000 + 9 * number)));
                member.holding(Section::A, valid.expect("a period")).varied(|member| {
                    let held = member.accreditations.last_mut().expect("one");
                    held.suspensions.extend((0..3).map(|time| {
                        let from = later(from, 700 * time + 11 * number);
                        Period::new(from, Some(later(from, 60))).expect("a period")
                    }));
                })
            })
            .varied(|member| {
                let leaves = (number % 9 == 8).then(|| later(tomorrow(), number));
                member.membership = Period::new(day("2027-01-15"), leaves).expect("a period");
            })
            .varied(|member| {
                if number % 56 == 12 {
                    let from = day("2009-09-01");
                    *member = continuing(member.clone(), number - 8, from);
                }
            })
    };
    (0..size).map(member).collect()
}

#[test]
fn realistic_networks_need_little_work() {
    for size in [8, 100, 500] {
        let members = honest(size);
        assert_eq!(codes(&members), [""; 0], "{size} members");
        let bound = bound(&members);
        assert!(bound < MOST_EFFORT / 3, "{size} members may be {bound} units");
        let (evaluation, days) = spent(&pole_of(members)).expect("little work");
        assert!(evaluation < MOST_EFFORT / 40, "{size} members: {evaluation} units");
        assert!(days < MOST_EFFORT / 20, "{size} members: {days} units");
    }
}

/// A report is asked for at each keystroke, and most often while much is missing.
#[test]
fn a_network_in_disorder_needs_little_work() {
    for (size, most) in [(0, 10_000), (8, 20_000), (500, 1_500_000)] {
        let silent = honest(size).into_iter().map(|member| match member.profile {
            Profile::Company(company) => {
                let profile = Profile::Company(Company { commitment: None, ..company });
                Member { profile, ..member }
            }
            _ => member,
        });
        let silent: Vec<_> = silent.collect();
        for binds in Binds::ALL {
            let pole = Pole { plan: None, ..pole_of(silent.clone()) };
            let pole = pole.asking(|asked| asked.requirements_bind = Some(*binds));
            assert_eq!(pole.verdict(), Verdict::NonCompliant);
            let (evaluation, _) = spent(&pole).expect("little work");
            assert!(evaluation < most, "{size} members: {evaluation} units");
        }
    }
}

#[test]
fn a_chain_of_continuations_costs_no_more_than_its_tracks() {
    for (schools, tracks) in [(20, 20), (40, 20), (40, 40)] {
        let members = chain(schools, tracks);
        assert_eq!(codes(&members), [""; 0]);
        let (evaluation, days) = spent(&pole_of(members)).expect("little work");
        assert!(evaluation < MOST_EFFORT / 4, "{schools} schools: {evaluation} units");
        assert!(days < MOST_EFFORT / 4, "{schools} schools: {days} units");
    }
}

#[test]
fn members_that_change_every_day_for_a_century_are_refused() {
    let bodies: Vec<_> = (0..490).map(|number| suspended(number, 42, body)).collect();
    let sites = |name: &str| technical(name).at_site("BGTF003011");
    let schools: Vec<_> = (0..480).map(|number| suspended(number, 40, sites)).collect();
    for members in [bodies, schools] {
        assert_eq!(codes(&members), ["too_many_changes_over_time"]);
        assert_eq!(spent(&pole_of(members)), Err(Exhausted::TooMuchWork));
    }
    let fewer: Vec<_> = (0..490).map(|number| suspended(number, 6, body)).collect();
    assert_eq!(codes(&fewer), [""; 0]);
    assert!(spent(&pole_of(fewer)).is_ok());
}

/// Each is a site of the same institution as the next: hundreds would have to leave.
#[test]
fn hundreds_of_duplicates_still_get_a_report() {
    let site = |code: usize| format!("BGTF{code:03}001");
    let twins = (10..400).map(|number| {
        numbered(number, |name| technical(name).at_site(&site(number)).at_site(&site(number + 1)))
    });
    let members: Vec<_> = Pole::base().members.into_iter().chain(twins).collect();
    assert_eq!(codes(&members), [""; 0]);
    let pole = pole_of(members);
    let report = pole.report();
    assert_eq!((report.remedies, report.remedies_complete), (vec![], false), "too many ways");
    assert_eq!(report.to_do.len(), 1, "what is left to do is said in any case");
    assert_eq!(report.outcome, Verdict::NonCompliant);
}

#[test]
fn a_caller_that_disconnects_stops_the_work() {
    let pole = Pole::base();
    let stop = Arc::new(AtomicBool::new(false));
    let budget = Budget::default().stopped_by(Arc::clone(&stop));
    let judged = || evaluate(&pole.network(), &pole.ruleset, pole.as_of, &[], &budget);
    assert!(judged().is_ok());
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(judged().map(|report| report.outcome), Err(Exhausted::Stopped));
}

#[test]
fn an_empty_budget_is_reported_as_exhausted() {
    let pole = Pole::base();
    let judged = evaluate(&pole.network(), &pole.ruleset, pole.as_of, &[], &Budget::of(10));
    assert_eq!(judged.map(|report| report.outcome), Err(Exhausted::TooMuchWork));
}

/// The most demanding rules that a call can set.
fn demanding() -> Ruleset {
    let most = Some(20);
    RulesetId::LineeGuida2013.ruleset().with(&Overrides {
        min_schools: most,
        min_companies: most,
        min_section_a: most,
        min_its: most,
        ..Overrides::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// The cost of a list of members has a bound known in advance.
    #[test]
    fn no_day_and_no_rules_make_more_work_than_foretold(
        pole in entangled_pole(),
        days in 0_usize..9000,
        is_demanding in any::<bool>(),
    ) {
        let members: Vec<_> = pole.members.iter().collect();
        prop_assert!(!is_too_much_work(&members));
        let most = most_work(&members);
        let ruleset = if is_demanding { demanding() } else { pole.ruleset.clone() };
        let network = Network { recognised_on: pole.recognised_on, ..pole.network() };
        let from = later(day("2010-01-01"), days);
        let budget = Budget::of(most);
        let all = timeline(&network, &ruleset, from, NaiveDate::MAX, &[], &budget);
        prop_assert!(all.is_ok(), "more than {} units", most);
    }
}

#[test]
fn a_budget_says_what_was_spent_and_why_no_more_is() {
    let (pole, budget) = (pole_of(honest(8)), Budget::default());
    let network = pole.network();
    let judge = |budget: &Budget| {
        evaluate(&network, &pole.ruleset, pole.as_of, &pole.determinations, budget).map(drop)
    };
    assert_eq!(budget.spent(), 0);
    judge(&budget).expect("little work");
    let once = budget.spent();
    judge(&budget).expect("little work");
    assert_eq!(budget.spent(), 2 * once, "the same work costs the same");
    assert!(once > 8, "each member is some work");

    let exhausted = judge(&Budget::of(once - 1)).expect_err("too little");
    assert_eq!(exhausted, Exhausted::TooMuchWork);
    let stopped = judge(&Budget::default().stopped_by(Arc::new(AtomicBool::new(true))));
    let stopped = stopped.expect_err("nobody waits");
    assert_eq!(stopped, Exhausted::Stopped);
    assert!(exhausted.to_string().contains("more work than allowed"));
    assert!(stopped.to_string().contains("stopped"));
}
