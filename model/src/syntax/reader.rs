//! Small readers that turn nodes into what the language means, and report the rest.
//!
//! A map is read by asking for its keys; the keys that nobody asked for are the unknown ones, so
//! that the list of known keys can never differ from what is read.

use indexmap::IndexMap;

use crate::diagnostics::{Allow, Code, Diagnostic, Sink, nearest, one_of};
use crate::source::Place;
use crate::syntax::tree::{Entry, Node, NodeKind, Spanned};

/// What can be read from a node. `None` means that the reason has been reported.
pub(crate) trait Read: Sized {
    fn read(node: &Node, sink: &Sink) -> Option<Self>;
}

/// A name and what it stands for.
#[derive(Debug)]
pub(crate) struct Named<T> {
    pub(crate) name: Spanned<String>,
    pub(crate) value: T,
}

/// Reports that a node is not what it should be.
pub(crate) fn wrong_shape(node: &Node, expected: &str, sink: &Sink) {
    if matches!(node.kind, NodeKind::Refused) {
        return;
    }
    let place = match node.kind {
        NodeKind::Null if node.place.span.is_empty() => &node.owner,
        _ => &node.place,
    };
    let message = format!("expected {expected}, found {}", node.shape());
    sink.push(Diagnostic::error(Code::WrongShape, place, message));
}

impl Read for Spanned<String> {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        match &node.kind {
            NodeKind::Scalar { text, .. } => Some(Self::new(text.clone(), node.place.clone())),
            _ => {
                wrong_shape(node, "a text", sink);
                None
            }
        }
    }
}

impl Read for String {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        Spanned::<String>::read(node, sink).map(|text| text.value)
    }
}

impl Read for Spanned<bool> {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let value = match &node.kind {
            NodeKind::Scalar { text, plain: true } if text == "true" => true,
            NodeKind::Scalar { text, plain: true } if text == "false" => false,
            _ => {
                wrong_value(node, "`true` or `false`", None, sink);
                return None;
            }
        };
        Some(Self::new(value, node.place.clone()))
    }
}

impl Read for Spanned<u32> {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        if let NodeKind::Scalar { text, plain: true } = &node.kind
            && text.bytes().all(|b| b.is_ascii_digit())
            && let Ok(value) = text.parse()
        {
            return Some(Self::new(value, node.place.clone()));
        }
        wrong_value(node, "a whole number", None, sink);
        None
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        match &node.kind {
            NodeKind::Seq(items) => Some(
                items
                    .iter()
                    .filter_map(|item| T::read(item, sink))
                    .collect(),
            ),
            _ => {
                wrong_shape(node, "a list", sink);
                None
            }
        }
    }
}

/// Values that are one of a few words.
pub(crate) trait Keyword: Copy + 'static {
    /// The words and what they mean.
    const WORDS: &[(&str, Self)];
}

impl<K: Keyword> Read for Spanned<K> {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let words = || K::WORDS.iter().map(|(word, _)| *word);
        if let NodeKind::Scalar { text, .. } = &node.kind {
            if let Some((_, value)) = K::WORDS.iter().find(|(word, _)| word == text) {
                return Some(Self::new(*value, node.place.clone()));
            }
            wrong_value(node, &one_of(words()), nearest(text, words()), sink);
        } else {
            wrong_shape(node, &one_of(words()), sink);
        }
        None
    }
}

