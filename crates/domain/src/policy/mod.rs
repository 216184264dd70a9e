//! The access policy: which actions each role may apply, and to which resources.

mod action;

use std::collections::BTreeSet;

pub use action::Action;

use crate::identifier::TaxCode;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// The role of a caller.
    pub enum Role: "role", from fixed("decisione di progetto", "project decision") {
        /// Any caller, with or without a token.
        Anyone = "anyone", "chiunque", "anyone";
        /// The holder of a valid token.
        Holder = "holder", "chi presenta un token", "whoever holds a token";
        /// Acts for a body that owns poles.
        Applicant = "applicant", "richiedente", "applicant";
        /// Works for the Region.
        Official = "official", "funzionario regionale", "regional official";
        /// The service itself, which nobody calls as: it records what the law lets happen without
        /// anybody's act.
        System = "system", "servizio", "the service itself";
    }
}

/// The extent of a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grant {
    /// Not at all.
    Nothing,
    /// Public resources.
    Public,
    /// The caller's own resources; for reading, also the public ones.
    Own,
    /// Everything.
    Everything,
}

/// The grant of each role for an action.
#[derive(Clone, Copy)]
struct Row {
    anyone: Grant,
    holder: Grant,
    applicant: Grant,
    official: Grant,
}

const fn row(anyone: Grant, holder: Grant, applicant: Grant, official: Grant) -> Row {
    Row { anyone, holder, applicant, official }
}

/// The grant of a role for an action.
#[must_use]
pub const fn grant(role: Role, action: Action) -> Grant {
    let row = row_of(action);
    match role {
        Role::Anyone | Role::System => row.anyone,
        Role::Holder => row.holder,
        Role::Applicant => row.applicant,
        Role::Official => row.official,
    }
}

