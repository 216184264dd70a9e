//! Situations in which operations succeed.

use ptp_tests::fixtures::json::{
    body_of, call, change_request, communication, doubtful, pole, reorganisation, with,
};
use ptp_tests::fixtures::steps::{id_of, members_of, published, step, submit};
use ptp_tests::{NOW, TestApp};
use serde_json::{Value, json};

/// A situation in which operations succeed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Given {
    Nothing,
    DraftCall,
    PublishedCall,
    /// A published call after its closing.
    ClosedCall,
    /// A draft and a call that it can be submitted to.
    DraftPole,
    /// A submitted pole with a finding for an official to settle.
    Doubtful,
    Submitted,
    UnderReview,
    IntegrationRequested,
    RejectionNotice,
    /// An integration was requested under a call of its own, and has not reached the applicant.
    Unread,
    /// Under review again after the observations on the notice.
    Observed,
    /// Its application has been admitted.
    Recognised,
    Suspended,
    /// A suspension has been taken and awaits its delivery.
    Undelivered,
    /// A request to change its network was filed.
    Requested,
    RequestUnderReview,
    RequestIntegration,
    RefusalNotice,
    /// A fact about a member of its network was communicated.
    Communicated,
    /// Under review again after the observations on the notice of a refusal.
    RefusalObserved,
    /// Recognised, and a member has passed into another organisation.
    Reorganised,
}

/// What was created, by path.
#[derive(Default)]
pub(crate) struct Made {
    pub(crate) call: String,
    pub(crate) pole: String,
    pub(crate) members: Vec<String>,
    pub(crate) application: String,
    pub(crate) request: String,
    pub(crate) communication: String,
    pub(crate) reorganisation: String,
    /// The receipt of the application.
    pub(crate) receipt: Value,
}

impl Made {
    /// Fills the parameters of an operation's path.
    pub(crate) fn fill(&self, template: &str) -> String {
        let member = self.members.first().map(String::as_str).unwrap_or_default();
        let path = template
            .replace("{classification}/{code}", "2025/28.41")
            .replace("{code}", "mechanics")
            .replace("{ruleset_id}", "regione-lombardia")
            .replace("{call_id}", id_of(&self.call))
            .replace("{pole_id}", id_of(&self.pole))
            .replace("{member_id}", member)
            .replace("{communication_id}", id_of(&self.communication))
            .replace("{request_id}", id_of(&self.request))
            .replace("{application_id}", id_of(&self.application))
            .replace("{receipt_id}", id_of(&self.application))
            .replace("{reorganisation_id}", id_of(&self.reorganisation));
        assert!(!path.contains("//") && !path.ends_with('/'), "{template}: {path}");
        path
    }
}

