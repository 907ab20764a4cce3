//! Reads what is written as keys with values, key by key.
//!
//! The keys that nobody asks for are the unknown ones, and those that must be there and are not are
//! reported with what they can look like; a map can also be described by the same questions.

use indexmap::IndexMap;
use serde_json::{Value as Json, json};

use crate::diagnostics::{Allow, Code, Diagnostic, Edit, Sink, nearest, one_of};
use crate::source::Place;
use crate::syntax::describe::{self, Describer, MapShape, Naming};
use crate::syntax::reader::{Named, Read, wrong_shape};
use crate::syntax::tree::{Entry, Node, NodeKind, Spanned};
use crate::syntax::values::shortened;

/// Reads a map key by key, or describes it by what is asked for. Each key is told to people by
/// `doc`, a sentence in Markdown.
pub(crate) struct MapReader<'n> {
    what: &'static str,
    node: &'n Node,
    entries: Option<&'n IndexMap<String, Entry>>,
    /// Whether missing keys are worth a word: not if there is no map at all.
    usable: bool,
    asked: Vec<&'static str>,
    missing: Vec<&'static str>,
    missing_one: Vec<(&'static [&'static str], Diagnostic)>,
    pub(crate) sink: &'n Sink,
    /// What the texts of the next key name.
    naming: Option<Naming>,
    /// Where what is asked for is noted, if the map is described and not read.
    shape: Option<MapShape<'n>>,
}

impl<'n> MapReader<'n> {
    pub(super) fn open(node: &'n Node, what: &'static str, sink: &'n Sink) -> Self {
        let (entries, usable) = match &node.kind {
            NodeKind::Map(entries) => (Some(entries), true),
            NodeKind::Null => (None, true),
            _ => {
                wrong_shape(node, &format!("{what}, as keys with values"), sink);
                (None, false)
            }
        };
        Self {
            what,
            node,
            entries,
            usable,
            asked: Vec::new(),
            missing: Vec::new(),
            missing_one: Vec::new(),
            sink,
            naming: None,
            shape: None,
        }
    }

    /// Begins to describe; the node is empty, and nobody looks at the sink.
    pub(crate) fn describing(
        node: &'n Node,
        what: &'static str,
        sink: &'n Sink,
        out: &'n mut Describer,
    ) -> Self {
        Self {
            shape: Some(MapShape::new(out)),
            ..Self::open(node, what, sink)
        }
    }

