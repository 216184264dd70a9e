//! The activities of a company: how strongly each belongs to the area, and which decide on a day.

use chrono::{Days, NaiveDate};

use crate::correspondence::{Correspondence, Strength, is_mapped, is_mapped_beside, is_mixed};
use crate::identifier::{Ateco, AtecoClassification};
use crate::istat::{counterparts, reclassified_on};
use crate::member::{Company, CompanyAteco};

/// The activities of a company, on every day.
#[derive(Debug, Default)]
pub(super) struct Activities<'a>(Vec<Activity<'a>>);

/// An activity of a company.
#[derive(Debug)]
pub(super) struct Activity<'a> {
    code: &'a CompanyAteco,
    /// By its code alone.
    alone: Worth,
    /// Beside each of the company's codes in the other classification that settles it.
    beside: Vec<(&'a CompanyAteco, Worth)>,
}

/// What an activity is worth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Worth {
    /// How strongly it belongs to the area.
    pub(super) strength: Option<Strength>,
    /// Whether it belongs to any area.
    pub(super) is_mapped: bool,
}

impl<'a> Activities<'a> {
    pub(super) fn of(links: Option<&Correspondence>, company: &'a Company) -> Self {
        Self(company.ateco.iter().map(|code| Activity::of(links, company, code)).collect())
    }

    /// The primary activities that decide on a day: the one in the classification in use; if there
    /// is none, the one in the other, translated.
    pub(super) fn primary(&self, day: NaiveDate) -> impl Iterator<Item = (&'a Ateco, Worth)> {
        let in_use = in_use(day);
        let has_own = self.held(day).any(|one| one.code.primary && one.is_in(in_use));
        self.held(day)
            .filter(move |one| one.code.primary && (one.is_in(in_use) || !has_own))
            .map(move |one| (&one.code.ateco, one.worth(day)))
    }

    /// The other activities that decide on a day: those in the classification in use; if the
    /// company has none in it at all, those in the other, translated.
    pub(super) fn others(&self, day: NaiveDate) -> impl Iterator<Item = (&'a Ateco, Worth)> {
        let in_use = in_use(day);
        let has_own = self.held(day).any(|one| one.is_in(in_use));
        self.held(day)
            .filter(move |one| !one.code.primary && (one.is_in(in_use) || !has_own))
            .map(move |one| (&one.code.ateco, one.worth(day)))
    }

    fn held(&self, day: NaiveDate) -> impl Iterator<Item = &Activity<'a>> {
        self.0.iter().filter(move |one| one.code.held.contains(day))
    }
}

impl<'a> Activity<'a> {
    fn of(links: Option<&Correspondence>, company: &'a Company, code: &'a CompanyAteco) -> Self {
        let ateco = &code.ateco;
        let alone = Worth {
            strength: links.and_then(|links| links.ateco(ateco)),
            is_mapped: is_mapped(ateco),
        };
        let beside = |other: &'a CompanyAteco| {
            let worth = Worth {
                strength: links.and_then(|links| links.ateco_beside(ateco, &other.ateco)),
                is_mapped: is_mapped_beside(ateco, &other.ateco),
            };
            (other, worth)
        };
        let mut beside: Vec<_> = settling(company, ateco).into_iter().map(beside).collect();
        // The primary one knows best; of several, the one that belongs most.
        beside.sort_by_key(|(other, Worth { strength, .. })| {
            (!other.primary, strength.is_none(), *strength)
        });
        Self { code, alone, beside }
    }

    fn is_in(&self, classification: AtecoClassification) -> bool {
        self.code.ateco.classification() == classification
    }

    /// What it is worth on a day. A code of 2007 settles what one of 2025 leaves open as long as it
    /// is held, and afterwards if it was when the codes were translated.
    fn worth(&self, day: NaiveDate) -> Worth {
        let translated = reclassified_on().checked_sub_days(Days::new(1)).unwrap_or(day);
        let settles = |(other, _): &&(&CompanyAteco, Worth)| {
            other.held.contains(day) || other.held.contains(translated)
        };
        let first = self.beside.iter().find(settles);
        first.map_or(self.alone, |(_, worth)| *worth)
    }
}

/// The codes of the company in the other classification that correspond to one whose counterparts
/// do not agree.
fn settling<'a>(company: &'a Company, ateco: &Ateco) -> Vec<&'a CompanyAteco> {
    let mut found = Vec::new();
    if !is_mixed(ateco) {
        return found;
    }
    let other = ateco.classification().other();
    let others = || company.ateco.iter().filter(|one| one.ateco.classification() == other);
    for counterpart in counterparts(ateco.classification(), ateco.code()) {
        // Of a class and its subcategories, each stands for the other.
        let matches = |one: &&CompanyAteco| {
            let code = one.ateco.code();
            counterpart.code.starts_with(code) || code.starts_with(counterpart.code)
        };
        for one in others().filter(matches) {
            if !found.iter().any(|known| std::ptr::eq(*known, one)) {
                found.push(one);
            }
        }
    }
    found
}

/// The classification in use on a day.
fn in_use(day: NaiveDate) -> AtecoClassification {
    if day < reclassified_on() {
        AtecoClassification::Ateco2007
    } else {
        AtecoClassification::Ateco2025
    }
}
