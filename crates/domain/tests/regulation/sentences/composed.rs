//! The sentences that depend on the circumstances, with 0, 1 and 2 of everything.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveTime};
use ptp_domain::activity_plan::ActionKind;
use ptp_domain::application;
use ptp_domain::area::Area;
use ptp_domain::call;
use ptp_domain::identifier::{Ateco, AtecoClassification, Province, Rea};
use ptp_domain::istat;
use ptp_domain::pole;
use ptp_domain::policy::Action;
use ptp_domain::rules::{
    Change, Explained, Finding, Outcome, Reason, Remedy, Rule, Settlement, Slot, Task, TrackDoubt,
    Verdict, to_do_text,
};
use ptp_domain::sentence;
use ptp_domain::text::Text;
use ptp_domain::vocabulary::Vocabulary;

use super::super::application_states::all_facts;
use super::super::members::{company, day, id_of, tax_code};
use super::super::procedure_document::{call_facts, pole_facts};
use super::{Chapter, DOMAIN, Said, said};

/// Days that are said differently: the first, and two that elide what stands before them.
fn days() -> [NaiveDate; 3] {
    ["2027-09-01", "2027-03-08", "2027-02-11"].map(day)
}

pub(super) fn chapters() -> Vec<Chapter> {
    let chapter = |heading: &str, said: Vec<Said>| Chapter {
        heading: heading.to_owned(),
        of: DOMAIN,
        said: without_repeats(said),
    };
    vec![
        chapter("What is found about a member", findings()),
        chapter("What an official decided about a finding", settled()),
        chapter("What a rule says of a network", explanations()),
        chapter("What is left to do", left_to_do()),
        chapter("What would make a network compliant", remedies()),
        chapter("Codes and places that are refused", refused()),
        chapter("Places that are odd", odd()),
        chapter("What stands in the way of a step", obstacles()),
        chapter("Terms, windows and limits", procedure()),
    ]
}

/// Each sentence once, with all codes that go with it.
fn without_repeats(all: Vec<Said>) -> Vec<Said> {
    let mut once: Vec<Said> = Vec::new();
    for one in all {
        match once.iter_mut().find(|before| before.text == one.text) {
            None => once.push(one),
            Some(before) if before.code.split(' ').any(|code| code == one.code) => {}
            Some(before) => before.code = format!("{} {}", before.code, one.code),
        }
    }
    once
}

