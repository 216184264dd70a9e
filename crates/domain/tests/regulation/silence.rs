//! What the silence of the office means (L. 241/1990, arts. 2 and 20), and decisions that come late.

use ptp_domain::application::Step::{
    Admit, Annul, Assent, Integrate, NotifyRejection, Observe, Reject, RequestIntegration, Review,
    Withdraw,
};
use ptp_domain::application::{Lateness, Particulars, Procedure, Step};
use ptp_domain::call::{Notification, Silence, SilenceTerms};
use ptp_domain::delivery::DeliveryOutcome;

use super::members::day;
use super::notified::of;
use super::procedure::procedure;

/// Thirty days from Monday 1 February 2027, to Wednesday 3 March, under a call that admits by silence.
fn silent(steps: &[(Step, &str)]) -> Procedure {
    let silence =
        SilenceTerms { effect: Silence::Assent, basis: Some("art. 20 L. 241/1990".to_owned()) };
    Procedure { silence, ..procedure(steps) }
}

fn assented_on(procedure: &Procedure, today: &str) -> Option<String> {
    procedure.assented_on(day("2027-01-20"), day(today)).map(|day| day.to_string())
}

#[test]
fn silence_admits_from_the_day_after_the_term() {
    let waiting = silent(&[(Review, "2027-02-02")]);
    assert_eq!(assented_on(&waiting, "2027-03-03"), None, "the last day is the office's");
    assert_eq!(assented_on(&waiting, "2027-03-04").as_deref(), Some("2027-03-04"));
    assert_eq!(assented_on(&waiting, "2027-06-01").as_deref(), Some("2027-03-04"));
    assert_eq!(assented_on(&procedure(&[(Review, "2027-02-02")]), "2027-03-04"), None);
}

/// Thirty days from 1 April end on 1 May, a holiday before a Sunday: the office has until Monday.
#[test]
fn silence_on_a_holiday_admits_on_the_day_after_the_next_working_day() {
    let waiting = Procedure { starts_on: day("2027-04-01"), ..silent(&[]) };
    for holiday in ["2027-05-02", "2027-05-03"] {
        assert_eq!(assented_on(&waiting, holiday), None);
    }
    assert_eq!(assented_on(&waiting, "2027-05-04").as_deref(), Some("2027-05-04"));
}

#[test]
fn a_suspension_puts_the_silence_off() {
    let asked = [(RequestIntegration, "2027-02-10"), (Integrate, "2027-02-15")];
    assert_eq!(assented_on(&silent(&asked), "2027-03-08"), None);
    assert_eq!(assented_on(&silent(&asked), "2027-03-09").as_deref(), Some("2027-03-09"));
    let noticed = [(NotifyRejection, "2027-02-10")];
    assert_eq!(assented_on(&silent(&noticed), "2027-03-04"), None);
}

#[test]
fn what_is_decided_or_was_annulled_is_not_admitted_by_silence() {
    for over in [Admit, Reject, Withdraw, Assent] {
        assert_eq!(assented_on(&silent(&[(over, "2027-02-10")]), "2027-06-01"), None, "{over:?}");
    }
    let annulled = [(Assent, "2027-03-04"), (Annul, "2027-03-10")];
    assert_eq!(assented_on(&silent(&annulled), "2027-06-01"), None);
}

#[test]
fn silence_admits_nobody_before_the_reference_date() {
    let waiting = silent(&[]);
    let on = |today| waiting.assented_on(day("2027-06-30"), day(today));
    assert_eq!(on("2027-03-04"), None);
    assert_eq!(on("2027-06-29"), None);
    assert_eq!(on("2027-07-15"), Some(day("2027-06-30")));
    let told = waiting.on_silence(day("2027-06-30"), day("2027-03-10")).it;
    assert!(
        told.contains("entro il 3 marzo 2027") && told.contains("dal 30 giugno 2027"),
        "{told}"
    );
    let admitted = silent(&[(Assent, "2027-06-30")]);
    let attested = admitted.attestation("PTP/2027/0000001").expect("an attestation").it;
    assert!(attested.contains("è scaduto il 3 marzo 2027"), "{attested}");
    assert!(attested.contains("dal 30 giugno 2027"), "{attested}");
}

/// Given on 25 February: until its receipt is known the office has not been silent.
#[test]
fn a_notice_on_its_way_holds_the_silence_up() {
    let noticed = |received_on: Option<&str>| {
        let notification = Notification::Delivered;
        let mut procedure =
            Procedure { notification, ..silent(&[(NotifyRejection, "2027-02-25")]) };
        procedure.taken[0].ends_on = None;
        let known =
            received_on.map(|on| of(NotifyRejection, "2027-03-20", on, DeliveryOutcome::Delivered));
        procedure.taken.extend(known);
        procedure
    };
    let waiting = noticed(None);
    assert_eq!(waiting.due().as_of(day("2027-03-10")), day("2027-03-03"));
    assert_eq!(assented_on(&waiting, "2027-03-10"), None);
    let told = waiting.on_silence(day("2027-01-20"), day("2027-03-10")).it;
    assert!(told.contains("in attesa di consegna"), "{told}");
    let in_time = noticed(Some("2027-02-26"));
    assert_eq!(assented_on(&in_time, "2027-03-10"), None, "suspended from its receipt");
    let late = noticed(Some("2027-03-05"));
    assert_eq!(assented_on(&late, "2027-03-20").as_deref(), Some("2027-03-04"));
}

