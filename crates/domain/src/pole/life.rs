//! The stages of a recognised pole.

use chrono::NaiveDate;

use super::aggregate::{Pole, Recognition};
use super::court::CourtOrder;
use super::stage::Stage;
use super::states::{Ahead, Extending, PoleStatus};
use super::suspension::{ENDS_BEFORE, Extension, Suspension, SuspensionKind};
use crate::court::CourtReference;
use crate::delivery::Delivery;
use crate::fault::Fault;
use crate::party::Act;
use crate::reference::Reference;

impl PoleStatus {
    /// Whether the life of a recognised pole has ended.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Revoked | Self::Dissolved)
    }
}

/// The most changes of its status that follow without another act: the lists of poles keep these.
/// Only an act that a court held up and gave its effect back can bring more.
pub const MOST_AHEAD: usize = 3;

/// Where a pole stands from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// The first day.
    pub since: NaiveDate,
    /// The stage in force.
    pub stage: &'a Stage,
    /// The order of a court that it stands there by, provisionally: it holds up another act meanwhile, or
    /// the pole is recognised by it with reserve.
    pub provisional: Option<&'a CourtReference>,
}

impl Pole {
    /// The same pole, recognised.
    #[must_use]
    pub fn recognised(mut self, recognition: Recognition) -> Self {
        self.life = vec![Stage {
            act: Some(recognition.act.clone()),
            ..Stage::of(PoleStatus::Recognised, recognition.recognised_on)
        }];
        self.status = PoleStatus::Recognised;
        self.recognition = Some(recognition);
        self
    }

    /// The same pole, recognised with reserve by the order of a court, if there is one.
    #[must_use]
    pub fn with_reserve(mut self, order: Option<CourtReference>) -> Self {
        if let Some(first) = self.life.first_mut() {
            first.reserved = order;
        }
        self
    }

    /// The same pole, at a later stage.
    #[must_use]
    pub fn at(mut self, stage: Stage) -> Self {
        self.status = stage.status;
        self.life.push(stage);
        self
    }

    /// The same pole, with the status that it has on a day.
    #[must_use]
    pub fn as_of(mut self, day: NaiveDate) -> Self {
        self.status = self.status_on(day);
        self
    }

    /// The stage on a day; `None` before its recognition. An end prevails, that by its owner before any
    /// other, else the last act that has effect: when one ends by itself or is held up by a court, the
    /// one before it is in force again.
    #[must_use]
    pub fn stage_on(&self, day: NaiveDate) -> Option<&Stage> {
        self.stage_where(|stage| stage.is_in_force_on(day))
    }

    /// The one among its stages in force that prevails.
    fn stage_where(&self, is_in_force: impl Fn(&Stage) -> bool) -> Option<&Stage> {
        let in_force = || self.life.iter().filter(|stage| is_in_force(stage));
        let ends = in_force().filter(|stage| stage.status.is_over());
        let end = ends.min_by_key(|end| (end.status != PoleStatus::Dissolved, end.since));
        end.or_else(|| in_force().last())
    }

    /// The status on a day, from the last write on: a suspension ends by itself, and an act may take
    /// effect later than it was recorded.
    #[must_use]
    pub fn status_on(&self, day: NaiveDate) -> PoleStatus {
        match self.status {
            PoleStatus::Draft | PoleStatus::Candidate => self.status,
            written => self.stage_on(day).map_or(written, |stage| stage.status),
        }
    }

    /// Whether it is recognised on a day: neither suspended nor ended.
    #[must_use]
    pub fn is_recognised_on(&self, day: NaiveDate) -> bool {
        self.stage_on(day).is_some_and(|stage| stage.status == PoleStatus::Recognised)
    }

