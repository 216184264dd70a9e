//! The sentences for what rules say of a network.

use chrono::NaiveDate;

use super::phrases::ACTION;
use super::rule::{Outcome, Rule, Slot};
use crate::sentence::{NAMED, Noun, Preposition, day_en, on_it, quoted_names};
use crate::text::Text;
use crate::vocabulary::Vocabulary;

/// Those that a requirement binds.
const BOUND: Noun =
    Noun::masculine(("soggetto tenuto", "soggetti tenuti"), ("member bound", "members bound"));

/// The facts that an explanation states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained<'a> {
    /// The rule.
    pub rule: Rule,
    /// What it says.
    pub outcome: Outcome,
    /// How many are asked for: slots to fill, actions, or members bound.
    pub required: u32,
    /// How many meet it for certain.
    pub found: u32,
    /// How many more would meet it if the office agrees.
    pub under_review: u32,
    /// When a waived rule becomes binding, if that is known.
    pub binding_from: Option<NaiveDate>,
    /// For how many years from recognition an ITS is not binding.
    pub grace_years: u32,
    /// The names of those that do not meet it, or are to be assessed.
    pub members: Vec<&'a str>,
}

impl Explained<'_> {
    /// Why the rule says so of the network, in a sentence.
    #[must_use]
    pub fn message(&self) -> Text {
        if let Some(slot) = Slot::ALL.iter().find(|slot| slot.rule() == self.rule) {
            return self.of_slots(slot.noun());
        }
        match (self.rule, self.outcome) {
            (Rule::SingleArea, Outcome::Satisfied) => {
                Text::fixed("l'area del polo è ammessa", "the pole's area is allowed")
            }
            (Rule::SingleArea, _) => Text::fixed(
                "l'area del polo non è tra quelle ammesse dal bando",
                "the pole's area is not among those that the call allows",
            ),
            (Rule::ActivityPlan, outcome) => self.of_the_plan(outcome),
            (Rule::NoDedicatedFunding, _) => Text::fixed(
                "a titolo informativo: la costituzione del polo non comporta finanziamenti dedicati",
                "for information: constituting a pole brings no dedicated funding",
            ),
            (Rule::DistinctMembers, Outcome::Satisfied) => Text::fixed(
                "ogni soggetto figura una sola volta",
                "each organisation is listed once",
            ),
            (Rule::DistinctMembers, _) => self.naming(
                ("lo stesso soggetto figura più volte", ": "),
                ("the same organisation is listed more than once", ": "),
            ),
            (Rule::ItsFoundersExcluded, Outcome::Satisfied) if self.members.is_empty() => {
                Text::fixed(
                    "nessun membro ha fondato l'ITS del polo",
                    "no member founded the pole's ITS",
                )
            }
            (Rule::ItsFoundersExcluded, Outcome::Satisfied) => match self.members.len() {
                1 => self.naming(
                    ("non è computato, in quanto fondatore dell'ITS", ": "),
                    ("does not count, as a founder of the ITS", ": "),
                ),
                _ => self.naming(
                    ("non sono computati, in quanto fondatori dell'ITS", ": "),
                    ("do not count, as founders of the ITS", ": "),
                ),
            },
            (Rule::MemberKinds, Outcome::Satisfied) => Text::fixed(
                "tutti i membri sono soggetti ammessi",
                "every member is of an admitted kind",
            ),
            (Rule::Territory, Outcome::Satisfied) => Text::fixed(
                "la sede del polo e quelle dei membri necessari rispettano il requisito",
                "the seat of the pole and those of the members needed are where they have to be",
            ),
            (Rule::Territory, Outcome::Violated) => Text::fixed(
                "la sede del polo non è in Lombardia",
                "the pole's seat is not in Lombardy",
            ),
            (Rule::MemberConfirmation, Outcome::NotApplicable) => confirmed_by(self.found),
            // To be settled by the members themselves.
            (Rule::MemberConfirmation, Outcome::NeedsReview) => self.naming(
                ("adesione non ancora confermata", " da "),
                ("membership not confirmed yet", " by "),
            ),
            (_, Outcome::Satisfied) => met_by(self.found, self.required),
            (_, Outcome::NotApplicable | Outcome::Waived) => {
                Text::fixed("non si applica a questa rete", "does not apply to this network")
            }
            (_, Outcome::NeedsReview) => self.naming(
                ("da valutare a cura dell'ufficio", ": "),
                ("to be assessed by the office", ": "),
            ),
            (_, Outcome::Violated) => {
                self.naming(("requisito non soddisfatto", " da "), ("not met", " by "))
            }
        }
    }

    /// A fact about the members, with their names after the link.
    fn naming(&self, (it, link_it): (&str, &str), (en, link_en): (&str, &str)) -> Text {
        if self.members.is_empty() {
            return Text::new(it.to_owned(), en.to_owned());
        }
        let names = quoted_names(self.members.iter().copied(), NAMED);
        Text::new(format!("{it}{link_it}{}", names.it), format!("{en}{link_en}{}", names.en))
    }

    fn of_the_plan(&self, outcome: Outcome) -> Text {
        match outcome {
            Outcome::Satisfied => Text::fixed(
                "il piano delle attività definisce le azioni di alternanza (oggi formazione \
                 scuola-lavoro) e di flessibilità richieste",
                "the activity plan defines the actions of work-linked training and flexibility that \
                 are required",
            ),
            _ if self.required == 0 => {
                Text::fixed("manca il piano delle attività", "there is no activity plan")
            }
            _ if self.required == 1 => Text::fixed(
                "il piano delle attività non definisce l'azione richiesta",
                "the activity plan does not define the action that is required",
            ),
            _ => {
                let part = ACTION.of_those_required(self.found, self.required);
                Text::new(
                    format!(
                        "azioni di alternanza (oggi formazione scuola-lavoro) e di flessibilità nel \
                         piano delle attività: {}",
                        part.it
                    ),
                    format!(
                        "actions of work-linked training and flexibility in the activity plan: {}",
                        part.en
                    ),
                )
            }
        }
    }

    fn of_slots(&self, noun: Noun) -> Text {
        let (required, found) = (self.required, self.found);
        let head = match required {
            1 => Text::fixed(noun.one_it, noun.one_en),
            _ => Text::fixed(noun.more_it, noun.more_en),
        };
        let tail = match (required, self.outcome) {
            (0, _) => Text::fixed(
                noun.inflected("nessuno richiesto", "nessuna richiesta"),
                "none required",
            ),
            (1, Outcome::Satisfied | Outcome::NotApplicable) => Text::fixed("presente", "present"),
            (1, Outcome::Violated) => Text::fixed("manca", "missing"),
            (1, Outcome::NeedsReview) => to_be_assessed(),
            (1, Outcome::Waived) if self.under_review > 0 => to_be_assessed(),
            (1, Outcome::Waived) => Text::fixed("assente", "absent"),
            (_, Outcome::Satisfied | Outcome::NotApplicable) if found >= required => {
                noun.all_those_required(required)
            }
            _ => self.how_many(noun),
        };
        let grace =
            if self.outcome == Outcome::Waived { self.grace() } else { Text::fixed("", "") };
        Text::new(
            format!("{}: {}{}", head.it, tail.it, grace.it),
            format!("{}: {}{}", head.en, tail.en, grace.en),
        )
    }

    /// Of several slots: how many are filled, to be assessed, missing.
    fn how_many(&self, noun: Noun) -> Text {
        let mut text = noun.of_those_required(self.found, self.required);
        if self.under_review > 0 {
            let more = match self.found {
                0 => noun.some(self.under_review),
                _ => noun.others(self.under_review),
            };
            text = text.and(
                &format!("; {} da valutare", more.it),
                &format!("; {} to be assessed", more.en),
            );
        }
        if self.outcome == Outcome::Violated {
            let missing =
                self.required.saturating_sub(self.found).saturating_sub(self.under_review);
            let verb = if missing == 1 { "ne manca" } else { "ne mancano" };
            text = text.and(&format!("; {verb} {missing}"), &format!("; {missing} missing"));
        }
        text
    }

    /// Until when a requirement does not bind.
    fn grace(&self) -> Text {
        match (self.binding_from, self.grace_years) {
            (Some(day), _) => Text::new(
                format!("; requisito vincolante {}", on_it(Preposition::Dal, day)),
                format!("; binding from {}", day_en(day)),
            ),
            (None, 0 | 1) => Text::fixed(
                "; requisito non vincolante nel primo anno dal riconoscimento",
                "; not binding in the first year after recognition",
            ),
            (None, 3) => Text::fixed(
                "; requisito non vincolante nel primo triennio dal riconoscimento",
                "; not binding in the first three years after recognition",
            ),
            (None, years) => Text::new(
                format!("; requisito non vincolante nei primi {years} anni dal riconoscimento"),
                format!("; not binding in the first {years} years after recognition"),
            ),
        }
    }
}

