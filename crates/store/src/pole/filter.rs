//! Filters of lists of poles.

use chrono::NaiveDate;
use ptp_domain::pole::PoleStatus;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::query::owned_by;
use crate::entity::{member as member_table, pole as table};
use crate::fold::has_words;
use crate::page::PoleFilter;

/// Applies the filter, except by compliance.
pub(super) fn filtered(poles: Select<table::Entity>, filter: &PoleFilter) -> Select<table::Entity> {
    let PoleFilter { area, status, province, owner, member_kind, q, updated_since, compliance: _ } =
        filter;
    poles
        .apply_if(*area, |poles, area| poles.filter(table::COLUMN.area.eq(area.code())))
        .apply_if(*status, |poles, (status, on)| poles.filter(stands(status, on)))
        .apply_if(*province, |poles, seat| poles.filter(table::COLUMN.province.eq(seat.code())))
        .apply_if(owner.as_ref(), |poles, owner| poles.filter(owned_by(owner)))
        .apply_if(*member_kind, |poles, kind| {
            let poles_with_kind = member_table::Entity::find()
                .select_only()
                .column(member_table::Column::PoleId)
                .filter(member_table::COLUMN.kind.eq(kind.code()));
            poles.filter(table::Column::Id.in_subquery(poles_with_kind.into_query()))
        })
        .apply_if(q.as_deref(), |poles, q| poles.filter(has_words(table::Column::Folded, q)))
        .apply_if(*updated_since, |poles, instant| {
            poles.filter(table::COLUMN.updated_at.gte(instant))
        })
}

/// Matches poles that have a status on a day: as it was written, or as it has changed since without
/// another act.
fn stands(status: PoleStatus, on: NaiveDate) -> Condition {
    use table::Column::{LaterOn, LaterStatus, NextOn, NextStatus, Status, ThenOn, ThenStatus};
    let not_yet = |day: table::Column| Condition::any().add(day.is_null()).add(day.gt(on));
    // An older release may have ended a pole and left what would have become of it.
    let lives = [PoleStatus::Recognised, PoleStatus::Suspended].map(PoleStatus::code);
    let may_change = || Condition::all().add(Status.is_in(lives));
    let stays = Condition::any().add(Status.is_not_in(lives)).add(not_yet(NextOn));
    let written = Condition::all().add(Status.eq(status.code())).add(stays);
    let next =
        may_change().add(NextOn.lte(on)).add(NextStatus.eq(status.code())).add(not_yet(ThenOn));
    let then =
        may_change().add(ThenOn.lte(on)).add(ThenStatus.eq(status.code())).add(not_yet(LaterOn));
    let later = may_change().add(LaterOn.lte(on)).add(LaterStatus.eq(status.code()));
    Condition::any().add(written).add(next).add(then).add(later)
}
