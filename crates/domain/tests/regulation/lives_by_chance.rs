//! Lives of poles by chance: what follows without another act is never more than is kept of it.

use proptest::prelude::*;
use ptp_domain::court::CourtReference;
use ptp_domain::party::{Act, ActKind};
use ptp_domain::pole::{
    Contested, CourtOrder, Facts, MOST_AHEAD, OrderEffect, Pole, PoleStatus, Stage, Step,
    Suspension, SuspensionKind, attempt,
};
use ptp_domain::vocabulary::Vocabulary;

use super::members::day;
use super::network;
use super::pole_life::recognised;

/// A step: of which kind, how many days after the one before, and what else it is about.
type Chance = (u8, u8, u8, u8);

/// Takes a step on a day, if the state of the pole allows it.
fn taken(
    pole: Pole,
    (what, _, later, other): Chance,
    number: usize,
    today: chrono::NaiveDate,
) -> Pole {
    let days = |days: u8| chrono::Days::new(u64::from(days));
    let facts = Facts {
        today: Some(today),
        extending: pole.extending(today),
        ahead: pole.ahead_of(today),
        contestable: pole.has_contestable_act(),
        ..Facts::default()
    };
    let step = [Step::Suspend, Step::Reinstate, Step::Revoke, Step::RecordOrder, Step::RecordOrder]
        [usize::from(what % 5)];
    let Ok(status) = attempt(pole.status_on(today), step, facts) else { return pole };
    let act = Act { kind: ActKind::Decree, number: number.to_string(), date: today, url: None };
    let begins =
        if other % 2 == 0 || step == Step::Reinstate { today } else { today + days(later) };
    let stage = Stage { act: Some(act), ..Stage::of(status, begins) };
    match step {
        Step::RecordOrder => {
            let acts: Vec<_> = pole.life.iter().skip(1).filter_map(|it| it.act.clone()).collect();
            let act = &acts[usize::from(later) % acts.len()];
            let contested = Contested { number: act.number.clone(), date: act.date };
            let reference =
                CourtReference { court: "TAR".to_owned(), number: "1".to_owned(), date: today };
            let effect = OrderEffect::ALL[usize::from(other) % OrderEffect::ALL.len()];
            let order = CourtOrder { effect, reference, reason: None };
            pole.clone().ordered(&contested, order, Vec::new(), today).unwrap_or(pole)
        }
        Step::Suspend => {
            let until = Some(begins + days(other));
            let kind = SuspensionKind::Administrative;
            let suspension = Some(Suspension { kind, until, extension: None });
            pole.at(Stage { suspension, ..stage }).as_of(today)
        }
        _ => pole.at(stage).as_of(today),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The status that was written, or the last of the changes ahead by a day: what lists go by.
    #[test]
    fn the_changes_ahead_say_where_a_pole_stands_on_every_day(
        chances: Vec<(u8, u8, u8, u8)>,
    ) {
        let mut today = day("2027-03-15");
        let mut pole = recognised(&network::Pole::base(), today);
        for (number, chance) in chances.into_iter().enumerate() {
            today = today + chrono::Days::new(u64::from(chance.1 % 40));
            pole = taken(pole, chance, number, today);
            let ahead = pole.ahead(today);
            prop_assert!(ahead.len() <= MOST_AHEAD, "{ahead:?}");
            let written = pole.status_on(today);
            prop_assert!(!ahead.iter().any(|_| written.is_over()), "an end is for good");
            for standing in pole.standings() {
                for on in [standing.since.pred_opt().unwrap(), standing.since] {
                    let by_list = ahead.iter().rfind(|(since, _)| *since <= on);
                    let by_list = by_list.map_or(written, |(_, status)| *status);
                    prop_assert!(on < today || by_list == pole.status_on(on), "{on}");
                }
            }
            prop_assert!(!matches!(written, PoleStatus::Draft | PoleStatus::Candidate));
        }
    }
}