impl Given {
    /// Creates it through the API, as the default applicant and an official; poles are submitted
    /// under the given call.
    pub(crate) async fn make(self, app: &TestApp, open: &str) -> Made {
        app.clock.set(NOW.parse().unwrap());
        match self {
            Self::Nothing => Made::default(),
            Self::DraftCall => {
                let draft = app.official().post("/v1/calls", &call()).await.expect(201);
                Made { call: draft.header("location").to_owned(), ..Made::default() }
            }
            Self::PublishedCall => Made { call: published(app, &call()).await, ..Made::default() },
            Self::ClosedCall => {
                let call = published(app, &call()).await;
                app.clock.set("2027-03-01T10:00:00Z".parse().unwrap());
                Made { call, ..Made::default() }
            }
            Self::Undelivered => {
                let made = Box::pin(Self::Recognised.make(app, open)).await;
                let waiting = with(body_of("suspension"), &json!({"awaits_delivery": true}));
                let at = format!("{}/suspension", made.pole);
                step(&app.official(), &at, &waiting).await.expect(200);
                made
            }
            Self::DraftPole => with_pole(app, open, &pole()).await,
            Self::Doubtful => with_application(app, open, &doubtful()).await,
            _ => {
                let of_its_own = match self {
                    Self::Unread => {
                        let portal = with(call(), &json!({"notification": "portal"}));
                        Some(published(app, &portal).await)
                    }
                    _ => None,
                };
                let open = of_its_own.as_deref().unwrap_or(open);
                let mut made = with_application(app, open, &pole()).await;
                for (is_official, noun) in self.steps() {
                    let caller = if *is_official { app.official() } else { app.applicant() };
                    let of = if *noun == "suspension" { &made.pole } else { &made.application };
                    step(&caller, &format!("{of}/{noun}"), &body_of(noun)).await.expect(200);
                }
                if let Some(steps) = self.steps_of_a_request() {
                    let at = format!("{}/change-requests", made.pole);
                    let filed = app.applicant().post(&at, &change_request()).await.expect(201);
                    filed.header("location").clone_into(&mut made.request);
                    for (is_official, noun) in steps {
                        let caller = if *is_official { app.official() } else { app.applicant() };
                        let at = format!("{}/{noun}", made.request);
                        step(&caller, &at, &body_of(noun)).await.expect(200);
                    }
                }
                if self == Self::Communicated {
                    let at = format!("{}/communications", made.pole);
                    let fact = communication(&made.members[2]);
                    let filed = app.applicant().post(&at, &fact).await.expect(201);
                    filed.header("location").clone_into(&mut made.communication);
                }
                if self == Self::Reorganised {
                    let body = reorganisation();
                    let recorded = app.official().post("/v1/reorganisations", &body).await;
                    recorded.expect(201).header("location").clone_into(&mut made.reorganisation);
                }
                made
            }
        }
    }

    /// The steps after the submission, and whether an official takes them.
    fn steps(self) -> &'static [(bool, &'static str)] {
        match self {
            Self::UnderReview => &[(true, "review")],
            Self::IntegrationRequested | Self::Unread => {
                &[(true, "review"), (true, "integration-request")]
            }
            Self::RejectionNotice => &[(true, "review"), (true, "rejection-notice")],
            Self::Observed => &[
                (true, "review"),
                (true, "rejection-notice"),
                (false, "observations"),
                (true, "review"),
            ],
            Self::Recognised
            | Self::Reorganised
            | Self::Communicated
            | Self::Requested
            | Self::RequestUnderReview
            | Self::RequestIntegration
            | Self::RefusalNotice
            | Self::RefusalObserved => &[(true, "review"), (true, "admission")],
            Self::Suspended => &[(true, "review"), (true, "admission"), (true, "suspension")],
            _ => &[],
        }
    }

    /// The steps of a request, once it is filed.
    fn steps_of_a_request(self) -> Option<&'static [(bool, &'static str)]> {
        Some(match self {
            Self::Requested => &[],
            Self::RequestUnderReview => &[(true, "review")],
            Self::RequestIntegration => &[(true, "review"), (true, "integration-request")],
            Self::RefusalNotice => &[(true, "review"), (true, "refusal-notice")],
            Self::RefusalObserved => &[
                (true, "review"),
                (true, "refusal-notice"),
                (false, "observations"),
                (true, "review"),
            ],
            _ => return None,
        })
    }
}

async fn with_pole(app: &TestApp, call: &str, pole: &Value) -> Made {
    let made = app.applicant().post("/v1/poles", pole).await.expect(201);
    let (pole, members) = (made.header("location").to_owned(), members_of(&made));
    Made { call: call.to_owned(), pole, members, ..Made::default() }
}

async fn with_application(app: &TestApp, call: &str, pole: &Value) -> Made {
    let made = with_pole(app, call, pole).await;
    let submitted = submit(&app.applicant(), &made.call, &made.pole).await.expect(201);
    let application = submitted.header("location").to_owned();
    let receipt = app.applicant().get(&format!("{application}/receipt")).await.expect(200);
    Made { application, receipt: receipt.body["jws"].clone(), ..made }
}
