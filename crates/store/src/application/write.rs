//! Applications: what is written of them.

use chrono::SubsecRound;
use ptp_domain::application::{Application, ApplicationStatus};
use ptp_domain::event::Event;
use ptp_domain::id::Id;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Owner;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::{Frozen, of_pole, row};
use crate::entity::application as table;
use crate::error::StoreError;
use crate::event::{About, Audiences, Pending, instant};
use crate::owner;
use crate::stored::Stored;
use crate::tx::{Tx, Write};

/// Counts the days of the applications that wait for an answer to a notice, and of which it is not
/// known what becomes of them without one: so an older version left them. Changes nothing else.
///
/// # Errors
///
/// [`StoreError`].
pub(crate) async fn count_again(db: &DatabaseTransaction) -> Result<(), StoreError> {
    let noticed = table::Entity::find()
        .filter(table::COLUMN.status.eq(ApplicationStatus::RejectionNotice.code()))
        .filter(table::Column::LapsesOn.is_null())
        .all(db)
        .await?;
    for row in noticed {
        let application = Stored::<Application>::try_from(row)?.value;
        table::Entity::update_many()
            .set(row::due(&application))
            .filter(table::COLUMN.id.eq(application.id.uuid()))
            .exec(db)
            .await?;
    }
    Ok(())
}

impl Tx<Write> {
    /// Writes an application for the first time, with what was received.
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`] if one of the pole is pending under the call, or one for its
    /// constitution under any; or if the identifier or the protocol number is taken.
    pub async fn insert_application(
        &self,
        application: Application,
        frozen: Frozen,
        event: &Event,
    ) -> Result<Stored<Application>, StoreError> {
        let at = instant(event);
        let received_at = application.received_at.trunc_subsecs(6);
        let value = Application { received_at, ..application };
        let stored = Stored { value, version: 1, created_at: at, updated_at: at };
        let row = row::of(&stored, frozen);
        table::Entity::insert(row).exec_without_returning(&self.db).await?;
        self.record_application(&stored, event);
        Ok(stored)
    }

    /// Writes an application over the version that was read: where it stands and its procedure.
    /// What was received does not change, nor does its owner, who is its pole's.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if that is not the last one any more, [`StoreError::Duplicate`] if it
    /// is pending again and another one of the pole is too.
    pub async fn save_application(
        &self,
        application: Stored<Application>,
        event: &Event,
    ) -> Result<Stored<Application>, StoreError> {
        let read_at = application.version;
        let stored = Stored {
            version: read_at.saturating_add(1),
            updated_at: instant(event),
            ..application
        };
        let written = table::Entity::update_many()
            .set(row::changing(&stored))
            .filter(table::COLUMN.id.eq(stored.value.id.uuid()))
            .filter(table::COLUMN.version.eq(read_at))
            .exec(&self.db)
            .await?;
        if written.rows_affected != 1 {
            return Err(StoreError::Stale);
        }
        self.record_application(&stored, event);
        Ok(stored)
    }

    /// Hands the applications of a pole on to its new owner. They are in the same version as
    /// before: what happened, happened to the pole.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn pass_on_applications(
        &self,
        pole: Id<Pole>,
        owner: &Owner,
    ) -> Result<(), StoreError> {
        let (owner_tax_code, owner_issuer, owner_subject) = owner::to_columns(owner);
        let columns = table::ActiveModel {
            owner_tax_code: Set(owner_tax_code),
            owner_issuer: Set(owner_issuer),
            owner_subject: Set(owner_subject),
            ..Default::default()
        };
        table::Entity::update_many().set(columns).filter(of_pole(pole)).exec(&self.db).await?;
        Ok(())
    }

    fn record_application(&self, stored: &Stored<Application>, event: &Event) {
        let about = About::Application(stored.value.id.uuid(), stored.version);
        self.record(Pending::new(event, about, Audiences::of_application(&stored.value)));
    }
}
