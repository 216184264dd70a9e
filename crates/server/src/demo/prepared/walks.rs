//! What leads to where each example succeeds.

use Action::{
    AcceptChangeRequest, AcknowledgeActs, AddMember, AdmitApplication, AnnulDecision, ArchiveCall,
    AssignApplication, ChangeCall, ChangeMember, ChangePole, ConfirmMembership,
    ContestCommunication, CreateCall, CreatePole, DissolvePole, ExtendCall, ExtendSuspension,
    FileChangeRequest, FileCommunication, NoteCommunication, NotifyRefusal, NotifyRejection,
    PublishCall, RecordCourtOrder, RecordDelivery, RecordOfficeAct, RecordPoleDelivery,
    RecordReference, RecordReorganisation, RefuseChangeRequest, ReinstatePole, RejectApplication,
    RemoveCall, RemoveMember, RemovePole, ReopenCall, ReplaceMembers, RequestChangeIntegration,
    RequestIntegration, ReviewApplication, ReviewChangeRequest, RevokePole, SettleFinding,
    SubmitApplication, SubmitChangeIntegration, SubmitChangeObservations, SubmitIntegration,
    SubmitObservations, SuspendPole, TransferPole, WarnPole, WithdrawApplication, WithdrawCall,
    WithdrawChangeRequest,
};
use ptp_domain::policy::Action;
use serde_json::{Value, json};

const CALL: &[Action] = &[CreateCall, PublishCall];
const SUBMITTED: &[Action] = &[CreateCall, PublishCall, CreatePole, SubmitApplication];
const REVIEWED: &[Action] = &[ReviewApplication];
const RECOGNISED: &[Action] = &[ReviewApplication, AdmitApplication];
const FILED: &[Action] = &[ReviewApplication, AdmitApplication, FileChangeRequest];

/// What leads to the thing that reading shows: a recognised pole, with a request and a
/// communication, and one of its schools reorganised since.
pub(super) const TO_READ: [&[Action]; 3] =
    [SUBMITTED, FILED, &[FileCommunication, RecordReorganisation]];

/// What leads to where the example of an operation succeeds; nothing if it needs nothing.
pub(super) fn before(action: Action) -> Vec<Action> {
    const NONE: &[Action] = &[];
    let steps: [&[Action]; 3] = match action {
        ChangeCall | PublishCall | RemoveCall => [&[CreateCall], NONE, NONE],
        ExtendCall | ReopenCall | WithdrawCall | ArchiveCall => [CALL, NONE, NONE],
        ChangePole | RemovePole | AddMember | ChangeMember | RemoveMember | ReplaceMembers
        | SubmitApplication => [&[CreatePole], NONE, NONE],
        ReviewApplication | AssignApplication | WithdrawApplication | SettleFinding => {
            [SUBMITTED, NONE, NONE]
        }
        RequestIntegration | NotifyRejection | AdmitApplication | RecordReference => {
            [SUBMITTED, REVIEWED, NONE]
        }
        SubmitIntegration | RecordDelivery | AcknowledgeActs => {
            [SUBMITTED, REVIEWED, &[RequestIntegration]]
        }
        SubmitObservations => [SUBMITTED, REVIEWED, &[NotifyRejection]],
        RejectApplication => {
            [SUBMITTED, REVIEWED, &[NotifyRejection, SubmitObservations, ReviewApplication]]
        }
        AnnulDecision | ConfirmMembership | WarnPole | SuspendPole | RevokePole | DissolvePole
        | TransferPole | FileChangeRequest | FileCommunication | RecordOfficeAct
        | RecordReorganisation => [SUBMITTED, RECOGNISED, NONE],
        ExtendSuspension | RecordCourtOrder | RecordPoleDelivery | ReinstatePole => {
            [SUBMITTED, RECOGNISED, &[SuspendPole]]
        }
        ReviewChangeRequest | WithdrawChangeRequest => [SUBMITTED, FILED, NONE],
        RequestChangeIntegration | NotifyRefusal | AcceptChangeRequest => {
            [SUBMITTED, FILED, &[ReviewChangeRequest]]
        }
        SubmitChangeIntegration => {
            [SUBMITTED, FILED, &[ReviewChangeRequest, RequestChangeIntegration]]
        }
        SubmitChangeObservations => [SUBMITTED, FILED, &[ReviewChangeRequest, NotifyRefusal]],
        RefuseChangeRequest => [
            SUBMITTED,
            FILED,
            &[ReviewChangeRequest, NotifyRefusal, SubmitChangeObservations, ReviewChangeRequest],
        ],
        NoteCommunication | ContestCommunication => [SUBMITTED, RECOGNISED, &[FileCommunication]],
        _ => [NONE, NONE, NONE],
    };
    steps.concat()
}

/// Adapts the body of a step on the way to an operation.
pub(super) fn adapt(body: &mut Value, step: Action, towards: Option<Action>) {
    match (towards, step) {
        // Only on the portal does an act wait for being read.
        (Some(RecordDelivery | AcknowledgeActs), CreateCall) => {
            body["notification"] = json!("portal");
        }
        (Some(RecordPoleDelivery), SuspendPole) => body["awaits_delivery"] = json!(true),
        // Whether this activity belongs to the area is for an official to settle.
        (Some(SettleFinding), CreatePole) => {
            body["members"][3]["company"]["ateco"][0]["code"] = json!("22.11");
        }
        _ => {}
    }
}

/// The vocational institute of the example pole, and the one that stands for it where a
/// reorganisation would change the poles of all other operations as well.
pub(super) fn reorganised(towards: Option<Action>) -> Option<(&'static str, &'static str)> {
    const SCHOOL: &str = "01234560165";
    match towards {
        Some(RecordReorganisation) => Some((SCHOOL, "01234560983")),
        None => Some((SCHOOL, "01234560991")),
        Some(_) => None,
    }
}
