//! What becomes of acts on a recognition that a court has decided on.

use chrono::NaiveDate;

use super::aggregate::Pole;
use super::court::{Contested, CourtOrder, OrderEffect};
use super::life::MOST_AHEAD;
use super::stage::Stage;
use crate::fault::{Fault, Invalid};
use crate::reference::Reference;

impl Stage {
    /// Whether a court holds up its act on a day. An annulment that stands does so on every day.
    #[must_use]
    pub fn is_held_on(&self, day: NaiveDate) -> bool {
        self.is_annulled()
            || self.order_on(day).is_some_and(|order| order.effect != OrderEffect::Lifted)
    }

    /// The order that holds up its act on a day, if it does so provisionally.
    #[must_use]
    pub fn provisionally_held_on(&self, day: NaiveDate) -> Option<&CourtOrder> {
        let has_begun = self.since <= day && !self.effect.awaits_delivery;
        let is_over = self.last_day().is_some_and(|last| last < day);
        let is_so = has_begun && !is_over && !self.is_annulled();
        let order = self.order_on(day).filter(|order| order.effect == OrderEffect::Suspends);
        order.filter(|_| is_so)
    }

    /// Whether a court has annulled its act, and nothing since says otherwise.
    fn is_annulled(&self) -> bool {
        self.orders.last().is_some_and(|order| order.effect == OrderEffect::Annuls)
    }

    /// The last decision of a court by a day.
    fn order_on(&self, day: NaiveDate) -> Option<&CourtOrder> {
        self.orders.iter().rfind(|order| order.reference.date <= day)
    }
}

impl Pole {
    /// Whether there is an act after the recognition that a court may decide on.
    #[must_use]
    pub fn has_contestable_act(&self) -> bool {
        self.life.iter().skip(1).any(|stage| stage.act.is_some())
    }

    /// The same pole after a court's decision on an act.
    ///
    /// # Errors
    ///
    /// `no_such_act`, `recognition_contested`, `order_in_the_future`, `order_before_act`,
    /// `already_suspended`, `already_annulled`, `nothing_to_lift`, `too_much_ahead`,
    /// `too_many_orders`, `too_many_references`.
    pub fn ordered(
        mut self,
        contested: &Contested,
        order: CourtOrder,
        references: Vec<Reference>,
        today: NaiveDate,
    ) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        if order.reference.date > today {
            faults.push(IN_THE_FUTURE.at("/order/date"));
        }
        let is_contested = |stage: &Stage| {
            let act = stage.act.as_ref();
            act.is_some_and(|act| act.number == contested.number && act.date == contested.date)
        };
        let found = self.life.iter().rposition(is_contested);
        let Some(stage) = found.filter(|at| *at > 0).and_then(|at| self.life.get_mut(at)) else {
            let unfit = if found.is_some() { RECOGNITION } else { NO_SUCH_ACT };
            faults.push(unfit.at("/act"));
            return Err(faults);
        };
        let last = stage.orders.last();
        let earliest = last.map_or(contested.date, |last| last.reference.date);
        if order.reference.date < earliest {
            faults.push(BEFORE_ACT.at("/order/date"));
        }
        let unfit = match (last.map(|last| last.effect), order.effect) {
            (Some(OrderEffect::Suspends), OrderEffect::Suspends) => Some(ALREADY_SUSPENDED),
            (Some(OrderEffect::Annuls), OrderEffect::Suspends | OrderEffect::Annuls) => {
                Some(ALREADY_ANNULLED)
            }
            (None | Some(OrderEffect::Lifted), OrderEffect::Lifted) => Some(NOTHING_TO_LIFT),
            _ => None,
        };
        faults.extend(unfit.map(|invalid| invalid.at("/effect")));
        if stage.orders.len() >= MOST_ORDERS {
            faults.push(TOO_MANY_ORDERS.at("/order"));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        stage.orders.push(order);
        stage.file(references)?;
        if self.ahead(today).len() > MOST_AHEAD {
            return Err(vec![TOO_MUCH_AHEAD.at("/effect")]);
        }
        Ok(self.as_of(today))
    }
}

/// The most decisions of courts on an act.
const MOST_ORDERS: usize = 100;

const TOO_MANY_ORDERS: Invalid = Invalid::fixed(
    "too_many_orders",
    "sull'atto sono già registrati cento provvedimenti del giudice, il massimo",
    "a hundred decisions of courts on the act are recorded already, the most there can be",
);
const TOO_MUCH_AHEAD: Invalid = Invalid::fixed(
    "too_much_ahead",
    "con questo provvedimento il polo cambierebbe stato più di tre volte per atti già adottati: si \
     registra dopo il primo dei cambiamenti",
    "with this decision the pole would change its status more than three times by acts that have been \
     taken: record it after the first of the changes",
);
const NO_SUCH_ACT: Invalid = Invalid::fixed(
    "no_such_act",
    "nessun atto di sospensione, ripristino o revoca del polo ha questo numero e questa data",
    "no act that suspended, reinstated or revoked the pole has this number and date",
);
const RECOGNITION: Invalid = Invalid::fixed(
    "recognition_contested",
    "è l'atto di riconoscimento: se il giudice lo sospende si registra una sospensione del polo, se lo \
     annulla si registra l'annullamento dell'ammissione",
    "this is the act that recognised the pole: if a court suspends it, suspend the pole; if a court \
     annuls it, annul the admission",
);
const IN_THE_FUTURE: Invalid = Invalid::fixed(
    "order_in_the_future",
    "la data del provvedimento del giudice è futura: si registra dal giorno della pubblicazione",
    "the date of the court's decision is in the future: it is recorded from its publication on",
);
const BEFORE_ACT: Invalid = Invalid::fixed(
    "order_before_act",
    "il provvedimento del giudice non può essere anteriore all'atto, né a quello che lo ha preceduto",
    "the court's decision can be earlier neither than the act nor than the decision before it",
);
const ALREADY_SUSPENDED: Invalid = Invalid::fixed(
    "already_suspended",
    "l'efficacia dell'atto è già sospesa dal giudice",
    "the act is already suspended by a court",
);
const ALREADY_ANNULLED: Invalid = Invalid::fixed(
    "already_annulled",
    "l'atto è già annullato dal giudice",
    "the act is already annulled by a court",
);
const NOTHING_TO_LIFT: Invalid = Invalid::fixed(
    "nothing_to_lift",
    "il giudice non ha sospeso né annullato l'atto: non vi è nulla che cessi di avere effetto",
    "no court has suspended or annulled the act: there is nothing to be lifted",
);
