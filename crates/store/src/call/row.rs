//! Conversion between calls and rows.

use ptp_domain::call::{
    Call, CallStatus, LaterAct, Notification, ProcedureFrom, ProcedureTerms, Purpose,
    RulesetChoice, Silence, SilenceTerms, Terms, Window,
};
use ptp_domain::id::Id;
use ptp_domain::identifier::CallCode;
use ptp_domain::party::{Act, Localized};
use ptp_domain::rules::ruleset::{Derogation, RulesetId};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;

use crate::db::StoreError;
use crate::entity::call as table;
use crate::fold::fold;
use crate::record::{Residues, records, restored};
use crate::stored::Stored;

pub(super) fn to_row(stored: &Stored<Call>) -> Result<table::ActiveModel, StoreError> {
    let Call { id, code, status, terms, later_acts } = &stored.value;
    let Terms {
        purpose,
        title,
        text,
        areas,
        window,
        ruleset,
        priority_for_poles,
        procedure,
        act,
        contacts,
    } = terms;
    let code = code.to_string();
    let title_en = title.en.as_deref().unwrap_or_default();
    let residues = &stored.residues;
    Ok(table::ActiveModel {
        id: Set(id.uuid()),
        folded: Set(fold([&code, &title.it, title_en])),
        code: Set(code),
        status: Set(status.code().to_owned()),
        purpose: Set(purpose.code().to_owned()),
        title_it: Set(title.it.clone()),
        title_en: Set(title.en.clone()),
        text_it: Set(text.as_ref().map(|text| text.it.clone())),
        text_en: Set(text.as_ref().and_then(|text| text.en.clone())),
        areas: Set(residues.with("areas", records(areas))?),
        opens_at: Set(window.opens_at()),
        closes_at: Set(window.closes_at()),
        ruleset_id: Set(ruleset.id.code().to_owned()),
        overrides: Set(residues.with("overrides", (&ruleset.overrides).into())?),
        derogation: Set(
            residues.with_any("derogation", ruleset.derogation.as_ref().map(Into::into))?
        ),
        priority_for_poles: Set(*priority_for_poles),
        // Saturates: the CHECK of the column rejects such values anyway.
        procedure_days: Set(i32::try_from(procedure.days).unwrap_or(i32::MAX)),
        procedure_from: Set(procedure.from.code().to_owned()),
        rejection_notice: Set(procedure.rejection_notice),
        notification: Set(procedure.notification.code().to_owned()),
        silence: Set(procedure.silence.effect.code().to_owned()),
        silence_basis: Set(procedure.silence.basis.clone()),
        act: Set(residues.with_any("act", act.as_ref().map(Into::into))?),
        contacts: Set(residues.with("contacts", records(contacts))?),
        later_acts: Set(residues.with("later_acts", records(later_acts))?),
        version: Set(stored.version),
        created_at: Set(stored.created_at),
        updated_at: Set(stored.updated_at),
    })
}

impl TryFrom<table::Model> for Stored<Call> {
    type Error = StoreError;

    fn try_from(row: table::Model) -> Result<Self, StoreError> {
        let id = row.id;
        restore(row).map_err(|error| error.in_row("call", id))
    }
}

fn restore(row: table::Model) -> Result<Stored<Call>, StoreError> {
    let mut residues = Residues::default();
    let areas = residues.keep("areas", row.areas);
    let terms = Terms {
        purpose: Purpose::from_code(&row.purpose)?,
        title: Localized { it: row.title_it, en: row.title_en },
        text: row.text_it.map(|it| Localized { it, en: row.text_en }),
        areas: areas.into_iter().map(|area| area.0).collect(),
        window: Window::new(row.opens_at, row.closes_at)?,
        ruleset: RulesetChoice {
            id: RulesetId::from_code(&row.ruleset_id)?,
            overrides: residues.keep("overrides", row.overrides).into(),
            derogation: row.derogation.map(|by| Derogation::from(residues.keep("derogation", by))),
        },
        priority_for_poles: row.priority_for_poles,
        procedure: ProcedureTerms {
            days: u32::try_from(row.procedure_days)
                .map_err(|_| StoreError::Corrupt("negative days".to_owned()))?,
            from: ProcedureFrom::from_code(&row.procedure_from)?,
            rejection_notice: row.rejection_notice,
            notification: Notification::from_code(&row.notification)?,
            silence: SilenceTerms {
                effect: Silence::from_code(&row.silence)?,
                basis: row.silence_basis,
            },
        },
        act: row.act.map(|act| Act::from(residues.keep("act", act))),
        contacts: restored(residues.keep("contacts", row.contacts))?,
    };
    let later_acts = residues.keep("later_acts", row.later_acts);
    let call = Call {
        id: Id::new(row.id),
        code: CallCode::parse(&row.code)?,
        status: CallStatus::from_code(&row.status)?,
        terms,
        later_acts: later_acts.into_iter().map(LaterAct::from).collect(),
    };
    Ok(Stored {
        value: call,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        residues: residues.logged("call", row.id),
        kept: None,
    })
}
