//! The status of an application, and the steps of its procedure.

use crate::text::Text;
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
        IntegrationRequested = "integration_requested", "integrazione richiesta",
            "integration requested";
        /// The applicant was told the grounds for a rejection (art. 10-bis).
        RejectionNotice = "rejection_notice", "preavviso di rigetto comunicato",
            "rejection notice given";
        /// Admitted.
        Admitted = "admitted", "ammessa", "admitted";
        /// Rejected.
        Rejected = "rejected", "respinta", "rejected";
        /// Withdrawn by the applicant.
        Withdrawn = "withdrawn", "ritirata", "withdrawn";
        /// Its call was withdrawn.
        Lapsed = "lapsed", "improcedibile (bando revocato)", "lapsed (call withdrawn)";
    }
}

impl ApplicationStatus {
    /// The status as a clause, to give as a reason.
    #[must_use]
    pub const fn clause(self) -> Text {
        match self {
            Self::Submitted => Text::fixed(
                "la candidatura è presentata e l'istruttoria non è ancora avviata",
                "the application is submitted and its review has not begun",
            ),
            Self::UnderReview => {
                Text::fixed("la candidatura è in istruttoria", "the application is under review")
            }
            Self::IntegrationRequested => {
                Text::fixed("è stata richiesta un'integrazione", "an integration was requested")
            }
            Self::RejectionNotice => Text::fixed(
                "è stato comunicato il preavviso di rigetto",
                "a rejection notice was given",
            ),
            Self::Admitted => {
                Text::fixed("la candidatura è ammessa", "the application is admitted")
            }
            Self::Rejected => {
                Text::fixed("la candidatura è respinta", "the application is rejected")
            }
            Self::Withdrawn => Text::fixed(
                "la candidatura è stata ritirata dal richiedente",
                "the application was withdrawn by the applicant",
            ),
            Self::Lapsed => Text::fixed(
                "la candidatura è improcedibile, perché il bando è revocato",
                "the application lapsed, since its call was withdrawn",
            ),
        }
    }

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
        Review = "review", "avviare o riprendere l'istruttoria", "begin or resume the review";
        /// An official requests an integration.
        RequestIntegration = "request_integration", "richiedere un'integrazione",
            "request an integration";
        /// The applicant submits it, and the review resumes.
        Integrate = "integrate", "presentare l'integrazione", "submit the integration";
        /// An official gives notice of the grounds for a rejection (art. 10-bis).
        NotifyRejection = "notify_rejection", "comunicare i motivi ostativi (preavviso di rigetto)",
            "give notice of a rejection";
        /// The applicant submits observations on a notice, or a statement at any time (art. 10).
        Observe = "observe", "presentare osservazioni o memorie",
            "submit observations or a statement";
        /// It is admitted.
        Admit = "admit", "ammettere la candidatura", "admit the application";
        /// It is rejected.
        Reject = "reject", "respingere la candidatura", "reject the application";
        /// The decision is annulled (self-redress, a court).
        Annul = "annul", "annullare la decisione", "annul the decision";
        /// The term passes in silence, which admits (art. 20).
        Assent = "assent", "ammettere la candidatura per silenzio assenso",
            "admit the application by silence";
        /// An official records how one of these steps reached the applicant, or did not.
        Deliver = "deliver", "registrare la consegna di un atto", "record the delivery of an act";
        /// The applicant has read them on the portal.
        Acknowledge = "acknowledge", "dichiarare di aver letto gli atti sul portale",
            "state that the acts have been read on the portal";
        /// The applicant withdraws it.
        Withdraw = "withdraw", "ritirare la candidatura", "withdraw the application";
        /// Its call is withdrawn.
        Lapse = "lapse", "dichiarare improcedibile la candidatura", "let the application lapse";
    }
}
