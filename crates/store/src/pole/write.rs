//! Poles: writes.

use chrono::NaiveDate;
use ptp_domain::calendar::civil_date;
use ptp_domain::event::Event;
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Owner;
use sea_orm::{EntityTrait, ExprTrait, QueryFilter, QuerySelect};

use super::query::OWNER;
use super::{annulled, row};
use crate::db::{PendingEvent, StoreError, Tx, Write};
use crate::entity::pole as table;
use crate::event::{About, Audiences, instant};
use crate::kept::Change;
use crate::owner;
use crate::stored::{Stored, StoredPole};

impl Tx<Write> {
    /// Inserts a pole and its members.
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`] if an identifier or the code exists already.
    pub async fn insert_pole(
        &self,
        pole: Pole,
        members: Vec<Member>,
        event: &Event,
    ) -> Result<StoredPole, StoreError> {
        let at = instant(event);
        let pole = Stored::first(pole, at).marked_kept();
        let id = pole.value.id;
        table::Entity::insert(row::to_row(&pole)?).exec_without_returning(&self.db).await?;
        let mut members: Vec<_> =
            members.into_iter().map(|value| Stored::first(value, at)).collect();
        members.sort_by_key(|member| member.value.id);
        self.insert_members(id, &members).await?;
        let version = match pole.kept {
            Some(_) => Some(self.version_as_it_is(&pole, &members).await?),
            None => None,
        };
        let pending =
            PendingEvent::new(event, About::Pole(id.uuid(), 1), Audiences::of_pole(&pole.value));
        self.record(pending.keeping(version));
        // What was just inserted need not be read again. Nothing is determined yet.
        let network: Vec<_> = members.iter().map(|member| &member.value).collect();
        self.write_outcomes(&pole, &network, civil_date(event.at)).await?;
        Ok(StoredPole { pole, members })
    }

    /// Saves a pole, if it still has the version that was read.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if it has been written since.
    pub async fn save_pole(
        &self,
        pole: Stored<Pole>,
        event: &Event,
    ) -> Result<Stored<Pole>, StoreError> {
        let (read_at, kept) = (pole.version, pole.kept);
        let stored = pole.next(instant(event)).marked_kept();
        let (owner, was_recognised) = match self.foreseen_of(stored.value.id, read_at)? {
            Some(before) => before,
            None => self.owner_at(stored.value.id, read_at).await?,
        };
        let columns = table::ActiveModel {
            annulled: annulled::column(&stored, event)?,
            ..row::columns_to_save(&stored)?
        };
        self.write_pole(stored.value.id, read_at, columns).await?;
        let about = About::Pole(stored.value.id.uuid(), stored.version);
        let pending = PendingEvent::new(
            event,
            about,
            Audiences::of_change(&stored.value, event, (&owner, was_recognised)),
        );
        if was_recognised && stored.value.recognition.is_none() {
            self.delete_outcomes(stored.value.id).await?;
        }
        let version = self.version_of((read_at, kept), &stored, Change::OF_POLE).await?;
        self.finish_pole_write(&stored, civil_date(event.at), pending.keeping(version)).await?;
        Ok(stored)
    }

    /// Keeps a pole as it was read until the transaction ends. Several transactions can do so at a
    /// time; whoever would change the pole waits for them.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if it has been written since.
    pub async fn keep_pole(&self, pole: &Stored<Pole>) -> Result<(), StoreError> {
        let version: Option<i64> = table::Entity::find_by_id(pole.value.id.uuid())
            .select_only()
            .column(table::Column::Version)
            .lock_shared()
            .into_tuple()
            .one(&self.db)
            .await?;
        if version == Some(pole.version) { Ok(()) } else { Err(StoreError::Stale) }
    }

    /// The owner before a change, and whether the pole was public: it may be transferred or hidden.
    async fn owner_at(&self, id: Id<Pole>, version: i64) -> Result<(Owner, bool), StoreError> {
        let row = table::Entity::find_by_id(id.uuid())
            .select_only()
            .columns(OWNER)
            .column(table::Column::RecognisedOn)
            .filter(table::COLUMN.version.eq(version))
            .into_tuple::<(Option<String>, Option<String>, Option<String>, Option<NaiveDate>)>()
            .one(&self.db)
            .await?;
        let (tax_code, issuer, subject, recognised_on) = row.ok_or(StoreError::Stale)?;
        let owner = owner::from_columns((tax_code, issuer, subject))?;
        Ok((owner, recognised_on.is_some()))
    }

    /// Completes every write of a pole, its members or its determinations: records the event and
    /// recomputes the outcomes as of `today`. The pole is passed as it was just written.
    pub(crate) async fn finish_pole_write(
        &self,
        pole: &Stored<Pole>,
        today: NaiveDate,
        event: PendingEvent,
    ) -> Result<(), StoreError> {
        self.record(event);
        self.recompute_outcomes(pole, today).await
    }

    /// Updates columns of a pole, if it still has the version that was read.
    pub(crate) async fn write_pole(
        &self,
        id: Id<Pole>,
        read_at: i64,
        columns: table::ActiveModel,
    ) -> Result<(), StoreError> {
        self.foreseen_of(id, read_at)?;
        let as_read = table::COLUMN.id.eq(id.uuid()).and(table::COLUMN.version.eq(read_at));
        self.update_as_read::<table::Entity>(columns, as_read).await
    }

    /// Deletes a pole with its members, if it still has the version that was read.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if it has been written since.
    pub async fn delete_pole(&self, pole: &Stored<Pole>, event: &Event) -> Result<(), StoreError> {
        let id = pole.value.id.uuid();
        let as_read = table::COLUMN.id.eq(id).and(table::COLUMN.version.eq(pole.version));
        self.delete_as_read::<table::Entity>(as_read).await?;
        let about = About::Pole(id, pole.version.saturating_add(1));
        self.record(PendingEvent::new(event, about, Audiences::of_pole(&pole.value)));
        Ok(())
    }
}
