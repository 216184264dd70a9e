//! How strongly an ATECO code belongs to an area, and why.
//!
//! The links are prefixes of ATECO 2007. A code of 2025 takes its strength from its counterparts of
//! 2007 in ISTAT's correspondence, apart from reviewed exceptions; a code of 2007 keeps its own,
//! unless the codes that it was translated into are such exceptions.

use std::sync::LazyLock;

use super::exceptions::EXCEPTIONS;
use super::links::{Correspondence, Strength};
use super::table::CORRESPONDENCE;
use crate::area::Area;
use crate::identifier::{Ateco, AtecoClassification};
use crate::istat;
use crate::vocabulary::{Vocabulary, vocabulary};

vocabulary! {
    /// Why a code belongs to an area, or does not.
    pub enum Basis: "ateco_basis", from fixed("decisione di progetto", "project decision") {
        /// By the links of ATECO 2007 themselves.
        Link = "link", "collegamento diretto tra l'area e il codice ATECO 2007",
            "direct link between the area and the ATECO 2007 code";
        /// All counterparts agree.
        Counterparts = "counterparts", "tutti i codici ATECO 2007 corrispondenti concordano",
            "all corresponding ATECO 2007 codes agree";
        /// The principal counterparts agree.
        PrincipalCounterparts = "principal_counterparts",
            "i codici ATECO 2007 corrispondenti non concordano: decidono i principali, assorbiti per intero o con lo stesso codice",
            "the corresponding ATECO 2007 codes do not agree: the principal ones, wholly absorbed or bearing the same code, decide";
        /// The counterparts do not agree, nor do the principal ones.
        MixedCounterparts = "mixed_counterparts",
            "i codici ATECO 2007 corrispondenti non concordano",
            "the corresponding ATECO 2007 codes do not agree";
        /// A reviewed exception.
        Exception = "exception", "eccezione valutata singolarmente", "an exception reviewed by itself";
    }
}

/// How strongly a code belongs to an area, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// How strongly; `None` if not at all.
    pub strength: Option<Strength>,
    /// Why.
    pub basis: Basis,
}

impl Assessment {
    /// Whether counterparts that do not agree decided: a code of the company's own in the other
    /// classification knows better.
    const fn is_mixed(self) -> bool {
        matches!(self.basis, Basis::PrincipalCounterparts | Basis::MixedCounterparts)
    }
}

impl Correspondence {
    /// How strongly a code, given alone, belongs to the area.
    #[must_use]
    pub fn assess(&self, ateco: &Ateco) -> Assessment {
        let table = match ateco.classification() {
            AtecoClassification::Ateco2007 => &ASSESSED_2007,
            AtecoClassification::Ateco2025 => &ASSESSED_2025,
        };
        let known = table.binary_search_by_key(&ateco.code(), |(code, _)| code).ok();
        known
            .and_then(|index| table.get(index))
            .and_then(|(_, areas)| areas.get(self.area as usize).copied())
            // A code that does not exist, accepted by an earlier release.
            .unwrap_or_else(|| Assessment {
                strength: self.linked(ateco.code()),
                basis: Basis::Link,
            })
    }

    /// The strength of a code in the area, given alone.
    #[must_use]
    pub fn ateco(&self, ateco: &Ateco) -> Option<Strength> {
        self.assess(ateco).strength
    }

    /// The strength of a code in the area beside one that the company has in the other
    /// classification: if the code's counterparts do not agree, that one decides.
    #[must_use]
    pub fn ateco_beside(&self, ateco: &Ateco, counterpart: &Ateco) -> Option<Strength> {
        let assessed = self.assess(ateco);
        if assessed.is_mixed() { self.ateco(counterpart) } else { assessed.strength }
    }

    /// The strength that the links give to a code: that of the longest matching prefix.
    pub(super) fn linked(&self, code: &str) -> Option<Strength> {
        self.ateco_2007
            .iter()
            .filter(|link| code.starts_with(link.prefix))
            .max_by_key(|link| link.prefix.len())
            .map(|link| link.strength)
            .filter(|strength| *strength != Strength::Excluded)
    }

