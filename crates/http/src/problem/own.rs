//! The problems of HTTP itself, common to all resources.

use actix_web::http::header::{self, HeaderName, HeaderValue};
use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::sentence::Noun;
use ptp_domain::text::Text;

use super::kind::ProblemType;
use super::{MOST_FAULTS, Problem};
use crate::MERGE_PATCH;

/// The body is not JSON.
pub static MALFORMED_JSON: ProblemType = ProblemType::new(
    400,
    "malformed-json",
    Text::fixed("JSON malformato", "Malformed JSON"),
    Text::fixed(
        "Il corpo non è un testo JSON in UTF-8. detail dice dove la lettura si è fermata.",
        "The body is not a JSON text in UTF-8. detail says where reading stopped.",
    ),
);
/// Invalid path, query or headers.
pub static MALFORMED_PARAMETER: ProblemType = ProblemType::new(
    400,
    "malformed-parameter",
    Text::fixed("Parametri non validi", "Malformed parameters"),
    Text::fixed(
        "Un parametro del percorso, della query o un'intestazione non si può leggere, è ripetuto o è sconosciuto. errors dice quale e come dovrebbe essere.",
        "A parameter of the path or the query, or a header, cannot be read, is repeated or is unknown. errors says which, and how it should be.",
    ),
);
/// Unknown path.
pub static NO_SUCH_PATH: ProblemType = ProblemType::new(
    404,
    "no-such-path",
    Text::fixed("Percorso inesistente", "No such path"),
    Text::fixed(
        "L'API non ha questo percorso: quelli disponibili sono descritti in /openapi.json.",
        "The API has no such path: /openapi.json describes all of them.",
    ),
);
/// Unsupported method.
pub static METHOD_NOT_ALLOWED: ProblemType = ProblemType::new(
    405,
    "method-not-allowed",
    Text::fixed("Metodo non ammesso", "Method not allowed"),
    Text::fixed(
        "Il percorso ammette altri metodi, elencati nell'intestazione Allow.",
        "The path takes other methods, which the header Allow lists.",
    ),
);
/// No acceptable media type.
pub static NOT_ACCEPTABLE: ProblemType = ProblemType::new(
    406,
    "not-acceptable",
    Text::fixed("Formato non disponibile", "Not acceptable"),
    Text::fixed(
        "Le risposte sono application/json e gli errori application/problem+json: Accept deve ammettere entrambi, o mancare.",
        "Answers are application/json and errors application/problem+json: Accept must allow both, or be absent.",
    ),
);
/// The body did not arrive in time.
pub static REQUEST_TIMEOUT: ProblemType = ProblemType::new(
    408,
    "request-timeout",
    Text::fixed("Richiesta incompleta", "Request incomplete"),
    Text::fixed(
        "Il corpo non è arrivato per intero in tempo: inviare di nuovo la richiesta, con la stessa Idempotency-Key.",
        "The body did not arrive completely in time: send the request again with the same Idempotency-Key.",
    ),
);
/// The body is too large.
pub static TOO_LARGE: ProblemType = ProblemType::new(
    413,
    "too-large",
    Text::fixed("Richiesta troppo grande", "Request too large"),
    Text::fixed("Il corpo supera la dimensione massima.", "The body exceeds the maximum size."),
);
/// The URI is too long.
pub static URI_TOO_LONG: ProblemType = ProblemType::new(
    414,
    "uri-too-long",
    Text::fixed("Indirizzo troppo lungo", "Address too long"),
    Text::fixed(
        "Percorso e query insieme superano gli 8.000 caratteri.",
        "Path and query together exceed 8,000 characters.",
    ),
);
/// Unsupported media type of the body.
pub static UNSUPPORTED_MEDIA_TYPE: ProblemType = ProblemType::new(
    415,
    "unsupported-media-type",
    Text::fixed("Tipo di contenuto non ammesso", "Unsupported media type"),
    Text::fixed(
        "I corpi sono application/json in UTF-8; quelli di PATCH application/merge-patch+json (RFC 7396).",
        "Bodies are application/json in UTF-8; those of PATCH application/merge-patch+json (RFC 7396).",
    ),
);
/// The body is JSON, but not valid.
pub static INVALID_BODY: ProblemType = ProblemType::new(
    422,
    "invalid-body",
    Text::fixed("Contenuto non accettabile", "Unacceptable content"),
    Text::fixed(
        "errors elenca ogni errore del corpo: dove (pointer, RFC 6901), quale (code) e che cosa fare (message). Nulla è stato salvato.",
        "errors lists every fault of the body: where (pointer, RFC 6901), which (code) and what to do (message). Nothing was stored.",
    ),
);
/// `If-Match` is missing.
pub static PRECONDITION_REQUIRED: ProblemType = ProblemType::new(
    428,
    "precondition-required",
    Text::fixed("Manca If-Match", "If-Match missing"),
    Text::fixed(
        "Ogni modifica deve indicare la versione su cui si basa: inviare If-Match con l'ETag letto.",
        "A change must say which version it is based on: send If-Match with the ETag that was read.",
    ),
);
/// The rate limit is exceeded.
pub static TOO_MANY_REQUESTS: ProblemType = ProblemType::new(
    429,
    "too-many-requests",
    Text::fixed("Troppe richieste", "Too many requests"),
    Text::fixed(
        "Il limite di richieste al minuto è raggiunto: riprovare dopo Retry-After secondi. Ogni risposta indica il limite nelle intestazioni X-RateLimit-*.",
        "The limit of requests per minute is reached: retry after Retry-After seconds. Every answer gives the limit in its headers X-RateLimit-*.",
    ),
);
/// The headers are too large.
pub static HEADERS_TOO_LARGE: ProblemType = ProblemType::new(
    431,
    "headers-too-large",
    Text::fixed("Intestazioni troppo grandi", "Headers too large"),
    Text::fixed(
        "Le intestazioni della richiesta superano i 32.000 byte.",
        "The headers of the request exceed 32,000 bytes.",
    ),
);
/// A bug.
pub static INTERNAL: ProblemType = ProblemType::new(
    500,
    "internal",
    Text::fixed("Errore interno", "Internal error"),
    Text::fixed(
        "È un difetto del servizio: segnalarlo indicando il trace_id.",
        "A bug in the service: report it with its trace_id.",
    ),
);
/// Temporarily unavailable.
pub static UNAVAILABLE: ProblemType = ProblemType::new(
    503,
    "unavailable",
    Text::fixed("Servizio non disponibile", "Service unavailable"),
    Text::fixed(
        "Il servizio è occupato o la base dati non risponde: riprovare dopo Retry-After secondi, una POST con la stessa Idempotency-Key.",
        "The service is busy or its database does not answer: retry after Retry-After seconds, a POST with the same Idempotency-Key.",
    ),
);

