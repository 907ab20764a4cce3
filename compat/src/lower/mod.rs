//! A schema as IDL: what Rest.li's rules of compatibility are about.
//!
//! What the IDL cannot say is left out here and compared by [`language`](crate::language); so
//! nothing is judged twice. Sub-resources stand beside their parents, because a schema names each
//! by its whole path.

mod methods;
mod resources;
mod types;

pub(crate) use types::ANY_JSON;

use std::collections::{BTreeMap, BTreeSet};

use restli_idl::Idl;
use restli_idl::ast::{Deprecated, FullName, Spanned, Type, TypeKind};
use restli_idl::json::{Json, Member, Value};
use restli_model::model::{Docs, Model};
use restli_model::source::Place;

/// A model as IDL.
pub(crate) fn lower(model: &Model) -> Idl {
    let schemas = model.types.iter().map(|def| types::schema(model, def));
    let mut schemas: BTreeMap<FullName, _> = schemas
        .map(|schema| (schema.name.value.clone(), schema))
        .collect();
    if let Some(def) = model.types.first() {
        let json = types::any_json(&def.place);
        schemas.entry(json.name.value.clone()).or_insert(json);
    }
    Idl {
        schemas,
        resources: model
            .resources
            .iter()
            .map(|resource| resources::resource(model, resource))
            .collect(),
        unknown: BTreeSet::new(),
    }
}

fn spanned(text: impl Into<String>, place: &Place) -> Spanned<String> {
    Spanned::new(text.into(), place.clone())
}

fn named(name: &str, place: &Place) -> Type {
    Type::new(TypeKind::Named(FullName::new(name)), place.clone())
}

/// All that is said of a thing.
fn doc(docs: &Docs) -> Option<String> {
    let parts = [&docs.summary, &docs.details, &docs.link];
    let mut parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    if docs.thin_evidence {
        parts.push("Thin evidence.");
    }
    (!parts.is_empty()).then(|| parts.join("\n"))
}

fn deprecated(docs: &Docs) -> Option<Deprecated> {
    let text = docs.deprecated.clone()?;
    Some(Deprecated { text: Some(text) })
}

/// A value of JSON at a place of the YAML.
fn json(value: &serde_json::Value, place: &Place) -> Json {
    let value = match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(flag) => Value::Bool(*flag),
        serde_json::Value::Number(number) => Value::Number(number.to_string()),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Array(items) => {
            Value::List(items.iter().map(|item| json(item, place)).collect())
        }
        serde_json::Value::Object(members) => {
            let members = members.iter().map(|(name, value)| Member {
                name: spanned(name, place),
                value: json(value, place),
            });
            Value::Object(members.collect())
        }
    };
    Json {
        place: place.clone(),
        value,
    }
}
