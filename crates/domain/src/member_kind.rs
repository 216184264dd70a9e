//! The kinds of members.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// The kind of a member.
    pub enum MemberKind: "member_kind", from fixed(
        "Pagina PTP di Regione Lombardia, composizione di una rete",
        "PTP page of Regione Lombardia, composition of a network"
    ) {
        /// Fills a school slot.
        TechnicalInstitute = "technical_institute", "istituto tecnico, statale o paritario",
            "technical institute, state or paritario";
        /// Fills a school slot.
        VocationalInstitute = "vocational_institute", "istituto professionale, statale o paritario",
            "vocational institute, state or paritario";
        /// Fills a company slot.
        Company = "company", "impresa", "company";
        /// Fills the section A slot with a valid section A accreditation.
        AccreditedBody = "accredited_body", "soggetto accreditato", "accredited body";
        /// Fills the ITS slot.
        ItsAcademy = "its_academy",
            "istituto tecnico superiore, oggi istituto tecnologico superiore (ITS Academy, L. 99/2022)",
            "higher technical institute, now higher technological institute (ITS Academy, L. 99/2022)";
        /// An optional member.
        University = "university", "università", "university";
        /// An optional member.
        ResearchCentre = "research_centre", "centro di ricerca", "research centre";
        /// Any other body; the page's list of optional members is not exhaustive.
        Other = "other", "altro soggetto", "other body";
    }
}

impl MemberKind {
    /// Whether one can take over what the other offered: a school from a school, a body from a
    /// body, a firm from a firm.
    #[must_use]
    pub const fn can_continue(self, other: Self) -> bool {
        self.is_school() && other.is_school() || self as u8 == other as u8
    }

    /// Whether it is a technical or a vocational institute.
    #[must_use]
    pub const fn is_school(self) -> bool {
        matches!(self, Self::TechnicalInstitute | Self::VocationalInstitute)
    }
}
