//! When poles are judged and from when on the time to decide runs: case 3, and section 8.4 of
//! DOMAIN.md.

use ptp_domain::application::{Application, ApplicationStatus, Procedure};
use ptp_domain::calendar::parse_instant;
use ptp_domain::call::{
    Notification, ProcedureFrom, ProcedureTerms, Purpose, RulesetChoice, Silence, SilenceTerms,
    Terms, Window,
};
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::identifier::Protocol;
use ptp_domain::party::{Act, ActKind, Contact, ContactRole, Localized};
use ptp_domain::policy::Owner;
use ptp_domain::rules::ruleset::{Overrides, ReferenceDate};

use super::members::{day, tax_code_of};

fn at(text: &str) -> chrono::DateTime<chrono::Utc> {
    parse_instant(text).expect("an instant")
}

/// Open from 11 January to 26 February, thirty days to decide.
fn terms(reference_date: ReferenceDate, from: ProcedureFrom) -> Terms {
    let overrides = Overrides { reference_date: Some(reference_date), ..Overrides::default() };
    Terms {
        purpose: Purpose::Constitution,
        title: Localized { it: "Bando".to_owned(), en: None },
        text: None,
        areas: Vec::new(),
        window: Window::new(at("2027-01-11T09:00"), at("2027-02-26T12:00")).expect("a window"),
        ruleset: RulesetChoice { overrides, ..RulesetChoice::default() },
        priority_for_poles: false,
        procedure: ProcedureTerms { from, ..ProcedureTerms::default() },
        act: Some(Act {
            kind: ActKind::Decree,
            number: "123".to_owned(),
            date: day("2027-01-04"),
            url: None,
        }),
        contacts: vec![Contact {
            role: ContactRole::ResponsibleOfficer,
            office: Some("Struttura Istruzione tecnica".to_owned()),
            name: None,
            email: None,
            phone: None,
        }],
    }
}

use ProcedureFrom::{Closing, Receipt};

#[test]
fn the_procedure_follows_the_reference_date() {
    assert_eq!(ProcedureFrom::following(ReferenceDate::Closing), Closing);
    assert_eq!(ProcedureFrom::following(ReferenceDate::Receipt), Receipt);
    assert_eq!(ProcedureFrom::following(ReferenceDate::On(day("2027-03-10"))), Closing);
}

#[test]
fn the_days_of_an_application_follow_from_its_receipt_and_the_window() {
    let received = at("2027-01-20T23:30");
    let days = |reference_date, from| {
        let terms = terms(reference_date, from);
        (terms.reference_date(received).to_string(), terms.starts_on(received).to_string())
    };
    let on = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    assert_eq!(days(ReferenceDate::Closing, Closing), on("2027-02-26", "2027-02-26"));
    assert_eq!(days(ReferenceDate::Receipt, Receipt), on("2027-01-20", "2027-01-20"));
    assert_eq!(days(ReferenceDate::Receipt, Closing), on("2027-01-20", "2027-02-26"));
    let fixed = ReferenceDate::On(day("2027-03-10"));
    assert_eq!(days(fixed, Closing), on("2027-03-10", "2027-02-26"));
}

/// Thirty days from 11 January are 10 February: the closing, on which poles are judged, is the 26th.
#[test]
fn no_decision_falls_due_before_the_reference_date() {
    let published = at("2027-01-04T09:00");
    let checked = |reference_date, from| {
        terms(reference_date, from).leaves_time_to_decide(published).map_err(|late| late.code)
    };
    assert_eq!(checked(ReferenceDate::Closing, Closing), Ok(()));
    assert_eq!(checked(ReferenceDate::Receipt, Receipt), Ok(()));
    assert_eq!(checked(ReferenceDate::Receipt, Closing), Ok(()));
    assert_eq!(checked(ReferenceDate::Closing, Receipt), Err("due_before_reference_date"));
    let on = |text| ReferenceDate::On(day(text));
    assert_eq!(
        checked(on("2027-03-30"), Closing),
        Ok(()),
        "30 days after the 28th, deferred twice"
    );
    assert_eq!(checked(on("2027-03-31"), Closing), Err("due_before_reference_date"));

    let enough = |days, from| {
        let mut terms = terms(ReferenceDate::Closing, Receipt);
        terms.procedure.days = days;
        terms.leaves_time_to_decide(from)
    };
    assert!(enough(46, published).is_ok(), "the last day is the reference date");
    assert!(enough(45, published).is_err());
    assert!(enough(30, at("2027-02-01T09:00")).is_ok(), "published late, nobody applies before");
    let late = enough(30, published).expect_err("too early").message;
    assert!(late.it.contains("il 10 febbraio 2027"), "{}", late.it);
}

