//! Rulesets on the wire: rules with their texts and sources, and the parameters in force.

use ptp_domain::rules::Rule;
use ptp_domain::rules::ruleset::{self, Ruleset, RulesetId};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::wire::{Coded, Leaf as _, LongText, Read, Reading};
use serde::Serialize;
use utoipa::ToSchema;

use super::ruleset_parameters::RulesetParameters;
use crate::cases::party::{Act, LocalizedText};
use crate::cases::words::{RuleCode, RulesetCode};

/// A ruleset with the parameters that are in force.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RulesetInForce {
    /// Which.
    pub id: RulesetCode,
    /// Its version.
    #[schema(minimum = 1, maximum = 1000)]
    pub version: u32,
    /// All its parameters.
    pub parameters: RulesetParameters,
    /// By what right a call asks for less than the page, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derogation: Option<Derogation>,
}

/// By what right a call asks for less than the page.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Derogation {
    /// The act that allows it.
    pub act: Act,
    /// Why.
    pub reason: LongText,
}

impl Derogation {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<ruleset::Derogation> {
        let act = reading.required("act", Act::read);
        let reason = reading.required("reason", String::read);
        Ok(ruleset::Derogation { act: act?, reason: reason? })
    }

    pub(crate) fn show(derogation: &ruleset::Derogation) -> Self {
        Self { act: Act::show(&derogation.act), reason: derogation.reason.as_str().into() }
    }
}

impl RulesetInForce {
    pub(crate) fn show(ruleset: &Ruleset) -> Self {
        Self {
            id: Coded(ruleset.id),
            version: ruleset.version,
            parameters: RulesetParameters::in_force(&ruleset.parameters),
            derogation: ruleset.derogation.as_ref().map(Derogation::show),
        }
    }
}

/// A ruleset.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RulesetDetail {
    /// Its identifier.
    pub id: RulesetCode,
    /// Its version.
    #[schema(minimum = 1, maximum = 1000)]
    pub version: u32,
    /// What it is called.
    pub label: LocalizedText,
    /// Where it comes from.
    pub source: LocalizedText,
    /// Its parameters.
    pub parameters: RulesetParameters,
    /// Its rules.
    #[schema(max_items = 50)]
    pub rules: Vec<RuleDetail>,
}

/// A rule.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleDetail {
    /// Its code.
    pub rule: RuleCode,
    /// What it is called.
    pub label: LocalizedText,
    /// What it says; the page's own words where it speaks.
    pub text: LocalizedText,
    /// Where it comes from.
    pub source: LocalizedText,
}

/// The rulesets.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RulesetList {
    /// Each with its rules and parameters; the first is the default.
    #[schema(max_items = 100)]
    pub items: Vec<RulesetDetail>,
}

/// A ruleset with its defaults.
pub(crate) fn detail(id: RulesetId) -> RulesetDetail {
    let ruleset = id.ruleset();
    RulesetDetail {
        id: Coded(id),
        version: ruleset.version,
        label: id.label().into(),
        source: id.source().into(),
        parameters: RulesetParameters::in_force(&ruleset.parameters),
        rules: Rule::ALL
            .iter()
            .map(|rule| RuleDetail {
                rule: Coded(*rule),
                label: rule.label().into(),
                text: rule.text().into(),
                source: rule.source().into(),
            })
            .collect(),
    }
}

/// The built-in rulesets.
pub(crate) fn all() -> RulesetList {
    RulesetList { items: RulesetId::ALL.iter().map(|id| detail(*id)).collect() }
}
