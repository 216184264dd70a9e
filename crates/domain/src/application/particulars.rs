//! Particulars of a step: reasons, acts, requests and answers.

use uuid::Uuid;

use super::ground::Ground;
use super::status::Step;
use crate::court::CourtReference;
use crate::delivery::Delivery;
use crate::fault::Invalid;
use crate::party::Act;
use crate::reference::Reference;

/// Particulars of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Particulars {
    /// The reason.
    pub reason: Option<String>,
    /// The official act.
    pub act: Option<Act>,
    /// The ground of an annulment.
    pub ground: Option<Ground>,
    /// The judgment that it rests on, if that is not the act itself.
    pub judgment: Option<Act>,
    /// What an integration request asks for.
    pub requests: Vec<String>,
    /// Days to answer.
    pub days: Option<u32>,
    /// What the applicant answers.
    pub text: Option<String>,
    /// Whether the applicant has nothing to add to its observations: the office need not wait for the
    /// end of the term.
    pub is_final: bool,
    /// The papers that go with the answer.
    pub documents: Vec<Document>,
    /// The Region's protocol numbers.
    pub references: Vec<Reference>,
    /// The order of the court by which it is admitted, with reserve (con riserva).
    pub reserved: Option<CourtReference>,
    /// How a rejection answers the observations on its notice.
    pub answers_observations: Option<String>,
    /// How the step reached the applicant, or did not; of a delivery, that of another step.
    pub delivery: Option<Delivery>,
    /// The step that was delivered, the last of its kind.
    pub delivered: Option<Step>,
    /// The receipt of the step, if it is an act of the applicant.
    pub receipt: Option<Uuid>,
}

/// A document stored elsewhere: its location, and a digest to verify it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// Where it is filed.
    pub reference: String,
    /// The SHA-256 of its bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
}

impl Document {
    /// Parses a digest, in either case.
    ///
    /// # Errors
    ///
    /// `sha256_format`.
    pub fn digest(text: &str) -> Result<String, Invalid> {
        let text = text.to_ascii_lowercase();
        if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(text);
        }
        Err(Invalid::fixed(
            "sha256_format",
            "uno SHA-256 ha 64 cifre esadecimali",
            "a SHA-256 has 64 hexadecimal digits",
        ))
    }
}
