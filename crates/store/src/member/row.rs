//! Conversion between members and rows.

use ptp_domain::calendar::Period;
use ptp_domain::id::Id;
use ptp_domain::identifier::{Province, TaxCode, VatNumber};
use ptp_domain::member::{Member, MemberKind};
use ptp_domain::pole::Pole;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;

use crate::db::StoreError;
use crate::entity::member as table;
use crate::fold::fold;
use crate::record::{Residues, records, restored};
use crate::stored::Stored;

pub(crate) fn to_row(
    pole: Id<Pole>,
    stored: &Stored<Member>,
) -> Result<table::ActiveModel, StoreError> {
    let Member {
        id,
        name,
        tax_code,
        vat_number,
        province,
        municipality,
        operating_sites,
        membership,
        profile,
        study_tracks,
        accreditations,
        confirmed_at,
        contacts,
    } = &stored.value;
    let residues = &stored.residues;
    Ok(table::ActiveModel {
        id: Set(id.uuid()),
        pole_id: Set(pole.uuid()),
        kind: Set(stored.value.kind().code().to_owned()),
        name: Set(name.clone()),
        tax_code: Set(tax_code.as_str().to_owned()),
        vat_number: Set(vat_number.as_ref().map(|number| number.as_str().to_owned())),
        province: Set(province.code().to_owned()),
        municipality: Set(municipality.clone()),
        folded_municipality: Set(municipality.as_deref().map(|name| fold([name]))),
        operating_sites: Set(residues.with("operating_sites", records(operating_sites))?),
        joined_on: Set(membership.from()),
        left_on: Set(membership.until()),
        confirmed_at: Set(*confirmed_at),
        profile: Set(residues.with("profile", profile.into())?),
        study_tracks: Set(residues.with("study_tracks", records(study_tracks))?),
        accreditations: Set(residues.with("accreditations", records(accreditations))?),
        contacts: Set(residues.with("contacts", records(contacts))?),
        version: Set(stored.version),
        created_at: Set(stored.created_at),
        updated_at: Set(stored.updated_at),
    })
}

impl TryFrom<table::Model> for Stored<Member> {
    type Error = StoreError;

    fn try_from(row: table::Model) -> Result<Self, StoreError> {
        let id = row.id;
        restore(row).map_err(|error| error.in_row("member", id))
    }
}

fn restore(row: table::Model) -> Result<Stored<Member>, StoreError> {
    let kind = MemberKind::from_code(&row.kind)?;
    let mut residues = Residues::default();
    let profile = residues.keep("profile", row.profile).restore(kind)?;
    let member = Member {
        id: Id::new(row.id),
        name: row.name,
        tax_code: TaxCode::restore(&row.tax_code)?,
        vat_number: row.vat_number.as_deref().map(VatNumber::parse).transpose()?,
        province: Province::parse(&row.province)?,
        municipality: row.municipality,
        operating_sites: restored(residues.keep("operating_sites", row.operating_sites))?,
        membership: Period::new(row.joined_on, row.left_on)?,
        profile: profile
            .ok_or_else(|| StoreError::Corrupt("profile of another kind".to_owned()))?,
        study_tracks: restored(residues.keep("study_tracks", row.study_tracks))?,
        accreditations: restored(residues.keep("accreditations", row.accreditations))?,
        confirmed_at: row.confirmed_at,
        contacts: restored(residues.keep("contacts", row.contacts))?,
    };
    Ok(Stored {
        value: member,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        residues: residues.logged("member", row.id),
        kept: None,
    })
}