    /// Where it stood and will stand, in order, from its recognition on.
    #[must_use]
    pub fn standings(&self) -> Vec<Standing<'_>> {
        let mut days: Vec<_> = self.life.iter().flat_map(Stage::boundaries).collect();
        days.sort_unstable();
        days.dedup();
        let mut standings = Vec::<Standing<'_>>::new();
        for since in days {
            let Some(stage) = self.stage_on(since) else { continue };
            let held_by = self.provisional_on(since).filter(|_| !stage.status.is_over());
            let reserved = self.life.first().and_then(|first| first.reserved.as_ref());
            let reserved = reserved.filter(|_| stage.status == PoleStatus::Recognised);
            let provisional = held_by.map(|order| &order.reference).or(reserved);
            let is_same = |before: &Standing<'_>| {
                std::ptr::eq(before.stage, stage) && before.provisional == provisional
            };
            if !standings.last().is_some_and(is_same) {
                standings.push(Standing { since, stage, provisional });
            }
        }
        standings
    }

    /// Where it stands on a day; `None` before its recognition.
    #[must_use]
    pub fn standing_on(&self, day: NaiveDate) -> Option<Standing<'_>> {
        self.standings().into_iter().rfind(|standing| standing.since <= day)
    }

    /// The last day after one and by another on which an act may begin or end to have effect.
    #[must_use]
    pub fn last_boundary(&self, after: NaiveDate, by: NaiveDate) -> Option<NaiveDate> {
        let all = self.life.iter().flat_map(Stage::boundaries);
        all.filter(|day| after < *day && *day <= by).max()
    }

    /// The changes of its status after a day, in order: what follows without another act.
    #[must_use]
    pub fn ahead(&self, today: NaiveDate) -> Vec<(NaiveDate, PoleStatus)> {
        let mut status = self.status_on(today);
        let mut ahead = Vec::new();
        for standing in self.standings() {
            if standing.since > today && standing.stage.status != status {
                status = standing.stage.status;
                ahead.push((standing.since, status));
            }
        }
        ahead
    }

    /// The first day after its end, if its life has ended or will for good.
    #[must_use]
    pub fn ended_on(&self) -> Option<NaiveDate> {
        let standings = self.standings();
        let last = standings.iter().rposition(|standing| !standing.stage.status.is_over());
        standings.get(last.map_or(0, |last| last.saturating_add(1))).map(|end| end.since)
    }

    /// The stretches in which its life had ended before a court revived it: first and last days.
    pub(super) fn gaps(&self) -> Vec<(NaiveDate, NaiveDate)> {
        let standings = self.standings();
        let following = standings.iter().skip(1).map(|next| next.since.pred_opt());
        let stretches = standings.iter().zip(following);
        let over = stretches.filter(|(standing, _)| standing.stage.status.is_over());
        over.filter_map(|(standing, last)| Some((standing.since, last?))).collect()
    }

    /// Why an act that was taken has no effect yet, if there is one.
    #[must_use]
    pub fn ahead_of(&self, today: NaiveDate) -> Option<Ahead> {
        if self.life.iter().any(|stage| stage.awaits_delivery_on(today)) {
            return Some(Ahead::Undelivered);
        }
        // What a court holds up keeps nothing from being taken.
        let is_ahead = |stage: &Stage| stage.since > today && !stage.is_held_on(today);
        self.life.iter().any(is_ahead).then_some(Ahead::Later)
    }

    /// Whether the suspension of a day can be extended.
    #[must_use]
    pub fn extending(&self, today: NaiveDate) -> Extending {
        let Some(stage) = self.stage_on(today) else { return Extending::Possible };
        match &stage.suspension {
            Some(Suspension { kind: SuspensionKind::Judicial, .. }) => Extending::ByCourt,
            Some(Suspension { extension: Some(_), .. }) => Extending::Done,
            // Of one that was recorded before they had kinds.
            None if stage.act.as_ref().is_some_and(Act::is_judgment) => Extending::ByCourt,
            _ => Extending::Possible,
        }
    }

    /// The same pole, of which the suspension in force lasts longer.
    ///
    /// # Errors
    ///
    /// `suspension_not_longer`, at `/until`; `too_many_references`.
    pub fn with_extension(
        mut self,
        extension: Extension,
        until: NaiveDate,
        references: Vec<Reference>,
    ) -> Result<Self, Vec<Fault>> {
        let today = extension.on;
        let is_suspended = |stage: &&mut Stage| {
            stage.status == PoleStatus::Suspended && stage.is_in_force_on(today)
        };
        if let Some(stage) = self.life.iter_mut().rfind(is_suspended) {
            // Of one that was recorded before they had ends.
            let suspension = stage.suspension.take().unwrap_or(Suspension {
                kind: SuspensionKind::Administrative,
                until: None,
                extension: None,
            });
            let extended = suspension.extended(extension, until).map_err(|fault| vec![fault])?;
            stage.suspension = Some(extended);
            stage.file(references)?;
        }
        Ok(self)
    }

    /// The same pole, once the act that awaits its delivery was delivered, or not.
    ///
    /// # Errors
    ///
    /// `delivery_before_act`, `delivery_in_the_future`, `suspension_ends_before_it_begins`, below
    /// `/delivery`.
    pub fn delivered(
        mut self,
        delivery: Delivery,
        references: Vec<Reference>,
        today: NaiveDate,
    ) -> Result<Self, Vec<Fault>> {
        let mut stages = self.life.iter_mut();
        if let Some(stage) = stages.rfind(|stage| stage.awaits_delivery_on(today)) {
            let taken_on = stage.act.as_ref().map_or(stage.since, |act| act.date);
            delivery.follows(taken_on, today).map_err(|fault| vec![fault.under("/delivery")])?;
            if let Some(received_on) = delivery.received_on() {
                if stage.last_day().is_some_and(|last| last < received_on) {
                    return Err(vec![ENDS_BEFORE.at("/delivery/on")]);
                }
                stage.since = received_on;
                stage.effect.awaits_delivery = false;
            }
            stage.effect.delivery = Some(delivery);
            stage.file(references)?;
        }
        Ok(self.as_of(today))
    }

    /// The order that holds up an act on a day, provisionally: one that would be in force without it.
    fn provisional_on(&self, day: NaiveDate) -> Option<&CourtOrder> {
        self.life.iter().rev().find_map(|held| {
            let order = held.provisionally_held_on(day)?;
            let is_held = |stage: &Stage| std::ptr::eq(stage, held);
            let otherwise = self.stage_where(|stage| stage.is_in_force_on(day) || is_held(stage));
            otherwise.is_some_and(is_held).then_some(order)
        })
    }
}