fn wrong_value(node: &Node, expected: &str, meant: Option<&str>, sink: &Sink) {
    match &node.kind {
        NodeKind::Scalar { text, .. } => sink.push(
            Diagnostic::error(
                Code::WrongValue,
                &node.place,
                format!("expected {expected}, found `{}`", shortened(text)),
            )
            .did_you_mean(meant),
        ),
        _ => wrong_shape(node, expected, sink),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Reports a type that stands where keys with values should be, and how to write it.
///
/// A field or parameter could be as short as its type, but then nothing would say what it is for.
pub(crate) fn refuse_bare_type(node: &Node, what: &str, sink: &Sink) -> bool {
    let NodeKind::Scalar { text, .. } = &node.kind else {
        return false;
    };
    let message = format!("expected {what}, as keys with values; found a text");
    let quoted = format!("\"{text}\"");
    let written = if text.contains(['{', '[']) {
        &quoted
    } else {
        text
    };
    sink.push(
        Diagnostic::error(Code::WrongShape, &node.place, message).help(format!(
            "write `{{ type: {}, doc: … }}`",
            shortened(written)
        )),
    );
    true
}

/// Reads a map key by key.
pub(crate) struct MapReader<'n> {
    what: &'static str,
    node: &'n Node,
    entries: Option<&'n IndexMap<String, Entry>>,
    /// Whether missing keys are worth a word: not if there is no map at all.
    usable: bool,
    asked: Vec<&'static str>,
    missing: Vec<&'static str>,
    pub(crate) sink: &'n Sink,
}

impl<'n> MapReader<'n> {
    /// Begins to read a node that should be a map; `what` is its name in messages, such as
    /// `a record`. Nothing at all counts as an empty map.
    pub(crate) fn open(node: &'n Node, what: &'static str, sink: &'n Sink) -> Self {
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
            sink,
        }
    }

    /// The entry of a key.
    pub(crate) fn entry(&mut self, key: &'static str) -> Option<&'n Entry> {
        self.asked.push(key);
        self.entries?.get(key)
    }

    /// The place of a key, if it is written.
    pub(crate) fn key_place(&self, key: &str) -> Option<&'n Place> {
        Some(&self.entries?.get(key)?.key)
    }

    /// A value that may be left away.
    pub(crate) fn optional<T: Read>(&mut self, key: &'static str) -> Option<T> {
        let entry = self.entry(key)?;
        T::read(&entry.value, self.sink)
    }

    /// A value that must be there.
    pub(crate) fn required<T: Read>(&mut self, key: &'static str) -> Option<T> {
        match self.entry(key) {
            Some(entry) => T::read(&entry.value, self.sink),
            None => {
                self.missing.push(key);
                None
            }
        }
    }

    /// A list or map that must be there and hold something; `item` is what it holds.
    pub(crate) fn some<T>(&mut self, key: &'static str, item: &str) -> Vec<T>
    where
        Vec<T>: Read,
    {
        let Some(read) = self.required::<Vec<T>>(key) else {
            return Vec::new();
        };
        let is_empty = match self.entries.and_then(|entries| entries.get(key)) {
            Some(entry) => match &entry.value.kind {
                NodeKind::Seq(items) => items.is_empty(),
                NodeKind::Map(entries) => entries.is_empty(),
                _ => true,
            },
            None => false,
        };
        if is_empty {
            let message = format!("{} needs at least one {item}", self.what);
            self.sink
                .push(Diagnostic::error(Code::Empty, &self.node.owner, message));
        }
        read
    }

    /// A flag, false if it is left away.
    pub(crate) fn flag(&mut self, key: &'static str) -> bool {
        self.optional::<Spanned<bool>>(key)
            .is_some_and(|flag| flag.value)
    }

    /// A map of names that the schema makes up; empty if it is left away.
    pub(crate) fn named<T: Read>(&mut self, key: &'static str) -> Vec<Named<T>> {
        self.optional(key).unwrap_or_default()
    }

    /// Reads which warnings are silenced for this item and all it holds, each with its reason.
    pub(crate) fn allow(&mut self) {
        for Named { name, value } in self.named::<Spanned<String>>("allow") {
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
    pub(crate) fn finish(mut self) {
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
                if DECLARING.contains(&meant) {
                    self.sink.mark_lossy(&entry.key.file);
                }
            }
        }
        if self.usable {
            self.report_missing();
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
            self.sink
                .push(Diagnostic::error(Code::MissingKey, place, message));
        }
    }
}

/// Keys below which names are declared that other files use.
const DECLARING: &[&str] = &[
    "bases", "enums", "fixed", "groups", "kinds", "records", "resource", "scopes", "sets",
    "shapes", "typerefs", "unions",
];

impl<T: Read> Read for Vec<Named<T>> {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let entries = match &node.kind {
            NodeKind::Map(entries) => entries,
            NodeKind::Null => return Some(Vec::new()),
            NodeKind::Seq(items) if items.is_empty() => return Some(Vec::new()),
            _ => {
                wrong_shape(node, "names with values", sink);
                sink.mark_lossy(&node.place.file);
                return None;
            }
        };
        let named = entries.iter().filter_map(|(name, entry)| {
            Some(Named {
                name: Spanned::new(name.clone(), entry.key.clone()),
                value: T::read(&entry.value, sink)?,
            })
        });
        Some(named.collect())
    }
}
