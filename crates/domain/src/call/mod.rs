//! Calls (bandi): under which poles are constituted, or measures in which poles have priority.

mod states;
mod window;

pub use states::{CallStatus, Facts, Step, attempt};
pub use window::{Phase, Window};

use chrono::NaiveDate;

use crate::area::Area;
use crate::calendar::civil_date;
use crate::id::Id;
use crate::identifier::CallCode;
use crate::party::{Act, Contact, Localized};
use crate::rules::ruleset::{Overrides, Ruleset, RulesetId};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a call is for.
    pub enum Purpose: "call_purpose", from fixed("decisione di progetto", "project decision") {
        /// Poles are constituted.
        Constitution = "constitution", "costituzione di poli", "constitution of poles";
        /// Another measure, in which recognised poles may have priority.
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
}

/// What a call says.
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
    /// When applications are received.
    pub window: Window,
    /// The rules that networks are judged by.
    pub ruleset: RulesetChoice,
    /// Whether recognised poles have priority.
    pub priority_for_poles: bool,
    /// How applications are decided.
    pub procedure: ProcedureTerms,
    /// The act that opened it.
    pub act: Option<Act>,
    /// Whom to ask.
    pub contacts: Vec<Contact>,
}

vocabulary! {
    /// From which day the term of a procedure is counted.
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

/// How the applications of a call are decided (L. 241/1990).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProcedureTerms {
    /// How many days a procedure may take (art. 2).
    pub days: u32,
    /// From when on.
    pub from: ProcedureFrom,
    /// Whether a rejection needs a notice first; competitive procedures do without (art. 10-bis).
    pub rejection_notice: bool,
}

impl Default for ProcedureTerms {
    fn default() -> Self {
        Self { days: 30, from: ProcedureFrom::default(), rejection_notice: true }
    }
}

/// A ruleset by name, with what a call changes in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulesetChoice {
    /// Which ruleset.
    pub id: RulesetId,
    /// What differs from its defaults.
    pub overrides: Overrides,
}

impl RulesetChoice {
    /// The rules with these parameters.
    #[must_use]
    pub fn ruleset(&self) -> Ruleset {
        self.id.ruleset().with(&self.overrides)
    }
}

impl Terms {
    /// The rules with the call's own parameters, its restriction to areas included.
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

    /// The day by which members have to have joined to be looked at on a reference date: the
    /// closing, where the call judges a later day. Papers can be mended after the closing; a member
    /// who joined after it cures nothing (project decision). `None` where the reference date itself
    /// sees to that.
    #[must_use]
    pub fn joined_by(&self, reference_date: NaiveDate) -> Option<NaiveDate> {
        Some(civil_date(self.window.closes_at())).filter(|closing| *closing < reference_date)
    }
}
