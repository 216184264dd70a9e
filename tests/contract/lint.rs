//! The committed contract, checked by linters.

use crate::tools::{Tool, contract, folder};

#[tokio::test]
async fn spectral_finds_nothing() {
    Tool::new("spectral", &folder())
        .args(["lint", "--fail-severity=hint", "--ruleset", "spectral.yaml"])
        .args([contract()])
        .succeeds()
        .await;
}

#[tokio::test]
async fn redocly_finds_nothing() {
    Tool::new("redocly", &folder())
        .args(["lint", "--config", "redocly.yaml"])
        .args([contract()])
        .succeeds()
        .await;
}
