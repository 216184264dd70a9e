//! Poles as they are shown.

use chrono::NaiveDate;
use ptp_domain::calendar::civil_date;
use ptp_domain::member::Member;
use ptp_domain::pole;
use ptp_domain::policy::Owner;
use ptp_http::etag::tag;
use ptp_http::wire::{Coded, flattened};
use ptp_store::{OutcomeOn, Stored, StoredPole};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::document::PoleInput;
use super::register::{
    ComplianceOnDate, FormalWarning, PoleReorganisation, Recognition, TransferView,
};
use super::stage_view::StageView;
use crate::cases::known::Knowledge;
use crate::cases::party::{Act, LocalizedText};
use crate::cases::provisional::provisional;
use crate::cases::stamp::Stamp;
use crate::cases::visibility::view_of;
use crate::cases::words::PoleStatusCode;
use crate::resources::members::view::MemberView;

/// The part of a pole that the service says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PoleHead {
    /// Its identifier.
    id: Uuid,
    /// What people call it by.
    #[schema(max_length = 30, pattern = "^PTP-[0-9]{4}-[0-9]{4,10}$", example = "PTP-2027-0012")]
    code: String,
    /// Where it stands in its life today: a suspension ends by itself, an act may take effect later.
    status: PoleStatusCode,
    /// If it stands there only while the order of a court holds: which.
    #[serde(skip_serializing_if = "Option::is_none")]
    provisional: Option<LocalizedText>,
    /// Who answers for it: a tax code, or the subject of a token. Persons are shown to themselves
    /// and to officials only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 255, pattern = r"^[^\u0000-\u001F]+$", example = "94004480151")]
    owner: Option<String>,
    /// Its recognition, from the first one on.
    #[serde(skip_serializing_if = "Option::is_none")]
    recognition: Option<Recognition>,
    /// What became of it from its recognition on, in order. An act that has yet to be delivered,
    /// deliveries and protocol numbers are shown to the owner and to officials only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 1000)]
    life: Vec<StageView>,
    /// The formal warning that it is under.
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<FormalWarning>,
    /// Its transfers to other owners, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 1000)]
    transfers: Vec<TransferView>,
    /// The reorganisations that it went through, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 1000)]
    reorganisations: Vec<PoleReorganisation>,
}

#[derive(Debug, Serialize, ToSchema)]
struct PoleCompliance {
    /// What the rules say on the date that was asked for; only where compliance was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    compliance: Option<ComplianceOnDate>,
}

#[derive(Debug, Serialize, ToSchema)]
struct PoleMembers {
    /// Its members, those who left too.
    #[schema(max_items = 500)]
    members: Vec<MemberView>,
}

#[derive(Debug, Default, Serialize, ToSchema)]
struct IncludedMembers {
    /// Its members, those who left too; only where they were included.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 500)]
    members: Option<Vec<MemberView>>,
}

#[derive(Debug, Serialize, ToSchema)]
struct PoleKnown {
    /// On what this rests; only where `known_at` was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<Knowledge>,
}

/// A pole in a list.
#[derive(Debug, Serialize)]
pub(crate) struct PoleSummary {
    #[serde(flatten)]
    head: PoleHead,
    #[serde(flatten)]
    pole: PoleInput,
    #[serde(flatten)]
    members: IncludedMembers,
    #[serde(flatten)]
    compliance: PoleCompliance,
    #[serde(flatten)]
    stamp: Stamp,
}
flattened!(PoleSummary as "PoleSummary": "A pole without its members, unless they were included.",
    [PoleHead, PoleInput, IncludedMembers, PoleCompliance, Stamp]);

/// A pole with its members.
#[derive(Debug, Serialize)]
pub(crate) struct PoleView {
    #[serde(flatten)]
    head: PoleHead,
    #[serde(flatten)]
    pole: PoleInput,
    #[serde(flatten)]
    members: PoleMembers,
    #[serde(flatten)]
    known: PoleKnown,
    #[serde(flatten)]
    stamp: Stamp,
}
flattened!(PoleView as "Pole": "A pole with its members.",
    [PoleHead, PoleInput, PoleMembers, PoleKnown, Stamp]);

