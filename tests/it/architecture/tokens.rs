//! Paths in the arguments of macros and attributes, which only exist as tokens.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use super::source::{Named, Role};

/// The keywords in front of an item's name.
const KEYWORDS: [&str; 8] = ["const", "enum", "fn", "static", "struct", "trait", "type", "union"];

/// Every path, including single identifiers that look like types or are called.
///
/// A `use` group counts as one path for each name in its braces.
pub(super) fn paths(tokens: TokenStream) -> Vec<Named> {
    let mut found = Vec::new();
    collect(tokens, &[], &mut found);
    found
}

/// The names of the items among the tokens.
pub(super) fn defined(tokens: TokenStream) -> Vec<String> {
    let trees: Vec<_> = tokens.into_iter().collect();
    let pairs = trees.windows(2).filter_map(|pair| match pair {
        [TokenTree::Ident(keyword), TokenTree::Ident(name)] => {
            KEYWORDS.iter().any(|word| keyword == word).then(|| name.to_string())
        }
        _ => None,
    });
    pairs.collect()
}

/// Whether an attribute of this name binds a function to a method of HTTP.
pub(super) fn is_method(name: &Ident) -> bool {
    ["get", "post", "patch", "put", "delete"].iter().any(|method| name == method)
}

/// Whether a function among the tokens is bound to a method of HTTP.
pub(super) fn handles(tokens: TokenStream) -> bool {
    let trees: Vec<_> = tokens.into_iter().collect();
    let deeper = trees.iter().any(|tree| match tree {
        TokenTree::Group(group) => handles(group.stream()),
        _ => false,
    });
    deeper
        || trees.windows(2).any(|pair| match pair {
            [TokenTree::Punct(_), TokenTree::Group(group)] => {
                let name = group.stream().into_iter().next();
                ends(&pair[..1], "#")
                    && matches!(name, Some(TokenTree::Ident(name)) if is_method(&name))
            }
            _ => false,
        })
}

fn collect(tokens: TokenStream, prefix: &[String], found: &mut Vec<Named>) {
    let trees: Vec<_> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(tree) = trees.get(at) {
        match tree {
            TokenTree::Group(group) => {
                let before = found.len();
                collect(group.stream(), &[], found);
                if is_module(&trees[..at], group.delimiter()) {
                    found[before..].iter_mut().for_each(seen_from_outside);
                }
                at += 1;
            }
            TokenTree::Ident(first) => at = path(&trees, at, first, prefix, found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => at += 1,
        }
    }
}

/// Reads the path that begins with this identifier; returns where it ends.
fn path(
    trees: &[TokenTree],
    begin: usize,
    first: &Ident,
    prefix: &[String],
    found: &mut Vec<Named>,
) -> usize {
    let mut segments = prefix.to_vec();
    segments.push(first.to_string());
    let mut end = begin + 1;
    let mut braces = None;
    while are(trees, end, "::") {
        match trees.get(end + 2) {
            Some(TokenTree::Ident(segment)) => segments.push(segment.to_string()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                braces = Some(group.stream());
            }
            _ => break,
        }
        end += 3;
    }
    // After `.` comes a method or a field, after `$` a macro variable, after `::` the rest of a
    // path whose generic arguments came in between.
    let before = &trees[..begin];
    let continues = ends(before, ".") && !ends(before, "..")
        || ends(before, "::")
        || (ends(before, "$") && first != "crate");
    if continues {
        return end;
    }
    if let Some(inner) = braces {
        collect(inner, &segments, found);
    } else if !prefix.is_empty() || segments.len() > 1 || is_worth_resolving(trees, end, first) {
        let line = first.span().start().line;
        segments.retain(|segment| prefix.is_empty() || segment != "self");
        found.push(Named { segments, line, role: Role::Inline });
    }
    end
}

/// Whether a single identifier may name an item: a type, a macro or a called function.
fn is_worth_resolving(trees: &[TokenTree], end: usize, name: &Ident) -> bool {
    name.to_string().starts_with(char::is_uppercase)
        || are(trees, end, "!")
        || matches!(trees.get(end), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
}

/// Whether the braces that follow are those of `mod name { .. }`.
fn is_module(before: &[TokenTree], delimiter: Delimiter) -> bool {
    let keyword = before.len().checked_sub(2).and_then(|place| before.get(place));
    delimiter == Delimiter::Brace
        && matches!(keyword, Some(TokenTree::Ident(keyword)) if keyword == "mod")
}

/// Rewrites a path as seen from the enclosing module.
fn seen_from_outside(named: &mut Named) {
    if named.segments.first().is_some_and(|first| first == "super") {
        "self".clone_into(&mut named.segments[0]);
    }
}

fn ends(before: &[TokenTree], signs: &str) -> bool {
    before.len().checked_sub(signs.len()).is_some_and(|at| are(before, at, signs))
}

/// Whether these punctuation characters stand at this index.
fn are(trees: &[TokenTree], at: usize, signs: &str) -> bool {
    signs.chars().enumerate().all(|(place, sign)| {
        matches!(trees.get(at + place), Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
    })
}
