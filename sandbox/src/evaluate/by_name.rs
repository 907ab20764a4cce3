//! What a parameter of a finder filters by when the data does not say it: the field of its name.
//!
//! Only values are compared. A record with a field's name is a range or a query more often than it is
//! the value to find, and who reads its name cannot tell which.

use restli_model::model::{Field, Method, Model, Returns, Type, TypeId, TypeKind};

use crate::seed::{Filter, Test};

/// The filters that the parameters of a finder stand for by their names.
///
/// The criterion of a batch finder is a parameter, or a record of parameters.
pub(super) fn filters(model: &Model, method: &Method) -> Vec<Filter> {
    let Returns::Collection(element) = method.returns else {
        return Vec::new();
    };
    let TypeKind::Record(element) = &model[element].kind else {
        return Vec::new();
    };
    let mut filters = Vec::new();
    for (index, param) in method.params.iter().enumerate() {
        let criteria = match method.criteria == Some(index) {
            true => record_of(model, &param.ty),
            false => None,
        };
        let parts = match criteria {
            Some(fields) => fields
                .iter()
                .map(|field| (vec![param.name.clone(), field.name.clone()], &field.ty))
                .collect(),
            None => vec![(vec![param.name.clone()], &param.ty)],
        };
        for (given, ty) in parts {
            let name = given.last().map_or("", String::as_str);
            let field = field_of(model, &element.fields, name, ty);
            filters.extend(field.map(|field| Filter {
                given,
                field: vec![field.name.clone()],
                absent: field.default.as_ref().map(|default| default.json.clone()),
                test: Test::Equal,
            }));
        }
    }
    filters
}

/// Parameters that say which part of what is found is answered, and not what is found.
pub(super) const PAGING: &[&str] = &["start", "count", "pageSize", "pageToken"];

/// The field that a parameter filters by: that of its name, or of its name in the other number where
/// one of the two is a list.
fn field_of<'m>(model: &Model, fields: &'m [Field], name: &str, ty: &Type) -> Option<&'m Field> {
    if PAGING.contains(&name) {
        return None;
    }
    let wanted = kind(model, ty)?;
    let named = |named: &dyn Fn(&Field) -> bool| {
        let mut fields = fields.iter();
        fields.find(|field| named(field) && kind(model, &field.ty) == Some(wanted))
    };
    let exact = named(&|field| field.name == name);
    exact.or_else(|| {
        named(
            &|field| match (is_list(model, ty), is_list(model, &field.ty)) {
                (true, false) => is_plural(name, &field.name),
                (false, true) => is_plural(&field.name, name),
                _ => false,
            },
        )
    })
}

/// What values are compared as; those of two kinds are never the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Boolean,
    Number,
    Text,
    Bytes,
    Urn,
    /// A symbol, fixed bytes, or a member of a union.
    Of(TypeId),
}

/// The kind of a value, or of the items of a list; nothing for what is not compared.
fn kind(model: &Model, ty: &Type) -> Option<Kind> {
    Some(match ty {
        Type::Boolean => Kind::Boolean,
        Type::Int | Type::Long | Type::Instant(_) => Kind::Number,
        Type::String => Kind::Text,
        Type::Bytes => Kind::Bytes,
        Type::Urn(_) => Kind::Urn,
        Type::Array(item) if !is_list(model, item) => kind(model, item)?,
        // What is measured is rarely asked for by the exact value, and one decimal has several texts.
        Type::Float | Type::Double | Type::Decimal => return None,
        Type::Array(_) | Type::Json | Type::Map(..) => return None,
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Typeref(typeref) => kind(model, &typeref.ty)?,
            TypeKind::Enum(_) | TypeKind::Fixed(_) | TypeKind::Union(_) => Kind::Of(*id),
            // One value or several of them.
            TypeKind::Shapes(shapes) => {
                let kinds = { shapes.alternatives.iter() }.map(|shape| kind(model, &shape.ty));
                let kinds = kinds.collect::<Option<Vec<_>>>()?;
                let first = *kinds.first()?;
                match kinds.iter().all(|kind| *kind == first) {
                    true => first,
                    false => Kind::Of(*id),
                }
            }
            TypeKind::Record(_) | TypeKind::UnionByUrn(_) => return None,
        },
    })
}

