//! How sentences say dates, numbers, names and lists.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use proptest::prelude::*;
use ptp_domain::sentence::{
    Noun, Preposition, day_en, day_it, hour_en, hour_it, listed, on_it, quoted, quoted_names,
};
use ptp_domain::text::Text;

use super::members::day;

const COMPANY: Noun = Noun::feminine(("impresa", "imprese"), ("company", "companies"));
const SCHOOL: Noun = Noun::masculine(("istituto", "istituti"), ("institute", "institutes"));

fn text(it: &str, en: &str) -> Text {
    Text::new(it.to_owned(), en.to_owned())
}

#[test]
fn dates_are_said_as_people_say_them() {
    let said = |date| (day_it(day(date)), day_en(day(date)));
    let both = |it: &str, en: &str| (it.to_owned(), en.to_owned());
    assert_eq!(said("2027-02-26"), both("26 febbraio 2027", "26 February 2027"));
    assert_eq!(said("2027-09-01"), both("1º settembre 2027", "1 September 2027"));
    assert_eq!(said("2028-02-29"), both("29 febbraio 2028", "29 February 2028"));
}

#[test]
fn the_eighth_and_the_eleventh_elide_what_stands_before_them() {
    let said = |date| {
        [Preposition::Il, Preposition::Al, Preposition::Dal, Preposition::Del]
            .map(|preposition| on_it(preposition, day(date)))
    };
    assert_eq!(
        said("2027-03-08"),
        ["l'8 marzo 2027", "all'8 marzo 2027", "dall'8 marzo 2027", "dell'8 marzo 2027"]
    );
    assert_eq!(
        said("2027-03-11"),
        ["l'11 marzo 2027", "all'11 marzo 2027", "dall'11 marzo 2027", "dell'11 marzo 2027"]
    );
    assert_eq!(
        said("2027-03-01"),
        ["il 1º marzo 2027", "al 1º marzo 2027", "dal 1º marzo 2027", "del 1º marzo 2027"]
    );
    assert_eq!(said("2027-03-18")[0], "il 18 marzo 2027");
}

#[test]
fn the_time_of_day_is_that_of_rome_to_the_second() {
    let said = |instant: &str| {
        let instant = instant.parse::<DateTime<Utc>>().expect("an instant");
        (hour_it(instant), hour_en(instant))
    };
    let both = |it: &str, en: &str| (it.to_owned(), en.to_owned());
    assert_eq!(
        said("2027-02-26T11:00:00Z"),
        both("il 26 febbraio 2027 alle ore 12.00", "26 February 2027 at 12:00, Rome time")
    );
    assert_eq!(
        said("2027-08-08T07:05:09.123456Z"),
        both("l'8 agosto 2027 alle ore 9.05.09", "8 August 2027 at 9:05:09, Rome time")
    );
    assert_eq!(
        said("2027-10-31T00:30:00Z").0,
        "il 31 ottobre 2027 alle ore 2.30 (ora legale)",
        "the hour that comes twice"
    );
    assert_eq!(said("2027-10-31T01:30:00Z").0, "il 31 ottobre 2027 alle ore 2.30 (ora solare)");
}

#[test]
fn numbers_agree_with_what_they_count() {
    assert_eq!(COMPANY.counted(0), text("nessuna impresa", "no company"));
    assert_eq!(COMPANY.counted(1), text("1 impresa", "1 company"));
    assert_eq!(SCHOOL.counted(2), text("2 istituti", "2 institutes"));
    let part = |noun: Noun, found, required| noun.of_those_required(found, required).it;
    assert_eq!(part(COMPANY, 0, 2), "nessuna delle 2 richieste");
    assert_eq!(part(COMPANY, 1, 2), "1 delle 2 richieste");
    assert_eq!(part(SCHOOL, 0, 2), "nessuno dei 2 richiesti");
    assert_eq!(part(SCHOOL, 3, 8), "3 degli 8 richiesti");
    assert_eq!(part(SCHOOL, 3, 18), "3 dei 18 richiesti");
    assert_eq!(part(SCHOOL, 3, 80), "3 degli 80 richiesti");
    assert_eq!(COMPANY.others(1).it, "un'altra");
    assert_eq!(SCHOOL.others(1).it, "un altro");
    assert_eq!(COMPANY.others(2), text("altre 2", "2 more"));
    assert_eq!(COMPANY.some_of_them(1), text("un'impresa", "a company"));
    assert_eq!(SCHOOL.some_of_them(2), text("2 istituti", "2 institutes"));
    assert_eq!(SCHOOL.some(0), text("nessuno", "none"));
    assert_eq!(COMPANY.all_those_required(2).it, "presenti le 2 richieste");
    assert_eq!(SCHOOL.all_those_required(11).it, "presenti gli 11 richiesti");
}

