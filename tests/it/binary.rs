//! The binary, as run by an operator.
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The binary, built once, without settings from the environment.
pub(crate) fn ptp() -> Command {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    let binary = BINARY.get_or_init(|| {
        let test = std::env::current_exe().unwrap();
        let folder = test.ancestors().nth(2).unwrap();
        let target = folder.parent().unwrap();
        let built = Command::new(env!("CARGO"))
            .args(["build", "-p", "ptp", "--locked", "--target-dir"])
            .arg(target)
            .current_dir(root())
            .output()
            .unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        folder.join("ptp")
    });
    let mut command = Command::new(binary);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PTP_") {
            command.env_remove(name);
        }
    }
    command
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A running demo, stopped at the end of the test.
struct Demo {
    child: Child,
    base: String,
    tokens: Vec<(String, String)>,
}

impl Demo {
    fn start(folder: &TempDir) -> Self {
        Self::start_with(folder, &[])
    }

    fn start_with(folder: &TempDir, arguments: &[&str]) -> Self {
        let child = ptp()
            .arg("demo")
            .args(arguments)
            .env("PTP_LISTEN", "127.0.0.1:0")
            .env("PTP_DATA_DIR", folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut demo = Self { child, base: String::new(), tokens: Vec::new() };
        for line in BufReader::new(demo.child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some((role, token)) = line.split_once(" token: ") {
                demo.tokens.push((role.to_owned(), token.to_owned()));
            }
            if let Some(url) = line.strip_prefix("Swagger UI: ") {
                url.trim_end_matches("/swagger-ui/").clone_into(&mut demo.base);
                return demo;
            }
        }
        panic!("the demo did not print its address");
    }

    async fn contacts(&self) -> Value {
        let url = format!("{}/v1/programme", self.base);
        let answer = reqwest::get(url).await.unwrap().text().await.unwrap();
        serde_json::from_str::<Value>(&answer).unwrap()["contacts"].clone()
    }

    async fn me(&self, token: &str) -> Value {
        let url = format!("{}/v1/me", self.base);
        let answer = reqwest::Client::new().get(url).bearer_auth(token).send().await.unwrap();
        serde_json::from_str(&answer.text().await.unwrap()).unwrap()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn serve_without_configuration_lists_everything_missing() {
    let output = ptp().arg("serve").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    for name in ["PTP_DATABASE_URL", "PTP_ISSUER", "PTP_AUDIENCE", "PTP_JWKS"] {
        assert!(stderr(&output).contains(name), "{name}");
    }
}

#[test]
fn a_person_is_forgotten_by_subject_or_by_tax_code() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}/ptp.db", folder.path().display());
    let run =
        |arguments: &[&str]| ptp().args(arguments).env("PTP_DATABASE_URL", &url).output().unwrap();
    assert!(run(&["migrate"]).status.success());
    let issuer = "https://login.example";
    for (arguments, forgotten) in [
        (vec!["--issuer", issuer, "--subject", "TINIT-RSSMRA80A01F205X"], true),
        (vec!["--tax-code", "RSSMRA80A01F205X"], true),
        // A body is not a person, and a subject needs both its parts.
        (vec!["--tax-code", "94004480151"], false),
        (vec!["--subject", "TINIT-RSSMRA80A01F205X"], false),
        (vec![], false),
    ] {
        let output = run(&[vec!["forget"], arguments.clone()].concat());
        assert_eq!(output.status.success(), forgotten, "{arguments:?}: {}", stderr(&output));
        assert_eq!(output.stdout == b"forgotten\n", forgotten, "{arguments:?}");
    }
}

#[test]
fn the_demo_refuses_a_public_address() {
    let folder = TempDir::new().unwrap();
    let output = ptp()
        .arg("demo")
        .env("PTP_LISTEN", "0.0.0.0:0")
        .env("PTP_DATA_DIR", folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("0.0.0.0:0"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_prints_valid_tokens_and_stops_on_a_signal() {
    let folder = TempDir::new().unwrap();
    let mut demo = Demo::start(&folder);
    let roles: Vec<_> = demo.tokens.iter().map(|(role, _)| role.as_str()).collect();
    assert_eq!(roles, ["applicant", "official"]);
    for (role, token) in &demo.tokens {
        assert_eq!(token.split('.').count(), 3);
        assert_eq!(demo.me(token).await["roles"], json!([role]));
    }
    let pid = demo.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert_eq!(demo.child.wait().unwrap().code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_shows_the_contacts_of_a_file_or_invented_ones() {
    let folder = TempDir::new().unwrap();
    let invented = Demo::start(&folder).contacts().await;
    let offices: Vec<_> =
        invented.as_array().unwrap().iter().map(|contact| contact["office"].as_str()).collect();
    assert_eq!(offices.len(), 2);
    assert!(offices.iter().all(|office| office.unwrap().contains("inventato")), "{invented}");

    let listed =
        json!([{"role": "information", "office": "Sportello", "email": "ptp@example.org"}]);
    let path = folder.path().join("contacts.json");
    std::fs::write(&path, listed.to_string()).unwrap();
    let demo = Demo::start_with(&folder, &["--contacts-file", path.to_str().unwrap()]);
    assert_eq!(demo.contacts().await, listed);
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_writes_survive_a_kill() {
    let folder = TempDir::new().unwrap();
    let mut demo = Demo::start(&folder);
    let (base, token) = (demo.base.clone(), demo.tokens[0].1.clone());
    let (sender, mut acknowledged) = tokio::sync::mpsc::unbounded_channel();
    let writer = tokio::spawn(async move {
        let client = reqwest::Client::new();
        let body = json!({"name": "Polo", "area": "mechanics", "province": "MB"}).to_string();
        let url = format!("{base}/v1/poles");
        loop {
            let request = client.post(&url).bearer_auth(&token).body(body.clone());
            let Ok(answer) = request.header("content-type", "application/json").send().await else {
                break;
            };
            assert_eq!(answer.status(), 201);
            sender.send(answer.headers()["location"].to_str().unwrap().to_owned()).unwrap();
        }
    });
    let mut poles = Vec::new();
    while poles.len() < 10 {
        poles.push(acknowledged.recv().await.unwrap());
    }
    demo.child.kill().unwrap();
    writer.await.unwrap();
    while let Some(pole) = acknowledged.recv().await {
        poles.push(pole);
    }
    let again = Demo::start(&folder);
    let client = reqwest::Client::new();
    for pole in poles {
        let request = client.get(format!("{}{pole}", again.base)).bearer_auth(&again.tokens[0].1);
        assert_eq!(request.send().await.unwrap().status(), 200, "{pole}");
    }
}

#[tokio::test]
async fn the_demo_starts_anew_when_it_is_asked_to() {
    let folder = TempDir::new().unwrap();
    let demo = Demo::start(&folder);
    let (client, (_, token)) = (reqwest::Client::new(), &demo.tokens[0]);
    let at = |path: &str| format!("{}{path}", demo.base);
    let body = json!({"name": "Polo", "area": "mechanics", "province": "MB"}).to_string();
    let request = client.post(at("/v1/poles")).bearer_auth(token).body(body);
    let made = request.header("content-type", "application/json").send().await.unwrap();
    let pole = made.headers()["location"].to_str().unwrap().to_owned();
    let key =
        async || reqwest::get(at("/.well-known/jwks.json")).await.unwrap().text().await.unwrap();
    let before = key().await;
    let move_on = client.put(at("/sandbox/clock")).body(r#"{"advance_seconds": 864000}"#);
    move_on.header("content-type", "application/json").send().await.unwrap();
    assert_eq!(client.post(at("/sandbox/reset")).send().await.unwrap().status(), 202);
    // The connection waits until the demo is there again.
    let client = reqwest::Client::new();
    let gone = client.get(at(&pole)).bearer_auth(token).send().await.unwrap();
    assert_eq!(gone.status(), 404, "with a token of before");
    let clock = client.get(at("/sandbox/clock")).send().await.unwrap().text().await.unwrap();
    assert!(clock.contains(r#""moved":false"#), "{clock}");
    let listed = client.get(at("/v1/poles")).send().await.unwrap().text().await.unwrap();
    assert!(listed.contains("PTP-"), "the data of the demo is there again");
    assert_eq!(key().await, before, "receipts of before are still verified");
}

#[test]
fn openapi_prints_the_committed_contract() {
    let output = ptp().arg("openapi").output().unwrap();
    assert!(output.status.success());
    let committed = std::fs::read(root().join("openapi/ptp.v1.yaml")).unwrap();
    assert!(output.stdout == committed, "the contract differs from openapi/ptp.v1.yaml");
}

#[test]
fn a_second_migration_does_nothing() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}/ptp.db", folder.path().display());
    let migrate = || ptp().arg("migrate").env("PTP_DATABASE_URL", &url).output().unwrap();
    let (first, second) = (migrate(), migrate());
    assert!(first.status.success(), "{}", stderr(&first));
    assert_ne!(first.stdout, b"0 migrations applied\n");
    assert_eq!(second.stdout, b"0 migrations applied\n");
}
