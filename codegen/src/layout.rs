//! Which file holds what, and which features compile it.
//!
//! A file of shared types that only one group needs is compiled with that group alone; a resource's
//! own types stand in its file, so a group that uses them switches that group on as well.

use std::collections::{BTreeMap, BTreeSet};

use restli_model::model::{
    Body, GroupId, Home, Key, KeyType, Model, PathPart, Resource, ResourceId, Returns, Type,
    TypeId, TypeKind,
};

use crate::names;

/// A generated source file with types in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FileKey {
    /// `src/urns.rs`.
    Urns,
    /// A file below `src/types`, by the path of its YAML.
    Types(Vec<String>),
    /// The file of a resource.
    Resource(ResourceId),
    /// A file of tests, where everything comes from the crate.
    Tests,
}

impl FileKey {
    /// The file in which a type stands.
    pub(crate) fn of(home: &Home) -> Self {
        match home {
            Home::Shared(path) => Self::Types(path.clone()),
            Home::Resource(id) => Self::Resource(*id),
        }
    }
}

/// Where everything stands.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// The types of every file, in the order of its YAML.
    pub(crate) types: BTreeMap<FileKey, Vec<TypeId>>,
    /// The features of which one must be on, for every file of shared types; empty: always compiled.
    gates: BTreeMap<FileKey, BTreeSet<GroupId>>,
    /// The groups that a group needs.
    pub(crate) needs: BTreeMap<GroupId, BTreeSet<GroupId>>,
    /// Types that stand as a key or a parameter by themselves, so must become a value of the URI.
    pub(crate) parameters: BTreeSet<TypeId>,
    /// Records that are keys, so must be read from the text of one.
    pub(crate) keys: BTreeSet<TypeId>,
    /// Records and unions with a default in them, at any depth, and other names of these.
    pub(crate) defaults: BTreeSet<TypeId>,
}

impl Layout {
    pub(crate) fn new(model: &Model) -> Self {
        let mut layout = Self::default();
        for (index, def) in model.types.iter().enumerate() {
            // What a hand-written type stands for has no line of its own, and may be all of a file.
            let is_elsewhere =
                matches!(&def.kind, TypeKind::Typeref(typeref) if typeref.rust_type.is_some());
            let used = def.usage.input || def.usage.output || def.usage.projected;
            if used && !is_elsewhere {
                let id = TypeId(index as u32);
                layout
                    .types
                    .entry(FileKey::of(&def.home))
                    .or_default()
                    .push(id);
            }
        }
        // As the author ordered them, so that the main record of a file comes first.
        for ids in layout.types.values_mut() {
            ids.sort_by_key(|id| model[*id].place.span.start);
        }
        let links = links(model, &layout.types);
        for (index, _) in model.groups.iter().enumerate() {
            layout.place_group(model, &links, GroupId(index as u32));
        }
        for (file, groups) in &mut layout.gates {
            let needs_resource = reach(&links, [file.clone()])
                .iter()
                .any(|file| matches!(file, FileKey::Resource(_)));
            if groups.len() > 1 && !needs_resource {
                groups.clear();
            }
        }
        layout.parameters = parameters(model);
        layout.keys = model.resources.iter().flat_map(key_records).collect();
        layout.defaults = defaults(model);
        layout
    }

    /// Whether a value of this type may have defaults in it.
    pub(crate) fn has_defaults(&self, ty: &Type) -> bool {
        let mut targets = Vec::new();
        collect(ty, &mut targets);
        targets.iter().any(|id| self.defaults.contains(id))
    }

    /// The groups of which one must be on for a file of shared types; empty: always compiled.
    pub(crate) fn gate(&self, file: &FileKey) -> impl Iterator<Item = GroupId> {
        self.gates.get(file).into_iter().flatten().copied()
    }

    fn place_group(&mut self, model: &Model, links: &Links, group: GroupId) {
        let resources = model.resources.iter().enumerate();
        let own = resources
            .filter(|(_, resource)| resource.group == group)
            .map(|(index, _)| FileKey::Resource(ResourceId(index as u32)));
        for file in reach(links, own) {
            match file {
                FileKey::Resource(id) if model[id].group != group => {
                    let other = model[id].group;
                    self.needs.entry(group).or_default().insert(other);
                }
                FileKey::Types(_) => {
                    self.gates.entry(file).or_default().insert(group);
                }
                _ => {}
            }
        }
    }
}

/// The files whose types a file names.
type Links = BTreeMap<FileKey, BTreeSet<FileKey>>;

fn links(model: &Model, types: &BTreeMap<FileKey, Vec<TypeId>>) -> Links {
    let mut links = Links::new();
    for (file, ids) in types {
        let targets = ids.iter().flat_map(|id| type_targets(model, *id));
        let targets = targets.map(|id| FileKey::of(&model[id].home));
        links.entry(file.clone()).or_default().extend(targets);
    }
    for (index, resource) in model.resources.iter().enumerate() {
        let file = FileKey::Resource(ResourceId(index as u32));
        let targets = resource_targets(resource);
        let targets = targets.into_iter().map(|id| FileKey::of(&model[id].home));
        links.entry(file).or_default().extend(targets);
    }
    links
}

