//! The names of types in our language: simple ones, each once in the whole schema.
//!
//! A name depends on the names of the other schemas alone, never on the order of files. Where
//! several namespaces have one name, all of them get the last parts of their namespaces in front,
//! so that none is privileged.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;
use restli_model::names::ROOT_TYPES;

use crate::ast::{FullName, SchemaKind, TypeKind};
use crate::convert::rust_names::{Case, Scope, identifier};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::resolve::Idl;

/// What a schema is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypeName {
    /// Its name in the YAML.
    pub(crate) name: String,
    /// Its name in Rust, where it must be said.
    pub(crate) rust_name: Option<String>,
}

/// The names of all types.
#[derive(Debug)]
pub(crate) struct TypeNames {
    names: BTreeMap<FullName, TypeName>,
    written: BTreeSet<String>,
    pub(crate) rust: Scope,
}

impl TypeNames {
    /// Names every schema, and every name that nothing defines.
    pub(crate) fn new(idl: &Idl, sink: &Sink) -> Self {
        let mut groups: BTreeMap<String, BTreeSet<&FullName>> = BTreeMap::new();
        for full in idl.schemas.keys().chain(&idl.unknown) {
            groups.entry(rust(&simple(full))).or_default().insert(full);
        }
        let mut names = Self {
            names: BTreeMap::new(),
            written: BTreeSet::new(),
            rust: Scope::new(Case::Camel, "type").with(ROOT_TYPES),
        };
        let (single, several): (Vec<_>, Vec<_>) =
            groups.into_values().partition(|group| group.len() == 1);
        for group in &single {
            for full in group {
                let name = simple(full);
                match name.as_str() {
                    // A word of the language.
                    "Urn" => names.add(idl, full, prefixed(full, 1)),
                    _ => names.add(idl, full, name),
                }
            }
            names.tell(idl, group, sink);
        }
        for group in several {
            let depth = distinct_depth(&group);
            for full in &group {
                names.add(idl, full, prefixed(full, depth));
            }
            names.tell(idl, &group, sink);
        }
        names
    }

    /// The name of a schema.
    pub(crate) fn get(&self, full: &FullName) -> TypeName {
        // Every name of the IDL has been seen above.
        self.names.get(full).cloned().unwrap_or_else(|| TypeName {
            name: simple(full),
            rust_name: None,
        })
    }

    /// A name for a type that has none, such as a union of a field; where it is taken, what the
    /// type is stands behind it.
    pub(crate) fn invent(&mut self, wanted: &str, noun: &str) -> TypeName {
        let wanted = wanted.to_upper_camel_case();
        let wanted = match wanted.starts_with(|c: char| c.is_ascii_uppercase()) {
            true => wanted,
            false => format!("Type{wanted}"),
        };
        let numbered = (2..).map(|number| format!("{wanted}{noun}{number}"));
        let mut names = [wanted.clone(), format!("{wanted}{noun}")]
            .into_iter()
            .chain(numbered);
        let free = |name: &String| !self.written.contains(name) && !self.rust.holds(&rust(name));
        let name = names.find(free).unwrap_or(wanted);
        self.written.insert(name.clone());
        let rust_name = self.rust.claim(&name);
        self.rust.reserve(format!("{}Projection", rust(&name)));
        TypeName { name, rust_name }
    }

    fn add(&mut self, idl: &Idl, full: &FullName, wanted: String) {
        let mut name = wanted.clone();
        let mut number = 2;
        while !self.written.insert(name.clone()) {
            name = format!("{wanted}{number}");
            number += 1;
        }
        let with_namespace = [rust(&prefixed(full, 1))];
        let rust_name = self.rust.claim_or(&name, &with_namespace);
        let own = rust_name.clone().unwrap_or_else(|| rust(&name));
        match idl.schemas.get(full).map(|schema| &schema.kind) {
            Some(SchemaKind::Record(_)) => {
                self.rust.reserve(format!("{own}Projection"));
                self.rust.reserve(format!("{own}Patch"));
            }
            Some(SchemaKind::Typeref(ty)) if matches!(ty.kind, TypeKind::Union(_)) => {
                self.rust.reserve(format!("{own}Projection"));
            }
            _ => {}
        }
        self.names
            .insert(full.clone(), TypeName { name, rust_name });
    }

