//! Conversion between applications and rows.

use chrono::NaiveDate;
use ptp_domain::application::{Application, ApplicationStatus, Assignment, Procedure, Taken};
use ptp_domain::call::{Notification, Purpose, Silence, SilenceTerms};
use ptp_domain::id::Id;
use ptp_domain::identifier::Protocol;
use ptp_domain::reference::Reference;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;

use super::due::{days_column, days_of, due_values};
use super::frozen::Frozen;
use crate::db::StoreError;
use crate::entity::application as table;
use crate::owner;
use crate::record::{Residues, records};
use crate::stored::Stored;

/// The columns that a save may change: not what was received, nor the owner, which follows the
/// pole.
pub(super) fn mutable_columns(
    stored: &Stored<Application>,
) -> Result<table::ActiveModel, StoreError> {
    let Application { status, reference_date, procedure, assignment, references, .. } =
        &stored.value;
    let Procedure { starts_on, days, notice_required, taken, .. } = procedure;
    Ok(table::ActiveModel {
        status: Set(status.code().to_owned()),
        judged_on: Set(Some(*reference_date)),
        starts_on: Set(*starts_on),
        days: Set(days_column(*days)),
        notice_required: Set(*notice_required),
        taken: Set(stored.residues.with("taken", records(taken))?),
        answered: Set(Some(procedure.is_answered())),
        office_references: Set(stored.residues.with("office_references", records(references))?),
        assignment: Set(stored
            .residues
            .with_any("assignment", assignment.as_ref().map(Into::into))?),
        responsible: Set(assignment
            .as_ref()
            .and_then(Assignment::bearer)
            .map(|bearer| owner::audience_key(&bearer))),
        awaiting_delivery: Set(procedure.undelivered().is_some()),
        version: Set(stored.version),
        updated_at: Set(stored.updated_at),
        ..due_columns(due(&stored.value))
    })
}

/// The values of the columns that say when a decision is due.
pub(super) fn due(application: &Application) -> [Option<NaiveDate>; 3] {
    due_values(application.status.is_pending(), &application.procedure)
}

/// The columns of these values.
pub(super) fn due_columns(due: [Option<NaiveDate>; 3]) -> table::ActiveModel {
    let [due_on, lapses_on, due_on_lapsed] = due.map(Set);
    table::ActiveModel { due_on, lapses_on, due_on_lapsed, ..Default::default() }
}

/// The row to insert; the snapshot has a table of its own.
pub(super) fn to_row(
    stored: &Stored<Application>,
    frozen: &Frozen,
) -> Result<table::ActiveModel, StoreError> {
    let Application { id, protocol, call, purpose, pole, owner, received_at, .. } = &stored.value;
    let (owner_tax_code, owner_issuer, owner_subject) = owner::to_columns(owner);
    let Frozen { snapshot: _, sha256, receipt, salt } = frozen;
    let Procedure { notification, silence, substitute_power, .. } = &stored.value.procedure;
    Ok(table::ActiveModel {
        id: Set(id.uuid()),
        protocol: Set(protocol.to_string()),
        call_id: Set(call.uuid()),
        pole_id: Set(pole.uuid()),
        purpose: Set(purpose.code().to_owned()),
        owner_tax_code: Set(owner_tax_code),
        owner_issuer: Set(owner_issuer),
        owner_subject: Set(owner_subject),
        received_at: Set(*received_at),
        reference_date: Set(stored.value.reference_date),
        notification: Set(notification.code().to_owned()),
        silence: Set(silence.effect.code().to_owned()),
        silence_basis: Set(silence.basis.clone()),
        substitute_power: Set(substitute_power.clone()),
        snapshot_sha256: Set(sha256.clone()),
        receipt: Set(receipt.clone()),
        salt: Set(salt.map(Vec::from)),
        created_at: Set(stored.created_at),
        ..mutable_columns(stored)?
    })
}

impl TryFrom<table::Model> for Stored<Application> {
    type Error = StoreError;

    fn try_from(row: table::Model) -> Result<Self, StoreError> {
        let id = row.id;
        restore(row).map_err(|error| error.in_row("application", id))
    }
}

fn restore(row: table::Model) -> Result<Stored<Application>, StoreError> {
    let mut residues = Residues::default();
    let taken = residues.keep("taken", row.taken);
    let application = Application {
        id: Id::new(row.id),
        protocol: Protocol::parse(&row.protocol)?,
        status: ApplicationStatus::from_code(&row.status)?,
        call: Id::new(row.call_id),
        purpose: Purpose::from_code(&row.purpose)?,
        pole: Id::new(row.pole_id),
        owner: owner::from_columns((row.owner_tax_code, row.owner_issuer, row.owner_subject))?,
        received_at: row.received_at,
        reference_date: row.judged_on.unwrap_or(row.reference_date),
        procedure: Procedure {
            starts_on: row.starts_on,
            days: days_of(row.days)?,
            notice_required: row.notice_required,
            notification: Notification::from_code(&row.notification)?,
            silence: SilenceTerms {
                effect: Silence::from_code(&row.silence)?,
                basis: row.silence_basis,
            },
            substitute_power: row.substitute_power,
            taken: taken.into_iter().map(Taken::from).collect(),
        },
        assignment: row.assignment.map(|assignment| residues.keep("assignment", assignment).into()),
        references: residues
            .keep("office_references", row.office_references)
            .into_iter()
            .map(Reference::from)
            .collect(),
    };
    Ok(Stored {
        value: application,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        residues: residues.logged("application", row.id),
        kept: None,
    })
}
