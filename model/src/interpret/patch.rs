//! Patches against what they change: `$set`, `$delete`, `$reorder` and what is within.
//!
//! A patch mirrors its record, so every part of it is measured by the field that it is about; each level
//! says a thing about a field once or is in contradiction with itself.

use std::collections::HashSet;

use serde_json::Value as Json;

use super::json::JsonReader;
use super::{Change, Datum, Move, Part, Patch, Rule, describe};
use crate::model::{Field, Type, TypeId, TypeKind};
use crate::source::Place;

const SET: &str = "$set";
const DELETE: &str = "$delete";
const REORDER: &str = "$reorder";

/// One part of what is patched, by its declaration.
struct Target<'m> {
    part: Part,
    ty: Type,
    /// The field, where the part is one.
    field: Option<&'m Field>,
}

impl<'m> JsonReader<'m> {
    /// Reads `{"patch": …}` of a record.
    pub(super) fn patch_body(&mut self, body: &Json, record: TypeId) -> Option<Datum> {
        let mut patch = None;
        let before = self.found.len();
        self.envelope(body, "a patch", &[], &["patch"], |reader, _, value| {
            patch = reader.patch(value, &Type::Named(record));
        });
        if patch.is_none() && self.found.len() == before {
            let message = "lacks the member `patch`".to_owned();
            self.push(Rule::Patch, message, None, None);
        }
        patch.map(|patch| Datum::Patch(Box::new(patch)))
    }

    /// Reads one level of a patch.
    fn patch(&mut self, value: &Json, ty: &Type) -> Option<Patch> {
        let Some(of) = self.patched(ty) else {
            let what = describe::of_type(self.model, ty);
            let message = format!("is within {what}, which can only be set");
            return self.malformed(message, Some(format!("write it into `{SET}`")));
        };
        let Json::Object(members) = value else {
            let message = format!("is {}, not a patch", describe::of_json(value));
            return self.malformed(
                message,
                Some(format!("write `{SET}`, `{DELETE}` or what is within")),
            );
        };
        let before = self.found.len();
        let mut changes = self.set(members.get(SET), &of);
        changes.extend(self.delete(members.get(DELETE), &of));
        for (name, value) in members {
            match name.as_str() {
                SET | DELETE => {}
                REORDER => self.member(name, None, |reader| {
                    let message = "speaks of an array, which this is not".to_owned();
                    reader.malformed::<()>(message, None);
                }),
                command if command.starts_with('$') => self.member(name, None, |reader| {
                    let help = describe::instead(command, [SET, DELETE]);
                    reader.malformed::<()>("is no command of a patch".to_owned(), help);
                }),
                _ => changes.extend(self.within(name, value, &of)),
            }
        }
        self.once_each(&changes, &of);
        (self.found.len() == before).then_some(Patch { of, changes })
    }

    fn set(&mut self, values: Option<&Json>, of: &Type) -> Vec<(Part, Change)> {
        let Some(values) = values else {
            return Vec::new();
        };
        self.member(SET, None, |reader| {
            let Json::Object(members) = values else {
                let message = format!(
                    "is {}, not an object of new values",
                    describe::of_json(values)
                );
                reader.malformed::<()>(message, None);
                return Vec::new();
            };
            let read = members.iter().filter_map(|(name, value)| {
                let target = reader.target(of, name)?;
                let set = reader.member(name, target.place(), |reader| {
                    reader.changeable(&target)?;
                    reader.value(value, &target.ty)
                });
                Some((target.part, Change::Set(set?)))
            });
            read.collect()
        })
    }

    fn delete(&mut self, names: Option<&Json>, of: &Type) -> Vec<(Part, Change)> {
        let Some(names) = names else {
            return Vec::new();
        };
        self.member(DELETE, None, |reader| {
            let Json::Array(names) = names else {
                let message = format!("is {}, not a list of names", describe::of_json(names));
                reader.malformed::<()>(message, None);
                return Vec::new();
            };
            let read = names.iter().enumerate().filter_map(|(index, name)| {
                reader.element(index, |reader| {
                    let Json::String(name) = name else {
                        let message =
                            format!("is {}, not the name of a field", describe::of_json(name));
                        return reader.malformed(message, None);
                    };
                    let target = reader.target(of, name)?;
                    reader.changeable(&target)?;
                    reader.deletable(&target, name)?;
                    Some((target.part, Change::Delete))
                })
            });
            read.collect()
        })
    }

    fn within(&mut self, name: &str, value: &Json, of: &Type) -> Option<(Part, Change)> {
        let target = self.target(of, name)?;
        let change = self.member(name, target.place(), |reader| {
            reader.changeable(&target)?;
            match reader.patched(&target.ty) {
                None if reader.is_array(&target.ty) => reader.reorder(value).map(Change::Reorder),
                Some(Type::Json) if value.get(REORDER).is_some() => {
                    reader.reorder(value).map(Change::Reorder)
                }
                _ => reader.patch(value, &target.ty).map(Change::Within),
            }
        });
        Some((target.part, change?))
    }

    /// Reads the patch of an array: at most one item moves.
    fn reorder(&mut self, value: &Json) -> Option<Option<Move>> {
        let only = value.as_object().filter(|members| members.len() == 1);
        let Some(moves) = only.and_then(|members| members.get(REORDER)) else {
            let message = "is an array, which is set as a whole or reordered".to_owned();
            let help = format!("write it into `{SET}`, or `{{\"{REORDER}\": […]}}` here");
            return self.malformed(message, Some(help));
        };
        self.member(REORDER, None, |reader| {
            match moves.as_array().map(Vec::as_slice) {
                Some([]) => Some(None),
                Some([only]) => reader.element(0, |reader| reader.one_move(only).map(Some)),
                _ => {
                    let message = "is not a list of at most one move".to_owned();
                    reader.malformed(message, None)
                }
            }
        })
    }