/// The table, one row per action: anyone, holder, applicant, official.
#[expect(
    clippy::match_same_arms,
    clippy::too_many_lines,
    reason = "each action stands in one row of its own"
)]
const fn row_of(action: Action) -> Row {
    use Action::{
        AcceptChangeRequest, AcknowledgeActs, AddMember, AdmitApplication, AnnulDecision,
        ArchiveCall, AssignApplication, ChangeCall, ChangeMember, ChangePole, ComparePoleVersions,
        ConfirmMembership, ContestCommunication, CreateCall, CreatePole, DissolvePole,
        EvaluateNetwork, ExtendCall, ExtendSuspension, FileChangeRequest, FileCommunication,
        ListAccreditationSections, ListApplicationActions, ListApplicationEvents,
        ListApplicationReceipts, ListApplications, ListAreas, ListAtecoCodes, ListCallActions,
        ListCallEvents, ListCalls, ListChangeRequestActions, ListChangeRequests, ListCodes,
        ListCommunications, ListDeterminations, ListEvents, ListMemberKinds, ListMembers,
        ListMemberships, ListObjectives, ListPoleActions, ListPoleChangeRequests,
        ListPoleCommunications, ListPoleEvents, ListPoleReceipts, ListPoleVersions, ListPoles,
        ListReorganisations, ListRulesets, ListStudyTracks, NoteCommunication, NotifyRefusal,
        NotifyRejection, PreviewReorganisation, PublishCall, ReadActReceipt, ReadApplication,
        ReadApplicationChanges, ReadArea, ReadAtecoCode, ReadCall, ReadCallClock,
        ReadChangeRequest, ReadCommunication, ReadCompliance, ReadMe, ReadMember, ReadPole,
        ReadProgramme, ReadReceipt, ReadRecognition, ReadReorganisation, ReadRuleset, ReadSnapshot,
        ReadStatus, ReadTimeline, ReadWorkload, RecordCourtOrder, RecordDelivery, RecordOfficeAct,
        RecordPoleDelivery, RecordReference, RecordReorganisation, RefuseChangeRequest,
        ReinstatePole, RejectApplication, RemoveCall, RemoveMember, RemovePole, ReopenCall,
        ReplaceMembers, RequestChangeIntegration, RequestIntegration, ReviewApplication,
        ReviewChangeRequest, RevokePole, SearchMembers, SearchRecognitions, SettleFinding,
        SubmitApplication, SubmitChangeIntegration, SubmitChangeObservations, SubmitIntegration,
        SubmitObservations, SuspendPole, TransferPole, VerifyReceipt, WarnPole,
        WithdrawApplication, WithdrawCall, WithdrawChangeRequest,
    };
    use Grant::{Everything, Nothing, Own, Public};
    match action {
        ReadStatus => row(Everything, Everything, Everything, Everything),
        ReadProgramme => row(Everything, Everything, Everything, Everything),
        ListAreas => row(Everything, Everything, Everything, Everything),
        ReadArea => row(Everything, Everything, Everything, Everything),
        ListCodes => row(Everything, Everything, Everything, Everything),
        ListMemberKinds => row(Everything, Everything, Everything, Everything),
        ListAccreditationSections => row(Everything, Everything, Everything, Everything),
        ListObjectives => row(Everything, Everything, Everything, Everything),
        ListStudyTracks => row(Everything, Everything, Everything, Everything),
        ListAtecoCodes => row(Everything, Everything, Everything, Everything),
        ReadAtecoCode => row(Everything, Everything, Everything, Everything),
        ListRulesets => row(Everything, Everything, Everything, Everything),
        ReadRuleset => row(Everything, Everything, Everything, Everything),
        ListCalls => row(Public, Public, Public, Everything),
        ReadCall => row(Public, Public, Public, Everything),
        CreateCall => row(Nothing, Nothing, Nothing, Everything),
        ChangeCall => row(Nothing, Nothing, Nothing, Everything),
        RemoveCall => row(Nothing, Nothing, Nothing, Everything),
        PublishCall => row(Nothing, Nothing, Nothing, Everything),
        ExtendCall => row(Nothing, Nothing, Nothing, Everything),
        ReopenCall => row(Nothing, Nothing, Nothing, Everything),
        WithdrawCall => row(Nothing, Nothing, Nothing, Everything),
        ArchiveCall => row(Nothing, Nothing, Nothing, Everything),
        ReadCallClock => row(Public, Public, Public, Everything),
        ListCallActions => row(Nothing, Public, Public, Everything),
        ListPoles => row(Public, Public, Own, Everything),
        ReadPole => row(Public, Public, Own, Everything),
        CreatePole => row(Nothing, Nothing, Own, Nothing),
        ChangePole => row(Nothing, Nothing, Own, Nothing),
        RemovePole => row(Nothing, Nothing, Own, Nothing),
        ListPoleActions => row(Nothing, Public, Own, Everything),
        ListMembers => row(Public, Public, Own, Everything),
        ReadMember => row(Public, Public, Own, Everything),
        AddMember => row(Nothing, Nothing, Own, Nothing),
        ChangeMember => row(Nothing, Nothing, Own, Nothing),
        RemoveMember => row(Nothing, Nothing, Own, Nothing),
        ReplaceMembers => row(Nothing, Nothing, Own, Nothing),
        SearchMembers => row(Nothing, Nothing, Nothing, Everything),
        ReadCompliance => row(Public, Public, Own, Everything),
        ReadTimeline => row(Public, Public, Own, Everything),
        EvaluateNetwork => row(Public, Public, Own, Everything),
        ReadMe => row(Nothing, Everything, Everything, Everything),
        ListApplications => row(Nothing, Nothing, Own, Everything),
        SubmitApplication => row(Nothing, Nothing, Own, Nothing),
        ReadApplication => row(Nothing, Nothing, Own, Everything),
        ReadSnapshot => row(Nothing, Nothing, Own, Everything),
        ReadReceipt => row(Nothing, Nothing, Own, Everything),
        ListApplicationReceipts => row(Nothing, Nothing, Own, Everything),
        ListPoleReceipts => row(Nothing, Nothing, Own, Everything),
        ReadActReceipt => row(Nothing, Nothing, Own, Everything),
        ReadApplicationChanges => row(Nothing, Nothing, Own, Everything),
        ListApplicationActions => row(Nothing, Public, Own, Everything),
        ReviewApplication => row(Nothing, Nothing, Nothing, Everything),
        RequestIntegration => row(Nothing, Nothing, Nothing, Everything),
        SubmitIntegration => row(Nothing, Nothing, Own, Nothing),
        NotifyRejection => row(Nothing, Nothing, Nothing, Everything),
        SubmitObservations => row(Nothing, Nothing, Own, Nothing),
        AdmitApplication => row(Nothing, Nothing, Nothing, Everything),
        RejectApplication => row(Nothing, Nothing, Nothing, Everything),
        AnnulDecision => row(Nothing, Nothing, Nothing, Everything),
        AssignApplication => row(Nothing, Nothing, Nothing, Everything),
        RecordReference => row(Nothing, Nothing, Nothing, Everything),
        RecordDelivery => row(Nothing, Nothing, Nothing, Everything),
        AcknowledgeActs => row(Nothing, Nothing, Own, Nothing),
        WithdrawApplication => row(Nothing, Nothing, Own, Nothing),
        ListChangeRequests => row(Nothing, Nothing, Own, Everything),
        ListPoleChangeRequests => row(Nothing, Nothing, Own, Everything),
        FileChangeRequest => row(Nothing, Nothing, Own, Nothing),
        ReadChangeRequest => row(Nothing, Nothing, Own, Everything),
        ListChangeRequestActions => row(Nothing, Nothing, Own, Everything),
        ReviewChangeRequest => row(Nothing, Nothing, Nothing, Everything),
        RequestChangeIntegration => row(Nothing, Nothing, Nothing, Everything),
        SubmitChangeIntegration => row(Nothing, Nothing, Own, Nothing),
        NotifyRefusal => row(Nothing, Nothing, Nothing, Everything),
        SubmitChangeObservations => row(Nothing, Nothing, Own, Nothing),
        AcceptChangeRequest => row(Nothing, Nothing, Nothing, Everything),
        RefuseChangeRequest => row(Nothing, Nothing, Nothing, Everything),
        WithdrawChangeRequest => row(Nothing, Nothing, Own, Nothing),
        ListCommunications => row(Nothing, Nothing, Own, Everything),
        ListPoleCommunications => row(Nothing, Nothing, Own, Everything),
        FileCommunication => row(Nothing, Nothing, Own, Nothing),
        ReadCommunication => row(Nothing, Nothing, Own, Everything),
        NoteCommunication => row(Nothing, Nothing, Nothing, Everything),
        ContestCommunication => row(Nothing, Nothing, Nothing, Everything),
        RecordOfficeAct => row(Nothing, Nothing, Nothing, Everything),
        ReadWorkload => row(Nothing, Nothing, Nothing, Everything),
        VerifyReceipt => row(Everything, Everything, Everything, Everything),
        ListDeterminations => row(Nothing, Nothing, Own, Everything),
        SettleFinding => row(Nothing, Nothing, Nothing, Everything),
        WarnPole => row(Nothing, Nothing, Nothing, Everything),
        RecordReorganisation => row(Nothing, Nothing, Nothing, Everything),
        PreviewReorganisation => row(Nothing, Nothing, Nothing, Everything),
        ListReorganisations => row(Public, Public, Own, Everything),
        ReadReorganisation => row(Public, Public, Own, Everything),
        SuspendPole => row(Nothing, Nothing, Nothing, Everything),
        ExtendSuspension => row(Nothing, Nothing, Nothing, Everything),
        RecordCourtOrder => row(Nothing, Nothing, Nothing, Everything),
        RecordPoleDelivery => row(Nothing, Nothing, Nothing, Everything),
        ReinstatePole => row(Nothing, Nothing, Nothing, Everything),
        RevokePole => row(Nothing, Nothing, Nothing, Everything),
        DissolvePole => row(Nothing, Nothing, Own, Nothing),
        TransferPole => row(Nothing, Nothing, Nothing, Everything),
        ReadRecognition => row(Public, Public, Own, Everything),
        SearchRecognitions => row(Everything, Everything, Everything, Everything),
        ListMemberships => row(Nothing, Nothing, Own, Nothing),
        ConfirmMembership => row(Nothing, Nothing, Own, Nothing),
        ListEvents => row(Public, Public, Own, Everything),
        ListCallEvents => row(Public, Public, Public, Everything),
        ListPoleVersions => row(Public, Public, Own, Everything),
        ComparePoleVersions => row(Public, Public, Own, Everything),
        ListPoleEvents => row(Public, Public, Own, Everything),
        ListApplicationEvents => row(Nothing, Nothing, Own, Everything),
    }
}

