//! Benchmark of evaluations: `cargo run --release -p ptp-domain --example evaluation_speed`.
//!
//! For each network, with its size: its maximum work, the work of an evaluation and of a timeline
//! of five years, in units; and the microseconds that they took, the best of several runs, as well
//! as those of validating the list. Targets, for a wizard that asks at each keystroke: report and
//! timeline below 2 ms for 8 members and below 50 ms for 500 realistic ones, whatever they lack;
//! below 100 ms for any list without faults.

mod networks;

use std::hint::black_box;
use std::time::Instant;

use chrono::Months;
use ptp_domain::activity_plan::{ActionKind, ActivityPlan, Objective, PlannedAction};
use ptp_domain::area::Area;
use ptp_domain::identifier::Province;
use ptp_domain::member::Member;
use ptp_domain::pole::list_faults;
use ptp_domain::policy::Owner;
use ptp_domain::rules::ruleset::{Binds, Overrides, Ruleset, RulesetId};
use ptp_domain::rules::{Budget, Network, evaluate, most_work, timeline};

use networks::{
    Result, Spoiled, chain, date, duplicates, honest, many_tracks, member, suspended, tax_code,
};

/// The maximum number of runs; fewer once they have taken too long.
const RUNS: u32 = 500;
const ENOUGH: f64 = 300_000.0;

fn main() -> Result<()> {
    let page = RulesetId::default().ruleset();
    let twenty = Some(20);
    let demanding = page.clone().with(&Overrides {
        min_schools: twenty,
        min_companies: twenty,
        min_section_a: twenty,
        min_its: twenty,
        seniority_years: Some(1),
        ..Overrides::default()
    });
    let counted = page
        .clone()
        .with(&Overrides { requirements_bind: Some(Binds::Counted), ..Overrides::default() });
    let spoiled = |size, spoiled| -> Result<Vec<_>> {
        (0..size).map(|index| member(index, spoiled)).collect()
    };
    println!(
        "{:<28} {:>4} {:>10} {:>9} | {:>9} {:>9} | {:>9} {:>9} | outcome",
        "network", "size", "may cost", "faults µs", "judged", "µs", "5 years", "µs"
    );
    show("nobody", &[], &page)?;
    show("nobody, 80 slots", &[], &demanding)?;
    for size in [8, 500] {
        show("compliant", &spoiled(size, Spoiled::Nothing)?, &page)?;
        show("one school too few", &spoiled(size, Spoiled::Schools)?, &page)?;
        show("half the companies elsewhere", &spoiled(size, Spoiled::Companies)?, &page)?;
        show("no company committed", &spoiled(size, Spoiled::Commitments)?, &page)?;
        show("the same, where counted", &spoiled(size, Spoiled::Commitments)?, &counted)?;
        show("all but eight leave", &spoiled(size, Spoiled::Dates)?, &page)?;
        show("honest with everything", &honest(size)?, &page)?;
        show("the same, 80 slots", &honest(size)?, &demanding)?;
    }
    show("chain of 40, 20 tracks each", &chain(40, 20)?, &page)?;
    show("chain of 17, 100 tracks each", &chain(17, 100)?, &page)?;
    show("bodies, 42 suspensions each", &suspended(490, 42, false)?, &page)?;
    show("bodies, 10 suspensions each", &suspended(490, 10, false)?, &page)?;
    show("sites, 40 suspensions each", &suspended(480, 40, true)?, &page)?;
    show("sites, 10 suspensions each", &suspended(480, 10, true)?, &page)?;
    show("100 tracks each", &many_tracks(80, 100)?, &page)?;
    show("100 tracks each, 80 slots", &many_tracks(80, 100)?, &demanding)?;
    show("each a twin of the next", &duplicates(490)?, &page)?;
    Ok(())
}

fn show(what: &str, members: &[Member], ruleset: &Ruleset) -> Result<()> {
    let actions = [ActionKind::WorkLinkedTraining, ActionKind::CurricularFlexibility].map(|kind| {
        PlannedAction {
            kind,
            title: Some("Azione".to_owned()),
            objectives: vec![Objective::WorkplaceLearning],
            hours: None,
        }
    });
    let plan = ActivityPlan { actions: actions.into(), ..ActivityPlan::default() };
    let owner = Owner::Organisation(tax_code(0)?);
    let as_of = date("2027-02-26")?;
    let until = as_of.checked_add_months(Months::new(60)).unwrap_or(as_of);
    let members: Vec<_> = members.iter().collect();
    let network = Network {
        area: Area::Mechanics,
        seat: Province::parse("BG").map_err(|fault| fault.code)?,
        activity_plan: Some(&plan),
        network_agreement: None,
        lead: None,
        recognised_on: None,
        applicant: Some(&owner),
        successions: &[],
        members: members.clone(),
    };
    let budget = || Budget::of(u64::MAX);

    let looking = best(|| list_faults(black_box(&members)));
    let judging = best(|| evaluate(black_box(&network), ruleset, as_of, &[], &budget()));
    let days = best(|| timeline(black_box(&network), ruleset, as_of, until, &[], &budget()));
    let (once, always) = (budget(), budget());
    let report = evaluate(&network, ruleset, as_of, &[], &once)?;
    timeline(&network, ruleset, as_of, until, &[], &always)?;
    let mut codes: Vec<_> = list_faults(&members).into_iter().map(|fault| fault.code).collect();
    codes.dedup();
    println!(
        "{what:<28} {:>4} {:>10} {looking:>9.1} | {:>9} {judging:>9.1} | {:>9} {days:>9.1} | {:?} {}",
        members.len(),
        most_work(&members),
        once.spent(),
        always.spent(),
        report.outcome,
        codes.join(", "),
    );
    Ok(())
}

/// The shortest time of several runs, in microseconds.
fn best<T>(work: impl Fn() -> T) -> f64 {
    let (mut best, mut all) = (f64::INFINITY, 0.0);
    for _ in 0..RUNS {
        let start = Instant::now();
        black_box(work());
        let took = start.elapsed().as_secs_f64() * 1e6;
        best = best.min(took);
        all += took;
        if all > ENOUGH {
            break;
        }
    }
    best
}
