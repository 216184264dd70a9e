//! Members: found in their poles, written with the version of their pole.

mod row;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ptp_domain::event::Event;
use ptp_domain::id::Id;
use ptp_domain::identifier::SchoolCode;
use ptp_domain::member::{Member, School};
use ptp_domain::pole::Pole;
use ptp_domain::policy::Scope;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::entity::{member as table, member_school_code, pole as pole_table};
use crate::error::StoreError;
use crate::event::{About, Audiences, LEAD_MEMBER_ID, Pending, instant};
use crate::page::{After, Key, Page, paged};
use crate::pole::visible;
use crate::stored::{Found, Sought, Stored};
use crate::tx::{Tx, Write};

impl<M> Tx<M> {
    /// A page of the memberships of an organisation, past and future ones too, in the order of
    /// their identifiers.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn search_members(
        &self,
        scope: &Scope,
        sought: &Sought,
        after: Option<&After>,
        limit: u64,
    ) -> Result<Page<Found>, StoreError> {
        let members = table::Entity::find()
            .find_both_related(pole_table::Entity)
            .filter(visible(scope))
            .filter(is(sought));
        let no_key = None::<Key>;
        let found = paged(members, no_key, table::Column::Id, false, after, limit);
        let place = |(member, _): &(table::Model, pole_table::Model)| After {
            key: String::new(),
            id: member.id,
        };
        Page::of(found.all(&self.db).await?, limit, place, |(member, pole)| {
            Ok(Found { pole: pole.try_into()?, member: member.try_into()? })
        })
    }
}

/// The member is the organisation that is sought.
fn is(sought: &Sought) -> Condition {
    match sought {
        Sought::TaxCode(tax_code) => {
            Condition::all().add(table::COLUMN.tax_code.eq(tax_code.as_str()))
        }
        Sought::School(code) => {
            // What SchoolCode::is_same_institution compares.
            let same = Condition::any()
                .add(member_school_code::COLUMN.institution_prefix.eq(code.institution_prefix()))
                .add_option(
                    code.series().map(|series| member_school_code::Column::Series.eq(series)),
                );
            let members = member_school_code::Entity::find()
                .select_only()
                .column(member_school_code::Column::MemberId)
                .filter(same);
            Condition::all().add(table::Column::Id.in_subquery(members.into_query()))
        }
    }
}

impl<M> Tx<M> {
    /// The members of poles ever recognised that are the organisation, on a day on which they
    /// belong to them, in the order of their identifiers. All of it is public.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn recognised_with(
        &self,
        sought: &Sought,
        on: NaiveDate,
    ) -> Result<Vec<Found>, StoreError> {
        let still = Condition::any()
            .add(table::Column::LeftOn.is_null())
            .add(table::Column::LeftOn.gte(on));
        let found = table::Entity::find()
            .find_both_related(pole_table::Entity)
            .filter(pole_table::Column::RecognisedOn.is_not_null())
            .filter(is(sought))
            .filter(table::Column::JoinedOn.lte(on))
            .filter(still)
            .order_by_asc(table::Column::Id)
            .all(&self.db)
            .await?;
        let restore = |(member, pole): (table::Model, pole_table::Model)| {
            Ok(Found { pole: pole.try_into()?, member: member.try_into()? })
        };
        found.into_iter().map(restore).collect()
    }
}

impl Tx<Write> {
    /// Adds a member to a pole, whose version rises by one.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if the pole has been written since it was read,
    /// [`StoreError::Duplicate`] if the identifier is taken.
    pub async fn add_member(
        &self,
        pole: &Stored<Pole>,
        member: Member,
        event: &Event,
    ) -> Result<Stored<Member>, StoreError> {
        let at = instant(event);
        let stored = Stored { value: member, version: 1, created_at: at, updated_at: at };
        self.raise_pole(pole, event, false).await?;
        self.insert_members(pole.value.id, std::slice::from_ref(&stored)).await?;
        self.pole_was_written(&pole.value, event, pending(event, pole, &stored)).await?;
        Ok(stored)
    }

