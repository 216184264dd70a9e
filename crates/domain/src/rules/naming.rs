//! How sentences name members.

use crate::member::Member;
use crate::text::Text;

/// The names of at most three members, and how many more there are.
pub(super) fn named<'m>(members: impl Iterator<Item = &'m Member>) -> Text {
    const NAMED: usize = 3;
    let names: Vec<_> = members.map(|member| format!("«{}»", member.name)).collect();
    let first = names.get(..NAMED).unwrap_or(&names).join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => Text::new(first.clone(), first),
        more => Text::new(format!("{first} e altri {more}"), format!("{first} and {more} more")),
    }
}
