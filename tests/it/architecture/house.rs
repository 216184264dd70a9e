//! The modules of every crate, found by following `mod` from its root.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Named, Role, Source};

/// Every module of every crate.
#[derive(Debug, Default)]
pub(super) struct House {
    /// The modules, addressed by index.
    pub(super) modules: Vec<Module>,
    /// The root module of each library, by its name in paths.
    libraries: BTreeMap<String, usize>,
}

/// A module, in its own file or inline.
#[derive(Debug)]
pub(super) struct Module {
    /// The member of the workspace it belongs to.
    pub(super) member: String,
    /// Its path in the crate, empty for the root.
    pub(super) path: Vec<String>,
    /// The file it stands in.
    pub(super) file: String,
    /// The module that is the whole file: itself, unless it is inline.
    pub(super) home: usize,
    /// The module around it.
    pub(super) parent: Option<usize>,
    /// The modules it declares.
    pub(super) children: BTreeMap<String, usize>,
    /// The items it defines.
    pub(super) defined: BTreeSet<String>,
    /// The paths in it.
    pub(super) named: Vec<Named>,
    /// The path behind each imported name.
    pub(super) imports: BTreeMap<String, Vec<String>>,
    /// The paths of its glob imports.
    pub(super) globs: Vec<Vec<String>>,
    /// Whether it handles a route.
    pub(super) handles: bool,
}

impl House {
    /// Adds the crate with this root file; `read` returns the text of a file if it exists.
    pub(super) fn add(&mut self, member: &str, root: &str, read: &dyn Fn(&str) -> Option<String>) {
        let text = read(root).unwrap_or_else(|| panic!("{root} is missing"));
        let (folder, file) = root.rsplit_once('/').expect("a root stands in a folder");
        let place = self.add_module(member, &Spot::root(folder, root), parsed(root, &text), read);
        if file == "lib.rs" {
            self.libraries.insert(member.replace('-', "_"), place);
        }
    }

    /// The root module of a library.
    pub(super) fn library(&self, name: &str) -> Option<usize> {
        self.libraries.get(name).copied()
    }

    /// This module and its ancestors, the root last.
    pub(super) fn with_ancestors(&self, module: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(module), |inner| self.modules[*inner].parent)
    }

    /// Whether `inner` is `outer` or a descendant of it.
    pub(super) fn is_in(&self, inner: usize, outer: usize) -> bool {
        self.with_ancestors(inner).any(|module| module == outer)
    }

    fn add_module(
        &mut self,
        member: &str,
        spot: &Spot,
        source: Source,
        read: &dyn Fn(&str) -> Option<String>,
    ) -> usize {
        let place = self.modules.len();
        let (mut imports, mut globs) = (BTreeMap::new(), Vec::new());
        for Named { segments, role, .. } in &source.named {
            match role {
                Role::Import { name, .. } => {
                    imports.entry(name.clone()).or_insert_with(|| segments.clone());
                }
                Role::Glob { .. } => globs.push(segments.clone()),
                Role::Inline => {}
            }
        }
        self.modules.push(Module {
            member: member.to_owned(),
            path: spot.path.clone(),
            file: spot.file.clone(),
            home: spot.home.unwrap_or(place),
            parent: spot.parent,
            children: BTreeMap::new(),
            defined: source.defined,
            named: source.named,
            imports,
            globs,
            handles: source.handles,
        });
        for (name, body) in source.modules {
            let mut inner = spot.inner(place, &name);
            let source = body.unwrap_or_else(|| {
                let files = [format!("{}.rs", inner.folder), format!("{}/mod.rs", inner.folder)];
                let mut found = files.into_iter().filter_map(|file| Some((read(&file)?, file)));
                let (text, file) =
                    found.next().unwrap_or_else(|| panic!("{}: no file for {name}", spot.file));
                inner.home = None;
                inner.file = file;
                parsed(&inner.file, &text)
            });
            let child = self.add_module(member, &inner, source, read);
            self.modules[place].children.insert(name, child);
        }
        place
    }
}

/// Where a module is found.
struct Spot {
    path: Vec<String>,
    folder: String,
    file: String,
    home: Option<usize>,
    parent: Option<usize>,
}

impl Spot {
    fn root(folder: &str, file: &str) -> Self {
        let (folder, file) = (folder.to_owned(), file.to_owned());
        Self { path: Vec::new(), folder, file, home: None, parent: None }
    }

    /// The location of a child module, assuming that it is inline.
    fn inner(&self, place: usize, name: &str) -> Self {
        Self {
            path: self.path.iter().cloned().chain([name.to_owned()]).collect(),
            folder: format!("{}/{name}", self.folder),
            file: self.file.clone(),
            home: Some(self.home.unwrap_or(place)),
            parent: Some(place),
        }
    }
}

fn parsed(file: &str, text: &str) -> Source {
    Source::read(text).unwrap_or_else(|error| panic!("{file}: {error}"))
}
