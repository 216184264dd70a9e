//! The caller of an operation, as the policy lets them.

use std::future::{Ready, ready};
use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use ptp_auth::Verified;
use ptp_domain::policy::{Action, Actor, Bearer, Refused, Scope};
use ptp_http::accept::accepts_json;
use ptp_http::contract::{Kind, Operation};
use ptp_http::credentials::credentials;
use ptp_http::parameters::query_of;
use ptp_http::problem::own::not_acceptable;

use super::problems::ApiError;

/// An operation of the policy.
pub(crate) trait Governed: Operation {
    /// Its name in the policy; its code is the `operationId`.
    const ACTION: Action;
}

macro_rules! operations {
    ($($Operation:ident: $Kind:ident $(also $media:literal)?,)+) => {
        /// The operations, one type each.
        pub(crate) mod op {
            use super::{Action, Governed, Kind, Operation};
            $(
                #[doc = concat!("[`Action::", stringify!($Operation), "`]")]
                #[derive(Debug)]
                pub(crate) struct $Operation;
                impl Operation for $Operation {
                    const ID: &'static str = Action::$Operation.id();
                    const KIND: Kind = Kind::$Kind;
                    $(const ALSO: Option<&'static str> = Some($media);)?
                }
                impl Governed for $Operation {
                    const ACTION: Action = Action::$Operation;
                }
            )+
        }

        /// What an operation does to its resource.
        pub(crate) const fn kind_of(action: Action) -> Kind {
            match action { $(Action::$Operation => Kind::$Kind,)+ }
        }
    };
}

operations! {
    ReadStatus: Compute, ReadMe: Compute,
    ReadProgramme: Read, ListAreas: Read, ReadArea: Read, ListCodes: Read, ListMemberKinds: Read,
    ListAccreditationSections: Read, ListObjectives: Read, ListStudyTracks: Read,
    ListAtecoCodes: Read, ReadAtecoCode: Read,
    ListRulesets: Read, ReadRuleset: Read,
    ListCalls: Read, ReadCall: Read, CreateCall: Create, ChangeCall: Change, RemoveCall: Change,
    PublishCall: Step, ExtendCall: Step, ReopenCall: Step, WithdrawCall: Step, ArchiveCall: Step,
    ReadCallClock: Compute, ListCallActions: Compute,
    ListPoles: Read, ReadPole: Read, CreatePole: Create, ChangePole: Change, RemovePole: Change,
    ListPoleActions: Compute,
    ListMembers: Read, ReadMember: Read, AddMember: Create, ChangeMember: Change,
    RemoveMember: Change, ReplaceMembers: Change, SearchMembers: Search,
    ListMemberships: Read, ConfirmMembership: Change,
    ListPoleVersions: Read, ComparePoleVersions: Read,
    ReadCompliance: Compute, ReadTimeline: Compute, EvaluateNetwork: Search,
    ListApplications: Read, SubmitApplication: Create, ReadApplication: Read, ReadSnapshot: Read,
    ReadReceipt: Read also "text/html", ReadApplicationChanges: Read,
    ListApplicationReceipts: Read, ListPoleReceipts: Read,
    ReadActReceipt: Read also "text/html",
    ListApplicationActions: Compute,
    ReviewApplication: Step, RequestIntegration: Step, SubmitIntegration: Step,
    NotifyRejection: Step, SubmitObservations: Step, AdmitApplication: Step,
    RejectApplication: Step, AnnulDecision: Step, WithdrawApplication: Step,
    AssignApplication: Step, RecordReference: Step,
    ListChangeRequests: Read, ListPoleChangeRequests: Read, FileChangeRequest: Create,
    ReadChangeRequest: Read, ListChangeRequestActions: Compute,
    ReviewChangeRequest: Step, RequestChangeIntegration: Step, SubmitChangeIntegration: Step,
    NotifyRefusal: Step, SubmitChangeObservations: Step, AcceptChangeRequest: Step,
    RefuseChangeRequest: Step, WithdrawChangeRequest: Step,
    ListCommunications: Read, ListPoleCommunications: Read, FileCommunication: Create, ReadCommunication: Read,
    NoteCommunication: Step, ContestCommunication: Step, RecordOfficeAct: Create,
    RecordDelivery: Step, AcknowledgeActs: Step,
    ReadWorkload: Compute,
    VerifyReceipt: Search,
    ListDeterminations: Read, SettleFinding: Step, WarnPole: Step, SuspendPole: Step,
    ExtendSuspension: Step, RecordCourtOrder: Step, RecordPoleDelivery: Step,
    ReinstatePole: Step, RevokePole: Step, DissolvePole: Step, TransferPole: Step,
    RecordReorganisation: Create, PreviewReorganisation: Search, ListReorganisations: Read,
    ReadReorganisation: Read,
    ReadRecognition: Read, SearchRecognitions: Search,
    ListEvents: Compute, ListCallEvents: Compute, ListPoleEvents: Compute,
    ListApplicationEvents: Compute,
}

/// A caller whom the policy entitles to the operation `O`.
///
/// A handler that takes one cannot run for anybody else, and cannot reach the store without the
/// [`Scope`] it carries.
#[derive(Debug)]
pub(crate) struct Caller<O> {
    /// Who is calling.
    pub(crate) actor: Actor,
    /// What they may touch.
    pub(crate) scope: Scope,
    operation: PhantomData<O>,
}

impl<O: Governed> FromRequest for Caller<O> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(entitled::<O>(request))
    }
}

fn entitled<O: Governed>(request: &HttpRequest) -> Result<Caller<O>, ApiError> {
    if !accepts_json(request, O::ALSO) {
        return Err(not_acceptable().into());
    }
    let actor = actor(request)?;
    let scope = actor.scope(O::ACTION).map_err(|refused| match refused {
        Refused::Unauthenticated => ApiError::Unauthenticated,
        Refused::Forbidden => ApiError::Forbidden(O::ACTION),
    })?;
    // Parameters that the operation does not know are refused, whoever takes the query.
    query_of::<O>(request)?;
    Ok(Caller { actor, scope, operation: PhantomData })
}

/// Who the request comes from; a token that is refused is refused everywhere.
fn actor(request: &HttpRequest) -> Result<Actor, ApiError> {
    match credentials(request) {
        Some(Ok(verified)) => Ok(Actor::Bearer(acting(verified))),
        // The keys cannot be had now: that is not the caller's fault.
        Some(Err(fault)) if fault.is_temporary() => Err(ApiError::Unavailable),
        Some(Err(fault)) => Err(ApiError::TokenRefused(fault)),
        None => Ok(Actor::Anonymous),
    }
}

/// The holder of a token, acting for a body: the one place that says for which. Today it is the
/// one that the token names.
fn acting(verified: Verified) -> Bearer {
    verified.bearer
}