    /// Says that names had to change.
    fn tell(&self, idl: &Idl, group: &BTreeSet<&FullName>, sink: &Sink) {
        let schemas = group.iter().filter_map(|full| idl.schemas.get(*full));
        for schema in schemas {
            let full = &schema.name.value;
            let TypeName { name, rust_name } = self.get(full);
            if name == simple(full) && rust_name.is_none() {
                continue;
            }
            let others = group.iter().filter(|other| **other != full);
            let others: Vec<String> = others.map(|other| format!("`{other}`")).collect();
            let message = match &rust_name {
                Some(rust_name) => format!("`{full}` is called `{name}`, in Rust `{rust_name}`"),
                None => format!("`{full}` is called `{name}`"),
            };
            let note = match others.is_empty() {
                true => "its own name means something else already".to_owned(),
                false => format!("{} would have the same name", others.join(", ")),
            };
            let diagnostic = Diagnostic::warning(Code::Renamed, &schema.name.place, message);
            sink.push(diagnostic.note(note));
        }
    }
}

/// The last part with a capital, as names of types begin.
fn simple(full: &FullName) -> String {
    let last = full.last().trim_start_matches('_');
    let mut chars = last.chars();
    match chars.next() {
        Some(first) if first.is_ascii_alphabetic() => {
            first.to_ascii_uppercase().to_string() + chars.as_str()
        }
        _ => format!("Type{last}"),
    }
}

/// The simple name behind the last parts of the namespace.
fn prefixed(full: &FullName, parts: usize) -> String {
    let namespace: Vec<&str> = full.namespace().split('.').collect();
    let from = namespace.len().saturating_sub(parts);
    let prefix: String = namespace[from..]
        .iter()
        .map(|part| part.to_upper_camel_case())
        .collect();
    match prefix.starts_with(|c: char| c.is_ascii_uppercase()) {
        true => prefix + &simple(full),
        false => simple(full),
    }
}

/// How many parts of their namespaces tell names apart; none if they differ in case only.
fn distinct_depth(group: &BTreeSet<&FullName>) -> usize {
    let parts = |full: &&FullName| full.namespace().split('.').count();
    let deepest = group.iter().map(parts).max().unwrap_or_default();
    let distinct = |depth: &usize| {
        let names = group
            .iter()
            .map(|full| prefixed(full, *depth).to_lowercase());
        names.collect::<BTreeSet<_>>().len() == group.len()
    };
    (1..=deepest).find(distinct).unwrap_or_default()
}

fn rust(name: &str) -> String {
    identifier(name, Case::Camel).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(full: &[&str]) -> Vec<(String, Option<String>)> {
        let idl = Idl {
            unknown: full.iter().map(|name| FullName::new(*name)).collect(),
            ..Idl::default()
        };
        let names = TypeNames::new(&idl, &Sink::default());
        let get = |name: &&str| names.get(&FullName::new(*name));
        full.iter()
            .map(get)
            .map(|n| (n.name, n.rust_name))
            .collect()
    }

    fn plain(full: &[&str]) -> Vec<String> {
        names(full).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn simple_names_stay() {
        assert_eq!(
            plain(&["com.ex.Book", "com.ex.int2", "a._x", "MD5"]),
            ["Book", "Int2", "X", "MD5"]
        );
    }

    #[test]
    fn namespaces_tell_names_apart() {
        assert_eq!(
            plain(&["com.ex.api.Message", "com.ex.v2.Message"]),
            ["ApiMessage", "V2Message"]
        );
        assert_eq!(
            plain(&["a.api.Message", "b.api.Message"]),
            ["AApiMessage", "BApiMessage"]
        );
        assert_eq!(plain(&["Message", "a.Message"]), ["Message", "AMessage"]);
        // The short name of one is what another is called already.
        assert_eq!(
            plain(&["api.Message", "b.Message", "x.ApiMessage"])[0],
            "ApiMessage2"
        );
    }

    #[test]
    fn names_that_differ_in_case_only() {
        let found = names(&["a.MD5", "a.Md5"]);
        assert_eq!(found[0], ("MD5".to_owned(), None));
        assert_eq!(found[1], ("Md5".to_owned(), Some("AMd5".to_owned())));
    }

    #[test]
    fn taken_names() {
        let found = names(&["com.ex.Error", "com.ex.Urn", "Result"]);
        assert_eq!(found[0], ("Error".to_owned(), Some("ExError".to_owned())));
        assert_eq!(found[1], ("ExUrn".to_owned(), None));
        assert_eq!(
            found[2],
            ("Result".to_owned(), Some("ResultType".to_owned()))
        );
    }
}
