//! The language as JSON Schema, for editors.
//!
//! What a reader asks for is what there is to say about it, so the functions that read a node
//! describe it too: run over nothing, with the keys that they ask for noted down.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use crate::diagnostics::Sink;
use crate::source::{Place, SourceFile};
use crate::syntax::map_reader::MapReader;
use crate::syntax::tree::{Node, NodeKind};
use crate::syntax::values::Keyword;

/// What a text names, so that an editor can offer what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Naming {
    /// A base of `api.yaml`.
    Base,
    /// What is sent: a type, or a word for what is no type.
    Body,
    /// What a URN resolves to: a record, or a union told by URNs.
    Entity,
    /// A kind of URN.
    Kind,
    /// A record.
    Record,
    /// A resource, with those above it.
    Resource,
    /// What is answered: a type, or a word for what is no type.
    Returns,
    /// A permission.
    Scope,
    /// An error that a service documents.
    ServiceError,
    /// Any type.
    Type,
}

impl Naming {
    fn noun(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Body => "body",
            Self::Entity => "entity",
            Self::Kind => "URN kind",
            Self::Record => "record",
            Self::Resource => "resource",
            Self::Returns => "answer",
            Self::Scope => "permission",
            Self::ServiceError => "service error",
            Self::Type => "type",
        }
    }
}

/// What there is to name.
#[derive(Debug, Default)]
pub(crate) struct Names(BTreeMap<Naming, BTreeMap<String, Json>>);

impl Names {
    /// Adds a name as it is written, with what kind of thing it is, such as `record`, and a text
    /// about it in Markdown. The first of two alike counts.
    pub(crate) fn add(&mut self, namings: &[Naming], what: &str, name: &str, doc: &str) {
        for naming in namings {
            let names = self.0.entry(*naming).or_default();
            names.entry(name.to_owned()).or_insert_with(|| {
                json!({
                    "title": format!("{what} {name}"),
                    "enum": [name],
                    "markdownEnumDescriptions": [doc],
                })
            });
        }
    }
}

/// What something is, as messages have it, without its article.
pub(crate) fn noun(what: &str) -> &str {
    let noun = what.strip_prefix("a ").or(what.strip_prefix("an "));
    noun.unwrap_or(what)
}

/// Gathers the definitions of everything that is described.
pub(crate) struct Describer {
    names: Names,
    /// What the texts in the value of the key at hand name.
    naming: Option<Naming>,
    definitions: BTreeMap<String, Json>,
}

impl Describer {
    pub(crate) fn new(names: Names) -> Self {
        Self {
            names,
            naming: None,
            definitions: BTreeMap::new(),
        }
    }

    /// All that has been defined, by name.
    pub(crate) fn into_definitions(self) -> BTreeMap<String, Json> {
        self.definitions
    }

    /// Defines a value, unless that is done, and refers to it.
    pub(crate) fn define(&mut self, name: &str, describe: impl FnOnce(&mut Self) -> Json) -> Json {
        if !self.definitions.contains_key(name) {
            let shape = describe(self);
            self.definitions.insert(name.to_owned(), shape);
        }
        json!({ "$ref": format!("#/definitions/{name}") })
    }

