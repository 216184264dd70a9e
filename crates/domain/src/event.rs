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
        /// A pole was reinstated.
        PoleReinstated = "pole_reinstated", "efficacia del riconoscimento ripristinata",
            "recognition reinstated";
        /// A pole was revoked.
        PoleRevoked = "pole_revoked", "riconoscimento revocato", "recognition revoked";
        /// Its owner dissolved a pole.
        PoleDissolved = "pole_dissolved", "polo sciolto", "pole dissolved";
        /// A pole was transferred to another owner.
        PoleTransferred = "pole_transferred", "polo trasferito ad altro soggetto",
            "pole transferred";
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