/// The owner of a pole: the body of the `org` claim or, without one, the token's subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// A body.
    Organisation(TaxCode),
    /// A subject of an issuer.
    Subject {
        /// Who issued the token.
        issuer: String,
        /// Whom it names.
        subject: String,
    },
}

/// The caller, as authenticated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// An unauthenticated caller.
    Anonymous,
    /// The bearer of a valid token.
    Bearer(Bearer),
    /// The service itself.
    System,
}

/// The claims of a valid token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// Who issued it.
    pub issuer: String,
    /// Whom it names.
    pub subject: String,
    /// The software that calls, if the token says so.
    pub client: Option<String>,
    /// `applicant`, `official`, both or neither.
    pub roles: BTreeSet<Role>,
    /// The body that the caller acts for.
    pub organisation: Option<TaxCode>,
}

impl Bearer {
    /// The owner of the resources it creates.
    #[must_use]
    pub fn owner(&self) -> Owner {
        match &self.organisation {
            Some(organisation) => Owner::Organisation(organisation.clone()),
            None => Owner::Subject { issuer: self.issuer.clone(), subject: self.subject.clone() },
        }
    }
}

/// Why the policy refuses an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Without a token.
    Unauthenticated,
    /// With a token whose roles never allow it.
    Forbidden,
}

