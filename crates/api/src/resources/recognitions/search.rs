//! `search_recognitions`

use std::collections::{BTreeMap, BTreeSet};

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use chrono::NaiveDate;
use ptp_domain::calendar::civil_date;
use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::id::Id;
use ptp_domain::identifier::{SchoolCode, TaxCode};
use ptp_domain::language::Language;
use ptp_domain::pole::Pole;
use ptp_domain::policy::{Action, Actor};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::language::Preferred;
use ptp_http::problem::ProblemFault;
use ptp_http::show::plain;
use ptp_http::wire::{
    Coded, DateText, Leaf as _, Read, Reading, SchoolCodeText, ShortText, TaxCodeText,
};
use ptp_store::{Membership, Sought, Tx};
use serde::Serialize;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

use super::document::{RecognitionOnDate, stands};
use crate::cases::caller::{Caller, op};
use crate::cases::horizon::within_horizon;
use crate::cases::judging::report_of;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::words::MemberKindCode;

/// A code as it is sent: whether it is one is answered item by item, so any text will do.
struct SentCode;

impl PartialSchema for SentCode {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "A code; one that cannot be read is answered with an error of its own.",
            ))
            .max_length(Some(200))
            .pattern(Some(r"^[\s\S]*$"))
            .examples(["94004480151"])
            .into()
    }
}

impl ToSchema for SentCode {}

/// Which organisations, on which date.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(crate) struct RecognitionSearch {
    /// Tax codes of bodies (11 digits).
    #[serde(default)]
    #[schema(max_items = 100)]
    tax_codes: Vec<SentCode>,
    /// Codes of schools, of the institution or of a site.
    #[serde(default)]
    #[schema(max_items = 100)]
    school_codes: Vec<SentCode>,
    /// The civil date in Europe/Rome, at most five years ahead; today unless given.
    #[serde(default)]
    as_of: Option<DateText>,
}

/// The recognitions of the organisations that were asked for, in their order: first those of
/// `tax_codes`, then those of `school_codes`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrganisationRecognitions {
    /// The civil date in Europe/Rome that this is about.
    as_of: DateText,
    /// One for each code that was sent.
    #[schema(max_items = 100)]
    items: Vec<OrganisationRecognition>,
}

/// The poles of one organisation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrganisationRecognition {
    /// The tax code that was sent, as it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_code: Option<TaxCodeText>,
    /// The school code that was sent, as it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    school_code: Option<SchoolCodeText>,
    /// Whether it is a member, on the date, of a pole that is recognised on the date; absent if the
    /// code cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    recognised: Option<bool>,
    /// The poles ever recognised that it is a member of on the date.
    #[schema(max_items = 1000)]
    memberships: Vec<RecognisedMembership>,
    /// Why the code cannot be read, and where it stands in what was sent; it is not repeated.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ProblemFault>,
}

impl OrganisationRecognition {
    /// The answer to a code that cannot be read.
    fn unreadable(fault: &Fault, language: Language) -> Self {
        Self {
            tax_code: None,
            school_code: None,
            recognised: None,
            memberships: Vec::new(),
            error: Some(ProblemFault::of(fault, language)),
        }
    }
}

/// A membership on the date.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecognisedMembership {
    /// The member.
    member_id: Uuid,
    /// Its name in the pole.
    name: ShortText,
    /// What it is there.
    kind: MemberKindCode,
    /// The pole on the date.
    pole: RecognitionOnDate,
}

/// The maximum number of codes in a request.
const MOST: usize = 100;

const NONE: Invalid = Invalid::fixed(
    "no_codes",
    "indicare almeno un codice in tax_codes o school_codes",
    "give at least one code in tax_codes or school_codes",
);
const TOO_MANY: Invalid = Invalid::fixed(
    "too_many_codes",
    "al massimo 100 codici in tutto per richiesta",
    "at most 100 codes in all in one request",
);
const NO_TEXT: Invalid =
    Invalid::fixed("type", "tipo errato: serve una stringa", "wrong type: a string is needed");
const PERSON: Invalid = Invalid::fixed(
    "person_tax_code",
    "qui si cercano solo organizzazioni: un codice fiscale di 11 cifre",
    "organisations alone are searched here: a tax code of 11 digits",
);

impl RecognitionSearch {
    /// The lists whose items are answered one by one.
    const LISTS: [&str; 2] = ["tax_codes", "school_codes"];

    fn read(reading: &mut Reading<'_>) -> Read<(Vec<Item>, Option<NaiveDate>)> {
        let mut count = |codes| reading.each(codes, |_| Ok(())).map(|codes| codes.len());
        if let (Ok(tax_codes), Ok(school_codes)) = (count("tax_codes"), count("school_codes")) {
            match tax_codes.saturating_add(school_codes) {
                0 => reading.refuse("", NONE),
                1..=MOST => {}
                _ => reading.refuse("", TOO_MANY),
            }
        }
        let organisation = |code: &str| match TaxCode::parse(code)? {
            code if code.is_person() => Err(PERSON),
            code => Ok(Sought::TaxCode(code)),
        };
        let school = |code: &str| SchoolCode::parse(code).map(Sought::School);
        let tax_codes = items(reading, "tax_codes", organisation);
        let schools = items(reading, "school_codes", school);
        let as_of = reading.optional("as_of", NaiveDate::read);
        let all = tax_codes?.into_iter().chain(schools?).collect();
        Ok((all, as_of?))
    }
}

