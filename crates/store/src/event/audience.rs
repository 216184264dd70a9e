//! Who may see an event besides officials.

use std::collections::BTreeSet;

use ptp_domain::application::Application;
use ptp_domain::calendar::civil_date;
use ptp_domain::call::CallStatus;
use ptp_domain::change_request::{ChangeRequest, Topic};
use ptp_domain::event::{Event, EventKind};
use ptp_domain::identifier::TaxCode;
use ptp_domain::pole::{Ahead, Pole, Stage};
use ptp_domain::policy::{Owner, Scope};

use crate::owner;

/// The key for everyone.
const PUBLIC: &str = "public";

/// Audiences by key: the public, owners, or none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Audiences(BTreeSet<String>);

impl Audiences {
    /// The public, unless the call is a draft.
    pub(crate) fn of_call(status: CallStatus) -> Self {
        match status {
            CallStatus::Draft => Self::default(),
            CallStatus::Published | CallStatus::Withdrawn | CallStatus::Archived => {
                Self(BTreeSet::from([PUBLIC.to_owned()]))
            }
        }
    }

    /// The owner, and the public if the pole is or was recognised.
    pub(crate) fn of_pole(pole: &Pole) -> Self {
        Self::owner_and_public(&pole.owner, pole.recognition.is_some())
    }

    /// Of a change of a pole, its owner before and whether it was recognised: what has not been
    /// delivered is for its addressee first.
    pub(crate) fn of_change(pole: &Pole, event: &Event, before: (&Owner, bool)) -> Self {
        let awaits = |stage: &Stage| stage.effect.awaits_delivery;
        let is_undelivered = match event.kind {
            EventKind::PoleSuspended | EventKind::PoleRevoked => {
                pole.life.last().is_some_and(awaits)
            }
            EventKind::PoleActDelivered => {
                pole.ahead_of(civil_date(event.at)) == Some(Ahead::Undelivered)
            }
            _ => false,
        };
        let (owner, was_public) = before;
        let is_public = |recognised: bool| recognised && !is_undelivered;
        Self::owner_and_public(owner, is_public(was_public))
            .and(Self::owner_and_public(&pole.owner, is_public(pole.recognition.is_some())))
    }

    /// The owner.
    pub(crate) fn of_application(application: &Application) -> Self {
        Self::owner_and_public(&application.owner, false)
    }

    /// The owner of the pole, and the organisations that it is about.
    pub(crate) fn of_change_request(request: &ChangeRequest) -> Self {
        Self::named(&request.owner, request.topics.iter().filter_map(Topic::member))
    }

    /// An owner, and organisations that are named.
    pub(crate) fn named<'a>(owner: &Owner, bodies: impl IntoIterator<Item = &'a TaxCode>) -> Self {
        let key = |code: &TaxCode| owner::audience_key(&Owner::Organisation(code.clone()));
        Self(bodies.into_iter().map(key).chain([owner::audience_key(owner)]).collect())
    }

    /// An owner, and the public if `is_public`.
    pub(crate) fn owner_and_public(owner: &Owner, is_public: bool) -> Self {
        let public = is_public.then(|| PUBLIC.to_owned());
        Self(public.into_iter().chain([owner::audience_key(owner)]).collect())
    }

    /// The audiences that a caller belongs to who does not see everything.
    pub(crate) fn of_caller(scope: &Scope) -> Self {
        let own = scope.own().map(owner::audience_key);
        Self(own.into_iter().chain([PUBLIC.to_owned()]).collect())
    }

    /// The union with other audiences.
    pub(crate) fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// Whether any of the keys is one of these.
    pub(crate) fn meet(&self, keys: &[String]) -> bool {
        keys.iter().any(|key| self.0.contains(key))
    }

    /// The keys in the table `event_audience`.
    pub(crate) fn into_keys(self) -> BTreeSet<String> {
        self.0
    }
}
