//! Parameters of methods, and their defaults, which the IDL writes as text.

use restli_model::names::BUILDER_PREFIX;

use crate::ast::{
    Method, MethodKind, Parameter, Primitive, Resource, SchemaKind, Spanned, TypeKind,
};
use crate::convert::context::{Context, Invented};
use crate::convert::docs;
use crate::convert::layout::{Placed, key_name};
use crate::convert::rust_names::{Case, Scope, identifier, parameter_scope};
use crate::diagnostics::{Code, Diagnostic};
use crate::json;
use crate::yaml::{Map, Yaml};

/// The parameters of a method, in the order of the file.
pub(crate) fn write(
    cx: &mut Context<'_>,
    placed: &Placed<'_>,
    method: &Method,
    kind: MethodKind,
    place: &mut Invented<'_>,
) -> Map {
    let mut map = Map::block();
    let mut scope = scope(placed, method, kind);
    let base = place.wanted.clone();
    for parameter in &method.parameters {
        let name = &parameter.name;
        let owner = format!("the parameter `{}`", name.value);
        cx.drop_annotations(&parameter.annotations, &owner);
        cx.drop_properties(&parameter.properties, &owner);
        if !cx.check_name(name, "a parameter") {
            continue;
        }
        place.wanted = format!("{base}_{}", name.value);
        let mut written = Map::default();
        written.insert("type", cx.ty(&parameter.ty, place));
        let default = parameter.default.is_some();
        written.insert_flag("required", !parameter.optional && !default);
        if default && parameter.optional {
            let message =
                format!("{owner} is optional and has a default, of which the default counts");
            let diagnostic = Diagnostic::warning(Code::IdlDefault, &name.place, message);
            cx.sink.push(diagnostic);
        }
        written.insert_some("default", default_value(cx, parameter));
        written.insert_some("rust_name", rust_name(&mut scope, &name.value));
        docs::short(
            &mut written,
            parameter.doc.as_deref(),
            parameter.deprecated.as_ref(),
        );
        map.insert(name.value.as_str(), written);
    }
    map
}

/// What stands beside the parameters: the functions of the builder, and the keys of the path.
fn scope(placed: &Placed<'_>, method: &Method, kind: MethodKind) -> Scope {
    let mut scope = parameter_scope(method.paging.as_ref().is_some_and(|flag| flag.value));
    for key in &placed.keys_above {
        scope.reserve(key);
    }
    for name in own_keys(placed.resource, method, kind) {
        scope.reserve(identifier(name, Case::Snake).unwrap_or_default());
    }
    scope.reserve(placed.key_rust_name.clone().unwrap_or_default());
    scope
}

/// The names of keys that a method takes itself: the own one or an alternative, or parts of it.
fn own_keys<'r>(resource: &'r Resource, method: &'r Method, kind: MethodKind) -> Vec<&'r str> {
    let of_all = |names: &'r [Spanned<String>]| names.iter().map(|name| name.value.as_str());
    match kind {
        MethodKind::Finder | MethodKind::BatchFinder => of_all(&method.assoc_keys).collect(),
        MethodKind::Action => Vec::new(),
        MethodKind::Rest(_) | MethodKind::EntityAction => {
            let alternatives = resource.alternative_keys.iter();
            let alternatives = alternatives.map(|key| key.name.value.as_str());
            key_name(resource).into_iter().chain(alternatives).collect()
        }
    }
}

/// Some functions belong to the builders, whatever follows in their names.
fn rust_name(scope: &mut Scope, name: &str) -> Option<String> {
    let made = identifier(name, Case::Snake).unwrap_or_default();
    if made.starts_with(BUILDER_PREFIX) {
        scope.reserve(made.clone());
        return scope.claim_or(name, &[format!("param_{made}")]);
    }
    scope.claim(name)
}

/// The default as a value: plain text for primitives and enums, JSON text for the rest.
fn default_value(cx: &Context<'_>, parameter: &Parameter) -> Option<Yaml> {
    let written = parameter.default.as_ref()?;
    let Some(text) = written.as_text() else {
        return Some(Yaml::from(written));
    };
    let misfit = |what: &str| {
        let shown: String = text.chars().take(60).collect();
        let message = format!("the default `{}` is no {what}", shown.escape_debug());
        let diagnostic = Diagnostic::error(Code::IdlDefault, &written.place, message);
        cx.sink.push(diagnostic.label("left out"));
        None
    };
    let behind = cx.idl.behind(&parameter.ty);
    match &behind.kind {
        TypeKind::Primitive(Primitive::String | Primitive::Bytes) => Some(Yaml::text(text)),
        TypeKind::Primitive(Primitive::Boolean) => match text.trim() {
            "true" => Some(Yaml::flag(true)),
            "false" => Some(Yaml::flag(false)),
            _ => misfit("boolean"),
        },
        TypeKind::Primitive(number) => match json::is_number(text.trim()) {
            true => Some(Yaml::Word(text.trim().to_owned())),
            false => misfit(number.name()),
        },
        TypeKind::Named(_) => match cx.idl.schema(behind).map(|schema| &schema.kind) {
            Some(SchemaKind::Enum(known)) => {
                let mut symbols = known.symbols.iter();
                match symbols.any(|symbol| symbol.name.value == text) {
                    true => Some(Yaml::text(text)),
                    false => misfit("symbol of its enum"),
                }
            }
            Some(SchemaKind::Record(_)) => json_value(cx, text, written),
            _ => Some(Yaml::text(text)),
        },
        TypeKind::Array(_) | TypeKind::Map(_) | TypeKind::Union(_) => json_value(cx, text, written),
        TypeKind::Null | TypeKind::Broken => Some(Yaml::text(text)),
    }
}

fn json_value(cx: &Context<'_>, text: &str, written: &json::Json) -> Option<Yaml> {
    let text = Spanned::new(text.to_owned(), written.place.clone());
    json::parse_inside(&text, cx.sink).as_ref().map(Yaml::from)
}
