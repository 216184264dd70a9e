//! Sentences of the procedure that depend on the circumstances.

use chrono::{DateTime, NaiveDate, Utc};

use super::day::{Preposition, day_en, hour_en, hour_it, on_it};
use crate::text::Text;

/// A fragment as a sentence: capitalised, with a full stop.
#[must_use]
pub fn complete(fragment: &Text) -> Text {
    let whole = |text: &str| {
        let mut letters = text.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string());
        let stop = if text.ends_with('.') { "" } else { "." };
        format!("{}{}{stop}", first.unwrap_or_default(), letters.as_str())
    };
    Text::new(whole(&fragment.it), whole(&fragment.en))
}

/// A step that the state does not allow: the step as a verb, the state as a clause.
#[must_use]
pub fn cannot(step: &Text, state: &Text) -> Text {
    Text::new(
        format!("non è possibile {}: {}", step.it, state.it),
        format!("it is not possible to {}: {}", step.en, state.en),
    )
}

/// The term for an answer is not over.
#[must_use]
pub fn term_running(ends_on: NaiveDate) -> Text {
    Text::new(
        format!(
            "il termine per rispondere scade {} e non è ancora pervenuta risposta",
            on_it(Preposition::Il, ends_on)
        ),
        format!(
            "the term for the answer ends on {} and no answer has arrived yet",
            day_en(ends_on)
        ),
    )
}

/// The term for observations on a rejection notice is not over, and none of them is final.
#[must_use]
pub fn observations_awaited(ends_on: NaiveDate) -> Text {
    Text::new(
        format!(
            "il termine per le osservazioni scade {}: prima di allora l'istruttoria riprende soltanto \
             se il richiedente le ha dichiarate definitive",
            on_it(Preposition::Il, ends_on)
        ),
        format!(
            "the term for observations ends on {}: until then the review resumes only if the applicant \
             has declared them final",
            day_en(ends_on)
        ),
    )
}

/// A favourable act that its administration may no longer annul by itself.
#[must_use]
pub fn self_redress_over(last: NaiveDate, source: &Text) -> Text {
    Text::new(
        format!(
            "il termine per l'annullamento d'ufficio è scaduto {} ({})",
            on_it(Preposition::Il, last),
            source.it
        ),
        format!("the term for self-redress ended on {} ({})", day_en(last), source.en),
    )
}

/// An admission before the day on which the pole is judged.
#[must_use]
pub fn before_reference_date(reference_date: NaiveDate) -> Text {
    Text::new(
        format!(
            "i requisiti si accertano alla data di riferimento: la candidatura può essere ammessa \
             {}",
            on_it(Preposition::Dal, reference_date)
        ),
        format!(
            "the requirements are assessed on the reference date: the application can be admitted \
             from {} on",
            day_en(reference_date)
        ),
    )
}

/// Requirements that were not met any more, once the reference date had passed.
#[must_use]
pub fn requirements_lost(on: NaiveDate) -> Text {
    Text::new(
        format!(
            "i requisiti devono essere mantenuti senza interruzioni fino alla decisione: il polo non \
             risultava conforme {}",
            on_it(Preposition::Il, on)
        ),
        format!(
            "the requirements must be met without a break until the decision: the pole was not \
             compliant on {}",
            day_en(on)
        ),
    )
}

/// A call under which a decision would fall due before the poles can be judged.
#[must_use]
pub fn due_before_reference_date(due_on: NaiveDate, reference_date: NaiveDate) -> Text {
    Text::new(
        format!(
            "il termine per la prima decisione scadrebbe {}, mentre i requisiti si accertano {}: \
             occorre farlo decorrere dalla chiusura o prolungarlo",
            on_it(Preposition::Il, due_on),
            on_it(Preposition::Il, reference_date)
        ),
        format!(
            "the first decision would be due on {}, but the requirements are assessed on {}: let the \
             term run from the closing, or make it longer",
            day_en(due_on),
            day_en(reference_date)
        ),
    )
}

/// The term of a formal warning is not over.
#[must_use]
pub fn warning_running(due_on: NaiveDate) -> Text {
    Text::new(
        format!("il termine assegnato con la diffida scade {}", on_it(Preposition::Il, due_on)),
        format!("the term of the formal warning ends on {}", day_en(due_on)),
    )
}

