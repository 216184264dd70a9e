//! Responses, headers and parameters shared by all operations.

use ptp_domain::language::Language;
use serde_json::{Value, json};

use super::examples;
use super::refusals::REFUSALS;

/// The shared headers.
pub(super) fn headers() -> Value {
    let text = |description: &str, most: u32, pattern: &str, example: &str| {
        json!({
            "description": description,
            "schema": {"type": "string", "maxLength": most, "pattern": pattern, "examples": [example]},
        })
    };
    let number = |description: &str, most: u32, example: u32| {
        json!({
            "description": description,
            "schema": {"type": "integer", "format": "int64", "minimum": 0, "maximum": most, "examples": [example]},
        })
    };
    json!({
        "CorrelationId": text(
            "The trace of the request (W3C Trace Context), to be quoted when reporting a problem.",
            64, "^[0-9a-f]{32}$", "4bf92f3577b34da6a3ce929d0e0e4736"),
        "CacheControl": text(
            "For how long the answer keeps: no-store, or max-age in seconds.", 100, "^[a-z0-9=, -]+$", "no-store"),
        "ETag": text(
            "The tag of this representation; If-Match compares the version in it.",
            100, "^\"[0-9A-Za-z_-]+\"$", "\"3-full\""),
        "Location": text(
            "The address of what was created.", 500, "^/v1/", "/v1/poles/01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d11"),
        "IdempotencyReplayed": text(
            "`true` if this is the first answer again.", 4, "^true$", "true"),
        "ContentLanguage": text("The language of the sentences.", 2, "^(it|en)$", "it"),
        "RateLimitLimit": number("How many requests a minute the client may make.", u32::MAX, 1_200),
        "RateLimitRemaining": number("How many of them are left now.", u32::MAX, 1_199),
        "RateLimitReset": number("In how many seconds all of them are left again.", 86_400, 1),
        "RetryAfter": number("After how many seconds to retry.", 86_400, 2),
        "WwwAuthenticate": text(
            "Which check failed (RFC 6750).", 1000, "^Bearer", "Bearer realm=\"ptp\""),
    })
}

/// The problem responses.
pub(super) fn problems() -> Value {
    let mut responses = json!({});
    for refusal in REFUSALS {
        let mut headers = shared_headers();
        headers["Content-Language"] = header("ContentLanguage");
        if refusal.is_passing() {
            headers["Retry-After"] = header("RetryAfter");
        }
        if refusal.status() == "401" {
            headers["WWW-Authenticate"] = header("WwwAuthenticate");
        }
        let types: Vec<_> = refusal.types.iter().map(|one| one.slug()).collect();
        let example = refusal.types.first().map(|one| examples::problem(one, Language::Italian));
        responses[refusal.name] = json!({
            "description": refusal.description,
            "headers": headers,
            "content": {"application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {"example": {"value": example}},
            }},
            "x-problem-types": types,
        });
    }
    responses
}

/// The headers of every response.
pub(super) fn shared_headers() -> Value {
    json!({
        "X-Correlation-ID": header("CorrelationId"),
        "Cache-Control": header("CacheControl"),
        "X-RateLimit-Limit": header("RateLimitLimit"),
        "X-RateLimit-Remaining": header("RateLimitRemaining"),
        "X-RateLimit-Reset": header("RateLimitReset"),
    })
}

pub(super) fn header(name: &str) -> Value {
    json!({"$ref": format!("#/components/headers/{name}")})
}

/// The shared parameters.
pub(super) fn parameters() -> Value {
    json!({
        "IfMatch": {
            "name": "If-Match", "in": "header", "required": true,
            "description": "The ETag of the version that the caller has seen, as GET and every change answer it, quotes included; * for whatever version there is.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^(\\*|(W/)?\"[^\"]*\"( *, *(W/)?\"[^\"]*\")*)$"},
        },
        "IfNoneMatch": {
            "name": "If-None-Match", "in": "header", "required": false,
            "description": "The ETag that the caller has: 304 if it is still the same.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 1000, "pattern": "^[^\\u0000-\\u001F]+$"},
        },
        "IdempotencyKey": {
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "A key of the caller's making: the same request sent again with it is answered with the first answer.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
        },
        "AcceptLanguage": {
            "name": "Accept-Language", "in": "header", "required": false,
            "description": "The language of sentences: it (default) or en.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[A-Za-z0-9*,;=. -]+$"},
            "example": "it",
        },
    })
}
