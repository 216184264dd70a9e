//! Acts on a recognition: when they have effect, for how long, and what courts make of them.

use ptp_domain::court::CourtReference;
use ptp_domain::delivery::{Delivery, DeliveryMeans, DeliveryOutcome};
use ptp_domain::fault::Fault;
use ptp_domain::party::{Act, ActKind};
use ptp_domain::pole::{
    Ahead, Contested, CourtOrder, Effect, Extending, Extension, OrderEffect, Pole, PoleStatus,
    Stage, Stated, Suspension, SuspensionKind, outcome_periods,
};
use ptp_domain::rules::Budget;

use super::members::day;
use super::network;
use super::pole_life::{recognised, stage};

use OrderEffect::{Annuls, Lifted, Suspends};
use PoleStatus::{Recognised, Revoked, Suspended};

fn act(number: &str, on: &str) -> Act {
    Act { kind: ActKind::Decree, number: number.to_owned(), date: day(on), url: None }
}

/// Recognised on 15 March 2027.
fn pole() -> Pole {
    recognised(&network::Pole::base(), day("2027-03-15"))
}

fn suspended(pole: Pole, since: &str, until: Option<&str>) -> Pole {
    let act = act("S", since);
    let suspension = Suspension {
        kind: match until {
            Some(_) => SuspensionKind::Administrative,
            None => SuspensionKind::Judicial,
        },
        until: until.map(day),
        extension: None,
    };
    pole.at(Stage {
        act: Some(act),
        suspension: Some(suspension),
        ..Stage::of(Suspended, day(since))
    })
}

fn revoked(pole: Pole, since: &str) -> Pole {
    pole.at(Stage { act: Some(act("R", since)), ..Stage::of(Revoked, day(since)) })
}

fn order(effect: OrderEffect, on: &str) -> CourtOrder {
    let reference = CourtReference {
        court: "TAR Lombardia, Milano".to_owned(),
        number: "812".to_owned(),
        date: day(on),
    };
    CourtOrder { effect, reference, reason: None }
}

fn ordered(
    pole: Pole,
    of: (&str, &str),
    effect: OrderEffect,
    on: &str,
) -> Result<Pole, Vec<Fault>> {
    let contested = Contested { number: of.0.to_owned(), date: day(of.1) };
    pole.ordered(&contested, order(effect, on), Vec::new(), day("2030-01-01"))
}

fn codes(faults: Vec<Fault>) -> Vec<(&'static str, String)> {
    faults.into_iter().map(|fault| (fault.code, fault.pointer)).collect()
}

#[track_caller]
fn stands(pole: &Pole, expected: &[(&str, PoleStatus)]) {
    for (on, status) in expected {
        assert_eq!(pole.status_on(day(on)), *status, "{on}");
        assert_eq!(pole.standing_on(day(on)).map(|it| it.stage.status), Some(*status), "{on}");
        assert_eq!(pole.is_recognised_on(day(on)), *status == Recognised, "{on}");
    }
}

/// It ends by itself on the day after its last one, without an act.
#[test]
fn an_administrative_suspension_ends_by_itself() {
    let pole = suspended(pole(), "2027-06-01", Some("2027-08-31"));
    stands(
        &pole,
        &[
            ("2027-05-31", Recognised),
            ("2027-06-01", Suspended),
            ("2027-08-31", Suspended),
            ("2027-09-01", Recognised),
            ("2040-01-01", Recognised),
        ],
    );
    assert_eq!(pole.ahead(day("2027-06-01")), [(day("2027-09-01"), Recognised)]);
    assert_eq!(pole.ahead(day("2027-09-01")), []);
    let again = pole.standing_on(day("2027-10-01")).expect("it stands");
    assert_eq!((again.since, again.provisional), (day("2027-09-01"), None));
}

#[test]
fn a_suspension_by_a_court_lasts_until_it_is_reinstated() {
    let pole = suspended(pole(), "2027-06-01", None);
    stands(&pole, &[("2027-06-01", Suspended), ("2050-01-01", Suspended)]);
    assert_eq!(pole.extending(day("2027-07-01")), Extending::ByCourt);
    let pole = pole.at(stage(Recognised, day("2029-01-10")));
    stands(&pole, &[("2029-01-09", Suspended), ("2029-01-10", Recognised)]);
}