    /// The key that the map stands under.
    pub(crate) fn owner(&self) -> &'n Place {
        &self.node.owner
    }

    /// The place of a key, if it is written.
    pub(crate) fn key_place(&self, key: &str) -> Option<&'n Place> {
        Some(&self.entries?.get(key)?.key)
    }

    /// Says what the texts of the key that is asked for next name.
    pub(crate) fn naming(&mut self, naming: Naming) -> &mut Self {
        self.naming = Some(naming);
        self
    }

    /// A value that may be left away.
    pub(crate) fn optional<T: Read>(&mut self, key: &'static str, doc: &str) -> Option<T> {
        self.asked.push(key);
        let naming = self.naming.take();
        if let Some(shape) = &mut self.shape {
            shape.key(key, doc, naming, T::describe);
        }
        T::read(&self.entries?.get(key)?.value, self.sink)
    }

    /// A value that must be there.
    pub(crate) fn required<T: Read>(&mut self, key: &'static str, doc: &str) -> Option<T> {
        if self.needs_one(&[key]) {
            self.lacks(key);
        }
        self.optional(key, doc)
    }

    /// A list or map that holds something if it is there; `item` is what it holds.
    pub(crate) fn filled<T>(&mut self, key: &'static str, item: &str, doc: &str) -> Option<Vec<T>>
    where
        Vec<T>: Read,
    {
        let read = self.optional::<Vec<T>>(key, doc);
        if let Some(shape) = &mut self.shape {
            shape.filled(key);
        }
        let read = read?;
        let is_empty = match &self.entries?.get(key)?.value.kind {
            NodeKind::Seq(items) => items.is_empty(),
            NodeKind::Map(entries) => entries.is_empty(),
            _ => true,
        };
        if is_empty {
            let message = format!("{} needs at least one {item}", self.what);
            self.sink.push(
                Diagnostic::error(Code::Empty, &self.node.owner, message)
                    .help(format!("write one below `{key}:`")),
            );
        }
        Some(read)
    }

    /// A list or map that must be there and hold something; `item` is what it holds.
    pub(crate) fn some<T>(&mut self, key: &'static str, item: &str, doc: &str) -> Vec<T>
    where
        Vec<T>: Read,
    {
        if self.needs_one(&[key]) {
            self.lacks(key);
        }
        self.filled(key, item, doc).unwrap_or_default()
    }

    /// A flag, false if it is left away.
    pub(crate) fn flag(&mut self, key: &'static str, doc: &str) -> bool {
        self.optional::<Spanned<bool>>(key, doc)
            .is_some_and(|flag| flag.value)
    }

    /// A map of names that the schema makes up; empty if it is left away.
    pub(crate) fn named<T: Read>(&mut self, key: &'static str, doc: &str) -> Vec<Named<T>> {
        self.optional(key, doc).unwrap_or_default()
    }

    /// The key with the name in Rust that most items may have.
    pub(crate) fn rust_name(&mut self) -> Option<Spanned<String>> {
        let doc =
            "The name in Rust, where the one that follows from the schema is taken or reads badly.";
        self.optional("rust_name", doc)
    }

    /// Says that one of these keys must be there. Whether none is, which is left to report.
    pub(crate) fn needs_one(&mut self, keys: &[&'static str]) -> bool {
        if let Some(shape) = &mut self.shape {
            shape.needs_one(keys);
        }
        self.usable && keys.iter().all(|key| self.key_place(key).is_none())
    }

    /// Reports a missing key in the end, unless it turns out to be misspelt.
    pub(crate) fn lacks(&mut self, key: &'static str) {
        self.missing.push(key);
    }

    /// Reports in the end that one of several keys is missing, unless one turns out to be misspelt.
    pub(crate) fn lacks_one(&mut self, keys: &'static [&'static str], finding: Diagnostic) {
        self.missing_one.push((keys, finding));
    }

    /// Reports keys that exclude each other.
    pub(crate) fn exclusive(&mut self, keys: &[&'static str]) {
        if let Some(shape) = &mut self.shape {
            shape.exclusive(keys);
        }
        let mut written = keys
            .iter()
            .filter_map(|key| Some((key, self.key_place(key)?)));
        if let (Some((first, at)), Some((second, place))) = (written.next(), written.next()) {
            let message = format!("`{first}` and `{second}` exclude each other");
            self.sink.push(
                Diagnostic::error(Code::KeyConflict, place, message)
                    .label("second")
                    .also(at, "first")
                    .remove("remove one of them", place),
            );
        }
    }

    /// Reports a key that stands there without the one that it is about; `what` has that.
    pub(crate) fn belongs(&mut self, key: &'static str, to: &'static str, what: &str) {
        if let Some(shape) = &mut self.shape {
            shape.belongs(key, to);
        }
        if let (Some(place), None) = (self.key_place(key), self.key_place(to)) {
            let message = format!("`{key}` belongs to {what}");
            self.sink.push(
                Diagnostic::error(Code::KeyConflict, place, message)
                    .remove(format!("remove `{key}:`"), place),
            );
        }
    }

    /// What has been asked for.
    pub(crate) fn described(self) -> Json {
        self.shape.map(MapShape::finish).unwrap_or_default()
    }

    /// Reads which warnings are silenced for this item and all it holds, each with its reason.
    pub(crate) fn allow(&mut self) {
        let doc = "Warnings that are silenced for this and all it holds, each with its reason.";
        let reasons = self.optional::<Reasons>("allow", doc);
        for Named { name, value } in reasons.map(|reasons| reasons.0).unwrap_or_default() {
            let lints = || Code::lints().map(Code::name);
            let Some(code) = Code::lints().find(|code| code.name() == name.value) else {
                let names: Vec<String> = lints().collect();
                let names = || names.iter().map(String::as_str);
                let message = format!("no warning is called `{}`", shortened(&name.value));
                self.sink.push(
                    Diagnostic::error(Code::UnknownKey, &name.place, message)
                        .did_you_mean_or(nearest(&name.value, names()), || {
                            format!("warnings are {}", one_of(names()))
                        }),
                );
                continue;
            };
            if value.value.trim().is_empty() {
                let message = format!("a reason is missing why `{}` is allowed", name.value);
                self.sink.push(
                    Diagnostic::error(Code::WrongValue, &name.place, message)
                        .help("say in a few words why it is right here"),
                );
            }
            let (owner, place) = (&self.node.owner, &self.node.place);
            let span = owner.span.start.min(place.span.start)..place.span.end;
            self.sink.allow(Allow {
                code,
                place: name.place,
                within: Place::new(&place.file, span),
            });
        }
    }

    /// Reports the keys that were never asked for, and those that are missing.
    pub(super) fn finish(mut self) {
        for (key, entry) in self.entries.into_iter().flatten() {
            if self.asked.contains(&key.as_str()) {
                continue;
            }
            let free = || {
                let asked = self.asked.iter().copied();
                asked.filter(|key| self.key_place(key).is_none())
            };
            let meant = nearest(key, free()).and_then(|meant| free().find(|key| *key == meant));
            let free_ones = || format!("{} may also have {}", self.what, one_of(free()));
            let message = format!("{} has no key `{}`", self.what, shortened(key));
            self.sink.push(
                Diagnostic::error(Code::UnknownKey, &entry.key, message)
                    .did_you_mean_or(meant, free_ones),
            );
            if let Some(meant) = meant {
                self.sink.mark_misspelt(&entry.key, meant);
                self.missing.retain(|missing| *missing != meant);
                self.missing_one.retain(|(keys, _)| !keys.contains(&meant));
                if DECLARING.contains(&meant) {
                    self.sink.mark_lossy(&entry.key.file);
                }
            }
        }
        if self.usable {
            self.report_missing();
            for (_, finding) in self.missing_one {
                self.sink.push(finding);
            }
        }
    }

    fn report_missing(&self) {
        // A short map in braces shows best what is missing in it, a block its name.
        let place = match self.node.place.text().starts_with('{') {
            true => &self.node.place,
            false => &self.node.owner,
        };
        for key in &self.missing {
            let message = format!("{} needs `{key}:`", self.what);
            let diagnostic = Diagnostic::error(Code::MissingKey, place, message);
            self.sink.push(match example(self.what, key) {
                Some((example, edit)) => {
                    let edit = edit.then(|| self.inserted(example)).flatten();
                    diagnostic.try_fix(format!("write `{example}`"), edit)
                }
                None => diagnostic,
            });
        }
    }

    /// How an entry gets into the map.
    fn inserted(&self, entry: &str) -> Option<Edit> {
        let owner = &self.node.owner;
        // The owner of a whole document is its first key.
        match self.node.place.span.contains(&owner.span.start) {
            true => Edit::after(owner, entry),
            false => Edit::below(owner, entry),
        }
    }
}

/// What a key that must be there can look like, and whether that can be written as it stands.
fn example(what: &str, key: &str) -> Option<(&'static str, bool)> {
    let found = EXAMPLES.iter().find(|(whose, example, _)| {
        example.split(':').next() == Some(key) && (whose.is_empty() || *whose == what)
    });
    found.map(|(_, example, edit)| (*example, *edit))
}

/// Of what, or of anything; the entry; whether it can be written as it stands.
const EXAMPLES: &[(&str, &str, bool)] = &[
    ("", "alternatives: { Number: long, Text: string }", false),
    ("", "api: shop", false),
    (
        "",
        "bases: { rest: { path: /rest, projection: projection } }",
        false,
    ),
    ("", "by_urn: { person: Person }", false),
    ("", "count: 100", true),
    ("", "create: create", true),
    ("", "default: \"202501\"", false),
    (
        "",
        "endpoints: { token: \"https://www.example.org/oauth/token\" }",
        false,
    ),
    ("", "field: status", false),
    ("", "fields: { id: { type: long, doc: … } }", false),
    ("", "header: X-Version", false),
    ("", "host: https://api.example.com", false),
    ("", "id: string", true),
    ("", "kind: collection", true),
    ("", "kinds: [person, organization]", false),
    ("", "members: { person: { type: Person, doc: … } }", false),
    ("a base", "path: /rest", false),
    ("a mount", "path: members/me/books", false),
    ("", "means: duplicate", true),
    ("", "poll: get", true),
    ("a base", "projection: projection", true),
    ("a task", "projection: (status,result~)", false),
    ("", "resource: people", false),
    ("", "result: result", false),
    ("", "size: 16", true),
    ("a service error", "status: 404", false),
    (
        "a task",
        "status: { field: status, succeeded: [DONE], failed: [FAILED] }",
        false,
    ),
    ("", "style: offset", true),
    ("", "succeeded: [DONE]", false),
    ("", "symbols: { ACTIVE: { doc: … } }", false),
    (
        "`endpoints`",
        "token: https://www.example.org/oauth/token",
        false,
    ),
    ("", "type: string", true),
];

/// Keys below which names are declared that other files use.
const DECLARING: &[&str] = &[
    "bases", "enums", "fixed", "groups", "kinds", "records", "resource", "scopes", "sets",
    "shapes", "typerefs", "unions",
];

/// Reasons by the names of warnings.
struct Reasons(Vec<Named<Spanned<String>>>);

impl Read for Reasons {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        Vec::read(node, sink).map(Self)
    }

    fn describe(out: &mut Describer) -> Json {
        out.define("allow", |_| {
            let mut reasons = describe::named(json!(false));
            for lint in Code::lints() {
                let mut reason = json!({ "type": "string", "pattern": r"\S" });
                describe::document(&mut reason, lint.title());
                reasons["properties"][lint.name()] = reason;
            }
            reasons
        })
    }
}