    fn one_move(&mut self, value: &Json) -> Option<Move> {
        const ENDS: &[&str] = &["$fromIndex", "$toIndex"];
        let (mut from, mut to) = (None, None);
        let before = self.found.len();
        self.envelope(value, "a move", &[], ENDS, |reader, name, value| {
            let index = value.as_u64().and_then(|index| u32::try_from(index).ok());
            if index.is_none() {
                let message = format!("is {}, not an index from 0 on", describe::of_json(value));
                reader.malformed::<()>(message, None);
            }
            let slot = if name == ENDS[0] { &mut from } else { &mut to };
            *slot = index;
        });
        match (from, to) {
            (Some(from), Some(to)) => Some(Move { from, to }),
            _ if self.found.len() > before => None,
            _ => self.malformed("lacks `$fromIndex` or `$toIndex`".to_owned(), None),
        }
    }

    /// What a name means at this level; reported where it means nothing.
    fn target(&mut self, of: &Type, name: &str) -> Option<Target<'m>> {
        let model = self.model;
        let key = |ty: &Type| Target {
            part: Part::Key(name.to_owned()),
            ty: ty.clone(),
            field: None,
        };
        match of {
            Type::Map(keys, value) => {
                self.member(name, None, |reader| reader.map_key(name, *keys));
                Some(key(value))
            }
            Type::Named(id) => match &model[*id].kind {
                TypeKind::Record(record) => {
                    let index = record.fields.iter().position(|field| field.name == name);
                    let Some(index) = index else {
                        self.unknown(name, record.fields.iter().map(|field| field.name.as_str()));
                        return None;
                    };
                    let field = &record.fields[index];
                    Some(Target {
                        part: Part::Field(index),
                        ty: field.ty.clone(),
                        field: Some(field),
                    })
                }
                TypeKind::Union(union) => {
                    let index = union.members.iter().position(|member| member.key == name);
                    let Some(index) = index else {
                        self.unknown(name, union.members.iter().map(|member| member.key.as_str()));
                        return None;
                    };
                    Some(Target {
                        part: Part::Member(index),
                        ty: union.members[index].ty.clone(),
                        field: None,
                    })
                }
                _ => Some(key(&Type::Json)),
            },
            _ => Some(key(&Type::Json)),
        }
    }

    /// Reports that this is no way to write a patch, whatever its types.
    fn malformed<T>(&mut self, message: String, help: Option<String>) -> Option<T> {
        self.push(Rule::Patch, message, help, None);
        None
    }

    /// Nothing where the part is not the caller's to change.
    fn changeable(&mut self, target: &Target<'m>) -> Option<()> {
        let field = match target.field {
            Some(field) if !self.reads_all() => field,
            _ => return Some(()),
        };
        let message = match (field.read_only, field.create_only) {
            (true, _) => "is read-only and cannot be changed",
            (_, true) => "is set when the entity is created and cannot be changed",
            _ => return Some(()),
        };
        let help = Some("leave it out".to_owned());
        self.push(Rule::ReadOnly, message.to_owned(), help, Some(&field.place));
        None
    }

    fn deletable(&mut self, target: &Target<'m>, name: &str) -> Option<()> {
        let required = target
            .field
            .filter(|field| field.required && field.default.is_none());
        // A request that was refused may have been refused for that.
        if let Some(field) = required.filter(|_| self.whole) {
            let message = format!("deletes the required member `{name}`");
            self.push(Rule::MissingMember, message, None, Some(&field.place));
            return None;
        }
        if let Part::Member(_) = target.part {
            let message = format!("deletes the member `{name}` of a union, which has exactly one");
            return self.malformed(message, Some("set the whole union instead".to_owned()));
        }
        Some(())
    }

    fn once_each(&mut self, changes: &[(Part, Change)], of: &Type) {
        let mut seen = HashSet::new();
        for (part, _) in changes {
            if !seen.insert(part) {
                let name = super::write::name_of(self.model, of, part).to_owned();
                let message = format!("says two things about `{name}`");
                let help = "set it, delete it, or change what is within";
                self.malformed::<()>(message, Some(help.to_owned()));
            }
        }
    }

    /// The type that a patch within a value is of: what has parts. Nothing for arrays and plain values.
    fn patched(&self, ty: &Type) -> Option<Type> {
        match ty {
            Type::Map(..) | Type::Json => Some(ty.clone()),
            Type::Named(id) => match &self.model[*id].kind {
                TypeKind::Record(_) | TypeKind::Union(_) => Some(ty.clone()),
                TypeKind::UnionByUrn(_) => Some(Type::Json),
                TypeKind::Typeref(typeref) => self.patched(&typeref.ty),
                TypeKind::Shapes(shapes) => {
                    { shapes.alternatives.iter() }.find_map(|shape| self.patched(&shape.ty))
                }
                TypeKind::Enum(_) | TypeKind::Fixed(_) => None,
            },
            _ => None,
        }
    }

    fn is_array(&self, ty: &Type) -> bool {
        match ty {
            Type::Array(_) => true,
            Type::Named(id) => match &self.model[*id].kind {
                TypeKind::Typeref(typeref) => self.is_array(&typeref.ty),
                _ => false,
            },
            _ => false,
        }
    }
}

impl<'m> Target<'m> {
    fn place(&self) -> Option<&'m Place> {
        self.field.map(|field| &field.place)
    }
}
