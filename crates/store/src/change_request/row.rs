//! Conversion between requests and rows.

use ptp_domain::application::{Procedure, Taken};
use ptp_domain::call::{Notification, SilenceTerms};
use ptp_domain::change_request::{ChangeRequest, RequestStatus, Topic};
use ptp_domain::id::Id;
use ptp_domain::identifier::{Protocol, TaxCode};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;

use crate::application::{days_column, days_of, due_values};
use crate::db::StoreError;
use crate::entity::{change_request as table, change_request_topic as topic_table};
use crate::owner;
use crate::record::{Residues, records};
use crate::stored::Stored;

/// The topic of a request about the pole itself.
const POLE: &str = "pole";

/// The columns that a save may change: not what was received, nor the owner, which follows the
/// pole.
pub(super) fn mutable_columns(
    stored: &Stored<ChangeRequest>,
) -> Result<table::ActiveModel, StoreError> {
    let ChangeRequest { status, effective_on, procedure, .. } = &stored.value;
    let Procedure { starts_on, days, notice_required, taken, .. } = procedure;
    let [due_on, lapses_on, due_on_lapsed] = due_values(status.is_pending(), procedure).map(Set);
    Ok(table::ActiveModel {
        status: Set(status.code().to_owned()),
        effective_on: Set(*effective_on),
        starts_on: Set(*starts_on),
        days: Set(days_column(*days)),
        notice_required: Set(*notice_required),
        taken: Set(stored.residues.with("taken", records(taken))?),
        due_on,
        lapses_on,
        due_on_lapsed,
        version: Set(stored.version),
        updated_at: Set(stored.updated_at),
        ..Default::default()
    })
}

/// The row to insert.
pub(super) fn to_row(stored: &Stored<ChangeRequest>) -> Result<table::ActiveModel, StoreError> {
    let ChangeRequest { id, protocol, pole, owner, received_at, changes, reason, cures, .. } =
        &stored.value;
    let (owner_tax_code, owner_issuer, owner_subject) = owner::to_columns(owner);
    Ok(table::ActiveModel {
        id: Set(id.uuid()),
        protocol: Set(protocol.to_string()),
        pole_id: Set(pole.uuid()),
        owner_tax_code: Set(owner_tax_code),
        owner_issuer: Set(owner_issuer),
        owner_subject: Set(owner_subject),
        received_at: Set(*received_at),
        changes: Set(changes.clone()),
        reason: Set(reason.clone()),
        cures: Set(*cures),
        created_at: Set(stored.created_at),
        ..mutable_columns(stored)?
    })
}

/// The rows of its topics.
pub(super) fn topic_rows(request: &ChangeRequest) -> Vec<topic_table::ActiveModel> {
    let row = |topic: &Topic| topic_table::ActiveModel {
        request_id: Set(request.id.uuid()),
        topic: Set(topic_code(topic).to_owned()),
        pole_id: Set(request.pole.uuid()),
        pending: Set(request.status.is_pending()),
    };
    request.topics.iter().map(row).collect()
}

fn topic_code(topic: &Topic) -> &str {
    match topic {
        Topic::Member(code) => code.as_str(),
        Topic::Pole => POLE,
    }
}

/// A request from its row and its topics.
pub(super) fn restored(
    row: table::Model,
    topics: impl IntoIterator<Item = String>,
) -> Result<Stored<ChangeRequest>, StoreError> {
    let id = row.id;
    restore(row, topics).map_err(|error| error.in_row("change_request", id))
}

fn restore(
    row: table::Model,
    topics: impl IntoIterator<Item = String>,
) -> Result<Stored<ChangeRequest>, StoreError> {
    let mut residues = Residues::default();
    let taken = residues.keep("taken", row.taken);
    let topic = |code: String| match code.as_str() {
        POLE => Ok(Topic::Pole),
        code => TaxCode::parse(code).map(Topic::Member),
    };
    let request = ChangeRequest {
        id: Id::new(row.id),
        protocol: Protocol::parse(&row.protocol)?,
        status: RequestStatus::from_code(&row.status)?,
        pole: Id::new(row.pole_id),
        owner: owner::from_columns((row.owner_tax_code, row.owner_issuer, row.owner_subject))?,
        received_at: row.received_at,
        effective_on: row.effective_on,
        changes: row.changes,
        topics: topics.into_iter().map(topic).collect::<Result<_, _>>()?,
        reason: row.reason,
        cures: row.cures,
        procedure: Procedure {
            starts_on: row.starts_on,
            days: days_of(row.days)?,
            notice_required: row.notice_required,
            notification: Notification::Recorded,
            silence: SilenceTerms::default(),
            substitute_power: None,
            taken: taken.into_iter().map(Taken::from).collect(),
        },
    };
    Ok(Stored {
        value: request,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        residues: residues.logged("change_request", row.id),
        kept: None,
    })
}
