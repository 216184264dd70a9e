//! Reorganisations: writes.

use ptp_domain::calendar::civil_date;
use ptp_domain::event::Event;
use ptp_domain::identifier::TaxCode;
use ptp_domain::member::Member;
use ptp_domain::pole::Pole;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, QueryFilter, QuerySelect};
use serde_json::Value;
use uuid::Uuid;

use super::PastReorganisation;
use crate::db::{PendingEvent, StoreError, Tx, Write, insert_all};
use crate::entity::{member as member_table, reorganisation as table, reorganisation_pole};
use crate::event::{About, Audiences, instant};
use crate::kept::Change;
use crate::pole;
use crate::record::{Recorded, records};
use crate::stored::{Stored, StoredPole};

impl Tx<Write> {
    /// Inserts a reorganisation with its effects. The poles that it touches are written by
    /// [`reorganise_pole`](Self::reorganise_pole).
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`] if its identifier exists already.
    pub async fn insert_reorganisation(&self, past: &PastReorganisation) -> Result<(), StoreError> {
        let PastReorganisation { id, act, effective_on, reason, pairs, recorded_at, effects } =
            past;
        let row = table::ActiveModel {
            id: Set(id.uuid()),
            act: Set(Recorded::new(act.into())),
            effective_on: Set(*effective_on),
            reason: Set(reason.clone()),
            handovers: Set(Recorded::new(records(pairs))),
            recorded_at: Set(*recorded_at),
        };
        table::Entity::insert(row).exec_without_returning(&self.db).await?;
        let effects = effects.iter().map(|(pole, effects)| reorganisation_pole::ActiveModel {
            reorganisation_id: Set(id.uuid()),
            pole_id: Set(pole.uuid()),
            effects: Set(Recorded::new(effects.into())),
        });
        insert_all(&self.db, effects.collect()).await
    }

    /// Saves a pole with all of its members, if it still has the version that was read: one version,
    /// with an event of the pole and those of its members.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if it has been written since.
    pub async fn reorganise_pole(
        &self,
        read: &StoredPole,
        (next, members): (Pole, Vec<Member>),
        (event, of_members): (&Event, &[Event]),
    ) -> Result<StoredPole, StoreError> {
        let (read_at, kept) = (read.pole.version, read.pole.kept);
        let at = instant(event);
        let pole = Stored { value: next, ..read.pole.clone() }.next(at).marked_kept();
        let id = pole.value.id;
        self.write_pole(id, read_at, pole::columns_to_save(&pole)?).await?;
        let (mut all, mut written, mut new) = (Vec::new(), Vec::new(), Vec::new());
        for member in members {
            match read.members.iter().find(|old| old.value.id == member.id) {
                None => new.push(Stored::new(member, pole.version, at, at)),
                Some(old) if old.value == member => all.push(old.clone()),
                Some(old) => {
                    let next = Stored { value: member, ..old.clone() }.next(at);
                    self.update_member(id, &next, old.version).await?;
                    written.push(next);
                }
            }
        }
        let stays = |old: &Stored<Member>| {
            all.iter().chain(&written).any(|one: &Stored<Member>| one.value.id == old.value.id)
        };
        let gone = read.members.iter().filter(|old| !stays(old));
        let gone: Vec<_> = gone.map(|old| old.value.id).collect();
        if !gone.is_empty() {
            member_table::Entity::delete_many()
                .filter(member_table::COLUMN.pole_id.eq(id.uuid()))
                .filter(member_table::COLUMN.id.is_in(gone.iter().map(|member| member.uuid())))
                .exec(&self.db)
                .await?;
        }
        self.insert_members(id, &new).await?;
        written.extend(new);
        let change = Change { pole: true, written: &written, gone: &gone };
        let version = self.version_of((read_at, kept), &pole, change).await?;
        let before = (&read.pole.value.owner, read.pole.value.recognition.is_some());
        let audiences = Audiences::of_change(&pole.value, event, before);
        let of_pole = (id.uuid(), pole.version);
        let about = About::Pole(of_pole.0, of_pole.1);
        let pending = PendingEvent::new(event, about, audiences.clone()).keeping(version);
        self.finish_pole_write(&pole, civil_date(event.at), pending).await?;
        for event in of_members {
            let version = |all: &[Stored<Member>]| {
                let mut all = all.iter();
                all.find(|one| Some(one.value.id.uuid()) == event.member).map(|one| one.version)
            };
            let removed = || version(&read.members).map(|version| version.saturating_add(1));
            let Some(version) = version(&written).or_else(removed) else { continue };
            let member = event.member.unwrap_or_default();
            let about = About::Member { pole: of_pole, member: (member, version) };
            self.record(PendingEvent::new(event, about, audiences.clone()));
        }
        all.extend(written);
        all.sort_by_key(|member| member.value.id);
        Ok(StoredPole { pole, members: all })
    }

    /// Erases a person from reorganisations, of which poles and members have what they need.
    pub(crate) async fn forget_in_reorganisations(&self, code: &TaxCode) -> Result<(), StoreError> {
        let rows: Vec<(Uuid, Value)> = table::Entity::find()
            .select_only()
            .columns([table::Column::Id, table::Column::Handovers])
            .into_tuple()
            .all(&self.db)
            .await?;
        for (id, mut handovers) in rows {
            let stands_for = TaxCode::forgotten(id.as_u64_pair().1);
            let pairs = handovers.as_array_mut().into_iter().flatten();
            let parties = pairs.filter_map(Value::as_object_mut).flat_map(|pair| pair.values_mut());
            let mut is_changed = false;
            for party in parties.filter(|party| party["tax_code"] == code.as_str()) {
                party["tax_code"] = stands_for.as_str().into();
                party["name"] = Value::Null;
                is_changed = true;
            }
            if is_changed {
                table::Entity::update_many()
                    .col_expr(table::Column::Handovers, Expr::value(handovers))
                    .filter(table::COLUMN.id.eq(id))
                    .exec(&self.db)
                    .await?;
            }
        }
        Ok(())
    }
}
