//! Named schemas in JSON: records, enums, fixed, typerefs.

use std::collections::HashMap;

use crate::ast::{
    Deprecated, Enum, Field, FullName, Property, Record, Schema, SchemaKind, Spanned, Symbol, Type,
    is_identifier,
};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::json::{Json, Member};
use crate::read::object::{Object, deprecation, text, whole};
use crate::read::types::SchemaReader;

impl SchemaReader<'_> {
    /// The one schema of a schema file.
    pub(crate) fn file(&mut self, json: &Json) {
        self.schema(json, "");
    }

    /// Reads a named schema and those inside it; its name comes back, if it has one.
    pub(crate) fn schema(&mut self, json: &Json, namespace: &str) -> Option<FullName> {
        let sink = self.sink;
        let mut object = Object::open(json, "a schema", sink)?;
        let kind = object.required_text("type")?;
        let own = object.text("namespace");
        let name = full_name(&mut object, own.as_ref(), namespace, sink)?;
        let inside = name.value.namespace();
        let kind = match kind.value.as_str() {
            "record" | "error" => SchemaKind::Record(self.record(&mut object, inside)),
            "enum" => SchemaKind::Enum(enumeration(&mut object, sink)),
            "fixed" => SchemaKind::Fixed {
                size: object.required("size").and_then(|size| whole(size, sink))?,
            },
            "typeref" => {
                let referenced = object.required("ref")?;
                SchemaKind::Typeref(self.ty(referenced, inside))
            }
            other => {
                let message = format!("`{}` is no kind of schema", other.escape_debug());
                let help = "kinds are `record`, `enum`, `fixed` and `typeref`";
                sink.push(Diagnostic::error(Code::IdlValue, &kind.place, message).help(help));
                return None;
            }
        };
        let aliases = object.texts("aliases");
        let full = name.value.clone();
        let schema = Schema {
            aliases: self.aliases(aliases, inside),
            package: object.text("package"),
            doc: object.doc(),
            deprecated: object.take("deprecated").and_then(|d| deprecation(d, sink)),
            name,
            kind,
            properties: object.rest(),
        };
        self.schemas.push(schema);
        Some(full)
    }

    /// Further names, relative to the namespace of their schema.
    pub(crate) fn aliases(
        &self,
        written: Vec<Spanned<String>>,
        namespace: &str,
    ) -> Vec<Spanned<FullName>> {
        let mut aliases = Vec::new();
        for alias in written {
            let full = FullName::relative(&alias.value, namespace);
            if full.is_valid() {
                aliases.push(Spanned::new(full, alias.place));
            } else {
                let message = format!("`{}` cannot be an alias", alias.value.escape_debug());
                self.sink.error(Code::IdlName, &alias.place, message);
            }
        }
        aliases
    }

    fn record(&mut self, object: &mut Object<'_>, namespace: &str) -> Record {
        let after = match (object.position("include"), object.position("fields")) {
            (Some(include), Some(fields)) => fields < include,
            _ => false,
        };
        let included = object.list("include").iter();
        let included: Vec<Type> = included.map(|json| self.ty(json, namespace)).collect();
        let fields = object.required_list("fields").iter();
        let fields = fields
            .filter_map(|json| self.field(json, namespace))
            .collect();
        let (include, include_after) = match after {
            true => (Vec::new(), included),
            false => (included, Vec::new()),
        };
        Record {
            include,
            fields,
            include_after,
        }
    }

    fn field(&mut self, json: &Json, namespace: &str) -> Option<Field> {
        let sink = self.sink;
        let mut object = Object::open(json, "a field", sink)?;
        let name = object.required_text("name")?;
        let ty = object.required("type")?;
        Some(Field {
            name,
            ty: self.ty(ty, namespace),
            optional: object.flag("optional").is_some_and(|flag| flag.value),
            default: object.take_any("default").cloned(),
            doc: object.doc(),
            deprecated: object.take("deprecated").and_then(|d| deprecation(d, sink)),
            order: object.text("order"),
            aliases: object.texts("aliases"),
            properties: object.rest(),
        })
    }
}

