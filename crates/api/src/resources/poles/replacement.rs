//! What a list of members makes of a draft, member by member.

use ptp_domain::member::Member;
use ptp_http::wire::{ShortText, TaxCodeText};
use ptp_store::{NetworkWrite, StoredPole};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::resources::members::CONFIRMED;
use crate::resources::members::document::MemberInput;

/// What was done with the members of a draft, or would be.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MembersReplaced)]
#[serde(deny_unknown_fields)]
pub(crate) struct Replaced {
    /// Whether nothing was stored.
    dry_run: bool,
    /// How many members join.
    #[schema(maximum = 1000, example = 1)]
    added: u32,
    /// How many are changed.
    #[schema(maximum = 1000, example = 1)]
    changed: u32,
    /// How many stay as they are.
    #[schema(maximum = 1000, example = 3)]
    unchanged: u32,
    /// How many leave the draft.
    #[schema(maximum = 1000, example = 0)]
    removed: u32,
    /// One for each item that was sent, in their order, then one for each member that leaves.
    #[schema(max_items = 1000)]
    items: Vec<MemberResult>,
}

/// What becomes of a member.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberResult {
    /// What.
    outcome: MemberOutcome,
    /// The member; absent for one that would only be added.
    #[serde(skip_serializing_if = "Option::is_none")]
    member_id: Option<Uuid>,
    /// Its tax code.
    tax_code: TaxCodeText,
    /// Its name.
    name: ShortText,
    /// The properties that change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 50)]
    changed: Vec<String>,
}

/// What becomes of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MemberOutcome {
    /// It joins.
    Added,
    /// It is changed.
    Changed,
    /// It stays as it is.
    Unchanged,
    /// It leaves the draft, as if it had never been there.
    Removed,
}

impl Replaced {
    pub(super) fn of(dry_run: bool, items: Vec<MemberResult>) -> Self {
        let count = |outcome| {
            let such = items.iter().filter(|item: &&MemberResult| item.outcome == outcome);
            u32::try_from(such.count()).unwrap_or(u32::MAX)
        };
        Self {
            dry_run,
            added: count(MemberOutcome::Added),
            changed: count(MemberOutcome::Changed),
            unchanged: count(MemberOutcome::Unchanged),
            removed: count(MemberOutcome::Removed),
            items,
        }
    }
}

impl MemberResult {
    fn of(outcome: MemberOutcome, member: &Member, changed: Vec<String>) -> Self {
        Self {
            outcome,
            member_id: Some(member.id.uuid()),
            tax_code: member.tax_code.as_str().into(),
            name: member.name.as_str().into(),
            changed,
        }
    }

    pub(super) fn is_unchanged(&self) -> bool {
        self.outcome == MemberOutcome::Unchanged
    }
}

/// The members of a draft as they will be, each with the one that it was.
pub(super) struct Replacement<'a> {
    kept: Vec<(Member, Option<&'a Member>)>,
    gone: Vec<&'a Member>,
}

impl<'a> Replacement<'a> {
    /// Compares members that were sent with those of a draft: by identifier, else by tax code and
    /// first day, else by tax code.
    pub(super) fn of(pole: &'a StoredPole, sent: &[Member]) -> Self {
        let mut gone: Vec<_> = pole.members.iter().map(|stored| &stored.value).collect();
        let mut known: Vec<Option<&Member>> = vec![None; sent.len()];
        let is_same: [fn(&Member, &Member) -> bool; 3] = [
            |old, new| old.id == new.id,
            |old, new| {
                old.tax_code == new.tax_code && old.membership.from() == new.membership.from()
            },
            |old, new| old.tax_code == new.tax_code,
        ];
        for is_same in is_same {
            for (new, known) in sent.iter().zip(&mut known).filter(|(_, known)| known.is_none()) {
                if let Some(place) = gone.iter().position(|old| is_same(old, new)) {
                    *known = Some(gone.remove(place));
                }
            }
        }
        let kept = sent.iter().zip(known).map(|(new, old)| {
            let mut new = new.clone();
            if let Some(old) = old {
                new.id = old.id;
                let changed = changed_properties(old, &new);
                let stays = !changed.iter().any(|name| CONFIRMED.contains(&name.as_str()));
                new.confirmed_at = old.confirmed_at.filter(|_| stays);
            }
            (new, old)
        });
        Self { kept: kept.collect(), gone }
    }

    /// The members as they will be, in the order that they were sent in.
    pub(super) fn members(&self) -> impl Iterator<Item = &Member> {
        self.kept.iter().map(|(new, _)| new)
    }

    /// What becomes of each.
    pub(super) fn results(&self, dry_run: bool) -> Vec<MemberResult> {
        let kept = self.kept.iter().map(|(new, old)| match old {
            None => {
                let result = MemberResult::of(MemberOutcome::Added, new, Vec::new());
                MemberResult { member_id: result.member_id.filter(|_| !dry_run), ..result }
            }
            Some(old) if *old == new => MemberResult::of(MemberOutcome::Unchanged, new, Vec::new()),
            Some(old) => {
                MemberResult::of(MemberOutcome::Changed, new, changed_properties(old, new))
            }
        });
        let gone =
            self.gone.iter().map(|old| MemberResult::of(MemberOutcome::Removed, old, Vec::new()));
        kept.chain(gone).collect()
    }

    /// The writes that make it so, each with the properties that it changes. Who leaves does so
    /// first, so that nobody stands twice in between.
    pub(super) fn writes(&self) -> Vec<(NetworkWrite, Vec<String>)> {
        let all = || vec!["members".to_owned()];
        let gone = self.gone.iter().map(|old| (NetworkWrite::Leave(old.id), all()));
        let kept = self.kept.iter().filter_map(|(new, old)| match old {
            None => Some((NetworkWrite::Join(new.clone()), all())),
            Some(old) if *old == new => None,
            Some(old) => Some((NetworkWrite::Change(new.clone()), changed_properties(old, new))),
        });
        gone.chain(kept).collect()
    }
}

/// The properties in which two states of a member differ.
fn changed_properties(old: &Member, new: &Member) -> Vec<String> {
    let shown = |member| serde_json::to_value(MemberInput::show(member, true)).unwrap_or_default();
    let (old, new): (Value, Value) = (shown(old), shown(new));
    let names = |value: &Value| -> Vec<String> {
        value.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default()
    };
    let mut changed = names(&old);
    changed.extend(names(&new));
    changed.retain(|name| old.get(name) != new.get(name));
    changed.sort();
    changed.dedup();
    changed
}
