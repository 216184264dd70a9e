//! Why a token is refused: a stable code, a message in both languages, and the challenge.

use std::fmt;

use ptp_domain::fault::Invalid;
use ptp_domain::text::Text;

/// The first check that a token fails.
///
/// Neither the codes nor the messages repeat anything from the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenFault {
    /// More than 8 KiB.
    TooLong,
    /// Not a signed JWT in compact form (RFC 7519, section 7.2).
    Malformed,
    /// A `typ` other than `JWT` and `at+jwt` (RFC 8725, section 3.11).
    TokenType,
    /// A `crit` header: the service supports no extensions (RFC 7515, section 4.1.11).
    CriticalHeader,
    /// An algorithm that is not allowed, or not for the key (RFC 8725, section 3.1).
    Algorithm,
    /// An issuer that the service does not trust (RFC 8725, section 3.8).
    Issuer,
    /// The issuer's keys cannot be read, and those read before are too old. The token may be
    /// valid.
    KeysUnavailable,
    /// The issuer has no such key; or there is no `kid`, and it has several.
    UnknownKey,
    /// The signature is invalid.
    Signature,
    /// Meant for another service (RFC 8725, section 3.9) than one of these audiences.
    Audience(Vec<String>),
    /// `exp` has passed.
    Expired,
    /// `nbf` or `iat` lies in the future.
    NotYetValid,
    /// A required claim is missing, or a known one has the wrong type.
    MissingClaim(&'static str),
    /// A claim with more than 255 characters, or with control characters.
    UnusableClaim(&'static str),
    /// The claim with the body that the caller acts for is not a tax code.
    Organisation(Invalid),
}

impl TokenFault {
    /// The stable machine code, `snake_case`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
            Self::Malformed => "malformed",
            Self::TokenType => "token_type",
            Self::CriticalHeader => "critical_header",
            Self::Algorithm => "algorithm",
            Self::Issuer => "issuer",
            Self::KeysUnavailable => "keys_unavailable",
            Self::UnknownKey => "unknown_key",
            Self::Signature => "signature",
            Self::Audience(_) => "audience",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::MissingClaim(_) => "missing_claim",
            Self::UnusableClaim(_) => "unusable_claim",
            Self::Organisation(_) => "organisation",
        }
    }

    /// Whether the same token may be accepted a little later: 503 rather than 401.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::KeysUnavailable)
    }

    /// What is wrong, for the caller. The English message is ASCII.
    #[must_use]
    pub fn message(&self) -> Text {
        match self {
            Self::TooLong => Text::fixed(
                "Il token supera la lunghezza massima di 8 KiB.",
                "The token is longer than 8 KiB.",
            ),
            Self::Malformed => Text::fixed(
                "Il token non è un JWT firmato in forma compatta.",
                "The token is not a signed JWT in compact form.",
            ),
            Self::TokenType => Text::fixed(
                "L'intestazione typ del token deve essere JWT oppure at+jwt.",
                "The typ header of the token must be JWT or at+jwt.",
            ),
            Self::CriticalHeader => Text::fixed(
                "Il token richiede con l'intestazione crit un'estensione non supportata.",
                "The crit header of the token asks for an extension that is not supported.",
            ),
            Self::Algorithm => Text::fixed(
                "L'algoritmo di firma del token non è ammesso, o non lo è per la sua chiave: sono \
                 ammessi RS256, PS256, ES256 ed EdDSA.",
                "The signature algorithm of the token is not allowed, or not for its key: RS256, \
                 PS256, ES256 and EdDSA are.",
            ),
            Self::Issuer => Text::fixed(
                "Il servizio non riconosce chi ha emesso il token (iss).",
                "The service does not trust the issuer of the token (iss).",
            ),
            Self::KeysUnavailable => Text::fixed(
                "Le chiavi di chi ha emesso il token non sono al momento disponibili: riprovare \
                 più tardi.",
                "The keys of the token's issuer are not available at the moment: try again later.",
            ),
            Self::UnknownKey => Text::fixed(
                "Il token è firmato con una chiave (kid) che chi lo ha emesso non pubblica.",
                "The token is signed with a key (kid) that its issuer does not publish.",
            ),
            Self::Signature => {
                Text::fixed("La firma del token non è valida.", "The token's signature is invalid.")
            }
            Self::Audience(expected) => {
                let expected = expected.join(", ");
                Text::new(
                    format!(
                        "Il token è destinato a un altro servizio: aud deve contenere {expected}."
                    ),
                    format!("The token is meant for another service: aud must have {expected}."),
                )
            }
            Self::Expired => Text::fixed("Il token è scaduto (exp).", "The token expired (exp)."),
            Self::NotYetValid => Text::fixed(
                "Il token non è ancora valido (nbf, iat).",
                "The token is not valid yet (nbf, iat).",
            ),
            Self::MissingClaim(claim) => Text::new(
                format!("Il claim {claim} del token manca o non è del tipo previsto."),
                format!("The claim {claim} of the token is missing or not of its type."),
            ),
            Self::UnusableClaim(claim) => Text::new(
                format!(
                    "Il claim {claim} del token ha più di 255 caratteri o caratteri di controllo."
                ),
                format!(
                    "The claim {claim} of the token has over 255 characters or control characters."
                ),
            ),
            Self::Organisation(invalid) => Text::new(
                format!("L'ente indicato nel token non è valido. {}", invalid.message.it),
                format!("The organisation in the token is not valid. {}", invalid.message.en),
            ),
        }
    }

    /// The value of `WWW-Authenticate` (RFC 6750, section 3).
    ///
    /// A temporary fault has no `error`: the caller does not need another token.
    #[must_use]
    pub fn challenge(&self) -> String {
        if self.is_temporary() {
            return CHALLENGE.to_owned();
        }
        let message = self.message();
        // RFC 6750 allows neither quotation marks nor backslashes in the description.
        let description: String =
            message.en.chars().filter(|c| matches!(c, ' ' | '!' | '#'..='[' | ']'..='~')).collect();
        format!(r#"{CHALLENGE}, error="invalid_token", error_description="{description}""#)
    }
}

/// The challenge to a caller without a token: no `error` (RFC 6750, section 3.1).
pub const CHALLENGE: &str = r#"Bearer realm="ptp""#;

impl fmt::Display for TokenFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "token refused: {}", self.code())
    }
}

impl std::error::Error for TokenFault {}
