//! The stages of a recognised pole.

use chrono::NaiveDate;

use super::aggregate::{Pole, Recognition};
use super::stage::Stage;
use super::states::PoleStatus;

impl PoleStatus {
    /// Whether the life of a recognised pole has ended.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Revoked | Self::Dissolved)
    }
}

impl Pole {
    /// The same pole, recognised.
    #[must_use]
    pub fn recognised(mut self, recognition: Recognition) -> Self {
        self.life = vec![Stage {
            status: PoleStatus::Recognised,
            since: recognition.recognised_on,
            act: Some(recognition.act.clone()),
            reason: None,
        }];
        self.status = PoleStatus::Recognised;
        self.recognition = Some(recognition);
        self
    }

    /// The same pole, at a later stage.
    #[must_use]
    pub fn at(mut self, stage: Stage) -> Self {
        self.status = stage.status;
        self.life.push(stage);
        self
    }

    /// The stage on a day; `None` before its recognition.
    #[must_use]
    pub fn stage_on(&self, day: NaiveDate) -> Option<&Stage> {
        self.life.iter().rev().find(|stage| stage.since <= day)
    }

    /// Whether it is recognised on a day: neither suspended nor ended.
    #[must_use]
    pub fn is_recognised_on(&self, day: NaiveDate) -> bool {
        self.stage_on(day).is_some_and(|stage| stage.status == PoleStatus::Recognised)
    }
}
