//! The service on a socket, with a clock that stands still and callers of every role.

use std::net::TcpListener;
use std::num::NonZeroU32;
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use chrono::{DateTime, Utc};
use ptp::demo::DemoKeys;
use ptp::signing::TokenRequest;
use ptp_api::ReceiptKeys;
use ptp_api::{App, LimitSettings, Sandbox, Settings};
use ptp_auth::Verifier;
use ptp_clock::Clock;
use ptp_store::{DatabaseKind, Store};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, StatusCode};
use serde_json::Value;

use crate::store::{Guard, fresh_store};

/// When tests take place: a Wednesday in January, 11:00 in Rome.
pub const NOW: &str = "2027-01-20T10:00:00Z";

/// The body that the usual applicant acts for.
pub const ORGANISATION: &str = "94004480151";

/// A service of a test's own.
pub struct TestApp {
    /// The clock of the service.
    pub clock: Clock,
    /// The store behind it.
    pub store: Store,
    /// The keys that sign the tokens it trusts.
    pub keys: DemoKeys,
    /// The database.
    pub guard: Arc<Guard>,
    /// The keys that sign its receipts.
    pub receipt_keys: ReceiptKeys,
    base: String,
    client: Client,
    handle: ServerHandle,
}

/// What a service is given beside its store.
struct With {
    clock: Clock,
    keys: DemoKeys,
    receipt_keys: ReceiptKeys,
    settings: Settings,
    sandbox: Option<Sandbox>,
}

/// The clock stands still, so every request of a test falls into one minute: nobody is limited.
fn unlimited() -> Settings {
    let limits = LimitSettings {
        with_token: NonZeroU32::MAX,
        anonymous: NonZeroU32::MAX,
        ..LimitSettings::default()
    };
    Settings { limits, ..Settings::default() }
}

impl TestApp {
    /// Starts a service on a fresh database.
    ///
    /// # Panics
    ///
    /// If it cannot.
    pub async fn start(kind: DatabaseKind) -> Self {
        let (store, guard) = fresh_store(kind).await;
        let now: DateTime<Utc> = NOW.parse().expect("an instant");
        Self::over(store, guard, Clock::fixed(now)).await
    }

    /// Starts a service over a store: a second one is another replica.
    ///
    /// # Panics
    ///
    /// If it cannot.
    pub async fn over(store: Store, guard: Guard, clock: Clock) -> Self {
        Self::with(store, guard, clock, unlimited()).await
    }

    /// Starts a service over a store with settings of its own.
    ///
    /// # Panics
    ///
    /// If it cannot.
    pub async fn with(store: Store, guard: Guard, clock: Clock, settings: Settings) -> Self {
        let keys = DemoKeys::generate().expect("a key");
        let receipt_keys = ReceiptKeys::generate().expect("a key");
        let with = With { clock, keys, receipt_keys, settings, sandbox: None };
        Self::serve(store, Arc::new(guard), with).await
    }

    /// Starts a service with the demo's sandbox.
    ///
    /// # Panics
    ///
    /// If it cannot.
    pub async fn demo(kind: DatabaseKind) -> Self {
        let (store, guard) = fresh_store(kind).await;
        Self::demo_over(store, guard, Clock::fixed(NOW.parse().expect("an instant"))).await
    }

    /// Starts the demo as it is today, with its data.
    ///
    /// # Panics
    ///
    /// If it cannot.
    pub async fn demo_of_today(kind: DatabaseKind) -> Self {
        let (store, guard) = fresh_store(kind).await;
        let clock = Clock::movable();
        ptp::demo::seed(&store, &clock).await.expect("the demo's data");
        Self::demo_over(store, guard, clock).await
    }

    async fn demo_over(store: Store, guard: Guard, clock: Clock) -> Self {
        let keys = DemoKeys::generate().expect("a key");
        let examples = ptp::demo::examples(&store, &clock).await.expect("the demo's data");
        let sandbox = ptp::demo::sandbox(keys.clone(), clock.clone(), examples).expect("a sandbox");
        let receipt_keys = ReceiptKeys::generate().expect("a key");
        let with =
            With { clock, keys, receipt_keys, settings: unlimited(), sandbox: Some(sandbox) };
        Self::serve(store, Arc::new(guard), with).await
    }

    /// Starts another replica, with connections of its own to the same database and with the same
    /// keys: it is also what a restart brings up.
    ///
    /// # Panics
    ///
    /// If it cannot.
    pub async fn replica(&self) -> Self {
        self.replica_signing(self.receipt_keys.clone()).await
    }

    /// Starts another replica that signs its receipts with other keys.
    ///
    /// # Panics
    ///
    /// If it cannot.
    pub async fn replica_signing(&self, receipt_keys: ReceiptKeys) -> Self {
        let store = Store::open(&self.guard.options()).await.expect("the database opens again");
        let (clock, keys) = (self.clock.clone(), self.keys.clone());
        let with = With { clock, keys, receipt_keys, settings: unlimited(), sandbox: None };
        Self::serve(store, self.guard.clone(), with).await
    }

