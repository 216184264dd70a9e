//! The status of an application, and the steps of its procedure.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// The status of an application.
    pub enum ApplicationStatus: "application_status", from fixed(
        "L. 241/1990; decisione di progetto", "L. 241/1990; project decision"
    ) {
        /// Received, review not begun.
        Submitted = "submitted", "presentata", "submitted";
        /// Under review by an official.
        UnderReview = "under_review", "in istruttoria", "under review";
        /// The applicant was asked for an integration.
        IntegrationRequested = "integration_requested", "in attesa di integrazione",
            "integration requested";
        /// The applicant was told the grounds for a rejection (art. 10-bis).
        RejectionNotice = "rejection_notice", "con preavviso di rigetto",
            "with a rejection notice";
        /// Admitted.
        Admitted = "admitted", "ammessa", "admitted";
        /// Rejected.
        Rejected = "rejected", "respinta", "rejected";
        /// Withdrawn by the applicant.
        Withdrawn = "withdrawn", "ritirata", "withdrawn";
        /// Its call was withdrawn.
        Lapsed = "lapsed", "decaduta", "lapsed";
    }
}

impl ApplicationStatus {
    /// Whether it is awaiting a decision.
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
    /// A step of the procedure.
    pub enum Step: "application_step", from fixed(
        "L. 241/1990; decisione di progetto", "L. 241/1990; project decision"
    ) {
        /// An official begins the review, or resumes it after an answer or a term.
        Review = "review", "istruire", "review";
        /// An official requests an integration.
        RequestIntegration = "request_integration", "chiedere un'integrazione",
            "request an integration";
        /// The applicant submits it.
        Integrate = "integrate", "integrare", "integrate";
        /// An official gives notice of the grounds for a rejection (art. 10-bis).
        NotifyRejection = "notify_rejection", "comunicare i motivi ostativi",
            "give notice of a rejection";
        /// The applicant submits observations.
        Observe = "observe", "presentare osservazioni", "submit observations";
        /// It is admitted.
        Admit = "admit", "ammettere", "admit";
        /// It is rejected.
        Reject = "reject", "respingere", "reject";
        /// The decision is annulled (self-redress, a court).
        Annul = "annul", "annullare la decisione", "annul the decision";
        /// The applicant withdraws it.
        Withdraw = "withdraw", "ritirare", "withdraw";
        /// Its call is withdrawn.
        Lapse = "lapse", "far decadere", "let lapse";
    }
}
