//! Who may do what, to whose: the only place that knows.

use std::collections::BTreeSet;

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

vocabulary! {
    /// An operation of the API. The code is its `operationId`.
    pub enum Action: "action", from fixed("decisione di progetto", "project decision") {
        /// Whether the service works.
        ReadStatus = "read_status", "leggere lo stato del servizio", "read the service's status";
        /// The page as data.
        ReadProgramme = "read_programme", "leggere il programma", "read the programme";
        /// The seven areas.
        ListAreas = "list_areas", "elencare le aree", "list the areas";
        /// One area with its links.
        ReadArea = "read_area", "leggere un'area", "read an area";
        /// The kinds of members.
        ListMemberKinds = "list_member_kinds", "elencare i tipi di membro",
            "list the kinds of members";
        /// The sections of the register.
        ListAccreditationSections = "list_accreditation_sections",
            "elencare le sezioni di accreditamento", "list the accreditation sections";
        /// The six objectives.
        ListObjectives = "list_objectives", "elencare gli obiettivi", "list the objectives";
        /// The catalogue of tracks.
        ListStudyTracks = "list_study_tracks", "elencare gli indirizzi di studio",
            "list the study tracks";
        /// The rulesets.
        ListRulesets = "list_rulesets", "elencare gli insiemi di regole", "list the rulesets";
        /// One ruleset.
        ReadRuleset = "read_ruleset", "leggere un insieme di regole", "read a ruleset";
        /// Calls.
        ListCalls = "list_calls", "elencare i bandi", "list calls";
        /// One call.
        ReadCall = "read_call", "leggere un bando", "read a call";
        /// A new call.
        CreateCall = "create_call", "creare un bando", "create a call";
        /// A call changes.
        ChangeCall = "change_call", "modificare un bando", "change a call";
        /// A draft call is deleted.
        RemoveCall = "remove_call", "eliminare un bando", "delete a call";
        /// A call is published.
        PublishCall = "publish_call", "pubblicare un bando", "publish a call";
        /// A call's window is extended.
        ExtendCall = "extend_call", "prorogare un bando", "extend a call";
        /// A call is withdrawn.
        WithdrawCall = "withdraw_call", "ritirare un bando", "withdraw a call";
        /// A call is archived.
        ArchiveCall = "archive_call", "archiviare un bando", "archive a call";
        /// The clock of a call.
        ReadCallClock = "read_call_clock", "leggere l'orologio di un bando",
            "read the clock of a call";
        /// What may be done with a call.
        ListCallActions = "list_call_actions", "elencare le azioni su un bando",
            "list the actions on a call";
        /// Poles.
        ListPoles = "list_poles", "elencare i poli", "list poles";
        /// One pole.
        ReadPole = "read_pole", "leggere un polo", "read a pole";
        /// A new pole.
        CreatePole = "create_pole", "creare un polo", "create a pole";
        /// A pole changes.
        ChangePole = "change_pole", "modificare un polo", "change a pole";
        /// A draft pole is deleted.
        RemovePole = "remove_pole", "eliminare un polo", "delete a pole";
        /// What may be done with a pole.
        ListPoleActions = "list_pole_actions", "elencare le azioni su un polo",
            "list the actions on a pole";
        /// The members of a pole.
        ListMembers = "list_members", "elencare i membri", "list members";
        /// One member.
        ReadMember = "read_member", "leggere un membro", "read a member";
        /// A new member.
        AddMember = "add_member", "aggiungere un membro", "add a member";
        /// A member changes.
        ChangeMember = "change_member", "modificare un membro", "change a member";
        /// A member is struck out.
        RemoveMember = "remove_member", "eliminare un membro", "strike a member out";
        /// Where an organisation takes part.
        SearchMembers = "search_members", "cercare dove partecipa un'organizzazione",
            "search where an organisation takes part";
        /// The report of a pole.
        ReadCompliance = "read_compliance", "leggere la conformità di un polo",
            "read a pole's compliance";
        /// The timeline of a pole.
        ReadTimeline = "read_timeline", "leggere la linea del tempo di un polo",
            "read a pole's timeline";
        /// The report of anything.
        EvaluateNetwork = "evaluate_network", "valutare una rete", "evaluate a network";
        /// What the service makes of a token.
        ReadMe = "read_me", "leggere la propria identità", "read one's own identity";
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
pub const fn grant(role: Role, action: Action) -> Grant {
    use Action::{
        AddMember, ArchiveCall, ChangeCall, ChangeMember, ChangePole, CreateCall, CreatePole,
        EvaluateNetwork, ExtendCall, ListAccreditationSections, ListAreas, ListCallActions,
        ListCalls, ListMemberKinds, ListMembers, ListObjectives, ListPoleActions, ListPoles,
        ListRulesets, ListStudyTracks, PublishCall, ReadArea, ReadCall, ReadCallClock,
        ReadCompliance, ReadMe, ReadMember, ReadPole, ReadProgramme, ReadRuleset, ReadStatus,
        ReadTimeline, RemoveCall, RemoveMember, RemovePole, SearchMembers, WithdrawCall,
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
            | ReadRuleset,
        )
        | (
            Role::Official,
            ListCalls | ReadCall | CreateCall | ChangeCall | RemoveCall | PublishCall | ExtendCall
            | WithdrawCall | ArchiveCall | ReadCallClock | ListCallActions | ListPoles | ReadPole
            | ListPoleActions | ListMembers | ReadMember | SearchMembers | ReadCompliance
            | ReadTimeline | EvaluateNetwork,
        )
        | (Role::Holder | Role::Applicant | Role::Official, ReadMe) => Grant::Everything,
        (
            Role::Applicant,
            ListPoles | ReadPole | CreatePole | ChangePole | RemovePole | ListPoleActions
            | ListMembers | ReadMember | AddMember | ChangeMember | RemoveMember | ReadCompliance
            | ReadTimeline | EvaluateNetwork,
        ) => Grant::Own,
        (
            Role::Anyone | Role::Holder,
            ListCalls | ReadCall | ReadCallClock | ListPoles | ReadPole | ListMembers | ReadMember
            | ReadCompliance | ReadTimeline | EvaluateNetwork,
        )
        | (Role::Applicant, ListCalls | ReadCall | ReadCallClock)
        | (Role::Holder, ListPoleActions)
        | (Role::Holder | Role::Applicant, ListCallActions) => Grant::Public,
        (
            Role::Anyone,
            CreateCall | ChangeCall | RemoveCall | PublishCall | ExtendCall | WithdrawCall
            | ArchiveCall | ListCallActions | CreatePole | ChangePole | RemovePole
            | ListPoleActions | AddMember | ChangeMember | RemoveMember | SearchMembers | ReadMe,
        )
        | (
            Role::Holder,
            CreateCall | ChangeCall | RemoveCall | PublishCall | ExtendCall | WithdrawCall
            | ArchiveCall | CreatePole | ChangePole | RemovePole | AddMember | ChangeMember
            | RemoveMember | SearchMembers,
        )
        | (
            Role::Applicant,
            CreateCall | ChangeCall | RemoveCall | PublishCall | ExtendCall | WithdrawCall
            | ArchiveCall | SearchMembers,
        )
        | (
            Role::Official,
            CreatePole | ChangePole | RemovePole | AddMember | ChangeMember | RemoveMember,
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

    /// Whether contacts, signatories and persons' tax codes of an owner's things are shown.
    #[must_use]
    pub fn shows_personal_data_of(&self, owner: &Owner) -> bool {
        self.everything || self.own.as_ref() == Some(owner)
    }
}