    /// The reviewed strength of a code of 2025.
    fn excepted(&self, code: &str) -> Option<Strength> {
        EXCEPTIONS
            .iter()
            .find(|(area, link)| *area == self.area && code.starts_with(link.prefix))
            .map(|(_, link)| link.strength)
    }

    fn assess_2025(&self, code: &str) -> Assessment {
        if let Some(strength) = self.excepted(code) {
            return Assessment { strength: Some(strength), basis: Basis::Exception };
        }
        self.assess_by_counterparts(code)
    }

    /// By the counterparts alone, without the exceptions.
    #[must_use]
    pub fn assess_by_counterparts(&self, code: &str) -> Assessment {
        let counterparts = || istat::counterparts(AtecoClassification::Ateco2025, code);
        if let Some(strength) = common(counterparts().map(|other| self.linked(other.code))) {
            return Assessment { strength, basis: Basis::Counterparts };
        }
        let principal = counterparts().filter(|other| other.is_principal(code));
        match common(principal.map(|other| self.linked(other.code))).flatten() {
            Some(strength) => {
                Assessment { strength: Some(strength), basis: Basis::PrincipalCounterparts }
            }
            // Some belong to the area and some do not: that is for an official.
            None if counterparts().next().is_some() => {
                Assessment { strength: Some(Strength::Secondary), basis: Basis::MixedCounterparts }
            }
            None => Assessment { strength: None, basis: Basis::Counterparts },
        }
    }

    fn assess_2007(&self, code: &str) -> Assessment {
        let heirs = || istat::counterparts(AtecoClassification::Ateco2007, code);
        let excepted = common(heirs().map(|heir| self.excepted(heir.code))).or_else(|| {
            let principal = heirs().filter(|heir| heir.is_principal(code));
            common(principal.map(|heir| self.excepted(heir.code)))
        });
        match excepted.flatten() {
            Some(strength) => Assessment { strength: Some(strength), basis: Basis::Exception },
            None => Assessment { strength: self.linked(code), basis: Basis::Link },
        }
    }
}

/// Whether a code belongs to any area.
#[must_use]
pub fn is_mapped(ateco: &Ateco) -> bool {
    CORRESPONDENCE.iter().any(|links| links.ateco(ateco).is_some())
}

/// Whether a code belongs to any area, beside one that the company has in the other classification.
pub(crate) fn is_mapped_beside(ateco: &Ateco, counterpart: &Ateco) -> bool {
    CORRESPONDENCE.iter().any(|links| links.ateco_beside(ateco, counterpart).is_some())
}

/// Whether the counterparts of a code do not agree in some area.
pub(crate) fn is_mixed(ateco: &Ateco) -> bool {
    CORRESPONDENCE.iter().any(|links| links.assess(ateco).is_mixed())
}

/// What all of them are, if they are the same; `None` without any.
fn common<T: PartialEq>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

/// A code with its assessment in each area.
type Assessed = (&'static str, [Assessment; Area::ALL.len()]);

static ASSESSED_2007: LazyLock<Vec<Assessed>> =
    LazyLock::new(|| assessed(AtecoClassification::Ateco2007, Correspondence::assess_2007));
static ASSESSED_2025: LazyLock<Vec<Assessed>> =
    LazyLock::new(|| assessed(AtecoClassification::Ateco2025, Correspondence::assess_2025));

/// Every code of a classification, assessed once: an evaluation looks up some codes on many days.
fn assessed(
    classification: AtecoClassification,
    assess: impl Fn(&'static Correspondence, &str) -> Assessment,
) -> Vec<Assessed> {
    let nothing = Assessment { strength: None, basis: Basis::Link };
    let in_areas = |code: &'static str| {
        let mut areas = [nothing; Area::ALL.len()];
        for (place, area) in areas.iter_mut().zip(Area::ALL) {
            if let Some(links) = Correspondence::of(*area) {
                *place = assess(links, code);
            }
        }
        (code, areas)
    };
    istat::all(classification).map(|entry| in_areas(entry.code)).collect()
}
