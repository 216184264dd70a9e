//! Reorganisations as they are shown.

use std::collections::BTreeSet;

use ptp_domain::continuation;
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::{Effects, Pole};
use ptp_domain::policy::Scope;
use ptp_domain::reorganisation::Pair;
use ptp_http::wire::{Coded, DateText, InstantText, LongText, SchoolCodeText, ShortText};
use ptp_store::PastReorganisation;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::party::Act;
use crate::cases::words::VerdictCode;
use crate::resources::members::continuation::Predecessor;

/// A reorganisation, with what it did to each pole. Officials see all of it, others what concerns
/// poles that they may see.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reorganisation)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReorganisationView {
    /// Its identifier; absent in a preview.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    /// The act.
    act: Act,
    /// The first day on which the successors have what they take over.
    effective_on: DateText,
    /// Why, if there was something to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<LongText>,
    /// When it was recorded; absent in a preview.
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded_at: Option<InstantText>,
    /// Who hands over what to whom.
    #[schema(max_items = 100)]
    transfers: Vec<HandoverView>,
    /// What it does to each pole.
    #[schema(max_items = 100)]
    poles: Vec<ReorganisedPole>,
}

/// What one organisation hands over to another one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Handover)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandoverView {
    /// Who hands over.
    predecessor: Predecessor,
    /// Who takes over.
    successor: Predecessor,
    /// The codes or titles of the tracks; absent if all of them go over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 30)]
    tracks: Option<Vec<ShortText>>,
    /// Only the tracks at these sites; at all of them if there are none.
    #[schema(max_items = 50)]
    site_codes: Vec<SchoolCodeText>,
}

/// What a reorganisation does to a pole. In a preview members that join have no lasting identifier.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReorganisedPole {
    /// The pole.
    pole_id: Uuid,
    /// Members that leave it the day before, or never join it.
    #[schema(max_items = 500)]
    left: Vec<Uuid>,
    /// Members that join it.
    #[schema(max_items = 500)]
    joined: Vec<Uuid>,
    /// Members that hand something over or take something over, and stay.
    #[schema(max_items = 500)]
    changed: Vec<Uuid>,
    /// The member that leads it from then on, if that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    lead_member_id: Option<Uuid>,
    /// The body that answers for it from now on, if that is another one. A person's tax code is shown
    /// to officials only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 16, pattern = "^[0-9A-Z]+$", example = "94004480151")]
    owner: Option<String>,
    /// The day on which it is judged: the effective date, or the reference date of the call under
    /// which it waits for a decision.
    as_of: DateText,
    /// What the rules say on that day without the act.
    outcome_before: VerdictCode,
    /// What they say with it.
    outcome_after: VerdictCode,
}

/// A page of reorganisations.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReorganisationPage {
    /// The reorganisations, the last recorded ones first.
    #[schema(max_items = 100)]
    pub items: Vec<ReorganisationView>,
    /// The cursor of the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub next_cursor: Option<String>,
}

impl ReorganisationView {
    /// Shows a reorganisation, as far as the scope allows.
    #[must_use]
    pub(crate) fn show(past: &PastReorganisation, scope: &Scope) -> Self {
        let sees_all = scope.is_everything();
        let concerned: BTreeSet<_> =
            past.effects.iter().flat_map(|(_, effects)| &effects.handovers).collect();
        let pairs = past.pairs.iter().enumerate();
        let pairs = pairs.filter(|(index, _)| sees_all || concerned.contains(index));
        let effects = past.effects.iter();
        Self {
            id: Some(past.id.uuid()),
            act: Act::show(&past.act),
            effective_on: past.effective_on.into(),
            reason: past.reason.as_deref().map(Into::into),
            recorded_at: Some(past.recorded_at.into()),
            transfers: pairs.map(|(_, pair)| HandoverView::show(pair, sees_all)).collect(),
            poles: effects
                .map(|(pole, effects)| ReorganisedPole::show(*pole, effects, &past.pairs, sees_all))
                .collect(),
        }
    }

    /// The same of what was not recorded.
    #[must_use]
    pub(super) fn previewed(self) -> Self {
        Self { id: None, recorded_at: None, ..self }
    }
}

impl HandoverView {
    fn show(pair: &Pair, personal: bool) -> Self {
        let Pair { predecessor, successor, tracks, site_codes } = pair;
        let tracks = tracks.as_ref();
        Self {
            predecessor: shown(predecessor, personal),
            successor: shown(successor, personal),
            tracks: tracks.map(|tracks| tracks.iter().map(|track| track.as_str().into()).collect()),
            site_codes: site_codes.iter().map(|code| code.as_str().into()).collect(),
        }
    }
}

/// A code that stands for a person who was forgotten is shown to nobody.
fn shown(party: &continuation::Predecessor, personal: bool) -> Predecessor {
    Predecessor::show(party, personal && !party.tax_code.is_forgotten())
}

impl ReorganisedPole {
    fn show(pole: Id<Pole>, effects: &Effects, pairs: &[Pair], personal: bool) -> Self {
        let ids = |members: &[Id<Member>]| members.iter().map(|member| member.uuid()).collect();
        let owner = effects.owner.and_then(|index| pairs.get(index));
        let owner = owner.map(|pair| &pair.successor.tax_code);
        let owner = owner.filter(|code| !code.is_person() || (personal && !code.is_forgotten()));
        Self {
            pole_id: pole.uuid(),
            left: ids(&effects.left),
            joined: ids(&effects.joined),
            changed: ids(&effects.changed),
            lead_member_id: effects.lead.map(Id::uuid),
            owner: owner.map(|code| code.as_str().to_owned()),
            as_of: effects.judged_on.into(),
            outcome_before: Coded(effects.before),
            outcome_after: Coded(effects.after),
        }
    }
}
