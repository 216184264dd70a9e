//! Situations in which operations succeed.

use ptp_tests::fixtures::json::{body_of, call, doubtful, pole, with};
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
    Undelivered,
    /// Under review again after the observations on the notice.
    Observed,
    /// Its application has been admitted.
    Recognised,
    Suspended,
}

/// What was created, by path.
#[derive(Default)]
pub(crate) struct Made {
    pub(crate) call: String,
    pub(crate) pole: String,
    pub(crate) members: Vec<String>,
    pub(crate) application: String,
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
            .replace("{application_id}", id_of(&self.application));
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
            Self::DraftPole => with_pole(app, open, &pole()).await,
            Self::Doubtful => with_application(app, open, &doubtful()).await,
            _ => {
                let of_its_own = match self {
                    Self::Undelivered => {
                        let portal = with(call(), &json!({"notification": "portal"}));
                        Some(published(app, &portal).await)
                    }
                    _ => None,
                };
                let open = of_its_own.as_deref().unwrap_or(open);
                let made = with_application(app, open, &pole()).await;
                for (is_official, noun) in self.steps() {
                    let caller = if *is_official { app.official() } else { app.applicant() };
                    let of = if *noun == "suspension" { &made.pole } else { &made.application };
                    step(&caller, &format!("{of}/{noun}"), &body_of(noun)).await.expect(200);
                }
                made
            }
        }
    }

    /// The steps after the submission, and whether an official takes them.
    fn steps(self) -> &'static [(bool, &'static str)] {
        match self {
            Self::UnderReview => &[(true, "review")],
            Self::IntegrationRequested | Self::Undelivered => {
                &[(true, "review"), (true, "integration-request")]
            }
            Self::RejectionNotice => &[(true, "review"), (true, "rejection-notice")],
            Self::Observed => &[
                (true, "review"),
                (true, "rejection-notice"),
                (false, "observations"),
                (true, "review"),
            ],
            Self::Recognised => &[(true, "review"), (true, "admission")],
            Self::Suspended => &[(true, "review"), (true, "admission"), (true, "suspension")],
            _ => &[],
        }
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
