//! Types of problems: what each means, and what to do about it (RFC 9457, section 3.1.1).

use actix_web::http::StatusCode;
use ptp_domain::text::Text;

/// A type of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct ProblemType {
    status: u16,
    slug: &'static str,
    title: Text,
    advice: Text,
}

impl ProblemType {
    /// A type of problem: its status, what stands after `/problems/`, what it is called, and what
    /// it means with what to do.
    #[must_use]
    pub const fn new(status: u16, slug: &'static str, title: Text, advice: Text) -> Self {
        Self { status, slug, title, advice }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// What stands after `/problems/`.
    #[must_use]
    pub const fn slug(&self) -> &'static str {
        self.slug
    }

    /// What it is called.
    #[must_use]
    pub const fn title(&self) -> &Text {
        &self.title
    }

    /// What it means, and what to do.
    #[must_use]
    pub const fn advice(&self) -> &Text {
        &self.advice
    }
}
