//! ATECO codes on the wire.

use ptp_domain::area::Area;
use ptp_domain::correspondence::{Assessment, Strength};
use ptp_domain::identifier::AtecoClassification;
use ptp_domain::istat::{self, Counterpart, Entry};
use ptp_domain::text::Text;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::wire::{Coded, LongText, ShortText, Url};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::party::LocalizedText;
use crate::cases::words::{
    AreaCode, AtecoBasisCode, AtecoClassificationCode, AtecoCoverageCode, AtecoLevelCode,
    StrengthCode,
};

/// An ATECO code.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AtecoEntry {
    /// The code, with its dots.
    #[schema(
        max_length = 8,
        pattern = "^([A-V]|[0-9]{2}(\\.[0-9]{1,2}){0,2})$",
        example = "95.32.00"
    )]
    pub code: String,
    /// The version of the classification.
    pub classification: AtecoClassificationCode,
    /// Its Italian title.
    pub title: LongText,
    /// Its level.
    pub level: AtecoLevelCode,
    /// How strongly it belongs to the area asked for, if one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength: Option<StrengthCode>,
}

/// ATECO codes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AtecoList {
    /// The first ones, in the order of the codes.
    #[schema(max_items = 50)]
    pub items: Vec<AtecoEntry>,
    /// How many there are, shown or not.
    #[schema(maximum = 10_000)]
    pub total: u64,
    /// Where the data comes from.
    pub attribution: Attribution,
}

/// Where data comes from, and on what terms.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DataAttribution)]
pub(crate) struct Attribution {
    /// The source, to be named by whoever shows the data.
    pub text: LocalizedText,
    /// The licence.
    pub licence: ShortText,
    /// Where the licence can be read.
    pub licence_url: Url,
}

/// An ATECO code with what is known of it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AtecoDetail {
    /// The code, with its dots; a section is a letter.
    #[schema(
        max_length = 8,
        pattern = "^([A-V]|[0-9]{2}(\\.[0-9]{1,2}){0,2})$",
        example = "95.31.10"
    )]
    pub code: String,
    /// The version of the classification.
    pub classification: AtecoClassificationCode,
    /// The edition of the classification.
    pub edition: LocalizedText,
    /// Its Italian title.
    pub title: LongText,
    /// Its level. A company may bear a class, a category or a subcategory.
    pub level: AtecoLevelCode,
    /// The codes of the other classification that correspond to it.
    #[schema(max_items = 200)]
    pub counterparts: Vec<AtecoCounterpart>,
    /// How strongly it belongs to each area, given alone; nothing above the level of a class.
    #[schema(max_items = 7)]
    pub areas: Vec<AtecoArea>,
    /// Where the data comes from.
    pub attribution: Attribution,
}

/// A code of the other classification that corresponds to a code.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AtecoCounterpart {
    /// The code, with its dots.
    #[schema(max_length = 8, pattern = "^[0-9]{2}(\\.[0-9]{1,2}){0,2}$", example = "45.20.10")]
    pub code: String,
    /// The version of the classification that has it.
    pub classification: AtecoClassificationCode,
    /// Its Italian title.
    pub title: LongText,
    /// How much of the code asked for it takes in.
    pub covers: AtecoCoverageCode,
    /// How much of it the code asked for takes in.
    pub covered: AtecoCoverageCode,
    /// Whether it weighs most if the counterparts do not agree: it is wholly taken in, or bears the
    /// same code.
    pub principal: bool,
}

/// How strongly a code belongs to an area.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AtecoArea {
    /// The area.
    pub area: AreaCode,
    /// How strongly; absent if not at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength: Option<StrengthCode>,
    /// Why.
    pub basis: AtecoBasisCode,
    /// The same, for people.
    pub reason: LocalizedText,
}

impl AtecoEntry {
    pub(super) fn show(
        classification: AtecoClassification,
        entry: Entry,
        strength: Option<Strength>,
    ) -> Self {
        Self {
            code: entry.code.to_owned(),
            classification: Coded(classification),
            title: entry.title.into(),
            level: Coded(entry.level()),
            strength: strength.map(Coded),
        }
    }
}

impl AtecoList {
    pub(super) fn show(items: Vec<AtecoEntry>, total: u64) -> Self {
        Self { items, total, attribution: attribution() }
    }
}

impl AtecoDetail {
    pub(super) fn show(
        classification: AtecoClassification,
        entry: Entry,
        areas: &[(Area, Assessment)],
    ) -> Self {
        let counterparts = istat::counterparts(classification, entry.code);
        Self {
            code: entry.code.to_owned(),
            classification: Coded(classification),
            edition: istat::edition(classification).into(),
            title: entry.title.into(),
            level: Coded(entry.level()),
            counterparts: counterparts
                .map(|other| AtecoCounterpart::show(classification.other(), entry.code, &other))
                .collect(),
            areas: areas.iter().map(|(area, assessed)| AtecoArea::show(*area, *assessed)).collect(),
            attribution: attribution(),
        }
    }
}

impl AtecoCounterpart {
    fn show(classification: AtecoClassification, of: &str, other: &Counterpart) -> Self {
        let title = istat::entry(classification, other.code).map_or("", |entry| entry.title);
        Self {
            code: other.code.to_owned(),
            classification: Coded(classification),
            title: title.into(),
            covers: Coded(other.covers),
            covered: Coded(other.covered),
            principal: other.is_principal(of),
        }
    }
}

impl AtecoArea {
    fn show(area: Area, assessed: Assessment) -> Self {
        let Assessment { strength, basis } = assessed;
        let what = strength.map_or(NOT_OF_THE_AREA, Vocabulary::label);
        let why = basis.label();
        Self {
            area: Coded(area),
            strength: strength.map(Coded),
            basis: Coded(basis),
            reason: what.and(&format!(": {}", why.it), &format!(": {}", why.en)).into(),
        }
    }
}

const NOT_OF_THE_AREA: Text = Text::fixed("non appartiene all'area", "does not belong to the area");

fn attribution() -> Attribution {
    Attribution {
        text: istat::ATTRIBUTION.into(),
        licence: istat::LICENCE.into(),
        licence_url: istat::LICENCE_URL.into(),
    }
}