fn is_list(model: &Model, ty: &Type) -> bool {
    match ty {
        Type::Array(_) => true,
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Typeref(typeref) => is_list(model, &typeref.ty),
            TypeKind::Shapes(shapes) => {
                { shapes.alternatives.iter() }.any(|shape| is_list(model, &shape.ty))
            }
            _ => false,
        },
        _ => false,
    }
}

/// The fields of a record, or of the records of a list.
fn record_of<'m>(model: &'m Model, ty: &'m Type) -> Option<&'m [Field]> {
    match ty {
        Type::Array(item) => record_of(model, item),
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Record(record) => Some(&record.fields),
            TypeKind::Typeref(typeref) => record_of(model, &typeref.ty),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a name is the plural of another: `urns`, `companies`, `statuses`.
fn is_plural(plural: &str, singular: &str) -> bool {
    let Some(stem) = plural.strip_suffix('s') else {
        return false;
    };
    stem == singular
        || stem.strip_suffix('e') == Some(singular)
        || stem
            .strip_suffix("ie")
            .zip(singular.strip_suffix('y'))
            .is_some_and(|(a, b)| a == b)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use restli_model::model::{ResourceId, RestMethod};
    use restli_model::source::SourceSet;

    use super::*;
    use crate::seed::Seeds;

    #[test]
    fn a_name_in_the_plural_is_that_of_a_list() {
        for (plural, singular) in [
            ("urns", "urn"),
            ("companies", "company"),
            ("statuses", "status"),
        ] {
            assert!(is_plural(plural, singular), "{plural}");
            assert!(!is_plural(singular, plural), "{singular}");
        }
        for (one, other) in [("urn", "urn"), ("status", "stat"), ("dates", "day")] {
            assert!(!is_plural(one, other), "{one}");
        }
    }

    /// `cargo test -p restli-sandbox --lib parameters_of_the -- --nocapture` prints which they are.
    #[test]
    fn parameters_of_the_schema_filter_by_the_data_or_by_their_names() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
        let sources = SourceSet::read(&root).expect("the schema");
        let (model, _) = restli_model::load(&sources);
        let model = model.expect("a schema without errors");
        let data = Seeds::of_schema(&sources)
            .build(&model)
            .expect("data that fits");
        let (mut said, mut named, mut paging, mut unused) = (0, 0, 0, Vec::new());
        for (index, resource) in model.resources.iter().enumerate() {
            let seeded = |id| data.behaviour.resources.get(&id);
            let own = seeded(ResourceId(index as u32));
            let behaviour = own.or_else(|| seeded(resource.mount_of?));
            for method in &resource.methods {
                let finders = behaviour.map(|behaviour| match method.rest {
                    RestMethod::BatchFinder => &behaviour.batch_finders,
                    _ => &behaviour.finders,
                });
                if !matches!(method.rest, RestMethod::Finder | RestMethod::BatchFinder) {
                    continue;
                }
                let finder = finders.and_then(|finders| finders.get(&method.name));
                let filters = filters(&model, method);
                let by_name = |name: &str| filters.iter().any(|filter| filter.given[0] == name);
                let by_data = |name: &str| {
                    let said = finder.map_or(&[][..], |finder| &finder.said);
                    said.iter().any(|said| said[0] == name)
                };
                for param in &method.params {
                    match param.name.as_str() {
                        name if by_data(name) => said += 1,
                        name if by_name(name) => named += 1,
                        name if PAGING.contains(&name) => paging += 1,
                        name => unused.push(format!("{} {} {name}", resource.name, method.name)),
                    }
                }
            }
        }
        println!("{}", unused.join("\n"));
        println!(
            "{said} by the data, {named} by their names, {} not at all, {paging} are pages",
            unused.len()
        );
        assert!(said >= 69 && named >= 95, "{said} {named}");
    }
}
