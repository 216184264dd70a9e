//! Regional accreditations: held by an organisation, for a section, over time.

use chrono::NaiveDate;

use crate::calendar::{Period, next_day};
use crate::fault::Invalid;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// A section of the regional register of accredited bodies.
    pub enum Section: "accreditation_section", from fixed(
        "Pagina PTP di Regione Lombardia, composizione di una rete",
        "PTP page of Regione Lombardia, composition of a network"
    ) {
        /// Section A: includes all that section B allows.
        A = "a", "sezione A", "section A";
        /// Section B: never fills the section A slot.
        B = "b", "sezione B", "section B";
        /// Employment services.
        EmploymentServices = "employment_services", "servizi per il lavoro", "employment services";
    }
}

/// An accreditation as registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accreditation {
    /// The section.
    pub section: Section,
    /// The number in the register.
    pub number: String,
    /// First and last valid day.
    pub valid: Period,
    /// Granted provisionally.
    pub provisional: bool,
    /// Suspensions, first and last days included.
    pub suspensions: Vec<Period>,
    /// First day on which it is not valid any more.
    pub revoked_on: Option<NaiveDate>,
}

/// The validity of an accreditation on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Validity {
    /// Valid, definitive or provisional.
    InForce,
    /// Suspended; without a last day, until further notice.
    Suspended {
        /// Last day of the suspension.
        until: Option<NaiveDate>,
    },
    /// Not valid yet.
    NotYet {
        /// First valid day.
        from: NaiveDate,
    },
    /// Expired.
    Expired {
        /// Last valid day.
        on: NaiveDate,
    },
    /// Revoked.
    Revoked {
        /// First day not valid.
        on: NaiveDate,
    },
}

impl Accreditation {
    /// Checks the consistency of its parts.
    ///
    /// # Errors
    ///
    /// `revoked_before_valid`.
    pub fn checked(self) -> Result<Self, Invalid> {
        if self.revoked_on.is_some_and(|revoked| revoked < self.valid.from()) {
            return Err(Invalid::fixed(
                "revoked_before_valid",
                "la data di revoca precede la decorrenza dell'accreditamento",
                "the revocation comes before the first valid day",
            ));
        }
        Ok(self)
    }

    /// Its validity on `day`.
    #[must_use]
    pub fn validity(&self, day: NaiveDate) -> Validity {
        if let Some(on) = self.revoked_on.filter(|on| *on <= day) {
            return Validity::Revoked { on };
        }
        if day < self.valid.from() {
            return Validity::NotYet { from: self.valid.from() };
        }
        if let Some(on) = self.valid.until().filter(|until| *until < day) {
            return Validity::Expired { on };
        }
        match self.suspensions.iter().find(|suspension| suspension.contains(day)) {
            Some(suspension) => Validity::Suspended { until: suspension.until() },
            None => Validity::InForce,
        }
    }

    /// The days on which the validity may change.
    pub fn boundaries(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let suspensions = self
            .suspensions
            .iter()
            .flat_map(|suspension| [Some(suspension.from()), suspension.over_on()]);
        [Some(self.valid.from()), self.valid.until().map(next_day), self.revoked_on]
            .into_iter()
            .chain(suspensions)
            .flatten()
    }
}
