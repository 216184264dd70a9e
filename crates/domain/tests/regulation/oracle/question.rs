//! A question to the oracle, and what each member is.

use chrono::NaiveDate;
use ptp_domain::accreditation::{Accreditation, Section};
use ptp_domain::identifier::Province;
use ptp_domain::member::{Member, MemberKind, Profile};
use ptp_domain::policy::Owner;
use ptp_domain::rules::Rule;
use ptp_domain::rules::ruleset::Parameters;

use super::super::network::Pole;
use super::answer::{Answer, Doubt, No, Yes, by, whether};

/// A pole on its day, with the members of that day.
pub(super) struct Question<'a> {
    pub(super) pole: &'a Pole,
    pub(super) rules: &'a Parameters,
    pub(super) day: NaiveDate,
    /// Those that are members on the day.
    pub(super) members: Vec<&'a Member>,
    /// What an official said of all that is in doubt about members.
    pub(super) word: Option<bool>,
}

impl<'a> Question<'a> {
    pub(super) fn new(pole: &'a Pole, word: Option<bool>) -> Self {
        let day = pole.as_of;
        let is_present = |member: &&Member| {
            let membership = member.membership;
            membership.from() <= day && membership.until().is_none_or(|until| day <= until)
        };
        let members = pole.members.iter().filter(is_present).collect();
        Self { pole, rules: &pole.ruleset.parameters, day, members, word }
    }

    /// Whether the member holds an accreditation for a section that is valid on the day.
    pub(super) fn holds(&self, member: &Member, section: Section) -> bool {
        member.accreditations.iter().any(|held| held.section == section && self.is_valid(held))
    }

    pub(super) fn is_valid(&self, held: &Accreditation) -> bool {
        let day = self.day;
        let is_suspended = held.suspensions.iter().any(|suspension| {
            suspension.from() <= day && suspension.until().is_none_or(|until| day <= until)
        });
        held.valid.from() <= day
            && held.valid.until().is_none_or(|until| day <= until)
            && held.revoked_on.is_none_or(|revoked| day < revoked)
            && !is_suspended
    }

    /// The answer, with the word of an official on what is in doubt.
    pub(super) fn decided(&self, answer: Answer) -> Answer {
        match self.word {
            Some(word) if answer == Doubt => whether(word),
            _ => answer,
        }
    }

    /// What an official said last of a doubt; a doubt that nobody settled remains one.
    pub(super) fn settled(
        &self,
        rule: Rule,
        member: &Member,
        fact: &str,
        answer: Answer,
    ) -> Answer {
        let answer = self.decided(answer);
        if answer != Doubt {
            return answer;
        }
        let words = self.pole.determinations.iter();
        let mut words =
            words.filter(|word| word.rule == rule && word.member == member.id && word.fact == fact);
        words.next_back().map_or(Doubt, |word| whether(word.accepted))
    }

    /// Whether the member may belong to the network.
    pub(super) fn is_admitted(&self, member: &Member) -> Answer {
        let unlisted = by(self.rules.other_kinds);
        match &member.profile {
            Profile::Other { description } => {
                let fact = format!("kind_unlisted:{description}");
                self.settled(Rule::MemberKinds, member, &fact, unlisted)
            }
            Profile::AccreditedBody => {
                if member.accreditations.iter().any(|held| self.is_valid(held)) {
                    Yes
                } else {
                    self.settled(Rule::MemberKinds, member, "accreditation_missing:", unlisted)
                }
            }
            _ => Yes,
        }
    }

    /// Whether the member is in Lombardy.
    pub(super) fn is_in_region(&self, member: &Member) -> Answer {
        let places = member.operating_sites.iter().map(|site| site.province);
        if [member.province].into_iter().chain(places).any(Province::is_lombard) {
            return Yes;
        }
        let fact = format!("outside_region:{}", member.province.code());
        self.settled(Rule::Territory, member, &fact, by(self.rules.outside_region))
    }

    /// Whether the member founded an ITS of the pole, so that it does not count.
    pub(super) fn is_excluded_founder(&self, member: &Member) -> bool {
        let can_be = member.kind().is_school() || member.kind() == MemberKind::Company;
        self.rules.exclude_its_founders
            && can_be
            && self.members.iter().any(|other| match &other.profile {
                Profile::ItsAcademy { founders } => founders.contains(&member.tax_code),
                _ => false,
            })
    }

    /// Whether the member confirmed that it belongs, or applied itself.
    pub(super) fn is_confirmed(&self, member: &Member) -> Answer {
        let applied = match &self.pole.applicant {
            Some(Owner::Organisation(code)) => *code == member.tax_code,
            _ => false,
        };
        if applied || member.confirmed_at.is_some() {
            return Yes;
        }
        self.settled(Rule::MemberConfirmation, member, "unconfirmed:", Doubt)
    }

    /// Whether it holds section A in a way that counts.
    pub(super) fn counts_for_section_a(&self, member: &Member) -> Answer {
        let counts = |held: &Accreditation| {
            held.section == Section::A
                && self.is_valid(held)
                && (!held.provisional || self.rules.provisional_accreditation_counts)
        };
        if member.accreditations.iter().any(counts) { Yes } else { No }
    }
}

pub(super) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}
