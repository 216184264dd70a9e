//! Which versions of a pole are kept, and how much of each.

use aws_lc_rs::digest::{SHA256, digest};
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::{Pole, PoleStatus};

use crate::stored::Stored;

/// One version in so many has all members, so that as many at most are read for any.
const WHOLE_EVERY: i64 = 256;

/// What a write changes, of what is kept here.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Change<'a> {
    /// Whether the pole itself.
    pub(crate) pole: bool,
    /// Members, which may be new.
    pub(crate) written: &'a [Stored<Member>],
    /// Members that are gone.
    pub(crate) gone: &'a [Id<Member>],
}

impl Change<'_> {
    /// The pole itself, and no member.
    pub(crate) const OF_POLE: Self = Self { pole: true, written: &[], gone: &[] };
}

impl<'a> Change<'a> {
    /// One member.
    pub(crate) fn of_member(member: &'a Stored<Member>) -> Self {
        Self { written: std::slice::from_ref(member), ..Self::default() }
    }
}

/// Whether a pole's versions are kept: from its first application on, also if it is a draft again.
fn is_kept(pole: &Stored<Pole>) -> bool {
    pole.kept.is_some() || pole.value.status != PoleStatus::Draft
}

/// Whether a version has to have all members. Also if another release has written without keeping
/// versions.
pub(crate) const fn is_whole(read_at: i64, kept: Option<i64>, version: i64) -> bool {
    match kept {
        Some(kept) => kept != read_at || version / WHOLE_EVERY != read_at / WHOLE_EVERY,
        None => true,
    }
}

/// Whether the next version needs all members of the pole.
pub(crate) fn needs_members(read: &Stored<Pole>, next: &Pole) -> bool {
    (read.kept.is_some() || next.status != PoleStatus::Draft)
        && is_whole(read.version, read.kept, read.version.saturating_add(1))
}

/// The digest of a version, which its event has.
pub(crate) fn digest_of(content: &[u8]) -> String {
    hex::encode(digest(&SHA256, content))
}

impl Stored<Pole> {
    /// The pole as it is about to be written: whether its version is kept then.
    pub(crate) fn marked_kept(mut self) -> Self {
        self.mark_kept();
        self
    }

    /// The same in place.
    pub(crate) fn mark_kept(&mut self) {
        self.kept = is_kept(self).then_some(self.version);
    }
}
