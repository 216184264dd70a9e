//! An e-mail address, certified (PEC) or not.

use std::fmt;

use crate::fault::Invalid;

/// An e-mail address, `segreteria@pec.scuola.example`.
///
/// The ASCII form of RFC 5321 without quoted local parts or address literals. The syntax does not
/// distinguish certified mail (D.P.R. 68/2005) from other mail. An address may be personal data:
/// `Debug` prints its domain only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    /// Parses an address; surrounding blanks are ignored, and the domain is lower-cased.
    ///
    /// # Errors
    ///
    /// - `email_length`: more than 254 characters;
    /// - `email_format`: not exactly one `@`;
    /// - `email_local_part`: empty, more than 64 characters, a character outside RFC 5322's
    ///   `atext`, or a leading, trailing or repeated dot;
    /// - `email_domain`: not a domain name of at least two labels.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        if text.len() > 254 {
            return Err(LENGTH);
        }
        let (local, domain) = text.split_once('@').ok_or(FORMAT)?;
        if domain.contains('@') {
            return Err(FORMAT);
        }
        if local.len() > 64 || !local.split('.').all(is_atom) {
            return Err(LOCAL_PART);
        }
        let (host, top) = domain.rsplit_once('.').ok_or(DOMAIN)?;
        if !host.split('.').all(is_label) || !is_label(top) || is_number(top) {
            return Err(DOMAIN);
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The address, with its domain in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let domain = self.0.split_once('@').map_or("", |(_, domain)| domain);
        write!(formatter, "Email(..@{domain})")
    }
}

/// Whether this is a valid atom of a local part.
fn is_atom(piece: &str) -> bool {
    let is_atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    !piece.is_empty() && piece.chars().all(is_atext)
}

/// Whether this is a valid label of a domain name.
fn is_label(piece: &str) -> bool {
    (1..=63).contains(&piece.len())
        && piece.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !piece.starts_with('-')
        && !piece.ends_with('-')
}

fn is_number(label: &str) -> bool {
    label.chars().all(|c| c.is_ascii_digit())
}

const LENGTH: Invalid = Invalid::fixed(
    "email_length",
    "L'indirizzo di posta elettronica è troppo lungo: può avere al massimo 254 caratteri.",
    "The e-mail address is too long: it has at most 254 characters.",
);
const FORMAT: Invalid = Invalid::fixed(
    "email_format",
    "L'indirizzo di posta elettronica non è ben formato: deve contenere una sola chiocciola (@), \
     tra il nome della casella e il dominio.",
    "The e-mail address is not well formed: it has exactly one @, between the name of the mailbox \
     and the domain.",
);
const LOCAL_PART: Invalid = Invalid::fixed(
    "email_local_part",
    "La parte dell'indirizzo prima della chiocciola non è valida: da 1 a 64 caratteri senza spazi, \
     lettere accentate, parentesi o virgolette, e senza punti iniziali, finali o ripetuti.",
    "The part of the address before the @ is not valid: 1 to 64 characters without blanks, \
     accents, brackets or quotes, and without leading, trailing or repeated dots.",
);
const DOMAIN: Invalid = Invalid::fixed(
    "email_domain",
    "Il dominio dell'indirizzo, dopo la chiocciola, non è valido: parole di lettere, cifre e \
     trattini separate da almeno un punto, per esempio pec.scuola.it.",
    "The domain of the address, after the @, is not valid: words of letters, digits and hyphens \
     with at least one dot between them, such as pec.school.it.",
);
