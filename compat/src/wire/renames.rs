//! Types that are merely called otherwise, where their names are not on the wire.

use std::collections::BTreeMap;

use restli_idl::Idl;
use restli_idl::ast::{FullName, Schema, SchemaKind, TypeKind};

/// The new names of types that have one.
#[derive(Clone, Debug, Default)]
pub(crate) struct TypeNames(BTreeMap<FullName, FullName>);

impl TypeNames {
    /// Types that are gone and stand under exactly one new name, with all of their content.
    pub(crate) fn between(old: &Idl, new: &Idl) -> Self {
        let gone = old
            .schemas
            .iter()
            .filter(|(name, _)| !new.schemas.contains_key(*name));
        let come = new
            .schemas
            .iter()
            .filter(|(name, _)| !old.schemas.contains_key(*name));
        let (gone, come): (Vec<_>, Vec<_>) = (gone.collect(), come.collect());
        let mut names = BTreeMap::new();
        for (name, schema) in &gone {
            let content = content(schema);
            let twins = |list: &[(&FullName, &Schema)]| -> Vec<FullName> {
                let twins = list
                    .iter()
                    .filter(|(_, other)| self::content(other) == content);
                twins.map(|(name, _)| (*name).clone()).collect()
            };
            if let ([to], [_]) = (twins(&come).as_slice(), twins(&gone).as_slice()) {
                names.insert((*name).clone(), to.clone());
            }
        }
        Self(names)
    }

    /// Whether a new name is that of the same type.
    pub(crate) fn is_same(&self, old: &FullName, new: &FullName) -> bool {
        self.0.get(old).unwrap_or(old) == new
    }

    /// The new name of a type.
    pub(super) fn new_name<'n>(&'n self, old: &'n FullName) -> &'n FullName {
        self.0.get(old).unwrap_or(old)
    }

    /// The old name of a type.
    pub(super) fn old_name<'n>(&'n self, new: &'n FullName) -> &'n FullName {
        let mut pairs = self.0.iter();
        pairs
            .find(|(_, to)| *to == new)
            .map_or(new, |(from, _)| from)
    }

    /// The new name of what may be a type: a union's member is known by its key.
    pub(crate) fn renamed(&self, name: &str) -> String {
        self.new_name(&FullName::new(name)).to_string()
    }

    /// Old and new names of what is renamed.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&FullName, &FullName)> {
        self.0.iter()
    }
}

/// What a schema says without its own name; nothing for one that says too little to be known by it.
fn content(schema: &Schema) -> Option<Schema> {
    let says_enough = match &schema.kind {
        SchemaKind::Record(record) => !record.fields.is_empty(),
        SchemaKind::Enum(known) => !known.symbols.is_empty(),
        SchemaKind::Fixed { .. } => false,
        SchemaKind::Typeref(_) => true,
    };
    let mut bare = schema.bare();
    let own = std::mem::replace(&mut bare.name.value, FullName::new("self"));
    bare.each_type_mut(&mut |ty| {
        if let TypeKind::Named(name) = &mut ty.kind
            && *name == own
        {
            *name = FullName::new("self");
        }
    });
    says_enough.then_some(bare)
}
