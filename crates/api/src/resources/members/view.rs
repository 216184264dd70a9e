//! Members as created and as shown.

use chrono::Months;
use ptp_domain::calendar::civil_date;
use ptp_domain::id::Id;
use ptp_domain::identifier::IdentifierWarning;
use ptp_domain::istat;
use ptp_domain::member::Member;
use ptp_domain::text::Text;
use ptp_http::wire::{InstantText, Leaf as _, Read, Reading, flattened};
use ptp_store::Stored;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::document::MemberInput;
use crate::cases::party::LocalizedText;
use crate::cases::stamp::Stamp;

/// The identifier that a client may propose.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
struct ProposedId {
    /// An identifier of the client's making, so that `lead_member_id` can name the member in the
    /// same request; the service makes one unless it is given.
    id: Option<Uuid>,
}

/// A member as it is created.
pub(crate) struct MemberCreation;
flattened!(MemberCreation as "MemberCreation":
    "A member as it is created: the common part, then what its kind calls for.",
    [ProposedId, MemberInput]);

/// A member as it would join a network.
pub(crate) struct MemberJoining;
flattened!(MemberJoining as "MemberJoining":
    "A member as it joins: from `joined_on` on, or else from the day that the change is judged or takes effect on.",
    [ProposedId, MemberInput], optional &["joined_on"]);

impl MemberCreation {
    /// Reads a member; if it proposes no identifier, `new_id` gives it one.
    pub(crate) fn read(new_id: impl FnOnce() -> Uuid, reading: &mut Reading<'_>) -> Read<Member> {
        let proposed = reading.optional("id", Uuid::read);
        let id = proposed.ok().flatten().unwrap_or_else(new_id);
        let member = MemberInput::read(Id::new(id), reading);
        proposed.and(member)
    }
}

#[derive(Debug, Serialize, ToSchema)]
struct MemberHead {
    /// Its identifier.
    id: Uuid,
    /// When the member itself confirmed its membership and commitment; until then the applicant
    /// speaks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed_at: Option<InstantText>,
}

#[derive(Debug, Serialize, ToSchema)]
struct MemberWarnings {
    /// What is odd and was accepted all the same.
    #[schema(max_items = 200)]
    warnings: Vec<WarningView>,
}

/// What is odd about something that was accepted all the same.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IdentifierWarning)]
#[serde(deny_unknown_fields)]
pub(crate) struct WarningView {
    /// Where, as a JSON pointer into the member.
    #[schema(max_length = 1000, pattern = "^(/[^/]+)*$", example = "/school/institution_code")]
    pointer: String,
    /// What, for programs.
    #[schema(max_length = 64, pattern = "^[a-z0-9_]+$", example = "school_code_check")]
    code: String,
    /// What, for people.
    message: LocalizedText,
}

/// A member of a pole.
#[derive(Debug, Serialize)]
pub(crate) struct MemberView {
    #[serde(flatten)]
    head: MemberHead,
    #[serde(flatten)]
    member: MemberInput,
    #[serde(flatten)]
    warnings: MemberWarnings,
    #[serde(flatten)]
    stamp: Stamp,
}
// A person's tax code is hidden from some callers, so it is required in requests only.
flattened!(MemberView as "Member": "A member of a pole.",
    [MemberHead, MemberInput, MemberWarnings, Stamp], optional &["tax_code"]);

impl MemberView {
    /// Shows a member; personal data only if the caller may see it.
    #[must_use]
    pub(crate) fn show(stored: &Stored<Member>, personal: bool) -> Self {
        let member = &stored.value;
        Self {
            head: MemberHead {
                id: member.id.uuid(),
                confirmed_at: member.confirmed_at.map(Into::into),
            },
            member: MemberInput::show(member, personal),
            warnings: MemberWarnings { warnings: warnings_of(stored) },
            stamp: Stamp::of(stored),
        }
    }

    /// Says nothing of contacts, where they are not kept.
    pub(crate) fn leave_out_contacts(&mut self) {
        self.member.contacts = None;
    }
}

const BEGINS_LATE: IdentifierWarning = IdentifierWarning {
    code: "joined_on_far",
    message: Text::fixed(
        "L'adesione ha inizio oltre un anno dopo la registrazione: verificare la data.",
        "The membership begins over a year after it was recorded: verify the date.",
    ),
};

fn warnings_of(stored: &Stored<Member>) -> Vec<WarningView> {
    let member = &stored.value;
    // Told by the day of recording, so that the same version is always shown alike.
    let year_ahead = civil_date(stored.updated_at).checked_add_months(Months::new(12));
    let joined_on = year_ahead
        .filter(|year_ahead| member.membership.from() > *year_ahead)
        .map(|_| ("/joined_on".to_owned(), BEGINS_LATE));
    let tax_code = member.tax_code.warning().map(|warning| ("/tax_code".to_owned(), warning));
    let school = member.school().into_iter().flat_map(|school| {
        let institution = school
            .institution_code
            .iter()
            .map(|code| ("/school/institution_code".to_owned(), code));
        let sites = school
            .site_codes
            .iter()
            .enumerate()
            .map(|(index, code)| (format!("/school/site_codes/{index}"), code));
        institution.chain(sites).filter_map(|(pointer, code)| Some((pointer, code.warning()?)))
    });
    let view = |(pointer, IdentifierWarning { code, message }): (String, IdentifierWarning)| {
        WarningView { pointer, code: code.to_owned(), message: message.into() }
    };
    tax_code.into_iter().chain(school).chain(places_of(member)).chain(joined_on).map(view).collect()
}

/// The warnings about municipalities.
fn places_of(member: &Member) -> impl Iterator<Item = (String, IdentifierWarning)> {
    let seat = ("/municipality".to_owned(), member.municipality.as_deref(), member.province);
    let sites = member.operating_sites.iter().enumerate().map(|(index, site)| {
        let pointer = format!("/operating_sites/{index}/municipality");
        (pointer, site.municipality.as_deref(), site.province)
    });
    std::iter::once(seat)
        .chain(sites)
        .filter_map(|(pointer, name, province)| Some((pointer, istat::warning(name?, province)?)))
}

/// A page of members.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberPage {
    /// The members.
    #[schema(max_items = 100)]
    pub items: Vec<MemberView>,
    /// The cursor of the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub next_cursor: Option<String>,
}
