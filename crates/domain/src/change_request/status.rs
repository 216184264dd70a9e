//! The status of a request, and the steps of its procedure: those of an application, in the words
//! of a request.

use crate::application::{ApplicationStatus, Step};
use crate::text::Text;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// The status of a request to change a network.
    pub enum RequestStatus: "change_request_status", from fixed(
        "L. 241/1990; decisione di progetto", "L. 241/1990; project decision"
    ) {
        /// Received, review not begun.
        Submitted = "submitted", "presentata", "submitted";
        /// Under review by an official.
        UnderReview = "under_review", "in istruttoria", "under review";
        /// An integration was requested.
        IntegrationRequested = "integration_requested", "integrazione richiesta",
            "integration requested";
        /// Notice of the grounds for a refusal was given (art. 10-bis).
        RefusalNotice = "refusal_notice", "preavviso di diniego comunicato", "refusal notice given";
        /// Accepted.
        Accepted = "accepted", "accolta", "accepted";
        /// Refused.
        Refused = "refused", "diniego", "refused";
        /// Withdrawn by the lead.
        Withdrawn = "withdrawn", "oggetto di rinuncia", "withdrawn";
        /// The pole has ended, or what it asked for was overtaken.
        Lapsed = "lapsed", "improcedibile", "lapsed";
    }
}

vocabulary! {
    /// A step of the procedure of a request.
    pub enum RequestStep: "change_request_step", from fixed(
        "L. 241/1990; decisione di progetto", "L. 241/1990; project decision"
    ) {
        /// An official begins the review, or resumes it after an answer or a term.
        Review = "review", "avviare o riprendere l'istruttoria", "begin or resume the review";
        /// An official requests an integration.
        RequestIntegration = "request_integration", "richiedere un'integrazione",
            "request an integration";
        /// The lead submits it, and the review resumes.
        Integrate = "integrate", "presentare l'integrazione", "submit the integration";
        /// An official gives notice of the grounds for a refusal (art. 10-bis).
        NotifyRefusal = "notify_refusal", "comunicare i motivi ostativi (preavviso di diniego)",
            "give notice of a refusal";
        /// The lead submits observations on a notice, or a statement at any time (art. 10).
        Observe = "observe", "presentare osservazioni o memorie",
            "submit observations or a statement";
        /// It is accepted, and takes effect.
        Accept = "accept", "accogliere la richiesta", "accept the request";
        /// It is refused.
        Refuse = "refuse", "respingere la richiesta", "refuse the request";
        /// The lead withdraws it.
        Withdraw = "withdraw", "rinunciare alla richiesta", "withdraw the request";
        /// The pole has ended, or a communication overtakes it.
        Lapse = "lapse", "dichiarare improcedibile la richiesta", "let the request lapse";
    }
}

impl RequestStatus {
    /// The status as a clause, to give as a reason.
    #[must_use]
    pub const fn clause(self) -> Text {
        match self {
            Self::Submitted => Text::fixed(
                "la richiesta è presentata e l'istruttoria non è ancora avviata",
                "the request is submitted and its review has not begun",
            ),
            Self::UnderReview => {
                Text::fixed("la richiesta è in istruttoria", "the request is under review")
            }
            Self::IntegrationRequested => {
                Text::fixed("è stata richiesta un'integrazione", "an integration was requested")
            }
            Self::RefusalNotice => Text::fixed(
                "è stato comunicato il preavviso di diniego",
                "notice of a refusal was given",
            ),
            Self::Accepted => Text::fixed("la richiesta è accolta", "the request is accepted"),
            Self::Refused => Text::fixed("la richiesta è respinta", "the request is refused"),
            Self::Withdrawn => Text::fixed(
                "il capofila ha rinunciato alla richiesta",
                "the lead has withdrawn the request",
            ),
            Self::Lapsed => Text::fixed("la richiesta è improcedibile", "the request has lapsed"),
        }
    }

    /// Whether it is awaiting a decision.
    #[must_use]
    pub const fn is_pending(self) -> bool {
        self.procedural().is_pending()
    }

    /// The same stage of an application.
    #[must_use]
    pub const fn procedural(self) -> ApplicationStatus {
        match self {
            Self::Submitted => ApplicationStatus::Submitted,
            Self::UnderReview => ApplicationStatus::UnderReview,
            Self::IntegrationRequested => ApplicationStatus::IntegrationRequested,
            Self::RefusalNotice => ApplicationStatus::RejectionNotice,
            Self::Accepted => ApplicationStatus::Admitted,
            Self::Refused => ApplicationStatus::Rejected,
            Self::Withdrawn => ApplicationStatus::Withdrawn,
            Self::Lapsed => ApplicationStatus::Lapsed,
        }
    }
}

impl From<ApplicationStatus> for RequestStatus {
    fn from(status: ApplicationStatus) -> Self {
        match status {
            ApplicationStatus::Submitted => Self::Submitted,
            ApplicationStatus::UnderReview => Self::UnderReview,
            ApplicationStatus::IntegrationRequested => Self::IntegrationRequested,
            ApplicationStatus::RejectionNotice => Self::RefusalNotice,
            ApplicationStatus::Admitted => Self::Accepted,
            ApplicationStatus::Rejected => Self::Refused,
            ApplicationStatus::Withdrawn => Self::Withdrawn,
            ApplicationStatus::Lapsed => Self::Lapsed,
        }
    }
}

impl RequestStep {
    /// The same step of an application.
    #[must_use]
    pub const fn procedural(self) -> Step {
        match self {
            Self::Review => Step::Review,
            Self::RequestIntegration => Step::RequestIntegration,
            Self::Integrate => Step::Integrate,
            Self::NotifyRefusal => Step::NotifyRejection,
            Self::Observe => Step::Observe,
            Self::Accept => Step::Admit,
            Self::Refuse => Step::Reject,
            Self::Withdraw => Step::Withdraw,
            Self::Lapse => Step::Lapse,
        }
    }

    /// The step of a request that a step of a procedure is; a decision on one is not annulled by a
    /// step of its own, and silence decides nothing.
    #[must_use]
    pub const fn of(step: Step) -> Option<Self> {
        Some(match step {
            Step::Review => Self::Review,
            Step::RequestIntegration => Self::RequestIntegration,
            Step::Integrate => Self::Integrate,
            Step::NotifyRejection => Self::NotifyRefusal,
            Step::Observe => Self::Observe,
            Step::Admit => Self::Accept,
            Step::Reject => Self::Refuse,
            Step::Withdraw => Self::Withdraw,
            Step::Lapse => Self::Lapse,
            Step::Annul | Step::Assent | Step::Deliver | Step::Acknowledge => return None,
        })
    }

    /// What a step brings about, where whoever takes it should know before.
    #[must_use]
    pub const fn consequence(self) -> Option<Text> {
        match self {
            Self::Integrate => Some(Text::fixed(
                "la risposta chiude il termine per integrare: la richiesta torna in istruttoria",
                "the answer ends the term to integrate: the request is under review again",
            )),
            Self::Accept => Some(Text::fixed(
                "la variazione ha effetto con l'accoglimento e risulta nel registro",
                "the change takes effect with the acceptance, and stands in the register",
            )),
            _ => None,
        }
    }
}
