//! Poles whose recognition was annulled: no longer public, except for the annulment itself.

use chrono::NaiveDate;
use ptp_domain::area::Area;
use ptp_domain::calendar::civil_date;
use ptp_domain::event::{Event, EventKind};
use ptp_domain::id::Id;
use ptp_domain::identifier::PoleCode;
use ptp_domain::pole::{Pole, PoleStatus};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::{self, NotSet, Set};
use sea_orm::EntityTrait;

use crate::db::{StoreError, Tx};
use crate::entity::pole as table;
use crate::record::Recorded;
use crate::record::life::AnnulledRecord;
use crate::record::word::Word;

/// What was public about a pole when its recognition was annulled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annulled {
    /// Its code.
    pub code: PoleCode,
    /// Its name then.
    pub name: String,
    /// Its area then.
    pub area: Area,
    /// The day of the last annulment (a civil date in Rome).
    pub on: NaiveDate,
    /// Its current status.
    pub status: PoleStatus,
}

/// The value of the column after an event.
pub(super) fn column(pole: &Pole, event: &Event) -> ActiveValue<Option<Recorded<AnnulledRecord>>> {
    if event.kind != EventKind::RecognitionAnnulled {
        return NotSet;
    }
    Set(Some(Recorded(AnnulledRecord {
        on: civil_date(event.at),
        name: pole.description.name.clone(),
        area: Word(pole.description.area),
    })))
}

impl<M> Tx<M> {
    /// Finds the annulled recognition of a pole, regardless of scope.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_annulled(&self, id: Id<Pole>) -> Result<Option<Annulled>, StoreError> {
        let row = table::Entity::find_by_id(id.uuid()).one(&self.db).await?;
        let Some((row, annulled)) =
            row.and_then(|mut row| row.annulled.take().map(|annulled| (row, annulled.0)))
        else {
            return Ok(None);
        };
        Ok(Some(Annulled {
            code: PoleCode::parse(&row.code)?,
            name: annulled.name,
            area: annulled.area.0,
            on: annulled.on,
            status: PoleStatus::from_code(&row.status)?,
        }))
    }
}
