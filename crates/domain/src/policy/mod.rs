//! Who may do what, to whose: the only place that knows.

mod action;

use std::collections::BTreeSet;

pub use action::Action;

use crate::identifier::TaxCode;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a caller is.
    pub enum Role: "role", from fixed("decisione di progetto", "project decision") {
        /// Whoever calls, without a token.
        Anyone = "anyone", "chiunque", "anyone";
        /// Whoever holds a valid token.
        Holder = "holder", "chi presenta un token", "whoever holds a token";
        /// Acts for a body that owns poles.
        Applicant = "applicant", "proponente", "applicant";
        /// Works for the Region.
        Official = "official", "funzionario regionale", "regional official";
    }
}

/// How far a right goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grant {
    /// Not at all.
    Nothing,
    /// What is public.
    Public,
    /// What is one's own; to read, also what is public.
    Own,
    /// Everything.
    Everything,
}

/// The table. Read it by rows.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one table, to be read by rows")]
pub const fn grant(role: Role, action: Action) -> Grant {
    use Action::{
        AddMember, AdmitApplication, AnnulDecision, ArchiveCall, ChangeCall, ChangeMember,
        ChangePole, ConfirmMembership, CreateCall, CreatePole, DissolvePole, EvaluateNetwork,
        ExtendCall, ListAccreditationSections, ListApplicationActions, ListApplicationEvents,
        ListApplications, ListAreas, ListCallActions, ListCallEvents, ListCalls,
        ListDeterminations, ListEvents, ListMemberKinds, ListMembers, ListObjectives,
        ListPoleActions, ListPoleEvents, ListPoles, ListRulesets, ListStudyTracks, NotifyRejection,
        PublishCall, ReadApplication, ReadApplicationChanges, ReadArea, ReadCall, ReadCallClock,
        ReadCompliance, ReadMe, ReadMember, ReadPole, ReadProgramme, ReadReceipt, ReadRecognition,
        ReadRuleset, ReadSnapshot, ReadStatus, ReadTimeline, ReinstatePole, RejectApplication,
        RemoveCall, RemoveMember, RemovePole, RequestIntegration, ReviewApplication, RevokePole,
        SearchMembers, SearchRecognitions, SettleFinding, SubmitApplication, SubmitIntegration,
        SubmitObservations, SuspendPole, TransferPole, VerifyReceipt, WarnPole,
        WithdrawApplication, WithdrawCall,
    };
    match (role, action) {
        (
            _,
            ReadStatus
            | ReadProgramme
            | ListAreas
            | ReadArea
            | ListMemberKinds
            | ListAccreditationSections
            | ListObjectives
            | ListStudyTracks
            | ListRulesets
            | ReadRuleset
            | VerifyReceipt
            | SearchRecognitions,
        )
        | (
            Role::Official,
            ListCalls
            | ReadCall
            | CreateCall
            | ChangeCall
            | RemoveCall
            | PublishCall
            | ExtendCall
            | WithdrawCall
            | ArchiveCall
            | ReadCallClock
            | ListCallActions
            | ListCallEvents
            | ListPoles
            | ReadPole
            | ListPoleActions
            | ListPoleEvents
            | ListMembers
            | ReadMember
            | SearchMembers
            | ReadCompliance
            | ReadTimeline
            | EvaluateNetwork
            | ReadRecognition
            | ListDeterminations
            | SettleFinding
            | WarnPole
            | SuspendPole
            | ReinstatePole
            | RevokePole
            | TransferPole
            | ListApplications
            | ReadApplication
            | ReadSnapshot
            | ReadReceipt
            | ReadApplicationChanges
            | ListApplicationActions
            | ListApplicationEvents
            | ReviewApplication
            | RequestIntegration
            | NotifyRejection
            | AdmitApplication
            | RejectApplication
            | AnnulDecision
            | ListEvents,
        )
        | (Role::Holder | Role::Applicant | Role::Official, ReadMe) => Grant::Everything,
        (
            Role::Applicant,
            ListPoles
            | ReadPole
            | CreatePole
            | ChangePole
            | RemovePole
            | ListPoleActions
            | ListPoleEvents
            | ListMembers
            | ReadMember
            | AddMember
            | ChangeMember
            | RemoveMember
            | ConfirmMembership
            | ReadCompliance
            | ReadTimeline
            | EvaluateNetwork
            | ReadRecognition
            | ListDeterminations
            | DissolvePole
            | ListApplications
            | SubmitApplication
            | ReadApplication
            | ReadSnapshot
            | ReadReceipt
            | ReadApplicationChanges
            | ListApplicationActions
            | ListApplicationEvents
            | SubmitIntegration
            | SubmitObservations
            | WithdrawApplication
            | ListEvents,
        ) => Grant::Own,
        (
            Role::Anyone | Role::Holder,
            ListCalls | ReadCall | ReadCallClock | ListCallEvents | ListPoles | ReadPole
            | ListPoleEvents | ListMembers | ReadMember | ReadCompliance | ReadTimeline
            | EvaluateNetwork | ReadRecognition | ListEvents,
        )
        | (Role::Applicant, ListCalls | ReadCall | ReadCallClock | ListCallEvents)
        | (Role::Holder, ListPoleActions | ListApplicationActions)
        | (Role::Holder | Role::Applicant, ListCallActions) => Grant::Public,
        (Role::Anyone, ReadMe | ListCallActions | ListPoleActions | ListApplicationActions)
        | (
            Role::Anyone | Role::Holder,
            CreatePole
            | ChangePole
            | RemovePole
            | AddMember
            | ChangeMember
            | RemoveMember
            | ConfirmMembership
            | DissolvePole
            | ListDeterminations
            | ListApplications
            | SubmitApplication
            | ReadApplication
            | ReadSnapshot
            | ReadReceipt
            | ReadApplicationChanges
            | ListApplicationEvents
            | SubmitIntegration
            | SubmitObservations
            | WithdrawApplication,
        )
        | (
            Role::Anyone | Role::Holder | Role::Applicant,
            CreateCall | ChangeCall | RemoveCall | PublishCall | ExtendCall | WithdrawCall
            | ArchiveCall | SearchMembers | SettleFinding | WarnPole | SuspendPole | ReinstatePole
            | RevokePole | TransferPole | ReviewApplication | RequestIntegration | NotifyRejection
            | AdmitApplication | RejectApplication | AnnulDecision,
        )
        | (
            Role::Official,
            CreatePole | ChangePole | RemovePole | AddMember | ChangeMember | RemoveMember
            | ConfirmMembership | DissolvePole | SubmitApplication | SubmitIntegration
            | SubmitObservations | WithdrawApplication,
        ) => Grant::Nothing,
    }
}

