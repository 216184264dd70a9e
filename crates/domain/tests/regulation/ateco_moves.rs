//! What ISTAT's correspondence changed: how each ATECO code of 2025 stood before, and how it stands by
//! DOMAIN.md, section 8.2.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ptp_domain::area::Area;
use ptp_domain::correspondence::Strength;
use ptp_domain::identifier::AtecoClassification::Ateco2025;
use ptp_domain::istat::{self, Level};
use ptp_domain::rules::Outcome;
use ptp_domain::vocabulary::Vocabulary;

use super::ateco::{assessed, links, strength};
use super::tables::row;

/// How a code stood before: by the links of 2007 with the same digits, except for division 45, and
/// with two prefixes of 2025.
fn before(area: Area, code: &str) -> Option<Strength> {
    let extra = [(Area::Mechanics, "95.3"), (Area::TradeAndTransport, "73.3")];
    if extra.iter().any(|(of, prefix)| *of == area && code.starts_with(prefix)) {
        return Some(Strength::Core);
    }
    let links = links(area).ateco_2007.iter().filter(|link| !link.prefix.starts_with("45"));
    links
        .filter(|link| code.starts_with(link.prefix))
        .max_by_key(|link| link.prefix.len())
        .map(|link| link.strength)
        .filter(|strength| *strength != Strength::Excluded)
}

/// What a company whose only code is this one gets: what is of no area is for an official.
fn outcome(strength: &dyn Fn(Area, &str) -> Option<Strength>, area: Area, code: &str) -> Outcome {
    match strength(area, code) {
        Some(Strength::Core) => Outcome::Satisfied,
        Some(_) => Outcome::NeedsReview,
        None if Area::ALL.iter().all(|area| strength(*area, code).is_none()) => {
            Outcome::NeedsReview
        }
        None => Outcome::Violated,
    }
}

type Moves = BTreeMap<(Outcome, Outcome), usize>;

/// How many pairs of an area and a six-digit code have each outcome before and after.
fn moves(after: &dyn Fn(Area, &str) -> Option<Strength>) -> Moves {
    let mut moves = Moves::new();
    for (area, entry) in pairs() {
        let pair = (outcome(&before, area, entry.code), outcome(after, area, entry.code));
        *moves.entry(pair).or_default() += 1;
    }
    moves
}

fn pairs() -> impl Iterator<Item = (Area, istat::Entry)> {
    let codes = || istat::all(Ateco2025).filter(|entry| entry.level() == Level::Subcategory);
    Area::ALL.iter().flat_map(move |area| codes().map(move |entry| (*area, entry)))
}

fn by_counterparts(area: Area, code: &str) -> Option<Strength> {
    links(area).assess_by_counterparts(code).strength
}

fn by_the_rule(area: Area, text: &str) -> Option<Strength> {
    strength(area, text, Ateco2025)
}

/// DOMAIN.md, section 8.2, which counts before the exceptions.
#[test]
fn the_correspondence_keeps_nearly_all_pairs_as_they_were() {
    use Outcome::{NeedsReview, Satisfied, Violated};
    let moves_of = |moves: &Moves, from| {
        [Satisfied, NeedsReview, Violated].map(|to| moves.get(&(from, to)).copied().unwrap_or(0))
    };
    let plain = moves(&by_counterparts);
    assert_eq!(moves_of(&plain, Satisfied), [1_098, 31, 11]);
    assert_eq!(moves_of(&plain, Violated), [7, 88, 7_132]);
    let reviewed = moves(&by_the_rule);
    assert_eq!(moves_of(&reviewed, Satisfied), [1_100, 34, 6]);
    assert_eq!(moves_of(&reviewed, Violated), [7, 85, 7_135]);
}

/// The part of `docs/regulation.md` about ATECO.
pub(crate) fn document() -> String {
    use Outcome::{NeedsReview, Satisfied, Violated};
    let mut text = format!(
        "\n## ATECO\n\n{} The links between areas and codes are prefixes of ATECO 2007 and a \
         project decision; a code of 2025 takes its strength from its counterparts of 2007. Over \
         pairs of an area and a six-digit code of 2025, and for a company that has no other code, \
         this is what the correspondence says (columns) of those that the same digits of 2007 had \
         settled before (rows), first by itself, then with the reviewed exceptions.\n\n",
        istat::ATTRIBUTION.en
    );
    let outcomes = [Satisfied, NeedsReview, Violated];
    for (name, moves) in
        [("by itself", moves(&by_counterparts)), ("with exceptions", moves(&by_the_rule))]
    {
        text += &row([name, "satisfied", "needs_review", "violated"]);
        text += &row(["---"; 4]);
        for from in outcomes {
            let numbers =
                outcomes.map(|to| moves.get(&(from, to)).copied().unwrap_or(0).to_string());
            let cells = std::iter::once(from.code()).chain(numbers.iter().map(String::as_str));
            text += &row(cells);
        }
        text.push('\n');
    }
    text += "Pairs that were satisfied and are not any more:\n\n";
    text += &row(["area", "code", "title", "now", "because"]);
    text += &row(["---"; 5]);
    for (area, entry) in pairs() {
        let now = outcome(&by_the_rule, area, entry.code);
        if outcome(&before, area, entry.code) == Satisfied && now != Satisfied {
            let because = assessed(area, entry.code, Ateco2025).basis.label().en;
            text += &row([area.code(), entry.code, entry.title, now.code(), &because]);
        }
    }
    writeln!(text).expect("a line");
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}
