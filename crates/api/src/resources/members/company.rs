//! Companies on the wire.

use chrono::NaiveDate;
use ptp_domain::calendar::Span;
use ptp_domain::continuation;
use ptp_domain::identifier::{Ateco, AtecoClassification, Rea};
use ptp_domain::istat::of_company;
use ptp_domain::member::{self, CompanyAteco};
use ptp_domain::vocabulary::Vocabulary as _;
use ptp_http::wire::{
    AtecoText, Coded, DateText, Leaf as _, ReaText, Read, Reading, ShortText, word,
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::continuation::CommitmentContinuation;
use crate::cases::words::AtecoClassificationCode;

/// What a company says of itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Company {
    /// What it does: at most one primary code of each version of the classification at a time. From
    /// 1 April 2025 the codes of ATECO 2025 decide; codes of 2007 given alone are translated by
    /// ISTAT's correspondence.
    #[schema(min_items = 1, max_items = 30)]
    pub ateco: Vec<CompanyAtecoCode>,
    /// Its number in the register of companies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rea: Option<ReaText>,
    /// Whether it is entered in the register of companies; a REA number alone does not prove it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<bool>,
    /// Its commitment to the plan's actions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<Commitment>,
}

/// An ATECO code of a company.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompanyAtecoCode {
    /// The code: a class or below that exists in its classification (`GET /ateco`).
    pub code: AtecoText,
    /// The version of the classification.
    pub classification: AtecoClassificationCode,
    /// Whether it tells what the company mainly does.
    #[serde(default)]
    pub primary: bool,
    /// First day on which the company has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<DateText>,
    /// Last day on which the company has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<DateText>,
}

/// A company's word that it guarantees the plan's actions.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Commitment {
    /// Since when.
    pub signed_on: DateText,
    /// Who signed; shown to the pole's owner and to officials only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signatory: Option<ShortText>,
    /// Whether it covers all students, as the regulation asks.
    pub all_students: bool,
    /// The commitment of another company that it goes on with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<CommitmentContinuation>,
}

impl Company {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<member::Company> {
        let rea = reading.optional("rea", Rea::read);
        let registered = reading.optional("registered", bool::read);
        let commitment = reading.optional("commitment", Commitment::read);
        let ateco = read_ateco(reading);
        Ok(member::Company {
            ateco: ateco?,
            rea: rea?,
            registered: registered?,
            commitment: commitment?,
        })
    }

    pub(super) fn show(company: &member::Company, personal: bool) -> Self {
        Self {
            ateco: company
                .ateco
                .iter()
                .map(|code| CompanyAtecoCode {
                    code: code.ateco.code().into(),
                    classification: Coded(code.ateco.classification()),
                    primary: code.primary,
                    starts_on: code.held.from().map(Into::into),
                    ends_on: code.held.until().map(Into::into),
                })
                .collect(),
            rea: company.rea.as_ref().map(|rea| rea.as_str().into()),
            registered: company.registered,
            commitment: company.commitment.as_ref().map(|commitment| Commitment {
                signed_on: commitment.signed_on.into(),
                signatory: commitment.signatory.as_deref().filter(|_| personal).map(Into::into),
                all_students: commitment.all_students,
                continues: commitment
                    .continues
                    .as_ref()
                    .map(|continues| CommitmentContinuation::show(continues, personal)),
            }),
        }
    }
}

/// Reads the codes of a company, and checks that the primary one is unambiguous.
fn read_ateco(reading: &mut Reading<'_>) -> Read<Vec<CompanyAteco>> {
    let mut primaries = Vec::new();
    let mut may_be_more = false;
    let all = reading.each("ateco", |code| {
        let classification = code.required("classification", word::<AtecoClassification>);
        let primary = code.defaulted("primary", bool::read);
        let held = read_span(code);
        let ateco = read_code(code, classification);
        match (primary, classification, held) {
            (Ok(false), _, _) => {}
            (Ok(true), Ok(classification), Ok(held)) => primaries.push((classification, held)),
            _ => may_be_more = true,
        }
        classification?;
        Ok(CompanyAteco { ateco: ateco?, primary: primary?, held: held? })
    });
    if may_be_more && primaries.is_empty() || reading.refused("") {
        return all;
    }
    // The code itself does not matter here, and may be unreadable.
    let any_code = |(classification, held)| {
        let ateco = Ateco::parse("01", classification).ok()?;
        Some(CompanyAteco { ateco, primary: true, held })
    };
    let ateco = primaries.into_iter().filter_map(any_code).collect();
    let alone = member::Company { ateco, rea: None, registered: None, commitment: None };
    reading.take("ateco", alone.checked()).and(all)
}

/// Reads a code; of what its classification says only what is certain. One that the classification
/// had when it was stored stays.
fn read_code(reading: &mut Reading<'_>, classification: Read<AtecoClassification>) -> Read<Ateco> {
    let Ok(classification) = classification else {
        // A code invalid in both versions is refused, whichever is meant.
        let known =
            |text: &str, classification| Ateco::parse(text, classification).and_then(of_company);
        return reading.required("code", |code| {
            code.parsed(|text| {
                known(text, AtecoClassification::Ateco2007)
                    .or_else(|_| known(text, AtecoClassification::Ateco2025))
            })
        });
    };
    let parsed = |text: &str| Ateco::parse(text, classification);
    let ateco = reading.required("code", |code| code.parsed(parsed))?;
    let is_same = |old: &Value| {
        old["classification"] == classification.code()
            && old["code"].as_str().is_some_and(|code| parsed(code).as_ref() == Ok(&ateco))
    };
    match of_company(ateco.clone()) {
        Err(_) if reading.stood(is_same) => Ok(ateco),
        known => reading.take("code", known),
    }
}

fn read_span(reading: &mut Reading<'_>) -> Read<Span> {
    let from = reading.optional("starts_on", NaiveDate::read);
    let until = reading.optional("ends_on", NaiveDate::read);
    reading.take("ends_on", Span::new(from?, until?))
}

impl Commitment {
    fn read(reading: &mut Reading<'_>) -> Read<member::Commitment> {
        let signed_on = reading.required("signed_on", NaiveDate::read);
        let signatory = reading.optional("signatory", String::read);
        let all_students = reading.required("all_students", bool::read);
        let continues = reading.optional("continues", CommitmentContinuation::read);
        if let (Ok(signed_on), Ok(Some(continues))) = (signed_on, &continues)
            && continues.from >= signed_on
        {
            reading.refuse("continues", continuation::NOT_BEFORE);
        }
        Ok(member::Commitment {
            signed_on: signed_on?,
            signatory: signatory?,
            all_students: all_students?,
            continues: continues?,
        })
    }
}