/// Received on 20 January under these terms.
fn application(terms: &Terms) -> Application {
    let received_at = at("2027-01-20T10:00");
    Application {
        id: Id::new(uuid::Uuid::from_u128(1)),
        protocol: Protocol::new(2027, 1).expect("a number"),
        status: ApplicationStatus::Submitted,
        call: Id::new(uuid::Uuid::from_u128(2)),
        purpose: Purpose::Constitution,
        pole: Id::new(uuid::Uuid::from_u128(3)),
        owner: Owner::Organisation(tax_code_of("S1")),
        received_at,
        reference_date: terms.reference_date(received_at),
        procedure: Procedure {
            starts_on: terms.starts_on(received_at),
            days: terms.procedure.days,
            notice_required: true,
            notification: Notification::Recorded,
            silence: SilenceTerms::default(),
            substitute_power: None,
            taken: Vec::new(),
        },
        assignment: None,
        references: Vec::new(),
    }
}

fn until(terms: &Terms, closes_at: &str) -> Terms {
    let window = Window::new(terms.window.opens_at(), at(closes_at)).expect("a window");
    terms.clone().within(window, terms.window.opens_at()).expect("time to decide")
}

#[test]
fn case_9_an_extension_is_for_all() {
    let before = terms(ReferenceDate::Closing, Closing);
    let after = until(&before, "2027-05-30T12:00");
    let moved = application(&before).rescheduled(&after, day("2027-02-20"));
    assert_eq!(moved, application(&after), "as if it had been received under the new terms");
    assert_eq!(moved.procedure.clock(day("2027-02-20")).due_on, day("2027-06-29"));

    let at_receipt = terms(ReferenceDate::Receipt, Receipt);
    let other = until(&at_receipt, "2027-05-30T12:00");
    let same = application(&at_receipt);
    assert_eq!(same.clone().rescheduled(&other, day("2027-02-20")), same);
}

/// Due on 28 March, Easter, and so on the 30th.
#[test]
fn an_expired_term_does_not_revive() {
    let before = terms(ReferenceDate::Closing, Closing);
    let after = until(&before, "2027-05-30T12:00");
    let moved = |today| application(&before).rescheduled(&after, day(today)).procedure.starts_on;
    assert_eq!(moved("2027-03-30"), day("2027-05-30"));
    assert_eq!(moved("2027-03-31"), day("2027-02-26"));
}

#[test]
fn a_later_closing_leaves_time_to_decide_unless_there_was_none() {
    let later = |days| {
        let mut terms = terms(ReferenceDate::Closing, Receipt);
        terms.procedure.days = days;
        let from = terms.window.opens_at();
        let window = Window::new(from, at("2027-05-30T12:00")).expect("a window");
        terms.within(window, from).map(|_| ()).map_err(|late| late.code)
    };
    assert_eq!(later(180), Ok(()));
    assert_eq!(later(60), Err("due_before_reference_date"));
    assert_eq!(later(30), Ok(()), "published before that was asked for");
}

/// Everything that keeps a call from being published, each alone.
pub(crate) fn unfit() -> Vec<Invalid> {
    let without = |change: &dyn Fn(&mut Terms)| {
        let mut terms = terms(ReferenceDate::Closing, Closing);
        change(&mut terms);
        terms.can_be_published(at("2027-01-04T09:00")).expect_err("unfit")
    };
    let to_come = |terms: &mut Terms| {
        terms.act.as_mut().expect("an act").date = day("2027-01-05");
    };
    vec![
        without(&|terms| terms.act = None),
        without(&to_come),
        without(&|terms| terms.contacts.clear()),
        without(&|terms| terms.procedure.silence.effect = Silence::Assent),
        without(&|terms| terms.procedure.from = Receipt),
    ]
}

/// Case 12: «publication without act or contact».
#[test]
fn case_12_a_publication_rests_on_an_act_and_an_officer() {
    let whole = terms(ReferenceDate::Closing, Closing);
    let refused = |change: &dyn Fn(&mut Terms)| {
        let mut terms = whole.clone();
        change(&mut terms);
        terms.can_be_published(at("2027-01-04T09:00")).map_err(|unfit| unfit.code)
    };
    assert_eq!(refused(&|_| {}), Ok(()));
    assert_eq!(refused(&|terms| terms.act = None), Err("act_required"));
    let tomorrow = |terms: &mut Terms| {
        terms.act.as_mut().expect("an act").date = day("2027-01-05");
    };
    assert_eq!(refused(&tomorrow), Err("act_in_the_future"));
    let desk = |terms: &mut Terms| terms.contacts[0].role = ContactRole::Information;
    assert_eq!(refused(&desk), Err("responsible_officer_required"));
    let late = |terms: &mut Terms| terms.procedure.from = Receipt;
    assert_eq!(refused(&late), Err("due_before_reference_date"));
    let unfounded = |terms: &mut Terms| terms.procedure.silence.effect = Silence::Assent;
    assert_eq!(refused(&unfounded), Err("silence_basis_required"));
}