/// The body is not JSON; `detail` tells where parsing stopped.
#[must_use]
pub fn malformed_json(detail: Text) -> Problem {
    Problem::new(&MALFORMED_JSON, detail)
}

/// Path, query or header parameters are malformed.
#[must_use]
pub fn malformed_parameters(faults: Vec<Fault>) -> Problem {
    let detail = Text::fixed(
        "Uno o più parametri non si possono leggere: vedere errors.",
        "One or more parameters cannot be read: see errors.",
    );
    Problem::new(&MALFORMED_PARAMETER, detail).with_errors(faults)
}

/// One parameter or header is malformed.
#[must_use]
pub fn malformed(name: &str, invalid: Invalid) -> Problem {
    let pointer = if name.is_empty() { String::new() } else { format!("/{name}") };
    malformed_parameters(vec![invalid.at(pointer)])
}

/// The path does not exist.
#[must_use]
pub fn no_such_path() -> Problem {
    let detail = Text::fixed(
        "Il percorso non esiste: quelli disponibili sono descritti in /openapi.json.",
        "There is no such path: /openapi.json describes those that exist.",
    );
    Problem::new(&NO_SUCH_PATH, detail)
}

/// The path does not support the method; `allow` lists those it does, as in `Allow`.
#[must_use]
pub fn method_not_allowed(allow: &str) -> Problem {
    let detail = Text::new(
        format!("Questo percorso ammette: {allow}."),
        format!("This path takes: {allow}."),
    );
    Problem::new(&METHOD_NOT_ALLOWED, detail).with_header(header::ALLOW, allow)
}

/// The caller accepts none of the available media types.
#[must_use]
pub fn not_acceptable() -> Problem {
    Problem::of(&NOT_ACCEPTABLE)
}

/// The body did not arrive in time.
#[must_use]
pub fn request_timeout() -> Problem {
    Problem::of(&REQUEST_TIMEOUT).with_header(header::CONNECTION, "close")
}

/// The body exceeds this many bytes.
#[must_use]
pub fn too_large(most: usize) -> Problem {
    let detail = Text::new(
        format!("Il corpo supera il limite di {most} byte."),
        format!("The body exceeds the limit of {most} bytes."),
    );
    Problem::new(&TOO_LARGE, detail)
}

/// Path and query are too long.
#[must_use]
pub fn uri_too_long() -> Problem {
    Problem::of(&URI_TOO_LONG)
}

/// The headers are too large.
#[must_use]
pub fn headers_too_large() -> Problem {
    Problem::of(&HEADERS_TOO_LARGE)
}

