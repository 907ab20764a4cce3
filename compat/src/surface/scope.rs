//! What the names in a module mean.
//!
//! The same type is `Loan` in one file and `crate::lending::Loan` in another; written in full it can
//! be compared across files, and across versions that lay files out differently.

use std::collections::BTreeMap;

use syn::ext::IdentExt;
use syn::visit_mut::{self, VisitMut};
use syn::{GenericParam, Ident, Path, PathSegment, Type, UseTree};

use super::signature;

/// The names of a module, with what each stands for in full.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    module: Vec<String>,
    names: BTreeMap<String, Vec<String>>,
}

/// One name that a `use` brings; a glob without a name of its own.
pub(super) struct Used {
    /// What it is, in full.
    pub(super) target: Vec<String>,
    /// What it is called here.
    pub(super) name: Option<String>,
}

impl Scope {
    /// That of a module which only has names of its own.
    pub(super) fn new(module: &[String], own: impl IntoIterator<Item = String>) -> Self {
        let mut scope = Self {
            module: module.to_vec(),
            names: BTreeMap::new(),
        };
        for name in own {
            scope.names.insert(name.clone(), scope.inner(&name));
        }
        scope
    }

    /// The names in it.
    pub(super) fn own(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The full path of something that this module declares.
    pub(super) fn inner(&self, name: &str) -> Vec<String> {
        let mut path = vec!["crate".to_owned()];
        path.extend(self.module.iter().cloned());
        path.push(name.to_owned());
        path
    }

    /// Takes in a name that a `use` brings.
    pub(super) fn import(&mut self, used: &Used) {
        if let Some(name) = &used.name {
            self.names.insert(name.clone(), used.target.clone());
        }
    }

    /// All names that a `use` brings.
    pub(super) fn used(&self, tree: &UseTree) -> Vec<Used> {
        let mut used = Vec::new();
        self.collect(tree, &mut Vec::new(), &mut used);
        used
    }

    fn collect(&self, tree: &UseTree, path: &mut Vec<String>, used: &mut Vec<Used>) {
        match tree {
            UseTree::Path(inner) => {
                path.push(plain(&inner.ident));
                self.collect(&inner.tree, path, used);
                path.pop();
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.collect(tree, path, used);
                }
            }
            UseTree::Glob(_) => used.push(Used {
                target: self.full(path),
                name: None,
            }),
            UseTree::Name(_) | UseTree::Rename(_) => {
                let (ident, name) = match tree {
                    UseTree::Rename(rename) => (plain(&rename.ident), Some(plain(&rename.rename))),
                    UseTree::Name(name) => (plain(&name.ident), None),
                    _ => return,
                };
                let mut target = path.clone();
                if ident != "self" || target.is_empty() {
                    target.push(ident);
                }
                let name = name.or_else(|| target.last().cloned());
                used.push(Used {
                    target: self.full(&target),
                    name,
                });
            }
        }
    }

    /// A path in full; as it is where it leads out of the crate.
    pub(super) fn full(&self, path: &[String]) -> Vec<String> {
        let Some((first, rest)) = path.split_first() else {
            return Vec::new();
        };
        let mut full = match first.as_str() {
            "self" | "super" => {
                let supers = path.iter().take_while(|name| *name == "super").count();
                let kept = self.module.len().saturating_sub(supers);
                let mut full = vec!["crate".to_owned()];
                full.extend(self.module[..kept].iter().cloned());
                full.extend(path.iter().skip(supers.max(1)).cloned());
                return full;
            }
            _ => match self.names.get(first) {
                Some(full) => full.clone(),
                None => vec![first.clone()],
            },
        };
        full.extend(rest.iter().cloned());
        full
    }

    /// Writes types in full, but for these parameters.
    pub(super) fn resolver(&self, generics: &[&syn::Generics]) -> Resolver<'_> {
        let parameters = generics.iter().flat_map(|generics| &generics.params);
        let names = parameters.filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(parameter.ident.to_string()),
            GenericParam::Const(parameter) => Some(parameter.ident.to_string()),
            GenericParam::Lifetime(_) => None,
        });
        Resolver {
            scope: self,
            parameters: names.collect(),
        }
    }
}

/// Writes types in full.
pub(super) struct Resolver<'a> {
    scope: &'a Scope,
    parameters: Vec<String>,
}

impl<'a> Resolver<'a> {
    /// Writes types in full, but for this name.
    pub(super) fn but(scope: &'a Scope, parameter: &str) -> Self {
        Self {
            scope,
            parameters: vec![parameter.to_owned()],
        }
    }

    /// A type as text.
    pub(super) fn ty(&mut self, ty: &Type) -> String {
        let mut ty = ty.clone();
        self.visit_type_mut(&mut ty);
        signature::text(ty)
    }

    /// A path as text.
    pub(super) fn path(&mut self, path: &Path) -> String {
        let mut path = path.clone();
        self.visit_path_mut(&mut path);
        signature::text(path)
    }
}

impl VisitMut for Resolver<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        path.leading_colon = None;
        let Some(first) = path.segments.first().map(|segment| plain(&segment.ident)) else {
            return;
        };
        if self.parameters.contains(&first) {
            return;
        }
        let supers = { path.segments.iter() }.take_while(|segment| segment.ident == "super");
        let replaced = match first.as_str() {
            "super" => supers.count(),
            _ => 1,
        };
        let full = match first.as_str() {
            "super" => self.scope.full(&vec![first; replaced]),
            _ => self.scope.full(&[first]),
        };
        let mut segments: Vec<_> = { full.iter() }
            .map(|name| PathSegment::from(ident(name)))
            .collect();
        let kept = { path.segments.iter() }.skip(replaced).cloned();
        if let (Some(last), Some(old)) = (segments.last_mut(), path.segments.first()) {
            last.arguments = old.arguments.clone();
        }
        path.segments = segments.into_iter().chain(kept).collect();
    }

    fn visit_type_path_mut(&mut self, path: &mut syn::TypePath) {
        match &mut path.qself {
            // Where the trait of `<T as Trait>::Name` ends is a number of segments, so those stay.
            Some(of) => self.visit_type_mut(&mut of.ty),
            None => self.visit_path_mut(&mut path.path),
        }
    }
}

/// A name without its `r#`.
pub(super) fn plain(ident: &Ident) -> String {
    ident.unraw().to_string()
}

fn ident(name: &str) -> Ident {
    let span = proc_macro2::Span::call_site();
    syn::parse_str(name).unwrap_or_else(|_| match name {
        "crate" | "self" | "super" | "Self" => Ident::new(name, span),
        _ => Ident::new_raw(name, span),
    })
}
