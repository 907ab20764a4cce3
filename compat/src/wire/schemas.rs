//! Named types: each is compared once, however often it is referred to.

use restli_idl::ast::{Enum, Field, Property, Record, Schema, SchemaKind};
use restli_idl::json::Json;

use super::difference::{Broken, kind_of};
use super::lists::{is_evident, matched};
use super::{Check, Mode, Spot, code};
use crate::finding::Node;
use crate::rule::{self, Rule, Wire};

impl Check<'_> {
    /// All named types of both versions.
    pub(super) fn schemas(&mut self) {
        let (old, new) = (self.old, self.new);
        let names = self.type_names.clone();
        for (name, schema) in &old.schemas {
            match new.schemas.get(names.new_name(name)) {
                Some(current) => self.schema(schema, current),
                None => self.schema_gone(schema),
            }
        }
        for (name, schema) in &new.schemas {
            if !old.schemas.contains_key(names.old_name(name)) {
                self.schema_new(schema);
            }
        }
        for (from, to) in names.pairs() {
            if let (Some(a), Some(b)) = (old.schemas.get(from), new.schemas.get(to)) {
                let text = format!("the type {} is called {}", code(from), code(to));
                let places = (Some(&a.name.place), Some(&b.name.place));
                let spot = Spot::schema(from.as_str());
                self.push(&rule::RUST_NAME_CHANGED, "", &spot, places, text)
                    .renamed_to(Some(&to.to_string()));
            }
        }
    }

    /// Types that come and go count where there is nothing but types; elsewhere it is what uses
    /// them that counts, and Rest.li's checker says nothing of them.
    fn schema_gone(&mut self, schema: &Schema) {
        if self.counts_types() {
            let name = &schema.name;
            let text = format!("the type {} is gone", code(&name.value));
            let spot = Spot::schema(name.value.as_str());
            let places = (Some(&name.place), None);
            self.push(&rule::TYPE_REMOVED, "SCHEMA_MISSING", &spot, places, text);
        }
    }

    fn schema_new(&mut self, schema: &Schema) {
        if self.counts_types() {
            let name = &schema.name;
            let text = format!("the type {} is new", code(&name.value));
            let spot = Spot::schema(name.value.as_str());
            let places = (None, Some(&name.place));
            self.push(&rule::TYPE_ADDED, "SCHEMA_NEW", &spot, places, text);
        }
    }

    fn counts_types(&self) -> bool {
        let no_resources = self.old.resources.is_empty() && self.new.resources.is_empty();
        no_resources || self.is_lowered
    }

    fn schema(&mut self, old: &Schema, new: &Schema) {
        let spot = Spot::schema(old.name.value.as_str());
        let places = (Some(&old.name.place), Some(&new.name.place));
        match (&old.kind, &new.kind) {
            (SchemaKind::Record(a), SchemaKind::Record(b)) => {
                self.record(&spot, (old, a), (new, b))
            }
            (SchemaKind::Enum(a), SchemaKind::Enum(b)) => self.symbols(&spot, (old, a), (new, b)),
            (SchemaKind::Fixed { size: a }, SchemaKind::Fixed { size: b }) if a != b => {
                let text = format!("it has {b} bytes, and had {a}");
                let kind = Broken::Both.kind();
                self.push(&rule::FIXED_SIZE_CHANGED, kind, &spot, places, text);
            }
            (SchemaKind::Typeref(a), SchemaKind::Typeref(b)) => {
                for difference in self.differences(a, b) {
                    self.difference(&spot.at("ref"), (a, b), difference);
                }
            }
            (SchemaKind::Fixed { .. }, SchemaKind::Fixed { .. }) => {}
            (a, b) if self.is_behind(a, b) => {}
            (a, b) => {
                let text = format!("a {} becomes a {}", kind_of(a), kind_of(b));
                let kind = Broken::Both.kind();
                self.push(&rule::TYPE_CHANGED, kind, &spot, places, text);
            }
        }
        self.schema_notes(&spot, old, new);
    }

    /// Whether a typeref and what it was or became are the same thing when looked through.
    fn is_behind(&self, old: &SchemaKind, new: &SchemaKind) -> bool {
        self.options.mode != Mode::Schema
            && (matches!(old, SchemaKind::Typeref(_)) || matches!(new, SchemaKind::Typeref(_)))
    }

    /// Rest.li's checker says nothing of the documentation of types, and generated code has it.
    fn schema_notes(&mut self, spot: &Spot, old: &Schema, new: &Schema) {
        if self.is_lowered {
            let places = (Some(&old.name.place), Some(&new.name.place));
            self.docs(spot, (old.doc.as_ref(), new.doc.as_ref()), places);
            self.deprecation(spot, (&old.deprecated, &new.deprecated), places);
        }
    }

    fn record(&mut self, spot: &Spot, (old, a): (&Schema, &Record), (new, b): (&Schema, &Record)) {
        let before: Vec<&Field> = self.old.fields(a).collect();
        let after: Vec<&Field> = self.new.fields(b).collect();
        let pairs = matched(&before, &after, |field| field.name.value.clone(), is_same);
        for (field, to) in pairs.removed {
            let name = &field.name.value;
            let (rule, broken, what) = match field.optional {
                true => (&rule::FIELD_REMOVED, Broken::Both, "the field"),
                false => (
                    &rule::FIELD_REMOVED_REQUIRED,
                    Broken::Old,
                    "the required field",
                ),
            };
            let text = format!("{what} {} is gone", code(name));
            let places = (Some(&field.name.place), Some(&new.name.place));
            let spot = spot.about(Node::Member(name.clone()));
            self.push(rule, broken.kind(), &spot, places, text)
                .renamed_to(to.map(|to| &to.name.value));
        }
        for (field, from) in pairs.added {
            let name = &field.name.value;
            let (rule, broken, text) = self.added_field(field);
            let places = (Some(&old.name.place), Some(&field.name.place));
            let spot = spot.about(Node::Member(name.clone()));
            self.push(rule, broken.kind(), &spot, places, text)
                .renamed_from(from.map(|from| &from.name.value));
        }
        for (old, new) in &pairs.kept {
            let name = old.name.value.as_str();
            self.field(
                &spot.at(name).about(Node::Member(name.to_owned())),
                old,
                new,
            );
        }
    }

    fn added_field(&self, field: &Field) -> (&'static Rule, Broken, String) {
        let name = code(&field.name.value);
        if field.default.is_some() {
            let text = format!("the field {name} is new, and has a default");
            (&rule::FIELD_ADDED_WITH_DEFAULT, Broken::None, text)
        } else if field.optional || self.options.mode == Mode::Extension {
            let text = format!("the field {name} is new");
            (&rule::FIELD_ADDED, Broken::None, text)
        } else {
            let text = format!("the field {name} is new, and must be there");
            (&rule::FIELD_ADDED_REQUIRED, Broken::New, text)
        }
    }

    fn field(&mut self, spot: &Spot, old: &Field, new: &Field) {
        let name = code(&old.name.value);
        let places = (Some(&old.name.place), Some(&new.name.place));
        if let Some((rule, broken, text)) = presence(old, new) {
            self.push(
                rule,
                broken.kind(),
                spot,
                places,
                format!("the field {name} {text}"),
            );
        }
        for difference in self.differences(&old.ty, &new.ty) {
            self.difference(spot, (&old.ty, &new.ty), difference);
        }
        self.validation(spot, old, new);
        if self.is_lowered {
            self.docs(spot, (old.doc.as_ref(), new.doc.as_ref()), places);
            self.deprecation(spot, (&old.deprecated, &new.deprecated), places);
            if old.default != new.default && old.default.is_some() && new.default.is_some() {
                let text = format!("the field {name} has another default");
                self.push(
                    &rule::FIELD_DEFAULT_CHANGED,
                    "",
                    &spot.at("default"),
                    places,
                    text,
                );
            }
        }
    }

    /// Rules of validation, each by its name; a rule that changed is one gone and one come.
    fn validation(&mut self, spot: &Spot, old: &Field, new: &Field) {
        let rules = |field: &Field| -> Vec<(String, Json)> {
            let properties = field.properties.iter();
            let rules = properties.filter(|property| property.name.value == "validate");
            let members = rules.flat_map(|rules| rules.value.as_object().unwrap_or_default());
            members
                .map(|m| (m.name.value.clone(), m.value.clone()))
                .collect()
        };
        let (before, after) = (rules(old), rules(new));
        let places = (Some(&old.name.place), Some(&new.name.place));
        for (list, others, rule, broken, verb) in [
            (
                &after,
                &before,
                &rule::FIELD_VALIDATION_ADDED,
                Broken::New,
                "is restricted by",
            ),
            (
                &before,
                &after,
                &rule::FIELD_VALIDATION_REMOVED,
                Broken::Old,
                "is no longer restricted by",
            ),
        ] {
            for (name, _) in list.iter().filter(|entry| !others.contains(entry)) {
                let text = format!("the field {} {verb} {}", code(&old.name.value), code(name));
                self.push(rule, broken.kind(), spot, places, text);
            }
        }
    }

    fn symbols(&mut self, spot: &Spot, (old, a): (&Schema, &Enum), (new, b): (&Schema, &Enum)) {
        let (before, after): (Vec<_>, Vec<_>) =
            (a.symbols.iter().collect(), b.symbols.iter().collect());
        let pairs = matched(
            &before,
            &after,
            |symbol| symbol.name.value.clone(),
            |a, b| {
                is_evident(
                    (&a.name.value, a.doc.as_ref()),
                    (&b.name.value, b.doc.as_ref()),
                )
            },
        );
        let list = spot.at("symbols");
        let at = |name: &str| list.about(Node::Member(name.to_owned()));
        let moved = pairs.removed.is_empty() && pairs.added.is_empty();
        for (symbol, to) in pairs.removed {
            let name = &symbol.name.value;
            let text = format!("the symbol {} is gone", code(name));
            let places = (Some(&symbol.name.place), Some(&new.name.place));
            let kind = Broken::New.kind();
            self.push(&rule::SYMBOL_REMOVED, kind, &at(name), places, text)
                .renamed_to(to.map(|to| &to.name.value));
        }
        let is_overlooked = !self.named_only.contains(&old.name.value);
        for (symbol, from) in pairs.added {
            let name = &symbol.name.value;
            let text = format!("the symbol {} is new", code(name));
            let places = (Some(&old.name.place), Some(&symbol.name.place));
            let finding = self.push(
                &rule::SYMBOL_ADDED,
                "ENUM_VALUE_ADDED",
                &at(name),
                places,
                text,
            );
            finding.renamed_from(from.map(|from| &from.name.value));
            finding.reference = is_overlooked.then_some(Wire::Compatible);
        }
        if moved
            && before
                .iter()
                .map(|s| &s.name.value)
                .ne(after.iter().map(|s| &s.name.value))
        {
            let places = (Some(&old.name.place), Some(&new.name.place));
            let text = "its symbols stand in another order".to_owned();
            self.push(&rule::SYMBOLS_REORDERED, "TYPE_INFO", &list, places, text);
        }
        if self.is_lowered {
            for (old, new) in &pairs.kept {
                let spot = at(&old.name.value);
                let places = (Some(&old.name.place), Some(&new.name.place));
                self.docs(&spot, (old.doc.as_ref(), new.doc.as_ref()), places);
                self.deprecation(&spot, (&old.deprecated, &new.deprecated), places);
            }
        }
    }
}

