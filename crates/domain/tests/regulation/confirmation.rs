//! Confirmation of membership and commitment by the members, if the call requires it.

use ptp_domain::policy::Owner;
use ptp_domain::rules::{Change, Determination, Outcome, Reason, Rule, Slot, Verdict};

use super::members::{Vary, company, day, id_of, tax_code_of, vocational, word};
use super::network::Pole;

const RULE: Rule = Rule::MemberConfirmation;

fn required(pole: Pole) -> Pole {
    pole.asking(|asked| asked.require_confirmation = Some(true))
}

fn organisation(name: &str) -> Owner {
    Owner::Organisation(tax_code_of(name))
}

fn subject() -> Owner {
    Owner::Subject { issuer: "https://issuer.example".to_owned(), subject: "somebody".to_owned() }
}

/// The base, with all members confirmed.
fn confirmed() -> Pole {
    let base = Pole::base();
    let members = base.members.iter().cloned().map(|member| member.confirmed("2027-02-01"));
    Pole { members: members.collect(), ..base }
}

/// The finding on a member under the rule.
fn said(pole: &Pole, name: &str) -> Option<(Outcome, Reason)> {
    let findings = pole.result(name).findings;
    let found = findings.into_iter().find(|finding| finding.rule == RULE);
    found.map(|finding| (finding.outcome, finding.reason))
}

#[test]
fn a_confirmation_that_is_not_required_binds_nobody() {
    let spoken_for = || Pole::base().spoken_for_by(subject());
    for pole in [Pole::base(), spoken_for(), confirmed(), confirmed().spoken_for_by(subject())] {
        assert_eq!(pole.verdict(), Verdict::Compliant);
        assert_eq!(pole.outcome(RULE), Outcome::NotApplicable);
    }
    assert_eq!(spoken_for().found(RULE), (0, 0));
    assert_eq!(confirmed().found(RULE), (0, 5), "the report says how many have");
}

#[test]
fn the_report_lists_unconfirmed_members_even_if_confirmation_is_not_required() {
    let pole = Pole::base().spoken_for_by(subject());
    assert_eq!(said(&pole, "C1"), Some((Outcome::NotApplicable, Reason::Unconfirmed)));
    let sentence = Reason::Unconfirmed.message(3);
    assert_eq!(
        sentence.it,
        "adesione e impegno sono dichiarati dal capofila per suo conto e non ancora confermati"
    );
    assert_eq!(
        sentence.en,
        "the lead declared its membership and commitment on its behalf: not confirmed yet"
    );
    assert_eq!(pole.result("C1").counts_for, Some(Slot::Company));
}

#[test]
fn a_network_without_an_applicant_has_no_findings() {
    assert_eq!(said(&Pole::base(), "C1"), None);
}

#[test]
fn required_but_missing_confirmations_need_review() {
    let pole = required(confirmed().replacing(company("C2", "25.62")));
    assert_eq!((pole.verdict(), pole.in_doubt()), (Verdict::NeedsReview, vec![RULE]));
    assert_eq!(pole.found(RULE), (5, 4));
    assert_eq!(said(&pole, "C2"), Some((Outcome::NeedsReview, Reason::Unconfirmed)));
    let all = required(confirmed());
    assert_eq!((all.verdict(), all.outcome(RULE)), (Verdict::Compliant, Outcome::Satisfied));
    assert_eq!(required(Pole::base()).found(RULE), (5, 0), "also where nobody can confirm");
}

#[test]
fn unconfirmed_members_count_nevertheless() {
    let pole = required(Pole::base());
    assert_eq!(pole.in_doubt(), [RULE], "every slot is filled");
    assert_eq!(pole.slot("S2"), Some(Slot::School));
    assert!(!pole.result("S2").under_review);
}

#[test]
fn the_applicant_needs_no_confirmation() {
    let pole = confirmed().replacing(vocational("S2"));
    let of_itself = required(pole.clone().spoken_for_by(organisation("S2")));
    assert_eq!(of_itself.verdict(), Verdict::Compliant);
    assert_eq!(said(&of_itself, "S2"), Some((Outcome::Satisfied, Reason::ApplicantItself)));
    let of_another = required(pole.clone().spoken_for_by(organisation("S1")));
    assert_eq!(of_another.in_doubt(), [RULE]);
    assert_eq!(required(pole.spoken_for_by(subject())).in_doubt(), [RULE]);
}

/// A later confirmation also counts on earlier dates.
#[test]
fn a_confirmation_counts_on_every_date() {
    let pole = required(confirmed().replacing(company("C2", "25.62").confirmed("2027-06-30")));
    let on = day("2027-06-30");
    assert_eq!(said(&pole, "C2"), Some((Outcome::Satisfied, Reason::Confirmed { on })));
    assert_eq!(pole.verdict(), Verdict::Compliant);
    assert_eq!(pole.timeline("2029-12-31"), [], "and is no date on which anything changes");
}

#[test]
fn a_confirmation_is_dated_in_rome() {
    let at = "2027-02-01T23:30:00Z".parse().expect("an instant");
    let pole = Pole::base()
        .replacing(company("C2", "25.62").varied(|member| member.confirmed_at = Some(at)));
    let on = day("2027-02-02");
    assert_eq!(said(&pole, "C2"), Some((Outcome::Satisfied, Reason::Confirmed { on })));
}

#[test]
fn an_official_can_settle_a_missing_confirmation() {
    let mut pole = required(confirmed().replacing(company("C2", "25.62")));
    let fact = Reason::Unconfirmed.fact();
    assert_eq!(fact, "unconfirmed:");
    let word = word(RULE, "C2", fact, true);
    pole.determinations.push(word.clone());
    assert_eq!(pole.verdict(), Verdict::Compliant);
    pole.determinations.push(Determination { accepted: false, ..word });
    assert_eq!(pole.broken(), [RULE]);
    let confirmed = pole.replacing(company("C2", "25.62").confirmed("2027-02-20"));
    assert_eq!(confirmed.verdict(), Verdict::Compliant, "the refusal lapses with the fact");
}

#[test]
fn former_and_future_members_need_not_confirm() {
    let later = company("C3", "28.41").varied(|member| {
        member.membership = super::members::since("2027-03-01");
    });
    let pole = required(confirmed().with(later));
    assert_eq!(pole.verdict(), Verdict::Compliant);
    assert_eq!(pole.on("2027-03-01").in_doubt(), [RULE]);
}

#[test]
fn a_missing_confirmation_is_no_reason_to_leave() {
    let remedies = |pole: &Pole| -> Vec<Vec<Change>> {
        pole.report().remedies.into_iter().map(|remedy| remedy.changes).collect()
    };
    let mut pole = required(confirmed().with(company("C3", "28.41")));
    assert_eq!(remedies(&pole), [[]; 0]);
    let fact = Reason::Unconfirmed.fact();
    let refused = word(RULE, "C3", fact, false);
    pole.determinations.push(refused);
    assert_eq!(remedies(&pole), [[Change::Remove(id_of("C3"))]], "whom an official refused");
}