/// The body must have one of these media types.
#[must_use]
pub fn unsupported_media_type(expected: &[&'static str]) -> Problem {
    let (it, en, all) = (expected.join(" oppure "), expected.join(" or "), expected.join(", "));
    let detail = Text::new(
        format!("Il corpo deve avere Content-Type: {it}."),
        format!("The body must have Content-Type: {en}."),
    );
    let accepts = if expected.contains(&MERGE_PATCH) {
        HeaderName::from_static("accept-patch")
    } else {
        header::ACCEPT
    };
    Problem::new(&UNSUPPORTED_MEDIA_TYPE, detail).with_header(accepts, all)
}

/// The body is compressed.
#[must_use]
pub fn compressed_body() -> Problem {
    let detail = Text::fixed(
        "Il corpo non può essere compresso: inviarlo senza Content-Encoding.",
        "The body may not be compressed: send it without Content-Encoding.",
    );
    Problem::new(&UNSUPPORTED_MEDIA_TYPE, detail).with_header(header::ACCEPT_ENCODING, "identity")
}

/// The body is JSON, but not valid.
#[must_use]
pub fn invalid_body(faults: Vec<Fault>) -> Problem {
    Problem::new(&INVALID_BODY, listed(faults.len())).with_errors(faults)
}

/// The number of faults, in a sentence.
fn listed(count: usize) -> Text {
    if count > MOST_FAULTS {
        return Text::new(
            format!(
                "Il contenuto ha {count} errori; ecco i primi {MOST_FAULTS}. Nulla è stato salvato."
            ),
            format!(
                "The content has {count} faults; here are the first {MOST_FAULTS}. Nothing was \
                 stored."
            ),
        );
    }
    match count {
        1 => Text::fixed(
            "Il contenuto ha un errore: vedere errors. Nulla è stato salvato.",
            "The content has one fault: see errors. Nothing was stored.",
        ),
        _ => Text::new(
            format!("Il contenuto ha {count} errori: vedere errors. Nulla è stato salvato."),
            format!("The content has {count} faults: see errors. Nothing was stored."),
        ),
    }
}

/// `If-Match` is missing.
#[must_use]
pub fn precondition_required() -> Problem {
    let detail = Text::fixed(
        "Inviare If-Match con l'ETag della versione letta.",
        "Send If-Match with the ETag of the version that was read.",
    );
    Problem::new(&PRECONDITION_REQUIRED, detail)
}

const SECOND: Noun = Noun::masculine(("secondo", "secondi"), ("second", "seconds"));

/// The client has used up its quota; retry after this many seconds.
#[must_use]
pub fn too_many_requests(seconds: u64) -> Problem {
    let wait = SECOND.counted(seconds);
    let detail = Text::new(
        format!("Troppe richieste: la prossima è possibile fra {}.", wait.it),
        format!("Too many requests: the next one is possible in {}.", wait.en),
    );
    Problem::new(&TOO_MANY_REQUESTS, detail)
        .with_header(header::RETRY_AFTER, HeaderValue::from(seconds))
}

/// The service is busy, or the database does not respond.
#[must_use]
pub fn unavailable() -> Problem {
    let detail = Text::fixed(
        "Il servizio è momentaneamente occupato: riprovare tra poco; una POST con la stessa \
         Idempotency-Key.",
        "The service is busy at the moment: retry shortly; a POST with the same Idempotency-Key.",
    );
    Problem::new(&UNAVAILABLE, detail).with_header(header::RETRY_AFTER, RETRY_SOON)
}

/// The request timed out. A commit that has begun is completed, so a write may have taken effect.
#[must_use]
pub fn took_too_long() -> Problem {
    let detail = Text::fixed(
        "La richiesta ha richiesto troppo tempo; una modifica potrebbe essere stata registrata: \
         rileggere la risorsa, oppure ripetere la POST con la stessa Idempotency-Key.",
        "The request took too long; a change may have been recorded: read the resource again, or \
         repeat the POST with the same Idempotency-Key.",
    );
    Problem::new(&UNAVAILABLE, detail).with_header(header::RETRY_AFTER, RETRY_SOON)
}

/// `Retry-After` for a busy service, in seconds.
pub const RETRY_SOON: &str = "2";

/// A bug. `cause` is logged and never shown.
#[must_use]
pub fn internal(cause: impl Into<String>) -> Problem {
    let detail = Text::fixed(
        "Si è verificato un errore interno: segnalarlo indicando il trace_id.",
        "An internal error occurred: report it with its trace_id.",
    );
    Problem::new(&INTERNAL, detail).caused_by(cause.into())
}