/// What one code stands for, or what is wrong with it.
type Item = Result<Sought, Fault>;

/// Reads the codes of a list, each for itself.
fn items(
    reading: &mut Reading<'_>,
    list: &str,
    parse: impl Fn(&str) -> Result<Sought, Invalid>,
) -> Read<Vec<Item>> {
    let read = |code: &mut Reading<'_>| Ok(code.text().map_err(|_| NO_TEXT).and_then(&parse));
    let items = reading.each(list, read)?.into_iter().enumerate();
    Ok(items.map(|(index, item)| item.map_err(|it| it.at(format!("/{list}/{index}")))).collect())
}

/// Search recognitions
///
/// The recognised poles of up to 100 organisations on a date, by tax code or school code: what
/// other measures ask. Every code is answered for itself: one that cannot be read has an `error`,
/// and the others their answer. Stores nothing.
#[utoipa::path(
    operation_id = Action::SearchRecognitions.code(),
    tag = "recognitions",
    request_body(content = RecognitionSearch, description = "Which organisations, on which date."),
    responses((status = 200, description = "Their recognitions.", body = OrganisationRecognitions)),
)]
#[post("/recognitions/search")]
pub(crate) async fn handle(
    _caller: Caller<op::SearchRecognitions>,
    service: Data<Service>,
    Preferred(language): Preferred,
    body: Body<RecognitionSearch>,
) -> Result<HttpResponse, ApiError> {
    let body = body.item_by_item(&RecognitionSearch::LISTS);
    let ((sought, as_of), _) = body.read(RecognitionSearch::read)?;
    let today = civil_date(service.clock.now());
    let on = within_horizon(as_of.unwrap_or(today), today)
        .map_err(|invalid| ApiError::InvalidBody(vec![invalid.at("/as_of")]))?;
    let tx = service.store.read().await?;
    let found = found(&tx, &sought, on).await?;
    let poles = recognitions(&tx, &found, on).await?;
    let mut items = Vec::with_capacity(sought.len());
    for item in sought {
        let sought = match item {
            Ok(sought) => sought,
            Err(fault) => {
                items.push(OrganisationRecognition::unreadable(&fault, language));
                continue;
            }
        };
        let show = |found: &Membership| {
            let pole = poles.get(&found.pole)?.clone();
            Some(RecognisedMembership {
                member_id: found.member.uuid(),
                name: found.name.as_str().into(),
                kind: Coded(found.kind),
                pole,
            })
        };
        let memberships: Vec<_> =
            found.get(&sought).into_iter().flatten().filter_map(show).collect();
        let (tax_code, school_code) = match &sought {
            Sought::TaxCode(code) => (Some(code.as_str().into()), None),
            Sought::School(code) => (None, Some(code.as_str().into())),
        };
        let recognised = memberships.iter().any(|membership| membership.pole.is_recognised());
        items.push(OrganisationRecognition {
            tax_code,
            school_code,
            recognised: Some(recognised),
            memberships,
            error: None,
        });
    }
    Ok(plain(&OrganisationRecognitions { as_of: on.into(), items }))
}

/// The memberships of each organisation, which may be named more than once.
async fn found(
    tx: &Tx<ptp_store::Read>,
    items: &[Item],
    on: NaiveDate,
) -> Result<BTreeMap<Sought, Vec<Membership>>, ApiError> {
    let mut found = BTreeMap::new();
    for sought in items.iter().flatten() {
        if !found.contains_key(sought) {
            found.insert(sought.clone(), tx.recognised_with(sought, on).await?);
        }
    }
    Ok(found)
}

/// The recognition of each pole that was found, on a date. What the rules say is mostly known; no
/// pole is read or judged more than once.
async fn recognitions(
    tx: &Tx<ptp_store::Read>,
    found: &BTreeMap<Sought, Vec<Membership>>,
    on: NaiveDate,
) -> Result<BTreeMap<Id<Pole>, RecognitionOnDate>, ApiError> {
    let everybody = Actor::Anonymous.scope(Action::ReadRecognition);
    let everybody = everybody.map_err(|_| ApiError::NotFound)?;
    let ids: BTreeSet<_> = found.values().flatten().map(|found| found.pole).collect();
    let ids: Vec<_> = ids.into_iter().collect();
    let known = tx.outcomes_on(&ids, on).await?;
    let mut recognitions = BTreeMap::new();
    for pole in tx.find_poles(&everybody, &ids).await? {
        let id = pole.value.id;
        let compliance = match known.get(&id) {
            _ if !stands(&pole.value, on) => None,
            Some(known) => Some(known.period.outcome),
            // The service was down for so long that outcomes are not known up to the day.
            None => {
                let stored = tx.find_pole(&everybody, id).await?.ok_or(ApiError::NotFound)?;
                Some(report_of(tx, &stored, on).await?.outcome)
            }
        };
        recognitions.insert(id, RecognitionOnDate::show(&pole.value, on, compliance));
    }
    Ok(recognitions)
}
