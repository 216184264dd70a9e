//! Events, the record of every act: never changed or deleted.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::policy::Actor;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What happened.
    pub enum EventKind: "event_kind", from fixed("decisione di progetto", "project decision") {
        /// A call was created.
        CallCreated = "call_created", "bando creato", "call created";
        /// A call was changed.
        CallChanged = "call_changed", "bando modificato", "call changed";
        /// A call was published.
        CallPublished = "call_published", "bando pubblicato", "call published";
        /// A call's window was extended.
        CallExtended = "call_extended", "bando prorogato", "call extended";
        /// A call that had closed was reopened.
        CallReopened = "call_reopened", "termini del bando riaperti", "call reopened";
        /// A call was withdrawn.
        CallWithdrawn = "call_withdrawn", "bando revocato", "call withdrawn";
        /// A call was archived.
        CallArchived = "call_archived", "bando archiviato", "call archived";
        /// A draft call was deleted.
        CallDeleted = "call_deleted", "bando eliminato", "call deleted";
        /// A pole was created.
        PoleCreated = "pole_created", "polo creato", "pole created";
        /// A pole was changed.
        PoleChanged = "pole_changed", "polo modificato", "pole changed";
        /// A draft pole was deleted.
        PoleDeleted = "pole_deleted", "polo eliminato", "pole deleted";
        /// A pole became a candidate: an application was received, or a decision annulled.
        PoleSubmitted = "pole_submitted", "candidatura del polo pendente", "application of the pole pending";
        /// A pole became a draft again.
        PoleReturned = "pole_returned", "polo riportato in bozza", "pole returned to draft";
        /// A pole was recognised.
        PoleRecognised = "pole_recognised", "polo riconosciuto", "pole recognised";
        /// The recognition of a pole was annulled.
        RecognitionAnnulled = "recognition_annulled", "riconoscimento annullato",
            "recognition annulled";
        /// A pole was formally warned.
        PoleWarned = "pole_warned", "diffida al capofila del polo", "lead of the pole warned";
        /// A pole was suspended.
        PoleSuspended = "pole_suspended", "riconoscimento sospeso",
            "recognition suspended";
        /// The suspension of a pole was extended.
        SuspensionExtended = "suspension_extended", "sospensione del riconoscimento prorogata",
            "suspension extended";
        /// A pole was reinstated.
        PoleReinstated = "pole_reinstated", "efficacia del riconoscimento ripristinata",
            "recognition reinstated";
        /// A pole was revoked.
        PoleRevoked = "pole_revoked", "riconoscimento revocato", "recognition revoked";
        /// A court decided on an act on a pole.
        CourtOrderRecorded = "court_order_recorded",
            "registrato un provvedimento del giudice su un atto del polo",
            "court's decision on an act recorded";
        /// An act on a pole was delivered, or could not be.
        PoleActDelivered = "pole_act_delivered", "registrata la consegna di un atto del polo",
            "delivery of an act recorded";
        /// Its owner dissolved a pole.
        PoleDissolved = "pole_dissolved", "polo sciolto", "pole dissolved";
        /// A pole was transferred to another owner.
        PoleTransferred = "pole_transferred", "polo trasferito ad altro soggetto",
            "pole transferred";
        /// A reorganisation concerned it: members, tracks, lead or owner followed.
        PoleReorganised = "pole_reorganised", "polo adeguato a un dimensionamento",
            "pole reorganised";
        /// An official settled a finding.
        FindingSettled = "finding_settled", "rilievo definito", "finding settled";
        /// A member was added.
        MemberAdded = "member_added", "membro aggiunto", "member added";
        /// A member was changed.
        MemberChanged = "member_changed", "membro modificato", "member changed";
        /// A member was deleted.
        MemberRemoved = "member_removed", "membro eliminato", "member deleted";
        /// A member confirmed its membership and commitment.
        MemberConfirmed = "member_confirmed", "adesione confermata", "membership confirmed";
        /// An application was received.
        ApplicationSubmitted = "application_submitted", "candidatura presentata",
            "application submitted";
        /// An official began or resumed the review.
        ApplicationReviewed = "application_reviewed", "istruttoria avviata o ripresa",
            "review begun or resumed";
        /// An official requested an integration.
        IntegrationRequested = "integration_requested", "integrazione richiesta",
            "integration requested";
        /// The applicant submitted it.
        IntegrationReceived = "integration_received", "integrazione ricevuta",
            "integration received";
        /// An official gave notice of a rejection.
        RejectionNotified = "rejection_notified", "preavviso di rigetto comunicato",
            "rejection notice given";
        /// The applicant submitted observations.
        ObservationsReceived = "observations_received", "osservazioni ricevute",
            "observations received";
        /// It was admitted.
        ApplicationAdmitted = "application_admitted", "candidatura ammessa", "application admitted";
        /// The term passed in silence, which admits.
        ApplicationAssented = "application_assented", "candidatura ammessa per silenzio assenso",
            "application admitted by silence";
        /// The delivery of an act of the office was recorded.
        ActDelivered = "act_delivered", "consegna di un atto registrata",
            "delivery of an act recorded";
        /// The applicant has read the acts of the office.
        ActsRead = "acts_read", "atti letti sul portale", "acts read on the portal";
        /// It was rejected.
        ApplicationRejected = "application_rejected", "candidatura respinta",
            "application rejected";
        /// An application was assigned to a person.
        ApplicationAssigned = "application_assigned", "candidatura assegnata",
            "application assigned";
        /// A protocol number of the Region was recorded.
        ReferenceRecorded = "reference_recorded", "annotati gli estremi regionali",
            "protocol number of the Region recorded";
        /// Its dates follow the call, whose closing was deferred.
        ApplicationRescheduled = "application_rescheduled",
            "termini della candidatura aggiornati (bando prorogato o riaperto)",
            "dates of the application moved (call extended or reopened)";
        /// The decision was annulled.
        DecisionAnnulled = "decision_annulled", "decisione annullata", "decision annulled";
        /// The applicant withdrew it.
        ApplicationWithdrawn = "application_withdrawn", "candidatura ritirata",
            "application withdrawn";
        /// Its call was withdrawn.
        ApplicationLapsed = "application_lapsed", "candidatura improcedibile (bando revocato)",
            "application lapsed (call withdrawn)";
        /// A change of the network was requested.
        ChangeRequested = "change_requested", "richiesta di variazione presentata",
            "change requested";
        /// A step was taken in the procedure of a request.
        ChangeRequestMoved = "change_request_moved", "richiesta di variazione: nuovo atto",
            "change request: a step was taken";
        /// A request was accepted.
        ChangeAccepted = "change_accepted", "richiesta di variazione accolta",
            "change accepted";
        /// A request was refused.
        ChangeRefused = "change_refused", "richiesta di variazione respinta", "change refused";
        /// A request was withdrawn, or has lapsed.
        ChangeEnded = "change_ended", "richiesta di variazione conclusa senza decisione",
            "change request ended without a decision";
        /// A fact about the network was communicated.
        FactCommunicated = "fact_communicated", "fatto comunicato", "fact communicated";
        /// The office took note of a fact, or contested it.
        CommunicationAnswered = "communication_answered", "comunicazione riscontrata",
            "communication answered";
        /// The Region recorded what its own registers say.
        OfficeActRecorded = "office_act_recorded", "atto d'ufficio registrato",
            "act of office recorded";
    }
}

/// An act on a resource, recorded together with its effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its identifier.
    pub id: Uuid,
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: Actor,
    /// The reason, if one is required.
    pub reason: Option<String>,
    /// What only officials may read.
    pub note: Option<String>,
    /// The member concerned, if any.
    pub member: Option<Uuid>,
    /// The top-level properties that changed, as named in the contract.
    pub changed: Vec<String>,
}
