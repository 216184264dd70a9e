//! How long a recognition is suspended.

use chrono::NaiveDate;

use crate::fault::{Fault, Invalid};
use crate::party::Act;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// The kind of a suspension.
    pub enum SuspensionKind: "suspension_kind", from fixed(
        "L. 241/1990, art. 21-quater; D.Lgs. 104/2010 (c.p.a.), art. 55",
        "L. 241/1990, art. 21-quater; D.Lgs. 104/2010 (c.p.a.), art. 55"
    ) {
        /// By the administration, until a stated day.
        Administrative = "administrative", "disposta dall'amministrazione",
            "by the administration";
        /// By a court, until its order falls.
        Judicial = "judicial", "disposta dal giudice", "by a court";
    }
}

/// How long a recognition is suspended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    /// By whom.
    pub kind: SuspensionKind,
    /// The last day (a civil date in Rome), included; `None` until the order of the court falls.
    pub until: Option<NaiveDate>,
    /// The act that put off its end.
    pub extension: Option<Extension>,
}

/// The extension of a suspension: there can be one (L. 241/1990, art. 21-quater c. 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// When it was recorded (a civil date in Rome).
    pub on: NaiveDate,
    /// The last day before it was extended.
    pub before: Option<NaiveDate>,
    /// The official act.
    pub act: Act,
    /// The reason.
    pub reason: Option<String>,
}

impl Suspension {
    /// A suspension from a day on. Without a kind, a judgment suspends as a court does, and any other
    /// act as the administration does.
    ///
    /// # Errors
    ///
    /// At `/until`: `suspension_without_end`, `suspension_by_court_has_no_end`,
    /// `suspension_ends_before_it_begins`; at `/act/kind`: `not_a_judgment`.
    pub fn new(
        kind: Option<SuspensionKind>,
        act: Option<&Act>,
        until: Option<NaiveDate>,
        since: NaiveDate,
    ) -> Result<Self, Vec<Fault>> {
        let is_judgment = act.is_some_and(Act::is_judgment);
        let by_act =
            if is_judgment { SuspensionKind::Judicial } else { SuspensionKind::Administrative };
        let kind = kind.unwrap_or(by_act);
        let mut faults = Vec::new();
        if kind == SuspensionKind::Judicial && !is_judgment {
            faults.push(NOT_A_JUDGMENT.at("/act/kind"));
        }
        let unfit = match (kind, until) {
            (SuspensionKind::Administrative, None) => Some(WITHOUT_END),
            (SuspensionKind::Judicial, Some(_)) => Some(NO_END_BY_COURT),
            (SuspensionKind::Administrative, Some(until)) if until < since => Some(ENDS_BEFORE),
            _ => None,
        };
        faults.extend(unfit.map(|invalid| invalid.at("/until")));
        if faults.is_empty() { Ok(Self { kind, until, extension: None }) } else { Err(faults) }
    }

    /// The same suspension, until a later day.
    ///
    /// # Errors
    ///
    /// `suspension_not_longer`, at `/until`.
    pub fn extended(self, extension: Extension, until: NaiveDate) -> Result<Self, Fault> {
        let ends_on = self.until.unwrap_or(extension.on);
        if until <= ends_on {
            return Err(NOT_LONGER.at("/until"));
        }
        let extension = Extension { before: self.until, ..extension };
        Ok(Self { until: Some(until), extension: Some(extension), ..self })
    }
}

const WITHOUT_END: Invalid = Invalid::fixed(
    "suspension_without_end",
    "la sospensione disposta dall'amministrazione deve indicare fino a quando dura (art. 21-quater \
     L. 241/1990)",
    "a suspension by the administration must state how long it lasts (art. 21-quater L. 241/1990)",
);
const NO_END_BY_COURT: Invalid = Invalid::fixed(
    "suspension_by_court_has_no_end",
    "la sospensione disposta dal giudice dura finché il suo provvedimento non cessa di avere effetto: \
     non si indica un termine",
    "a suspension by a court lasts until its order falls: give no end",
);
const NOT_A_JUDGMENT: Invalid = Invalid::fixed(
    "not_a_judgment",
    "la sospensione disposta dal giudice si fonda sul suo provvedimento: l'atto indicato non lo è",
    "a suspension by a court rests on its decision: this act is none",
);
pub(super) const ENDS_BEFORE: Invalid = Invalid::fixed(
    "suspension_ends_before_it_begins",
    "la sospensione non può finire prima di avere effetto",
    "a suspension cannot end before it takes effect",
);
const NOT_LONGER: Invalid = Invalid::fixed(
    "suspension_not_longer",
    "il nuovo termine della sospensione deve essere successivo a quello vigente",
    "the new end of the suspension must be later than the present one",
);
