//! Recognitions on the wire.

use chrono::NaiveDate;
use ptp_domain::pole::{Pole, PoleStatus};
use ptp_domain::rules::Verdict;
use ptp_http::wire::{Coded, DateText, ShortText};
use ptp_store::{Annulled, StoredPole, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::judging::{report, report_of, ruleset_of};
use crate::cases::known::{Knowledge, Seen};
use crate::cases::party::{Act, LocalizedText};
use crate::cases::problems::ApiError;
use crate::cases::provisional::provisional;
use crate::cases::words::{AreaCode, PoleStatusCode, VerdictCode};

/// What another office or portal asks: recognised or not on a date, since when, by which act.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecognitionOnDate {
    /// The pole.
    pole_id: Uuid,
    /// What people call it by.
    #[schema(max_length = 30, pattern = "^PTP-[0-9]{4}-[0-9]{4,10}$", example = "PTP-2027-0012")]
    code: String,
    /// Its name.
    name: ShortText,
    /// Its area.
    area: AreaCode,
    /// The civil date in Europe/Rome that this is about.
    as_of: DateText,
    /// Whether it is recognised on that date: neither suspended nor ended.
    recognised: bool,
    /// Where it stands on that date; absent before its recognition.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<PoleStatusCode>,
    /// Since when it stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<DateText>,
    /// If it stands there only while the order of a court holds: which.
    #[serde(skip_serializing_if = "Option::is_none")]
    provisional: Option<LocalizedText>,
    /// The act by which it stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<Act>,
    /// When it was recognised, if it was by that date.
    #[serde(skip_serializing_if = "Option::is_none")]
    recognised_on: Option<DateText>,
    /// When its recognition was annulled, if it was: it is as if it had never been, on no date.
    #[serde(skip_serializing_if = "Option::is_none")]
    annulled_on: Option<DateText>,
    /// What the rules that recognised it say on that date; absent where it does not stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    compliance: Option<VerdictCode>,
    /// On what this rests; only where `known_at` was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<Knowledge>,
}

/// Whether a pole stands on a day: recognised, or suspended for a while.
pub(super) fn stands(pole: &Pole, on: NaiveDate) -> bool {
    pole.stage_on(on)
        .is_some_and(|stage| matches!(stage.status, PoleStatus::Recognised | PoleStatus::Suspended))
}

impl RecognitionOnDate {
    /// Whether the pole is recognised on the date.
    pub(crate) const fn is_recognised(&self) -> bool {
        self.recognised
    }

    /// The recognition of a stored pole on a day.
    pub(crate) async fn of<M>(
        tx: &Tx<M>,
        stored: &StoredPole,
        on: NaiveDate,
    ) -> Result<Self, ApiError> {
        let pole = &stored.pole.value;
        let compliance =
            if stands(pole, on) { Some(report_of(tx, stored, on).await?.outcome) } else { None };
        Ok(Self::show(pole, on, compliance))
    }

    /// The recognition of a pole on a day, as it was known.
    pub(super) async fn of_known(seen: &Seen, on: NaiveDate) -> Result<Self, ApiError> {
        let Seen { pole: stored, determinations, knowledge } = seen;
        let pole = &stored.pole.value;
        let compliance = if stands(pole, on) {
            Some(report(stored, None, &ruleset_of(pole), on, determinations).await?.outcome)
        } else {
            None
        };
        Ok(Self { known: knowledge.clone(), ..Self::show(pole, on, compliance) })
    }

    /// What was known of an annulled recognition.
    pub(super) fn with(self, known: Knowledge) -> Self {
        Self { known: Some(known), ..self }
    }

    /// Shows a pole on a day.
    pub(crate) fn show(pole: &Pole, on: NaiveDate, compliance: Option<Verdict>) -> Self {
        let standing = pole.standing_on(on);
        let stage = standing.map(|standing| standing.stage);
        let recognised_on = pole.recognition.as_ref().map(|it| it.recognised_on);
        Self {
            pole_id: pole.id.uuid(),
            code: pole.code.to_string(),
            name: pole.description.name.as_str().into(),
            area: Coded(pole.description.area),
            as_of: on.into(),
            recognised: pole.is_recognised_on(on),
            status: stage.map(|stage| Coded(stage.status)),
            since: standing.map(|standing| standing.since.into()),
            provisional: standing.as_ref().and_then(provisional),
            act: stage.and_then(|stage| stage.act.as_ref()).map(Act::show),
            recognised_on: recognised_on.filter(|day| *day <= on).map(Into::into),
            annulled_on: None,
            compliance: compliance.map(Coded),
            known: None,
        }
    }

    /// Shows a pole whose recognition was annulled, as it was published then rather than as it is.
    pub(super) fn annulled(id: Uuid, annulled: &Annulled, on: NaiveDate) -> Self {
        Self {
            pole_id: id,
            code: annulled.code.to_string(),
            name: annulled.name.as_str().into(),
            area: Coded(annulled.area),
            as_of: on.into(),
            recognised: false,
            // What became of it is not public.
            status: None,
            since: None,
            provisional: None,
            act: None,
            recognised_on: None,
            annulled_on: Some(annulled.on.into()),
            compliance: None,
            known: None,
        }
    }
}
