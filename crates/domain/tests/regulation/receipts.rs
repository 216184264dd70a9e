//! What a receipt says (L. 241/1990, arts. 8 and 18-bis), and of what there is one.

use ptp_domain::application::{Procedure, Step};
use ptp_domain::call::{Silence, SilenceTerms};
use ptp_domain::id::Id;
use ptp_domain::receipt::{Matter, Prospect, ReceiptAct};
use ptp_domain::vocabulary::Vocabulary;
use uuid::Uuid;

use super::members::day;
use super::procedure::procedure;

/// What anybody but the applicant does has none.
#[test]
fn only_what_the_applicant_does_has_a_receipt() {
    let of_applicants = [Step::Integrate, Step::Observe, Step::Acknowledge, Step::Withdraw];
    for step in Step::ALL {
        assert_eq!(ReceiptAct::of(*step).is_some(), of_applicants.contains(step), "{step:?}");
    }
}

#[test]
fn the_object_names_what_the_act_is_about() {
    let id = Uuid::from_u128(1);
    let matters = [
        Matter::Application(Id::new(id)),
        Matter::ChangeRequest(Id::new(id)),
        Matter::Communication(Id::new(id)),
    ];
    let [application, request, communication] = matters;
    let of = |matter: Matter, act| {
        let call = Some("BANDO-2027-003");
        matter.object(act, "PTP/2027/0000123", "PTP-2027-0012", call).it.into_owned()
    };
    for (matter, act, expected) in [
        (
            application,
            ReceiptAct::Application,
            "candidatura del polo PTP-2027-0012 al bando BANDO-2027-003",
        ),
        (
            application,
            ReceiptAct::Withdrawal,
            "ritiro della candidatura PTP/2027/0000123 del polo PTP-2027-0012",
        ),
        (
            request,
            ReceiptAct::ChangeRequest,
            "richiesta di variazione della rete del polo PTP-2027-0012",
        ),
        (
            request,
            ReceiptAct::Withdrawal,
            "rinuncia alla richiesta di variazione PTP/2027/0000123 del polo PTP-2027-0012",
        ),
        (
            communication,
            ReceiptAct::Communication,
            "comunicazione di un fatto che riguarda la rete del polo PTP-2027-0012",
        ),
    ] {
        assert_eq!(of(matter, act), expected);
    }
    let mut all: Vec<_> = ReceiptAct::ALL.iter().map(|act| of(application, *act)).collect();
    all.dedup();
    assert!(all.len() > 4, "each act has its own words: {all:?}");
}

fn prospect(procedure: &Procedure, is_pending: bool) -> Prospect {
    let days = (day("2027-01-20"), day("2027-02-02"));
    Prospect::of_procedure(procedure, is_pending, days, Some("Direzione generale".to_owned()))
}

#[test]
fn while_a_decision_is_awaited_it_says_by_when_and_whom_to_turn_to() {
    let waiting = procedure(&[(Step::Review, "2027-02-02")]);
    let said = prospect(&waiting, true);
    assert_eq!(said.due_on, Some(waiting.clock(day("2027-02-02")).due_on));
    assert!(said.on_silence.it.contains("Direzione generale"), "{}", said.on_silence.it);
    assert!(said.remedy.it.contains("contro il silenzio"), "{}", said.remedy.it);
    // Whom the procedure names comes first.
    let named = Procedure { substitute_power: Some("Segretario".to_owned()), ..waiting };
    let said = prospect(&named, true).on_silence.it.into_owned();
    assert!(said.contains("Segretario") && !said.contains("Direzione generale"), "{said}");
}

#[test]
fn where_silence_admits_the_remedy_is_its_attestation() {
    let silence =
        SilenceTerms { effect: Silence::Assent, basis: Some("art. 20 L. 241/1990".to_owned()) };
    let said = prospect(&Procedure { silence, ..procedure(&[]) }, true);
    assert!(said.on_silence.it.contains("si intende ammessa"), "{}", said.on_silence.it);
    assert!(said.remedy.it.contains("attestazione"), "{}", said.remedy.it);
}

#[test]
fn once_the_procedure_is_over_nothing_is_due() {
    let said = prospect(&procedure(&[(Step::Withdraw, "2027-02-02")]), false);
    assert_eq!(said.due_on, None);
    assert!(said.on_silence.it.contains("concluso"), "{}", said.on_silence.it);
}

#[test]
fn of_a_communication_silence_takes_nothing_away_and_gives_nothing() {
    let [own, from_outside] = [true, false].map(Prospect::of_communication);
    assert_eq!((own.due_on, from_outside.due_on), (None, None));
    assert_ne!(own.on_silence, from_outside.on_silence);
}
