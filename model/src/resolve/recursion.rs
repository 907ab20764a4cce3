//! Types that reach themselves: boxed where a record can break the circle, refused elsewhere.
//!
//! Arrays, maps and decorations hold their values elsewhere and so end every circle for Rust. A
//! typeref is only another name, so it cannot stand in its own definition at all, and neither can a
//! kind of URN in its own id. What is refused is cut, so that nothing behind follows it for ever.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Field, Model, Type, TypeId, TypeKind, UrnIdType, UrnKindId, UrnType};
use crate::resolve::context::Context;
use crate::source::Place;

/// Refuses endless types and URNs, then marks the fields that must be boxed.
pub(crate) fn resolve(cx: &Context<'_>, model: &mut Model) {
    cut_urns(cx, model);
    let aliases = Circles::of(model, alias_parts);
    let choices = Circles::of(model, choice_parts);
    let places: Vec<Place> = model.types.iter().map(|def| def.place.clone()).collect();
    for (id, def) in model.types.iter_mut().enumerate() {
        let circles = match &mut def.kind {
            TypeKind::Typeref(typeref) if aliases.contain(id) => {
                typeref.ty = Type::Json;
                &aliases
            }
            TypeKind::Union(union) if choices.contain(id) => {
                union.members.clear();
                &choices
            }
            TypeKind::Shapes(shapes) if choices.contain(id) => {
                shapes.alternatives.clear();
                &choices
            }
            _ => continue,
        };
        let message = format!("`{}` contains itself without end", def.name);
        let diagnostic = Diagnostic::error(Code::Endless, &def.place, message);
        let diagnostic = on_the_way(diagnostic, circles, id, &places);
        cx.report(diagnostic.help("put a record in between"));
    }
    let circles = Circles::of(model, inline_parts);
    for id in 0..model.types.len() {
        let TypeKind::Record(record) = &mut model.types[id].kind else {
            continue;
        };
        for field in &mut record.fields {
            let mut parts = Vec::new();
            field_parts(field, &mut parts);
            field.boxed = parts.iter().any(|part| circles.join(id, *part));
        }
    }
}

/// Refuses kinds of URNs whose every URN would hold one more.
fn cut_urns(cx: &Context<'_>, model: &mut Model) {
    let parts = model.urn_kinds.iter().map(|kind| match &kind.id {
        UrnIdType::Tuple(parts) => {
            let kinds = parts.iter().filter_map(|part| match part.ty {
                Type::Urn(UrnType::Kind(UrnKindId(id))) => Some(id as usize),
                _ => None,
            });
            kinds.collect()
        }
        UrnIdType::String | UrnIdType::Long => Vec::new(),
    });
    let circles = Circles::among(parts.collect());
    let places: Vec<Place> = model
        .urn_kinds
        .iter()
        .map(|kind| kind.place.clone())
        .collect();
    for (id, kind) in model.urn_kinds.iter_mut().enumerate() {
        if circles.contain(id) {
            let message = format!("the id of `{}` contains itself without end", kind.name);
            let diagnostic = Diagnostic::error(Code::UrnId, &kind.place, message);
            let diagnostic = on_the_way(diagnostic, &circles, id, &places);
            cx.report(
                diagnostic.help("write `Urn`, `string` or `long` for the part that leads back"),
            );
            kind.id = UrnIdType::String;
        }
    }
}

/// More items on the way from one to itself are not shown.
const MAX_WAY: usize = 8;

/// Points at the items through which one reaches itself.
fn on_the_way(
    diagnostic: Diagnostic,
    circles: &Circles,
    id: usize,
    places: &[Place],
) -> Diagnostic {
    let way = circles.way(id);
    way.into_iter().fold(diagnostic, |diagnostic, other| {
        diagnostic.also(&places[other], "on the way")
    })
}

/// Which items reach one another, in one sense of being a part.
pub(super) struct Circles {
    parts: Vec<Vec<usize>>,
    /// A number that an item shares with those that it both reaches and is reached by.
    number: Vec<usize>,
}

impl Circles {
    /// Among the types of a model.
    pub(super) fn of(model: &Model, parts_of: fn(&Model, TypeId, &mut Vec<TypeId>)) -> Self {
        let parts = (0..model.types.len()).map(|id| {
            let mut parts = Vec::new();
            parts_of(model, TypeId(id as u32), &mut parts);
            parts.into_iter().map(|part| part.0 as usize).collect()
        });
        Self::among(parts.collect())
    }