/// A recognition that stands for as long as a court suspends another act on it.
#[must_use]
pub fn provisional(court: &str, number: &str, date: NaiveDate) -> Text {
    Text::new(
        format!(
            "In via provvisoria, finché ha effetto il provvedimento del giudice ({court}, n. {number} \
             {}).",
            on_it(Preposition::Del, date)
        ),
        format!(
            "Provisionally, while the decision of the court holds ({court}, no. {number} of {}).",
            day_en(date)
        ),
    )
}

/// An act that has been taken and takes effect on a later day.
#[must_use]
pub fn takes_effect(on: NaiveDate) -> Text {
    Text::new(
        format!("Adottato: ha effetto {}.", on_it(Preposition::Dal, on)),
        format!("Taken: it has effect from {} on.", day_en(on)),
    )
}

/// A restrictive act that has been taken and not communicated (L. 241/1990, art. 21-bis).
pub const AWAITS_DELIVERY: Text = Text::fixed(
    "Adottato e in attesa di consegna: fino ad allora non ha effetto (art. 21-bis L. 241/1990).",
    "Taken and awaiting delivery: it has no effect until then (art. 21-bis L. 241/1990).",
);

/// A call that does not accept applications yet.
#[must_use]
pub fn opens(opens_at: DateTime<Utc>) -> Text {
    Text::new(
        format!("il bando apre {}", hour_it(opens_at)),
        format!("the call opens on {}", hour_en(opens_at)),
    )
}

/// A call that accepts applications no more.
#[must_use]
pub fn closed(closes_at: DateTime<Utc>) -> Text {
    Text::new(
        format!("il bando si è chiuso {}", hour_it(closes_at)),
        format!("the call closed on {}", hour_en(closes_at)),
    )
}

/// A pole that has an application pending, by its number in the register.
#[must_use]
pub fn already_pending(number: &str) -> Text {
    Text::new(
        format!("il polo ha già una candidatura pendente, numero di registrazione {number}"),
        format!("the pole already has a pending application, number {number}"),
    )
}

/// Why an application is withdrawn that its applicant has replaced, by the number of the new one.
#[must_use]
pub fn replaced_by(number: &str) -> Text {
    Text::new(
        format!("sostituita dalla candidatura {number}"),
        format!("replaced by the application {number}"),
    )
}

/// An owner that has as many drafts as it may have.
#[must_use]
pub fn too_many_drafts(most: u64) -> Text {
    complete(&match most {
        1 => Text::fixed(
            "è ammesso un solo polo in bozza per ciascun soggetto: prima di crearne un altro occorre \
             candidarlo o eliminarlo",
            "an owner may have one draft only: submit or delete it before creating another",
        ),
        _ => Text::new(
            format!(
                "sono ammessi al massimo {most} poli in bozza per ciascun soggetto: prima di crearne \
                 altri occorre candidarne o eliminarne"
            ),
            format!(
                "an owner may have at most {most} drafts: submit or delete some before creating others"
            ),
        ),
    })
}

/// What was known of a pole before its first version that is kept, if there is any.
#[must_use]
pub fn not_recorded(earliest: Option<DateTime<Utc>>) -> Text {
    complete(&match earliest {
        None => Text::fixed(
            "le versioni di un polo sono conservate dalla prima candidatura, che questo polo non ha \
             ancora presentato",
            "the versions of a pole are kept from its first application on, and this pole has none yet",
        ),
        Some(at) => Text::new(
            format!("la prima versione conservata del polo è stata registrata {}", hour_it(at)),
            format!("the first version of the pole that is kept was recorded on {}", hour_en(at)),
        ),
    })
}

/// A version of a pole that is not kept.
#[must_use]
pub fn no_such_version(version: i64) -> Text {
    Text::new(
        format!("La versione {version} del polo non è tra quelle conservate."),
        format!("Version {version} of the pole is not among those that are kept."),
    )
}

/// An action that the caller's roles do not allow, and the roles that would, as the token names
/// them.
#[must_use]
pub fn not_allowed(action: &Text, roles: &[&str]) -> Text {
    Text::new(
        format!(
            "I ruoli del token non permettono di {}: serve il ruolo {}.",
            action.it,
            roles.join(" o ")
        ),
        format!(
            "The roles of the token do not allow you to {}: the role {} is needed.",
            action.en,
            roles.join(" or ")
        ),
    )
}