/// Each reason, for a day; a track of the catalogue and one outside it.
fn reasons(on: NaiveDate) -> Vec<Reason> {
    let (since, from, until) = (on, on, Some(on));
    let business = |code| Ateco::parse(code, AtecoClassification::Ateco2007).expect("a code");
    let (track, title) = ("IT-MME".to_owned(), "Robotica \"collaborativa\"".to_owned());
    let number = "0123/2020".to_owned();
    let continued = |of, doubt| {
        let (track, of) = (track.clone(), (1..=of).map(tax_code).collect());
        Reason::TrackContinued { track, since, from, of, doubt }
    };
    vec![
        Reason::TrackSenior { track: track.clone(), since },
        Reason::TrackSecondary { track: track.clone(), since },
        Reason::TrackUncatalogued { track: title, since },
        Reason::TracksTogether { tracks: vec![track.clone(), "IT-EET".to_owned()], since },
        Reason::TrackOfAnotherProvider { track: track.clone(), since },
        Reason::TrackHandedOver { track: track.clone(), since },
        continued(1, None),
        continued(2, Some(TrackDoubt::Secondary)),
        continued(1, Some(TrackDoubt::Uncatalogued)),
        continued(1, Some(TrackDoubt::OfAnotherProvider)),
        Reason::ContinuationBroken { track: track.clone(), since, eligible_on: Some(on) },
        Reason::ContinuationBroken { track: track.clone(), since, eligible_on: None },
        Reason::TrackShort { track: track.clone(), since, eligible_on: Some(on) },
        Reason::TrackShort { track: track.clone(), since, eligible_on: None },
        Reason::TrackNotBegun { track: track.clone(), from, eligible_on: Some(on) },
        Reason::TrackNotBegun { track: track.clone(), from, eligible_on: None },
        Reason::TrackOver { track, on },
        Reason::TrackMissing,
        Reason::AtecoCore { code: business("28.41") },
        Reason::AtecoSecondary { code: business("22.29") },
        Reason::AtecoNotPrimary { code: business("28.41") },
        Reason::AtecoUnmapped { code: business("99.00") },
        Reason::AtecoOutside { code: Some(business("56.10.11")) },
        Reason::AtecoOutside { code: None },
        Reason::Committed { on },
        Reason::CommitmentLater { on },
        Reason::CommitmentContinued { since, of: tax_code(1) },
        Reason::CommitmentPartial { on },
        Reason::CommitmentMissing,
        Reason::Confirmed { on },
        Reason::ApplicantItself,
        Reason::Unconfirmed,
        Reason::Registered,
        Reason::RegistrationUnstated,
        Reason::NotRegistered,
        Reason::KindUnlisted { description: "museo".to_owned() },
        Reason::AccreditationMissing,
        Reason::SectionA { number: number.clone(), until },
        Reason::SectionA { number: number.clone(), until: None },
        Reason::SectionAProvisional { number: number.clone() },
        Reason::SectionANotYet { number: number.clone(), from },
        Reason::SectionAExpired { number: number.clone(), on },
        Reason::SectionASuspended { number: number.clone(), until },
        Reason::SectionASuspended { number: number.clone(), until: None },
        Reason::SectionARevoked { number, on },
        Reason::SameOrganisation { member: id_of("S1") },
        Reason::FoundedIts,
        Reason::NotNeeded { slot: Slot::School },
        Reason::NotNeeded { slot: Slot::Company },
        Reason::NotNeeded { slot: Slot::SectionA },
        Reason::NotNeeded { slot: Slot::Its },
        Reason::SameRea { rea: Rea::parse("MB-123456").expect("a number") },
        Reason::SchoolUnidentified,
        Reason::LeadLeft { until: on },
        Reason::LeadNotYetMember { from },
        Reason::OperatesInRegion,
        Reason::OutsideRegion { province: Province::parse("NA").expect("a province") },
        Reason::Optional,
        Reason::NotYetMember { from },
        Reason::FormerMember { until: on },
    ]
}

/// In the order of the reasons, the days of each together.
fn findings() -> Vec<Said> {
    let by_day = days().map(reasons);
    let count = by_day[0].len();
    let of_all = (0..count).flat_map(|index| by_day.iter().map(move |reasons| &reasons[index]));
    let mut found: Vec<_> = of_all.map(|reason| said(reason.code(), reason.message(3))).collect();
    // The years that a ruleset may ask for instead of three.
    let years = reasons(days()[0]);
    for years_required in [0, 1, 2] {
        found.extend(
            years
                .iter()
                .filter(|reason| matches!(reason, Reason::TrackShort { .. }))
                .map(|reason| said(reason.code(), reason.message(years_required))),
        );
    }
    found
}

/// A reason that is declared and not shown.
#[test]
fn every_reason_is_shown() {
    let declared = include_str!("../../../src/rules/reason.rs");
    let codes = declared
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Self::")?.split_once(" => \""))
        .filter_map(|(_, code)| code.strip_suffix("\","));
    let shown: BTreeSet<_> = reasons(days()[0]).iter().map(Reason::code).collect();
    let declared: BTreeSet<_> = codes.collect();
    assert_eq!(declared, shown);
}

fn settled() -> Vec<Said> {
    let finding = |settled| Finding {
        rule: Rule::TrainingSeniority,
        outcome: Outcome::NeedsReview,
        reason: Reason::TrackSecondary { track: "IP-C".to_owned(), since: day("2020-09-01") },
        settled,
    };
    let mut found = vec![said("", finding(None).message(3))];
    for decided_on in days() {
        for accepted in [true, false] {
            let settlement = Settlement { accepted, reason: "Visura.".to_owned(), decided_on };
            found.push(said("", finding(Some(settlement)).message(3)));
        }
    }
    found
}