#[test]
fn everybody_is_told_beforehand_what_silence_means() {
    let today = day("2027-02-10");
    assert_eq!(
        silent(&[]).on_silence(day("2027-01-20"), today).it,
        "senza una decisione entro il 3 marzo 2027 la candidatura si intende ammessa dal 4 marzo 2027 \
         (art. 20 L. 241/1990)"
    );
    let nothing = procedure(&[]);
    assert_eq!(
        nothing.on_silence(day("2027-01-20"), today).it,
        "il silenzio dell'ufficio non equivale a decisione"
    );
    let substitute_power = Some("Direzione generale, dg@example.it".to_owned());
    let named = Procedure { substitute_power, ..nothing };
    assert!(
        named
            .on_silence(day("2027-01-20"), today)
            .it
            .contains("(Direzione generale, dg@example.it; art. 2")
    );
    let annulled = silent(&[(Assent, "2027-03-04"), (Annul, "2027-03-10")]);
    assert_eq!(
        annulled.on_silence(day("2027-01-20"), today).en,
        "silence of the office decides nothing"
    );
    // Whatever silence admits has been admitted by then.
    let (on, later) = (day("2027-01-20"), day("2027-03-04"));
    assert_eq!(
        silent(&[]).on_silence(on, later).en,
        "the term to decide has passed, and silence has not admitted the application"
    );
}

#[test]
fn silence_is_attested_until_it_is_annulled() {
    let protocol = "PTP/2027/0000001";
    let mut admitted = silent(&[(Review, "2027-02-02"), (Assent, "2027-03-04")]);
    let attested = admitted.attestation(protocol).expect("an attestation").it;
    assert_eq!(
        attested,
        "il termine per decidere sulla candidatura PTP/2027/0000001 è scaduto il 3 marzo 2027 senza una \
         decisione: la candidatura è ammessa per silenzio assenso dal 4 marzo 2027 (art. 20 L. 241/1990)"
    );
    admitted = silent(&[(Assent, "2027-03-04"), (Annul, "2027-03-10")]);
    assert_eq!(admitted.attestation(protocol), None);
    assert_eq!(silent(&[(Admit, "2027-03-01")]).attestation(protocol), None);
}

/// Due by 8 March: five days of suspension. Decided on the 12th.
#[test]
fn a_late_decision_states_the_term_and_the_days_used() {
    let steps =
        [(RequestIntegration, "2027-02-10"), (Integrate, "2027-02-15"), (Reject, "2027-03-12")];
    let late = procedure(&steps).lateness(2).expect("late");
    assert_eq!(late, Lateness { days: 30, due_on: day("2027-03-08"), days_used: 34 });
    assert_eq!(
        late.statement().it,
        "decisione adottata dopo il termine di 30 giorni, scaduto l'8 marzo 2027: il procedimento ne ha \
         richiesti 34 (art. 2 c. 9-quinquies L. 241/1990)"
    );
    let in_time = [steps[0], steps[1], (Admit, "2027-03-08")];
    assert_eq!(procedure(&in_time).lateness(2), None);
    assert_eq!(procedure(&steps).lateness(1), None, "no decision");
}

#[test]
fn a_rejection_answers_the_observations_on_its_notice() {
    let codes = |steps: &[(Step, &str)], answer: Option<&str>| {
        let answers_observations = answer.map(ToOwned::to_owned);
        let rejection = Particulars { answers_observations, ..Particulars::default() };
        let faults = procedure(steps).faults_of_rejection(&rejection);
        faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect::<Vec<_>>()
    };
    let unanswered = [("/answers_observations".to_owned(), "observations_unanswered")];
    let observed = [(NotifyRejection, "2027-02-10"), (Observe, "2027-02-12")];
    assert_eq!(codes(&observed, None), unanswered);
    assert_eq!(codes(&observed, Some("non superano i motivi")), []);
    assert_eq!(codes(&observed[..1], None), []);
    let stated_before = [(Observe, "2027-02-05"), (NotifyRejection, "2027-02-10")];
    assert_eq!(codes(&stated_before, None), [], "a statement before the notice is weighed in it");
    let annulled = [observed[0], observed[1], (Reject, "2027-02-22"), (Annul, "2027-03-10")];
    assert_eq!(codes(&annulled, None), [], "those of before are answered");
}
