//! Members: writes, which also change the version of the pole.

use std::collections::BTreeMap;

use ptp_domain::calendar::civil_date;
use ptp_domain::event::Event;
use ptp_domain::id::Id;
use ptp_domain::identifier::SchoolCode;
use ptp_domain::member::{Member, School};
use ptp_domain::pole::Pole;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect};

use super::row;
use crate::db::{PendingEvent, StoreError, Tx, Write, insert_all};
use crate::entity::{member as table, member_school_code, pole as pole_table};
use crate::event::{About, Audiences, LEAD_MEMBER_ID, instant};
use crate::kept::Change;
use crate::stored::Stored;

impl Tx<Write> {
    /// Adds a member to a pole and increments the pole's version.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if the pole has been written since it was read,
    /// [`StoreError::Duplicate`] if the pole has a member with this identifier.
    pub async fn add_member(
        &self,
        pole: &Stored<Pole>,
        member: Member,
        event: &Event,
    ) -> Result<Stored<Member>, StoreError> {
        let at = instant(event);
        let read = (pole.version, pole.kept);
        let pole = self.increment_pole(pole, event, false).await?;
        // It begins with the version of its pole: no member that had the identifier before it and was
        // removed can have come so far, so what was read of that one is out of date.
        let stored = Stored::new(member, pole.version, at, at);
        self.insert_members(pole.value.id, std::slice::from_ref(&stored)).await?;
        let version = self.version_of(read, &pole, Change::of_member(&stored)).await?;
        let pending = event_of(event, &pole, &stored).keeping(version);
        self.finish_pole_write(&pole, civil_date(event.at), pending).await?;
        Ok(stored)
    }

