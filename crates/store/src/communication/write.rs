//! Communications: writes.

use chrono::SubsecRound;
use ptp_domain::communication::Communication;
use ptp_domain::event::Event;
use ptp_domain::pole::Pole;
use sea_orm::{EntityTrait, ExprTrait};

use super::row;
use crate::db::{PendingEvent, StoreError, Tx, Write};
use crate::entity::communication as table;
use crate::event::{About, Audiences, instant};
use crate::stored::Stored;

impl Tx<Write> {
    /// Inserts a communication about a pole, as it is after what it brings about.
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`] if the identifier or number exists already.
    pub async fn insert_communication(
        &self,
        communication: Communication,
        pole: &Stored<Pole>,
        event: &Event,
    ) -> Result<Stored<Communication>, StoreError> {
        let received_at = communication.received_at.trunc_subsecs(6);
        let value = Communication { received_at, ..communication };
        let stored = Stored::first(value, instant(event));
        table::Entity::insert(row::to_row(&stored)?).exec_without_returning(&self.db).await?;
        self.record_communication(&stored, pole, event);
        Ok(stored)
    }

    /// Saves the answer to a communication, if it still has the version that was read.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if it has been written since.
    pub async fn save_communication(
        &self,
        communication: Stored<Communication>,
        pole: &Stored<Pole>,
        event: &Event,
    ) -> Result<Stored<Communication>, StoreError> {
        let read_at = communication.version;
        let stored = communication.next(instant(event));
        let as_read =
            table::COLUMN.id.eq(stored.value.id.uuid()).and(table::COLUMN.version.eq(read_at));
        self.update_as_read::<table::Entity>(row::mutable_columns(&stored)?, as_read).await?;
        self.record_communication(&stored, pole, event);
        Ok(stored)
    }

    /// The event belongs to the history of the pole; the public sees what comes of it.
    fn record_communication(
        &self,
        stored: &Stored<Communication>,
        pole: &Stored<Pole>,
        event: &Event,
    ) {
        let about = About::Pole(pole.value.id.uuid(), pole.version);
        let audiences = Audiences::named(&pole.value.owner, &stored.value.about);
        self.record(PendingEvent::new(event, about, audiences));
    }
}
