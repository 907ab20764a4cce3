//! YAML as a tree of nodes with places.
//!
//! The parser's events are folded into a small tree of our own, because a deserialiser stops at
//! the first mistake of a file and hides anchors and tags, while a tree lets every reader go on.

use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, Span};
use indexmap::IndexMap;
use indexmap::map::Entry as Slot;

use crate::diagnostics::{Code, Diagnostic, Edit, Sink};
use crate::source::{Place, SourceFile};
use crate::syntax::yaml_error;

/// Deeper nesting is refused; the language itself needs about ten levels.
const MAX_DEPTH: usize = 64;
/// Files with more values are refused.
const MAX_NODES: usize = 250_000;

/// Something with the place it was written at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

impl<T> Spanned<T> {
    pub(crate) fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }
}

/// A value of the document.
#[derive(Debug)]
pub(crate) struct Node {
    /// Where it is written.
    pub(crate) place: Place,
    /// The key that it stands under, where something missing in it is best reported; of a whole
    /// document its first key.
    pub(crate) owner: Place,
    pub(crate) kind: NodeKind,
}

#[derive(Debug)]
pub(crate) enum NodeKind {
    /// Nothing written, `~` or `null`.
    Null,
    /// Text; `plain` if it stands without quotes.
    Scalar { text: String, plain: bool },
    /// A list.
    Seq(Vec<Node>),
    /// Keys and values, in the order of the file.
    Map(IndexMap<String, Entry>),
    /// Refused and reported already.
    Refused,
}

/// A key and its value.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) key: Place,
    pub(crate) value: Node,
}

impl Node {
    /// What it is, in words.
    pub(crate) fn shape(&self) -> &'static str {
        match &self.kind {
            NodeKind::Null => "nothing",
            NodeKind::Scalar { .. } => "a text",
            NodeKind::Seq(_) => "a list",
            NodeKind::Map(_) => "keys with values",
            NodeKind::Refused => "something else",
        }
    }
}

/// A file as a tree.
pub(crate) struct Tree {
    /// The document; nothing if it is empty.
    pub(crate) root: Option<Node>,
    /// Whether it could be read to its end.
    pub(crate) complete: bool,
}

/// Reads one file. What was read before an error is kept, so that the names in it are known.
pub(crate) fn parse(file: &Arc<SourceFile>, sink: &Sink) -> Tree {
    let mut options = granit_parser::options! {
        strict_indentation: true,
        disallow_directives: true,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    options.set_emit_comments(false);
    let mut builder = Builder {
        file,
        sink,
        open: Vec::new(),
        root: None,
        documents: 0,
        nodes: 0,
    };
    let mut complete = true;
    for event in Parser::new_from_str_with_options(file.text(), options) {
        let go_on = match event {
            Ok((event, span)) => builder.event(event, &span),
            Err(error) => {
                sink.push(yaml_error::explain(file, &error, builder.open_bracket()));
                Err(Stop)
            }
        };
        if go_on.is_err() {
            complete = false;
            break;
        }
    }
    Tree {
        root: builder.finish(),
        complete,
    }
}

/// Reading cannot go on; the reason has been reported.
struct Stop;

struct Builder<'a> {
    file: &'a Arc<SourceFile>,
    sink: &'a Sink,
    open: Vec<Frame>,
    root: Option<Node>,
    documents: usize,
    nodes: usize,
}

/// A list or map that is not closed yet.
struct Frame {
    place: Place,
    items: Items,
}

enum Items {
    Seq(Vec<Node>),
    Map(IndexMap<String, Entry>, Key),
}

