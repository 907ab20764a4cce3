//! Fields that clients may not write, or on creation only.

use restli_idl::ast::{Resource, TypeKind};
use restli_idl::{Discriminator, Idl};

use super::{Check, Spot, code};
use crate::rule;

impl Check<'_> {
    /// Fields that cannot be written, for as far as they existed before.
    pub(super) fn write_rules(&mut self, spot: &Spot, old: &Resource, new: &Resource) {
        for (step, before, after) in [
            ("readOnly", &old.read_only, &new.read_only),
            ("createOnly", &old.create_only, &new.create_only),
        ] {
            for (rule, from, to, idl, resource) in [
                (&rule::FIELD_WRITE_RULE_ADDED, before, after, self.old, old),
                (
                    &rule::FIELD_WRITE_RULE_REMOVED,
                    after,
                    before,
                    self.new,
                    new,
                ),
            ] {
                for (at, path) in to.iter().enumerate() {
                    if from.contains(path) || to[..at].contains(path) {
                        continue;
                    }
                    // With its field, a path is no more than an annotation.
                    let rule = match has_field(idl, resource, &path.value) {
                        true => rule,
                        false => &rule::ANNOTATIONS_CHANGED,
                    };
                    let is_added = std::ptr::eq(to, after);
                    let verb = if is_added { "is" } else { "is no longer" };
                    let text = format!("{} {verb} in {}", code(&path.value), code(step));
                    let places = match is_added {
                        true => (Some(&old.name.place), Some(&path.place)),
                        false => (Some(&path.place), Some(&new.name.place)),
                    };
                    let spot = spot.at("annotations");
                    self.push(rule, "ANNOTATIONS_CHANGED", &spot, places, text);
                }
            }
        }
    }
}

/// Whether the entity has the field that a path names: steps are fields, members of unions, or `*` for
/// what lists and maps hold. Of a type that nothing defines, everything is believed.
fn has_field(idl: &Idl, resource: &Resource, path: &str) -> bool {
    let Some(mut ty) = resource.schema.as_ref() else {
        return true;
    };
    for step in path.split('/') {
        let next = match &idl.behind(ty).kind {
            TypeKind::Array(inner) | TypeKind::Map(inner) if step == "*" => Some(&**inner),
            TypeKind::Union(union) => {
                let mut members = union.members.iter();
                let member = members.find(|member| {
                    idl.discriminator(member) == Some(Discriminator::Key(step.to_owned()))
                });
                member.map(|member| &member.ty)
            }
            _ if idl.is_unknown(ty) => return true,
            _ => {
                let record = idl.record(ty).map(|(_, record)| record);
                let mut fields = record.into_iter().flat_map(|record| idl.fields(record));
                fields
                    .find(|field| field.name.value == step)
                    .map(|field| &field.ty)
            }
        };
        match next {
            Some(next) => ty = next,
            None => return false,
        }
    }
    true
}
