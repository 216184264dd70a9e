//! Requests: writes.

use chrono::SubsecRound;
use ptp_domain::change_request::ChangeRequest;
use ptp_domain::event::Event;
use ptp_domain::pole::Pole;
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, ExprTrait, QueryFilter};

use super::row;
use crate::db::{PendingEvent, StoreError, Tx, Write, insert_all};
use crate::entity::{change_request as table, change_request_topic as topic_table};
use crate::event::{About, Audiences, instant};
use crate::stored::Stored;

impl Tx<Write> {
    /// Inserts a request on a pole, whose version does not change.
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`] if another pending request of the pole is about the same; or if the
    /// identifier or protocol number exists already.
    pub async fn insert_change_request(
        &self,
        request: ChangeRequest,
        pole: &Stored<Pole>,
        event: &Event,
    ) -> Result<Stored<ChangeRequest>, StoreError> {
        let received_at = request.received_at.trunc_subsecs(6);
        let stored = Stored::first(ChangeRequest { received_at, ..request }, instant(event));
        table::Entity::insert(row::to_row(&stored)?).exec_without_returning(&self.db).await?;
        insert_all(&self.db, row::topic_rows(&stored.value)).await?;
        self.record_change_request(&stored, pole.version, event);
        Ok(stored)
    }

    /// Saves status and procedure of a request, if it still has the version that was read. `pole` is
    /// the version of its pole.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if it has been written since.
    pub async fn save_change_request(
        &self,
        request: Stored<ChangeRequest>,
        pole: i64,
        event: &Event,
    ) -> Result<Stored<ChangeRequest>, StoreError> {
        let read_at = request.version;
        let mut stored = request.next(instant(event));
        let as_read =
            table::COLUMN.id.eq(stored.value.id.uuid()).and(table::COLUMN.version.eq(read_at));
        self.update_as_read::<table::Entity>(row::mutable_columns(&stored)?, as_read).await?;
        if !stored.value.status.is_pending() {
            topic_table::Entity::update_many()
                .set(topic_table::ActiveModel { pending: Set(false), ..Default::default() })
                .filter(topic_table::COLUMN.request_id.eq(stored.value.id.uuid()))
                .exec(&self.db)
                .await?;
            self.forget_decided(&mut stored.value).await?;
        }
        self.record_change_request(&stored, pole, event);
        Ok(stored)
    }

    /// The event belongs to the history of the pole; the public sees what comes of it.
    fn record_change_request(&self, stored: &Stored<ChangeRequest>, pole: i64, event: &Event) {
        let about = About::Pole(stored.value.pole.uuid(), pole);
        let audiences = Audiences::of_change_request(&stored.value);
        self.record(PendingEvent::new(event, about, audiences));
    }
}
