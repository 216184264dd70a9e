//! Annulment of a favourable act: art. 21-nonies of L. 241/1990, and case 12.

use ptp_domain::application::{Bond, Ground, Particulars, Procedure, SelfRedress, Step};
use ptp_domain::call::Purpose;
use ptp_domain::party::{Act, ActKind};
use ptp_domain::pole::PoleStatus;

use super::members::day;
use super::procedure::procedure;

fn act(kind: ActKind, on: &str) -> Act {
    Act { kind, number: "1".to_owned(), date: day(on), url: None }
}

/// Decided by a decree of a day.
fn decided(step: Step, on: &str) -> Procedure {
    let mut decided = procedure(&[(Step::Review, "2027-02-02"), (step, "2027-03-01")]);
    decided.taken[1].particulars.act = Some(act(ActKind::Decree, on));
    decided
}

/// The faults of an annulment by an act of a day.
fn faults(
    decided: &Procedure,
    ground: Option<Ground>,
    by: Act,
    judgment: Option<Act>,
) -> Vec<String> {
    let annulment = Particulars { act: Some(by), ground, judgment, ..Particulars::default() };
    let faults = decided.faults_of_annulment(&annulment, Purpose::Constitution, day("2030-12-31"));
    faults.into_iter().map(|fault| format!("{} {}", fault.pointer, fault.code)).collect()
}

fn self_redress(decided_on: &str, annulled_on: &str) -> Vec<String> {
    let admitted = decided(Step::Admit, decided_on);
    faults(&admitted, Some(Ground::SelfRedress), act(ActKind::Decree, annulled_on), None)
}

#[test]
fn the_day_of_the_act_decides_which_term_holds() {
    let months = |on| SelfRedress::of(day(on)).months;
    assert_eq!(months("2015-08-27"), None, "a reasonable time");
    assert_eq!([months("2015-08-28"), months("2021-05-31")], [Some(18); 2]);
    assert_eq!([months("2021-06-01"), months("2025-12-17")], [Some(12); 2]);
    assert_eq!([months("2025-12-18"), months("2027-03-01")], [Some(6); 2]);
}

/// 1 September 2027 is a Wednesday; 31 August has no 31st of February, and in 2028 that is the 29th.
#[test]
fn self_redress_has_six_months_today() {
    assert_eq!(self_redress("2027-03-01", "2027-09-01"), Vec::<String>::new(), "the last day");
    assert_eq!(self_redress("2027-03-01", "2027-09-02"), ["/ground self_redress_over"]);
    assert_eq!(self_redress("2027-08-31", "2028-02-29"), Vec::<String>::new());
    assert_eq!(self_redress("2027-08-31", "2028-03-01"), ["/ground self_redress_over"]);
    assert_eq!(self_redress("2012-03-01", "2027-03-01"), Vec::<String>::new(), "nobody can tell");
}

/// «an annulment 26 months later without ground».
#[test]
fn case_12_an_admission_is_annulled_on_a_ground() {
    let admitted = decided(Step::Admit, "2027-03-01");
    let late = || act(ActKind::Decree, "2029-05-02");
    assert_eq!(faults(&admitted, None, late(), None), ["/ground required"]);
    let criminal = Some(Ground::CriminalJudgment);
    let sentence = act(ActKind::Judgment, "2029-04-01");
    assert_eq!(faults(&admitted, criminal, late(), None), ["/judgment required"]);
    assert_eq!(
        faults(&admitted, criminal, late(), Some(late())),
        ["/judgment/kind not_a_judgment"]
    );
    assert_eq!(faults(&admitted, criminal, late(), Some(sentence.clone())), Vec::<String>::new());
    let court = Some(Ground::Judgment);
    assert_eq!(faults(&admitted, court, sentence.clone(), None), Vec::<String>::new());
    assert_eq!(faults(&admitted, court, late(), None), ["/judgment required"], "in compliance");
    assert_eq!(faults(&admitted, criminal, sentence, None), ["/judgment required"]);
    let before = act(ActKind::Decree, "2027-02-28");
    let both = ["/act/date act_before_decision", "/ground required"];
    assert_eq!(faults(&admitted, None, before, None), both);
}

#[test]
fn a_rejection_is_annulled_at_any_time() {
    let rejected = decided(Step::Reject, "2027-03-01");
    let late = || act(ActKind::Decree, "2035-05-02");
    assert_eq!(faults(&rejected, None, late(), None), Vec::<String>::new());
    assert_eq!(faults(&rejected, Some(Ground::SelfRedress), late(), None), Vec::<String>::new());
}

/// A decree is no order of a court, whatever it is called.
#[test]
fn an_interim_order_is_a_courts() {
    let rejected = decided(Step::Reject, "2027-03-01");
    let by = || act(ActKind::Decree, "2027-04-01");
    let found =
        |kind| faults(&rejected, Some(Ground::InterimOrder), by(), Some(act(kind, "2027-03-20")));
    assert_eq!(found(ActKind::Judgment), Vec::<String>::new());
    assert_eq!(found(ActKind::Decree), ["/judgment/kind not_a_judgment"]);
}

/// It says what becomes of the pole only where something does.
#[test]
fn an_annulment_says_what_becomes_of_the_pole() {
    use PoleStatus::{Recognised, Revoked};
    let admitted = decided(Step::Admit, "2027-03-01");
    let said = |purpose, pole| {
        let bond = Bond { purpose, pole, other_pending: false };
        admitted.consequence(Step::Annul, bond).expect("a consequence").it.into_owned()
    };
    assert!(said(Purpose::Constitution, Recognised).contains("né il polo riconosciuto"));
    for (purpose, pole) in [(Purpose::Constitution, Revoked), (Purpose::Measure, Recognised)] {
        assert!(said(purpose, pole).contains("il polo resta"), "{purpose:?} {pole:?}");
    }
    let order = Particulars {
        act: Some(act(ActKind::Decree, "2027-04-01")),
        ground: Some(Ground::InterimOrder),
        ..Particulars::default()
    };
    let sentence = |purpose| {
        let faults = admitted.faults_of_annulment(&order, purpose, day("2030-12-31"));
        faults[0].message.it.clone().into_owned()
    };
    assert!(sentence(Purpose::Constitution).contains("sospensione del polo"));
    assert!(!sentence(Purpose::Measure).contains("sospensione del polo"));
}
