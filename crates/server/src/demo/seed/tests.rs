//! Every row is what its place in the tables promises, whatever the day.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ptp_api::clock::Clock;
use ptp_domain::calendar::{civil_date, in_rome, parse_instant};
use ptp_domain::call::Phase;
use ptp_domain::identifier::PoleCode;
use ptp_domain::member::{Member, MemberKind};
use ptp_domain::pole::{Pole, PoleStatus, list_faults};
use ptp_domain::policy::Owner;
use ptp_domain::rules::ruleset::{Ruleset, RulesetId};
use ptp_domain::rules::{Network, Outcome, Report, Rule, Verdict, evaluate, timeline};
use ptp_domain::vocabulary::Vocabulary;
use ptp_store::{Store, StoreOptions};

use super::call::CallRow;
use super::dates::{Dates, When};
use super::drafts::{BREAKING, READY, TELLING};
use super::pole::PoleRow;
use super::recognised::RECOGNISED;
use super::{calls, is_empty, poles, seed};

/// Days of every kind: the ends of school years, of civil years and of February, both changes of
/// the clocks, a weekend, a holiday.
const TODAYS: [&str; 12] = [
    "2026-11-24",
    "2026-12-25",
    "2026-12-31",
    "2027-01-01",
    "2027-02-28",
    "2027-03-28",
    "2027-08-31",
    "2027-09-01",
    "2027-10-31",
    "2028-02-29",
    "2028-03-01",
    "2031-05-24",
];

/// A clock for each day, late in the evening: in Rome it is another day than in London.
fn clocks() -> impl Iterator<Item = Clock> {
    TODAYS.iter().map(|today| Clock::fixed(parse_instant(&format!("{today}T00:30:00")).unwrap()))
}

fn made(row: &PoleRow, clock: &Clock) -> (Pole, Vec<Member>) {
    let dates = Dates::of(clock);
    let code = PoleCode::new(row.year(dates), 1).unwrap();
    row.pole(code, dates, clock).unwrap()
}

fn network<'a>(pole: &'a Pole, members: &'a [Member]) -> Network<'a> {
    Network {
        area: pole.description.area,
        activity_plan: pole.description.activity_plan.as_ref(),
        recognised_on: pole.recognition.as_ref().map(|recognition| recognition.recognised_on),
        members: members.iter().collect(),
    }
}

fn report(row: &PoleRow, clock: &Clock, ruleset: &Ruleset, as_of: NaiveDate) -> Report {
    let (pole, members) = made(row, clock);
    evaluate(&network(&pole, &members), ruleset, as_of, &[])
}

fn saying(report: &Report, outcome: Outcome) -> Vec<Rule> {
    let rules = report.rules.iter().filter(|result| result.outcome == outcome);
    rules.map(|result| result.rule).collect()
}

/// The rules that a pole is promised to break, and those that an official has to settle.
fn is_as_promised(report: &Report, row: &PoleRow, broken: &[Rule], in_doubt: &[Rule]) {
    let found = (saying(report, Outcome::Violated), saying(report, Outcome::NeedsReview));
    assert_eq!(found, (broken.to_vec(), in_doubt.to_vec()), "{} on {}", row.name, report.as_of);
}

fn page() -> Ruleset {
    RulesetId::RegioneLombardia.ruleset()
}

/// By which rules a pole is judged, and what they are promised to say.
enum Judged {
    ByThePage,
    ByTheGuidelines,
    ByTheRestrictedCall,
}

#[test]
fn each_recognised_pole_stands_as_its_text_says() {
    let promises: [&[Rule]; 10] = [
        &[],
        &[Rule::MinIts],
        &[Rule::MinCompanies],
        &[Rule::MinSectionA],
        &[],
        &[],
        &[],
        &[],
        &[],
        &[],
    ];
    assert_eq!(RECOGNISED.len(), promises.len());
    for clock in clocks() {
        let today = Dates::of(&clock).today();
        for (row, broken) in RECOGNISED.iter().zip(promises) {
            is_as_promised(&report(row, &clock, &page(), today), row, broken, &[]);
        }
        let first = report(&RECOGNISED[0], &clock, &page(), today);
        assert_eq!(first.rule(Rule::MinIts).unwrap().outcome, Outcome::Satisfied);
        let last = report(&RECOGNISED[9], &clock, &page(), today);
        assert_eq!(last.rule(Rule::MinIts).unwrap().outcome, Outcome::Waived);
    }
}

