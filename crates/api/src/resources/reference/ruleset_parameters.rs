//! The parameters of a ruleset on the wire.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ptp_domain::area::Area;
use ptp_domain::calendar::Anniversary;
use ptp_domain::rules::ruleset::{
    self, Binds, Continuity, Leeway, NetworkChanges, Overrides, Parameters, PoleSeat,
    ReferenceDate, SeniorityBound,
};
use ptp_http::wire::{Coded, DateText, Leaf as _, Read, Reading, word};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::words::{
    AnniversaryCode, AreaCode, BindsCode, ContinuityCode, LeewayCode, NetworkChangesCode,
    PoleSeatCode, SeniorityBoundCode,
};

/// Parameters of a ruleset: all of them where a ruleset is shown, some where it is overridden.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RulesetParameters {
    /// Schools, at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 20)]
    pub min_schools: Option<u32>,
    /// Companies, at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 20)]
    pub min_companies: Option<u32>,
    /// Bodies accredited in section A, at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 20)]
    pub min_section_a: Option<u32>,
    /// ITS academies, at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 20)]
    pub min_its: Option<u32>,
    /// Years from recognition in which an ITS is not binding; 0 binds from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 50)]
    pub its_grace_years: Option<u32>,
    /// Instead of years, the last day on which an ITS is not binding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub its_grace_until: Option<DateText>,
    /// Years for which a track must have been offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 50)]
    pub seniority_years: Option<u32>,
    /// Who has to have offered it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 4)]
    pub seniority_binds: Option<Vec<SeniorityBoundCode>>,
    /// When years are reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anniversary: Option<AnniversaryCode>,
    /// Whom requirements bind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirements_bind: Option<BindsCode>,
    /// Whether a provisional accreditation counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provisional_accreditation_counts: Option<bool>,
    /// What becomes of a track of secondary strength.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary_track: Option<LeewayCode>,
    /// What becomes of an ATECO code of the area that is not the primary one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary_ateco: Option<LeewayCode>,
    /// What becomes of a primary ATECO code that is mapped in no area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unmapped_ateco: Option<LeewayCode>,
    /// What becomes of a member of no listed kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_kinds: Option<LeewayCode>,
    /// Actions that the plan has to define.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_actions: Option<PlanActions>,
    /// What becomes of a plan whose period is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_plan: Option<LeewayCode>,
    /// Whether one organisation fills one slot at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one_slot_each: Option<bool>,
    /// Whether schools and companies that founded the pole's ITS do not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclude_its_founders: Option<bool>,
    /// Whether companies must be entered in the register of companies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub require_company_registration: Option<bool>,
    /// Whether the network must have an agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub require_network_agreement: Option<bool>,
    /// Whether each member has to confirm its membership and commitment itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub require_confirmation: Option<bool>,
    /// Where the seat of the pole may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pole_seat: Option<PoleSeatCode>,
    /// What becomes of a member for a slot that has neither its seat nor an operating site in
    /// Lombardy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside_region: Option<LeewayCode>,
    /// The areas a pole may refer to; empty for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 7)]
    pub allowed_areas: Option<Vec<AreaCode>>,
    /// When the networks of a call are judged: `closing`, `receipt` or a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(
        max_length = 10,
        pattern = "^(closing|receipt|[0-9]{4}-[0-9]{2}-[0-9]{2})$",
        example = "closing"
    )]
    pub reference_date: Option<String>,
    /// How long the requirements must be met from the reference date on; an application is admitted
    /// only if they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continuity: Option<ContinuityCode>,
    /// How the network changes once it is recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_changes: Option<NetworkChangesCode>,
}

/// How many actions of each kind a plan has to define.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlanActionMinimums)]
pub(crate) struct PlanActions {
    /// Of alternanza.
    #[schema(maximum = 100)]
    pub work_linked_training: u32,
    /// Of curricular flexibility.
    #[schema(maximum = 100)]
    pub curricular_flexibility: u32,
}

impl PlanActions {
    fn read(reading: &mut Reading<'_>) -> Read<ruleset::PlanActions> {
        let work_linked_training = reading.required("work_linked_training", u32::read);
        let curricular_flexibility = reading.required("curricular_flexibility", u32::read);
        Ok(ruleset::PlanActions {
            work_linked_training: work_linked_training?,
            curricular_flexibility: curricular_flexibility?,
        })
    }
}

fn read_reference_date(reading: &mut Reading<'_>) -> Read<ReferenceDate> {
    match reading.text()? {
        "closing" => Ok(ReferenceDate::Closing),
        "receipt" => Ok(ReferenceDate::Receipt),
        _ => NaiveDate::read(reading).map(ReferenceDate::On),
    }
}

