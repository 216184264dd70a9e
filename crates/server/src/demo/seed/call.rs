//! A call as a table row, and the call built from it.

use chrono::Datelike;
use ptp_clock::Clock;
use ptp_domain::area::Area;
use ptp_domain::call::{
    Call, CallStatus, ProcedureFrom, ProcedureTerms, Purpose, RulesetChoice, Terms, Window,
};
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::identifier::CallCode;
use ptp_domain::party::{ContactRole, Localized};
use ptp_domain::rules::ruleset::{Derogation, Leeway, Overrides, RulesetId};

use super::dates::{Dates, When};
use super::papers::{decree, office};

/// A call. Texts are in Italian and English.
#[derive(Clone, Copy)]
pub(super) struct CallRow {
    pub(super) status: CallStatus,
    pub(super) purpose: Purpose,
    pub(super) title: (&'static str, &'static str),
    pub(super) text: (&'static str, &'static str),
    pub(super) areas: &'static [Area],
    /// At 10:00 in Rome.
    pub(super) opens: When,
    /// At 12:00 in Rome.
    pub(super) closes: When,
    pub(super) ruleset: RulesetId,
    pub(super) min_schools: Option<u32>,
    pub(super) min_companies: Option<u32>,
    pub(super) other_kinds: Option<Leeway>,
    pub(super) priority_for_poles: bool,
    /// Why it may ask for less than the page, by its own decree.
    pub(super) derogation: Option<&'static str>,
    /// Number and day.
    pub(super) decree: Option<(&'static str, When)>,
    /// The office in charge, which also informs.
    pub(super) desk: Option<&'static str>,
}

impl CallRow {
    /// The year in its code.
    pub(super) fn year(&self, dates: Dates) -> i32 {
        self.decree.map_or(dates.today(), |(_, on)| dates.weekday(on)).year()
    }

    /// The call.
    pub(super) fn call(
        &self,
        code: CallCode,
        dates: Dates,
        clock: &Clock,
    ) -> Result<Call, Invalid> {
        Ok(Call {
            id: Id::new(clock.new_id()),
            code,
            status: self.status,
            terms: self.terms(dates)?,
            later_acts: Vec::new(),
        })
    }

    /// Its terms.
    pub(super) fn terms(&self, dates: Dates) -> Result<Terms, Invalid> {
        let window = Window::new(dates.at(self.opens, "10:00")?, dates.at(self.closes, "12:00")?)?;
        let overrides = Overrides {
            min_schools: self.min_schools,
            min_companies: self.min_companies,
            other_kinds: self.other_kinds,
            ..Overrides::default()
        };
        let act = self.decree.map(|(number, on)| decree(number, dates.weekday(on)));
        let derogation = self.derogation.zip(act.clone());
        let derogation =
            derogation.map(|(reason, act)| Derogation { act, reason: reason.to_owned() });
        let desk = self.desk.map(|name| {
            [
                (ContactRole::ResponsibleOfficer, "responsabile.poli@regione.example"),
                (ContactRole::Information, "poli.tecnici@regione.example"),
            ]
            .map(|(role, email)| office(role, name, email))
        });
        Ok(Terms {
            purpose: self.purpose,
            title: localized(self.title),
            text: Some(localized(self.text)),
            areas: self.areas.to_vec(),
            window,
            ruleset: RulesetChoice { id: self.ruleset, overrides, derogation },
            priority_for_poles: self.priority_for_poles,
            // The networks are judged at the closing.
            procedure: ProcedureTerms { from: ProcedureFrom::Closing, ..ProcedureTerms::default() },
            act,
            contacts: desk.into_iter().flatten().collect::<Result<_, _>>()?,
        })
    }
}

fn localized((it, en): (&str, &str)) -> Localized {
    Localized { it: it.to_owned(), en: Some(en.to_owned()) }
}