impl Actor {
    /// The caller's roles: always [`Role::Anyone`], and [`Role::Holder`] with a token.
    pub fn roles(&self) -> impl Iterator<Item = Role> + '_ {
        let bearer = self.bearer();
        let system = (*self == Self::System).then_some(Role::System);
        std::iter::once(Role::Anyone)
            .chain(system)
            .chain(bearer.map(|_| Role::Holder))
            .chain(bearer.into_iter().flat_map(|bearer| bearer.roles.iter().copied()))
    }

    /// The claims of the caller's token, if there is one.
    #[must_use]
    pub const fn bearer(&self) -> Option<&Bearer> {
        match self {
            Self::Anonymous | Self::System => None,
            Self::Bearer(bearer) => Some(bearer),
        }
    }

    /// The resources that the actor may apply `action` to.
    ///
    /// # Errors
    ///
    /// [`Refused`] if no role allows it.
    pub fn scope(&self, action: Action) -> Result<Scope, Refused> {
        let grant = self.roles().map(|role| grant(role, action)).max().unwrap_or(Grant::Nothing);
        match (grant, self) {
            // What the law lets happen is nobody's to allow.
            (_, Self::System) | (Grant::Everything, _) => Ok(Scope { everything: true, own: None }),
            (Grant::Nothing, Self::Anonymous) => Err(Refused::Unauthenticated),
            (Grant::Nothing, Self::Bearer(_)) => Err(Refused::Forbidden),
            (Grant::Public, _) | (Grant::Own, Self::Anonymous) => {
                Ok(Scope { everything: false, own: None })
            }
            (Grant::Own, Self::Bearer(bearer)) => {
                Ok(Scope { everything: false, own: Some(bearer.owner()) })
            }
        }
    }
}

/// The resources that a caller may access: required by the store, and granted only by
/// [`Actor::scope`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    everything: bool,
    own: Option<Owner>,
}

impl Scope {
    /// Whether it covers all resources.
    #[must_use]
    pub const fn is_everything(&self) -> bool {
        self.everything
    }

    /// The owner whose resources it covers, besides the public ones.
    #[must_use]
    pub const fn own(&self) -> Option<&Owner> {
        self.own.as_ref()
    }

    /// The body whose memberships it covers too, in any pole.
    #[must_use]
    pub const fn organisation(&self) -> Option<&TaxCode> {
        match &self.own {
            Some(Owner::Organisation(organisation)) => Some(organisation),
            Some(Owner::Subject { .. }) | None => None,
        }
    }

    /// Whether it covers an owner's resources beyond what is public or shown to a member.
    #[must_use]
    pub fn is_over(&self, owner: &Owner) -> bool {
        self.everything || self.own.as_ref() == Some(owner)
    }

    /// Whether contacts, signatories and persons' tax codes in an owner's resources are shown.
    #[must_use]
    pub fn shows_personal_data_of(&self, owner: &Owner) -> bool {
        self.is_over(owner)
    }
}
