//! How calls use types, and which groups need them.
//!
//! Found by walking from every call to what it can send and receive; what no call reaches is
//! checked like the rest, but nothing is generated for it.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{
    Body, GroupId, Home, Key, KeyType, Method, Model, PathPart, Resource, Returns, Type, TypeDef,
    TypeId, TypeKind, Usage,
};
use crate::resolve::context::Context;

/// The ways to use a type; each is walked for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Input,
    Output,
    Projected,
    Patched,
}

/// A group that needs a type; nothing stands for what is always there.
type Needed = Option<GroupId>;

/// Fills in [`TypeDef::usage`] and [`TypeDef::only_in`].
pub(crate) fn resolve(cx: &Context<'_>, model: &mut Model) {
    let mut groups: Vec<BTreeSet<Needed>> = vec![BTreeSet::new(); model.types.len()];
    let documents = documents(cx, model);
    let ids = (0..model.groups.len()).map(|group| Some(GroupId(group as u32)));
    for group in ids.chain([None]) {
        let mut walk = Walk {
            types: &model.types,
            usage: vec![Usage::default(); model.types.len()],
            open: Vec::new(),
        };
        for resource in model.resources.iter().filter(|r| Some(r.group) == group) {
            walk.resource(resource);
        }
        for (_, id) in documents.iter().filter(|(needed, _)| *needed == group) {
            walk.mark(*id, Way::Input);
            walk.mark(*id, Way::Output);
        }
        walk.run();
        for (id, usage) in walk.usage.into_iter().enumerate() {
            if usage != Usage::default() {
                groups[id].insert(group);
            }
            merge(&mut model.types[id].usage, usage);
        }
    }
    for (def, groups) in model.types.iter_mut().zip(&groups) {
        let mut only = groups.iter();
        def.only_in = only
            .next()
            .copied()
            .flatten()
            .filter(|_| only.next().is_none());
    }
    check_homes(cx, model, &groups);
}

/// The types of document samples, which are tests of their own, each with the group it stands in.
fn documents(cx: &Context<'_>, model: &Model) -> Vec<(Needed, TypeId)> {
    let types = cx.documents.samples.iter();
    let types = types.filter_map(|name| cx.index.types.get(name).map(TypeId));
    let home = |id: TypeId| match &model[id].home {
        Home::Shared(_) => None,
        Home::Resource(resource) => Some(model[*resource].group),
    };
    types.map(|id| (home(id), id)).collect()
}

fn merge(usage: &mut Usage, other: Usage) {
    usage.input |= other.input;
    usage.output |= other.output;
    usage.projected |= other.projected;
    usage.patched |= other.patched;
}

/// A type in the file of a resource exists only where the resource's group does.
fn check_homes(cx: &Context<'_>, model: &Model, groups: &[BTreeSet<Needed>]) {
    for (def, groups) in model.types.iter().zip(groups) {
        let Home::Resource(home) = &def.home else {
            continue;
        };
        let resource = &model[*home];
        let mut foreign = groups
            .iter()
            .filter(|group| **group != Some(resource.group));
        let by = match foreign.next() {
            None => continue,
            Some(Some(group)) => format!("the group `{}` needs it", model[*group].name),
            Some(None) => "a sample of a shared type needs it".to_owned(),
        };
        let message = format!(
            "`{}` belongs to the group `{}`, but {by} too",
            def.name, model[resource.group].name
        );
        cx.report(
            Diagnostic::error(Code::Group, &def.place, message)
                .also(&resource.place, "stands with this resource")
                .note("each group is a feature of the client, and may be absent")
                .help("move the type into a file below `types/`"),
        );
    }
}

struct Walk<'a> {
    types: &'a [TypeDef],
    usage: Vec<Usage>,
    open: Vec<(TypeId, Way)>,
}

