//! Conversion between communications and rows.

use ptp_domain::communication::{Answer, Communication, CommunicationKind, CommunicationStatus};
use ptp_domain::id::Id;
use ptp_domain::identifier::{Protocol, TaxCode};
use ptp_domain::party::Act;
use ptp_domain::policy::Bearer;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;

use crate::db::StoreError;
use crate::entity::communication as table;
use crate::record::Residues;
use crate::stored::Stored;

/// The columns that an answer changes.
pub(super) fn mutable_columns(
    stored: &Stored<Communication>,
) -> Result<table::ActiveModel, StoreError> {
    let Communication { status, in_effect, answer, .. } = &stored.value;
    Ok(table::ActiveModel {
        status: Set(status.code().to_owned()),
        in_effect: Set(*in_effect),
        answer: Set(stored.residues.with_any("answer", answer.as_ref().map(Into::into))?),
        version: Set(stored.version),
        updated_at: Set(stored.updated_at),
        ..Default::default()
    })
}

/// The row to insert.
pub(super) fn to_row(stored: &Stored<Communication>) -> Result<table::ActiveModel, StoreError> {
    let Communication {
        id,
        protocol,
        kind,
        pole,
        received_at,
        effective_on,
        source,
        reason,
        act,
        changes,
        about,
        filed_by,
        ..
    } = &stored.value;
    let about: Vec<_> = about.iter().map(TaxCode::as_str).collect();
    Ok(table::ActiveModel {
        id: Set(id.uuid()),
        protocol: Set(protocol.to_string()),
        kind: Set(kind.code().to_owned()),
        pole_id: Set(pole.uuid()),
        received_at: Set(*received_at),
        effective_on: Set(*effective_on),
        source: Set(source.clone()),
        reason: Set(reason.clone()),
        act: Set(stored.residues.with_any("act", act.as_ref().map(Into::into))?),
        changes: Set(changes.clone()),
        about: Set(about.join(" ")),
        filed_by: Set(stored.residues.with_any("filed_by", filed_by.as_ref().map(Into::into))?),
        created_at: Set(stored.created_at),
        ..mutable_columns(stored)?
    })
}

impl TryFrom<table::Model> for Stored<Communication> {
    type Error = StoreError;

    fn try_from(row: table::Model) -> Result<Self, StoreError> {
        let id = row.id;
        restore(row).map_err(|error| error.in_row("communication", id))
    }
}

fn restore(row: table::Model) -> Result<Stored<Communication>, StoreError> {
    let mut residues = Residues::default();
    let act = row.act.map(|act| residues.keep("act", act));
    let filed_by = row.filed_by.map(|bearer| residues.keep("filed_by", bearer));
    let answer = row.answer.map(|answer| residues.keep("answer", answer));
    let communication = Communication {
        id: Id::new(row.id),
        protocol: Protocol::parse(&row.protocol)?,
        kind: CommunicationKind::from_code(&row.kind)?,
        status: CommunicationStatus::from_code(&row.status)?,
        in_effect: row.in_effect,
        pole: Id::new(row.pole_id),
        received_at: row.received_at,
        effective_on: row.effective_on,
        source: row.source,
        reason: row.reason,
        act: act.map(Act::from),
        changes: row.changes,
        about: row.about.split_whitespace().map(TaxCode::parse).collect::<Result<_, _>>()?,
        filed_by: filed_by.map(Bearer::from),
        answer: answer.map(Answer::from),
    };
    Ok(Stored {
        value: communication,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        residues: residues.logged("communication", row.id),
        kept: None,
    })
}
