//! Runs the code blocks of `docs/integrating.md`, with clients generated as it describes, and the first
//! conversation of the README.

use std::fs;
use std::path::Path;

use ptp_store::DatabaseKind;
use tempfile::TempDir;

use crate::tools::{Tool, contract, demo, node_modules, prepared_demo, root};

/// The code blocks of a language in the guide, concatenated.
fn blocks(language: &str) -> String {
    blocks_of(&fs::read_to_string(root().join("docs/integrating.md")).unwrap(), language)
}

fn blocks_of(guide: &str, language: &str) -> String {
    let opening = format!("```{language}\n");
    let blocks: Vec<_> = guide
        .split(opening.as_str())
        .skip(1)
        .map(|rest| rest.split("\n```").next().unwrap())
        .collect();
    assert!(!blocks.is_empty(), "the guide has no {language} block");
    blocks.join("\n")
}

/// The options of a command in the guide: the tests run what the reader is told to run.
fn options(command: &str) -> Vec<String> {
    let console = blocks("console");
    let line = console.lines().find_map(|line| line.split_once(command));
    let (_, options) = line.unwrap_or_else(|| panic!("the guide does not run {command}"));
    let options = options.split("&&").next().unwrap();
    let path = contract().display().to_string();
    options.split_whitespace().map(|word| word.replace("openapi/ptp.v1.yaml", &path)).collect()
}

async fn the_guide_works_on(kind: DatabaseKind) {
    let app = demo(kind).await;
    let folder = TempDir::new().unwrap();
    let here = folder.path();
    let tool = |name: &str| Tool::new(name, here).env("PTP", app.base());

    fs::write(here.join("walk.sh"), format!("set -euo pipefail\n{}\n", blocks("sh"))).unwrap();
    tool("bash").args(["walk.sh"]).succeeds().await;

    fs::write(here.join("package.json"), r#"{"type": "module"}"#).unwrap();
    std::os::unix::fs::symlink(node_modules(), here.join("node_modules")).unwrap();
    fs::write(here.join("walk.ts"), blocks("ts")).unwrap();
    tool("openapi-typescript").args(options("npx openapi-typescript ")).succeeds().await;
    tool("tsc").args(options("npx tsc ")).succeeds().await;
    tool("node").args(["walk.js"]).succeeds().await;

    fs::write(here.join("walk.py"), blocks("python")).unwrap();
    tool("openapi-python-client").args(options("$ openapi-python-client ")).succeeds().await;
    names_read_well(&here.join("ptp_client/models"));
    tool("python").args(["walk.py"]).succeeds().await;
}

/// Without names from the contract, generators number their own: `Body2`, `ItemType0`.
fn names_read_well(models: &Path) {
    let names: Vec<_> = fs::read_dir(models)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().replace(".py", ""))
        .collect();
    assert!(names.len() > 100, "too few models found");
    let numbered: Vec<_> =
        names.iter().filter(|name| name.ends_with(|last: char| last.is_ascii_digit())).collect();
    assert!(numbered.is_empty(), "{numbered:?}");
    for name in names {
        let text = fs::read_to_string(models.join(format!("{name}.py"))).unwrap_or_default();
        assert!(!text.contains("    VALUE_"), "{name} has unnamed words");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_works_on_sqlite() {
    the_guide_works_on(DatabaseKind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_works_on_postgres() {
    the_guide_works_on(DatabaseKind::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_conversation_can_be_pasted() {
    let app = prepared_demo(DatabaseKind::Sqlite).await;
    let folder = TempDir::new().unwrap();
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let conversation = readme.split("## A first conversation").nth(1).unwrap();
    let conversation = conversation.split("\n## ").next().unwrap();
    let typed = blocks_of(conversation, "sh").replace("http://127.0.0.1:8080", app.base());
    let strictly = format!("set -euo pipefail\n{typed}\n");
    fs::write(folder.path().join("conversation.sh"), strictly).unwrap();
    Tool::new("bash", folder.path()).args(["conversation.sh"]).succeeds().await;
}