    /// Defines a map by what is asked of it; its name is that of messages without the article.
    pub(crate) fn keyed<T>(
        &mut self,
        what: &'static str,
        keys: impl FnOnce(&mut MapReader<'_>) -> T,
    ) -> Json {
        let name = noun(what).replace('`', "").replace(' ', "_");
        self.define(&name, |out| out.map(what, keys))
    }

    /// A map by what is asked of it.
    pub(crate) fn map<T>(
        &mut self,
        what: &'static str,
        keys: impl FnOnce(&mut MapReader<'_>) -> T,
    ) -> Json {
        let nowhere = Place::start_of(&Arc::new(SourceFile::new(String::new(), String::new())));
        let node = Node {
            owner: nowhere.clone(),
            place: nowhere,
            kind: NodeKind::Null,
        };
        let sink = Sink::default();
        let mut map = MapReader::describing(&node, what, &sink, self);
        keys(&mut map);
        map.described()
    }

    /// Describes the value of a key, whose texts may name something.
    pub(crate) fn value(
        &mut self,
        naming: Option<Naming>,
        describe: impl FnOnce(&mut Self) -> Json,
    ) -> Json {
        let outer = std::mem::replace(&mut self.naming, naming);
        let shape = describe(self);
        self.naming = outer;
        shape
    }

    /// A text. YAML may take it for a number or a flag, the language does not.
    pub(crate) fn text(&mut self) -> Json {
        match self.naming {
            // With flags in it, editors would offer `true` beside the names.
            Some(naming) => self.name(naming, json!({ "type": ["string", "number"] })),
            None => self.define(
                "text",
                |_| json!({ "type": ["string", "number", "boolean"] }),
            ),
        }
    }

    /// A type, given how one is written.
    pub(crate) fn type_expr(&mut self, written: Json) -> Json {
        let naming = match self.naming {
            Some(naming @ (Naming::Body | Naming::Returns)) => naming,
            _ => Naming::Type,
        };
        self.name(naming, written)
    }

    /// One of the names that there are, or what is not declared yet.
    ///
    /// Each name stands alone, so that an editor shows the one that is written and not all of
    /// them; what may be written comes first, because its message is then the one that is shown.
    fn name(&mut self, naming: Naming, mut written: Json) -> Json {
        let what = naming.noun();
        self.define(&format!("name_of_{}", what.replace(' ', "_")), |out| {
            written["title"] = json!(what);
            let known = out.names.0.get(&naming).cloned().unwrap_or_default();
            let names: Vec<Json> = std::iter::once(written)
                .chain(known.into_values())
                .collect();
            json!({ "anyOf": names })
        })
    }
}

/// One of a few words.
pub(crate) fn keyword<K: Keyword>() -> Json {
    let words = || K::WORDS.iter();
    json!({
        "enum": words().map(|(word, ..)| *word).collect::<Vec<_>>(),
        "markdownEnumDescriptions": words().map(|(.., doc)| *doc).collect::<Vec<_>>(),
    })
}

/// Names that the schema makes up, and what each stands for.
pub(crate) fn named(value: Json) -> Json {
    json!({
        "type": ["object", "array", "null"],
        "maxItems": 0, // an empty list is as good as no names
        "additionalProperties": value,
    })
}

/// One of several ways to write a value.
pub(crate) fn either(first: Json, second: Json) -> Json {
    json!({ "anyOf": [first, second] })
}

/// Adds what a value is; editors that know Markdown show it as such.
pub(crate) fn document(shape: &mut Json, doc: &str) {
    shape["description"] = json!(doc);
    if doc.contains('`') {
        shape["markdownDescription"] = json!(doc);
    }
}

/// What is known of a map whose reader is run to describe it.
pub(crate) struct MapShape<'n> {
    out: &'n mut Describer,
    keys: Map<String, Json>,
    /// Groups of keys of which one must be there.
    needed: Vec<Vec<&'static str>>,
    /// By key, what goes with it only if it is there.
    dependencies: Json,
}

impl<'n> MapShape<'n> {
    pub(crate) fn new(out: &'n mut Describer) -> Self {
        Self {
            out,
            keys: Map::new(),
            needed: Vec::new(),
            dependencies: json!({}),
        }
    }

    /// Notes a key.
    pub(crate) fn key(
        &mut self,
        key: &str,
        doc: &str,
        naming: Option<Naming>,
        describe: fn(&mut Describer) -> Json,
    ) {
        let mut shape = self.out.value(naming, describe);
        document(&mut shape, doc);
        self.keys.insert(key.to_owned(), shape);
    }

    /// Notes that a list or map must hold something.
    pub(crate) fn filled(&mut self, key: &str) {
        let shape = &mut self.keys[key];
        if shape["type"] == "array" {
            shape["minItems"] = json!(1);
        } else {
            shape["type"] = json!("object");
            shape["minProperties"] = json!(1);
            shape.as_object_mut().map(|shape| shape.remove("maxItems"));
        }
    }

    /// Notes keys of which one at least must be there.
    pub(crate) fn needs_one(&mut self, keys: &[&'static str]) {
        self.needed.push(keys.to_vec());
    }

    /// Notes keys of which one at most may be there.
    pub(crate) fn exclusive(&mut self, keys: &[&str]) {
        for (at, key) in keys.iter().enumerate() {
            for other in &keys[at + 1..] {
                self.dependencies[*key]["properties"][other] = json!(false);
            }
        }
    }

    /// Notes that a key needs another.
    pub(crate) fn belongs(&mut self, key: &str, to: &str) {
        self.dependencies[key] = json!([to]);
    }

    /// The map as described.
    pub(crate) fn finish(self) -> Json {
        let mut shape = json!({
            "type": if self.needed.is_empty() { json!(["object", "null"]) } else { json!("object") },
            "properties": self.keys,
            "additionalProperties": false,
        });
        if self.dependencies != json!({}) {
            shape["dependencies"] = self.dependencies;
        }
        let (required, choices): (Vec<_>, Vec<_>) =
            self.needed.iter().partition(|keys| keys.len() == 1);
        if !required.is_empty() {
            shape["required"] = required.into_iter().flatten().copied().collect();
        }
        // No map of the language has a second choice.
        if let Some(keys) = choices.first() {
            let one = keys.iter().map(|key| json!({ "required": [key] }));
            shape["anyOf"] = one.collect();
        }
        shape
    }
}