/// The files that these name, and those that they name in turn.
fn reach(links: &Links, from: impl IntoIterator<Item = FileKey>) -> BTreeSet<FileKey> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<FileKey> = from.into_iter().collect();
    while let Some(file) = open.pop() {
        if seen.insert(file.clone()) {
            open.extend(links.get(&file).into_iter().flatten().cloned());
        }
    }
    seen
}

/// The types that a type names.
fn type_targets(model: &Model, id: TypeId) -> Vec<TypeId> {
    let mut targets = Vec::new();
    match &model[id].kind {
        TypeKind::Record(record) => {
            for field in &record.fields {
                collect(&field.ty, &mut targets);
                targets.extend(field.decoration.as_ref().map(|d| d.target));
            }
        }
        TypeKind::Enum(_) | TypeKind::Fixed(_) => {}
        TypeKind::Union(union) => {
            union
                .members
                .iter()
                .for_each(|m| collect(&m.ty, &mut targets));
        }
        TypeKind::UnionByUrn(union) => targets.extend(union.members.iter().map(|m| m.ty)),
        TypeKind::Shapes(shapes) => {
            shapes
                .alternatives
                .iter()
                .for_each(|a| collect(&a.ty, &mut targets));
        }
        TypeKind::Typeref(typeref) => collect(&typeref.ty, &mut targets),
    }
    targets
}

/// The types that the calls of a resource name.
fn resource_targets(resource: &Resource) -> Vec<TypeId> {
    let mut targets = Vec::new();
    keys(resource).for_each(|key| key_targets(key, &mut targets));
    for method in &resource.methods {
        let params = method.params.iter().chain(&method.headers);
        for param in params.chain(&method.partial_key) {
            collect(&param.ty, &mut targets);
        }
        match &method.body {
            Body::Record(id) | Body::Patch(id) => targets.push(*id),
            Body::None | Body::Empty | Body::Params => {}
        }
        match &method.returns {
            Returns::Value(ty) | Returns::ActionValue(ty) => collect(ty, &mut targets),
            Returns::Collection(id)
            | Returns::Batch(id)
            | Returns::CreatedEntity(id)
            | Returns::UpdatedEntity(id) => targets.push(*id),
            Returns::Nothing | Returns::Created => {}
        }
        targets.extend(method.metadata);
    }
    targets
}

fn keys(resource: &Resource) -> impl Iterator<Item = &Key> {
    let parents = resource.path.iter().filter_map(|part| match part {
        PathPart::Key(key) => Some(key),
        PathPart::Segment(_) => None,
    });
    let methods = resource.methods.iter().filter_map(|m| m.key.as_ref());
    parents.chain(&resource.key).chain(methods)
}

fn key_targets(key: &Key, targets: &mut Vec<TypeId>) {
    match &key.ty {
        KeyType::Simple(ty) => collect(ty, targets),
        KeyType::Complex { key, params } => {
            targets.push(*key);
            targets.extend(*params);
        }
        KeyType::Compound(id) => targets.push(*id),
    }
}

/// Types that a call gives as one value of the URI.
fn parameters(model: &Model) -> BTreeSet<TypeId> {
    let mut targets = Vec::new();
    for resource in &model.resources {
        keys(resource).for_each(|key| key_targets(key, &mut targets));
        for method in &resource.methods {
            let params = method.params.iter().chain(&method.headers);
            let params = params.chain(&method.partial_key);
            params.for_each(|param| collect(&param.ty, &mut targets));
        }
    }
    // A name that only stands for a type on the wire has nothing of its own.
    let mut seen = BTreeSet::new();
    while let Some(id) = targets.pop() {
        if seen.insert(id)
            && let TypeKind::Typeref(typeref) = &model[id].kind
        {
            collect(&typeref.ty, &mut targets);
        }
    }
    seen
}

/// The records that are keys of a resource, its own or those of the entities above it.
fn key_records(resource: &Resource) -> impl Iterator<Item = TypeId> {
    keys(resource).filter_map(|key| match &key.ty {
        KeyType::Simple(_) => None,
        KeyType::Complex { key, .. } | KeyType::Compound(key) => Some(*key),
    })
}

/// Records and unions with a default in them: found from the records that state one outwards.
fn defaults(model: &Model) -> BTreeSet<TypeId> {
    let mut found = BTreeSet::new();
    loop {
        let before = found.len();
        for (index, def) in model.types.iter().enumerate() {
            let holds = |ty: &Type| {
                let mut targets = Vec::new();
                collect(ty, &mut targets);
                targets.iter().any(|id| found.contains(id))
            };
            let is_one = match &def.kind {
                TypeKind::Record(record) => record.fields.iter().any(|field| {
                    let is_plain = field.decoration.is_none() && !field.accepts_array;
                    field.default.is_some() || is_plain && holds(&field.ty)
                }),
                TypeKind::Union(union) => union.members.iter().any(|member| holds(&member.ty)),
                TypeKind::Typeref(typeref) => typeref.rust_type.is_none() && holds(&typeref.ty),
                _ => false,
            };
            if is_one {
                found.insert(TypeId(index as u32));
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

fn collect(ty: &Type, targets: &mut Vec<TypeId>) {
    match ty {
        Type::Array(item) | Type::Map(_, item) => collect(item, targets),
        Type::Named(id) => targets.push(*id),
        _ => {}
    }
}

/// The path of a types file below `src/types`, without its ending: modules.
pub(crate) fn types_modules(path: &[String]) -> Vec<String> {
    path.iter().map(|part| names::module(part)).collect()
}
