//! What a write of a pole rests on, read and computed before its transaction.

use chrono::NaiveDate;
use ptp_domain::application::Application;
use ptp_domain::event::Event;
use ptp_domain::id::Id;
use ptp_domain::pole::Pole;
use ptp_domain::rules::Determination;
use ptp_store::{Foreseen, NetworkWrite, Stored, StoredPole, Tx, Write};

use super::judging::{determinations, judged, ruleset_of};
use super::problems::ApiError;

/// What a write of a pole rests on.
pub(crate) struct Foresight {
    outcomes: Foreseen,
    /// The application that decides whether the pole may be changed, with its version.
    candidacy: Option<(Id<Application>, i64)>,
}

impl Foresight {
    /// Foresees the outcomes of a pole as it will be, with the determinations on it as they are.
    ///
    /// # Errors
    ///
    /// The store's.
    pub(crate) async fn of<M>(
        tx: &Tx<M>,
        read: &Stored<Pole>,
        next: &StoredPole,
        today: NaiveDate,
    ) -> Result<Self, ApiError> {
        // Without a recognition there are no outcomes.
        let settled = match next.pole.value.recognition {
            None => Vec::new(),
            Some(_) => determinations(tx, read.value.id).await?,
        };
        Self::given(read, next, &settled, today).await
    }

    /// The same with given determinations.
    ///
    /// # Errors
    ///
    /// Too busy.
    pub(crate) async fn given(
        read: &Stored<Pole>,
        next: &StoredPole,
        settled: &[Determination],
        today: NaiveDate,
    ) -> Result<Self, ApiError> {
        let ruleset = ruleset_of(&next.pole.value);
        let read = read.clone();
        let outcomes = judged((next, &ruleset, settled), move |(next, _, settled), budget| {
            Foreseen::of(&read, next, settled, today, budget)
        })
        .await?;
        Ok(Self { outcomes, candidacy: None })
    }

    /// The same, if it rests on this application too.
    pub(crate) fn and_on(self, application: Option<&Stored<Application>>) -> Self {
        let candidacy = application.map(|one| (one.value.id, one.version));
        Self { candidacy, ..self }
    }

    /// Writes a network, of which this foresees what it is at the end.
    ///
    /// # Errors
    ///
    /// [`ApiError::Aborted`] if the pole has changed.
    pub(crate) async fn written_network(
        &self,
        tx: &Tx<Write>,
        read: &StoredPole,
        writes: &[(NetworkWrite, Event)],
    ) -> Result<StoredPole, ApiError> {
        Ok(Box::pin(tx.write_network(read, writes, &self.outcomes)).await?)
    }

    /// Writes the pole, or a part of it, if nothing of what this rests on has changed.
    ///
    /// # Errors
    ///
    /// Those of the write; [`ApiError::Aborted`] if something has changed.
    pub(crate) async fn written<T, E>(
        &self,
        tx: &Tx<Write>,
        write: impl Future<Output = Result<T, E>>,
    ) -> Result<T, ApiError>
    where
        ApiError: From<E>,
    {
        tx.foresee(self.outcomes.clone());
        let written = Box::pin(write).await?;
        // After the pole, as everywhere.
        if let Some((application, version)) = self.candidacy {
            tx.keep_application(application, version).await?;
        }
        Ok(written)
    }
}