/// The full name of a schema, from `name`, `namespace` and what encloses it.
fn full_name(
    object: &mut Object<'_>,
    own: Option<&Spanned<String>>,
    enclosing: &str,
    sink: &Sink,
) -> Option<Spanned<FullName>> {
    let name = object.required_text("name")?;
    let namespace = own.map_or(enclosing, |namespace| &namespace.value);
    let full = FullName::relative(&name.value, namespace);
    if !full.is_valid() {
        let message = format!(
            "`{}` cannot be the name of a schema",
            full.as_str().escape_debug()
        );
        sink.error(Code::IdlName, &name.place, message);
        return None;
    }
    Some(Spanned::new(full, name.place))
}

fn enumeration(object: &mut Object<'_>, sink: &Sink) -> Enum {
    let mut symbols = Symbols::default();
    let written = object.required_list("symbols").iter();
    for name in written.filter_map(|symbol| text(symbol, sink)) {
        symbols.push(name, sink);
    }
    for member in object.members("symbolDocs") {
        if let Some(symbol) = symbols.find(member, sink) {
            symbol.doc = text(&member.value, sink).map(|doc| doc.value);
        }
    }
    for member in object.members("deprecatedSymbols") {
        if let Some(symbol) = symbols.find(member, sink) {
            symbol.deprecated = deprecation(&member.value, sink);
        }
    }
    for member in object.members("symbolProperties") {
        let Some(symbol) = symbols.find(member, sink) else {
            continue;
        };
        if let Some(properties) = Object::open(&member.value, "properties of a symbol", sink) {
            let (deprecated, properties) = split_deprecated(properties.rest(), sink);
            symbol.deprecated = symbol.deprecated.take().or(deprecated);
            symbol.properties = properties;
        }
    }
    symbols.finish()
}

/// The symbols of an enum while it is read.
#[derive(Default)]
pub(crate) struct Symbols {
    symbols: Vec<Symbol>,
    by_name: HashMap<String, usize>,
}

impl Symbols {
    /// Adds a symbol without anything said about it; one that stands twice is reported.
    pub(crate) fn push(&mut self, name: Spanned<String>, sink: &Sink) -> Option<&mut Symbol> {
        if !is_identifier(&name.value) {
            let message = format!("`{}` cannot be a symbol", name.value.escape_debug());
            sink.error(Code::IdlName, &name.place, message);
            return None;
        }
        if let Some(first) = self.by_name.get(&name.value) {
            let message = format!("the symbol `{}` is written twice", name.value);
            let diagnostic = Diagnostic::error(Code::IdlTwice, &name.place, message);
            sink.push(diagnostic.also(&self.symbols[*first].name.place, "first"));
            return None;
        }
        self.by_name.insert(name.value.clone(), self.symbols.len());
        self.symbols.push(Symbol {
            name,
            doc: None,
            deprecated: None,
            properties: Vec::new(),
        });
        self.symbols.last_mut()
    }

    fn find(&mut self, member: &Member, sink: &Sink) -> Option<&mut Symbol> {
        let name = &member.name;
        let Some(at) = self.by_name.get(&name.value) else {
            let message = format!("the enum has no symbol `{}`", name.value.escape_debug());
            sink.dropped(&name.place, message);
            return None;
        };
        self.symbols.get_mut(*at)
    }

    pub(crate) fn finish(self) -> Enum {
        Enum {
            symbols: self.symbols,
        }
    }
}

/// Takes `deprecated` out of further members, where the format has no place of its own for it.
pub(crate) fn split_deprecated(
    properties: Vec<Property>,
    sink: &Sink,
) -> (Option<Deprecated>, Vec<Property>) {
    let (deprecated, others): (Vec<_>, Vec<_>) = properties
        .into_iter()
        .partition(|property| property.name.value == "deprecated");
    let deprecated = deprecated.first();
    let deprecated = deprecated.and_then(|property| deprecation(&property.value, sink));
    (deprecated, others)
}