    async fn serve(store: Store, guard: Arc<Guard>, with: With) -> Self {
        let With { clock, keys, receipt_keys, settings, sandbox } = with;
        let verifier =
            Verifier::open(vec![keys.issuer()], clock.clone()).await.expect("a verifier");
        let app = App {
            store: store.clone(),
            verifier,
            clock: clock.clone(),
            settings,
            receipt_keys: receipt_keys.clone(),
            sandbox,
        };
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let server = app.serve(listener).expect("a server");
        let handle = server.handle();
        tokio::spawn(server);
        Self { clock, store, keys, guard, receipt_keys, base, client: Client::new(), handle }
    }

    /// The address of the service, without a slash at its end.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// A caller without a token.
    #[must_use]
    pub fn anonymous(&self) -> Caller<'_> {
        Caller { app: self, token: None }
    }

    /// An applicant of the usual body.
    #[must_use]
    pub fn applicant(&self) -> Caller<'_> {
        self.applicant_of(ORGANISATION)
    }

    /// An applicant of another body.
    #[must_use]
    pub fn applicant_of(&self, organisation: &str) -> Caller<'_> {
        self.bearer(&applicant_of(organisation, &self.clock))
    }

    /// An official.
    #[must_use]
    pub fn official(&self) -> Caller<'_> {
        self.bearer(&TokenRequest::of_demo("official", &["official"], &self.clock))
    }

    /// Somebody with a token that says this.
    ///
    /// # Panics
    ///
    /// If it cannot be signed.
    #[must_use]
    pub fn bearer(&self, request: &TokenRequest) -> Caller<'_> {
        self.with_token(self.keys.token(request).expect("a token"))
    }

    /// Somebody with this token.
    #[must_use]
    pub fn with_token(&self, token: String) -> Caller<'_> {
        Caller { app: self, token: Some(token) }
    }
}

/// What the token of the usual applicant says.
#[must_use]
pub fn applicant(clock: &Clock) -> TokenRequest {
    applicant_of(ORGANISATION, clock)
}

fn applicant_of(organisation: &str, clock: &Clock) -> TokenRequest {
    TokenRequest {
        organisation: Some(organisation.to_owned()),
        ..TokenRequest::of_demo("applicant", &["applicant"], clock)
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // The order to stop is sent at once; nobody waits for it to be carried out.
        drop(self.handle.stop(false));
    }
}

/// Somebody who calls.
#[derive(Clone)]
pub struct Caller<'a> {
    app: &'a TestApp,
    token: Option<String>,
}

impl Caller<'_> {
    /// The token, if there is one.
    #[must_use]
    pub fn token(&self) -> Option<String> {
        self.token.clone()
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }

    /// `POST` of JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some(body), &[]).await
    }

    /// `POST` of JSON on the version that was seen.
    pub async fn post_seen(&self, path: &str, body: &Value, etag: &str) -> Answer {
        self.send(Method::POST, path, Some(body), &[("if-match", etag)]).await
    }

    /// `PATCH` with a merge-patch on the version that was seen.
    pub async fn patch(&self, path: &str, body: &Value, etag: &str) -> Answer {
        let headers = [("if-match", etag), ("content-type", "application/merge-patch+json")];
        self.send(Method::PATCH, path, Some(body), &headers).await
    }

    /// `DELETE` of the version that was seen.
    pub async fn delete(&self, path: &str, etag: &str) -> Answer {
        self.send(Method::DELETE, path, None, &[("if-match", etag)]).await
    }

    /// Any method, with JSON or without, with headers.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let body = body.map(Value::to_string).map(String::into_bytes);
        self.send_raw(method, path, body, headers).await
    }

    /// Any method, with any bytes (JSON unless a header says otherwise), with headers.
    ///
    /// # Panics
    ///
    /// If the service does not answer.
    pub async fn send_raw(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut all = HeaderMap::new();
        if body.is_some() {
            all.insert("content-type", HeaderValue::from_static("application/json"));
        }
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
            let value = HeaderValue::from_str(value).expect("a header's value");
            if name == "content-type" {
                all.insert(name, value);
            } else {
                all.append(name, value);
            }
        }
        let url = format!("{}{path}", self.app.base);
        let mut request = self.app.client.request(method, url).headers(all);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.expect("a body");
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { status, headers, body, text }
    }
}

/// An answer of the service.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as JSON; null if it is none.
    pub body: Value,
    /// The body as text.
    pub text: String,
}

impl Answer {
    /// The same answer, if it has this status.
    ///
    /// # Panics
    ///
    /// If it has another.
    #[must_use]
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }

    /// The same answer, if it is a problem of this kind.
    ///
    /// # Panics
    ///
    /// If it is another.
    #[must_use]
    #[track_caller]
    pub fn expect_problem(self, status: u16, slug: &str) -> Self {
        let answer = self.expect(status);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.body["type"], format!("/problems/{slug}"), "{}", answer.text);
        answer
    }

    /// A header; empty if it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The tag of what was answered.
    #[must_use]
    pub fn etag(&self) -> &str {
        self.header("etag")
    }

    /// The identifier of what was answered.
    ///
    /// # Panics
    ///
    /// If it has none.
    #[must_use]
    #[track_caller]
    pub fn id(&self) -> String {
        self.body["id"].as_str().expect("an id").to_owned()
    }

    /// The codes of the faults with their pointers, `"/name required"`.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.body["errors"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|fault| format!("{} {}", text(&fault["pointer"]), text(&fault["code"])))
            .collect()
    }
}
