//! The arrival of bodies: read whole, as UTF-8 JSON.

use std::future::Future;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest};
use ptp_domain::text::Text;
use serde_json::Value;

use crate::problem::{Problem, own};
use crate::state::HttpState;
use crate::strict_json::{REPEATED, Strict};
use crate::{JSON, LARGEST_BODY};

/// A body as it came, with its bytes: a retry has to repeat them.
#[derive(Debug)]
pub struct Raw {
    /// The bytes.
    pub bytes: Bytes,
    /// The JSON that they are.
    pub value: Value,
}

/// A body that has arrived, not parsed yet.
pub(crate) struct Arrived {
    pub(crate) bytes: Bytes,
    /// Whether no media type was given, so that it may be empty.
    untyped: bool,
}

/// Waits for the body of a request, which has to be of one of the media types, named by the first.
pub(crate) fn arriving(
    request: &HttpRequest,
    payload: &mut Payload,
    media_types: &'static [&'static str],
) -> impl Future<Output = Result<Arrived, Problem>> + use<> {
    let matches = media_types.iter().any(|expected| is_media_type(request, expected));
    let nothing = media_types == [JSON] && !request.headers().contains_key(header::CONTENT_TYPE);
    let coded = request
        .headers()
        .get_all(header::CONTENT_ENCODING)
        .any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"));
    let bytes = Bytes::from_request(request, payload);
    let patience =
        request.app_data::<Data<HttpState>>().map_or(Duration::ZERO, |state| state.body_within);
    async move {
        if coded {
            return Err(own::compressed_body());
        }
        if !matches && !nothing {
            return Err(own::unsupported_media_type(media_types));
        }
        let arriving = tokio::time::timeout(patience, bytes).await;
        let bytes = arriving.map_err(|_| own::request_timeout())?.map_err(|error| {
            if error.as_response_error().status_code().as_u16() == 413 {
                own::too_large(LARGEST_BODY)
            } else {
                own::malformed_json(Text::fixed(
                    "Il corpo non è arrivato per intero.",
                    "The body did not arrive whole.",
                ))
            }
        })?;
        if !matches && !bytes.is_empty() {
            return Err(own::unsupported_media_type(media_types));
        }
        Ok(Arrived { bytes, untyped: nothing })
    }
}

impl Arrived {
    /// Parses it as UTF-8 JSON, strictly.
    pub(crate) fn parsed(self) -> Result<Raw, Problem> {
        let Self { bytes, untyped } = self;
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            let at = error.valid_up_to();
            own::malformed_json(Text::new(
                format!("Il corpo non è UTF-8 (byte {at})."),
                format!("The body is not UTF-8 (byte {at})."),
            ))
        })?;
        // A step that needs nothing more may come without a body; some systems begin every text
        // with a mark of its encoding.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text = if untyped && bytes.is_empty() { "{}" } else { text };
        let Strict(value) = serde_json::from_str(text)
            .map_err(|error| own::malformed_json(malformed_json(text, &error)))?;
        Ok(Raw { bytes, value })
    }
}

/// Why a text is not JSON that can be read, and where.
fn malformed_json(text: &str, error: &serde_json::Error) -> Text {
    let (line, column, said) = (error.line(), error.column(), error.to_string());
    let at = |it: &str, en: &str| {
        Text::new(
            format!("{it}: riga {line}, colonna {column}."),
            format!("{en}: line {line}, column {column}."),
        )
    };
    if text.trim().is_empty() {
        Text::fixed(
            "Il corpo è vuoto: serve un oggetto JSON.",
            "The body is empty: a JSON object is needed.",
        )
    } else if said.starts_with(REPEATED) {
        at("Un oggetto ha due volte la stessa proprietà", "An object has a property twice")
    } else if said.starts_with("recursion limit") {
        at(
            "Troppi oggetti o elenchi uno dentro l'altro (più di 127)",
            "Too many objects or arrays inside one another (more than 127)",
        )
    } else {
        at("Il corpo non è JSON", "The body is not JSON")
    }
}

fn is_media_type(request: &HttpRequest, expected: &str) -> bool {
    let Some(value) = request.headers().get(header::CONTENT_TYPE) else { return false };
    let Ok(text) = value.to_str() else { return false };
    let mut parts = text.split(';').map(str::trim);
    let essence = parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case(expected));
    let utf8 = parts
        .filter_map(|part| part.split_once('='))
        .filter(|(name, _)| name.eq_ignore_ascii_case("charset"))
        .all(|(_, charset)| charset.trim_matches('"').eq_ignore_ascii_case("utf-8"));
    essence && utf8
}