#[test]
fn a_suspension_states_its_end_unless_it_is_a_courts() {
    use SuspensionKind::{Administrative, Judicial};
    let decree = act("S", "2027-06-01");
    let judgment = Act { kind: ActKind::Judgment, ..decree.clone() };
    let made = |kind, act: &Act, until: Option<&str>| {
        let made = Suspension::new(kind, Some(act), until.map(day), day("2027-06-01"));
        made.map(|suspension| suspension.kind).map_err(codes)
    };
    let at = |code: &'static str| Err(vec![(code, "/until".to_owned())]);
    assert_eq!(made(None, &decree, Some("2027-06-01")), Ok(Administrative));
    assert_eq!(made(None, &judgment, None), Ok(Judicial));
    assert_eq!(made(Some(Judicial), &judgment, None), Ok(Judicial));
    let by_decree = Err(vec![("not_a_judgment", "/act/kind".to_owned())]);
    assert_eq!(made(Some(Judicial), &decree, None), by_decree, "no way around an end");
    assert_eq!(made(None, &decree, None), at("suspension_without_end"));
    assert_eq!(made(Some(Administrative), &judgment, None), at("suspension_without_end"));
    let late = made(None, &judgment, Some("2027-07-01"));
    assert_eq!(late, at("suspension_by_court_has_no_end"));
    assert_eq!(made(None, &decree, Some("2027-05-31")), at("suspension_ends_before_it_begins"));
}

#[test]
fn an_extension_puts_off_the_end_once() {
    let extension = || Extension {
        on: day("2027-08-20"),
        before: None,
        act: act("P", "2027-08-20"),
        reason: None,
    };
    let suspended = suspended(pole(), "2027-06-01", Some("2027-08-31"));
    assert_eq!(suspended.extending(day("2027-08-20")), Extending::Possible);
    let short = suspended.clone().with_extension(extension(), day("2027-08-31"), Vec::new());
    let codes = codes(short.expect_err("no later"));
    assert_eq!(codes, [("suspension_not_longer", "/until".to_owned())]);
    let longer = suspended.with_extension(extension(), day("2027-11-30"), Vec::new());
    let longer = longer.expect("later");
    stands(
        &longer,
        &[("2027-09-01", Suspended), ("2027-11-30", Suspended), ("2027-12-01", Recognised)],
    );
    assert_eq!(longer.extending(day("2027-10-01")), Extending::Done);
    let kept = longer.life[1].suspension.as_ref().and_then(|it| it.extension.as_ref());
    assert_eq!(kept.and_then(|it| it.before), Some(day("2027-08-31")));
}

/// The recognition revives, provisionally from the day of the order, until it is lifted.
#[test]
fn an_order_that_suspends_a_revocation_revives_the_recognition() {
    let pole = revoked(pole(), "2028-02-01");
    let revived = ordered(pole, ("R", "2028-02-01"), Suspends, "2028-03-10").expect("an order");
    let expected = [
        ("2028-01-31", Recognised),
        ("2028-02-01", Revoked),
        ("2028-03-09", Revoked),
        ("2028-03-10", Recognised),
        ("2030-01-01", Recognised),
    ];
    stands(&revived, &expected);
    assert_eq!(revived.status, Recognised);
    let provisional = |pole: &Pole, on: &str| {
        pole.standing_on(day(on)).and_then(|standing| standing.provisional).is_some()
    };
    assert!(!provisional(&revived, "2028-02-15") && provisional(&revived, "2028-03-10"));
    assert_eq!(revived.ended_on(), None);

    let lifted =
        ordered(revived.clone(), ("R", "2028-02-01"), Lifted, "2028-09-01").expect("lifted");
    stands(&lifted, &[("2028-08-31", Recognised), ("2028-09-01", Revoked)]);
    assert!(provisional(&lifted, "2028-08-31") && !provisional(&lifted, "2028-09-01"));
    assert_eq!(lifted.ended_on(), Some(day("2028-09-01")));

    let annulled = ordered(revived, ("R", "2028-02-01"), Annuls, "2028-09-01").expect("annulled");
    stands(&annulled, &[("2028-02-15", Recognised), ("2028-09-01", Recognised)]);
    assert!(!provisional(&annulled, "2028-05-01"), "it is as if it had never been revoked");
}

