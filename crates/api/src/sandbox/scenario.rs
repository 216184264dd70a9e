//! The prepared situations of the sandbox.

use ptp_domain::text::Text;
use ptp_http::wire::{DateText, InstantText};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::party::LocalizedText;

/// A situation that the sandbox can make.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scenario {
    /// A call that closes in half a minute.
    LastSecond,
    /// A window that closes on the day of the spring change.
    SpringChange,
    /// A window that closes on the day of the autumn change.
    AutumnChange,
    /// An integration that is due today.
    IntegrationDue,
    /// A grace that ends tomorrow.
    GraceEnds,
}

impl Scenario {
    /// All of them.
    pub(super) const ALL: [Self; 5] = [
        Self::LastSecond,
        Self::SpringChange,
        Self::AutumnChange,
        Self::IntegrationDue,
        Self::GraceEnds,
    ];

    /// Its name in the path.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::LastSecond => "last-second-of-a-call",
            Self::SpringChange => "spring-change",
            Self::AutumnChange => "autumn-change",
            Self::IntegrationDue => "integration-due-today",
            Self::GraceEnds => "grace-that-ends",
        }
    }

    /// Its description.
    pub(super) const fn description(self) -> Text {
        match self {
            Self::LastSecond => Text::fixed(
                "un bando che chiude fra 30 secondi, e un polo pronto",
                "a call that closes in 30 seconds, and a pole that is ready",
            ),
            Self::SpringChange => Text::fixed(
                "fra un minuto un bando chiude alle 3 della domenica in cui le 2 non esistono",
                "in a minute a call closes at 3 on the Sunday that has no 2 o'clock",
            ),
            Self::AutumnChange => Text::fixed(
                "fra un minuto un bando chiude alle 2:30, la seconda volta, della domenica in cui \
                 si ripetono",
                "in a minute a call closes at the second 2:30 of the Sunday that has two",
            ),
            Self::IntegrationDue => Text::fixed(
                "una candidatura la cui integrazione scade oggi",
                "an application whose integration is due today",
            ),
            Self::GraceEnds => Text::fixed(
                "un polo riconosciuto da tre anni meno un giorno: domani l'ITS è vincolante",
                "a pole recognised three years ago but for a day: tomorrow the ITS is binding",
            ),
        }
    }
}

/// A situation that can be made.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScenarioItem {
    /// What stands in its path.
    #[schema(max_length = 40, pattern = "^[a-z-]+$", example = "last-second-of-a-call")]
    pub(super) name: &'static str,
    /// What it is.
    pub(super) description: LocalizedText,
}

/// The situations that can be made.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScenarioList {
    /// All of them.
    #[schema(max_items = 20)]
    pub(super) items: Vec<ScenarioItem>,
}

/// A situation that was made.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MadeScenario {
    /// What stands in its path.
    #[schema(max_length = 40, pattern = "^[a-z-]+$", example = "last-second-of-a-call")]
    pub(super) name: &'static str,
    /// What it is.
    pub(super) description: LocalizedText,
    /// What time it is in the demo.
    pub(super) now: InstantText,
    /// What was made.
    pub(super) made: Made,
}

/// What was made for a situation.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Made {
    /// A call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) call_id: Option<Uuid>,
    /// When the call closes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) closes_at: Option<InstantText>,
    /// A pole of the demo's applicant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pole_id: Option<Uuid>,
    /// An application of the pole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) application_id: Option<Uuid>,
    /// The first day on which the pole needs an ITS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) binding_from: Option<DateText>,
}
