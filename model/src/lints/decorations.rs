//! URNs that a call could resolve, of fields that do not say so.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Field, Model, Returns, Type, TypeId, TypeKind, UrnType};
use crate::source::Place;
use crate::syntax::{Documents, FieldSyntax, Named};

/// Fields with a URN whose kind has an entity, where a decorating call answers them.
pub(super) fn undecorated_urns(documents: &Documents, model: &Model, found: &mut Vec<Diagnostic>) {
    let decorated = decorated(model);
    for (def, _) in model
        .types
        .iter()
        .zip(decorated)
        .filter(|(_, reached)| *reached)
    {
        let TypeKind::Record(record) = &def.kind else {
            continue;
        };
        for field in record
            .fields
            .iter()
            .filter(|field| field.decoration.is_none())
        {
            if let Some((kind, entity)) = entity(model, field) {
                let target = &model[entity].name;
                let message = format!("`{}` could be resolved to `{target}`", field.name);
                let mut diagnostic =
                    Diagnostic::warning(Code::UndecoratedUrn, &field.place, message).also(
                        &model.urn_kinds[kind].place,
                        "the entity of this kind is known",
                    );
                let help = format!("write `decorates: {target}`");
                diagnostic = match insertion(documents, &field.place) {
                    Some((at, before)) => {
                        diagnostic.fix(help, &at, format!("{before}decorates: {target}"))
                    }
                    None => diagnostic.help(help),
                };
                found.push(diagnostic);
            }
        }
    }
}

/// The kind and the entity of a field that is a URN of one kind, or a list of them.
fn entity(model: &Model, field: &Field) -> Option<(usize, TypeId)> {
    let ty = match &field.ty {
        Type::Array(item) => item,
        ty => ty,
    };
    let Type::Urn(UrnType::Kind(kind)) = ty else {
        return None;
    };
    Some((kind.0 as usize, model[*kind].entity?))
}

/// Where a field's `decorates:` can be written, and what has to stand in front of it.
fn insertion(documents: &Documents, field: &Place) -> Option<(Place, String)> {
    let records = documents.all_types().flat_map(|types| &types.records);
    let mut fields = records.flat_map(|record| &record.value.fields);
    let is_it = |named: &&Named<FieldSyntax>| named.name.place == *field;
    let ty = fields.find(is_it)?.value.ty.as_ref()?;
    let text = ty.place.file.text();
    let quoted = text[ty.place.span.end..].starts_with(['"', '\'']);
    let end = ty.place.span.end + usize::from(quoted);
    let at = Place::new(&ty.place.file, end..end);
    let line = |place: &Place| place.line_column().0;
    if line(&ty.place) == line(field) {
        return Some((at, ", ".to_owned()));
    }
    let start = text[..ty.place.span.start].rfind('\n')? + 1;
    let indent: String = text[start..].chars().take_while(|c| *c == ' ').collect();
    Some((at, format!("\n{indent}")))
}

/// The types that can stand in an answer of a call that resolves URNs.
fn decorated(model: &Model) -> Vec<bool> {
    let mut reached = vec![false; model.types.len()];
    let mut open: Vec<TypeId> = Vec::new();
    let methods = model
        .resources
        .iter()
        .flat_map(|resource| &resource.methods);
    for method in methods.filter(|method| method.decorates) {
        match &method.returns {
            Returns::Value(ty) | Returns::ActionValue(ty) => open.extend(named(ty)),
            Returns::Collection(id)
            | Returns::Batch(id)
            | Returns::CreatedEntity(id)
            | Returns::UpdatedEntity(id) => open.push(*id),
            Returns::Nothing | Returns::Created => {}
        }
    }
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut reached[id.0 as usize], true) {
            within(model, id, &mut open);
        }
    }
    reached
}

/// The types that stand in a type.
fn within(model: &Model, id: TypeId, open: &mut Vec<TypeId>) {
    match &model[id].kind {
        TypeKind::Record(record) => {
            for field in &record.fields {
                open.extend(named(&field.ty));
                open.extend(field.decoration.iter().map(|decoration| decoration.target));
            }
        }
        TypeKind::Union(union) => open.extend(union.members.iter().filter_map(|m| named(&m.ty))),
        TypeKind::UnionByUrn(union) => open.extend(union.members.iter().map(|m| m.ty)),
        TypeKind::Shapes(shapes) => {
            open.extend(shapes.alternatives.iter().filter_map(|a| named(&a.ty)));
        }
        TypeKind::Typeref(typeref) => open.extend(named(&typeref.ty)),
        TypeKind::Enum(_) | TypeKind::Fixed(_) => {}
    }
}

/// The named type in a list, a map, or alone.
fn named(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Array(item) | Type::Map(_, item) => named(item),
        _ => None,
    }
}
