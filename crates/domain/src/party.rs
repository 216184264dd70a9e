//! Contacts, official acts and bilingual texts of calls and poles.

use chrono::NaiveDate;

use crate::fault::Invalid;
use crate::identifier::Email;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// The role of a contact.
    pub enum ContactRole: "contact_role", from fixed(
        "Pagina PTP di Regione Lombardia, contatti",
        "PTP page of Regione Lombardia, contacts"
    ) {
        /// The officer in charge of the procedure.
        ResponsibleOfficer = "responsible_officer", "responsabile del procedimento",
            "officer in charge of the procedure";
        /// Whoever decides in place of an office that has let the term pass (art. 2 c. 9-bis).
        SubstitutePower = "substitute_power", "esercizio del potere sostitutivo",
            "exercise of the substitute power";
        /// The information desk.
        Information = "information", "informazioni e contatti", "information desk";
    }
}

/// A contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// What for.
    pub role: ContactRole,
    /// The office.
    pub office: Option<String>,
    /// A person's name.
    pub name: Option<String>,
    /// An e-mail address or PEC.
    pub email: Option<Email>,
    /// A phone number.
    pub phone: Option<String>,
}

/// Whoever decides in place of an office that has let the term pass, as contacts name it.
#[must_use]
pub fn substitute_power(contacts: &[Contact]) -> Option<String> {
    let contact = contacts.iter().find(|one| one.role == ContactRole::SubstitutePower)?;
    let email = contact.email.as_ref().map(|email| email.as_str().to_owned());
    let parts = [contact.office.clone(), contact.name.clone(), email];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    Some(parts.join(", ")).filter(|text| !text.is_empty())
}

vocabulary! {
    /// The kind of an official act.
    pub enum ActKind: "act_kind", from fixed("decisione di progetto", "project decision") {
        /// A decree of an executive.
        Decree = "decree", "decreto", "decree";
        /// A resolution of the regional government.
        Resolution = "resolution", "deliberazione", "resolution";
        /// A judgment.
        Judgment = "judgment", "sentenza", "judgment";
        /// No act, but the silence of the office, where the law says that it admits.
        Silence = "silence", "silenzio assenso", "silence that admits";
        /// Any other act.
        Other = "other", "altro atto", "other act";
    }
}

/// An official act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Its kind.
    pub kind: ActKind,
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// Where it was published.
    pub url: Option<String>,
}

impl Act {
    /// Whether it is a court's.
    #[must_use]
    pub fn is_judgment(&self) -> bool {
        self.kind == ActKind::Judgment
    }

    /// Checks that it has been adopted by a day.
    ///
    /// # Errors
    ///
    /// `act_in_the_future`.
    pub fn adopted_by(&self, today: NaiveDate) -> Result<(), Invalid> {
        if self.date > today {
            return Err(Invalid::fixed(
                "act_in_the_future",
                "la data dell'atto è futura: l'atto può essere registrato dal giorno della sua \
                 adozione",
                "the date of the act is in the future: an act can be recorded from the day of its \
                 adoption",
            ));
        }
        Ok(())
    }
}

/// A text in Italian, and optionally in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Localized {
    /// The Italian text.
    pub it: String,
    /// The English text.
    pub en: Option<String>,
}