/// What stood before a revocation stands again, whatever has been decided since.
#[test]
fn an_act_that_a_court_holds_up_leaves_the_ones_before_it() {
    let pole = revoked(suspended(pole(), "2027-06-01", Some("2028-12-31")), "2028-02-01");
    let revived = ordered(pole, ("R", "2028-02-01"), Suspends, "2028-03-10").expect("an order");
    stands(
        &revived,
        &[("2028-03-10", Suspended), ("2028-12-31", Suspended), ("2029-01-01", Recognised)],
    );
    let both = ordered(revived, ("S", "2027-06-01"), Suspends, "2028-04-01").expect("an order");
    stands(&both, &[("2028-03-31", Suspended), ("2028-04-01", Recognised)]);
    let later = suspended(both, "2028-06-01", Some("2028-07-31"));
    stands(&later, &[("2028-06-01", Suspended), ("2028-08-01", Recognised)]);
    // An end prevails over what was decided while it was held up.
    let ended = ordered(later, ("R", "2028-02-01"), Lifted, "2028-06-15").expect("lifted");
    stands(&ended, &[("2028-06-14", Suspended), ("2028-06-15", Revoked), ("2028-08-01", Revoked)]);
}

#[test]
fn an_order_is_about_an_act_that_exists_and_fits_what_was_decided_before() {
    let pole = revoked(pole(), "2028-02-01");
    let refused = |pole: &Pole, of, effect, on| {
        codes(ordered(pole.clone(), of, effect, on).expect_err("refused"))
    };
    let revocation = ("R", "2028-02-01");
    let at = |code: &'static str, pointer: &str| vec![(code, pointer.to_owned())];
    assert_eq!(
        refused(&pole, ("R", "2028-02-02"), Annuls, "2028-03-10"),
        at("no_such_act", "/act")
    );
    let recognition = refused(&pole, ("1", "2027-03-15"), Suspends, "2028-03-10");
    assert_eq!(recognition, at("recognition_contested", "/act"));
    let early = refused(&pole, revocation, Suspends, "2028-01-31");
    assert_eq!(early, at("order_before_act", "/order/date"));
    let late = refused(&pole, revocation, Suspends, "2030-01-02");
    assert_eq!(late, at("order_in_the_future", "/order/date"));
    assert_eq!(refused(&pole, revocation, Lifted, "2028-03-10"), at("nothing_to_lift", "/effect"));
    let held = ordered(pole, revocation, Suspends, "2028-03-10").expect("an order");
    let again = refused(&held, revocation, Suspends, "2028-04-10");
    assert_eq!(again, at("already_suspended", "/effect"));
    let earlier = refused(&held, revocation, Lifted, "2028-03-09");
    assert_eq!(earlier, at("order_before_act", "/order/date"));
    let annulled = ordered(held, revocation, Annuls, "2028-05-10").expect("annulled");
    let again = refused(&annulled, revocation, Annuls, "2028-06-10");
    assert_eq!(again, at("already_annulled", "/effect"));
}

fn delivery(on: &str, outcome: DeliveryOutcome) -> Delivery {
    Delivery { on: day(on), means: DeliveryMeans::Pec, outcome, source: "ricevuta".to_owned() }
}

/// L. 241/1990, art. 21-bis.
#[test]
fn a_restrictive_act_has_effect_from_its_delivery_on() {
    let (taken, today) = (day("2028-02-01"), day("2028-02-10"));
    let effect = |delivery, stated: Option<&str>, awaits| {
        let stated = stated.map(|on| Stated { on: day(on), reason: "urgenza".to_owned() });
        Effect::new(delivery, stated, awaits, taken, today)
            .map(|effect| (effect.since(today), effect.awaits_delivery))
            .map_err(codes)
    };
    let delivered = || Some(delivery("2028-02-05", DeliveryOutcome::Delivered));
    let failed = || Some(delivery("2028-02-05", DeliveryOutcome::Failed));
    assert_eq!(effect(None, None, false), Ok((today, false)), "as all acts before deliveries");
    assert_eq!(effect(None, None, true), Ok((today, true)));
    assert_eq!(effect(delivered(), None, false), Ok((day("2028-02-05"), false)));
    assert_eq!(effect(failed(), None, false), Ok((today, true)));
    assert_eq!(effect(failed(), Some("2028-02-02"), false), Ok((day("2028-02-02"), false)));
    let awaited = Err(vec![("nothing_awaited", "/awaits_delivery".to_owned())]);
    assert_eq!(effect(delivered(), None, true), awaited);
    assert_eq!(effect(failed(), Some("2028-02-02"), true), awaited);
    assert_eq!(effect(None, Some("2033-02-01"), false), Ok((day("2033-02-01"), false)));
    let late = Err(vec![("effective_too_late", "/effective_on".to_owned())]);
    assert_eq!(effect(None, Some("2033-02-02"), false), late);
    let later = effect(delivered(), Some("2028-09-01"), false);
    assert_eq!(later, Ok((day("2028-09-01"), false)));
    let faults =
        effect(Some(delivery("2028-01-31", DeliveryOutcome::Deemed)), Some("2028-01-31"), false);
    assert_eq!(
        faults,
        Err(vec![
            ("effective_before_act", "/effective_on".to_owned()),
            ("delivery_before_act", "/delivery/on".to_owned()),
        ])
    );
    let to_come = effect(Some(delivery("2028-02-11", DeliveryOutcome::Delivered)), None, false);
    assert_eq!(to_come, Err(vec![("delivery_in_the_future", "/delivery/on".to_owned())]));
}

