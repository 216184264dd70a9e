//! Calls: writes.

use ptp_domain::area::Area;
use ptp_domain::call::{Call, CallStatus};
use ptp_domain::event::Event;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{EntityTrait, ExprTrait, QueryFilter, QuerySelect};

use super::row;
use crate::db::{PendingEvent, StoreError, Tx, Write, insert_all};
use crate::entity::{call as table, call_area};
use crate::event::{About, Audiences, instant};
use crate::stored::Stored;

impl Tx<Write> {
    /// Inserts a call.
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`] if its identifier or code exists already.
    pub async fn insert_call(&self, call: Call, event: &Event) -> Result<Stored<Call>, StoreError> {
        let at = instant(event);
        let stored = Stored::first(call, at);
        table::Entity::insert(row::to_row(&stored)?).exec_without_returning(&self.db).await?;
        self.insert_areas(&stored.value).await?;
        let about = About::Call(stored.value.id.uuid(), 1);
        self.record(PendingEvent::new(event, about, Audiences::of_call(stored.value.status)));
        Ok(stored)
    }

    /// Saves a call, if it still has the version that was read.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if it has been written since.
    pub async fn save_call(
        &self,
        call: Stored<Call>,
        event: &Event,
    ) -> Result<Stored<Call>, StoreError> {
        let read_at = call.version;
        let stored = call.next(instant(event));
        let id = stored.value.id.uuid();
        let status_before: Option<String> = table::Entity::find_by_id(id)
            .select_only()
            .column(table::Column::Status)
            .into_tuple()
            .one(&self.db)
            .await?;
        let status_before = CallStatus::from_code(&status_before.ok_or(StoreError::Stale)?)?;
        let columns =
            table::ActiveModel { id: NotSet, created_at: NotSet, ..row::to_row(&stored)? };
        let as_read = table::COLUMN.id.eq(id).and(table::COLUMN.version.eq(read_at));
        self.update_as_read::<table::Entity>(columns, as_read).await?;
        // Areas that only a newer release knows stay with the call.
        let known = Area::ALL.iter().map(|area| area.code());
        call_area::Entity::delete_many()
            .filter(call_area::COLUMN.call_id.eq(id))
            .filter(call_area::COLUMN.area.is_in(known))
            .exec(&self.db)
            .await?;
        self.insert_areas(&stored.value).await?;
        let audiences =
            Audiences::of_call(status_before).and(Audiences::of_call(stored.value.status));
        self.record(PendingEvent::new(event, About::Call(id, stored.version), audiences));
        Ok(stored)
    }

    /// Keeps a call as it was read until the transaction ends. Several transactions can do so at a
    /// time; whoever would change the call waits for them.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if it has been written since.
    pub async fn keep_call(&self, call: &Stored<Call>) -> Result<(), StoreError> {
        let version: Option<i64> = table::Entity::find_by_id(call.value.id.uuid())
            .select_only()
            .column(table::Column::Version)
            .lock_shared()
            .into_tuple()
            .one(&self.db)
            .await?;
        if version == Some(call.version) { Ok(()) } else { Err(StoreError::Stale) }
    }

    /// Deletes a call, if it still has the version that was read.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if it has been written since.
    pub async fn delete_call(&self, call: &Stored<Call>, event: &Event) -> Result<(), StoreError> {
        let id = call.value.id.uuid();
        let as_read = table::COLUMN.id.eq(id).and(table::COLUMN.version.eq(call.version));
        self.delete_as_read::<table::Entity>(as_read).await?;
        let about = About::Call(id, call.version.saturating_add(1));
        self.record(PendingEvent::new(event, about, Audiences::of_call(call.value.status)));
        Ok(())
    }

    async fn insert_areas(&self, call: &Call) -> Result<(), StoreError> {
        let areas: std::collections::BTreeSet<_> = call.terms.areas.iter().collect();
        let rows = areas.into_iter().map(|area| call_area::ActiveModel {
            call_id: Set(call.id.uuid()),
            area: Set(area.code().to_owned()),
        });
        insert_all(&self.db, rows.collect()).await?;
        Ok(())
    }
}
