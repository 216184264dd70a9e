//! `network_agreement`: the network is formalised by an agreement.

use chrono::NaiveDate;

use super::matter::Matter;
use super::rule::{Outcome, Rule};
use super::ruling::Ruling;
use crate::text::Text;

/// Signed on or before the day, if the rules ask for it.
pub(super) fn ruling(matter: &Matter<'_>, day: NaiveDate) -> Ruling {
    if !matter.parameters.require_network_agreement {
        return Ruling::of(Rule::NetworkAgreement, Outcome::NotApplicable);
    }
    let (outcome, explanation) = match matter.agreement.map(|agreement| agreement.signed_on) {
        None => (Outcome::Violated, MISSING),
        Some(None) => (Outcome::NeedsReview, UNDATED),
        Some(Some(signed_on)) if signed_on > day => (Outcome::Violated, LATER),
        Some(Some(_)) => (Outcome::Satisfied, SIGNED),
    };
    Ruling::explained(Rule::NetworkAgreement, outcome, explanation)
}

/// The day on which it is signed.
pub(super) fn boundary(matter: &Matter<'_>) -> Option<NaiveDate> {
    matter.agreement?.signed_on
}

const MISSING: Text =
    Text::fixed("manca l'accordo di rete", "there is no agreement of the network");
const UNDATED: Text = Text::fixed(
    "l'accordo di rete non indica la data di sottoscrizione",
    "the agreement of the network does not say when it was signed",
);
const LATER: Text = Text::fixed(
    "l'accordo di rete è sottoscritto dopo la data di riferimento",
    "the agreement of the network is signed after the date of the evaluation",
);
const SIGNED: Text =
    Text::fixed("l'accordo di rete è sottoscritto", "the agreement of the network is signed");
