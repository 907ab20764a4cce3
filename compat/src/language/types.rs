//! Types: formats, decorations, what can be written, and their names in Rust.

use restli_model::model::{Decoration, Field, Home, Model, Record, TypeDef, TypeKind};

use super::{Facts, Places, code, same, shown, spelled};
use crate::finding::Node;
use crate::rule;
use crate::wire::Spot;

impl Facts<'_> {
    pub(super) fn types(&mut self) {
        for old in &self.old.types {
            let name = self.type_names.renamed(&old.name);
            if let Some(new) = self.new.types.iter().find(|def| def.name == name) {
                self.type_def(&Spot::schema(&old.name), old, new);
            }
        }
    }

    fn type_def(&mut self, spot: &Spot, old: &TypeDef, new: &TypeDef) {
        let places = (Some(&old.place), Some(&new.place));
        if old.name == new.name {
            self.rust_name(spot, places, &old.rust_name, &new.rust_name);
        }
        if old.name == new.name && old.wire_name != new.wire_name {
            let (old, new) = (code(&old.wire_name), code(&new.wire_name));
            let text = format!("on the wire it is called {new}, and was called {old}");
            self.found(&rule::TYPE_NAME_CHANGED, spot, places, text);
        }
        self.home(spot, places, old, new);
        let extensions = (&old.extension, &new.extension);
        let macros = (shown(new.extension.as_ref()), shown(old.extension.as_ref()));
        let text = || {
            format!(
                "hand-written methods are added by {}, and were by {}",
                macros.0, macros.1
            )
        };
        self.changed(
            &rule::RUST_EXTENSION_CHANGED,
            spot,
            places,
            extensions,
            text,
        );
        match (&old.kind, &new.kind) {
            (TypeKind::Record(a), TypeKind::Record(b)) => {
                let name = |field: &Field| field.name.clone();
                let is_given = |field: &Field| field.required && !field.read_only;
                let is_made = old.usage.input && new.usage.input;
                if is_made && same::is_reordered(&a.fields, &b.fields, name, is_given) {
                    let text = format!("its required fields {}", same::REORDERED);
                    self.found(&rule::FIELDS_REORDERED, spot, places, text);
                }
                self.record(spot, a, b);
            }
            (TypeKind::Enum(a), TypeKind::Enum(b)) => {
                for old in &a.symbols {
                    if let Some(new) = b.symbols.iter().find(|symbol| symbol.name == old.name) {
                        let spot = spot.about(Node::Member(old.name.clone()));
                        self.rust_name(&spot, places, &old.rust_name, &new.rust_name);
                    }
                }
            }
            (TypeKind::Union(a), TypeKind::Union(b)) => {
                let verb = if b.nullable { "may" } else { "may no longer" };
                let nullable = (&a.nullable, &b.nullable);
                let text = || format!("it {verb} be null");
                self.changed(&rule::UNION_NULL_CHANGED, spot, places, nullable, text);
                for old in &a.members {
                    if let Some(new) = b.members.iter().find(|member| member.key == old.key) {
                        let spot = spot
                            .at(old.key.as_str())
                            .about(Node::Member(old.key.clone()));
                        self.unseen(&spot, places, (&old.ty, &new.ty));
                        self.rust_name(&spot, places, &old.rust_name, &new.rust_name);
                        self.docs(&spot, places, &old.docs, &new.docs);
                    }
                }
            }
            (TypeKind::UnionByUrn(a), TypeKind::UnionByUrn(b)) => {
                for old in &a.members {
                    let kind = &self.old[old.kind].name;
                    let new = b
                        .members
                        .iter()
                        .find(|new| self.new[new.kind].name == *kind);
                    if let Some(new) = new {
                        let spot = spot.about(Node::Member(kind.clone()));
                        self.rust_name(&spot, places, &old.rust_name, &new.rust_name);
                    }
                }
            }
            (TypeKind::Shapes(a), TypeKind::Shapes(b)) => {
                for old in &a.alternatives {
                    let key = spelled(self.old, &old.ty);
                    let mut others = b.alternatives.iter();
                    if let Some(new) = others.find(|new| spelled(self.new, &new.ty) == key) {
                        let spot = spot.about(Node::Member(key));
                        self.rust_name(&spot, places, &old.rust_name, &new.rust_name);
                    }
                }
            }
            (TypeKind::Typeref(a), TypeKind::Typeref(b)) => {
                self.unseen(spot, places, (&a.ty, &b.ty));
                let types = (&a.rust_type, &b.rust_type);
                let text = || {
                    let (old, new) = (shown(a.rust_type.as_ref()), shown(b.rust_type.as_ref()));
                    format!("the hand-written type for it is {new}, and was {old}")
                };
                self.changed(&rule::RUST_TYPE_CHANGED, spot, places, types, text);
            }
            _ => {}
        }
    }

    /// Where a type is declared; what belongs to a resource goes along when that is renamed.
    fn home(&mut self, spot: &Spot, places: Places<'_>, old: &TypeDef, new: &TypeDef) {
        let homes = (home(self.old, old), home(self.new, new));
        let is_left = match &old.home {
            Home::Resource(_) => self.new.resources.iter().any(|other| other.name == homes.0),
            Home::Shared(_) => true,
        };
        if homes.0 != homes.1 && is_left {
            let (old, new) = (code(&homes.0), code(&homes.1));
            let text = format!("it is declared in {new}, and was in {old}");
            self.found(&rule::TYPE_MOVED, spot, places, text);
        }
    }

    fn unseen(
        &mut self,
        spot: &Spot,
        places: Places<'_>,
        (old, new): (&restli_model::model::Type, &restli_model::model::Type),
    ) {
        for (rule, text) in same::unseen((self.old, old), (self.new, new), false) {
            self.found(rule, spot, places, text);
        }
    }

    fn record(&mut self, spot: &Spot, old: &Record, new: &Record) {
        for a in &old.fields {
            if let Some(b) = new.fields.iter().find(|field| field.name == a.name) {
                let name = a.name.as_str();
                let spot = spot.at(name).about(Node::Member(name.to_owned()));
                self.field(&spot, a, b);
            }
        }
    }

    fn field(&mut self, spot: &Spot, old: &Field, new: &Field) {
        let places = (Some(&old.place), Some(&new.place));
        let name = code(&old.name);
        let seen = same::unseen((self.old, &old.ty), (self.new, &new.ty), false);
        let said = seen.iter().any(|(rule, _)| *rule == &rule::FORMAT_CHANGED);
        for (rule, text) in seen {
            self.found(rule, spot, places, format!("the field {name}: {text}"));
        }
        if !said && old.ty == new.ty {
            let formats = (&old.format, &new.format);
            let text = || format!("the field {name} is of another format");
            self.changed(
                &rule::FORMAT_CHANGED,
                &spot.at("format"),
                places,
                formats,
                text,
            );
        }
        for (what, before, after) in [
            ("is read only", old.read_only, new.read_only),
            (
                "is given on creation only",
                old.create_only,
                new.create_only,
            ),
        ] {
            let (rule, text) = match (before, after) {
                (false, true) => (
                    &rule::FIELD_WRITE_RULE_ADDED,
                    format!("the field {name} {what}"),
                ),
                (true, false) => (
                    &rule::FIELD_WRITE_RULE_REMOVED,
                    format!("the field {name} no longer {what}"),
                ),
                _ => continue,
            };
            self.found(rule, spot, places, text);
        }
        self.decoration(&spot.at("decorates"), places, (old, new));
        let arrays = (&old.accepts_array, &new.accepts_array);
        let text = || match new.accepts_array {
            true => format!("the field {name} may come as an array"),
            false => format!("the field {name} no longer comes as an array"),
        };
        self.changed(
            &rule::SHAPES_CHANGED,
            &spot.at("accepts"),
            places,
            arrays,
            text,
        );
        self.permissions(spot, places, (&old.permissions, &new.permissions));
        self.rust_name(spot, places, &old.rust_name, &new.rust_name);
    }

    fn decoration(&mut self, spot: &Spot, places: Places<'_>, (old, new): (&Field, &Field)) {
        let name = code(&old.name);
        let told = |model: &Model, decoration: &Decoration| -> Vec<(String, String)> {
            let kinds = decoration.kinds.iter();
            let kinds =
                kinds.map(|(kind, id)| (model[*kind].name.clone(), model[*id].name.clone()));
            kinds.collect()
        };
        match (&old.decoration, &new.decoration) {
            (None, Some(_)) => {
                let text = format!("the field {name} can be resolved");
                self.found(&rule::DECORATION_ADDED, spot, places, text);
            }
            (Some(_), None) => {
                let text = format!("the field {name} can no longer be resolved");
                self.found(&rule::DECORATION_REMOVED, spot, places, text);
            }
            (Some(a), Some(b)) => {
                let now = (self.new[b.target].name.clone(), told(self.new, b));
                let was = self.type_names.renamed(&self.old[a.target].name);
                let was = (was, told(self.old, a));
                let current = |(_, record): &(String, String)| self.type_names.renamed(record);
                // What a union has for further kinds is told of the union.
                let is_other = was.1.iter().any(|old| {
                    let mut kept = now.1.iter().filter(|new| new.0 == old.0);
                    kept.any(|new| new.1 != current(old))
                });
                if was.0 != now.0 || is_other {
                    let (old, new) = (code(&was.0), code(&now.0));
                    let text = format!("the field {name} resolves to {new}, and did to {old}");
                    self.found(&rule::DECORATION_CHANGED, spot, places, text);
                }
            }
            (None, None) => {}
        }
    }
}

/// The file of a type's declaration, without its folder and ending.
fn home(model: &Model, def: &TypeDef) -> String {
    match &def.home {
        Home::Shared(path) => path.join("/"),
        Home::Resource(id) => model[*id].name.clone(),
    }
}
