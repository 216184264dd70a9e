//! The demo's initial data: fictitious calls and poles, with dates relative to today.

mod bodies;
mod call;
mod calls;
mod companies;
mod dates;
mod drafts;
mod member;
mod papers;
mod party;
mod plan;
mod pole;
mod recognised;
mod schools;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use ptp_clock::Clock;
use ptp_domain::call::{Call, CallStatus, Phase, Purpose};
use ptp_domain::event::{Event, EventKind};
use ptp_domain::policy::{Action, Actor, Bearer, Role};
use ptp_store::{CallFilter, CallSort, Order, PoleFilter, PoleSort, Store, StoreError, Tx, Write};
use uuid::Uuid;

use self::call::CallRow;
use self::dates::Dates;
pub use self::papers::contacts;
use self::pole::PoleRow;

/// Fills the demo's database in one transaction.
///
/// # Errors
///
/// The database fails.
pub async fn seed(store: &Store, clock: &Clock) -> Result<(), StoreError> {
    let dates = Dates::of(clock);
    let tx = store.write().await?;
    for row in calls::CALLS {
        insert_call(&tx, row, dates, clock).await?;
    }
    for row in poles() {
        insert_pole(&tx, row, dates, clock).await?;
    }
    tx.commit().await
}

/// Every pole, in order of codes.
fn poles() -> impl Iterator<Item = &'static PoleRow> {
    recognised::RECOGNISED
        .iter()
        .chain([&drafts::READY])
        .chain(drafts::BREAKING)
        .chain(drafts::TELLING)
}

/// Inserts a call as a draft, then publishes it if it is not one.
async fn insert_call(
    tx: &Tx<Write>,
    row: &CallRow,
    dates: Dates,
    clock: &Clock,
) -> Result<(), StoreError> {
    let code = tx.next_call_code(row.year(dates)).await?;
    let call = row.call(code, dates, clock)?;
    let status = call.status;
    let draft = Call { status: CallStatus::Draft, ..call };
    let mut stored = tx.insert_call(draft, &event(clock, EventKind::CallCreated)).await?;
    if status == CallStatus::Draft {
        return Ok(());
    }
    stored.value.status = status;
    let mut published = event(clock, EventKind::CallPublished);
    published.changed = vec!["status".to_owned()];
    tx.save_call(stored, &published).await?;
    Ok(())
}

async fn insert_pole(
    tx: &Tx<Write>,
    row: &PoleRow,
    dates: Dates,
    clock: &Clock,
) -> Result<(), StoreError> {
    let code = tx.next_pole_code(row.year(dates)).await?;
    let (pole, members) = row.pole(code, dates, clock)?;
    tx.insert_pole(pole, members, &event(clock, EventKind::PoleCreated)).await?;
    Ok(())
}

/// An event at the current time: the history shows when the data was written.
fn event(clock: &Clock, kind: EventKind) -> Event {
    Event {
        id: clock.new_id(),
        kind,
        at: clock.now(),
        actor: actor(),
        reason: Some("dati dimostrativi".to_owned()),
        note: None,
        member: None,
        changed: Vec::new(),
    }
}

/// The actor that writes the demo's data.
fn actor() -> Actor {
    Actor::Bearer(Bearer {
        issuer: super::ISSUER.to_owned(),
        subject: "demo-seed".to_owned(),
        client: None,
        roles: BTreeSet::from([Role::Applicant, Role::Official]),
        organisation: None,
    })
}

/// Whether there are no calls and no poles, drafts included.
///
/// # Errors
///
/// The database fails.
pub async fn is_empty(store: &Store) -> Result<bool, StoreError> {
    let actor = actor();
    let (Ok(calls), Ok(poles)) = (actor.scope(Action::ListCalls), actor.scope(Action::ListPoles))
    else {
        // Without access this cannot be known; do not seed twice.
        return Ok(false);
    };
    let tx = store.read().await?;
    let by_opening = Order { by: CallSort::OpensAt, descending: false };
    let by_code = Order { by: PoleSort::Code, descending: false };
    let calls = tx.page_calls(&calls, &CallFilter::default(), by_opening, None, 1).await?;
    let poles = tx.page_poles(&poles, &PoleFilter::default(), by_code, None, 1).await?;
    Ok(calls.items.is_empty() && poles.items.is_empty())
}

/// The call that is open for constitutions.
///
/// # Errors
///
/// The database fails.
pub(super) async fn open_call(store: &Store, clock: &Clock) -> Result<Option<Uuid>, StoreError> {
    let Ok(calls) = actor().scope(Action::ListCalls) else { return Ok(None) };
    let open = CallFilter {
        purpose: Some(Purpose::Constitution),
        phase: Some((Phase::Open, clock.now())),
        ..CallFilter::default()
    };
    let by_opening = Order { by: CallSort::OpensAt, descending: false };
    let page = store.read().await?.page_calls(&calls, &open, by_opening, None, 1).await?;
    Ok(page.items.first().map(|call| call.value.id.uuid()))
}

/// The bodies that lead poles, in order of the poles' codes but [`ORGANISATION`](super::ORGANISATION)
/// first: their tax codes and names.
pub(super) fn leads() -> Vec<(&'static str, &'static str)> {
    let mut leads = vec![(schools::OFFICINA.tax_code, schools::OFFICINA.name)];
    for lead in poles().map(|pole| (pole.lead.tax_code, pole.lead.name)) {
        if !leads.iter().any(|(tax_code, _)| *tax_code == lead.0) {
            leads.push(lead);
        }
    }
    leads
}
