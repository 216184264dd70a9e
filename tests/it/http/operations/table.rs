//! The table, with at least one row per operation.

use ptp_domain::policy::Action;
use ptp_tests::fixtures::json::{
    act, body_of, call, change_request, communication, decided, determination, newcomer, pole,
    reorganisation, with,
};
use ptp_tests::fixtures::steps::submission;
use ptp_tests::fixtures::{ORGANISATION, OTHER, TODAY};
use serde_json::{Value, json};

use super::{Given, Made, Row};

pub(crate) fn rows() -> impl Iterator<Item = &'static Row> {
    REFERENCE
        .iter()
        .chain(CALLS)
        .chain(POLES)
        .chain(REGISTER)
        .chain(APPLICATIONS)
        .chain(PROCEDURE)
        .chain(CHANGES)
}

/// A read that succeeds for everyone with a right to the operation.
const fn open(action: Action, given: Given) -> Row {
    Row { action, given, body: None, success: 200, strangers: 200 }
}

/// A read of a resource that strangers cannot see.
const fn hidden(action: Action, given: Given) -> Row {
    Row { action, given, body: None, success: 200, strangers: 404 }
}

/// A query with a body, about no particular resource.
const fn question(action: Action, given: Given, body: fn(&Made) -> Value) -> Row {
    Row { action, given, body: Some(body), success: 200, strangers: 200 }
}

/// A step on a resource that strangers cannot change, whether they see it or not.
const fn step(action: Action, given: Given, body: fn(&Made) -> Value) -> Row {
    Row { action, given, body: Some(body), success: 200, strangers: 404 }
}

/// A deletion that strangers cannot make.
const fn deletion(action: Action, given: Given) -> Row {
    Row { action, given, body: None, success: 204, strangers: 404 }
}

const REFERENCE: &[Row] = &[
    open(Action::ReadStatus, Given::Nothing),
    open(Action::ReadProgramme, Given::Nothing),
    open(Action::ListAreas, Given::Nothing),
    open(Action::ReadArea, Given::Nothing),
    open(Action::ListCodes, Given::Nothing),
    open(Action::ListMemberKinds, Given::Nothing),
    open(Action::ListAccreditationSections, Given::Nothing),
    open(Action::ListObjectives, Given::Nothing),
    open(Action::ListStudyTracks, Given::Nothing),
    open(Action::ListAtecoCodes, Given::Nothing),
    open(Action::ReadAtecoCode, Given::Nothing),
    open(Action::ListRulesets, Given::Nothing),
    open(Action::ReadRuleset, Given::Nothing),
    open(Action::ReadMe, Given::Nothing),
    open(Action::ListEvents, Given::Recognised),
    question(
        Action::EvaluateNetwork,
        Given::Nothing,
        |_| json!({"pole": pole(), "as_of": "2027-02-26"}),
    ),
    question(
        Action::SearchRecognitions,
        Given::Recognised,
        |_| json!({"tax_codes": [ORGANISATION, OTHER]}),
    ),
    question(Action::SearchMembers, Given::Recognised, |_| json!({"tax_code": ORGANISATION})),
    question(Action::VerifyReceipt, Given::Submitted, |made| json!({"receipt": made.receipt})),
];

const CALLS: &[Row] = &[
    open(Action::ListCalls, Given::DraftCall),
    open(Action::ReadCall, Given::PublishedCall),
    hidden(Action::ReadCall, Given::DraftCall),
    open(Action::ReadCallClock, Given::PublishedCall),
    hidden(Action::ReadCallClock, Given::DraftCall),
    open(Action::ListCallActions, Given::PublishedCall),
    hidden(Action::ListCallActions, Given::DraftCall),
    open(Action::ListCallEvents, Given::PublishedCall),
    hidden(Action::ListCallEvents, Given::DraftCall),
    Row { success: 201, ..step(Action::CreateCall, Given::Nothing, |_| call()) },
    step(Action::ChangeCall, Given::DraftCall, |_| json!({"title": {"it": "Un altro titolo"}})),
    step(Action::PublishCall, Given::DraftCall, |_| body_of("publication")),
    step(Action::ExtendCall, Given::PublishedCall, |_| body_of("extension")),
    step(Action::ReopenCall, Given::ClosedCall, |_| body_of("reopening")),
    step(Action::WithdrawCall, Given::PublishedCall, |_| decided("Bando sostituito.")),
    step(Action::ArchiveCall, Given::ClosedCall, |_| body_of("archival")),
    deletion(Action::RemoveCall, Given::DraftCall),
];