#[test]
fn an_act_that_awaits_its_delivery_has_no_effect() {
    let (today, recorded) = (day("2028-02-10"), day("2028-02-01"));
    let effect = Effect { awaits_delivery: true, ..Effect::AT_ONCE };
    let stage = Stage { act: Some(act("R", "2028-02-01")), effect, ..Stage::of(Revoked, recorded) };
    let pole = pole().at(stage).as_of(recorded);
    stands(&pole, &[("2028-02-01", Recognised), ("2030-01-01", Recognised)]);
    assert_eq!(pole.ahead_of(today), Some(Ahead::Undelivered));
    let failed = delivery("2028-02-03", DeliveryOutcome::Failed);
    let pole = pole.delivered(failed, Vec::new(), today).expect("an attempt");
    assert_eq!(pole.ahead_of(today), Some(Ahead::Undelivered));
    let deemed = delivery("2028-02-08", DeliveryOutcome::Deemed);
    let pole = pole.delivered(deemed, Vec::new(), today).expect("a delivery");
    stands(&pole, &[("2028-02-07", Recognised), ("2028-02-08", Revoked)]);
    assert_eq!((pole.status, pole.ahead_of(today)), (Revoked, None));
}

#[test]
fn an_act_may_take_effect_later_than_it_is_recorded() {
    let stage =
        Stage { act: Some(act("R", "2028-02-01")), ..Stage::of(Revoked, day("2028-09-01")) };
    let pole =
        suspended(pole(), "2027-12-01", Some("2028-05-31")).at(stage).as_of(day("2028-02-01"));
    assert_eq!(pole.status, Suspended);
    assert_eq!(pole.ahead_of(day("2028-02-01")), Some(Ahead::Later));
    let ahead = [(day("2028-06-01"), Recognised), (day("2028-09-01"), Revoked)];
    assert_eq!(pole.ahead(day("2028-02-01")), ahead);
}

/// The days between an end and its revival have no outcome; those after it have.
#[test]
fn a_revived_pole_has_outcomes_again() {
    let base = network::Pole::base();
    let members: Vec<_> = base.members.iter().collect();
    let periods = |pole: &Pole| {
        let found = outcome_periods(pole, &members, &[], day("2028-06-01"), &Budget::default());
        let found = found.expect("no more work than allowed").into_iter();
        found.map(|one| (one.from.to_string(), one.until.to_string())).collect::<Vec<_>>()
    };
    let revoked = revoked(pole(), "2028-02-01");
    let to_the_end = ("2027-03-15".to_owned(), "2028-01-31".to_owned());
    assert_eq!(periods(&revoked), std::slice::from_ref(&to_the_end));
    let revived = ordered(revoked, ("R", "2028-02-01"), Suspends, "2028-03-10").expect("an order");
    let found = periods(&revived);
    assert_eq!(found[0], to_the_end);
    assert_eq!(found[1].0, "2028-03-10");
}

/// A suspension that reaches its addressee when it is over would never have been one.
#[test]
fn a_suspension_is_not_delivered_after_its_end() {
    let effect = Effect { awaits_delivery: true, ..Effect::AT_ONCE };
    let mut pole = suspended(pole(), "2028-02-01", Some("2028-03-31"));
    pole.life[1].effect = effect;
    let on = |on: &str| {
        let delivery = delivery(on, DeliveryOutcome::Delivered);
        pole.clone().delivered(delivery, Vec::new(), day("2028-06-01")).map_err(codes)
    };
    let late = Err(vec![("suspension_ends_before_it_begins", "/delivery/on".to_owned())]);
    assert_eq!(on("2028-04-01").map(|_| ()), late);
    stands(&on("2028-03-31").expect("its last day"), &[("2028-03-31", Suspended)]);
}