impl PoleHead {
    fn show(pole: &pole::Pole, personal: bool, today: NaiveDate) -> Self {
        let owner = match &pole.owner {
            Owner::Organisation(code) if personal || !code.is_person() => {
                Some(code.as_str().to_owned())
            }
            // Empty if the person was forgotten.
            Owner::Subject { subject, .. } if personal => {
                Some(subject.clone()).filter(|subject| !subject.is_empty())
            }
            Owner::Organisation(_) | Owner::Subject { .. } => None,
        };
        Self {
            id: pole.id.uuid(),
            code: pole.code.to_string(),
            status: Coded(pole.status_on(today)),
            provisional: pole.standing_on(today).and_then(|standing| provisional(&standing)),
            owner,
            recognition: pole.recognition.as_ref().map(|recognition| Recognition {
                recognised_on: recognition.recognised_on.into(),
                act: Some(Act::show(&recognition.act)),
            }),
            // What has not been delivered is for its addressee first.
            life: pole
                .life
                .iter()
                .filter(|stage| personal || !stage.effect.awaits_delivery)
                .map(|stage| StageView::show(stage, personal, today))
                .collect(),
            warning: pole.warning.as_ref().map(FormalWarning::show),
            transfers: pole.transfers.iter().map(TransferView::show).collect(),
            reorganisations: pole.successions.iter().map(PoleReorganisation::show).collect(),
        }
    }
}

impl PoleSummary {
    /// Shows a pole in a list, as it stands on a day.
    #[must_use]
    pub(crate) fn show(stored: &Stored<pole::Pole>, personal: bool, today: NaiveDate) -> Self {
        Self {
            head: PoleHead::show(&stored.value, personal, today),
            pole: PoleInput::show(&stored.value.description, personal),
            members: IncludedMembers::default(),
            compliance: PoleCompliance { compliance: None },
            stamp: Stamp::of(stored),
        }
    }

    /// Adds the members, if they were asked for.
    #[must_use]
    pub(crate) fn and_members(
        mut self,
        members: Option<&[Stored<Member>]>,
        personal: bool,
    ) -> Self {
        let show = |member| MemberView::show(member, personal);
        self.members.members = members.map(|members| members.iter().map(show).collect());
        self
    }

    /// Shows a pole as it was recorded, of which contacts are not kept.
    #[must_use]
    pub(crate) fn known(stored: &Stored<pole::Pole>, personal: bool) -> Self {
        let mut summary = Self::show(stored, personal, civil_date(stored.updated_at));
        summary.pole.contacts = None;
        summary
    }

    /// Adds the outcome on a date; `ended` if the life of the pole ends for good.
    #[must_use]
    pub(crate) fn with(mut self, outcome: Option<&OutcomeOn>, ended: bool) -> Self {
        self.compliance.compliance = outcome.map(|outcome| ComplianceOnDate::show(outcome, ended));
        self
    }
}

impl PoleView {
    /// Shows a pole with its members, as it stands on a day.
    #[must_use]
    pub(crate) fn show(stored: &StoredPole, personal: bool, today: NaiveDate) -> Self {
        let PoleSummary { head, pole, members: _, compliance: _, stamp } =
            PoleSummary::show(&stored.pole, personal, today);
        let members =
            stored.members.iter().map(|member| MemberView::show(member, personal)).collect();
        Self {
            head,
            pole,
            members: PoleMembers { members },
            known: PoleKnown { known: None },
            stamp,
        }
    }

    /// Shows a pole as it was known on a day, of which contacts are not kept.
    #[must_use]
    pub(crate) fn known(
        stored: &StoredPole,
        personal: bool,
        at: NaiveDate,
        known: Option<Knowledge>,
    ) -> Self {
        let mut view = Self::show(stored, personal, at);
        view.pole.contacts = None;
        view.members.members.iter_mut().for_each(MemberView::leave_out_contacts);
        Self { known: PoleKnown { known }, ..view }
    }
}

/// The entity tag of a pole as it stands on a day: what has changed by itself since it was written is
/// part of it.
pub(crate) fn tag_of(stored: &Stored<pole::Pole>, personal: bool, today: NaiveDate) -> String {
    match stored.value.last_boundary(civil_date(stored.updated_at), today) {
        None => tag(stored.version, &[view_of(personal)]),
        Some(on) => tag(stored.version, &[view_of(personal), &on.format("%Y%m%d").to_string()]),
    }
}

/// A page of poles.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PolePage {
    /// The poles.
    #[schema(max_items = 100)]
    pub items: Vec<PoleSummary>,
    /// The cursor of the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub next_cursor: Option<String>,
    /// How many there are on all pages, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 9_007_199_254_740_991_u64, example = 12)]
    pub total: Option<u64>,
}
