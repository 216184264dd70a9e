//! Versions and their differences on the wire.

use std::collections::BTreeSet;

use ptp_http::wire::InstantText;
use ptp_store::{Known, PastVersion, Stored};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::resources::members::view::MemberView;
use crate::resources::poles::view::PoleSummary;

/// A version of a pole.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PoleVersion)]
#[serde(deny_unknown_fields)]
pub(crate) struct VersionView {
    /// Its number.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 3)]
    version: i64,
    /// When it was recorded: what is known from then on.
    recorded_at: InstantText,
    /// Whether everybody could see the pole then.
    public: bool,
}

/// The versions of a pole, oldest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VersionPage {
    /// The versions.
    #[schema(max_items = 1000)]
    items: Vec<VersionView>,
    /// What to ask `after` next: the last version here, or what was asked.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64, example = 3)]
    next_after: i64,
}

impl VersionPage {
    pub(super) fn show(versions: &[PastVersion], after: i64) -> Self {
        let view = |one: &PastVersion| VersionView {
            version: one.version,
            recorded_at: one.at.into(),
            public: one.is_public,
        };
        Self {
            next_after: versions.last().map_or(after, |last| last.version),
            items: versions.iter().map(view).collect(),
        }
    }
}

/// What differs between two versions of a pole.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VersionComparison {
    /// The pole.
    pole_id: Uuid,
    /// The earlier version.
    from: VersionView,
    /// The later version.
    to: VersionView,
    /// The properties of the pole that differ.
    #[schema(max_items = 200)]
    changed: Vec<String>,
    /// The pole in the earlier version, if any of its properties differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<PoleSummary>,
    /// The pole in the later version, if any of its properties differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<PoleSummary>,
    /// The members that differ, by identifier.
    #[schema(max_items = 1000)]
    members: Vec<MemberComparison>,
}

/// A member that differs between two versions.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberComparison {
    /// The member.
    member_id: Uuid,
    /// Its properties that differ; none if it is in one of the versions only.
    #[schema(max_items = 200)]
    changed: Vec<String>,
    /// The member in the earlier version; absent if it was not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<MemberView>,
    /// The member in the later version; absent if it is not there any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<MemberView>,
}

impl VersionComparison {
    /// Compares what the caller may see.
    pub(super) fn show(
        from: &Known,
        to: &Known,
        personal: bool,
    ) -> Result<Self, serde_json::Error> {
        let pole = |known: &Known| PoleSummary::known(&known.pole.pole, personal);
        let (before, after) = (pole(from), pole(to));
        let changed = differing(&before, &after)?;
        let differs = !changed.is_empty();
        Ok(Self {
            pole_id: to.pole.pole.value.id.uuid(),
            from: version_of(from),
            to: version_of(to),
            changed,
            before: Some(before).filter(|_| differs),
            after: Some(after).filter(|_| differs),
            members: members(from, to, personal)?,
        })
    }
}

fn version_of(known: &Known) -> VersionView {
    let Stored { version, updated_at, .. } = &known.pole.pole;
    VersionView { version: *version, recorded_at: (*updated_at).into(), public: known.is_public }
}

fn members(
    from: &Known,
    to: &Known,
    personal: bool,
) -> Result<Vec<MemberComparison>, serde_json::Error> {
    let of = |known: &Known, id: Uuid| {
        let mut members = known.pole.members.iter();
        let member = members.find(|member| member.value.id.uuid() == id)?;
        let mut view = MemberView::show(member, personal);
        view.leave_out_contacts();
        Some(view)
    };
    let both = from.pole.members.iter().chain(&to.pole.members);
    let ids: BTreeSet<_> = both.map(|member| member.value.id.uuid()).collect();
    let mut compared = Vec::new();
    for id in ids {
        let (before, after) = (of(from, id), of(to, id));
        let changed = match (&before, &after) {
            (Some(before), Some(after)) => {
                let changed = differing(before, after)?;
                if changed.is_empty() {
                    continue;
                }
                changed
            }
            _ => Vec::new(),
        };
        compared.push(MemberComparison { member_id: id, changed, before, after });
    }
    Ok(compared)
}

/// What says nothing of its own: it follows from the rest.
const FOLLOWS: [&str; 3] = ["version", "updated_at", "warnings"];

/// The properties that differ, in alphabetical order.
fn differing(
    before: &impl Serialize,
    after: &impl Serialize,
) -> Result<Vec<String>, serde_json::Error> {
    let (before, after) = (properties(before)?, properties(after)?);
    let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let differ = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
    Ok(differ.cloned().collect())
}

fn properties(view: &impl Serialize) -> Result<Map<String, Value>, serde_json::Error> {
    let mut view = match serde_json::to_value(view)? {
        Value::Object(properties) => properties,
        _ => Map::new(),
    };
    view.retain(|name, _| !FOLLOWS.contains(&name.as_str()));
    Ok(view)
}
