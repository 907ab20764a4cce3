//! Where everything goes: groups of resources, files of resources and types.
//!
//! A resource stands in the group of its root resource, under the path of its names, so that two
//! sub-resources of one name never meet and a group always has the parents of what is in it.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;
use restli_model::names::FILES;

use crate::ast::{FullName, Resource, ResourceKind};
use crate::convert::names::TypeNames;
use crate::convert::rust_names::{Case, Scope, identifier, module, root_words};
use crate::resolve::Idl;

/// A resource and what its place among the others decides.
#[derive(Debug)]
pub(crate) struct Placed<'a> {
    pub(crate) resource: &'a Resource,
    /// The resources above it, the root first.
    pub(crate) above: Vec<&'a Resource>,
    /// The folder below `resources/`.
    pub(crate) group: String,
    /// Its name in Rust, where it must be said.
    pub(crate) rust_name: Option<String>,
    /// The names in Rust of the keys in its path, its own not among them.
    pub(crate) keys_above: Vec<String>,
    /// The name in Rust of its own key, where it must be said.
    pub(crate) key_rust_name: Option<String>,
}

impl Placed<'_> {
    /// The names from the root to the resource.
    pub(crate) fn names(&self) -> Vec<&str> {
        let path = self.above.iter().chain([&self.resource]);
        path.map(|resource| resource.name.value.as_str()).collect()
    }

    /// The path of its file; the folders are the resources above it.
    pub(crate) fn file(&self) -> String {
        format!("resources/{}/{}.yaml", self.group, self.names().join("/"))
    }
}

/// Places all resources, roots in the order of their names, each followed by what is below it.
pub(crate) fn place<'a>(idl: &'a Idl, types: &mut TypeNames) -> Vec<Placed<'a>> {
    let mut root = Scope::new(Case::Snake, "resource").with(FILES);
    for word in root_words() {
        root.reserve(word);
    }
    let mut groups = Groups::new(idl);
    let mut placer = Placer {
        placed: Vec::new(),
        root,
        types,
    };
    for resource in &idl.resources {
        let group = groups.of(resource);
        placer.add(resource, &group, &Above::default());
    }
    placer.placed
}

/// What stands above a resource.
#[derive(Clone, Default)]
struct Above<'a> {
    resources: Vec<&'a Resource>,
    /// The name in Rust of the resource directly above, with a `_` behind it.
    prefix: String,
    /// The names in Rust of the keys.
    keys: Vec<String>,
}

struct Placer<'a, 't> {
    placed: Vec<Placed<'a>>,
    /// Functions and modules of the client's root.
    root: Scope,
    types: &'t mut TypeNames,
}

impl<'a> Placer<'a, '_> {
    fn add(&mut self, resource: &'a Resource, group: &str, above: &Above<'a>) {
        let made = identifier(&resource.name.value, Case::Snake).unwrap_or_default();
        let made = format!("{}{made}", above.prefix);
        let rust_name = self.claim(&made);
        let own_key = key_name(resource).and_then(|name| identifier(name, Case::Snake));
        let mut keys = Scope::new(Case::Snake, "key");
        above.keys.iter().for_each(|key| keys.reserve(key));
        let others = [format!("{}_key", made.trim_end_matches('_'))];
        let key_rust_name = own_key.as_ref().and_then(|key| keys.claim_or(key, &others));
        let mut below = above.clone();
        below.resources.push(resource);
        below.keys.extend(key_rust_name.clone().or(own_key));
        let chosen = rust_name.as_deref().unwrap_or(&made);
        below.prefix = format!("{}_", chosen.trim_end_matches('_'));
        self.placed.push(Placed {
            resource,
            above: above.resources.clone(),
            group: group.to_owned(),
            rust_name,
            keys_above: above.keys.clone(),
            key_rust_name,
        });
        for resource in resource.subresources() {
            self.add(resource, group, &below);
        }
    }

    /// A resource is a function, a module and a type of the client.
    fn claim(&mut self, made: &str) -> Option<String> {
        let as_type = |name: &str| name.to_upper_camel_case();
        let with_noun = format!("{made}_resource");
        let chosen = match self.types.rust.holds(&as_type(made)) {
            // The name itself stays taken, so that it cannot be had.
            true => {
                let mut others = self.root.clone();
                others.reserve(made);
                let chosen = others.claim_or(made, &[with_noun]);
                self.root.reserve(chosen.clone().unwrap_or_default());
                chosen
            }
            false => self.root.claim_or(made, &[with_noun]),
        };
        let rust_name = chosen.as_deref().unwrap_or(made);
        self.types.rust.reserve(as_type(rust_name));
        chosen
    }
}

/// The name of a resource's key on the wire, where it has one.
pub(crate) fn key_name(resource: &Resource) -> Option<&str> {
    match &resource.kind.value {
        ResourceKind::Collection { name, .. } => Some(&name.value),
        ResourceKind::Association { identifier, .. } => match identifier {
            Some(identifier) => Some(&identifier.value),
            None => key_of_path(resource),
        },
        ResourceKind::Simple | ResourceKind::ActionSet => None,
    }
}

/// The key that stands last in the path of an entity, which old files do not name elsewhere.
pub(crate) fn key_of_path(resource: &Resource) -> Option<&str> {
    let path = resource.entity.as_ref()?.path.as_ref()?;
    let last = path.value.rsplit('/').next()?;
    let key = last.strip_prefix('{')?.strip_suffix('}')?;
    crate::ast::is_identifier(key).then_some(key)
}

/// Groups: the last parts of namespaces, but no name that something else of the client has.
struct Groups {
    taken: BTreeSet<String>,
    /// Files by group, in lower case.
    files: BTreeMap<String, BTreeSet<String>>,
}

impl Groups {
    fn new(idl: &Idl) -> Self {
        let roots = idl.resources.iter();
        let names = roots.filter_map(|resource| identifier(&resource.name.value, Case::Snake));
        let words = root_words().map(str::to_owned);
        Self {
            taken: words.chain(names).collect(),
            files: BTreeMap::new(),
        }
    }

    fn of(&mut self, resource: &Resource) -> String {
        let namespace = resource.namespace.as_ref();
        let namespace = FullName::new(namespace.map_or("api", |text| text.value.as_str()));
        let wanted = module(namespace.last(), "api");
        let wanted = match self.taken.contains(&wanted) {
            true => format!("{wanted}_api"),
            false => wanted,
        };
        let file = resource.name.value.to_ascii_lowercase();
        let numbered = (2..).map(|number| format!("{wanted}_{number}"));
        let mut names = std::iter::once(wanted.clone()).chain(numbered);
        let free = |group: &String| {
            let files = self.files.get(group);
            !self.taken.contains(group) && !files.is_some_and(|files| files.contains(&file))
        };
        let group = names.find(free).unwrap_or(wanted);
        self.files.entry(group.clone()).or_default().insert(file);
        group
    }
}

/// The file of a type: a folder for its namespace, a file for its name.
pub(crate) fn type_file(full: &FullName) -> String {
    let folder = match full.namespace() {
        "" => "api".to_owned(),
        namespace => module(namespace, "types"),
    };
    format!("types/{folder}/{}.yaml", module(full.last(), "type"))
}
