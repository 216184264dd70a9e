//! Where an application stands, and what may happen to it.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// Where an application stands.
    pub enum ApplicationStatus: "application_status", from fixed(
        "L. 241/1990; decisione di progetto", "L. 241/1990; project decision"
    ) {
        /// Received, not looked at yet.
        Submitted = "submitted", "presentata", "submitted";
        /// An official examines it.
        UnderReview = "under_review", "in istruttoria", "under review";
        /// The applicant was asked for papers.
        IntegrationRequested = "integration_requested", "in attesa di integrazione",
            "integration requested";
        /// The applicant was told why it may be rejected (art. 10-bis).
        RejectionNotice = "rejection_notice", "con preavviso di rigetto",
            "with a rejection notice";
        /// Admitted.
        Admitted = "admitted", "ammessa", "admitted";
        /// Rejected.
        Rejected = "rejected", "respinta", "rejected";
        /// Taken back by the applicant.
        Withdrawn = "withdrawn", "ritirata", "withdrawn";
        /// Its call was withdrawn.
        Lapsed = "lapsed", "decaduta", "lapsed";
    }
}

impl ApplicationStatus {
    /// Whether it waits for a decision.
    #[must_use]
    pub const fn is_pending(self) -> bool {
        match self {
            Self::Submitted
            | Self::UnderReview
            | Self::IntegrationRequested
            | Self::RejectionNotice => true,
            Self::Admitted | Self::Rejected | Self::Withdrawn | Self::Lapsed => false,
        }
    }
}

vocabulary! {
    /// What may happen to an application.
    pub enum Step: "application_step", from fixed(
        "L. 241/1990; decisione di progetto", "L. 241/1990; project decision"
    ) {
        /// An official takes it up, or goes on after an answer or a term.
        Review = "review", "istruire", "review";
        /// An official asks for papers.
        RequestIntegration = "request_integration", "chiedere un'integrazione",
            "request an integration";
        /// The applicant sends them.
        Integrate = "integrate", "integrare", "integrate";
        /// An official says why it may be rejected (art. 10-bis).
        NotifyRejection = "notify_rejection", "comunicare i motivi ostativi",
            "give notice of a rejection";
        /// The applicant replies to that.
        Observe = "observe", "presentare osservazioni", "submit observations";
        /// It is admitted.
        Admit = "admit", "ammettere", "admit";
        /// It is rejected.
        Reject = "reject", "respingere", "reject";
        /// The decision is annulled (self-redress, a court).
        Annul = "annul", "annullare la decisione", "annul the decision";
        /// The applicant takes it back.
        Withdraw = "withdraw", "ritirare", "withdraw";
        /// Its call is withdrawn.
        Lapse = "lapse", "far decadere", "let lapse";
    }
}