/// Each rule with each outcome that it can have.
fn explanations() -> Vec<Said> {
    let mut found = Vec::new();
    let names =
        ["Istituto \"Ada Lovelace\"", "Officine Brembo", "Torneria Adda", "Elettra", "Fucina"];
    let none = |rule, outcome| Explained {
        rule,
        outcome,
        required: 0,
        found: 0,
        under_review: 0,
        binding_from: None,
        grace_years: 3,
        members: Vec::new(),
    };
    for rule in Rule::ALL {
        let is_slot = Slot::ALL.iter().any(|slot| slot.rule() == *rule);
        for outcome in Outcome::ALL {
            let one = none(*rule, *outcome);
            let cases = if is_slot { of_slots(&one) } else { of_members(&one, &names) };
            found.extend(cases.iter().map(|case| said(rule.code(), case.message())));
        }
    }
    found
}

/// The numbers that an outcome of slots allows.
fn of_slots(of: &Explained<'static>) -> Vec<Explained<'static>> {
    let numbers: &[(u32, u32, u32)] = match of.outcome {
        Outcome::Satisfied => &[(0, 0, 0), (1, 1, 0), (2, 2, 0)],
        Outcome::NotApplicable => &[],
        Outcome::Waived => &[(1, 0, 0), (1, 0, 1), (2, 0, 0), (2, 1, 0), (2, 0, 2)],
        Outcome::NeedsReview => &[(1, 0, 1), (2, 1, 1), (2, 0, 2), (3, 1, 2)],
        Outcome::Violated => &[(1, 0, 0), (2, 0, 0), (2, 1, 0), (2, 0, 1), (4, 1, 1)],
    };
    let only_its = of.outcome == Outcome::Waived && of.rule != Rule::MinIts;
    let mut cases: Vec<_> = numbers
        .iter()
        .filter(|_| !only_its)
        .map(|(required, found, under_review)| Explained {
            required: *required,
            found: *found,
            under_review: *under_review,
            ..of.clone()
        })
        .collect();
    if of.outcome == Outcome::Waived && !only_its {
        let first = cases[0].clone();
        cases.extend(days().map(|day| Explained { binding_from: Some(day), ..first.clone() }));
        cases.extend([1, 2].map(|years| Explained { grace_years: years, ..first.clone() }));
    }
    cases
}

/// 0, 1, 2 and more of those bound, and of those named.
fn of_members<'a>(of: &Explained<'static>, names: &[&'a str]) -> Vec<Explained<'a>> {
    let counted = [(0, 0), (1, 1), (2, 1), (2, 2), (3, 3), (2, 0), (1, 0)];
    let how_many = [0, 1, 2, 4, 5];
    let of_numbers = counted.into_iter().map(|(required, found)| (required, found, 0));
    let of_names = how_many.into_iter().map(|named| (2, 0, named));
    let cases: Vec<_> = match (of.rule, of.outcome) {
        // What these rules never say.
        (_, Outcome::Waived)
        | (
            Rule::SingleArea
            | Rule::ActivityPlan
            | Rule::NoDedicatedFunding
            | Rule::DistinctMembers,
            Outcome::NeedsReview,
        )
        | (Rule::SingleArea | Rule::ActivityPlan | Rule::DistinctMembers, Outcome::NotApplicable)
        | (Rule::NoDedicatedFunding, Outcome::Satisfied | Outcome::Violated)
        | (Rule::ItsFoundersExcluded, Outcome::Violated | Outcome::NeedsReview) => Vec::new(),
        (_, Outcome::NeedsReview | Outcome::Violated) => match of.rule {
            Rule::ActivityPlan => of_numbers
                .filter(|(required, found, _)| found < required || *required == 0)
                .collect(),
            _ => of_names.filter(|(_, _, named)| *named > 0).collect(),
        },
        (Rule::ItsFoundersExcluded, Outcome::Satisfied) => of_names.collect(),
        (Rule::MemberConfirmation, Outcome::NotApplicable) => vec![(0, 0, 0), (0, 1, 0), (0, 2, 0)],
        (_, Outcome::Satisfied | Outcome::NotApplicable) => of_numbers.collect(),
    };
    cases
        .into_iter()
        .map(|(required, found, named)| Explained {
            required,
            found,
            members: names.iter().copied().take(named).collect(),
            ..of.clone()
        })
        .collect()
}

fn remedies() -> Vec<Said> {
    let (one, other) = (company("Officine \"Brembo\"", "28.41"), company("Torneria Adda", "28.41"));
    let members = [&one, &other];
    let commit = Change::Commit(one.id);
    let remove = Change::Remove(other.id);
    let mut sets: Vec<Vec<Change>> = Slot::ALL
        .iter()
        .flat_map(|slot| [vec![Change::Add(*slot)], vec![Change::Add(*slot); 2]])
        .collect();
    sets.extend([
        vec![commit],
        vec![Change::CompletePlan],
        vec![Change::RenewPlan],
        vec![Change::NameLead],
        vec![Change::SignAgreement],
        vec![remove],
        vec![commit, Change::CompletePlan, Change::Add(Slot::Company), remove],
    ]);
    // A change of another kind has to be shown above.
    let code = |change: &Change| match change {
        Change::Commit(_) => "commit",
        Change::CompletePlan => "complete_plan",
        Change::RenewPlan => "renew_plan",
        Change::NameLead => "name_lead",
        Change::SignAgreement => "sign_agreement",
        Change::Add(_) => "add",
        Change::Remove(_) => "remove",
    };
    let joined = |changes: &[Change]| {
        let codes: BTreeSet<_> = changes.iter().map(code).collect();
        codes.into_iter().collect::<Vec<_>>().join(" ")
    };
    sets.into_iter()
        .map(|changes| {
            let codes = joined(&changes);
            said(
                &codes,
                Remedy::new(Area::Mechanics, &members, changes, Verdict::Compliant).message,
            )
        })
        .collect()
}

/// What each task says, of 1 and of 2, of members that are there and of none.
fn left_to_do() -> Vec<Said> {
    const NAMES: [&str; 2] = ["Officine \"Brembo\"", "Torneria Adda"];
    let area = Area::Mechanics;
    let of_slots = Slot::ALL.iter().flat_map(|slot| {
        [(1, &NAMES[..0]), (2, &NAMES[..1]), (2, &NAMES[..])].into_iter().flat_map(|(many, who)| {
            [
                said(Task::FillSlot.code(), to_do_text::fill(*slot, many, area, who)),
                said(Task::Assess.code(), to_do_text::assess_slot(*slot, many, who)),
            ]
        })
    });
    let found = Reason::AccreditationMissing.message(3);
    let later = Reason::CommitmentLater { on: day("2027-03-08") }.message(3);
    let of_members = Task::ALL.iter().filter_map(|task| {
        // Those that are not about one member are shown beside.
        let about_one = match task {
            Task::Assess
            | Task::SignCommitment
            | Task::ConfirmMembership
            | Task::StateRegistration
            | Task::CorrectMember
            | Task::RemoveMember => true,
            Task::RenewPlan
            | Task::NameLead
            | Task::SignAgreement
            | Task::ChangeArea
            | Task::ChangeSeat
            | Task::FillSlot
            | Task::ExtendPlan
            | Task::RemoveRepeated => false,
        };
        let text = || to_do_text::of_member(NAMES[0], &found, *task, false);
        about_one.then(|| said(task.code(), text()))
    });
    let waits = to_do_text::of_member(NAMES[0], &later, Task::CorrectMember, true);
    let signed = Reason::CommitmentLater { on: day("2027-03-08") }.message(3);
    let signed = to_do_text::of_member(NAMES[0], &signed, Task::SignCommitment, true);
    let of_plans = ActionKind::ALL.iter().flat_map(|kind| {
        [(1, false), (2, false), (1, true)].map(|(many, bare)| {
            said(Task::ExtendPlan.code(), to_do_text::actions(*kind, many, bare))
        })
    });
    let repeated =
        [1, 2].map(|many| said(Task::RemoveRepeated.code(), to_do_text::repeated(&NAMES, many)));
    let of_the_pole = [
        said(Task::ChangeArea.code(), to_do_text::another_area()),
        said(Task::ChangeSeat.code(), to_do_text::another_seat()),
        said(Task::RenewPlan.code(), to_do_text::another_plan()),
        said(Task::NameLead.code(), to_do_text::another_lead()),
        said(Task::SignAgreement.code(), to_do_text::agreement(true)),
        said(Task::SignAgreement.code(), to_do_text::agreement(false)),
    ];
    of_the_pole
        .into_iter()
        .chain(of_slots)
        .chain(of_members)
        .chain([said(Task::CorrectMember.code(), waits), said(Task::SignCommitment.code(), signed)])
        .chain([said(Task::ExtendPlan.code(), to_do_text::no_plan())])
        .chain(of_plans)
        .chain(repeated)
        .collect()
}

/// A code of the other classification, one of none, and a municipality of another province, or of
/// two.
fn refused() -> Vec<Said> {
    let code = |classification, code| istat::unknown(classification, code);
    let general = |code| {
        let group = Ateco::parse(code, AtecoClassification::Ateco2025).expect("a group");
        istat::of_company(group).expect_err("it is no class")
    };
    let place = |name| {
        let milan = Province::parse("MI").expect("a province");
        istat::of_province(name, milan).expect_err("it is elsewhere")
    };
    [
        code(AtecoClassification::Ateco2025, "45.20"),
        code(AtecoClassification::Ateco2007, "28.77.77"),
        general("28.4"),
        place("Bergamo"),
        place("Livo"),
    ]
    .into_iter()
    .map(|invalid| said(invalid.code, invalid.message))
    .collect()
}

/// The warnings about places.
fn odd() -> Vec<Said> {
    let milan = Province::parse("MI").expect("a province");
    let warned = ["Bergamo", "Atlantide"].map(|name| istat::warning(name, milan));
    let warned = warned.into_iter().flatten();
    warned.map(|it| Said { warns: true, ..said(it.code, it.message) }).collect()
}

/// Every refusal of the tables of states, over all facts; of those that only name a step and a
/// state, as many as show each of both.
fn obstacles() -> Vec<Said> {
    let mut found = Vec::new();
    for from in application::ApplicationStatus::ALL {
        for step in application::Step::ALL {
            let refused =
                all_facts().filter_map(|facts| application::attempt(*from, *step, &facts).err());
            found.extend(refused.map(|invalid| said(invalid.code, invalid.message)));
        }
    }
    for from in pole::PoleStatus::ALL {
        for step in pole::Step::ALL {
            let refused = pole_facts().filter_map(|facts| pole::attempt(*from, *step, facts).err());
            found.extend(refused.map(|invalid| said(invalid.code, invalid.message)));
        }
    }
    for from in call::CallStatus::ALL {
        for step in call::Step::ALL {
            let refused =
                call_facts().filter_map(|facts| call::attempt(*from, *step, &facts).err());
            found.extend(refused.map(|invalid| said(invalid.code, invalid.message)));
        }
    }
    let mut parts = BTreeSet::new();
    found.retain(|one| match one.text.it.split_once(": ") {
        Some((step, state)) if ["wrong_state", "pole_state"].contains(&one.code.as_str()) => {
            let (step, state) = (step.to_owned(), state.to_owned());
            let (new_step, new_state) = (parts.insert(step), parts.insert(state));
            new_step || new_state
        }
        _ => true,
    });
    found.sort_by(|one, other| one.code.cmp(&other.code));
    found
}

fn procedure() -> Vec<Said> {
    let noon = NaiveTime::from_hms_opt(11, 0, 0).expect("a time");
    let mut found = Vec::new();
    for day in days() {
        let instant = day.and_time(noon).and_utc();
        found.push(said("term_running", sentence::term_running(day)));
        found.push(said("warning_running", sentence::warning_running(day)));
        found.push(said("term_running", sentence::observations_awaited(day)));
        let source = &application::SELF_REDRESS[3].source;
        found.push(said("self_redress_over", sentence::self_redress_over(day, source)));
        found.push(said("provisional", sentence::provisional("TAR Lombardia", "812", day)));
        found.push(said("no_effect_yet", sentence::takes_effect(day)));
        found.push(said("before_reference_date", sentence::before_reference_date(day)));
        found.push(said("requirements_lost", sentence::requirements_lost(day)));
        found.push(said(
            "due_before_reference_date",
            sentence::due_before_reference_date(day, day + Days::new(16)),
        ));
        let basis = Some("art. 20 L. 241/1990");
        found.push(said("on_silence", sentence::assent_ahead(day, day + Days::new(1), basis)));
        let attested = sentence::assent_given("PTP/2027/0000123", day, day + Days::new(1), basis);
        found.push(said("attestation", sentence::complete(&attested)));
        found.extend([0, 1, 34].map(|used| said("late", sentence::decided_late(30, day, used))));
        found.push(said("call_not_open", sentence::opens(instant)));
        found.push(said("call_not_open", sentence::closed(instant)));
        found.push(said("not_recorded", sentence::not_recorded(Some(instant))));
    }
    found.push(said("no_effect_yet", sentence::AWAITS_DELIVERY));
    for who in [None, Some("Direzione generale, dg@example.it")] {
        found.push(said("on_silence", sentence::term_without_effect(who)));
        found.push(said("on_silence", sentence::assent_missed(who)));
    }
    found.push(said("not_recorded", sentence::not_recorded(None)));
    found.push(said("no_such_version", sentence::no_such_version(7)));
    let closed = sentence::closed(days()[0].and_time(noon).and_utc());
    found.push(said("call_not_open", sentence::complete(&closed)));
    let (step, state) = (pole::Step::Suspend.label(), pole::PoleStatus::Draft.clause());
    found.push(said("wrong_state", sentence::cannot(&step, &state)));
    found.extend([1, 2].map(|most| said("too_many_drafts", sentence::too_many_drafts(most))));
    found.push(said("application_pending", sentence::already_pending("PTP/2027/0000123")));
    found.push(said("application_withdrawn", sentence::replaced_by("PTP/2027/0000124")));
    let (pole, protocol) = ("PTP-2027-0012", "PTP/2027/0000123");
    let act = Text::fixed("integrazione della candidatura", "integration of the application");
    let request = Text::fixed(
        "richiesta di variazione della rete del polo",
        "request to change the network of the pole",
    );
    found.push(said("object", sentence::application_under(pole, "BANDO-2027-003")));
    found.push(said("object", sentence::of_network(&request, pole)));
    found.push(said("object", sentence::of_matter(&act, protocol, pole)));
    let create = Action::CreatePole.label();
    for roles in [&["applicant"][..], &["applicant", "official"]] {
        found.push(said("forbidden", sentence::not_allowed(&create, roles)));
    }
    found.sort_by(|one, other| one.code.cmp(&other.code));
    found
}

/// What stands in for a text nobody says.
#[test]
fn no_composed_sentence_is_without_its_facts() {
    for chapter in chapters() {
        for Said { text: Text { it, en }, .. } in chapter.said {
            assert!(!it.contains(['{', '}']) && !en.contains(['{', '}']), "{it} {en}");
        }
    }
}
