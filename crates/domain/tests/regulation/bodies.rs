//! Accredited bodies, members of unlisted kinds, and absent members.

use ptp_domain::accreditation::{Accreditation, Section};
use ptp_domain::calendar::Period;
use ptp_domain::member::{Member, Profile};
use ptp_domain::rules::ruleset::Leeway;
use ptp_domain::rules::{Outcome, Rule, Verdict};

use super::members::{
    Vary, accredited, between, company, day, member, other, since, technical, vocational,
};
use super::network::Pole;

fn held(change: impl FnOnce(&mut Accreditation)) -> Member {
    accredited("A1").varied(|member| change(&mut member.accreditations[0]))
}

/// The report on A1's accreditation and on the slot.
fn found(body: Member) -> (&'static str, Outcome) {
    let pole = Pole::base().replacing(body);
    let code = pole.codes("A1", Rule::MinSectionA)[0];
    (code, pole.outcome(Rule::MinSectionA))
}

#[test]
fn an_accreditation_is_valid_from_its_first_to_its_last_day() {
    let valid = |from: &str, until: &str| found(held(|held| held.valid = between(from, until)));
    let in_force = ("section_a_in_force", Outcome::Satisfied);
    assert_eq!(valid("2020-01-01", "2027-02-26"), in_force);
    assert_eq!(valid("2027-02-26", "2030-01-01"), in_force);
    assert_eq!(valid("2020-01-01", "2027-02-25"), ("section_a_expired", Outcome::Violated));
    assert_eq!(valid("2027-02-27", "2030-01-01"), ("section_a_not_yet", Outcome::Violated));
}

#[test]
fn the_day_of_a_revocation_is_the_first_one_not_valid() {
    let revoked = |on: &str| found(held(|held| held.revoked_on = Some(day(on))));
    assert_eq!(revoked("2027-02-27"), ("section_a_in_force", Outcome::Satisfied));
    assert_eq!(revoked("2027-02-26"), ("section_a_revoked", Outcome::Violated));
}

#[test]
fn a_suspension_lasts_from_its_first_to_its_last_day_or_until_further_notice() {
    let suspended = |period: Period| found(held(|held| held.suspensions.push(period)));
    let in_force = ("section_a_in_force", Outcome::Satisfied);
    let out = ("section_a_suspended", Outcome::Violated);
    assert_eq!(suspended(between("2027-01-01", "2027-02-25")), in_force);
    assert_eq!(suspended(between("2027-01-01", "2027-02-26")), out);
    assert_eq!(suspended(between("2027-02-26", "2027-03-01")), out);
    assert_eq!(suspended(since("2027-02-27")), in_force);
    assert_eq!(suspended(since("2027-02-01")), out);
}

#[test]
fn the_best_accreditation_counts_whatever_their_order() {
    let expired = between("2015-01-01", "2019-12-31");
    let future = since("2028-01-01");
    let bare = || accredited("A1").varied(|member| member.accreditations.clear());
    let in_force = ("section_a_in_force", Outcome::Satisfied);
    let renewed = bare().holding(Section::A, expired).holding(Section::A, since("2020-01-01"));
    assert_eq!(found(renewed), in_force);
    let not_yet = ("section_a_not_yet", Outcome::Violated);
    assert_eq!(found(bare().holding(Section::A, expired).holding(Section::A, future)), not_yet);
    assert_eq!(found(bare().holding(Section::A, future).holding(Section::A, expired)), not_yet);
}

#[test]
fn a_provisional_accreditation_counts_unless_the_call_says_no() {
    let pole = |counts| {
        Pole::base()
            .replacing(held(|held| held.provisional = true))
            .asking(|asked| asked.provisional_accreditation_counts = counts)
    };
    assert_eq!(pole(None).verdict(), Verdict::Compliant);
    assert_eq!(pole(Some(true)).verdict(), Verdict::Compliant);
    assert_eq!(pole(Some(false)).broken(), [Rule::MinSectionA]);
    assert_eq!(pole(Some(false)).codes("A1", Rule::MinSectionA), ["section_a_provisional"]);
}

/// The page's list of optional members is not exhaustive.
#[test]
fn other_kinds_are_for_an_official_unless_the_call_says() {
    let lapsed = member("X1", Profile::AccreditedBody)
        .holding(Section::B, between("2020-01-01", "2026-12-31"));
    for (stranger, code) in
        [(other("X1", "museo"), "kind_unlisted"), (lapsed, "accreditation_missing")]
    {
        let pole = |leeway| {
            let pole = Pole::base().with(stranger.clone());
            pole.asking(|asked| asked.other_kinds = leeway)
        };
        assert_eq!(pole(None).in_doubt(), [Rule::MemberKinds]);
        assert_eq!(pole(None).codes("X1", Rule::MemberKinds), [code]);
        assert_eq!(pole(Some(Leeway::Review)).verdict(), Verdict::NeedsReview);
        assert_eq!(pole(Some(Leeway::Accept)).verdict(), Verdict::Compliant);
        assert_eq!(pole(Some(Leeway::Reject)).broken(), [Rule::MemberKinds]);
    }
}

#[test]
fn a_member_of_an_unlisted_kind_fills_the_section_a_slot_as_certainly_as_it_is_admitted() {
    let fund = other("A1", "fondazione")
        .holding(Section::A, since("2020-01-01"))
        .offering("IEFP-OPERATORE-MECCANICO", "2020-09-01");
    let pole = Pole::base().replacing(fund);
    assert_eq!(pole.in_doubt(), [Rule::MinSectionA, Rule::MemberKinds]);
    let accepting = pole.asking(|asked| asked.other_kinds = Some(Leeway::Accept));
    assert_eq!(accepting.verdict(), Verdict::Compliant);
}

// Membership.

#[test]
fn former_and_future_members_are_not_evaluated() {
    let wrong = |period| company("C9", "56.10").for_the_time(period);
    for (period, code) in [
        (between("2026-01-01", "2027-02-25"), "former_member"),
        (since("2027-02-27"), "not_yet_member"),
    ] {
        let pole = Pole::base().with(wrong(period));
        assert_eq!(pole.verdict(), Verdict::Compliant);
        assert_eq!(pole.codes("C9", Rule::MemberKinds), [code]);
        assert_eq!(pole.result("C9").findings.len(), 1, "its ATECO code is not looked at");
    }
    for period in [between("2026-01-01", "2027-02-26"), since("2027-02-26")] {
        assert_eq!(Pole::base().with(wrong(period)).broken(), [Rule::CompanyInArea]);
    }
}

#[test]
fn a_pole_changes_on_the_day_after_the_last_one_of_a_member() {
    let pole =
        Pole::base().replacing(vocational("S2").for_the_time(between("2027-01-15", "2027-06-30")));
    assert_eq!(pole.report().next_change_on, Some(day("2027-07-01")));
    let replaced = pole.with(technical("S3").for_the_time(since("2027-09-01")));
    let changes: Vec<_> = replaced
        .timeline("2029-12-31")
        .iter()
        .map(|entry| (entry.on, entry.outcome, entry.rules.clone()))
        .collect();
    assert_eq!(
        changes,
        [
            (day("2027-07-01"), Verdict::NonCompliant, vec![(Rule::MinSchools, Outcome::Violated)]),
            (day("2027-09-01"), Verdict::Compliant, vec![(Rule::MinSchools, Outcome::Satisfied)]),
        ]
    );
}

#[test]
fn an_empty_network_lacks_everything() {
    let mut pole = Pole::base();
    pole.members.clear();
    assert_eq!(pole.broken(), [Rule::MinSchools, Rule::MinCompanies, Rule::MinSectionA]);
}
