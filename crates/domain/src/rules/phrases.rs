//! Phrases that several reasons share.

use chrono::NaiveDate;

use crate::identifier::Ateco;
use crate::sentence::{Noun, Preposition, day_en, on_it, quoted};
use crate::study_track::CataloguedTrack;
use crate::text::Text;

/// What a plan consists of.
pub(super) const ACTION: Noun = Noun::feminine(("azione", "azioni"), ("action", "actions"));

pub(super) fn il(day: NaiveDate) -> String {
    on_it(Preposition::Il, day)
}

pub(super) fn dal(day: NaiveDate) -> String {
    on_it(Preposition::Dal, day)
}

pub(super) fn fino_al(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| format!(" fino {}", on_it(Preposition::Al, day)))
}

pub(super) fn en(day: NaiveDate) -> String {
    day_en(day)
}

pub(super) fn until_en(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| format!(" until {}", day_en(day)))
}

/// What is said of a track, by its name.
pub(super) fn of_track(
    track: &str,
    it: impl Fn(&str) -> String,
    en: impl Fn(&str) -> String,
) -> Text {
    let track = named(track);
    Text::new(it(&track.it), en(&track.en))
}

/// A track by its name, and its code if it is catalogued.
pub(super) fn named(track: &str) -> Text {
    match CataloguedTrack::find(track) {
        Ok(found) => {
            let (name, code) = (quoted(found.name), format!(" ({})", found.code));
            name.and(&code, &code)
        }
        Err(_) => quoted(track),
    }
}

/// What is said of the code of a company's main activity.
pub(super) fn activity(code: &Ateco, it: &str, en: &str) -> Text {
    let code = code.code();
    Text::new(
        format!("il codice dell'attività prevalente (ATECO {code}) {it}"),
        format!("the code of its main activity (ATECO {code}) {en}"),
    )
}

/// What is said of a section A accreditation.
pub(super) fn section_a(number: &str, it: &str, en: &str) -> Text {
    Text::new(
        format!("l'accreditamento alla sezione A (n. {number}) {it}"),
        format!("the section A accreditation (no. {number}) {en}"),
    )
}

/// When the years of a track are reached, if they are before it ends.
pub(super) fn matures(track: &Text, eligible_on: Option<NaiveDate>, years: u32) -> Text {
    let (of_it, subject_it, verb_it) = match years {
        0 => ("del requisito", "il requisito", "matura"),
        1 => ("dell'anno richiesto", "l'anno richiesto", "matura"),
        3 => ("del triennio", "il triennio", "matura"),
        _ => ("degli anni richiesti", "gli anni richiesti", "maturano"),
    };
    let subject_en = match years {
        0 => "the requirement is".to_owned(),
        1 => "one year is".to_owned(),
        3 => "three years are".to_owned(),
        _ => format!("{years} years are"),
    };
    match eligible_on {
        Some(day) => Text::new(
            format!("{}: {subject_it} {verb_it} {}", track.it, il(day)),
            format!("{}: {subject_en} reached on {}", track.en, en(day)),
        ),
        None => Text::new(
            format!("{}, ma cessa prima del compimento {of_it}", track.it),
            format!("{}, but it ends before {subject_en} reached", track.en),
        ),
    }
}
