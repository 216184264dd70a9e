//! The catalogue of problem types: those of this crate, and all of them in order.

use ptp_domain::text::Text;
use ptp_http::problem::{ProblemType, own};

/// The token is missing.
pub static UNAUTHENTICATED: ProblemType = ProblemType::new(
    401,
    "unauthenticated",
    Text::fixed("Token mancante", "Token missing"),
    Text::fixed(
        "L'operazione richiede un token: Authorization: Bearer <JWT> (RFC 6750).",
        "The operation needs a token: Authorization: Bearer <JWT> (RFC 6750).",
    ),
);
/// The token was rejected.
pub static INVALID_TOKEN: ProblemType = ProblemType::new(
    401,
    "invalid-token",
    Text::fixed("Token rifiutato", "Token refused"),
    Text::fixed(
        "reason dice quale controllo non è passato (scadenza, destinatario, emittente, chiave, firma). Chiedere un nuovo token all'emittente.",
        "reason says which check failed (expiry, audience, issuer, key, signature). Ask the issuer for a new token.",
    ),
);
/// No role of the token allows it.
pub static FORBIDDEN: ProblemType = ProblemType::new(
    403,
    "forbidden",
    Text::fixed("Operazione non permessa", "Not allowed"),
    Text::fixed(
        "I ruoli del token non permettono mai questa operazione. GET /me dice quali ruoli il servizio legge nel token.",
        "The roles of the token never allow this operation. GET /me says which roles the service reads in the token.",
    ),
);
/// The resource does not exist or is not visible.
pub static NOT_FOUND: ProblemType = ProblemType::new(
    404,
    "not-found",
    Text::fixed("Non trovato", "Not found"),
    Text::fixed(
        "La risorsa non esiste o appartiene ad altri: la risposta è la stessa per chi non può vederla.",
        "The resource does not exist, or belongs to somebody else: the answer is the same for whoever may not see it.",
    ),
);
/// The state does not allow it.
pub static WRONG_STATE: ProblemType = ProblemType::new(
    409,
    "wrong-state",
    Text::fixed("Stato non compatibile", "Wrong state"),
    Text::fixed(
        "L'operazione non è possibile nello stato attuale, indicato da resource_status; allowed_actions elenca quelle possibili. GET .../actions consente di saperlo prima.",
        "The operation is not possible in the present state, which resource_status gives; allowed_actions lists those that are. GET .../actions says so beforehand.",
    ),
);
/// The call does not accept applications now.
pub static CALL_NOT_OPEN: ProblemType = ProblemType::new(
    409,
    "call-not-open",
    Text::fixed("Bando non aperto", "Call not open"),
    Text::fixed(
        "Il bando riceve candidature da opens_at a closes_at, istante di chiusura compreso. Fa fede l'istante di ricezione della domanda da parte del servizio, indicato da received_at.",
        "The call receives applications from opens_at to closes_at, the closing instant included. What decides is the instant at which the service received the request, which received_at gives.",
    ),
);
/// The instant is before the first version that is kept.
pub static NOT_RECORDED: ProblemType = ProblemType::new(
    409,
    "not-recorded",
    Text::fixed("Non documentato", "Not on record"),
    Text::fixed(
        "Le versioni di un polo sono conservate dalla prima candidatura: earliest, se presente, indica il primo istante per cui known_at ha una risposta.",
        "The versions of a pole are kept from its first application on: earliest, if present, is the first instant for which known_at has an answer.",
    ),
);
/// It exists already.
pub static ALREADY_EXISTS: ProblemType = ProblemType::new(
    409,
    "already-exists",
    Text::fixed("Esiste già", "Already exists"),
    Text::fixed(
        "La risorsa da creare esiste già: errors indica quale.",
        "The resource to be created exists already: errors says which.",
    ),
);
/// The owner has as many drafts as it may have.
pub static TOO_MANY_DRAFTS: ProblemType = ProblemType::new(
    409,
    "too-many-drafts",
    Text::fixed("Troppe bozze", "Too many drafts"),
    Text::fixed(
        "Ciascun soggetto può avere un numero limitato di poli in bozza: prima di crearne altri occorre candidarne o eliminarne. GET /poles?owner=me&status=draft li elenca.",
        "An owner may have a limited number of drafts: submit or delete some before creating others. GET /poles?owner=me&status=draft lists them.",
    ),
);
/// The first request is still running.
pub static IDEMPOTENCY_IN_PROGRESS: ProblemType = ProblemType::new(
    409,
    "idempotency-in-progress",
    Text::fixed("Richiesta ancora in corso", "Request still running"),
    Text::fixed(
        "La prima richiesta con questa Idempotency-Key non è ancora finita: riprovare dopo Retry-After secondi.",
        "The first request with this Idempotency-Key has not finished yet: retry after Retry-After seconds.",
    ),
);
/// The resource has changed.
pub static STALE: ProblemType = ProblemType::new(
    412,
    "stale",
    Text::fixed("Modificato nel frattempo", "Changed in the meantime"),
    Text::fixed(
        "If-Match non indica la versione attuale, che è current_version; changed_fields elenca ciò che è cambiato. Occorre rileggere la risorsa e riprovare con il nuovo ETag.",
        "If-Match does not give the present version, which is current_version; changed_fields lists what has changed. Read the resource again and retry with the new ETag.",
    ),
);
/// The pole does not meet the rules.
pub static NOT_COMPLIANT: ProblemType = ProblemType::new(
    422,
    "not-compliant",
    Text::fixed("Polo non conforme", "Pole not compliant"),
    Text::fixed(
        "Alla data di riferimento del bando il polo non è conforme: il rapporto allegato indica i requisiti non soddisfatti, che cosa resta da fare e i rimedi. Nulla è stato registrato.",
        "On the reference date of the call the pole is not compliant: the report says which requirements are not met, what is left to do and which changes would meet them. Nothing was recorded.",
    ),
);
/// The key belongs to another request.
pub static IDEMPOTENCY_KEY_REUSED: ProblemType = ProblemType::new(
    422,
    "idempotency-key-reused",
    Text::fixed("Idempotency-Key già usata", "Idempotency-Key used before"),
    Text::fixed(
        "La chiave appartiene a una richiesta diversa: usarne una nuova per ogni operazione.",
        "The key belongs to a different request: use a new one for each operation.",
    ),
);

