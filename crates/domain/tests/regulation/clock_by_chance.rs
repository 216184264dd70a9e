//! Properties of the clock of procedures, tested on random ones.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use ptp_domain::application::Step::{
    Integrate, NotifyRejection, Observe, RequestIntegration, Review,
};
use ptp_domain::application::Why::Running;
use ptp_domain::application::{Particulars, Procedure, Taken};
use ptp_domain::calendar::is_holiday;

use super::members::day;
use super::procedure::{noon, procedure};

fn after(from: NaiveDate, days: u32) -> NaiveDate {
    from.checked_add_days(Days::new(days.into())).expect("a date")
}

/// An integration request and a notice, in either order, each answered or not.
fn any_procedure() -> impl Strategy<Value = Procedure> {
    let ask = || (0_u32..50, prop::option::of(0_u32..45), 1_u32..=30);
    (0_u32..3000, 0_u32..90, ask(), ask(), any::<bool>(), 0_usize..7).prop_map(
        |(start, days, one, other, papers_first, steps)| {
            let starts_on = after(day("2026-01-01"), start);
            let mut today = starts_on;
            let mut all = Vec::new();
            for (index, (wait, answer, days)) in [one, other].into_iter().enumerate() {
                let papers = papers_first == (index == 0);
                let (ask, reply) = if papers {
                    (RequestIntegration, Integrate)
                } else {
                    (NotifyRejection, Observe)
                };
                today = after(today, wait);
                let ends_on = Procedure::answer_by(ask, today, Some(days));
                all.push((ask, today, ends_on));
                if let Some(answer) = answer {
                    today = after(today, answer);
                    all.push((reply, today, None));
                }
                today = today.max(ends_on.filter(|_| answer.is_none()).unwrap_or(today));
                all.push((Review, today, None));
            }
            let taken = all.into_iter().take(steps).map(|(step, on, ends_on)| Taken {
                step,
                at: noon(on),
                ends_on,
                actor: None,
                particulars: Particulars::default(),
            });
            Procedure { starts_on, days, taken: taken.collect(), ..procedure(&[]) }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_stretches_have_no_gap_and_use_up_the_days(
        procedure in any_procedure(),
        today in 0_u32..200,
    ) {
        let clock = procedure.clock(after(procedure.starts_on, today));
        let mut next = after(procedure.starts_on, 1);
        for stretch in &clock.counted {
            prop_assert_eq!(stretch.from, next);
            prop_assert!(stretch.from <= stretch.until);
            next = after(stretch.until, 1);
        }
        let last = clock.counted.last().map_or(procedure.starts_on, |last| last.until);
        prop_assert_eq!(last, clock.due_on);
        prop_assert!(!is_holiday(clock.due_on));
        prop_assert_eq!(clock.counted.iter().map(|stretch| stretch.days).sum::<u32>(), procedure.days);

        // Running days beyond the term are those by which a holiday or a suspension deferred the
        // end.
        let running = clock.counted.iter().filter(|stretch| stretch.why == Running);
        let running: Vec<_> = running
            .flat_map(|stretch| stretch.from.iter_days().take_while(|day| *day <= stretch.until))
            .collect();
        let used_up = usize::try_from(procedure.days).expect("few days");
        let end = used_up.checked_sub(1).map_or(procedure.starts_on, |last| running[last]);
        for moved in end.iter_days().take_while(|day| *day < clock.due_on) {
            // On its last day a term is still suspended, from the next day on.
            let suspended = [moved, after(moved, 1)].iter().any(|day| !running.contains(day));
            prop_assert!(is_holiday(moved) || suspended, "{} is not the end", moved);
        }
    }

    #[test]
    fn it_is_suspended_on_the_days_of_the_suspensions_alone(
        procedure in any_procedure(),
        today in 0_u32..200,
    ) {
        let today = after(procedure.starts_on, today);
        let clock = procedure.clock(today);
        let holds = clock
            .counted
            .iter()
            .any(|stretch| {
                stretch.why != Running && stretch.from <= today && today <= stretch.until
            });
        prop_assert_eq!(clock.suspended_since.is_some(), holds);
        prop_assert!(clock.suspended_since.is_none_or(|since| since <= today));
    }

    #[test]
    fn the_day_to_decide_is_known_for_every_day_on_which_nothing_happens(
        procedure in any_procedure(),
        today in 0_u32..200,
    ) {
        let today = after(procedure.starts_on, today);
        prop_assert_eq!(procedure.due().as_of(today), procedure.clock(today).due_on);
    }

    /// Within the term: a late answer counts as none.
    #[test]
    fn an_earlier_answer_never_makes_it_due_later(
        papers in any::<bool>(),
        wait in 0_u32..60,
        days in 0_u32..=9,
        earlier in 0_u32..=9,
    ) {
        let (ask, reply) =
            if papers { (RequestIntegration, Integrate) } else { (NotifyRejection, Observe) };
        let asked_on = after(day("2027-02-01"), wait);
        let with = |days: Option<u32>| {
            let asked = (ask, asked_on.to_string());
            let answer = days.map(|days| (reply, after(asked_on, days).to_string()));
            let steps: Vec<_> = [Some(asked), answer].into_iter().flatten().collect();
            let steps: Vec<_> = steps.iter().map(|(step, on)| (*step, on.as_str())).collect();
            procedure(&steps).clock(asked_on).due_on
        };
        prop_assert!(with(Some(days.min(earlier))) <= with(Some(days)));
        prop_assert!(with(Some(days)) <= with(None), "nor later than while it is awaited");
    }
}
