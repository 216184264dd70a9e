//! Poles whose recognition was annulled: no longer public, except for the annulment itself.

use chrono::NaiveDate;
use ptp_domain::area::Area;
use ptp_domain::calendar::civil_date;
use ptp_domain::event::{Event, EventKind};
use ptp_domain::id::Id;
use ptp_domain::identifier::PoleCode;
use ptp_domain::pole::Pole;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::{self, NotSet, Set};
use sea_orm::EntityTrait;

use crate::db::{StoreError, Tx};
use crate::entity::pole as table;
use crate::record::life::AnnulledRecord;
use crate::record::word::Word;
use crate::record::{Recorded, Unplaced};
use crate::stored::Stored;

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
}

/// The value of the column after an event.
///
/// # Errors
///
/// [`StoreError::Newer`] if a newer release recorded an earlier annulment.
pub(super) fn column(
    stored: &Stored<Pole>,
    event: &Event,
) -> Result<ActiveValue<Option<Recorded<AnnulledRecord>>>, StoreError> {
    if event.kind != EventKind::RecognitionAnnulled {
        return Ok(NotSet);
    }
    // What it has besides belongs to that annulment, not to this one.
    if stored.residues.has("annulled") {
        return Err(Unplaced("annulled").into());
    }
    let description = &stored.value.description;
    Ok(Set(Some(Recorded::new(AnnulledRecord {
        on: civil_date(event.at),
        name: description.name.clone(),
        area: Some(Word(description.area)),
    }))))
}

impl<M> Tx<M> {
    /// Finds the annulled recognition of a pole, regardless of scope.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_annulled(&self, id: Id<Pole>) -> Result<Option<Annulled>, StoreError> {
        let row = table::Entity::find_by_id(id.uuid()).one(&self.db).await?;
        let Some((row, annulled)) = row
            .and_then(|mut row| row.annulled.take().map(|annulled| (row, annulled.into_known())))
        else {
            return Ok(None);
        };
        Ok(Some(Annulled {
            code: PoleCode::parse(&row.code)?,
            name: annulled.name,
            // The present one, if the one of then is unknown here.
            area: annulled.area.map_or_else(|| Area::from_code(&row.area), |area| Ok(area.0))?,
            on: annulled.on,
        }))
    }
}