/// The application was read and not registered yet.
pub static SUBMISSION_DEFERRED: ProblemType = ProblemType::new(
    503,
    "submission-deferred",
    Text::fixed("Candidatura da inviare di nuovo", "Application to be sent again"),
    Text::fixed(
        "Il servizio ha ricevuto la domanda ma non ha potuto registrarla. Occorre inviarla di nuovo entro un'ora, con la stessa Idempotency-Key e con il valore di submission_instant nell'intestazione Submission-Instant: fa fede l'istante della prima ricezione, indicato da received_at, anche se nel frattempo il bando si è chiuso.",
        "The service has received the request but could not register it. Send it again within an hour, with the same Idempotency-Key and with the value of submission_instant in the header Submission-Instant: the instant at which it was first received, which received_at gives, decides, even if the call has closed meanwhile.",
    ),
);

/// A newer release stored more than this one knows.
pub static NEWER_RELEASE: ProblemType = ProblemType::new(
    503,
    "newer-release",
    Text::fixed("Dati di una versione più recente", "Data of a newer release"),
    Text::fixed(
        "È in corso un aggiornamento: questi dati sono stati scritti dalla versione più recente del servizio, e quella che ha ricevuto la richiesta non li conosce per intero. Non ha registrato nulla, per non perderne una parte. Riprovare dopo Retry-After secondi; una POST con la stessa Idempotency-Key.",
        "The service is being upgraded: its newer release wrote these data, and the one that got the request does not know all of them. It recorded nothing, so as not to lose a part. Retry after Retry-After seconds; a POST with the same Idempotency-Key.",
    ),
);

/// All types, by status.
pub const PROBLEM_TYPES: [&ProblemType; 30] = [
    &own::MALFORMED_JSON,
    &own::MALFORMED_PARAMETER,
    &UNAUTHENTICATED,
    &INVALID_TOKEN,
    &FORBIDDEN,
    &NOT_FOUND,
    &own::NO_SUCH_PATH,
    &own::METHOD_NOT_ALLOWED,
    &own::NOT_ACCEPTABLE,
    &own::REQUEST_TIMEOUT,
    &WRONG_STATE,
    &CALL_NOT_OPEN,
    &NOT_RECORDED,
    &ALREADY_EXISTS,
    &TOO_MANY_DRAFTS,
    &IDEMPOTENCY_IN_PROGRESS,
    &STALE,
    &own::TOO_LARGE,
    &own::URI_TOO_LONG,
    &own::UNSUPPORTED_MEDIA_TYPE,
    &own::INVALID_BODY,
    &NOT_COMPLIANT,
    &IDEMPOTENCY_KEY_REUSED,
    &own::PRECONDITION_REQUIRED,
    &own::TOO_MANY_REQUESTS,
    &own::HEADERS_TOO_LARGE,
    &own::INTERNAL,
    &own::UNAVAILABLE,
    &SUBMISSION_DEFERRED,
    &NEWER_RELEASE,
];

/// The type with this slug.
#[must_use]
pub fn from_slug(slug: &str) -> Option<&'static ProblemType> {
    PROBLEM_TYPES.into_iter().find(|one| one.slug() == slug)
}
