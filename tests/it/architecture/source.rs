//! What one source file declares, imports and names.

use proc_macro2::TokenTree;
use std::collections::BTreeSet;
use syn::{
    Attribute, ImplItem, Item, ItemMod, ItemUse, Macro, Meta, Path, UseTree, Visibility, visit,
    visit::Visit,
};

use super::tokens;

/// One module, without the parts that are compiled for tests only.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// The modules it declares, with the body of those that are inline.
    pub(super) modules: Vec<(String, Option<Source>)>,
    /// The items it defines, including those in the arguments of macros.
    pub(super) defined: BTreeSet<String>,
    /// Every path in it.
    pub(super) named: Vec<Named>,
    /// Whether it handles a route.
    pub(super) handles: bool,
}

/// A path as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// Its segments; a leading `::` is an empty first segment.
    pub(super) segments: Vec<String>,
    /// The line it begins on.
    pub(super) line: usize,
    /// Where it stands.
    pub(super) role: Role,
}

/// Where a path stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// In a type, an expression, a pattern, an attribute or a macro's arguments.
    Inline,
    /// In a `use`, with the name it binds; exported if the `use` has a visibility.
    Import { name: String, exported: bool },
    /// In a `use` that ends with `*`.
    Glob { exported: bool },
}

impl Source {
    /// Reads the text of a file.
    pub(super) fn read(text: &str) -> syn::Result<Self> {
        let mut source = Self::default();
        source.visit_file(&syn::parse_file(text)?);
        Ok(source)
    }

    fn name(&mut self, segments: Vec<String>, line: usize, role: Role) {
        self.named.push(Named { segments, line, role });
    }

    fn read_use(&mut self, tree: &UseTree, prefix: &[String], exported: bool) {
        let mut segments = prefix.to_vec();
        let (last, name) = match tree {
            UseTree::Path(path) => {
                segments.push(path.ident.to_string());
                return self.read_use(&path.tree, &segments, exported);
            }
            UseTree::Group(group) => {
                return group
                    .items
                    .iter()
                    .for_each(|tree| self.read_use(tree, &segments, exported));
            }
            UseTree::Glob(glob) => {
                let line = glob.star_token.span.start().line;
                return self.name(segments, line, Role::Glob { exported });
            }
            UseTree::Name(name) => (&name.ident, None),
            UseTree::Rename(rename) => (&rename.ident, Some(rename.rename.to_string())),
        };
        if last != "self" {
            segments.push(last.to_string());
        }
        let name = name.or_else(|| segments.last().cloned()).unwrap_or_default();
        self.name(segments, last.span().start().line, Role::Import { name, exported });
    }
}

impl<'ast> Visit<'ast> for Source {
    fn visit_item(&mut self, item: &'ast Item) {
        let (attributes, defined) = outline(item);
        if !attributes.iter().any(only_in_tests) {
            self.defined.extend(defined);
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes = match item {
            ImplItem::Const(item) => &item.attrs,
            ImplItem::Fn(item) => &item.attrs,
            ImplItem::Type(item) => &item.attrs,
            ImplItem::Macro(item) => &item.attrs,
            _ => &Vec::new(),
        };
        if !attributes.iter().any(only_in_tests) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        let body = item.content.as_ref().map(|(_, items)| {
            let mut inner = Self::default();
            for item in items {
                inner.visit_item(item);
            }
            inner
        });
        self.modules.push((item.ident.to_string(), body));
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let start = if item.leading_colon.is_some() { vec![String::new()] } else { Vec::new() };
        self.read_use(&item.tree, &start, !matches!(item.vis, Visibility::Inherited));
    }

    fn visit_path(&mut self, path: &'ast Path) {
        let start = path.leading_colon.as_ref().map(|_| String::new());
        let segments = path.segments.iter().map(|segment| segment.ident.to_string());
        let line = path.segments.first().map_or(0, |segment| segment.ident.span().start().line);
        self.name(start.into_iter().chain(segments).collect(), line, Role::Inline);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        self.named.extend(tokens::paths(item.tokens.clone()));
        self.handles |= tokens::handles(item.tokens.clone());
        visit::visit_macro(self, item);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if attribute.path().is_ident("doc") {
            return;
        }
        if let Meta::List(list) = &attribute.meta {
            self.named.extend(tokens::paths(list.tokens.clone()));
        }
        let last = attribute.path().segments.last();
        self.handles |= last.is_some_and(|last| tokens::is_method(&last.ident));
        visit::visit_attribute(self, attribute);
    }
}

/// The attributes of an item, and the names it brings into its module.
fn outline(item: &Item) -> (&[Attribute], Vec<String>) {
    let (attributes, name) = match item {
        Item::Const(item) => (&item.attrs, Some(&item.ident)),
        Item::Enum(item) => (&item.attrs, Some(&item.ident)),
        Item::Fn(item) => (&item.attrs, Some(&item.sig.ident)),
        Item::Macro(item) => {
            let made = match item.ident {
                Some(_) => Vec::new(),
                None => tokens::defined(item.mac.tokens.clone()),
            };
            let name = item.ident.iter().map(ToString::to_string);
            return (&item.attrs, name.chain(made).collect());
        }
        Item::Static(item) => (&item.attrs, Some(&item.ident)),
        Item::Struct(item) => (&item.attrs, Some(&item.ident)),
        Item::Trait(item) => (&item.attrs, Some(&item.ident)),
        Item::Type(item) => (&item.attrs, Some(&item.ident)),
        Item::Union(item) => (&item.attrs, Some(&item.ident)),
        Item::ExternCrate(item) => (&item.attrs, None),
        Item::Impl(item) => (&item.attrs, None),
        Item::Mod(item) => (&item.attrs, None),
        Item::Use(item) => (&item.attrs, None),
        _ => return (&[], Vec::new()),
    };
    (attributes, name.iter().map(ToString::to_string).collect())
}

/// Whether it is `#[test]`, `#[cfg(test)]` or `#[cfg(all(test, ..))]`.
fn only_in_tests(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else {
        return attribute.path().is_ident("test");
    };
    let is =
        |tree: &TokenTree, word: &str| matches!(tree, TokenTree::Ident(ident) if ident == word);
    let mut trees = list.tokens.clone().into_iter();
    attribute.path().is_ident("cfg")
        && match (trees.next(), trees.next()) {
            (Some(first), None) => is(&first, "test"),
            (Some(first), Some(TokenTree::Group(all))) => {
                is(&first, "all") && all.stream().into_iter().any(|tree| is(&tree, "test"))
            }
            _ => false,
        }
}
