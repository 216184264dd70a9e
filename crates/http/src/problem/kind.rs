//! Problem types: what each means and how to resolve it (RFC 9457, section 3.1.1).

use actix_web::http::StatusCode;
use ptp_domain::text::Text;

/// A problem type.
#[derive(Debug, PartialEq, Eq)]
pub struct ProblemType {
    status: u16,
    slug: &'static str,
    title: Text,
    advice: Text,
}

impl ProblemType {
    /// A problem type: its status, its path below `/problems/`, its title and its advice.
    #[must_use]
    pub const fn new(status: u16, slug: &'static str, title: Text, advice: Text) -> Self {
        Self { status, slug, title, advice }
    }

    /// The status code.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Its path below `/problems/`.
    #[must_use]
    pub const fn slug(&self) -> &'static str {
        self.slug
    }

    /// The title.
    #[must_use]
    pub const fn title(&self) -> &Text {
        &self.title
    }

    /// What the problem means and how to resolve it.
    #[must_use]
    pub const fn advice(&self) -> &Text {
        &self.advice
    }
}
