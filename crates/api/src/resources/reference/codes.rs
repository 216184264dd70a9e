//! `list_codes`

use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::Query;
use ptp_http::show::{CachePolicy, digested};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::cases::caller::{Caller, op};
use crate::cases::codes::{CODES, CodeKind, Explained};
use crate::cases::party::LocalizedText;
use crate::cases::problems::ApiError;

/// Which codes.
#[derive(Debug, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CodeQuery {
    /// Of one of these kinds.
    #[param(max_items = 5)]
    kind: Option<Vec<KindOfCode>>,
}

/// What a code belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KindOfCode {
    /// A type of problems.
    ProblemType,
    /// Something wrong with a request, or in the way of it.
    Fault,
    /// Something found about a member.
    Finding,
    /// Something odd that was accepted all the same.
    Warning,
    /// Something that happened.
    Event,
}

impl From<CodeKind> for KindOfCode {
    fn from(kind: CodeKind) -> Self {
        match kind {
            CodeKind::ProblemType => Self::ProblemType,
            CodeKind::Fault => Self::Fault,
            CodeKind::Finding => Self::Finding,
            CodeKind::Warning => Self::Warning,
            CodeKind::Event => Self::Event,
        }
    }
}

/// The codes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeList {
    /// By kind, in alphabetical order.
    #[schema(max_items = 2000)]
    items: Vec<CodeItem>,
}

/// A code.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeItem {
    /// What it belongs to.
    kind: KindOfCode,
    /// The code.
    #[schema(max_length = 64, pattern = "^[a-z0-9_-]+$", example = "tax_code_check")]
    code: String,
    /// The sentence; where it depends on the circumstances, an example.
    text: LocalizedText,
    /// Where in an answer it stands.
    #[schema(max_length = 200, pattern = r"^[^\u0000-\u001F]+$", example = "errors[].code")]
    place: &'static str,
    /// What it is about; of a type of problems, its status.
    #[schema(max_items = 50)]
    subjects: Vec<String>,
}

impl CodeItem {
    fn show(code: &Explained) -> Self {
        Self {
            kind: code.kind.into(),
            code: code.code.clone(),
            text: code.text.clone().into(),
            place: code.kind.place(),
            subjects: code.subjects.clone(),
        }
    }
}

/// The codes of the contract's example.
pub(crate) fn example() -> CodeList {
    let first = |kind| CODES.iter().find(|code| code.kind == kind).map(CodeItem::show);
    let items = [CodeKind::Fault, CodeKind::Finding].into_iter().filter_map(first).collect();
    CodeList { items }
}

/// The codes that programs decide by
///
/// Types of problems, codes of faults, findings and warnings, and kinds of events, each with its
/// sentence. A code never changes its meaning; later releases may add some.
#[utoipa::path(
    operation_id = Action::ListCodes.code(),
    tag = "reference",
    params(CodeQuery),
    responses((status = 200, description = "The codes.", body = CodeList)),
)]
#[get("/codes")]
pub(crate) async fn list(
    _caller: Caller<op::ListCodes>,
    query: Query<op::ListCodes, CodeQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let kinds = query.into_inner().kind.unwrap_or_default();
    let asked = |code: &&Explained| kinds.is_empty() || kinds.contains(&code.kind.into());
    let items = CODES.iter().filter(asked).map(CodeItem::show).collect();
    Ok(digested(&request, CachePolicy::Reference, &CodeList { items })?)
}