impl RulesetParameters {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<Overrides> {
        let min_schools = reading.optional("min_schools", u32::read);
        let min_companies = reading.optional("min_companies", u32::read);
        let min_section_a = reading.optional("min_section_a", u32::read);
        let min_its = reading.optional("min_its", u32::read);
        let its_grace_years = reading.optional("its_grace_years", u32::read);
        let its_grace_until = reading.optional("its_grace_until", NaiveDate::read);
        let seniority_years = reading.optional("seniority_years", u32::read);
        let seniority_binds =
            reading.optional("seniority_binds", |bound| bound.items(word::<SeniorityBound>));
        let anniversary = reading.optional("anniversary", word::<Anniversary>);
        let requirements_bind = reading.optional("requirements_bind", word::<Binds>);
        let provisional_accreditation_counts =
            reading.optional("provisional_accreditation_counts", bool::read);
        let secondary_track = reading.optional("secondary_track", word::<Leeway>);
        let secondary_ateco = reading.optional("secondary_ateco", word::<Leeway>);
        let unmapped_ateco = reading.optional("unmapped_ateco", word::<Leeway>);
        let other_kinds = reading.optional("other_kinds", word::<Leeway>);
        let plan_actions = reading.optional("plan_actions", PlanActions::read);
        let ended_plan = reading.optional("ended_plan", word::<Leeway>);
        let one_slot_each = reading.optional("one_slot_each", bool::read);
        let exclude_its_founders = reading.optional("exclude_its_founders", bool::read);
        let require_company_registration =
            reading.optional("require_company_registration", bool::read);
        let require_network_agreement = reading.optional("require_network_agreement", bool::read);
        let require_confirmation = reading.optional("require_confirmation", bool::read);
        let pole_seat = reading.optional("pole_seat", word::<PoleSeat>);
        let outside_region = reading.optional("outside_region", word::<Leeway>);
        let allowed_areas = reading.optional("allowed_areas", |areas| areas.items(word::<Area>));
        let reference_date = reading.optional("reference_date", read_reference_date);
        let continuity = reading.optional("continuity", word::<Continuity>);
        let network_changes = reading.optional("network_changes", word::<NetworkChanges>);
        Ok(Overrides {
            min_schools: min_schools?,
            min_companies: min_companies?,
            min_section_a: min_section_a?,
            min_its: min_its?,
            its_grace_years: its_grace_years?,
            its_grace_until: its_grace_until?,
            seniority_years: seniority_years?,
            seniority_binds: seniority_binds?,
            anniversary: anniversary?,
            requirements_bind: requirements_bind?,
            provisional_accreditation_counts: provisional_accreditation_counts?,
            secondary_track: secondary_track?,
            secondary_ateco: secondary_ateco?,
            unmapped_ateco: unmapped_ateco?,
            other_kinds: other_kinds?,
            plan_actions: plan_actions?,
            ended_plan: ended_plan?,
            one_slot_each: one_slot_each?,
            exclude_its_founders: exclude_its_founders?,
            require_company_registration: require_company_registration?,
            require_network_agreement: require_network_agreement?,
            require_confirmation: require_confirmation?,
            pole_seat: pole_seat?,
            outside_region: outside_region?,
            allowed_areas: allowed_areas?,
            reference_date: reference_date?,
            continuity: continuity?,
            network_changes: network_changes?,
        })
    }

    pub(crate) fn show(overrides: &Overrides) -> Self {
        let coded = |leeway: Option<ruleset::Leeway>| leeway.map(Coded);
        Self {
            min_schools: overrides.min_schools,
            min_companies: overrides.min_companies,
            min_section_a: overrides.min_section_a,
            min_its: overrides.min_its,
            its_grace_years: overrides.its_grace_years,
            its_grace_until: overrides.its_grace_until.map(Into::into),
            seniority_years: overrides.seniority_years,
            seniority_binds: overrides
                .seniority_binds
                .as_ref()
                .map(|bound| bound.iter().copied().map(Coded).collect()),
            anniversary: overrides.anniversary.map(Coded),
            requirements_bind: overrides.requirements_bind.map(Coded),
            provisional_accreditation_counts: overrides.provisional_accreditation_counts,
            secondary_track: coded(overrides.secondary_track),
            secondary_ateco: coded(overrides.secondary_ateco),
            unmapped_ateco: coded(overrides.unmapped_ateco),
            other_kinds: coded(overrides.other_kinds),
            plan_actions: overrides.plan_actions.map(|asked| PlanActions {
                work_linked_training: asked.work_linked_training,
                curricular_flexibility: asked.curricular_flexibility,
            }),
            ended_plan: coded(overrides.ended_plan),
            one_slot_each: overrides.one_slot_each,
            exclude_its_founders: overrides.exclude_its_founders,
            require_company_registration: overrides.require_company_registration,
            require_network_agreement: overrides.require_network_agreement,
            require_confirmation: overrides.require_confirmation,
            pole_seat: overrides.pole_seat.map(Coded),
            outside_region: coded(overrides.outside_region),
            allowed_areas: overrides
                .allowed_areas
                .as_ref()
                .map(|areas: &BTreeSet<_>| areas.iter().copied().map(Coded).collect()),
            reference_date: overrides.reference_date.map(|date| match date {
                ReferenceDate::Closing => "closing".to_owned(),
                ReferenceDate::Receipt => "receipt".to_owned(),
                ReferenceDate::On(day) => day.to_string(),
            }),
            continuity: overrides.continuity.map(Coded),
            network_changes: overrides.network_changes.map(Coded),
        }
    }

    /// All parameters in force.
    pub(crate) fn in_force(parameters: &Parameters) -> Self {
        Self::show(&parameters.clone().into())
    }
}