const POLES: &[Row] = &[
    open(Action::ListPoles, Given::DraftPole),
    open(Action::ReadPole, Given::Recognised),
    hidden(Action::ReadPole, Given::DraftPole),
    open(Action::ListPoleActions, Given::Recognised),
    hidden(Action::ListPoleActions, Given::DraftPole),
    open(Action::ListPoleEvents, Given::Recognised),
    hidden(Action::ListPoleEvents, Given::DraftPole),
    open(Action::ListPoleVersions, Given::Recognised),
    hidden(Action::ListPoleVersions, Given::DraftPole),
    open(Action::ComparePoleVersions, Given::Recognised),
    hidden(Action::ComparePoleVersions, Given::Submitted),
    open(Action::ListMembers, Given::Recognised),
    hidden(Action::ListMembers, Given::DraftPole),
    open(Action::ReadMember, Given::Recognised),
    hidden(Action::ReadMember, Given::DraftPole),
    open(Action::ReadCompliance, Given::Recognised),
    hidden(Action::ReadCompliance, Given::DraftPole),
    open(Action::ReadTimeline, Given::Recognised),
    hidden(Action::ReadTimeline, Given::DraftPole),
    // Whoever may create poles owns the one created.
    Row {
        action: Action::CreatePole,
        given: Given::Nothing,
        body: Some(|_| pole()),
        success: 201,
        strangers: 201,
    },
    step(Action::ChangePole, Given::DraftPole, |_| json!({"name": "Un altro nome"})),
    step(Action::ChangePole, Given::Recognised, |_| json!({"name": "Un altro nome"})),
    Row { success: 201, ..step(Action::AddMember, Given::DraftPole, |_| newcomer()) },
    Row { success: 201, ..step(Action::AddMember, Given::Recognised, |_| newcomer()) },
    step(Action::ReplaceMembers, Given::DraftPole, |_| json!({"members": [newcomer()]})),
    step(Action::ChangeMember, Given::DraftPole, |_| json!({"name": "Un altro nome"})),
    step(Action::ChangeMember, Given::Recognised, |_| json!({"name": "Un altro nome ancora"})),
    deletion(Action::RemovePole, Given::DraftPole),
    deletion(Action::RemoveMember, Given::DraftPole),
];

const REGISTER: &[Row] = &[
    open(Action::ReadRecognition, Given::Recognised),
    Row {
        success: 201,
        ..step(Action::RecordReorganisation, Given::Recognised, |_| reorganisation())
    },
    question(Action::PreviewReorganisation, Given::Recognised, |_| reorganisation()),
    open(Action::ListReorganisations, Given::Reorganised),
    open(Action::ReadReorganisation, Given::Reorganised),
    hidden(Action::ListDeterminations, Given::DraftPole),
    hidden(Action::ListDeterminations, Given::Recognised),
    step(Action::SettleFinding, Given::Doubtful, |_| determination(true)),
    open(Action::ListMemberships, Given::Recognised),
    // The first member is the applicant's own body.
    step(Action::ConfirmMembership, Given::Recognised, |_| body_of("confirmation")),
    step(Action::WarnPole, Given::Recognised, |_| body_of("warning")),
    step(Action::SuspendPole, Given::Recognised, |_| body_of("suspension")),
    step(Action::ExtendSuspension, Given::Suspended, |_| body_of("suspension-extension")),
    step(Action::RecordCourtOrder, Given::Suspended, |_| body_of("court-orders")),
    step(Action::RecordPoleDelivery, Given::Undelivered, |_| body_of("pole-deliveries")),
    step(Action::ReinstatePole, Given::Suspended, |_| body_of("reinstatement")),
    step(Action::RevokePole, Given::Recognised, |_| body_of("revocation")),
    step(Action::DissolvePole, Given::Recognised, |_| body_of("dissolution")),
    step(Action::TransferPole, Given::Recognised, |_| body_of("transfer")),
];

