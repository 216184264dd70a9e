//! Sentences on terms that pass: silence, and decisions that come late.

use chrono::NaiveDate;

use super::count::Noun;
use super::day::{Preposition, day_en, on_it};
use crate::text::Text;

const DAY: Noun = Noun::masculine(("giorno", "giorni"), ("day", "days"));

/// What stands behind a claim, in brackets.
fn founded(text: Text, basis: Option<&str>) -> Text {
    match basis {
        None => text,
        Some(basis) => text.and(&format!(" ({basis})"), &format!(" ({basis})")),
    }
}

/// Silence that will admit, after the last day to decide.
#[must_use]
pub fn assent_ahead(last: NaiveDate, since: NaiveDate, basis: Option<&str>) -> Text {
    let text = Text::new(
        format!(
            "senza una decisione entro {} la candidatura si intende ammessa {}",
            on_it(Preposition::Il, last),
            on_it(Preposition::Dal, since)
        ),
        format!(
            "without a decision by {} the application counts as admitted from {} on",
            day_en(last),
            day_en(since)
        ),
    );
    founded(text, basis)
}

/// Silence that has admitted an application.
#[must_use]
pub fn assent_given(
    protocol: &str,
    last: NaiveDate,
    since: NaiveDate,
    basis: Option<&str>,
) -> Text {
    let text = Text::new(
        format!(
            "il termine per decidere sulla candidatura {protocol} è scaduto {} senza una decisione: la \
             candidatura è ammessa per silenzio assenso {}",
            on_it(Preposition::Il, last),
            on_it(Preposition::Dal, since)
        ),
        format!(
            "the term to decide on the application {protocol} ended on {} without a decision: it has \
             been admitted by silence since {}",
            day_en(last),
            day_en(since)
        ),
    );
    founded(text, basis)
}

/// A term that passes without effect, and who decides then in place of the office.
#[must_use]
pub fn term_without_effect(substitute_power: Option<&str>) -> Text {
    let text = Text::fixed(
        "il silenzio dell'ufficio non equivale a decisione",
        "silence of the office decides nothing",
    );
    substituted(text, substitute_power)
}

/// A term that has passed under a call whose silence admits, and did not.
#[must_use]
pub fn assent_missed(substitute_power: Option<&str>) -> Text {
    let text = Text::fixed(
        "il termine per decidere è decorso e la candidatura non risulta ammessa per silenzio assenso",
        "the term to decide has passed, and silence has not admitted the application",
    );
    substituted(text, substitute_power)
}

fn substituted(text: Text, substitute_power: Option<&str>) -> Text {
    match substitute_power {
        None => text,
        Some(who) => text.and(
            &format!(
                ": scaduto il termine, ci si può rivolgere a chi esercita il potere sostitutivo \
                 ({who}; art. 2 c. 9-ter L. 241/1990)"
            ),
            &format!(
                ": once the term has passed, turn to whoever holds the substitute power ({who}; art. 2 \
                 c. 9-ter L. 241/1990)"
            ),
        ),
    }
}

/// A decision after its term.
#[must_use]
pub fn decided_late(days: u32, due_on: NaiveDate, days_used: u32) -> Text {
    let (term, used) = (DAY.counted(days.into()), DAY.counted(days_used.into()));
    Text::new(
        format!(
            "decisione adottata dopo il termine di {}, scaduto {}: il procedimento ne ha richiesti \
             {days_used} (art. 2 c. 9-quinquies L. 241/1990)",
            term.it,
            on_it(Preposition::Il, due_on)
        ),
        format!(
            "decided after the term of {}, which ended on {}: the procedure took {} (art. 2 c. \
             9-quinquies L. 241/1990)",
            term.en,
            day_en(due_on),
            used.en
        ),
    )
}
