//! Poles: what is visible, what is found, what is written.

mod annulled;
mod filter;
mod list;
mod plan;
mod row;

use chrono::NaiveDate;
use ptp_domain::calendar::civil_date;
use ptp_domain::event::Event;
use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::member::Member;
use ptp_domain::pole::Pole;
use ptp_domain::policy::{Owner, Scope};
use sea_orm::ActiveValue::NotSet;
use sea_orm::{Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

pub use self::annulled::Annulled;
use crate::entity::{member as member_table, pole as table};
use crate::error::StoreError;
use crate::event::{About, Audiences, Pending, instant};
use crate::owner;
use crate::stored::{Stored, StoredPole};
use crate::tx::{Tx, Write};

/// What `scope` lets one see. Every query on poles and members starts here.
fn within(scope: &Scope) -> Select<table::Entity> {
    table::Entity::find().filter(visible(scope))
}

/// Everything, or what is public (ever recognised) and one's own.
pub(crate) fn visible(scope: &Scope) -> Condition {
    if scope.is_everything() {
        return Condition::all();
    }
    Condition::any()
        .add(table::COLUMN.recognised_on.is_not_null())
        .add_option(scope.own().map(owned_by))
}

fn owned_by(owner: &Owner) -> Condition {
    owner::is(owner, OWNER)
}

/// The columns that say whose a pole is.
const OWNER: [table::Column; 3] =
    [table::Column::OwnerTaxCode, table::Column::OwnerIssuer, table::Column::OwnerSubject];

impl<M> Tx<M> {
    /// A pole with its members; a transaction that may write keeps it from others until it is
    /// over.
    ///
    /// With a scope of one's own it is also found if it is somebody else's and public: whoever
    /// changes it asks first whose it is.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_pole(
        &self,
        scope: &Scope,
        id: Id<Pole>,
    ) -> Result<Option<StoredPole>, StoreError> {
        let mut query = within(scope).filter(table::COLUMN.id.eq(id.uuid()));
        if self.locks {
            query = query.lock_exclusive();
        }
        let Some(pole) = query.one(&self.db).await? else { return Ok(None) };
        let members = self.members_of(Id::new(pole.id)).await?;
        Ok(Some(StoredPole { pole: Stored::try_from(pole)?, members }))
    }

    /// The pole of which an organisation is a certain member, whatever its status and whosever it
    /// is: that organisation may see what it takes part in. A transaction that may write keeps it
    /// from others until it is over.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_membership(
        &self,
        organisation: &TaxCode,
        pole: Id<Pole>,
        member: Id<Member>,
    ) -> Result<Option<StoredPole>, StoreError> {
        let mut query = table::Entity::find_by_id(pole.uuid());
        if self.locks {
            query = query.lock_exclusive();
        }
        let Some(row) = query.one(&self.db).await? else { return Ok(None) };
        let members = self.members_of(pole).await?;
        let it = |stored: &Stored<Member>| {
            stored.value.id == member && stored.value.tax_code == *organisation
        };
        if !members.iter().any(it) {
            return Ok(None);
        }
        Ok(Some(StoredPole { pole: Stored::try_from(row)?, members }))
    }

    /// The members of a pole, in the order of their identifiers.
    pub(crate) async fn members_of(
        &self,
        pole: Id<Pole>,
    ) -> Result<Vec<Stored<Member>>, StoreError> {
        let members = member_table::Entity::find()
            .filter(member_table::COLUMN.pole_id.eq(pole.uuid()))
            .order_by_asc(member_table::Column::Id)
            .all(&self.db)
            .await?;
        members.into_iter().map(Stored::try_from).collect()
    }

    /// Whose a pole is, if there is one.
    pub(crate) async fn owner_of_pole(&self, id: Id<Pole>) -> Result<Option<Owner>, StoreError> {
        let columns: Option<owner::Columns> = table::Entity::find_by_id(id.uuid())
            .select_only()
            .columns(OWNER)
            .into_tuple()
            .one(&self.db)
            .await?;
        columns.map(owner::of_columns).transpose()
    }
}

