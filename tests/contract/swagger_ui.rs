//! Swagger UI in a browser, as a new user would use it.

use ptp_store::DatabaseKind;

use crate::tools::{Tool, demo, folder, root};

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_logs_in_reads_creates_and_fails() {
    let app = demo(DatabaseKind::Sqlite).await;
    let screenshot = xtask::contract_tools::outcomes(root()).join("swagger-ui.png");
    std::fs::create_dir_all(screenshot.parent().unwrap()).unwrap();
    Tool::new("node", &folder())
        .args(["swagger-ui.mjs"])
        .env("PTP_BASE_URL", app.base())
        .env("SCREENSHOT", &screenshot)
        .succeeds()
        .await;
    assert!(screenshot.is_file());
}
