//! Poles: what is visible, what is found, what is written.

mod row;

use ptp_domain::event::Event;
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::Pole;
use ptp_domain::policy::{Owner, Scope};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::NotSet;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use crate::entity::{member as member_table, pole as table};
use crate::error::StoreError;
use crate::event::{About, Pending, instant};
use crate::fold::has_words;
use crate::page::{After, Key, Order, Page, PoleFilter, PoleSort, instant_key, instant_of, paged};
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
    match owner {
        Owner::Organisation(tax_code) => {
            Condition::all().add(table::COLUMN.owner_tax_code.eq(tax_code.as_str()))
        }
        Owner::Subject { issuer, subject } => Condition::all()
            .add(table::COLUMN.owner_issuer.eq(issuer.as_str()))
            .add(table::COLUMN.owner_subject.eq(subject.as_str())),
    }
}

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
        let members = member_table::Entity::find()
            .filter(member_table::COLUMN.pole_id.eq(pole.id))
            .order_by_asc(member_table::Column::Id)
            .all(&self.db)
            .await?;
        let members = members.into_iter().map(Stored::try_from).collect::<Result<_, _>>()?;
        Ok(Some(StoredPole { pole: Stored::try_from(pole)?, members }))
    }

    /// A page of the poles that pass the filter, without their members.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; [`StoreError::Corrupt`] if the place is not of this order
    /// ([`PoleSort::accepts`]).
    pub async fn page_poles(
        &self,
        scope: &Scope,
        filter: &PoleFilter,
        order: Order<PoleSort>,
        after: Option<&After>,
        limit: u64,
    ) -> Result<Page<Stored<Pole>>, StoreError> {
        let key = match order.by {
            PoleSort::Code => None,
            PoleSort::Name => Some(Key {
                column: table::Column::FoldedName,
                after: after.map(|after| after.key.as_str().into()),
            }),
            PoleSort::UpdatedAt => Some(Key {
                column: table::Column::UpdatedAt,
                after: after.map(instant_of).transpose()?,
            }),
        };
        let poles = filtered(within(scope), filter);
        let poles = paged(poles, key, table::Column::Id, order.descending, after, limit);
        let place = |pole: &table::Model| After {
            key: match order.by {
                PoleSort::Code => String::new(),
                PoleSort::Name => pole.folded_name.clone(),
                PoleSort::UpdatedAt => instant_key(pole.updated_at),
            },
            id: pole.id,
        };
        Page::of(poles.all(&self.db).await?, limit, place, Stored::try_from)
    }
}

fn filtered(poles: Select<table::Entity>, filter: &PoleFilter) -> Select<table::Entity> {
    let PoleFilter { area, status, province, owner, member_kind, q, updated_since } = filter;
    poles
        .apply_if(*area, |poles, area| poles.filter(table::COLUMN.area.eq(area.code())))
        .apply_if(*status, |poles, status| poles.filter(table::COLUMN.status.eq(status.code())))
        .apply_if(*province, |poles, seat| poles.filter(table::COLUMN.province.eq(seat.code())))
        .apply_if(owner.as_ref(), |poles, owner| poles.filter(owned_by(owner)))
        .apply_if(*member_kind, |poles, kind| {
            let with_one = member_table::Entity::find()
                .select_only()
                .column(member_table::Column::PoleId)
                .filter(member_table::COLUMN.kind.eq(kind.code()));
            poles.filter(table::Column::Id.in_subquery(with_one.into_query()))
        })
        .apply_if(q.as_deref(), |poles, q| poles.filter(has_words(table::Column::Folded, q)))
        .apply_if(*updated_since, |poles, instant| {
            poles.filter(table::COLUMN.updated_at.gte(instant))
        })
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
        self.record(Pending::new(event, About::Pole(id.uuid(), 1), &[]));
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
        let unchanging = table::ActiveModel { id: NotSet, created_at: NotSet, ..row::of(&stored) };
        self.write_pole(stored.value.id, read_at, unchanging).await?;
        self.record(Pending::new(event, About::Pole(stored.value.id.uuid(), stored.version), &[]));
        Ok(stored)
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
        self.record(Pending::new(event, About::Pole(id, pole.version.saturating_add(1)), &[]));
        Ok(())
    }
}
