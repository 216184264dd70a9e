//! Schemathesis against the running service, with all its checks: anonymous, as applicant and as
//! official.

use ptp_store::DatabaseKind;
use ptp_tests::TestApp;
use serde_json::json;

use crate::tools::{Tool, demo, folder};

/// Runs all checks, with or without a token.
async fn schemathesis_passes(kind: DatabaseKind, token: impl FnOnce(&TestApp) -> Option<String>) {
    let app = demo(kind).await;
    // An application to try the steps on.
    let made = app.anonymous().post("/sandbox/scenarios/integration-due-today", &json!({})).await;
    let _ = made.expect(200);
    let official = app.official().token().unwrap_or_default();
    let mut tool = Tool::new("schemathesis", &folder())
        .args(["--config-file", "schemathesis.toml", "run"])
        .args([
            format!("{}/openapi.json", app.base()),
            "--url".into(),
            format!("{}/v1", app.base()),
        ])
        .args(["--checks", "all", "--no-color"])
        .env("PYTHONPATH", folder())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PTP_BASE_URL", app.base())
        .env("PTP_OFFICIAL", official);
    if let Some(token) = token(&app) {
        tool = tool.args(["-H".to_owned(), format!("Authorization: Bearer {token}")]);
    }
    tool.succeeds().await;
}

macro_rules! as_each_role {
    ($($module:ident: $kind:ident),+) => {$(
        mod $module {
            use ptp_store::DatabaseKind::$kind;

            #[tokio::test(flavor = "multi_thread")]
            async fn anonymous_requests_conform_to_the_contract() {
                super::schemathesis_passes($kind, |_| None).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn requests_of_applicants_conform_to_the_contract() {
                super::schemathesis_passes($kind, |app| app.applicant().token()).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn requests_of_officials_conform_to_the_contract() {
                super::schemathesis_passes($kind, |app| app.official().token()).await;
            }
        }
    )+};
}
as_each_role!(on_sqlite: Sqlite, on_postgres: Postgres);