const fn to_be_assessed() -> Text {
    Text::fixed("da valutare a cura dell'ufficio", "to be assessed by the office")
}

/// How many of those bound meet a requirement.
fn met_by(found: u32, required: u32) -> Text {
    let (the, of_the) = (BOUND.the(required), BOUND.of_the(required));
    let (bound_it, bound_en) = (BOUND.more_it, BOUND.more_en);
    let (it, en) = match (found, required) {
        (_, 0) => return Text::fixed("nessun soggetto è tenuto al requisito", "binds no member"),
        (0, 1) => ("da nessuno".to_owned(), "nobody".to_owned()),
        (_, 1) => ("dall'unico soggetto tenuto".to_owned(), "the only member bound".to_owned()),
        (0, _) => (
            format!("da nessuno {of_the} {required} {bound_it}"),
            format!("none of the {required} {bound_en}"),
        ),
        (2, 2) => ("da entrambi i soggetti tenuti".to_owned(), "both members bound".to_owned()),
        _ if found >= required => {
            (format!("da tutti {the} {required} {bound_it}"), format!("all {required} {bound_en}"))
        }
        _ => (
            format!("da {found} {of_the} {required} {bound_it}"),
            format!("{found} of the {required} {bound_en}"),
        ),
    };
    Text::new(format!("requisito soddisfatto {it}"), format!("met by {en}"))
}

/// A confirmation that the call does not ask for.
fn confirmed_by(found: u32) -> Text {
    match found {
        0 => Text::fixed(
            "conferma non richiesta; nessun membro ha confermato: dichiara il capofila per tutti",
            "confirmation not required; no member has confirmed: the lead declares for all",
        ),
        1 => Text::fixed(
            "conferma non richiesta; un membro ha confermato: dichiara il capofila per gli altri",
            "confirmation not required; one member has confirmed: the lead declares for the others",
        ),
        _ => Text::new(
            format!(
                "conferma non richiesta; {found} membri hanno confermato: dichiara il capofila per \
                 gli altri"
            ),
            format!(
                "confirmation not required; {found} members have confirmed: the lead declares for \
                 the others"
            ),
        ),
    }
}
