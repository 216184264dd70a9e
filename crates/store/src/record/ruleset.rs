//! The formats of a ruleset choice and its overrides.

use chrono::NaiveDate;
use ptp_domain::area::Area;
use ptp_domain::calendar::Anniversary;
use ptp_domain::call::RulesetChoice;
use ptp_domain::rules::ruleset::{
    Binds, Continuity, Derogation, Leeway, NetworkChanges, Overrides, PlanActions, PoleSeat,
    ReferenceDate, RulesetId, SeniorityBound,
};
use serde::{Deserialize, Serialize};

use super::party::ActRecord;
use super::word::Word;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RulesetChoiceRecord {
    #[serde(default)]
    id: Word<RulesetId>,
    overrides: OverridesRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    derogation: Option<DerogationRecord>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DerogationRecord {
    act: ActRecord,
    reason: String,
}

impl From<&Derogation> for DerogationRecord {
    fn from(derogation: &Derogation) -> Self {
        let Derogation { act, reason } = derogation;
        Self { act: act.into(), reason: reason.clone() }
    }
}

impl From<DerogationRecord> for Derogation {
    fn from(record: DerogationRecord) -> Self {
        let DerogationRecord { act, reason } = record;
        Self { act: act.into(), reason }
    }
}

impl From<&RulesetChoice> for RulesetChoiceRecord {
    fn from(choice: &RulesetChoice) -> Self {
        let RulesetChoice { id, overrides, derogation } = choice;
        let derogation = derogation.as_ref().map(Into::into);
        Self { id: Word(*id), overrides: overrides.into(), derogation }
    }
}

impl From<RulesetChoiceRecord> for RulesetChoice {
    fn from(record: RulesetChoiceRecord) -> Self {
        let RulesetChoiceRecord { id, overrides, derogation } = record;
        Self { id: id.0, overrides: overrides.into(), derogation: derogation.map(Into::into) }
    }
}

/// Declares the record with a field per parameter, and both conversions. A new parameter in the
/// domain does not compile until it is listed below.
macro_rules! overrides_record {
    ($($name:ident: $Record:ty => $to:expr, $from:expr;)+) => {
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub(crate) struct OverridesRecord {
            $(#[serde(skip_serializing_if = "Option::is_none")] $name: Option<$Record>,)+
        }

        impl From<&Overrides> for OverridesRecord {
            fn from(overrides: &Overrides) -> Self {
                let Overrides { $($name),+ } = overrides;
                Self { $($name: $name.as_ref().map($to),)+ }
            }
        }

        impl From<OverridesRecord> for Overrides {
            fn from(record: OverridesRecord) -> Self {
                let OverridesRecord { $($name),+ } = record;
                Self { $($name: $name.map($from),)+ }
            }
        }
    };
}

overrides_record! {
    min_schools: u32 => |number| *number, |number| number;
    min_companies: u32 => |number| *number, |number| number;
    min_section_a: u32 => |number| *number, |number| number;
    min_its: u32 => |number| *number, |number| number;
    its_grace_years: u32 => |years| *years, |years| years;
    its_grace_until: NaiveDate => |day| *day, |day| day;
    seniority_years: u32 => |years| *years, |years| years;
    seniority_binds: Vec<Word<SeniorityBound>> =>
        |bound| bound.iter().map(Word::from).collect(),
        |bound| bound.into_iter().map(|word| word.0).collect();
    anniversary: Word<Anniversary> => |word| Word(*word), |word| word.0;
    requirements_bind: Word<Binds> => |word| Word(*word), |word| word.0;
    provisional_accreditation_counts: bool => |counts| *counts, |counts| counts;
    secondary_track: Word<Leeway> => |word| Word(*word), |word| word.0;
    secondary_ateco: Word<Leeway> => |word| Word(*word), |word| word.0;
    unmapped_ateco: Word<Leeway> => |word| Word(*word), |word| word.0;
    other_kinds: Word<Leeway> => |word| Word(*word), |word| word.0;
    plan_actions: PlanActionsRecord => PlanActionsRecord::from, PlanActions::from;
    ended_plan: Word<Leeway> => |word| Word(*word), |word| word.0;
    one_slot_each: bool => |each| *each, |each| each;
    exclude_its_founders: bool => |exclude| *exclude, |exclude| exclude;
    require_company_registration: bool => |required| *required, |required| required;
    require_network_agreement: bool => |required| *required, |required| required;
    require_confirmation: bool => |required| *required, |required| required;
    pole_seat: Word<PoleSeat> => |word| Word(*word), |word| word.0;
    outside_region: Word<Leeway> => |word| Word(*word), |word| word.0;
    allowed_areas: Vec<Word<Area>> =>
        |areas| areas.iter().map(Word::from).collect(),
        |areas| areas.into_iter().map(|word| word.0).collect();
    reference_date: ReferenceDateRecord => ReferenceDateRecord::from, ReferenceDate::from;
    continuity: Word<Continuity> => |word| Word(*word), |word| word.0;
    network_changes: Word<NetworkChanges> => |word| Word(*word), |word| word.0;
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanActionsRecord {
    work_linked_training: u32,
    curricular_flexibility: u32,
}

impl From<&PlanActions> for PlanActionsRecord {
    fn from(actions: &PlanActions) -> Self {
        let PlanActions { work_linked_training, curricular_flexibility } = *actions;
        Self { work_linked_training, curricular_flexibility }
    }
}

impl From<PlanActionsRecord> for PlanActions {
    fn from(record: PlanActionsRecord) -> Self {
        let PlanActionsRecord { work_linked_training, curricular_flexibility } = record;
        Self { work_linked_training, curricular_flexibility }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReferenceDateRecord {
    Closing,
    Receipt,
    On(NaiveDate),
}

impl From<&ReferenceDate> for ReferenceDateRecord {
    fn from(date: &ReferenceDate) -> Self {
        match date {
            ReferenceDate::Closing => Self::Closing,
            ReferenceDate::Receipt => Self::Receipt,
            ReferenceDate::On(day) => Self::On(*day),
        }
    }
}

impl From<ReferenceDateRecord> for ReferenceDate {
    fn from(record: ReferenceDateRecord) -> Self {
        match record {
            ReferenceDateRecord::Closing => Self::Closing,
            ReferenceDateRecord::Receipt => Self::Receipt,
            ReferenceDateRecord::On(day) => Self::On(day),
        }
    }
}