/// Whether a field must be there, may be absent, or has a default instead.
fn presence(old: &Field, new: &Field) -> Option<(&'static Rule, Broken, &'static str)> {
    let change = match (old.optional, new.optional) {
        (true, false) if new.default.is_some() => (
            &rule::FIELD_MADE_REQUIRED_WITH_DEFAULT,
            Broken::Both,
            "has a default, and might be absent",
        ),
        (true, false) => (&rule::FIELD_MADE_REQUIRED, Broken::New, "must be there"),
        (false, true) if old.default.is_some() => (
            &rule::FIELD_MADE_OPTIONAL_WITH_DEFAULT,
            Broken::Both,
            "may be absent, and had a default",
        ),
        (false, true) => (&rule::FIELD_MADE_OPTIONAL, Broken::Old, "may be absent"),
        (false, false) => match (&old.default, &new.default) {
            (Some(_), None) => (
                &rule::FIELD_DEFAULT_REMOVED,
                Broken::New,
                "has no more default",
            ),
            (None, Some(_)) => (&rule::FIELD_DEFAULT_ADDED, Broken::Old, "has a default"),
            _ => return None,
        },
        (true, true) => return None,
    };
    Some(change)
}

/// Whether one field is the other under a new name.
fn is_same(old: &Field, new: &Field) -> bool {
    let shape = |field: &Field| {
        let properties: Vec<Property> = field.properties.clone();
        (
            field.ty.clone(),
            field.optional,
            field.default.clone(),
            properties,
        )
    };
    let names = (&old.name.value, &new.name.value);
    is_evident((names.0, old.doc.as_ref()), (names.1, new.doc.as_ref())) && shape(old) == shape(new)
}
