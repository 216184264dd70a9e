//! What officials write for officials, beside the event of their act: not part of the chain.

use std::collections::BTreeMap;

use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::past::PastEvent;
use crate::db::{PendingEvent, StoreError, Tx, insert_all};
use crate::entity::event_note as table;

/// Writes the notes of a transaction.
///
/// # Errors
///
/// [`StoreError`].
pub(crate) async fn write_notes(
    db: &impl ConnectionTrait,
    events: &mut [PendingEvent],
) -> Result<(), StoreError> {
    let notes = events.iter_mut().filter_map(|event| {
        let note = event.note.take()?;
        Some(table::ActiveModel { event_id: Set(event.row.id), note: Set(note) })
    });
    insert_all(db, notes.collect()).await
}

impl<M> Tx<M> {
    /// Adds the notes to events that have no place yet.
    pub(super) async fn with_notes(
        &self,
        mut events: Vec<PastEvent>,
    ) -> Result<Vec<PastEvent>, StoreError> {
        if events.is_empty() {
            return Ok(events);
        }
        let notes = table::Entity::find()
            .filter(table::COLUMN.event_id.is_in(events.iter().map(|event| event.id)))
            .all(&self.db)
            .await?;
        let mut notes: BTreeMap<Uuid, String> =
            notes.into_iter().map(|row| (row.event_id, row.note)).collect();
        for event in &mut events {
            event.note = notes.remove(&event.id);
        }
        Ok(events)
    }
}
