//! The names of a mask against the types they select from.
//!
//! A value can be of several types (shapes, entities of several kinds), so a level of a mask is
//! measured by a set of types, and the whole mask in one walk.

use restli_wire::{Item, Mask};

use super::MaskReader;
use crate::diagnostics::one_of;
use crate::interpret::{Rule, describe};
use crate::model::{Field, ProjectionSpelling, Record, Type, TypeKind};

/// What a name of a mask can mean: a field, a member, the value under a key.
///
/// There are several where the entity behind a URN can be of several kinds, or a value has several
/// shapes; a name then has to fit one of them.
pub(super) struct Part<'m> {
    pub(super) ty: Type,
    pub(super) field: Option<(&'m Field, &'m Record)>,
}

impl<'m> MaskReader<'m, '_> {
    /// The names of a mask against what they select from.
    pub(super) fn fields(&mut self, mask: &Mask, from_types: &[Type], at: usize) {
        let types = self.concrete(from_types);
        let open = types.contains(&Type::Json);
        for (name, item) in mask.items() {
            let at = self.find(name, at);
            let parts: Vec<_> = types.iter().filter_map(|ty| self.part(ty, name)).collect();
            if !parts.is_empty() {
                let outer = self.declared;
                if let [
                    Part {
                        field: Some((field, _)),
                        ..
                    },
                ] = parts.as_slice()
                {
                    self.declared = &field.place;
                }
                self.item(name, item, &parts, at);
                self.declared = outer;
            } else if !open {
                self.unknown(name, &types, at);
            }
        }
    }

    /// The types that values of these can have: behind typerefs, and each alternative of a choice.
    fn concrete(&self, types: &[Type]) -> Vec<Type> {
        let mut found: Vec<Type> = Vec::new();
        let mut seen: Vec<Type> = Vec::new();
        let mut todo: Vec<Type> = types.iter().rev().cloned().collect();
        while let Some(ty) = todo.pop() {
            if seen.contains(&ty) {
                continue;
            }
            seen.push(ty.clone());
            let Type::Named(id) = ty else {
                found.push(ty);
                continue;
            };
            match &self.model[id].kind {
                TypeKind::Typeref(typeref) => todo.push(typeref.ty.clone()),
                TypeKind::Shapes(shapes) => {
                    todo.extend(
                        shapes
                            .alternatives
                            .iter()
                            .rev()
                            .map(|shape| shape.ty.clone()),
                    );
                }
                TypeKind::UnionByUrn(union) => {
                    todo.extend(
                        union
                            .members
                            .iter()
                            .rev()
                            .map(|member| Type::Named(member.ty)),
                    );
                }
                TypeKind::Record(_)
                | TypeKind::Union(_)
                | TypeKind::Enum(_)
                | TypeKind::Fixed(_) => found.push(ty),
            }
        }
        found
    }

    /// The part of a type that has this name.
    fn part(&self, ty: &Type, name: &str) -> Option<Part<'m>> {
        let (ty, field) = match ty {
            Type::Map(_, value) => ((**value).clone(), None),
            // The elements of a list that has no name of its own, such as one in a list.
            Type::Array(item) if name == "*" => ((**item).clone(), None),
            Type::Named(id) => match &self.model[*id].kind {
                TypeKind::Record(record) => {
                    let field = record.fields.iter().find(|field| field.name == name)?;
                    (field.ty.clone(), Some((field, record)))
                }
                TypeKind::Union(union) => {
                    let member = union.members.iter().find(|member| member.key == name)?;
                    (member.ty.clone(), None)
                }
                _ => return None,
            },
            _ => return None,
        };
        Some(Part { ty, field })
    }

    fn unknown(&mut self, name: &str, types: &[Type], at: usize) {
        let mut known: Vec<&str> = Vec::new();
        let mut owners = Vec::new();
        let model = self.model;
        for ty in types {
            let Type::Named(id) = ty else { continue };
            match &model[*id].kind {
                TypeKind::Record(record) => {
                    known.extend(record.fields.iter().map(|field| field.name.as_str()))
                }
                TypeKind::Union(union) => {
                    known.extend(union.members.iter().map(|member| member.key.as_str()))
                }
                _ => continue,
            }
            owners.push(model[*id].name.as_str());
        }
        let message = match (name, types.first()) {
            (_, Some(ty)) if owners.is_empty() => {
                let ty = describe::of_type(model, ty);
                format!("`{name}` is asked of {ty}, which has no fields")
            }
            ("*", _) => format!(
                "`*(…)` speaks of elements, but {} has fields",
                one_of(owners)
            ),
            _ => format!("`{name}` is no field of {}", one_of(owners)),
        };
        self.push(
            Rule::UnknownField,
            at,
            message,
            describe::instead(name, known),
        );
    }

    pub(super) fn item(&mut self, name: &str, item: &Item, parts: &[Part<'m>], at: usize) {
        let types: Vec<_> = parts.iter().map(|part| part.ty.clone()).collect();
        let types = self.concrete(&types);
        let elements: Vec<_> = types.iter().filter_map(element).cloned().collect();
        let open = types.contains(&Type::Json);
        if let Some(within) = &item.within {
            let lists = types.iter().all(|ty| matches!(ty, Type::Array(_)));
            if lists && within.items().next().is_some() {
                let message = format!("`{name}` is a list: its fields are those of its elements");
                let help = format!("write `{}`", self.spelled(name, true));
                self.push(Rule::UnknownField, at, message, Some(help));
            } else {
                self.fields(within, &types, at);
            }
        }
        if let Some(each) = &item.each {
            if !elements.is_empty() {
                self.fields(each, &elements, at);
            } else if !open {
                let message = format!("`{name}` is {}, which has no elements", self.first(&types));
                let help = format!("write `{}`", self.spelled(name, false));
                self.push(Rule::UnknownField, at, message, Some(help));
            }
        }
        if item.range.is_some() && !open && !types.iter().any(|ty| matches!(ty, Type::Array(_))) {
            let message = format!(
                "`{name}` is {}, of which there is no range",
                self.first(&types)
            );
            self.push(Rule::UnknownField, at, message, None);
        }
        for resolution in &item.resolutions {
            self.resolution(name, resolution, !elements.is_empty(), parts, at);
        }
    }

    /// How fields of a field, or of its elements, are asked for.
    fn spelled(&self, name: &str, elements: bool) -> String {
        match (self.spelling, elements) {
            (ProjectionSpelling::Projection, true) => format!("{name}*(…)"),
            (ProjectionSpelling::Projection, false) => format!("{name}(…)"),
            (ProjectionSpelling::Fields, true) => format!("{name}:($*:(…))"),
            (ProjectionSpelling::Fields, false) => format!("{name}:(…)"),
        }
    }

    fn first(&self, types: &[Type]) -> String {
        types.first().map_or_else(
            || "nothing".to_owned(),
            |ty| describe::of_type(self.model, ty),
        )
    }
}

/// The type of the elements, where there are any.
fn element(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Array(element) | Type::Map(_, element) => Some(element),
        _ => None,
    }
}
