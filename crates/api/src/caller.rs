//! The caller of an operation, as the policy lets them.

use std::future::{Ready, ready};
use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use ptp_domain::policy::{Action, Actor, Refused, Scope};

use crate::http::parameters::query_of;
use crate::problem::ApiError;
use ptp_auth::{TokenFault, Verified};

/// What the middleware made of the request's token, before any extractor runs.
pub(crate) type Presented = Option<Result<Verified, TokenFault>>;

/// An operation of the API, as a type.
pub(crate) trait Operation: 'static {
    /// Its name in the policy; its code is the `operationId`.
    const ACTION: Action;
}

macro_rules! operations {
    ($($Operation:ident)+) => {
        /// The operations, one type each.
        pub(crate) mod op {
            use super::{Action, Operation};
            $(
                #[doc = concat!("[`Action::", stringify!($Operation), "`]")]
                #[derive(Debug)]
                pub(crate) struct $Operation;
                impl Operation for $Operation {
                    const ACTION: Action = Action::$Operation;
                }
            )+
        }
    };
}

operations! {
    ReadStatus ReadProgramme ListAreas ReadArea ListMemberKinds ListAccreditationSections
    ListObjectives ListStudyTracks ListRulesets ReadRuleset
    ListCalls ReadCall CreateCall ChangeCall RemoveCall PublishCall ExtendCall WithdrawCall
    ArchiveCall ReadCallClock ListCallActions
    ListPoles ReadPole CreatePole ChangePole RemovePole ListPoleActions
    ListMembers ReadMember AddMember ChangeMember RemoveMember SearchMembers
    ReadCompliance ReadTimeline EvaluateNetwork ReadMe
    ListApplications SubmitApplication ReadApplication ReadSnapshot ReadReceipt
    ReadApplicationChanges ListApplicationActions ReviewApplication RequestIntegration
    SubmitIntegration NotifyRejection SubmitObservations AdmitApplication RejectApplication
    AnnulDecision WithdrawApplication VerifyReceipt
    ListDeterminations SettleFinding WarnPole SuspendPole ReinstatePole RevokePole DissolvePole
    TransferPole ReadRecognition SearchRecognitions ConfirmMembership
    ListEvents ListCallEvents ListPoleEvents ListApplicationEvents
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

impl<O: Operation> FromRequest for Caller<O> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(actor(request).and_then(|actor| match actor.scope(O::ACTION) {
            // Parameters that the operation does not know are refused, whoever takes the query.
            Ok(scope) => match query_of::<O>(request) {
                Ok(_) => Ok(Self { actor, scope, operation: PhantomData }),
                Err(error) => Err(error),
            },
            Err(Refused::Unauthenticated) => Err(ApiError::Unauthenticated),
            Err(Refused::Forbidden) => Err(ApiError::Forbidden(O::ACTION)),
        }))
    }
}

/// Who the request comes from; a token that is refused is refused everywhere.
fn actor(request: &HttpRequest) -> Result<Actor, ApiError> {
    match request.extensions().get::<Presented>() {
        Some(Some(Ok(verified))) => Ok(Actor::Bearer(verified.bearer.clone())),
        // The keys cannot be had now: that is not the caller's fault.
        Some(Some(Err(fault))) if fault.is_temporary() => Err(ApiError::Unavailable),
        Some(Some(Err(fault))) => Err(ApiError::TokenRefused(fault.clone())),
        Some(None) | None => Ok(Actor::Anonymous),
    }
}

/// The token that the request was made with, for those who ask what it says.
pub(crate) fn verified(request: &HttpRequest) -> Option<Verified> {
    match request.extensions().get::<Presented>() {
        Some(Some(Ok(verified))) => Some(verified.clone()),
        _ => None,
    }
}