#[test]
fn each_area_has_a_pole_that_is_recognised_and_compliant() {
    let clock = clocks().next().unwrap();
    let today = Dates::of(&clock).today();
    let areas: BTreeSet<_> = RECOGNISED
        .iter()
        .filter(|row| row.status == PoleStatus::Recognised)
        .filter(|row| report(row, &clock, &page(), today).outcome == Verdict::Compliant)
        .map(|row| row.area)
        .collect();
    assert_eq!(areas.len(), ptp_domain::area::Area::ALL.len());
    for status in [PoleStatus::Suspended, PoleStatus::Revoked] {
        assert!(RECOGNISED.iter().any(|row| row.status == status));
    }
}

#[test]
fn the_ready_pole_can_apply_to_both_open_calls() {
    for clock in clocks() {
        let dates = Dates::of(&clock);
        is_as_promised(&report(&READY, &clock, &page(), dates.today()), &READY, &[], &[]);
        for call in [calls::OPEN, calls::RESTRICTED] {
            let terms = call.terms(dates).unwrap();
            let closing = civil_date(terms.window.closes_at());
            is_as_promised(&report(&READY, &clock, &terms.ruleset(), closing), &READY, &[], &[]);
        }
    }
}

#[test]
fn each_rule_that_can_be_broken_is_broken_alone() {
    use Judged::{ByTheGuidelines, ByThePage, ByTheRestrictedCall};
    let promises = [
        (Rule::SingleArea, ByTheRestrictedCall),
        (Rule::MinSchools, ByThePage),
        (Rule::MinCompanies, ByThePage),
        (Rule::MinSectionA, ByThePage),
        (Rule::MinIts, ByTheGuidelines),
        (Rule::MemberKinds, ByTheRestrictedCall),
        (Rule::TrainingSeniority, ByThePage),
        (Rule::CompanyInArea, ByThePage),
        (Rule::CompanyCommitment, ByThePage),
        (Rule::ActivityPlan, ByThePage),
        (Rule::DistinctMembers, ByThePage),
        // What breaks is the count: see the next test.
        (Rule::MinSchools, ByTheGuidelines),
        (Rule::CompanyRegistered, ByTheGuidelines),
    ];
    assert_eq!(BREAKING.len(), promises.len());
    for clock in clocks() {
        let dates = Dates::of(&clock);
        let today = dates.today();
        for (row, (rule, judged)) in BREAKING.iter().zip(&promises) {
            let by_the_page = report(row, &clock, &page(), today);
            let of_call = |call: CallRow| {
                let terms = call.terms(dates).unwrap();
                report(row, &clock, &terms.ruleset(), civil_date(terms.window.closes_at()))
            };
            match judged {
                ByThePage => {
                    is_as_promised(&by_the_page, row, &[*rule], &[]);
                    is_as_promised(&of_call(calls::OPEN), row, &[*rule], &[]);
                }
                ByTheGuidelines => {
                    is_as_promised(&by_the_page, row, &[], &[]);
                    let guidelines = RulesetId::LineeGuida2013.ruleset();
                    let today = report(row, &clock, &guidelines, today);
                    is_as_promised(&today, row, &[*rule], &[]);
                    is_as_promised(&of_call(calls::CLOSED), row, &[*rule], &[]);
                }
                ByTheRestrictedCall => {
                    let in_doubt = [*rule].into_iter().filter(|rule| *rule == Rule::MemberKinds);
                    let in_doubt: Vec<_> = in_doubt.collect();
                    is_as_promised(&by_the_page, row, &[], &in_doubt);
                    is_as_promised(&of_call(calls::RESTRICTED), row, &[*rule], &[]);
                }
            }
        }
    }
}

#[test]
fn a_founder_of_the_its_is_left_out_of_the_count() {
    let clock = clocks().next().unwrap();
    let guidelines = RulesetId::LineeGuida2013.ruleset();
    let report = report(&BREAKING[11], &clock, &guidelines, Dates::of(&clock).today());
    let schools = report.rule(Rule::MinSchools).unwrap();
    assert_eq!((schools.required, schools.found), (Some(2), Some(1)));
    let founders = report.rule(Rule::ItsFoundersExcluded).unwrap();
    assert!(founders.explanation.it.contains("Filo d'Adda"), "{}", founders.explanation.it);
}

