//! Applications (candidature): submitted by applicants, decided by officials.

pub(crate) mod actions;
pub(crate) mod answer;
pub(crate) mod changes;
pub(crate) mod decide;
pub(crate) mod document;
pub(crate) mod list;
pub(crate) mod list_actions;
pub(crate) mod read;
pub(crate) mod receipt;
pub(crate) mod snapshot;
mod step;
pub(crate) mod submit;

use chrono::{DateTime, Utc};
use ptp_domain::application::Application;
use ptp_domain::calendar::civil_date;
use ptp_domain::call::Call;
use ptp_domain::id::Id;
use ptp_domain::policy::Scope;
use ptp_domain::rules::ruleset::Ruleset;
use ptp_domain::rules::{Report, evaluate};
use ptp_store::{Stored, StoredPole, Tx};

use crate::compliance::determinations;
use crate::http::etag::tag;
use crate::problem::ApiError;

/// An application with what it is about.
pub(crate) struct Case {
    pub(crate) call: Stored<Call>,
    pub(crate) pole: StoredPole,
    pub(crate) application: Stored<Application>,
}

impl Case {
    /// Finds an application with its call and its pole. A transaction that may write keeps all
    /// three from others, always in this order: call, pole, application.
    ///
    /// # Errors
    ///
    /// [`ApiError::NotFound`].
    pub(crate) async fn find<M>(
        tx: &Tx<M>,
        scope: &Scope,
        Place { call, pole, application }: Place,
    ) -> Result<Self, ApiError> {
        let call = tx.find_call(scope, call).await?.ok_or(ApiError::NotFound)?;
        let pole = tx.find_pole(scope, pole).await?.ok_or(ApiError::NotFound)?;
        let application =
            tx.find_application(scope, application).await?.ok_or(ApiError::NotFound)?;
        Ok(Self { call, pole, application })
    }

    /// The rules that the pole is judged by.
    pub(crate) fn ruleset(&self) -> Ruleset {
        self.call.value.terms.ruleset()
    }

    /// What the rules of the call say of the pole as it is now, on the reference date.
    pub(crate) async fn report<M>(&self, tx: &Tx<M>) -> Result<Report, ApiError> {
        let members: Vec<_> = self.pole.members.iter().map(|member| &member.value).collect();
        let network = self.pole.pole.value.network(&members);
        let determinations = determinations(tx, self.pole.pole.value.id).await?;
        let on = self.application.value.reference_date;
        Ok(evaluate(&network, &self.ruleset(), on, &determinations))
    }
}

/// What has to be found for an application.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    call: Id<Call>,
    pole: Id<ptp_domain::pole::Pole>,
    application: Id<Application>,
}

impl Place {
    /// Looks where an application belongs, without keeping it from others.
    ///
    /// # Errors
    ///
    /// [`ApiError::NotFound`].
    pub(crate) async fn of(
        store: &ptp_store::Store,
        scope: &Scope,
        id: Id<Application>,
    ) -> Result<Self, ApiError> {
        let tx = store.read().await?;
        let found = tx.find_application(scope, id).await?.ok_or(ApiError::NotFound)?.value;
        Ok(Self { call: found.call, pole: found.pole, application: id })
    }
}

/// The tag of an application as it is shown on a day: the clock of its procedure is part of it.
fn tag_of(stored: &Stored<Application>, now: DateTime<Utc>) -> String {
    tag(stored.version, &[&civil_date(now).format("%Y%m%d").to_string()])
}
