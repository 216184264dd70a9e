//! Calls (bandi), for the constitution of poles or for measures that give them priority.

mod notice;
mod publication;
mod states;
mod timing;
mod window;

pub use notice::{Notification, Silence, SilenceTerms};
pub use states::{CallStatus, Facts, Step, attempt};
pub use window::{Phase, Window};

use chrono::{DateTime, NaiveDate, Utc};

use crate::area::Area;
use crate::calendar::civil_date;
use crate::fault::Invalid;
use crate::id::Id;
use crate::identifier::CallCode;
use crate::party::{Act, Contact, Localized};
use crate::rules::ruleset::{Derogation, Overrides, Ruleset, RulesetId};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// The purpose of a call.
    pub enum Purpose: "call_purpose", from fixed("decisione di progetto", "project decision") {
        /// The constitution of poles.
        Constitution = "constitution", "costituzione di poli", "constitution of poles";
        /// Another measure, in which recognised poles may be given priority.
        Measure = "measure", "altra misura", "another measure";
    }
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Its identifier.
    pub id: Id<Call>,
    /// What people call it by.
    pub code: CallCode,
    /// Where it stands.
    pub status: CallStatus,
    /// What it says.
    pub terms: Terms,
    /// The acts on it since its publication, in order.
    pub later_acts: Vec<LaterAct>,
}

/// An act on a published call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaterAct {
    /// What it did.
    pub step: Step,
    /// When that was recorded (UTC, microseconds).
    pub at: DateTime<Utc>,
    /// The act.
    pub act: Act,
    /// The reason.
    pub reason: Option<String>,
    /// Of a reopening: whether it compares everybody as of the new closing.
    pub comparative: bool,
}

impl Call {
    /// Who applied before this instant keeps its dates: the last reopening, unless it compares
    /// everybody.
    #[must_use]
    pub fn dates_kept_before(&self) -> Option<DateTime<Utc>> {
        let last = self.later_acts.iter().rfind(|later| later.step == Step::Reopen)?;
        (!last.comparative).then_some(last.at)
    }
}

/// The terms of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// What it is for.
    pub purpose: Purpose,
    /// Its title.
    pub title: Localized,
    /// Its text.
    pub text: Option<Localized>,
    /// The areas it is restricted to; empty for all.
    pub areas: Vec<Area>,
    /// When applications are accepted.
    pub window: Window,
    /// The rules that networks are judged by.
    pub ruleset: RulesetChoice,
    /// Whether recognised poles have priority.
    pub priority_for_poles: bool,
    /// How applications are decided.
    pub procedure: ProcedureTerms,
    /// The act that opened it.
    pub act: Option<Act>,
    /// Contacts.
    pub contacts: Vec<Contact>,
}

vocabulary! {
    /// The starting day of a procedure.
    #[derive(Default)]
    pub enum ProcedureFrom: "procedure_from", from fixed(
        "L. 241/1990, art. 2; decisione di progetto", "L. 241/1990, art. 2; project decision"
    ) {
        /// From the receipt of the application.
        #[default]
        Receipt = "receipt", "dalla ricezione", "from the receipt";
        /// From the closing of the call.
        Closing = "closing", "dalla chiusura del bando", "from the closing of the call";
    }
}

/// The terms of the procedure (L. 241/1990).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcedureTerms {
    /// The time limit in days (art. 2).
    pub days: u32,
    /// From when on; as the reference date, unless the call says otherwise.
    pub from: ProcedureFrom,
    /// Whether a rejection requires a notice first; competitive procedures are exempt (art.
    /// 10-bis).
    pub rejection_notice: bool,
    /// How what the office does reaches the applicant.
    pub notification: Notification,
    /// What silence means.
    pub silence: SilenceTerms,
}

impl Default for ProcedureTerms {
    fn default() -> Self {
        Self {
            days: 30,
            from: ProcedureFrom::default(),
            rejection_notice: true,
            notification: Notification::default(),
            silence: SilenceTerms::default(),
        }
    }
}

/// A ruleset, with the parameters that a call overrides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulesetChoice {
    /// The ruleset.
    pub id: RulesetId,
    /// The parameters that differ from its defaults.
    pub overrides: Overrides,
    /// By what right they go below the page, if they do.
    pub derogation: Option<Derogation>,
}

impl RulesetChoice {
    /// Checks that a call that goes below the page says by what right.
    ///
    /// # Errors
    ///
    /// `derogation_missing`.
    pub fn derogated(&self) -> Result<(), Invalid> {
        if self.overrides.go_below_the_page() && self.derogation.is_none() {
            return Err(Invalid::fixed(
                "derogation_missing",
                "il bando chiede meno di quanto prevede la pagina: occorre indicare l'atto che lo \
                 consente e la motivazione della deroga",
                "the call asks for less than the page: give the act that allows it and the reason",
            ));
        }
        Ok(())
    }

    /// The rules with the overridden parameters.
    #[must_use]
    pub fn ruleset(&self) -> Ruleset {
        let derogation = self.derogation.clone();
        Ruleset { derogation, ..self.id.ruleset().with(&self.overrides) }
    }
}

impl Terms {
    /// The rules with the call's overrides and its restriction to areas.
    #[must_use]
    pub fn ruleset(&self) -> Ruleset {
        let mut ruleset = self.ruleset.ruleset();
        let allowed = &mut ruleset.parameters.allowed_areas;
        match (allowed.is_empty(), self.areas.is_empty()) {
            (_, true) => {}
            (true, false) => allowed.extend(&self.areas),
            (false, false) => allowed.retain(|area| self.areas.contains(area)),
        }
        ruleset
    }

    /// The day by which members must have joined to count on the reference date: the closing, if
    /// the reference date is later. Documents can be completed after the closing, but a member who
    /// joins after it remedies nothing (project decision). `None` if the reference date itself is
    /// the limit.
    #[must_use]
    pub fn joined_by(&self, reference_date: NaiveDate) -> Option<NaiveDate> {
        Some(civil_date(self.window.closes_at())).filter(|closing| *closing < reference_date)
    }
}
