//! The test of the open world names every type and every field that the model has.
//!
//! Counted from the model alone, since a type that the emitter forgets would go untested without a sign.

mod support;

use std::path::Path;

use restli_model::model::{MapKey, Model, Type, TypeKind};

#[test]
fn every_type_of_the_shipped_schema_has_its_line() {
    every_type_has_its_line(support::shipped());
}

#[test]
fn every_type_of_the_fictional_service_has_its_line() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/features/schema");
    every_type_has_its_line(support::files(&folder));
}

fn every_type_has_its_line(schema: Vec<(String, String)>) {
    let model = support::model(schema);
    let files = restli_codegen::emit(&model, &support::options());
    let files: Vec<_> = files.iter().collect();
    let (_, text) = { files.iter() }
        .find(|(path, _)| *path == "tests/open_world.rs")
        .unwrap();
    let mut lines = 0;
    let mut urn_fields = 0;
    for def in &model.types {
        if !(def.usage.input || def.usage.output) {
            continue;
        }
        let call = match &def.kind {
            TypeKind::Record(record) => {
                urn_fields += { record.fields.iter() }
                    .filter(|field| holds_urns(&model, &field.ty))
                    .count();
                "record"
            }
            TypeKind::Enum(_) => "symbols",
            TypeKind::Union(_) => "union",
            TypeKind::UnionByUrn(_) => "union_by_urn",
            TypeKind::Shapes(_) => "shapes",
            TypeKind::Typeref(_) | TypeKind::Fixed(_) => continue,
        };
        let line = format!("world.{call}::<library::{}>(", def.rust_name);
        assert_eq!(text.matches(&line).count(), 1, "{line}");
        lines += 1;
    }
    let urns = model.urn_kinds.len() + model.urn_sets.len();
    assert_eq!(text.matches("world.urn::<").count(), urns);
    assert_eq!(text.matches("world.").count(), lines + urns + 1);
    assert_eq!(urn_fields_in(text), urn_fields);
}

/// The fields of the test's records that hold URNs.
fn urn_fields_in(text: &str) -> usize {
    let records = text.split("let fields = ").skip(1);
    let fields = records.flat_map(|record| {
        let (fields, _) = record.split_once(';').unwrap();
        fields.split("(\"").skip(1).map(str::to_owned)
    });
    let of_urns = ["Urn", "Resolved"];
    fields
        .filter(|field| {
            let (_, held) = field.split_once("\", ").unwrap();
            of_urns.iter().any(|word| held.contains(word))
        })
        .count()
}

fn holds_urns(model: &Model, ty: &Type) -> bool {
    match ty {
        Type::Urn(_) | Type::Map(MapKey::Urn(_), _) => true,
        Type::Array(item) | Type::Map(_, item) => holds_urns(model, item),
        Type::Named(id) => match &model[*id].kind {
            TypeKind::Typeref(typeref) => {
                typeref.rust_type.is_none() && holds_urns(model, &typeref.ty)
            }
            // One alternative stands for all, which are looked at with their type.
            TypeKind::Shapes(shapes) => { shapes.alternatives.first() }
                .is_some_and(|alternative| holds_urns(model, &alternative.ty)),
            _ => false,
        },
        _ => false,
    }
}