const APPLICATIONS: &[Row] = &[
    open(Action::ListApplications, Given::Submitted),
    open(Action::ReadWorkload, Given::Submitted),
    hidden(Action::ReadApplication, Given::Submitted),
    hidden(Action::ReadApplication, Given::Recognised),
    hidden(Action::ReadSnapshot, Given::Submitted),
    hidden(Action::ReadReceipt, Given::Submitted),
    hidden(Action::ReadActReceipt, Given::Submitted),
    hidden(Action::ListApplicationReceipts, Given::Submitted),
    open(Action::ListPoleReceipts, Given::Recognised),
    hidden(Action::ListPoleReceipts, Given::DraftPole),
    hidden(Action::ReadApplicationChanges, Given::Submitted),
    hidden(Action::ListApplicationActions, Given::Submitted),
    hidden(Action::ListApplicationEvents, Given::Submitted),
];

const PROCEDURE: &[Row] = &[
    // The pole in the body does not exist for strangers.
    Row {
        action: Action::SubmitApplication,
        given: Given::DraftPole,
        body: Some(|made| submission(&made.call, &made.pole)),
        success: 201,
        strangers: 422,
    },
    step(Action::ReviewApplication, Given::Submitted, |_| body_of("review")),
    step(Action::RequestIntegration, Given::UnderReview, |_| body_of("integration-request")),
    step(Action::SubmitIntegration, Given::IntegrationRequested, |_| body_of("integration")),
    step(Action::NotifyRejection, Given::UnderReview, |_| body_of("rejection-notice")),
    step(Action::SubmitObservations, Given::RejectionNotice, |_| body_of("observations")),
    step(Action::AdmitApplication, Given::UnderReview, |_| body_of("admission")),
    step(Action::RejectApplication, Given::Observed, |_| body_of("rejection")),
    step(Action::AnnulDecision, Given::Recognised, |_| body_of("annulment")),
    step(Action::AssignApplication, Given::Submitted, |_| body_of("assignment")),
    step(Action::RecordReference, Given::Recognised, |_| body_of("references")),
    step(Action::RecordDelivery, Given::Unread, |_| body_of("deliveries")),
    step(Action::AcknowledgeActs, Given::Unread, |_| body_of("acknowledgements")),
    step(Action::WithdrawApplication, Given::Submitted, |_| body_of("withdrawal")),
];

const CHANGES: &[Row] = &[
    open(Action::ListChangeRequests, Given::Requested),
    open(Action::ListPoleChangeRequests, Given::Requested),
    hidden(Action::ListPoleChangeRequests, Given::DraftPole),
    hidden(Action::ReadChangeRequest, Given::Requested),
    hidden(Action::ListChangeRequestActions, Given::Requested),
    Row {
        success: 201,
        ..step(Action::FileChangeRequest, Given::Recognised, |_| change_request())
    },
    step(Action::ReviewChangeRequest, Given::Requested, |_| body_of("review")),
    step(Action::RequestChangeIntegration, Given::RequestUnderReview, |_| {
        body_of("integration-request")
    }),
    step(Action::SubmitChangeIntegration, Given::RequestIntegration, |_| body_of("integration")),
    step(Action::NotifyRefusal, Given::RequestUnderReview, |_| body_of("refusal-notice")),
    step(Action::SubmitChangeObservations, Given::RefusalNotice, |_| body_of("observations")),
    step(Action::AcceptChangeRequest, Given::RequestUnderReview, |_| body_of("acceptance")),
    step(Action::RefuseChangeRequest, Given::RefusalObserved, |_| body_of("refusal")),
    step(Action::WithdrawChangeRequest, Given::Requested, |_| body_of("withdrawal")),
    open(Action::ListCommunications, Given::Communicated),
    open(Action::ListPoleCommunications, Given::Communicated),
    hidden(Action::ListPoleCommunications, Given::DraftPole),
    hidden(Action::ReadCommunication, Given::Communicated),
    Row {
        success: 201,
        ..step(Action::FileCommunication, Given::Recognised, |made| communication(&made.members[2]))
    },
    Row {
        success: 201,
        ..step(Action::RecordOfficeAct, Given::Recognised, |made| {
            with(communication(&made.members[2]), &act(TODAY))
        })
    },
    step(Action::NoteCommunication, Given::Communicated, |_| body_of("acknowledgement")),
    step(Action::ContestCommunication, Given::Communicated, |_| body_of("contestation")),
];
