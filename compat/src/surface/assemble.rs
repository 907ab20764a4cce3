//! The public items of a crate, put together from its files.
//!
//! Each item is known by its shortest path, and types within signatures by theirs, so that a type
//! which moves to another file while users still write the same is the same.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use restli_codegen::FileSet;

use super::features::Features;
use super::gate::Gate;
use super::item::{Facet, Item, Key, Shape, Space, What};
use super::paths::{Place, Target, Tree};
use super::read::{self, Definition, Module};

const MANIFEST: &str = "Cargo.toml";

/// The public items of a generated crate, by their paths.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    pub(super) items: BTreeMap<Key, Item>,
    /// Items by every path that leads to them.
    pub(super) by_path: HashMap<Key, Key>,
    pub(super) features: Features,
    /// What the lines of each file belong to.
    spans: HashMap<String, Vec<(Range<usize>, Key)>>,
}

impl Surface {
    /// Reads the files of a crate. A file that is not Rust has no items.
    pub fn read(files: &FileSet, crate_name: &str) -> Self {
        Self::assemble(&parsed(files, None), files, crate_name)
    }

    /// Reads two versions of a crate, and what they have in common once.
    pub fn read_both(old: &FileSet, new: &FileSet, crate_name: &str) -> (Self, Self) {
        let old_parsed = parsed(old, None);
        let new_parsed = parsed(new, Some((old, &old_parsed)));
        rayon::join(
            || Self::assemble(&old_parsed, old, crate_name),
            || Self::assemble(&new_parsed, new, crate_name),
        )
    }

    /// All items, by their paths.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.values()
    }

    /// The item that a line of a file belongs to, counted from 1; what is private belongs to the item
    /// that it serves.
    pub fn item_at(&self, file: &str, line: usize) -> Option<&Item> {
        let spans = self.spans.get(file)?.iter();
        let (_, key) = { spans.filter(|(lines, _)| lines.contains(&line)) }
            .min_by_key(|(lines, _)| lines.len())?;
        self.items.get(key)
    }

    /// A text with the types of this crate that are other names for types written as those.
    pub(super) fn expanded(&self, text: &str) -> String {
        let mut text = text.to_owned();
        // An alias of itself does not compile, so this only ends what never ran.
        for _ in 0..16 {
            let mut changed = false;
            text = paths_in(&text, |path| {
                let item = self.items.get(&(path.to_owned(), Space::Type))?;
                match &item.shape {
                    Shape::Alias { generics, target } if generics.parameters.is_empty() => {
                        changed = true;
                        Some(target.clone())
                    }
                    _ => None,
                }
            });
            if !changed {
                break;
            }
        }
        text
    }

    fn assemble(files: &Parsed, set: &FileSet, crate_name: &str) -> Self {
        let modules: Vec<&Module> = files.values().flat_map(|modules| modules.iter()).collect();
        let places = Tree::new(modules.clone()).places();
        let mut builder = Builder::new(&modules, &places, crate_name.replace('-', "_"));
        for (target, places) in &by_target(&places) {
            builder.target(target, places);
        }
        for module in &modules {
            builder.belonging(module);
        }
        builder.features(set.get(MANIFEST).unwrap_or_default());
        builder.surface
    }
}

type Parsed = BTreeMap<String, Arc<Vec<Module>>>;

fn parsed(files: &FileSet, known: Option<(&FileSet, &Parsed)>) -> Parsed {
    let files: Vec<_> = { files.iter() }
        .filter(|(name, _)| name.starts_with("src/"))
        .collect();
    let modules = files.into_par_iter().map(|(name, text)| {
        let same = known.filter(|(files, _)| files.get(name) == Some(text));
        let modules = { same.and_then(|(_, parsed)| parsed.get(name).cloned()) }
            .unwrap_or_else(|| Arc::new(read::file(name, text)));
        (name.to_owned(), modules)
    });
    modules.collect()
}

