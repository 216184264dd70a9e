//! How much the members of a pole say together.

use crate::accreditation::Accreditation;
use crate::continuation::Continuation;
use crate::member::{Company, Member, Profile, School};
use crate::party::Contact;
use crate::study_track::OfferedTrack;

/// The most that the members of a pole may say, in bytes: as much as one body can carry.
///
/// Members that are added one by one could otherwise make a pole of many megabytes, which every
/// reading, step and evaluation would have to go through.
const MOST_BYTES: usize = 1024 * 1024;

/// What each part takes at least when it is written down, beside its texts.
const MEMBER: usize = 100;
const SITE: usize = 17;
const TRACK: usize = 36;
const ACCREDITATION: usize = 52;
const SUSPENSION: usize = 21;
const ATECO: usize = 35;
const CONTACT: usize = 22;
const CONTINUATION: usize = 130;
/// The quotes and the comma around an item of a list.
const QUOTED: usize = 3;

/// Whether members say more than a pole may hold.
pub(super) fn is_too_large(members: &[&Member]) -> bool {
    members.iter().map(|member| size(member)).fold(0, usize::saturating_add) > MOST_BYTES
}

/// How much a member says, in bytes.
fn size(member: &Member) -> usize {
    let own = match &member.profile {
        Profile::TechnicalInstitute(school) | Profile::VocationalInstitute(school) => codes(school),
        Profile::Company(company) => business(company),
        Profile::ItsAcademy { founders } => sum(founders.iter().map(|code| quoted(code.as_str()))),
        Profile::Other { description } => description.len(),
        Profile::AccreditedBody | Profile::University | Profile::ResearchCentre => 0,
    };
    sum([
        MEMBER,
        member.name.len(),
        length(member.municipality.as_deref()),
        sum(member
            .operating_sites
            .iter()
            .map(|site| SITE.saturating_add(length(site.municipality.as_deref())))),
        own,
        sum(member.study_tracks.iter().map(track)),
        sum(member.accreditations.iter().map(accreditation)),
        sum(member.contacts.iter().map(contact)),
    ])
}

fn codes(school: &School) -> usize {
    sum(school.codes().map(|code| quoted(code.as_str())))
}

fn business(company: &Company) -> usize {
    let commitment = company.commitment.as_ref();
    let signatory = commitment.and_then(|commitment| commitment.signatory.as_deref());
    let continues = commitment.and_then(|commitment| commitment.continues.as_ref());
    sum([
        company.ateco.len().saturating_mul(ATECO),
        length(signatory),
        continues.map_or(0, continuation),
    ])
}

fn track(offered: &OfferedTrack) -> usize {
    let site = offered.site_code.as_ref().map(|code| quoted(code.as_str()));
    let continues = offered.continues.as_ref().map_or(0, continuation);
    sum([TRACK, offered.track.label().len(), site.unwrap_or_default(), continues])
}

fn continuation(continues: &Continuation) -> usize {
    let Continuation { organisation, track, from: _, until: _, act } = continues;
    sum([
        CONTINUATION,
        organisation.tax_code.as_str().len(),
        length(organisation.name.as_deref()),
        length(track.as_deref()),
        act.number.len(),
        length(act.url.as_deref()),
    ])
}

fn accreditation(accreditation: &Accreditation) -> usize {
    let suspensions = accreditation.suspensions.len().saturating_mul(SUSPENSION);
    sum([ACCREDITATION, accreditation.number.len(), suspensions])
}

fn contact(contact: &Contact) -> usize {
    let Contact { role: _, office, name, email, phone } = contact;
    sum([
        CONTACT,
        length(office.as_deref()),
        length(name.as_deref()),
        email.as_ref().map_or(0, |email| email.as_str().len()),
        length(phone.as_deref()),
    ])
}

fn quoted(text: &str) -> usize {
    text.len().saturating_add(QUOTED)
}

fn length(text: Option<&str>) -> usize {
    text.map_or(0, str::len)
}

fn sum(numbers: impl IntoIterator<Item = usize>) -> usize {
    numbers.into_iter().fold(0, usize::saturating_add)
}