    fn among(parts: Vec<Vec<usize>>) -> Self {
        let mut wholes: Vec<Vec<usize>> = vec![Vec::new(); parts.len()];
        for (id, parts) in parts.iter().enumerate() {
            for part in parts {
                wholes[*part].push(id);
            }
        }
        let mut number = vec![usize::MAX; parts.len()];
        for start in leaving_order(&parts).into_iter().rev() {
            let mut open = vec![start];
            while let Some(id) = open.pop() {
                if number[id] == usize::MAX {
                    number[id] = start;
                    open.extend(&wholes[id]);
                }
            }
        }
        Self { parts, number }
    }

    /// Whether a type, and what is a part of it, lie in one circle.
    pub(super) fn join(&self, id: usize, part: TypeId) -> bool {
        self.number[id] == self.number[part.0 as usize]
    }

    /// The first of the items through which one reaches itself.
    fn way(&self, id: usize) -> Vec<usize> {
        let mut way: Vec<usize> = Vec::new();
        let mut at = id;
        while way.len() < MAX_WAY {
            let mut parts = self.parts[at].iter().copied();
            let next =
                parts.find(|part| self.number[id] == self.number[*part] && !way.contains(part));
            match next {
                Some(part) if part != id => way.push(part),
                _ => break,
            }
            at = way[way.len() - 1];
        }
        way
    }

    /// Whether an item is a part of itself, or of a part of it.
    fn contain(&self, id: usize) -> bool {
        let mut parts = self.parts[id].iter();
        parts.any(|part| self.number[id] == self.number[*part])
    }
}

/// The items in the order in which a walk in depth is done with them.
fn leaving_order(parts: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; parts.len()];
    let mut order = Vec::new();
    for start in 0..parts.len() {
        let mut open = vec![(start, 0)];
        while let Some((id, at)) = open.pop() {
            if at == 0 && std::mem::replace(&mut seen[id], true) {
                continue;
            }
            match parts[id].get(at) {
                Some(part) => {
                    open.push((id, at + 1));
                    open.push((*part, 0));
                }
                None => order.push(id),
            }
        }
    }
    order
}

/// What a typeref stands for, arrays and maps included; anything else ends the search.
fn alias_parts(model: &Model, id: TypeId, parts: &mut Vec<TypeId>) {
    if let TypeKind::Typeref(typeref) = &model[id].kind {
        any_parts(&typeref.ty, parts);
    }
}

/// What a union, a choice or a typeref holds in itself; records end the search.
fn choice_parts(model: &Model, id: TypeId, parts: &mut Vec<TypeId>) {
    if !matches!(model[id].kind, TypeKind::Record(_)) {
        inline_parts(model, id, parts);
    }
}

/// What a type holds in itself.
fn inline_parts(model: &Model, id: TypeId, parts: &mut Vec<TypeId>) {
    let mut inline = |ty: &Type| {
        if let Type::Named(part) = ty {
            parts.push(*part);
        }
    };
    match &model[id].kind {
        TypeKind::Typeref(typeref) => inline(&typeref.ty),
        TypeKind::Union(union) => union.members.iter().for_each(|m| inline(&m.ty)),
        TypeKind::Shapes(shapes) => shapes.alternatives.iter().for_each(|a| inline(&a.ty)),
        TypeKind::UnionByUrn(union) => parts.extend(union.members.iter().map(|m| m.ty)),
        TypeKind::Record(record) => record.fields.iter().for_each(|f| field_parts(f, parts)),
        TypeKind::Enum(_) | TypeKind::Fixed(_) => {}
    }
}

/// What a field resolves to is on the heap already, so only its own type counts.
fn field_parts(field: &Field, parts: &mut Vec<TypeId>) {
    if let Type::Named(part) = &field.ty {
        parts.push(*part);
    }
}

fn any_parts(ty: &Type, parts: &mut Vec<TypeId>) {
    match ty {
        Type::Named(part) => parts.push(*part),
        Type::Array(item) | Type::Map(_, item) => any_parts(item, parts),
        _ => {}
    }
}
