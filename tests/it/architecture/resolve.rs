//! Which module a path names.

use super::{
    house::House,
    source::{Named, Role},
};

/// The definition that a path names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The module that defines it.
    pub(super) module: usize,
    /// Whether it is the module itself, and nothing in it.
    pub(super) whole: bool,
    /// Modules outside of the defining one that re-export it along the way.
    pub(super) through: Vec<usize>,
}

/// A path from one module to a definition in another.
#[derive(Debug)]
pub(super) struct Edge<'a> {
    /// The module of the path.
    pub(super) from: usize,
    /// The module it leads to.
    pub(super) to: usize,
    /// The path.
    pub(super) named: &'a Named,
}

/// Imports followed from a name to its definition, at most; a bound in case they loop.
const MAX_HOPS: usize = 16;

impl House {
    /// Every path from one file to another, within a crate or across crates.
    ///
    /// Left out: re-exports of what is defined deeper in the same module, and module names that only
    /// prefix another name.
    pub(super) fn edges(&self) -> Vec<Edge<'_>> {
        let mut edges = Vec::new();
        for (from, module) in self.modules.iter().enumerate() {
            for named in &module.named {
                let Some(found) = self.resolve(from, &named.segments, MAX_HOPS) else {
                    continue;
                };
                let exported = matches!(
                    named.role,
                    Role::Import { exported: true, .. } | Role::Glob { exported: true }
                );
                let only_a_prefix =
                    found.whole && (named.role == Role::Inline || self.is_in(from, found.module));
                if only_a_prefix || (exported && self.is_in(found.module, from)) {
                    continue;
                }
                let ends = found.through.into_iter().filter(|by| !self.is_in(from, *by));
                edges.extend(
                    ends.chain([found.module])
                        .filter(|to| self.modules[*to].home != module.home)
                        .map(|to| Edge { from, to, named }),
                );
            }
        }
        edges
    }

    /// The definition that a path in a module names; `None` outside of the workspace.
    pub(super) fn resolve(&self, from: usize, path: &[String], hops: usize) -> Option<Found> {
        let hops = hops.checked_sub(1)?;
        let (first, rest) = path.split_first()?;
        match (first.as_str(), rest) {
            ("crate", _) => self.walk(self.with_ancestors(from).last()?, rest, hops),
            ("self" | "super", [_, ..]) => self.walk(from, path, hops),
            ("self" | "Self", _) => None,
            ("", [name, rest @ ..]) => self.walk(self.library(name)?, rest, hops),
            (name, _) => self
                .look_up(from, path, hops)
                .or_else(|| self.walk(self.library(name)?, rest, hops)),
        }
    }

    /// Follows the rest of a path inside a module.
    fn walk(&self, at: usize, path: &[String], hops: usize) -> Option<Found> {
        match path {
            [] => Some(Found { module: at, whole: true, through: Vec::new() }),
            [first, rest @ ..] if first == "self" => self.walk(at, rest, hops),
            [first, rest @ ..] if first == "super" => {
                self.walk(self.modules[at].parent?, rest, hops)
            }
            // Not declared anywhere: a macro generates it.
            _ => self.look_up(at, path, hops).or_else(|| Some(item(at))),
        }
    }

    /// Follows a path if its first name is in scope in this module.
    fn look_up(&self, at: usize, path: &[String], hops: usize) -> Option<Found> {
        let module = &self.modules[at];
        let (name, rest) = path.split_first()?;
        let child = module.children.get(name).copied();
        if let (Some(child), [_, ..]) = (child, rest) {
            return self.walk(child, rest, hops);
        }
        if module.defined.contains(name) {
            return Some(item(at));
        }
        let imported = module.imports.get(name).and_then(|import| {
            let path: Vec<_> = import.iter().chain(rest).cloned().collect();
            self.resolve(at, &path, hops)
        });
        let passed_on = imported.or_else(|| {
            child.and_then(|child| self.walk(child, rest, hops)).or_else(|| {
                module.globs.iter().find_map(|glob| {
                    let from = self.resolve(at, glob, hops).filter(|from| from.whole)?;
                    self.look_up(from.module, path, hops.checked_sub(1)?)
                })
            })
        });
        passed_on.map(|mut found| {
            if !self.is_in(found.module, at) {
                found.through.push(at);
            }
            found
        })
    }
}

fn item(module: usize) -> Found {
    Found { module, whole: false, through: Vec::new() }
}
