//! VAT numbers.

use std::fmt;

use super::TaxCode;
use crate::fault::Invalid;

/// A *partita IVA*: eleven digits, the last of which is the check digit.
///
/// It does not identify: the companies of a *gruppo IVA* share one (D.P.R. 633/1972, articles 35 and
/// 70-bis and following). That of a sole trader is personal data: `Debug` hides it, and there is no
/// `Display`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VatNumber(String);

impl VatNumber {
    /// Parses a number; blanks, dots, dashes and a leading `IT` are dropped.
    ///
    /// # Errors
    ///
    /// - `vat_number_format`: not eleven digits, or the first seven are zeros;
    /// - `vat_number_check`: wrong check digit.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        match TaxCode::parse(text) {
            Ok(code) if !code.is_person() => Ok(Self(code.as_str().to_owned())),
            Err(invalid) if invalid.code == "tax_code_check" => Err(CHECK),
            Ok(_) | Err(_) => Err(FORMAT),
        }
    }

    /// The canonical form: 11 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for VatNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("VatNumber")
    }
}

const FORMAT: Invalid = Invalid::fixed(
    "vat_number_format",
    "La partita IVA non è ben formata: servono 11 cifre, anche precedute da IT.",
    "The VAT number is not well formed: give its 11 digits, with or without IT before them.",
);
const CHECK: Invalid = Invalid::fixed(
    "vat_number_check",
    "L'ultima cifra della partita IVA non corrisponde alle altre: verificare che sia trascritta \
     senza errori.",
    "The last digit of the VAT number does not match the others: verify that it is copied without \
     errors.",
);
