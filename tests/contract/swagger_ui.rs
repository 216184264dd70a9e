//! Swagger UI in a browser: as a new user would use it, every operation opened and executed.

use ptp_store::DatabaseKind;

use crate::tools::{Tool, folder, prepared_demo, root};

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_finds_short_operations_that_succeed() {
    let app = prepared_demo(DatabaseKind::Sqlite).await;
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
