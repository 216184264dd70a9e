//! What an operation may be refused with: shared responses, each with the problem types it has.

use ptp_domain::policy::{Action, Grant, Role, grant};
use ptp_http::contract::Kind;
use ptp_http::problem::{ProblemType, own};

use crate::cases::catalogue as own_types;

/// A refusal, shared by the operations that may give it.
pub(super) struct Refusal {
    /// Its name among the components.
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    /// The types of its problem, which have one status; the first one is its example.
    pub(super) types: &'static [&'static ProblemType],
}

impl Refusal {
    /// The status of its types.
    pub(super) fn status(&self) -> String {
        self.types.first().map_or(500, |first| first.status().as_u16()).to_string()
    }

    /// Whether it says when to try again.
    pub(super) fn is_passing(&self) -> bool {
        let running = own_types::IDEMPOTENCY_IN_PROGRESS.slug();
        ["429", "503"].contains(&self.status().as_str())
            || self.types.iter().any(|one| one.slug() == running)
    }
}

macro_rules! refusals {
    ($($name:ident: $description:literal, [$($kind:expr),+];)+) => {
        $(#[expect(non_upper_case_globals, reason = "named as in the contract")]
        static $name: Refusal = Refusal {
            name: stringify!($name), description: $description, types: &[$(&$kind),+],
        };)+

        /// All refusals.
        pub(super) static REFUSALS: &[&Refusal] = &[$(&$name),+];
    };
}

refusals! {
    MalformedParameter: "A parameter of the path or the query, or a header, cannot be read, is repeated or is unknown.",
        [own::MALFORMED_PARAMETER];
    MalformedRequest: "The body is not JSON in UTF-8, or a parameter or a header cannot be read.",
        [own::MALFORMED_JSON, own::MALFORMED_PARAMETER];
    Unauthenticated: "The token is missing or refused; the problem says which check failed.",
        [own_types::UNAUTHENTICATED, own_types::INVALID_TOKEN];
    Forbidden: "The roles of the token can never do this.", [own_types::FORBIDDEN];
    NotFound: "It does not exist, or these credentials cannot see it.", [own_types::NOT_FOUND];
    NotAcceptable: "No form that the request accepts is available: answers are JSON, errors application/problem+json.",
        [own::NOT_ACCEPTABLE];
    RequestTimeout: "The body did not arrive whole in time.", [own::REQUEST_TIMEOUT];
    WrongState: "The present state does not allow it; the problem says what is possible instead.",
        [own_types::WRONG_STATE];
    StepNotPossible: "The present state does not allow it, or the first request with this key is still running.",
        [own_types::WRONG_STATE, own_types::IDEMPOTENCY_IN_PROGRESS];
    NotRecorded: "What was known of the pole at that instant is not on record.", [own_types::NOT_RECORDED];
    StillRunning: "The first request with this key is still running.", [own_types::IDEMPOTENCY_IN_PROGRESS];
    TooManyDrafts: "The owner has as many drafts as it may have, or the first request with this key is still running.",
        [own_types::TOO_MANY_DRAFTS, own_types::IDEMPOTENCY_IN_PROGRESS];
    CannotBeAdded: "The present state does not allow it, it exists already, or the first request with this key is still running.",
        [own_types::WRONG_STATE, own_types::ALREADY_EXISTS, own_types::IDEMPOTENCY_IN_PROGRESS];
    CannotBeSubmitted: "The call is not open, the pole is no draft or has an application already, or the first request with this key is still running.",
        [own_types::CALL_NOT_OPEN, own_types::WRONG_STATE, own_types::ALREADY_EXISTS, own_types::IDEMPOTENCY_IN_PROGRESS];
    Stale: "Somebody else changed the resource; the problem says what changed.", [own_types::STALE];
    TooLarge: "The body is too large.", [own::TOO_LARGE];
    UriTooLong: "Path and query are too long.", [own::URI_TOO_LONG];
    UnsupportedMediaType: "The body has another media type than the operation takes.",
        [own::UNSUPPORTED_MEDIA_TYPE];
    InvalidBody: "The body is well-formed and cannot be accepted: every fault at once.", [own::INVALID_BODY];
    InvalidBodyOrKey: "The body is well-formed and cannot be accepted: every fault at once. Or the key was used for another request.",
        [own::INVALID_BODY, own_types::IDEMPOTENCY_KEY_REUSED];
    NotCompliant: "The pole is not compliant: the report says what is missing. Or the body cannot be accepted, or the key was used for another request.",
        [own_types::NOT_COMPLIANT, own::INVALID_BODY, own_types::IDEMPOTENCY_KEY_REUSED];
    PreconditionRequired: "If-Match is missing.", [own::PRECONDITION_REQUIRED];
    TooManyRequests: "The client has made too many requests: Retry-After says when to go on.",
        [own::TOO_MANY_REQUESTS];
    HeadersTooLarge: "The headers of the request are too large.", [own::HEADERS_TOO_LARGE];
    InternalError: "A defect of the service; quote the trace_id.", [own::INTERNAL];
    Unavailable: "The service is busy or being upgraded, or its database does not answer; retry after a while.",
        [own::UNAVAILABLE, own_types::NEWER_RELEASE];
    SubmissionDeferred: "The service is busy. If it has read the application, the instant counts: send it again with Submission-Instant.",
        [own_types::SUBMISSION_DEFERRED, own::UNAVAILABLE, own_types::NEWER_RELEASE];
}

/// What an operation has, by which its refusals are known.
pub(super) struct Traits {
    pub(super) action: Action,
    pub(super) kind: Kind,
    pub(super) has_path_parameters: bool,
    pub(super) has_body: bool,
    /// Whether it tells what was known at an instant.
    pub(super) looks_back: bool,
}

/// What an operation may be refused with.
pub(super) fn refusals_of(of: &Traits) -> Vec<&'static Refusal> {
    let Traits { action, kind, has_body, .. } = *of;
    let submits = action == Action::SubmitApplication;
    let mut all = vec![
        if has_body { &MalformedRequest } else { &MalformedParameter },
        &Unauthenticated,
        &NotAcceptable,
        &UriTooLong,
        &TooManyRequests,
        &HeadersTooLarge,
        &InternalError,
        if submits { &SubmissionDeferred } else { &Unavailable },
    ];
    if grant(Role::Holder, action) == Grant::Nothing {
        all.push(&Forbidden);
    }
    if of.has_path_parameters {
        all.push(&NotFound);
    }
    all.extend(match (kind, action) {
        (_, Action::SubmitApplication) => Some(&CannotBeSubmitted),
        (_, Action::CreatePole) => Some(&TooManyDrafts),
        (_, Action::CreateCall | Action::RecordReorganisation) => Some(&StillRunning),
        (Kind::Create, _) => Some(&CannotBeAdded),
        (Kind::Step, _) => Some(&StepNotPossible),
        (Kind::Change, _) => Some(&WrongState),
        _ if of.looks_back => Some(&NotRecorded),
        _ => None,
    });
    if kind.needs_version() {
        all.extend([&Stale, &PreconditionRequired]);
    }
    if has_body {
        all.extend([&RequestTimeout, &TooLarge, &UnsupportedMediaType]);
        all.push(match action {
            Action::SubmitApplication | Action::AdmitApplication => &NotCompliant,
            _ if kind.takes_key() => &InvalidBodyOrKey,
            _ => &InvalidBody,
        });
    }
    all.sort_by_key(|refusal| refusal.status());
    all
}
