//! Lists and quotes in sentences.

use crate::text::Text;

/// The number of members that a sentence names.
pub const NAMED: usize = 3;

/// A name in quotes: `«I.I.S. “Ada Lovelace”»` in Italian, `“I.I.S. ‘Ada Lovelace’”` in English.
///
/// Quotes within the name become the inner ones.
#[must_use]
pub fn quoted(name: &str) -> Text {
    Text::new(format!("«{}»", inner(name, '“', '”')), format!("“{}”", inner(name, '‘', '’')))
}

/// The name with its quotes replaced; straight ones open and close in turn.
fn inner(name: &str, opening: char, closing: char) -> String {
    let straight = name.matches('"').count();
    // An odd one out may be an inch.
    let mut open = !straight.is_multiple_of(2);
    let paired = !open;
    name.chars()
        .map(|letter| match letter {
            '«' | '“' | '„' => opening,
            '»' | '”' => closing,
            '"' if paired => {
                open = !open;
                if open { opening } else { closing }
            }
            other => other,
        })
        .collect()
}

/// A list: `a, b e c`, `a, b and c`.
#[must_use]
pub fn listed(items: &[Text]) -> Text {
    let (it, en): (Vec<_>, Vec<_>) =
        items.iter().map(|item| (item.it.as_ref(), item.en.as_ref())).unzip();
    Text::new(joined(&it, "e"), joined(&en, "and"))
}

fn joined(items: &[&str], and: &str) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [before @ .., last] => {
            // Italian says *ed* before an *e*.
            let bare = last.trim_start_matches(['«', '“']);
            let and =
                if and == "e" && bare.starts_with(['e', 'E', 'è', 'È']) { "ed" } else { and };
            format!("{} {and} {last}", before.join(", "))
        }
    }
}

/// Names in quotes, at most `most` of them, and how many more there are: `«A», «B» e altri 2`.
#[must_use]
pub fn quoted_names<'a>(names: impl IntoIterator<Item = &'a str>, most: usize) -> Text {
    let mut names: Vec<_> = names.into_iter().map(quoted).collect();
    let more = names.len().saturating_sub(most);
    names.truncate(most);
    match more {
        0 => {}
        1 => names.push(Text::fixed("un altro", "another one")),
        _ => names.push(Text::new(format!("altri {more}"), format!("{more} more"))),
    }
    listed(&names)
}
