//! Who may see an event beside the officials.

use std::collections::BTreeSet;

use ptp_domain::application::Application;
use ptp_domain::call::CallStatus;
use ptp_domain::pole::Pole;
use ptp_domain::policy::{Owner, Scope};

use crate::owner;

/// Everybody.
const PUBLIC: &str = "public";

/// Everybody, owners by their keys, or nobody.
#[derive(Clone, Debug, Default)]
pub(crate) struct Audiences(BTreeSet<String>);

impl Audiences {
    /// Everybody, unless the call is a draft.
    pub(crate) fn of_call(status: CallStatus) -> Self {
        match status {
            CallStatus::Draft => Self::default(),
            CallStatus::Published | CallStatus::Withdrawn | CallStatus::Archived => {
                Self(BTreeSet::from([PUBLIC.to_owned()]))
            }
        }
    }

    /// The owner, and everybody if the pole is or was recognised.
    pub(crate) fn of_pole(pole: &Pole) -> Self {
        Self::of(&pole.owner, pole.recognition.is_some())
    }

    /// The owner.
    pub(crate) fn of_application(application: &Application) -> Self {
        Self::of(&application.owner, false)
    }

    /// An owner, and everybody if it is public.
    pub(crate) fn of(owner: &Owner, is_public: bool) -> Self {
        let public = is_public.then(|| PUBLIC.to_owned());
        Self(public.into_iter().chain([owner::key(owner)]).collect())
    }

    /// Whom a caller belongs to who does not see everything.
    pub(crate) fn with(scope: &Scope) -> Self {
        let own = scope.own().map(owner::key);
        Self(own.into_iter().chain([PUBLIC.to_owned()]).collect())
    }

    /// These and others.
    pub(crate) fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }
}

impl IntoIterator for Audiences {
    type Item = String;
    type IntoIter = std::collections::btree_set::IntoIter<String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