/// What is known of the key whose value comes next.
enum Key {
    Awaited,
    Text(String, Place),
    Refused,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: &Span) -> Result<(), Stop> {
        let place = self.place(span);
        if event.is_node() {
            self.count(&place)?;
        }
        if let Some(tag) = span.tag_span() {
            let place = self.place(&tag);
            self.refuse(
                Code::Tag,
                &place,
                "tags are not part of the schema language",
            );
        }
        match event {
            Event::DocumentStart(..) => return self.document(&place),
            Event::Scalar(text, style, ..) => {
                let plain = style == ScalarStyle::Plain;
                let kind = match &*text {
                    "" | "~" | "null" if plain => NodeKind::Null,
                    _ => NodeKind::Scalar {
                        text: text.into_owned(),
                        plain,
                    },
                };
                self.attach(place, kind);
            }
            Event::SequenceStart(..) => self.open.push(Frame {
                place,
                items: Items::Seq(Vec::new()),
            }),
            Event::MappingStart(..) => self.open.push(Frame {
                place,
                items: Items::Map(IndexMap::new(), Key::Awaited),
            }),
            Event::SequenceEnd | Event::MappingEnd => self.close(&place),
            Event::Anchor(..) => {
                let message = "anchors are not part of the schema language";
                self.refuse(Code::Anchor, &place, message);
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let message = "aliases are not part of the schema language";
                self.refuse(Code::Anchor, &place, message);
                self.attach(place, NodeKind::Refused);
            }
            _ => {}
        }
        Ok(())
    }

    fn place(&self, span: &Span) -> Place {
        Place::new(self.file, span.byte_range().unwrap_or_default())
    }

    fn refuse(&self, code: Code, place: &Place, message: &str) {
        let help = match code {
            Code::Anchor => "write the value out, or give it a name of its own and refer to that",
            Code::Tag => "leave the tag away; the language knows what each value is",
            _ => "leave it away",
        };
        let diagnostic = Diagnostic::error(code, place, message).help(help);
        self.sink.push(diagnostic);
    }

    fn count(&mut self, place: &Place) -> Result<(), Stop> {
        self.nodes += 1;
        if self.nodes <= MAX_NODES {
            return Ok(());
        }
        self.sink.push(
            Diagnostic::error(Code::TooMuch, place, "too many values in one file")
                .note(format!("a file may hold {MAX_NODES} values"))
                .help("split the file"),
        );
        Err(Stop)
    }

    fn document(&mut self, place: &Place) -> Result<(), Stop> {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        self.sink.push(
            Diagnostic::error(Code::SecondDocument, place, "a second document in one file")
                .label("what follows is not read")
                .help("put it into a file of its own, or remove the `---`"),
        );
        Err(Stop)
    }

    fn close(&mut self, end: &Place) {
        let Some(frame) = self.open.pop() else {
            return;
        };
        let span = frame.place.span.start..end.span.end;
        let place = Place::new(self.file, span);
        match frame.items {
            Items::Seq(items) => self.attach(place, NodeKind::Seq(items)),
            Items::Map(entries, _) => self.attach(place, NodeKind::Map(entries)),
        }
    }

    fn attach(&mut self, place: Place, kind: NodeKind) {
        let node = |owner: Place, place: Place, kind| Node { owner, place, kind };
        match self.open.last_mut().map(|frame| &mut frame.items) {
            None => {
                let owner = match &kind {
                    NodeKind::Map(entries) => entries.values().next().map(|entry| &entry.key),
                    _ => None,
                };
                let owner = owner.cloned().unwrap_or_else(|| place.clone());
                self.root = Some(node(owner, place, kind));
            }
            Some(Items::Seq(items)) => items.push(node(place.clone(), place, kind)),
            Some(Items::Map(entries, key)) => match std::mem::replace(key, Key::Awaited) {
                Key::Awaited => *key = as_key(place, kind, self.sink),
                Key::Refused => {}
                Key::Text(text, at) => {
                    let value = node(at.clone(), place, kind);
                    insert(entries, text, at, value, self.sink);
                }
            },
        }
    }

    /// The innermost bracket that is open.
    fn open_bracket(&self) -> Option<&Place> {
        let place = &self.open.last()?.place;
        place.text().starts_with(['{', '[']).then_some(place)
    }

    /// Closes what an error has left open.
    fn finish(mut self) -> Option<Node> {
        let end = self.file.text().len();
        let end = Place::new(self.file, end..end);
        while !self.open.is_empty() {
            self.close(&end);
        }
        self.root
    }
}

fn as_key(place: Place, kind: NodeKind, sink: &Sink) -> Key {
    match kind {
        NodeKind::Scalar { text, plain: true } if text == "<<" => {
            sink.push(
                Diagnostic::error(
                    Code::MergeKey,
                    &place,
                    "merge keys are not part of the schema language",
                )
                .help("write the keys out; a record takes over fields with `includes:`"),
            );
            Key::Refused
        }
        NodeKind::Scalar { text, .. } => Key::Text(text, place),
        NodeKind::Null if place.text() == "null" => Key::Text("null".to_owned(), place),
        NodeKind::Refused => Key::Refused,
        NodeKind::Null | NodeKind::Seq(_) | NodeKind::Map(_) => {
            let message = "a key must be a text";
            let diagnostic = Diagnostic::error(Code::KeyShape, &place, message);
            let text = place.text();
            sink.push(match text.is_empty() || text.contains(['"', '\n']) {
                true => diagnostic.help("write a name in front of the `:`"),
                false => {
                    let quoted = format!("\"{text}\"");
                    let edit = Edit::new(&place, quoted);
                    diagnostic.help_with("put it in quotes", vec![edit])
                }
            });
            Key::Refused
        }
    }
}

fn insert(
    entries: &mut IndexMap<String, Entry>,
    text: String,
    key: Place,
    value: Node,
    sink: &Sink,
) {
    match entries.entry(text) {
        Slot::Vacant(slot) => {
            slot.insert(Entry { key, value });
        }
        Slot::Occupied(first) => {
            let name = first.key();
            let line = first.get().key.line_column().0;
            sink.push(
                Diagnostic::error(
                    Code::DuplicateKey,
                    &key,
                    format!("`{name}` is written twice"),
                )
                .label("second")
                .also(&first.get().key, "first")
                .remove(format!("remove one; the first is on line {line}"), &key),
            );
        }
    }
}