impl Tx<Write> {
    /// Writes a pole and its members for the first time.
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`] if an identifier or the code is taken.
    pub async fn insert_pole(
        &self,
        pole: Pole,
        members: Vec<Member>,
        event: &Event,
    ) -> Result<StoredPole, StoreError> {
        let at = instant(event);
        let pole = Stored { value: pole, version: 1, created_at: at, updated_at: at };
        let id = pole.value.id;
        table::Entity::insert(row::of(&pole)).exec_without_returning(&self.db).await?;
        let mut members: Vec<_> = members
            .into_iter()
            .map(|value| Stored { value, version: 1, created_at: at, updated_at: at })
            .collect();
        members.sort_by_key(|member| member.value.id);
        self.insert_members(id, &members).await?;
        let pending =
            Pending::new(event, About::Pole(id.uuid(), 1), Audiences::of_pole(&pole.value));
        self.pole_was_written(&pole.value, event, pending).await?;
        Ok(StoredPole { pole, members })
    }

    /// Writes a pole over the version that was read.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if that is not the last one any more.
    pub async fn save_pole(
        &self,
        pole: Stored<Pole>,
        event: &Event,
    ) -> Result<Stored<Pole>, StoreError> {
        let read_at = pole.version;
        let stored =
            Stored { version: read_at.saturating_add(1), updated_at: instant(event), ..pole };
        let was = self.audiences_in(stored.value.id, read_at).await?;
        let unchanging = table::ActiveModel {
            id: NotSet,
            created_at: NotSet,
            annulled: annulled::by(&stored.value, event),
            ..row::of(&stored)
        };
        self.write_pole(stored.value.id, read_at, unchanging).await?;
        let about = About::Pole(stored.value.id.uuid(), stored.version);
        let pending = Pending::new(event, about, was.and(Audiences::of_pole(&stored.value)));
        self.pole_was_written(&stored.value, event, pending).await?;
        Ok(stored)
    }

    /// Who might see the pole before a change: after it that may be somebody else.
    async fn audiences_in(&self, id: Id<Pole>, version: i64) -> Result<Audiences, StoreError> {
        let row = table::Entity::find_by_id(id.uuid())
            .select_only()
            .columns(OWNER)
            .column(table::Column::RecognisedOn)
            .filter(table::COLUMN.version.eq(version))
            .into_tuple::<(Option<String>, Option<String>, Option<String>, Option<NaiveDate>)>()
            .one(&self.db)
            .await?;
        let (tax_code, issuer, subject, recognised_on) = row.ok_or(StoreError::Stale)?;
        let owner = owner::of_columns((tax_code, issuer, subject))?;
        Ok(Audiences::of(&owner, recognised_on.is_some()))
    }

    /// What goes with every write of a pole, of a member of it or of what was settled of it: an
    /// event, and its outcomes as they are then.
    pub(crate) async fn pole_was_written(
        &self,
        pole: &Pole,
        event: &Event,
        pending: Pending,
    ) -> Result<(), StoreError> {
        self.record(pending);
        self.refresh_outcomes(pole, civil_date(event.at)).await
    }

    /// Writes columns of a pole over the version that was read.
    pub(crate) async fn write_pole(
        &self,
        id: Id<Pole>,
        read_at: i64,
        columns: table::ActiveModel,
    ) -> Result<(), StoreError> {
        let written = table::Entity::update_many()
            .set(columns)
            .filter(table::COLUMN.id.eq(id.uuid()))
            .filter(table::COLUMN.version.eq(read_at))
            .exec(&self.db)
            .await?;
        if written.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }

    /// Deletes a pole with its members in the version that was read.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if that is not the last one any more.
    pub async fn delete_pole(&self, pole: &Stored<Pole>, event: &Event) -> Result<(), StoreError> {
        let id = pole.value.id.uuid();
        let deleted = table::Entity::delete_many()
            .filter(table::COLUMN.id.eq(id))
            .filter(table::COLUMN.version.eq(pole.version))
            .exec(&self.db)
            .await?;
        if deleted.rows_affected != 1 {
            return Err(StoreError::Stale);
        }
        let about = About::Pole(id, pole.version.saturating_add(1));
        self.record(Pending::new(event, about, Audiences::of_pole(&pole.value)));
        Ok(())
    }
}
