//! Conversion between poles and rows.

use ptp_domain::area::Area;
use ptp_domain::calendar::civil_date;
use ptp_domain::call::RulesetChoice;
use ptp_domain::id::Id;
use ptp_domain::identifier::{PoleCode, Province};
use ptp_domain::party::Act;
use ptp_domain::pole::{
    Description, FormalWarning, NetworkAgreement, Pole, PoleStatus, Recognition, Stage, Transfer,
};
use ptp_domain::reorganisation::Succession;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::{NotSet, Set};

use crate::db::StoreError;
use crate::entity::pole as table;
use crate::fold::{fold, sort_key};
use crate::owner;
use crate::record::{Residues, records, restored};
use crate::stored::Stored;

pub(crate) fn to_row(stored: &Stored<Pole>) -> Result<table::ActiveModel, StoreError> {
    let Pole {
        id,
        code,
        status: _,
        owner,
        recognition,
        life,
        warning,
        transfers,
        successions,
        description,
    } = &stored.value;
    let Description {
        name,
        area,
        production_chain,
        province,
        text,
        network_agreement,
        activity_plan,
        lead_member_id,
        contacts,
    } = description;
    let (owner_tax_code, owner_issuer, owner_subject) = owner::to_columns(owner);
    let recognition = recognition.as_ref();
    let code = code.to_string();
    let residues = &stored.residues;
    // What has changed by itself is written with what is changed now.
    let today = civil_date(stored.updated_at);
    let status = stored.value.status_on(today);
    let mut ahead = stored.value.ahead(today).into_iter();
    let mut change = || {
        let change = ahead.next();
        let status = change.map(|(_, status)| status.code().to_owned());
        (Set(change.map(|(on, _)| on)), Set(status))
    };
    let ((next_on, next_status), (then_on, then_status)) = (change(), change());
    let (later_on, later_status) = change();
    let act = recognition.map(|it| (&it.act).into());
    let ruleset = recognition.map(|it| (&it.ruleset).into());
    Ok(table::ActiveModel {
        id: Set(id.uuid()),
        folded_name: Set(sort_key(name)),
        folded: Set(fold([&code, name.as_str()])),
        code: Set(code),
        status: Set(status.code().to_owned()),
        owner_tax_code: Set(owner_tax_code),
        owner_issuer: Set(owner_issuer),
        owner_subject: Set(owner_subject),
        recognised_on: Set(recognition.map(|recognition| recognition.recognised_on)),
        recognition_act: Set(residues.with_any("recognition_act", act)?),
        recognition_call_id: Set(recognition.and_then(|it| it.call).map(Id::uuid)),
        recognition_ruleset: Set(residues.with_any("recognition_ruleset", ruleset)?),
        life: Set(residues.with("life", records(life))?),
        warning: Set(residues.with_any("warning", warning.as_ref().map(Into::into))?),
        transfers: Set(residues.with("transfers", records(transfers))?),
        next_on,
        next_status,
        then_on,
        then_status,
        successions: Set(residues.with("successions", records(successions))?),
        later_on,
        later_status,
        // Written with the outcomes; a pole without recognition has none.
        outcomes_until: if recognition.is_some() { NotSet } else { Set(None) },
        outcomes_by: if recognition.is_some() { NotSet } else { Set(None) },
        // Written when the recognition is annulled, then kept.
        annulled: NotSet,
        name: Set(name.clone()),
        area: Set(area.code().to_owned()),
        production_chain: Set(production_chain.clone()),
        province: Set(province.code().to_owned()),
        description: Set(text.clone()),
        network_agreement: Set(
            residues.with_any("network_agreement", network_agreement.as_ref().map(Into::into))?
        ),
        activity_plan: Set(
            residues.with_any("activity_plan", activity_plan.as_ref().map(Into::into))?
        ),
        lead_member_id: Set(lead_member_id.map(Id::uuid)),
        contacts: Set(residues.with("contacts", records(contacts))?),
        kept_version: Set(stored.kept),
        version: Set(stored.version),
        created_at: Set(stored.created_at),
        updated_at: Set(stored.updated_at),
    })
}

/// The columns of a pole that a save may change: whatever an annulment leaves is written by itself.
pub(crate) fn columns_to_save(stored: &Stored<Pole>) -> Result<table::ActiveModel, StoreError> {
    Ok(table::ActiveModel { id: NotSet, created_at: NotSet, ..to_row(stored)? })
}

impl TryFrom<table::Model> for Stored<Pole> {
    type Error = StoreError;

    fn try_from(row: table::Model) -> Result<Self, StoreError> {
        let id = row.id;
        restore(row).map_err(|error| error.in_row("pole", id))
    }
}

fn restore(row: table::Model) -> Result<Stored<Pole>, StoreError> {
    let owner = owner::from_columns((row.owner_tax_code, row.owner_issuer, row.owner_subject))?;
    let mut residues = Residues::default();
    let ruleset =
        row.recognition_ruleset.map(|ruleset| residues.keep("recognition_ruleset", ruleset));
    let act = row.recognition_act.map(|act| residues.keep("recognition_act", act));
    let call = row.recognition_call_id;
    let recognition = row.recognised_on.zip(act).map(|(recognised_on, act)| {
        let ruleset = ruleset.map(RulesetChoice::from).unwrap_or_default();
        Recognition { recognised_on, act: Act::from(act), call: call.map(Id::new), ruleset }
    });
    let description = Description {
        name: row.name,
        area: Area::from_code(&row.area)?,
        production_chain: row.production_chain,
        province: Province::parse(&row.province)?,
        text: row.description,
        network_agreement: row
            .network_agreement
            .map(|it| NetworkAgreement::from(residues.keep("network_agreement", it))),
        activity_plan: row.activity_plan.map(|plan| residues.keep("activity_plan", plan).into()),
        lead_member_id: row.lead_member_id.map(Id::new),
        contacts: restored(residues.keep("contacts", row.contacts))?,
    };
    // Not part of the pole, but to be kept with it.
    let _ = row.annulled.map(|annulled| residues.keep("annulled", annulled));
    let pole = Pole {
        id: Id::new(row.id),
        code: PoleCode::parse(&row.code)?,
        status: PoleStatus::from_code(&row.status)?,
        owner,
        recognition,
        life: residues.keep("life", row.life).into_iter().map(Stage::from).collect(),
        warning: row.warning.map(|one| FormalWarning::from(residues.keep("warning", one))),
        transfers: residues
            .keep("transfers", row.transfers)
            .into_iter()
            .map(Transfer::from)
            .collect(),
        successions: residues
            .keep("successions", row.successions)
            .into_iter()
            .map(Succession::from)
            .collect(),
        description,
    };
    Ok(Stored {
        value: pole,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        residues: residues.logged("pole", row.id),
        kept: row.kept_version,
    })
}
