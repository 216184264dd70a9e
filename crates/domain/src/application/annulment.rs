//! On what ground an admission is annulled, and by when.

use chrono::NaiveDate;

use super::ground::{Ground, SelfRedress};
use super::particulars::Particulars;
use super::procedure::Procedure;
use crate::calendar::civil_date;
use crate::call::Purpose;
use crate::fault::{Fault, Invalid};
use crate::party::Act;
use crate::sentence::self_redress_over;

impl Procedure {
    /// The faults of an annulment by what it annuls: a favourable act needs a ground that holds on the
    /// day of the annulling act, a rejection none. By their place: `required`, `self_redress_over`,
    /// `not_a_judgment`, `admission_suspended_by_court`, `act_before_decision`, and for the judgment `act_in_the_future`.
    #[must_use]
    pub fn faults_of_annulment(
        &self,
        annulment: &Particulars,
        purpose: Purpose,
        today: NaiveDate,
    ) -> Vec<Fault> {
        let to_come = annulment.judgment.as_ref().and_then(|act| act.adopted_by(today).err());
        let mut faults: Vec<_> =
            to_come.map(|fault| fault.at("/judgment/date")).into_iter().collect();
        let Some(decision) = self.taken.iter().rfind(|taken| taken.step.ends()) else {
            return faults;
        };
        let act = decision.particulars.act.as_ref();
        let decided_on = act.map_or_else(|| civil_date(decision.at), |act| act.date);
        let annulled = annulment.act.as_ref();
        let annulled_on = annulled.map_or(decided_on, |act| act.date);
        if annulled_on < decided_on {
            faults.push(BEFORE_DECISION.at("/act/date"));
        }
        let is_by_court = annulled.is_some_and(Act::is_judgment);
        match annulment.ground {
            None if decision.step.admits() => faults.push(GROUND_REQUIRED.at("/ground")),
            None => {}
            Some(Ground::SelfRedress) => {
                let term = SelfRedress::of(decided_on);
                let last = term.last_day(decided_on).filter(|_| decision.step.admits());
                if let Some(last) = last.filter(|last| *last < annulled_on) {
                    let message = self_redress_over(last, &term.source);
                    faults.push(Invalid { code: "self_redress_over", message }.at("/ground"));
                }
            }
            Some(Ground::InterimOrder) if decision.step.admits() => {
                let suspended = match purpose {
                    Purpose::Constitution => ADMISSION_SUSPENDED,
                    Purpose::Measure => MEASURE_SUSPENDED,
                };
                faults.push(suspended.at("/ground"));
            }
            Some(Ground::InterimOrder) if annulment.judgment.is_none() && !is_by_court => {
                faults.push(ORDER_REQUIRED.at("/judgment"));
            }
            Some(Ground::InterimOrder) => {
                let judgment = annulment.judgment.as_ref().filter(|act| !act.is_judgment());
                faults.extend(judgment.map(|_| NOT_AN_ORDER.at("/judgment/kind")));
            }
            Some(Ground::CriminalJudgment | Ground::Judgment) => match &annulment.judgment {
                None if is_by_court && annulment.ground == Some(Ground::Judgment) => {}
                None => faults.push(JUDGMENT_REQUIRED.at("/judgment")),
                Some(judgment) if judgment.is_judgment() => {}
                Some(_) => faults.push(NOT_A_JUDGMENT.at("/judgment/kind")),
            },
        }
        faults
    }
}

const GROUND_REQUIRED: Invalid = Invalid::fixed(
    "required",
    "l'annullamento di un'ammissione deve indicarne il fondamento (art. 21-nonies L. 241/1990)",
    "the annulment of an admission must state its ground (art. 21-nonies L. 241/1990)",
);
const JUDGMENT_REQUIRED: Invalid =
    Invalid::fixed("required", "occorre indicare gli estremi della sentenza", "state the judgment");
const ORDER_REQUIRED: Invalid = Invalid::fixed(
    "required",
    "occorre indicare gli estremi dell'ordinanza del giudice",
    "state the order of the court",
);
const ADMISSION_SUSPENDED: Invalid = Invalid::fixed(
    "admission_suspended_by_court",
    "se il giudice sospende un'ammissione la decisione resta: si registra la sospensione del polo",
    "if a court suspends an admission the decision stays: suspend the pole",
);
const NOT_AN_ORDER: Invalid = Invalid::fixed(
    "not_a_judgment",
    "gli estremi indicati non sono di un provvedimento del giudice",
    "this is not a decision of a court",
);
const MEASURE_SUSPENDED: Invalid = Invalid::fixed(
    "admission_suspended_by_court",
    "se il giudice sospende un'ammissione la decisione resta, e il polo con essa: si annotano gli \
     estremi dell'ordinanza",
    "if a court suspends an admission the decision stays, and so does the pole: record where the order \
     is filed",
);
const NOT_A_JUDGMENT: Invalid = Invalid::fixed(
    "not_a_judgment",
    "gli estremi indicati non sono di una sentenza",
    "this is not a judgment",
);
const BEFORE_DECISION: Invalid = Invalid::fixed(
    "act_before_decision",
    "l'atto non può essere anteriore alla decisione che annulla",
    "the act cannot be earlier than the decision that it annuls",
);
