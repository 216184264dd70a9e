//! What is frozen when an application is received, and `read_snapshot`.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use aws_lc_rs::hmac;
use ptp_domain::application::Application;
use ptp_domain::calendar::civil_date;
use ptp_domain::call::Call;
use ptp_domain::identifier::TaxCode;
use ptp_domain::language::Language;
use ptp_domain::member::Profile;
use ptp_domain::policy::{Action, Owner};
use ptp_domain::rules::Report;
use ptp_domain::rules::ruleset::Ruleset;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::digest::sha256;
use ptp_http::parameters::PathIds;
use ptp_http::precondition::is_known;
use ptp_http::show::CachePolicy;
use ptp_http::wire::{Coded, DateText, InstantText};
use ptp_store::{Stored, StoredPole};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::caller::{Caller, op};
use crate::cases::party::LocalizedTitle;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::words::PurposeCode;
use crate::resources::compliance::report::ComplianceReport;
use crate::resources::compliance::stored::shown;
use crate::resources::poles::view::PoleView;

/// Everything an application was received with. It never changes again.
///
/// Canonical JSON (RFC 8785): its SHA-256 is the one of the receipt. No contacts, no signatory;
/// persons' tax codes as digests under a key of this application.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Snapshot {
    /// The application.
    application_id: Uuid,
    /// The number in the register of the year.
    #[schema(
        max_length = 30,
        pattern = "^PTP/[0-9]{4}/[0-9]{7,10}$",
        example = "PTP/2027/0000123"
    )]
    protocol: String,
    /// The instant of receipt.
    received_at: InstantText,
    /// The civil date in Europe/Rome on which the pole is judged.
    reference_date: DateText,
    /// The call.
    call: SnapshotCall,
    /// The pole with its members.
    pole: PoleView,
    /// What stands for the tax codes of persons.
    #[schema(max_items = 2000)]
    digests: Vec<TaxCodeDigest>,
    /// What the rules said, with their parameters.
    report: ComplianceReport,
}

/// The call as it was.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SnapshotCall {
    /// The call.
    id: Uuid,
    /// What people call it by.
    #[schema(
        max_length = 30,
        pattern = "^BANDO-[0-9]{4}-[0-9]{3,10}$",
        example = "BANDO-2027-003"
    )]
    code: String,
    /// Its version.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 2)]
    version: i64,
    /// What it is for.
    purpose: PurposeCode,
    /// Its title.
    title: LocalizedTitle,
    /// First instant of its window.
    opens_at: InstantText,
    /// Last instant of its window, included.
    closes_at: InstantText,
}

/// What stands for a tax code of a person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaxCodeDigest {
    /// Where the tax code would stand, as a JSON pointer.
    #[schema(max_length = 200, pattern = "^(/[a-z0-9_]+)+$", example = "/pole/members/3/tax_code")]
    pointer: String,
    /// HMAC-SHA-256 of the tax code, in hexadecimal. Who is to forget the person forgets the key.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    hmac_sha256: String,
}

/// What is to be frozen.
pub(crate) struct SnapshotSource<'a> {
    pub(crate) application: &'a Application,
    pub(crate) call: &'a Stored<Call>,
    pub(crate) pole: &'a StoredPole,
    pub(crate) ruleset: &'a Ruleset,
    pub(crate) report: &'a Report,
}

impl SnapshotSource<'_> {
    /// The snapshot as canonical JSON, and its SHA-256 in hexadecimal.
    ///
    /// # Errors
    ///
    /// A defect: it cannot be written as JSON.
    pub(crate) fn canonical(&self, salt: &[u8]) -> Result<(String, String), ApiError> {
        let Self { application, call, pole, ruleset, report } = self;
        let terms = &call.value.terms;
        let snapshot = Snapshot {
            application_id: application.id.uuid(),
            protocol: application.protocol.to_string(),
            received_at: application.received_at.into(),
            reference_date: application.reference_date.into(),
            call: SnapshotCall {
                id: call.value.id.uuid(),
                code: call.value.code.to_string(),
                version: call.version,
                purpose: Coded(terms.purpose),
                title: LocalizedTitle::show(&terms.title),
                opens_at: terms.window.opens_at().into(),
                closes_at: terms.window.closes_at().into(),
            },
            pole: PoleView::show(pole, false, civil_date(application.received_at)),
            digests: digests(pole, salt),
            report: shown(pole, ruleset, report, Language::Italian),
        };
        let text = serde_json_canonicalizer::to_string(&snapshot)
            .map_err(|error| ApiError::Internal(error.to_string()))?;
        let sha256 = hex::encode(sha256(text.as_bytes()));
        Ok((text, sha256))
    }
}

/// What stands for persons' tax codes, in the order of the pole's members.
pub(super) fn digests(pole: &StoredPole, salt: &[u8]) -> Vec<TaxCodeDigest> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, salt);
    let of = |pointer: String, code: &TaxCode| {
        code.is_person().then(|| TaxCodeDigest {
            pointer,
            hmac_sha256: hex::encode(hmac::sign(&key, code.as_str().as_bytes()).as_ref()),
        })
    };
    let owner = match &pole.pole.value.owner {
        Owner::Organisation(code) => of("/pole/owner".to_owned(), code),
        Owner::Subject { .. } => None,
    };
    let members = pole.members.iter().enumerate().flat_map(|(index, member)| {
        let at = format!("/pole/members/{index}");
        let founders = match &member.value.profile {
            Profile::ItsAcademy { founders } => founders.iter().collect(),
            _ => Vec::new(),
        };
        let founders = founders.into_iter().enumerate().map({
            let at = at.clone();
            move |(index, code)| (format!("{at}/its/founders/{index}"), code)
        });
        let commitment = member.value.company().and_then(|company| company.commitment.as_ref());
        let continues = commitment.and_then(|commitment| commitment.continues.as_ref());
        let predecessor = continues.map(|continues| {
            let at = format!("{at}/company/commitment/continues/organisation/tax_code");
            (at, &continues.organisation.tax_code)
        });
        std::iter::once((format!("{at}/tax_code"), &member.value.tax_code))
            .chain(founders)
            .chain(predecessor)
            .collect::<Vec<_>>()
    });
    owner.into_iter().chain(members.filter_map(|(pointer, code)| of(pointer, code))).collect()
}

/// The snapshot of an application
///
/// What was frozen when it was received, byte for byte: canonical JSON (RFC 8785), whose SHA-256
/// stands in the receipt.
#[utoipa::path(
    operation_id = Action::ReadSnapshot.code(),
    tag = "applications",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    responses((status = 200, description = "The snapshot.", body = Snapshot)),
)]
#[get("/applications/{application_id}/snapshot")]
pub(crate) async fn handle(
    caller: Caller<op::ReadSnapshot>,
    service: Data<Service>,
    ids: PathIds<1>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let frozen = tx.find_frozen(&caller.scope, ids.first()).await?.ok_or(ApiError::NotFound)?;
    let tag = format!("\"{}\"", frozen.sha256);
    let mut response =
        if is_known(&request, &tag) { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((header::ETAG, tag.as_str()))
        .insert_header((header::CACHE_CONTROL, CachePolicy::NoStore.header()));
    Ok(if is_known(&request, &tag) {
        response.finish()
    } else {
        response.content_type("application/json").body(frozen.snapshot)
    })
}
