//! Filters of lists of poles.

use chrono::NaiveDate;
use ptp_domain::pole::PoleStatus;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::query::owned_by;
use super::word::beginning_with;
use crate::entity::{member as member_table, pole as table, pole_word};
use crate::filter::PoleFilter;
use crate::fold::{fold, has_words};
use crate::page::any_of;

/// Applies the filter, except by compliance.
///
/// `rare` says whether few poles have a word of the query: they are looked up by it, rather than
/// looking for it in one pole after the other.
pub(super) fn filtered(
    poles: Select<table::Entity>,
    filter: &PoleFilter,
    rare: Option<&str>,
) -> Select<table::Entity> {
    let PoleFilter {
        codes,
        areas,
        statuses: (statuses, on),
        provinces,
        owner,
        member_kinds,
        municipalities,
        q,
        updated_since,
        compliance: _,
    } = filter;
    let standing = statuses
        .iter()
        .map(|status| stands(*status, *on))
        .fold(None, |any: Option<Condition>, one| {
            Some(any.unwrap_or_else(Condition::any).add(one))
        });
    let kinds = any_of(member_table::Column::Kind, member_kinds.iter().map(|kind| kind.code()));
    let places = municipalities.iter().map(|name| fold([name.as_str()]));
    let places = any_of(member_table::Column::FoldedMunicipality, places);
    poles
        .filter(any_of(table::Column::Code, codes.iter().map(String::as_str)))
        .filter(any_of(table::Column::Area, areas.iter().map(|area| area.code())))
        .filter(Condition::all().add_option(standing))
        .filter(any_of(table::Column::Province, provinces.iter().map(|seat| seat.code())))
        .apply_if(owner.as_ref(), |poles, owner| poles.filter(owned_by(owner)))
        .filter(Condition::all().add_option(with_member(kinds)))
        .filter(Condition::all().add_option(with_member(places)))
        .apply_if(q.as_deref(), |poles, q| poles.filter(has_words(table::Column::Folded, q)))
        .apply_if(rare, |poles, word| {
            let having = beginning_with(word).select_only().column(pole_word::Column::PoleId);
            poles.filter(table::Column::Id.in_subquery(having.into_query()))
        })
        .apply_if(*updated_since, |poles, instant| {
            poles.filter(table::COLUMN.updated_at.gte(instant))
        })
}

/// Matches poles that have a member like this, unless anyone will do.
fn with_member(like: Condition) -> Option<Expr> {
    if like.is_empty() {
        return None;
    }
    let poles = member_table::Entity::find()
        .select_only()
        .column(member_table::Column::PoleId)
        .filter(like);
    Some(table::Column::Id.in_subquery(poles.into_query()))
}

/// Matches poles that have a status on a day: as it was written, or as it has changed since without
/// another act.
pub(crate) fn stands(status: PoleStatus, on: NaiveDate) -> Condition {
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
