//! Facts about a recognised network: what they are, when, and how the office answers.

use ptp_domain::communication::{
    Answering, CommunicationKind, CommunicationStatus, MEMBER_FACTS, POLE_FACTS, attempt, happened,
};
use ptp_domain::vocabulary::Vocabulary;

use super::members::day;
use super::states::{cell, rows};

const COMMUNICATIONS: &str = "
    answer   filed      noted  contested
    note     noted      -      noted
    contest  contested  -      -
";

/// It is noted or contested; nothing takes its effect away, and what is contested can be clarified.
#[test]
fn a_communication_is_noted_or_contested_never_refused() {
    let table: Vec<Vec<_>> = Answering::ALL
        .iter()
        .map(|answer| {
            let after = CommunicationStatus::ALL
                .iter()
                .map(|from| cell(&attempt(CommunicationKind::Communication, *from, *answer)));
            std::iter::once(answer.code()).chain(after).collect()
        })
        .collect();
    assert_eq!(table, rows(COMMUNICATIONS));
}

#[test]
fn the_office_does_not_answer_itself() {
    for from in CommunicationStatus::ALL {
        for answer in Answering::ALL {
            let answered = attempt(CommunicationKind::OfficeAct, *from, *answer);
            assert_eq!(cell(&answered), "not_a_communication");
        }
    }
}

#[test]
fn what_is_communicated_has_happened() {
    let today = day("2027-05-10");
    assert_eq!(happened(today, today), Ok(()));
    assert_eq!(happened(day("2019-01-01"), today), Ok(()));
    assert_eq!(happened(day("2027-05-11"), today).unwrap_err().code, "fact_in_the_future");
}

/// Who belongs to a network since when, its lead and its plan are for the office to accept.
#[test]
fn what_needs_a_request_is_no_fact() {
    for name in ["tax_code", "kind", "joined_on", "study_tracks"] {
        assert!(!MEMBER_FACTS.contains(&name), "{name}");
    }
    for name in ["area", "activity_plan", "lead_member_id", "network_agreement"] {
        assert!(!POLE_FACTS.contains(&name), "{name}");
    }
}
