//! What courts decide of the acts on a recognition.

use chrono::NaiveDate;

use crate::court::CourtReference;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a court decides of an act.
    pub enum OrderEffect: "court_order_effect", from fixed(
        "D.Lgs. 104/2010 (c.p.a.), artt. 29, 55 e 56", "D.Lgs. 104/2010 (c.p.a.), arts. 29, 55 and 56"
    ) {
        /// It has no effect while the order holds: provisionally, from the day of the order on.
        Suspends = "suspends", "efficacia sospesa in via cautelare", "suspended by an interim order";
        /// It is as if it had never been taken.
        Annuls = "annuls", "atto annullato", "annulled";
        /// What a court had decided of it holds no more, from the day of this decision on.
        Lifted = "lifted", "sospensione o annullamento non più efficace",
            "no longer suspended or annulled";
    }
}

/// A decision of a court on an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourtOrder {
    /// What becomes of the act.
    pub effect: OrderEffect,
    /// Which decision.
    pub reference: CourtReference,
    /// What the office adds.
    pub reason: Option<String>,
}

/// The act that a court decides on, by its number and date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contested {
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
}