    /// Saves a member, if it still has the version that was read; increments the pole's version.
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
        let stored = member.next(instant(event));
        let read = (pole.version, pole.kept);
        let pole = self.increment_pole(pole, event, false).await?;
        self.update_member(pole.value.id, &stored, read_at).await?;
        let version = self.version_of(read, &pole, Change::of_member(&stored)).await?;
        let pending = event_of(event, &pole, &stored).keeping(version);
        self.finish_pole_write(&pole, civil_date(event.at), pending).await?;
        Ok(stored)
    }

    /// Updates a member with its codes, if it still has the version that was read.
    pub(crate) async fn update_member(
        &self,
        pole: Id<Pole>,
        stored: &Stored<Member>,
        read_at: i64,
    ) -> Result<(), StoreError> {
        let columns = table::ActiveModel {
            pole_id: NotSet,
            id: NotSet,
            created_at: NotSet,
            ..row::to_row(pole, stored)?
        };
        let as_read = table::COLUMN
            .pole_id
            .eq(pole.uuid())
            .and(table::COLUMN.id.eq(stored.value.id.uuid()))
            .and(table::COLUMN.version.eq(read_at));
        self.update_as_read::<table::Entity>(columns, as_read).await?;
        self.delete_codes(pole, stored).await?;
        self.insert_codes(pole, std::slice::from_ref(stored)).await
    }

    /// Removes a member and increments the pole's version. If it was the lead member, the pole has
    /// none afterwards.
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
        let read = (pole.version, pole.kept);
        let pole = self.increment_pole(pole, event, leads).await?;
        let as_read = table::COLUMN
            .pole_id
            .eq(pole.value.id.uuid())
            .and(table::COLUMN.id.eq(member.value.id.uuid()))
            .and(table::COLUMN.version.eq(member.version));
        self.delete_as_read::<table::Entity>(as_read).await?;
        let removed = Stored { version: member.version.saturating_add(1), ..member.clone() };
        let mut pending = event_of(event, &pole, &removed);
        if leads {
            pending = pending.and_changed(LEAD_MEMBER_ID);
        }
        let gone = [member.value.id];
        let gone = Change { pole: leads, gone: &gone, ..Change::default() };
        let version = self.version_of(read, &pole, gone).await?;
        self.finish_pole_write(&pole, civil_date(event.at), pending.keeping(version)).await
    }

    /// Increments the version of a pole whose members change.
    async fn increment_pole(
        &self,
        pole: &Stored<Pole>,
        event: &Event,
        removes_lead: bool,
    ) -> Result<Stored<Pole>, StoreError> {
        self.advance_pole(pole, 1, event, removes_lead).await
    }

    /// Adds to the version of a pole whose members or determinations change.
    pub(crate) async fn advance_pole(
        &self,
        pole: &Stored<Pole>,
        steps: i64,
        event: &Event,
        removes_lead: bool,
    ) -> Result<Stored<Pole>, StoreError> {
        let read_at = pole.version;
        let mut pole = Stored {
            version: read_at.saturating_add(steps),
            updated_at: instant(event),
            ..pole.clone()
        }
        .marked_kept();
        if removes_lead {
            pole.value.description.lead_member_id = None;
        }
        let columns = pole_table::ActiveModel {
            kept_version: Set(pole.kept),
            version: Set(pole.version),
            updated_at: Set(pole.updated_at),
            lead_member_id: if removes_lead { Set(None) } else { NotSet },
            ..Default::default()
        };
        self.write_pole(pole.value.id, read_at, columns).await?;
        Ok(pole)
    }

    /// Inserts members.
    pub(crate) async fn insert_members(
        &self,
        pole: Id<Pole>,
        members: &[Stored<Member>],
    ) -> Result<(), StoreError> {
        let rows = members.iter().map(|member| row::to_row(pole, member));
        insert_all(&self.db, rows.collect::<Result<_, _>>()?).await?;
        self.insert_codes(pole, members).await
    }

    /// Deletes the codes of a member, to be inserted anew. Those that this release cannot read are in
    /// no value, and stay.
    async fn delete_codes(
        &self,
        pole: Id<Pole>,
        stored: &Stored<Member>,
    ) -> Result<(), StoreError> {
        let of_member = Condition::all()
            .add(member_school_code::COLUMN.pole_id.eq(pole.uuid()))
            .add(member_school_code::COLUMN.member_id.eq(stored.value.id.uuid()));
        let mut outdated = member_school_code::Entity::delete_many().filter(of_member.clone());
        if stored.residues.has("profile") {
            let codes: Vec<String> = member_school_code::Entity::find()
                .select_only()
                .column(member_school_code::Column::Code)
                .filter(of_member)
                .into_tuple()
                .all(&self.db)
                .await?;
            let read = codes.into_iter().filter(|code| SchoolCode::parse(code).is_ok());
            outdated = outdated.filter(member_school_code::COLUMN.code.is_in(read));
        }
        outdated.exec(&self.db).await?;
        Ok(())
    }

    async fn insert_codes(
        &self,
        pole: Id<Pole>,
        members: &[Stored<Member>],
    ) -> Result<(), StoreError> {
        let mut codes: BTreeMap<_, &SchoolCode> = BTreeMap::new();
        for member in members {
            for code in member.value.school().into_iter().flat_map(School::codes) {
                codes.insert((member.value.id, code.as_str()), code);
            }
        }
        let rows = codes.into_iter().map(|((member, _), code)| member_school_code::ActiveModel {
            pole_id: Set(pole.uuid()),
            member_id: Set(member.uuid()),
            code: Set(code.as_str().to_owned()),
            institution_prefix: Set(code.institution_prefix().to_owned()),
            series: Set(code.series()),
        });
        insert_all(&self.db, rows.collect()).await?;
        Ok(())
    }
}

/// The event of a change of a member; member and pole are passed with their new versions.
fn event_of(event: &Event, pole: &Stored<Pole>, member: &Stored<Member>) -> PendingEvent {
    let about = About::Member {
        pole: (pole.value.id.uuid(), pole.version),
        member: (member.value.id.uuid(), member.version),
    };
    PendingEvent::new(event, about, Audiences::of_pole(&pole.value))
}
