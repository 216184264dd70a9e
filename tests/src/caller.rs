//! Callers of the service: with or without a token, one method per kind of request.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method};
use serde_json::Value;

use crate::answer::Answer;

/// A caller.
#[derive(Clone, Debug)]
pub struct Caller<'a> {
    client: &'a Client,
    base: &'a str,
    token: Option<String>,
}

impl<'a> Caller<'a> {
    pub(crate) fn new(client: &'a Client, base: &'a str, token: Option<String>) -> Self {
        Self { client, base, token }
    }

    /// The token, if any.
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

    /// `POST` of JSON, with `If-Match`.
    pub async fn post_seen(&self, path: &str, body: &Value, etag: &str) -> Answer {
        self.send(Method::POST, path, Some(body), &[("if-match", etag)]).await
    }

    /// `PATCH` with a merge patch, with `If-Match`.
    pub async fn patch(&self, path: &str, body: &Value, etag: &str) -> Answer {
        let headers = [("if-match", etag), ("content-type", "application/merge-patch+json")];
        self.send(Method::PATCH, path, Some(body), &headers).await
    }

    /// `DELETE`, with `If-Match`.
    pub async fn delete(&self, path: &str, etag: &str) -> Answer {
        self.send(Method::DELETE, path, None, &[("if-match", etag)]).await
    }

    /// Any method and headers, with or without a JSON body.
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

    /// Any method, headers and bytes; the content type is JSON unless set.
    ///
    /// # Panics
    ///
    /// If the service does not respond.
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
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a valid header name");
            let value = HeaderValue::from_str(value).expect("a valid header value");
            if name == "content-type" {
                all.insert(name, value);
            } else {
                all.append(name, value);
            }
        }
        let url = format!("{}{path}", self.base);
        let mut request = self.client.request(method, url).headers(all);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        Answer::read(request.send().await.expect("an answer")).await
    }
}