/// Who answers for a pole: the body of the `org` claim, or whoever the token names without one.
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

/// Who calls, as far as the service believes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody in particular.
    Anonymous,
    /// Whoever a valid token names.
    Bearer(Bearer),
}

/// What a valid token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// Who issued it.
    pub issuer: String,
    /// Whom it names.
    pub subject: String,
    /// The software that calls, if the token says so.
    pub client: Option<String>,
    /// `applicant`, `official`, both or none.
    pub roles: BTreeSet<Role>,
    /// The body that the caller acts for.
    pub organisation: Option<TaxCode>,
}

impl Bearer {
    /// What it owns under.
    #[must_use]
    pub fn owner(&self) -> Owner {
        match &self.organisation {
            Some(organisation) => Owner::Organisation(organisation.clone()),
            None => Owner::Subject { issuer: self.issuer.clone(), subject: self.subject.clone() },
        }
    }
}

/// Why the policy says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Without a token.
    Unauthenticated,
    /// With a token whose roles can never do it.
    Forbidden,
}

impl Actor {
    /// The caller's roles; [`Role::Anyone`] always, [`Role::Holder`] with a token.
    pub fn roles(&self) -> impl Iterator<Item = Role> + '_ {
        let bearer = match self {
            Self::Anonymous => None,
            Self::Bearer(bearer) => Some(bearer),
        };
        std::iter::once(Role::Anyone)
            .chain(bearer.map(|_| Role::Holder))
            .chain(bearer.into_iter().flat_map(|bearer| bearer.roles.iter().copied()))
    }

    /// What the actor may apply `action` to.
    ///
    /// # Errors
    ///
    /// [`Refused`] if no role gives a right to it.
    pub fn scope(&self, action: Action) -> Result<Scope, Refused> {
        let grant = self.roles().map(|role| grant(role, action)).max().unwrap_or(Grant::Nothing);
        match (grant, self) {
            (Grant::Nothing, Self::Anonymous) => Err(Refused::Unauthenticated),
            (Grant::Nothing, Self::Bearer(_)) => Err(Refused::Forbidden),
            (Grant::Public, _) | (Grant::Own, Self::Anonymous) => {
                Ok(Scope { everything: false, own: None })
            }
            (Grant::Own, Self::Bearer(bearer)) => {
                Ok(Scope { everything: false, own: Some(bearer.owner()) })
            }
            (Grant::Everything, _) => Ok(Scope { everything: true, own: None }),
        }
    }
}

/// What a caller may see or touch: the key to the store, given by [`Actor::scope`] alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    everything: bool,
    own: Option<Owner>,
}

impl Scope {
    /// Everything there is.
    #[must_use]
    pub const fn is_everything(&self) -> bool {
        self.everything
    }

    /// What is one's own, beside what is public.
    #[must_use]
    pub const fn own(&self) -> Option<&Owner> {
        self.own.as_ref()
    }

    /// The body whose memberships are one's own too, in whichever pole.
    #[must_use]
    pub const fn organisation(&self) -> Option<&TaxCode> {
        match &self.own {
            Some(Owner::Organisation(organisation)) => Some(organisation),
            Some(Owner::Subject { .. }) | None => None,
        }
    }

    /// Whether contacts, signatories and persons' tax codes of an owner's things are shown.
    #[must_use]
    pub fn shows_personal_data_of(&self, owner: &Owner) -> bool {
        self.everything || self.own.as_ref() == Some(owner)
    }
}