#[test]
fn the_telling_poles_tell_what_they_say() {
    let [doubtful, changing, wide] = TELLING else { panic!("three poles") };
    for clock in clocks() {
        let dates = Dates::of(&clock);
        let today = dates.today();
        let in_doubt = [Rule::TrainingSeniority, Rule::CompanyInArea];
        is_as_promised(&report(doubtful, &clock, &page(), today), doubtful, &[], &in_doubt);
        let on_wide = report(wide, &clock, &page(), today);
        is_as_promised(&on_wide, wide, &[], &[Rule::MemberKinds]);

        let (pole, members) = made(changing, &clock);
        let until = dates.on(When::InDays(100));
        let entries = timeline(&network(&pole, &members), &page(), today, until, &[]).1;
        let entries: Vec<_> = entries.iter().map(|entry| (entry.on, entry.outcome)).collect();
        let promised = [
            // Three years since 29 February are reached on the 28th, so a day may be gained.
            (dates.on(When::InDays(20)), Verdict::Compliant),
            (dates.on(When::InDays(45)), Verdict::NonCompliant),
            (dates.on(When::InDays(76)), Verdict::Compliant),
        ];
        assert_eq!(entries, promised);
        let today = report(changing, &clock, &page(), today);
        is_as_promised(&today, changing, &[Rule::TrainingSeniority], &[]);
    }
    let (_, members) = made(wide, &clocks().next().unwrap());
    let kinds: BTreeSet<_> = members.iter().map(Member::kind).collect();
    assert_eq!(kinds.len(), MemberKind::ALL.len());
}

#[test]
fn nothing_is_odd_about_the_codes_and_the_members_fit_together() {
    let clock = clocks().next().unwrap();
    let mut names = BTreeSet::new();
    for row in poles() {
        assert!(names.insert(row.name), "{}", row.name);
        let (pole, members) = made(row, &clock);
        assert_eq!(list_faults(&members.iter().collect::<Vec<_>>()), []);
        assert_eq!(pole.recognition.is_none(), pole.status == PoleStatus::Draft);
        for member in &members {
            let name = &member.name;
            assert_eq!(member.tax_code.warning(), None, "{name}");
            assert!(member.province.is_lombard(), "{name}");
            for code in member.school().into_iter().flat_map(|school| school.codes()) {
                assert_eq!(code.warning(), None, "{name}");
                assert_eq!(code.province(), member.province, "{name}");
            }
        }
    }
}

#[test]
fn organisations_that_are_not_the_same_share_no_code() {
    let clock = clocks().next().unwrap();
    let mut known = Vec::<Member>::new();
    for member in poles().flat_map(|row| made(row, &clock).1) {
        for other in known.iter().filter(|other| other.name != member.name) {
            let site =
                [other, &member].iter().any(|member| member.name.contains("sede coordinata"));
            assert!(site || !other.is_same_organisation(&member), "{} {}", other.name, member.name);
        }
        known.push(member);
    }
}

#[test]
fn the_drafts_belong_to_the_applicant() {
    let clock = clocks().next().unwrap();
    for row in poles().filter(|row| row.status == PoleStatus::Draft) {
        let Owner::Organisation(owner) = made(row, &clock).0.owner else { panic!("a body") };
        assert_eq!(owner.as_str(), crate::demo::ORGANISATION);
    }
}

#[test]
fn the_calls_are_in_their_phases_from_ten_to_noon_in_rome() {
    use Phase::{Closed, Open, Upcoming};
    for clock in clocks() {
        let dates = Dates::of(&clock);
        let phases = calls::CALLS.iter().map(|row| {
            let window = row.terms(dates).unwrap().window;
            assert!(in_rome(window.opens_at()).to_string().contains(" 10:00:00 "));
            assert!(in_rome(window.closes_at()).to_string().contains(" 12:00:00 "));
            window.phase(clock.now())
        });
        assert_eq!(phases.collect::<Vec<_>>(), [Closed, Open, Open, Upcoming, Upcoming]);
    }
}

#[test]
fn codes_ascend_in_the_order_in_which_they_are_given() {
    for clock in clocks() {
        let dates = Dates::of(&clock);
        assert!(poles().map(|row| row.year(dates)).is_sorted());
        assert!(calls::CALLS.iter().map(|row| row.year(dates)).is_sorted());
    }
}

#[tokio::test]
async fn a_database_is_seeded_once() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("demo.sqlite").display());
    let acquire_timeout = std::time::Duration::from_secs(5);
    let store = Store::open(&StoreOptions { url, connections: 2, acquire_timeout }).await.unwrap();
    store.migrate().await.unwrap();
    assert!(is_empty(&store).await.unwrap());
    seed(&store, &clocks().next().unwrap()).await.unwrap();
    assert!(!is_empty(&store).await.unwrap());
    store.close().await.unwrap();
}
