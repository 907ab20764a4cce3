//! Names that the generator derives from the model's.
//!
//! The model settles the Rust name of everything the schema names, and refuses those that would
//! collide; what is built from those names (constants, modules, closure parameters) is computed
//! here and nowhere else.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};
use restli_model::model::{Group, Method, Resource, TypeDef, UrnKind, UrnSet};
pub(crate) use restli_model::names::SCOPE;

/// An identifier, raw if the name says so (`r#type`).
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(bare) => Ident::new_raw(bare, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A name without the mark of a raw identifier.
pub(crate) fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// An identifier with something appended: `to` and `_resolved_with`. Never raw, since no keyword
/// ends in any of our suffixes.
pub(crate) fn suffixed(name: &str, suffix: &str) -> Ident {
    ident(&format!("{}{suffix}", bare(name).trim_end_matches('_')))
}

/// A function that does something with a field: `set_title`. Never raw, for the same reason.
pub(crate) fn prefixed(operation: &str, name: &str) -> Ident {
    ident(&format!("{operation}_{}", bare(name)))
}

/// The type whose functions are the calls of a resource: `Connections`.
pub(crate) fn resource_type(resource: &Resource) -> Ident {
    match bare(&resource.rust_name).to_upper_camel_case().as_str() {
        // A word of Rust that cannot be escaped.
        "Self" => ident("Self_"),
        name => ident(name),
    }
}

/// The module of a resource, which is also the stem of its file.
pub(crate) fn resource_module(resource: &Resource) -> &str {
    &resource.rust_name
}

/// What a resource is called in a sentence: without the resources above it, and without its mount.
pub(crate) fn last_segment(resource: &Resource) -> &str {
    let own = resource.name.rsplit('/').next().unwrap_or_default();
    own.split('@').next().unwrap_or(own)
}

/// The module folder of a group.
pub(crate) fn group_module(group: &Group) -> String {
    module(&group.name)
}

/// The folder of a group's modules, below `src`.
pub fn group_folder(group: &Group) -> String {
    bare(&group_module(group)).to_owned()
}

/// The module of a group, or of a file or folder of types: raw where its name is a keyword.
pub(crate) fn module(name: &str) -> String {
    escaped(bare(name).to_snake_case())
}

/// A function named after a variant of an enum: `email_address` for `EmailAddress`.
pub(crate) fn function(variant: &str) -> String {
    escaped(bare(variant).to_snake_case())
}

/// Whether a name is an identifier and no keyword. `gen` is one since edition 2024, which the parser
/// does not know.
fn is_plain(name: &str) -> bool {
    name != "gen" && syn::parse_str::<Ident>(name).is_ok()
}

/// A name, raw where it is a keyword; the few keywords that cannot be raw get a trailing `_`.
fn escaped(name: String) -> String {
    match name.as_str() {
        "crate" | "self" | "super" => format!("{name}_"),
        _ if is_plain(&name) => name,
        _ => format!("r#{name}"),
    }
}

/// The constant of a call: `FIND_BY_VIEWER`. Where it would be spelled like the builder, as of a call
/// named by one letter, it gets a `_`, which no name of the schema ends in.
pub(crate) fn constant(method: &Method) -> Ident {
    let name = bare(&method.rust_name).to_shouty_snake_case();
    match name == method.rust_type {
        true => ident(&format!("{name}_")),
        false => ident(&name),
    }
}

/// The projection builder of a type: `PersonProjection`.
pub(crate) fn projection(def: &TypeDef) -> String {
    format!("{}Projection", def.rust_name)
}

/// The patch builder of a type: `PersonPatch`.
pub(crate) fn patch(def: &TypeDef) -> String {
    format!("{}Patch", def.rust_name)
}

/// The type of a URN kind: `PersonUrn`.
pub(crate) fn urn(kind: &UrnKind) -> String {
    format!("{}Urn", kind.rust_name)
}

/// The type of a set of URN kinds: `HandleUrn`.
pub(crate) fn urn_set(set: &UrnSet) -> String {
    format!("{}Urn", set.rust_name)
}

/// What a closure calls a value of a type, which is the last word of its name: `picture` for
/// `ProfilePicture`.
pub(crate) fn closure_param(rust_type: &str) -> Ident {
    let snake = rust_type.to_snake_case();
    let last = snake.rsplit('_').next().unwrap_or("fields");
    ident(if is_plain(last) { last } else { "fields" })
}

/// A variable for a value of a type: `profile_picture` for `ProfilePicture`.
pub(crate) fn variable(rust_type: &str) -> Ident {
    let snake = rust_type.to_snake_case();
    ident(if is_plain(&snake) { &snake } else { "value" })
}

/// The name of a test, from the id of a sample, which is any text: `connections_viewer_4`.
pub(crate) fn test(sample: &str) -> String {
    let ascii = sample.replace(|c: char| !c.is_ascii(), "_");
    let snake = ascii.to_snake_case();
    match is_plain(&snake) {
        true => snake,
        false => format!("sample_{snake}"),
    }
}

/// Whether a reader would guess the wire name from the Rust name, so that docs need not tell it.
pub(crate) fn is_obvious(wire: &str, rust_name: &str) -> bool {
    wire == bare(rust_name) || wire.to_snake_case() == bare(rust_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closures_call_a_value_by_the_last_word_of_its_type() {
        for (ty, expected) in [
            ("Person", "person"),
            ("ProfilePicture", "picture"),
            ("MediaArtifactCollection", "collection"),
            ("HandleType", "fields"),
            ("X", "x"),
        ] {
            assert_eq!(closure_param(ty).to_string(), expected, "{ty}");
        }
    }

    #[test]
    fn modules_are_snake_case() {
        for (name, expected) in [
            ("contactExporterTasks", "contact_exporter_tasks"),
            ("r#type", "r#type"),
            ("type", "r#type"),
            ("self", "self_"),
            ("ad-accounts", "ad_accounts"),
        ] {
            assert_eq!(module(name), expected, "{name}");
        }
    }

    #[test]
    fn tests_are_named_after_their_sample() {
        assert_eq!(test("connections.viewer.4"), "connections_viewer_4");
        assert_eq!(test("error.401.1"), "error_401_1");
        assert_eq!(test("1.a"), "sample_1_a");
        assert_eq!(test("type"), "sample_type");
        assert_eq!(test("x²"), "x");
        assert_eq!(test("…"), "sample_");
    }

    #[test]
    fn docs_tell_a_wire_name_only_when_it_is_a_surprise() {
        assert!(is_obvious("firstName", "first_name"));
        assert!(is_obvious("type", "r#type"));
        assert!(!is_obvious("X-Forwarded-For", "client_ip"));
    }
}
