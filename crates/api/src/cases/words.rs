//! The vocabularies on the wire, with their schema names.

use ptp_domain::accreditation::Section;
use ptp_domain::activity_plan::{ActionKind, Objective};
use ptp_domain::application::{self, ApplicationStatus};
use ptp_domain::area::Area;
use ptp_domain::calendar::Anniversary;
use ptp_domain::call::{self, CallStatus, Notification, Phase, ProcedureFrom, Purpose, Silence};
use ptp_domain::change_request::{RequestStatus, RequestStep};
use ptp_domain::communication::{CommunicationKind, CommunicationStatus};
use ptp_domain::correspondence::{Basis, Strength};
use ptp_domain::delivery::{DeliveryMeans, DeliveryOutcome};
use ptp_domain::event::EventKind;
use ptp_domain::identifier::AtecoClassification;
use ptp_domain::istat;
use ptp_domain::member::{MemberKind, SchoolStatus};
use ptp_domain::party::{ActKind, ContactRole};
use ptp_domain::pole::{OrderEffect, PoleStatus, SuspensionKind};
use ptp_domain::policy::{Action, Role};
use ptp_domain::receipt::ReceiptAct;
use ptp_domain::reference::Direction;
use ptp_domain::rules::ruleset::{
    Binds, Continuity, Leeway, NetworkChanges, PoleSeat, RulesetId, SeniorityBound,
};
use ptp_domain::rules::{Outcome, Rule, Slot, Task, Verdict};
use ptp_domain::study_track::{NameBasis, Provider};
use ptp_http::wire::Coded;

/// The words that a filter asks for, none if it is not there.
pub(crate) fn words_of<V>(codes: Option<Vec<Coded<V>>>) -> Vec<V> {
    codes.into_iter().flatten().map(|code| code.0).collect()
}

// utoipa treats generic arguments as schemas, so each needs a name in the contract.
macro_rules! coded {
    ($($Alias:ident = $Word:ty;)+) => {
        $(
            #[doc = concat!("The code of a [`", stringify!($Word), "`].")]
            pub(crate) type $Alias = Coded<$Word>;
        )+
    };
}

coded! {
    ActKindCode = ActKind;
    AnnulmentGroundCode = application::Ground;
    ActionCode = Action;
    ActionKindCode = ActionKind;
    AnniversaryCode = Anniversary;
    ApplicationStatusCode = ApplicationStatus;
    ApplicationStepCode = application::Step;
    AreaCode = Area;
    AtecoClassificationCode = AtecoClassification;
    AtecoBasisCode = Basis;
    AtecoCoverageCode = istat::Coverage;
    AtecoLevelCode = istat::Level;
    BindsCode = Binds;
    CallStatusCode = CallStatus;
    ChangeRequestStatusCode = RequestStatus;
    ChangeRequestStepCode = RequestStep;
    CallStepCode = call::Step;
    CommunicationKindCode = CommunicationKind;
    CommunicationStatusCode = CommunicationStatus;
    ContactRoleCode = ContactRole;
    ContinuityCode = Continuity;
    DeliveryMeansCode = DeliveryMeans;
    DeliveryOutcomeCode = DeliveryOutcome;
    DirectionCode = Direction;
    EventKindCode = EventKind;
    LeewayCode = Leeway;
    MemberKindCode = MemberKind;
    NameBasisCode = NameBasis;
    NetworkChangesCode = NetworkChanges;
    NotificationCode = Notification;
    ObjectiveCode = Objective;
    OrderEffectCode = OrderEffect;
    OutcomeCode = Outcome;
    PhaseCode = Phase;
    PoleSeatCode = PoleSeat;
    PoleStatusCode = PoleStatus;
    ProcedureFromCode = ProcedureFrom;
    ProcedurePeriodCode = application::Why;
    ProviderCode = Provider;
    PurposeCode = Purpose;
    ReceiptActCode = ReceiptAct;
    RoleCode = Role;
    RuleCode = Rule;
    RulesetCode = RulesetId;
    SchoolStatusCode = SchoolStatus;
    SectionCode = Section;
    SeniorityBoundCode = SeniorityBound;
    SilenceCode = Silence;
    SlotCode = Slot;
    StrengthCode = Strength;
    SuspensionKindCode = SuspensionKind;
    TaskCode = Task;
    VerdictCode = Verdict;
}
