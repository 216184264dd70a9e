//! Applications: writes.

use chrono::SubsecRound;
use ptp_domain::application::Application;
use ptp_domain::call::Notification;
use ptp_domain::event::Event;
use ptp_domain::id::Id;
use ptp_domain::vocabulary::Vocabulary as _;
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
};

use super::frozen::Frozen;
use super::row;
use crate::compression::compressed;
use crate::db::{PendingEvent, StoreError, Tx, Write};
use crate::entity::{application as table, application_snapshot};
use crate::event::{About, Audiences, instant};
use crate::stored::Stored;

/// Computes anew what is derived from a procedure, for applications written by a version that computed
/// it otherwise or not at all: of pending ones the last days to decide and whether the applicant has
/// answered, and whether an act waits for its delivery, as it may of decided ones too. Changes nothing
/// else.
///
/// # Errors
///
/// [`StoreError`].
pub(crate) async fn renew_derived(db: &DatabaseTransaction) -> Result<(), StoreError> {
    let may_wait = table::Column::Notification.ne(Notification::Recorded.code());
    let concerned = Condition::any().add(table::Column::DueOn.is_not_null()).add(may_wait);
    let rows = table::Entity::find().filter(concerned).all(db).await?;
    for row in rows {
        let due_days = [row.due_on, row.lapses_on, row.due_on_lapsed];
        let stored = (due_days, row.answered, row.awaiting_delivery);
        let application = Stored::<Application>::try_from(row)?.value;
        let due = row::due(&application);
        let answered = application.procedure.is_answered();
        let awaits = application.procedure.undelivered().is_some();
        if (due, Some(answered), awaits) != stored {
            let columns = table::ActiveModel {
                answered: Set(Some(answered)),
                awaiting_delivery: Set(awaits),
                ..row::due_columns(due)
            };
            table::Entity::update_many()
                .set(columns)
                .filter(table::COLUMN.id.eq(application.id.uuid()))
                .exec(db)
                .await?;
        }
    }
    Ok(())
}

impl Tx<Write> {
    /// Inserts an application with what was received.
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`] if the pole has a pending application under the call, or one
    /// for its constitution under any call; or if the identifier or protocol number exists already.
    pub async fn insert_application(
        &self,
        application: Application,
        frozen: Frozen,
        event: &Event,
    ) -> Result<Stored<Application>, StoreError> {
        let at = instant(event);
        let received_at = application.received_at.trunc_subsecs(6);
        let value = Application { received_at, ..application };
        let stored = Stored::first(value, at);
        let row = row::to_row(&stored, &frozen)?;
        table::Entity::insert(row).exec_without_returning(&self.db).await?;
        let snapshot = application_snapshot::ActiveModel {
            application_id: Set(stored.value.id.uuid()),
            compressed: Set(compressed(&frozen.snapshot)?),
        };
        application_snapshot::Entity::insert(snapshot).exec_without_returning(&self.db).await?;
        self.record_application(&stored, event);
        Ok(stored)
    }

    /// Saves status and procedure of an application, if it still has the version that was read.
    /// What was received does not change, nor the owner, which follows the pole.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if it has been written since, [`StoreError::Duplicate`] if it becomes
    /// pending again while another application of the pole is pending.
    pub async fn save_application(
        &self,
        application: Stored<Application>,
        event: &Event,
    ) -> Result<Stored<Application>, StoreError> {
        let read_at = application.version;
        let stored = application.next(instant(event));
        let as_read =
            table::COLUMN.id.eq(stored.value.id.uuid()).and(table::COLUMN.version.eq(read_at));
        self.update_as_read::<table::Entity>(row::mutable_columns(&stored)?, as_read).await?;
        self.record_application(&stored, event);
        Ok(stored)
    }

    /// Keeps an application as it was read until the transaction ends.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if it has been written since.
    pub async fn keep_application(
        &self,
        id: Id<Application>,
        read_at: i64,
    ) -> Result<(), StoreError> {
        let version: Option<i64> = table::Entity::find_by_id(id.uuid())
            .select_only()
            .column(table::Column::Version)
            .lock_shared()
            .into_tuple()
            .one(&self.db)
            .await?;
        if version == Some(read_at) { Ok(()) } else { Err(StoreError::Stale) }
    }

    fn record_application(&self, stored: &Stored<Application>, event: &Event) {
        let about = About::Application(stored.value.id.uuid(), stored.version);
        self.record(PendingEvent::new(event, about, Audiences::of_application(&stored.value)));
    }
}