/// What a court annulled, or suspends, keeps nothing from being taken.
#[test]
fn an_act_that_a_court_holds_up_is_not_ahead() {
    let undelivered = {
        let mut pole = revoked(pole(), "2028-02-01");
        pole.life[1].effect.awaits_delivery = true;
        pole
    };
    let later = pole()
        .at(Stage { act: Some(act("R", "2028-02-01")), ..Stage::of(Revoked, day("2031-01-01")) });
    for (pole, ahead) in [(undelivered, Ahead::Undelivered), (later, Ahead::Later)] {
        assert_eq!(pole.ahead_of(day("2030-01-01")), Some(ahead));
        for effect in [Suspends, Annuls] {
            let held = ordered(pole.clone(), ("R", "2028-02-01"), effect, "2028-03-10");
            assert_eq!(held.expect("an order").ahead_of(day("2030-01-01")), None, "{ahead:?}");
        }
    }
}

/// Where it stands without the order too, it does not stand there provisionally.
#[test]
fn an_order_matters_only_where_the_act_would_be_in_force() {
    let suspended_first = suspended(pole(), "2027-06-01", Some("2028-12-31"));
    let held = ordered(suspended_first, ("S", "2027-06-01"), Suspends, "2027-07-01");
    let held = held.expect("an order");
    let provisional = |pole: &Pole, on: &str| {
        pole.standing_on(day(on)).is_some_and(|it| it.provisional.is_some())
    };
    assert!(provisional(&held, "2027-07-01"));
    let reinstated = held.at(stage(Recognised, day("2027-09-01")));
    assert!(!provisional(&reinstated, "2027-09-01"), "by an act that nobody contests");
    let since = reinstated.standing_on(day("2028-06-01")).map(|it| it.since);
    assert_eq!(since, Some(day("2027-09-01")));
}

#[test]
fn a_pole_recognised_with_reserve_stands_there_provisionally() {
    let reserve = order(Suspends, "2027-03-10").reference;
    let pole = pole().with_reserve(Some(reserve.clone()));
    let provisional = |pole: &Pole, on: &str| {
        pole.standing_on(day(on)).and_then(|standing| standing.provisional.cloned())
    };
    assert_eq!(provisional(&pole, "2027-03-15"), Some(reserve.clone()));
    let pole = suspended(pole, "2027-06-01", Some("2027-08-31"));
    assert_eq!(provisional(&pole, "2027-06-01"), None);
    assert_eq!(provisional(&pole, "2027-09-01"), Some(reserve));
    assert_eq!(provisional(&revoked(pole, "2028-02-01"), "2028-02-01"), None);
}

/// A dissolution is the owner's: no order on another act changes that.
#[test]
fn a_dissolution_prevails() {
    let revived =
        ordered(revoked(pole(), "2028-02-01"), ("R", "2028-02-01"), Suspends, "2028-03-10");
    let dissolved =
        revived.expect("an order").at(Stage::of(PoleStatus::Dissolved, day("2028-06-01")));
    for effect in [Lifted, Annuls] {
        let after = ordered(dissolved.clone(), ("R", "2028-02-01"), effect, "2028-09-01");
        let after = after.expect("an order");
        assert_eq!(after.status_on(day("2028-09-01")), PoleStatus::Dissolved, "{effect:?}");
    }
}

#[test]
fn an_act_is_not_earlier_than_what_it_changes() {
    let pole = suspended(pole(), "2027-06-01", Some("2027-08-31"));
    let bears = |on: &str, of_suspension| {
        let borne = pole.bears(&act("X", on), of_suspension, day("2027-07-01"));
        borne.map_err(|fault| (fault.code, fault.pointer))
    };
    let early = |code: &'static str| Err((code, "/act/date".to_owned()));
    assert_eq!(bears("2027-03-14", false), early("act_before_recognition"));
    assert_eq!(bears("2027-03-15", false), Ok(()));
    assert_eq!(bears("2027-03-14", true), early("act_before_recognition"));
    assert_eq!(bears("2027-05-31", true), early("act_before_suspension"));
    assert_eq!(bears("2027-06-01", true), Ok(()));
}

/// What changes without another act has another tag, where the status is that of the last write too.
#[test]
fn what_changes_by_itself_has_a_last_day() {
    let pole = suspended(pole(), "2027-06-01", Some("2027-08-31"));
    let last = |by: &str| pole.last_boundary(day("2027-05-01"), day(by));
    assert_eq!(last("2027-05-31"), None);
    assert_eq!(last("2027-06-01"), Some(day("2027-06-01")));
    assert_eq!(last("2027-08-31"), Some(day("2027-06-01")));
    assert_eq!(last("2027-09-01"), Some(day("2027-09-01")));
}
