//! Grounds of annulments, and how long an administration may annul by itself.

use chrono::{Months, NaiveDate};

use crate::calendar::working_day;
use crate::text::Text;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// The ground of an annulment.
    pub enum Ground: "annulment_ground", from fixed(
        "L. 241/1990, art. 21-nonies", "L. 241/1990, art. 21-nonies"
    ) {
        /// By the administration itself, within a term.
        SelfRedress = "self_redress", "annullamento d'ufficio", "self-redress";
        /// Facts or declarations that a final criminal judgment found to be false (c. 2-bis).
        CriminalJudgment = "criminal_judgment", "falsità accertate con sentenza penale definitiva",
            "falsehoods found by a final criminal judgment";
        /// Suspended by an interim order of a court: of a rejection, which is decided anew.
        InterimOrder = "interim_order", "sospensione cautelare disposta dal giudice",
            "suspended by an interim order";
        /// By a court, or to comply with its judgment.
        Judgment = "judgment", "annullamento in giudizio", "annulled by a judgment";
    }
}

/// How long an administration may annul a favourable act by itself, by the day of that act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelfRedress {
    /// The first day of the acts that it holds for.
    pub from: NaiveDate,
    /// The months; `None` for a reasonable time, which nobody can compute.
    pub months: Option<u32>,
    /// Where it stands.
    pub source: Text,
}

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date of the table")
}

/// The terms over time. To be verified against the text in force before production.
pub static SELF_REDRESS: [SelfRedress; 4] = [
    SelfRedress {
        from: NaiveDate::MIN,
        months: None,
        source: Text::fixed(
            "L. 241/1990, art. 21-nonies, come inserito dalla L. 15/2005",
            "L. 241/1990, art. 21-nonies, as inserted by L. 15/2005",
        ),
    },
    SelfRedress {
        from: day(2015, 8, 28),
        months: Some(18),
        source: Text::fixed("L. 124/2015, art. 6", "L. 124/2015, art. 6"),
    },
    SelfRedress {
        from: day(2021, 6, 1),
        months: Some(12),
        source: Text::fixed("D.L. 77/2021, art. 63", "D.L. 77/2021, art. 63"),
    },
    SelfRedress {
        from: day(2025, 12, 18),
        months: Some(6),
        source: Text::fixed("L. 182/2025", "L. 182/2025"),
    },
];

impl SelfRedress {
    /// The term for an act of a day.
    #[must_use]
    pub fn of(act: NaiveDate) -> &'static Self {
        let [oldest, later @ ..] = &SELF_REDRESS;
        later.iter().rfind(|term| term.from <= act).unwrap_or(oldest)
    }

    /// The last day to annul an act of a day, included, deferred to the next working day if it is a
    /// holiday (c.c. art. 2963). `None` if it is a matter of a reasonable time.
    #[must_use]
    pub fn last_day(&self, act: NaiveDate) -> Option<NaiveDate> {
        Some(working_day(act.checked_add_months(Months::new(self.months?))?))
    }
}