impl Walk<'_> {
    fn resource(&mut self, resource: &Resource) {
        for part in &resource.path {
            if let PathPart::Key(key) = part {
                self.key(key);
            }
        }
        if let Some(key) = &resource.key {
            self.key(key);
            self.answered(key);
        }
        for error in &resource.service_errors {
            if let Some(details) = error.details {
                self.mark(details, Way::Output);
            }
        }
        for method in &resource.methods {
            self.method(method);
        }
    }

    fn key(&mut self, key: &Key) {
        match &key.ty {
            KeyType::Simple(ty) => self.ty(ty, Way::Input),
            KeyType::Complex { key, params } => {
                self.mark(*key, Way::Input);
                if let Some(params) = params {
                    self.mark(*params, Way::Input);
                }
            }
            KeyType::Compound(record) => self.mark(*record, Way::Input),
        }
    }

    /// Answers tell keys too, but not their parameters.
    fn answered(&mut self, key: &Key) {
        match &key.ty {
            KeyType::Simple(ty) => self.ty(ty, Way::Output),
            KeyType::Complex { key, .. } | KeyType::Compound(key) => self.mark(*key, Way::Output),
        }
    }

    fn method(&mut self, method: &Method) {
        if let Some(key) = &method.key {
            self.key(key);
            self.answered(key);
        }
        let parts = method.partial_key.iter();
        for param in parts.chain(&method.params).chain(&method.headers) {
            self.ty(&param.ty, Way::Input);
        }
        match &method.body {
            Body::Record(record) => self.mark(*record, Way::Input),
            Body::Patch(record) => self.mark(*record, Way::Patched),
            Body::None | Body::Empty | Body::Params => {}
        }
        let projected = !method.projections.is_empty();
        let mut answer = |ty: &Type| {
            self.ty(ty, Way::Output);
            if projected {
                self.ty(ty, Way::Projected);
            }
        };
        match &method.returns {
            Returns::Value(ty) | Returns::ActionValue(ty) => answer(ty),
            Returns::Collection(id)
            | Returns::Batch(id)
            | Returns::CreatedEntity(id)
            | Returns::UpdatedEntity(id) => {
                answer(&Type::Named(*id));
            }
            Returns::Nothing | Returns::Created => {}
        }
        if let Some(metadata) = method.metadata {
            answer(&Type::Named(metadata));
        }
    }

    fn ty(&mut self, ty: &Type, way: Way) {
        match ty {
            Type::Named(id) => self.mark(*id, way),
            // An array is replaced as a whole, or its items are moved.
            Type::Array(item) if way == Way::Patched => self.ty(item, Way::Input),
            Type::Array(item) | Type::Map(_, item) => self.ty(item, way),
            _ => {}
        }
    }

    fn mark(&mut self, id: TypeId, way: Way) {
        let usage = &mut self.usage[id.0 as usize];
        let flag = match way {
            Way::Input => &mut usage.input,
            Way::Output => &mut usage.output,
            Way::Projected => &mut usage.projected,
            Way::Patched => &mut usage.patched,
        };
        if !std::mem::replace(flag, true) {
            self.open.push((id, way));
        }
    }

    fn run(&mut self) {
        while let Some((id, way)) = self.open.pop() {
            // The values that a patch sets are sent as a whole.
            if way == Way::Patched {
                self.mark(id, Way::Input);
            }
            let types = self.types;
            match &types[id.0 as usize].kind {
                TypeKind::Record(record) => {
                    for field in &record.fields {
                        // A field that is not sent is still a field of the same Rust type, and so
                        // is what its URN resolves to.
                        let sent = match way {
                            Way::Patched if field.read_only || field.create_only => Way::Output,
                            Way::Input if field.read_only => Way::Output,
                            way => way,
                        };
                        self.ty(&field.ty, sent);
                        if let Some(decoration) = &field.decoration {
                            let resolved = match way {
                                Way::Projected => Way::Projected,
                                _ => Way::Output,
                            };
                            self.mark(decoration.target, resolved);
                        }
                    }
                }
                TypeKind::Union(union) => {
                    union
                        .members
                        .iter()
                        .for_each(|member| self.ty(&member.ty, way));
                }
                TypeKind::UnionByUrn(union) => {
                    union
                        .members
                        .iter()
                        .for_each(|member| self.mark(member.ty, way));
                }
                TypeKind::Shapes(shapes) => {
                    shapes.alternatives.iter().for_each(|a| self.ty(&a.ty, way));
                }
                TypeKind::Typeref(typeref) => self.ty(&typeref.ty, way),
                TypeKind::Enum(_) | TypeKind::Fixed(_) => {}
            }
        }
    }
}