fn by_target(places: &[Place]) -> BTreeMap<(&Target, Space), Vec<&Place>> {
    let mut targets = BTreeMap::<_, Vec<_>>::new();
    for place in places {
        let key = (&place.target, place.space);
        targets.entry(key).or_default().push(place);
    }
    targets
}

struct Builder<'a> {
    surface: Surface,
    modules: &'a [&'a Module],
    crate_name: String,
    /// The shortest path, for each path that leads to the same.
    shortest: HashMap<&'a str, &'a str>,
    /// The item that a path leads to, whether or not that path is public.
    keys: HashMap<&'a str, Key>,
}

impl<'a> Builder<'a> {
    fn new(modules: &'a [&'a Module], places: &'a [Place], crate_name: String) -> Self {
        let mut shortest = HashMap::new();
        let mut keys = HashMap::new();
        for ((_, space), places) in by_target(places) {
            let Some(path) = shortest_of(&places) else {
                continue;
            };
            for place in places.iter().filter(|_| space == Space::Type) {
                shortest.insert(place.path.as_str(), path);
                keys.insert(place.path.as_str(), (path.to_owned(), space));
            }
        }
        Self {
            surface: Surface::default(),
            modules,
            crate_name,
            shortest,
            keys,
        }
    }

    /// Text with the shortest paths.
    fn text(&self, text: &str) -> String {
        paths_in(text, |path| {
            let shortest = self.shortest.get(path)?;
            Some(format!("crate::{shortest}"))
        })
    }

    fn key(&self, full: &str) -> Option<&Key> {
        self.keys.get(full.strip_prefix("crate::")?)
    }

    fn target(&mut self, (target, space): &(&Target, Space), places: &[&Place]) {
        let Some(path) = shortest_of(places) else {
            return;
        };
        let key = (path.to_owned(), *space);
        let mut paths = BTreeMap::new();
        for place in places.iter().filter(|place| place.public) {
            paths.insert(place.path.clone(), place.gate.clone());
            self.surface
                .by_path
                .insert((place.path.clone(), *space), key.clone());
        }
        match target {
            Target::Definition(module, at) => {
                let module = self.modules[*module];
                self.definition(&key, None, &module.file, &module.definitions[*at], paths);
            }
            Target::Module(index) => {
                let module = self.modules[*index];
                let mut item = self.item(&key, &module.file, module.lines.clone(), Shape::Module);
                item.paths = paths;
                let parent = { self.modules.iter() }.find(|parent| {
                    module
                        .path
                        .split_last()
                        .is_some_and(|(_, path)| path == parent.path)
                });
                let declared = parent.and_then(|parent| {
                    { parent.modules.iter() }
                        .find(|declared| module.path.last() == Some(&declared.name))
                });
                item.deprecated = declared.is_some_and(|declared| declared.deprecated);
                if let (Some(parent), Some(declared)) = (parent, declared) {
                    self.span(&parent.file, declared.lines.clone(), &key);
                }
                self.insert(key, item);
            }
            Target::Foreign(path) => {
                let Some((module, at)) = places.iter().find_map(|place| place.reexport) else {
                    return;
                };
                let module = self.modules[module];
                let lines = module.reexports[at].lines.clone();
                let mut item = self.item(&key, &module.file, lines, Shape::Foreign(path.clone()));
                item.paths = paths;
                self.insert(key, item);
            }
        }
    }

    fn definition(
        &mut self,
        key: &Key,
        owner: Option<&Key>,
        file: &str,
        definition: &Definition,
        paths: BTreeMap<String, Gate>,
    ) {
        let mut shape = definition.shape.clone();
        for text in shape.texts() {
            if text.contains("crate::") {
                *text = self.text(text);
            }
        }
        let mut item = self.item(key, file, definition.lines.clone(), shape);
        item.owner = owner.cloned();
        item.deprecated = definition.deprecated;
        // That of an item with paths of its own is among what each of them needs.
        if owner.is_some() {
            item.gate = definition.gate.clone();
        }
        item.paths = paths;
        self.insert(key.clone(), item);
        for part in definition.parts.iter().filter(|part| part.public) {
            self.part(key, file, part);
        }
    }

    fn part(&mut self, owner: &Key, file: &str, part: &Definition) {
        let key = (format!("{}::{}", owner.0, part.name), part.space);
        self.definition(&key, Some(owner), file, part, BTreeMap::new());
    }

    fn item(&self, key: &Key, file: &str, lines: Range<usize>, shape: Shape) -> Item {
        Item {
            path: format!("{}::{}", self.crate_name, key.0),
            file: file.to_owned(),
            lines,
            owner: None,
            shape,
            deprecated: false,
            gate: Gate::default(),
            paths: BTreeMap::new(),
            facets: BTreeMap::new(),
        }
    }

    fn insert(&mut self, key: Key, item: Item) {
        self.span(&item.file, item.lines.clone(), &key);
        self.surface.items.insert(key, item);
    }

    fn span(&mut self, file: &str, lines: Range<usize>, key: &Key) {
        let spans = self.surface.spans.entry(file.to_owned()).or_default();
        spans.push((lines, key.clone()));
    }

    /// What belongs to types that may be those of other modules.
    fn belonging(&mut self, module: &Module) {
        for (of, method) in { module.methods.iter() }.filter(|(_, method)| method.public) {
            if let Some(owner) = self.key(of).cloned() {
                self.part(&owner, &module.file, method);
            }
        }
        for (of, name, facet) in &module.facets {
            let Some(key) = self.key(of).cloned() else {
                continue;
            };
            let name = self.text(name);
            let what = match &facet.what {
                What::Trait { associated } => What::Trait {
                    associated: self.text(associated),
                },
                What::Ability(ability) => {
                    let mut ability = ability.clone();
                    ability.ty = ability.ty.map(|ty| self.text(&ty));
                    What::Ability(ability)
                }
            };
            self.span(&module.file, facet.lines.clone(), &key);
            if let Some(item) = self.surface.items.get_mut(&key) {
                let facet = Facet {
                    what,
                    ..facet.clone()
                };
                item.facets.insert(name, facet);
            }
        }
        for (of, lines) in &module.private {
            if let Some(key) = self.key(of).cloned() {
                self.span(&module.file, lines.clone(), &key);
            }
        }
    }

    fn features(&mut self, manifest: &str) {
        let features = Features::read(manifest);
        for (name, feature) in features.iter() {
            let key = (name.clone(), Space::Feature);
            let shape = Shape::Feature {
                default: features.is_default(name),
                enables: feature.enables.iter().cloned().collect(),
            };
            let mut item = self.item(&key, MANIFEST, feature.lines.clone(), shape);
            item.path = format!("feature \"{name}\"");
            self.insert(key, item);
        }
        self.surface.features = features;
    }
}

fn shortest_of<'a>(places: &[&'a Place]) -> Option<&'a str> {
    let public = { places.iter() }.filter(|place| place.public);
    let paths = public.map(|place| place.path.as_str());
    paths.min_by_key(|path| (path.matches("::").count(), path.len(), *path))
}

/// A text with its `crate::path` replaced; of a longer path the part that is known.
fn paths_in(text: &str, mut replace: impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("crate::") {
        let start = at + "crate::".len();
        out.push_str(&rest[..at]);
        let end =
            { rest[start..].find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | ':' | '#')) }
                .map_or(rest.len(), |end| start + end);
        let path = rest[start..end].trim_end_matches(':');
        let end = start + path.len();
        let mut known = path;
        let by = loop {
            if let Some(by) = replace(known) {
                break Some(by);
            }
            match known.rsplit_once("::") {
                Some((front, _)) => known = front,
                None => break None,
            }
        };
        match by {
            Some(by) => out.push_str(&(by + &path[known.len()..])),
            None => out.push_str(&rest[at..end]),
        }
        rest = &rest[end..];
    }
    out + rest
}
