//! The catalogue of problems: each type with its status, its title, and what to do about it.

use actix_web::http::StatusCode;
use ptp_domain::text::Text;

macro_rules! catalogue {
    ($($(#[doc = $doc:literal])+ $Type:ident = $status:literal $slug:literal:
        $title_it:literal, $title_en:literal; $advice_it:literal; $advice_en:literal;)+) => {
        /// A type of problem: its slug is what `type` ends with (RFC 9457).
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ProblemType {
            $($(#[doc = $doc])+ $Type,)+
        }

        impl ProblemType {
            /// Every type, in the order of the status.
            pub const ALL: &'static [Self] = &[$(Self::$Type),+];

            /// The status.
            #[must_use]
            pub fn status(self) -> StatusCode {
                let status = match self { $(Self::$Type => $status),+ };
                StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }

            /// What stands after `/problems/`.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$Type => $slug),+ }
            }

            /// What it is called.
            #[must_use]
            pub const fn title(self) -> Text {
                match self { $(Self::$Type => Text::fixed($title_it, $title_en)),+ }
            }

            /// What it means, and what to do.
            #[must_use]
            pub const fn advice(self) -> Text {
                match self { $(Self::$Type => Text::fixed($advice_it, $advice_en)),+ }
            }
        }
    };
}

catalogue! {
    /// Not JSON.
    MalformedJson = 400 "malformed-json": "JSON malformato", "Malformed JSON";
        "Il corpo non è un testo JSON in UTF-8. detail dice dove la lettura si è fermata.";
        "The body is not a JSON text in UTF-8. detail says where reading stopped.";
    /// Path, query or headers.
    MalformedParameter = 400 "malformed-parameter": "Parametri non validi", "Malformed parameters";
        "Un parametro del percorso, della query o un'intestazione non si può leggere, è ripetuto o è sconosciuto. errors dice quale e come dovrebbe essere.";
        "A parameter of the path or the query, or a header, cannot be read, is repeated or is unknown. errors says which, and how it should be.";
    /// No token.
    Unauthenticated = 401 "unauthenticated": "Token mancante", "Token missing";
        "L'operazione richiede un token: Authorization: Bearer <JWT> (RFC 6750).";
        "The operation needs a token: Authorization: Bearer <JWT> (RFC 6750).";
    /// A token that is not accepted.
    InvalidToken = 401 "invalid-token": "Token rifiutato", "Token refused";
        "reason dice quale controllo non è passato (scadenza, destinatario, emittente, chiave, firma). Chiedere un nuovo token all'emittente.";
        "reason says which check failed (expiry, audience, issuer, key, signature). Ask the issuer for a new token.";
    /// No role allows it.
    Forbidden = 403 "forbidden": "Operazione non permessa", "Not allowed";
        "I ruoli del token non permettono mai questa operazione. GET /me dice quali ruoli il servizio legge nel token.";
        "The roles of the token never allow this operation. GET /me says which roles the service reads in the token.";
    /// Nothing, or nothing visible.
    NotFound = 404 "not-found": "Non trovato", "Not found";
        "La risorsa non esiste, oppure è di altri: chi non può vederla, o non ne è titolare, riceve la stessa risposta.";
        "The resource does not exist, or is somebody else's: whoever may not see it, or does not own it, gets the same answer.";
    /// No such path.
    NoSuchPath = 404 "no-such-path": "Percorso inesistente", "No such path";
        "Il percorso non è dell'API: tutti quelli disponibili sono descritti in /openapi.json.";
        "The path is not one of the API: all there are stand in /openapi.json.";
    /// Another method.
    MethodNotAllowed = 405 "method-not-allowed": "Metodo non ammesso", "Method not allowed";
        "Il percorso esiste con altri metodi: sono nell'intestazione Allow.";
        "The path exists with other methods: they stand in the header Allow.";
    /// Another form of answer.
    NotAcceptable = 406 "not-acceptable": "Formato non disponibile", "Not acceptable";
        "Le risposte sono application/json, e gli errori application/problem+json: Accept deve ammetterli, o mancare.";
        "Answers are application/json, and errors application/problem+json: Accept has to allow them, or be absent.";
    /// The body stops arriving.
    RequestTimeout = 408 "request-timeout": "Richiesta incompleta", "Request incomplete";
        "Il corpo non è arrivato per intero in tempo: inviare di nuovo la richiesta, con la stessa Idempotency-Key.";
        "The body did not arrive whole in time: send the request again, with the same Idempotency-Key.";
    /// The state forbids it.
    WrongState = 409 "wrong-state": "Stato non compatibile", "Wrong state";
        "Nello stato attuale (resource_status) l'operazione non è possibile; allowed_actions elenca quelle possibili. GET .../actions lo dice prima di provare.";
        "In the present state (resource_status) the operation is not possible; allowed_actions lists those that are. GET .../actions says so before one tries.";
    /// The call receives nothing now.
    CallNotOpen = 409 "call-not-open": "Bando non aperto", "Call not open";
        "Il bando riceve candidature da opens_at a closes_at, istante di chiusura compreso. Fa fede l'istante in cui il server ha letto la domanda (received_at).";
        "The call receives applications from opens_at to closes_at, the closing instant included. The instant at which the server has read the request decides (received_at).";
    /// There already.
    AlreadyExists = 409 "already-exists": "Esiste già", "Already exists";
        "Ciò che si vuole creare c'è già: errors dice che cosa.";
        "What is to be created is there already: errors says what.";
    /// Still running.
    IdempotencyInProgress = 409 "idempotency-in-progress": "Richiesta ancora in corso", "Request still running";
        "La prima richiesta con questa Idempotency-Key non è ancora finita: riprovare dopo Retry-After secondi.";
        "The first request with this Idempotency-Key has not finished yet: retry after Retry-After seconds.";
    /// Changed meanwhile.
    Stale = 412 "stale": "Modificato nel frattempo", "Changed in the meantime";
        "If-Match non è la versione attuale (current_version); changed_fields dice che cosa è cambiato. Rileggere la risorsa e riprovare con il nuovo ETag.";
        "If-Match is not the present version (current_version); changed_fields says what has changed. Read the resource again and retry with the new ETag.";
    /// Too large.
    TooLarge = 413 "too-large": "Richiesta troppo grande", "Request too large";
        "Il corpo supera la dimensione massima.";
        "The body exceeds the largest size.";
    /// Too long an address.
    UriTooLong = 414 "uri-too-long": "Indirizzo troppo lungo", "Address too long";
        "Percorso e query insieme superano gli 8.000 caratteri.";
        "Path and query together exceed 8,000 characters.";
    /// Another type of body.
    UnsupportedMediaType = 415 "unsupported-media-type": "Tipo di contenuto non ammesso", "Unsupported media type";
        "I corpi sono application/json in UTF-8; quelli di PATCH application/merge-patch+json (RFC 7396).";
        "Bodies are application/json in UTF-8; those of PATCH application/merge-patch+json (RFC 7396).";
    /// JSON that cannot be accepted.
    InvalidBody = 422 "invalid-body": "Contenuto non accettabile", "Unacceptable content";
        "errors elenca ogni errore del corpo: dove (pointer, RFC 6901), quale (code) e che cosa fare (message). Nulla è stato salvato.";
        "errors lists every fault of the body: where (pointer, RFC 6901), which (code) and what to do (message). Nothing was stored.";
    /// The rules refuse the pole.
    NotCompliant = 422 "not-compliant": "Polo non conforme", "Pole not compliant";
        "Alla data di riferimento del bando il polo non rispetta le regole: report le elenca, con i rimedi. Nulla è stato registrato.";
        "On the reference date of the call the pole does not meet the rules: report lists them, with remedies. Nothing was recorded.";
    /// A key of another request.
    IdempotencyKeyReused = 422 "idempotency-key-reused": "Idempotency-Key già usata", "Idempotency-Key used before";
        "La chiave appartiene a una richiesta diversa: usarne una nuova per ogni operazione.";
        "The key belongs to a different request: use a new one for each operation.";
    /// If-Match is missing.
    PreconditionRequired = 428 "precondition-required": "Manca If-Match", "If-Match missing";
        "Ogni modifica dice quale versione ha visto: If-Match con l'ETag letto.";
        "Each change says which version it has seen: If-Match with the ETag that was read.";
    /// Too many requests.
    TooManyRequests = 429 "too-many-requests": "Troppe richieste", "Too many requests";
        "Il limite di richieste al minuto è esaurito: riprovare dopo Retry-After secondi. Le intestazioni X-RateLimit-* lo dicono a ogni risposta.";
        "The requests of the minute are used up: retry after Retry-After seconds. The headers X-RateLimit-* tell on every answer.";
    /// Too large a head.
    HeadersTooLarge = 431 "headers-too-large": "Intestazioni troppo grandi", "Headers too large";
        "Le intestazioni della richiesta superano i 32.000 byte.";
        "The headers of the request exceed 32,000 bytes.";
    /// A defect.
    Internal = 500 "internal": "Errore interno", "Internal error";
        "È un difetto del servizio: segnalarlo indicando trace_id.";
        "A defect of the service: report it with the trace_id.";
    /// Not now.
    Unavailable = 503 "unavailable": "Servizio non disponibile", "Service unavailable";
        "Il servizio è occupato o la base dati non risponde: riprovare dopo Retry-After secondi; una POST con la stessa Idempotency-Key.";
        "The service is busy or its database does not answer: retry after Retry-After seconds; a POST with the same Idempotency-Key.";
}

impl ProblemType {
    /// The type with this slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.slug() == slug)
    }
}