#[test]
fn quotes_within_a_name_are_the_inner_ones() {
    let plain = text("«Rossi S.p.A.»", "“Rossi S.p.A.”");
    assert_eq!(quoted("Rossi S.p.A."), plain);
    let inner = text("«I.I.S. “Ada Lovelace”»", "“I.I.S. ‘Ada Lovelace’”");
    for name in ["I.I.S. «Ada Lovelace»", "I.I.S. \"Ada Lovelace\"", "I.I.S. “Ada Lovelace”"]
    {
        assert_eq!(quoted(name), inner, "{name}");
    }
    assert_eq!(quoted("Tubi da 2\"").it, "«Tubi da 2\"»", "an inch is no quote");
}

#[test]
fn lists_end_with_and() {
    let list =
        |items: &[&str]| listed(&items.iter().map(|item| text(item, item)).collect::<Vec<_>>());
    assert_eq!(list(&[]), text("", ""));
    assert_eq!(list(&["a"]), text("a", "a"));
    assert_eq!(list(&["a", "b"]), text("a e b", "a and b"));
    assert_eq!(list(&["a", "b", "c"]), text("a, b e c", "a, b and c"));
    assert_eq!(list(&["a", "energia"]).it, "a ed energia");
}

#[test]
fn of_many_names_the_first_are_said_and_the_others_counted() {
    let names = |names: &[&str]| quoted_names(names.iter().copied(), 2).it;
    assert_eq!(names(&["A", "B"]), "«A» e «B»");
    assert_eq!(names(&["A", "B", "C"]), "«A», «B» e un altro");
    assert_eq!(names(&["A", "B", "C", "D"]), "«A», «B» e altri 2");
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (1_900..2_200_i32, 1..=366_u32)
        .prop_filter_map("a leap day", |(year, of)| NaiveDate::from_yo_opt(year, of))
}

proptest! {
    #[test]
    fn every_date_can_be_read_back(day in any_day()) {
        let read = NaiveDate::parse_from_str(&day_en(day), "%d %B %Y");
        prop_assert_eq!(read, Ok(day));
        let it = day_it(day);
        prop_assert!(it.ends_with(&format!(" {}", day.year())), "{}", it);
        prop_assert_eq!(it.contains('º'), day.day() == 1);
    }

    #[test]
    fn a_date_is_elided_just_before_a_vowel(day in any_day()) {
        for preposition in [Preposition::Il, Preposition::Al, Preposition::Dal, Preposition::Del] {
            let said = on_it(preposition, day);
            prop_assert_eq!(said.contains('\''), matches!(day.day(), 8 | 11), "{}", said);
            prop_assert!(said.ends_with(&day_it(day)));
        }
    }

    #[test]
    fn quotes_are_never_nested_in_their_own_kind(name in "[a-zA-Z «»“”\"]{0,30}") {
        let Text { it, en } = quoted(&name);
        prop_assert_eq!((it.matches('«').count(), it.matches('»').count()), (1, 1));
        prop_assert_eq!((en.matches('“').count(), en.matches('”').count()), (1, 1));
    }

    #[test]
    fn no_name_is_lost_from_a_list(names in prop::collection::vec("[a-z]{1,8}", 0..9), most in 1..5_usize) {
        let said = quoted_names(names.iter().map(String::as_str), most);
        let shown = said.it.matches('«').count();
        prop_assert_eq!(shown, names.len().min(most));
        let more = names.len() - shown;
        prop_assert_eq!(more > 1, said.en.ends_with(" more"));
        prop_assert_eq!(more == 1, said.en.ends_with(" another one"));
    }

    #[test]
    fn a_number_is_said_once(found in 0..30_u32, required in 2..30_u32) {
        for noun in [COMPANY, SCHOOL] {
            let said = noun.of_those_required(found, required);
            prop_assert!(said.it.contains(&format!(" {required} ")), "{}", said.it);
            prop_assert_eq!(said.it.starts_with("ness"), found == 0);
        }
    }
}
