//! A change of a network with all that writing it takes.

use chrono::NaiveDate;
use ptp_domain::event::Event;
use ptp_domain::policy::Actor;
use ptp_store::{NetworkWrite, Read, StoredPole, Tx, Write};

use super::effect::Effect;
use crate::cases::foresight::Foresight;
use crate::cases::network::with_events;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// A change of a network that may be written.
pub(crate) struct Effected {
    pub(crate) effect: Effect,
    foresight: Foresight,
    writes: Vec<(NetworkWrite, Event)>,
}

impl Effected {
    /// Foresees what the change makes of the pole that was read.
    ///
    /// # Errors
    ///
    /// The store's.
    pub(crate) async fn of(
        tx: &Tx<Read>,
        (service, actor): (&Service, &Actor),
        read: &StoredPole,
        effect: Effect,
        today: NaiveDate,
    ) -> Result<Self, ApiError> {
        let foresight = Foresight::of(tx, &read.pole, &effect.next, today).await?;
        let writes = with_events(service, actor, &effect.writes);
        Ok(Self { effect, foresight, writes })
    }

    /// Writes it.
    ///
    /// # Errors
    ///
    /// [`ApiError::Aborted`] if the pole has changed since it was read.
    pub(crate) async fn written(
        &self,
        tx: &Tx<Write>,
        read: &StoredPole,
    ) -> Result<StoredPole, ApiError> {
        self.foresight.written_network(tx, read, &self.writes).await
    }
}