    /// Writes a member over the version that was read; its pole's version rises by one.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if the pole or the member has been written since it was read.
    pub async fn save_member(
        &self,
        pole: &Stored<Pole>,
        member: Stored<Member>,
        event: &Event,
    ) -> Result<Stored<Member>, StoreError> {
        let read_at = member.version;
        let stored =
            Stored { version: read_at.saturating_add(1), updated_at: instant(event), ..member };
        let id = stored.value.id.uuid();
        self.raise_pole(pole, event, false).await?;
        let columns = table::ActiveModel {
            id: NotSet,
            created_at: NotSet,
            ..row::of(pole.value.id, &stored)
        };
        let written = table::Entity::update_many()
            .set(columns)
            .filter(table::COLUMN.id.eq(id))
            .filter(table::COLUMN.pole_id.eq(pole.value.id.uuid()))
            .filter(table::COLUMN.version.eq(read_at))
            .exec(&self.db)
            .await?;
        if written.rows_affected != 1 {
            return Err(StoreError::Stale);
        }
        member_school_code::Entity::delete_many()
            .filter(member_school_code::COLUMN.member_id.eq(id))
            .exec(&self.db)
            .await?;
        self.insert_codes(std::slice::from_ref(&stored)).await?;
        self.pole_was_written(&pole.value, event, pending(event, pole, &stored)).await?;
        Ok(stored)
    }

    /// Strikes a member out; its pole's version rises by one, and if it led the pole, nobody does.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if the pole or the member has been written since it was read.
    pub async fn remove_member(
        &self,
        pole: &Stored<Pole>,
        member: &Stored<Member>,
        event: &Event,
    ) -> Result<(), StoreError> {
        let leads = pole.value.description.lead_member_id == Some(member.value.id);
        self.raise_pole(pole, event, leads).await?;
        let deleted = table::Entity::delete_many()
            .filter(table::COLUMN.id.eq(member.value.id.uuid()))
            .filter(table::COLUMN.pole_id.eq(pole.value.id.uuid()))
            .filter(table::COLUMN.version.eq(member.version))
            .exec(&self.db)
            .await?;
        if deleted.rows_affected != 1 {
            return Err(StoreError::Stale);
        }
        let gone = Stored { version: member.version.saturating_add(1), ..member.clone() };
        let mut pending = pending(event, pole, &gone);
        if leads {
            pending = pending.and_changed(LEAD_MEMBER_ID);
        }
        self.pole_was_written(&pole.value, event, pending).await
    }

    /// Raises the version of a pole of which a member changes, or what was settled.
    pub(crate) async fn raise_pole(
        &self,
        pole: &Stored<Pole>,
        event: &Event,
        loses_its_lead: bool,
    ) -> Result<(), StoreError> {
        let columns = pole_table::ActiveModel {
            version: Set(pole.version.saturating_add(1)),
            updated_at: Set(instant(event)),
            lead_member_id: if loses_its_lead { Set(None) } else { NotSet },
            ..Default::default()
        };
        self.write_pole(pole.value.id, pole.version, columns).await
    }

    /// Writes members for the first time.
    pub(crate) async fn insert_members(
        &self,
        pole: Id<Pole>,
        members: &[Stored<Member>],
    ) -> Result<(), StoreError> {
        let rows = members.iter().map(|member| row::of(pole, member));
        table::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        self.insert_codes(members).await
    }

    async fn insert_codes(&self, members: &[Stored<Member>]) -> Result<(), StoreError> {
        let mut codes: BTreeMap<_, &SchoolCode> = BTreeMap::new();
        for member in members {
            for code in member.value.school().into_iter().flat_map(School::codes) {
                codes.insert((member.value.id, code.as_str()), code);
            }
        }
        let rows = codes.into_iter().map(|((member, _), code)| member_school_code::ActiveModel {
            member_id: Set(member.uuid()),
            code: Set(code.as_str().to_owned()),
            institution_prefix: Set(code.institution_prefix().to_owned()),
            series: Set(code.series()),
        });
        member_school_code::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        Ok(())
    }
}

/// A change of a member in the version it made, and in the one it made of its pole.
fn pending(event: &Event, pole: &Stored<Pole>, member: &Stored<Member>) -> Pending {
    let about = About::Member {
        pole: (pole.value.id.uuid(), pole.version.saturating_add(1)),
        member: (member.value.id.uuid(), member.version),
    };
    Pending::new(event, about, Audiences::of_pole(&pole.value))
}
