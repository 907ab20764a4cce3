//! What turns nodes into what the language means, and reports the rest.
//!
//! By the same functions that read a file editors are told what it may hold, so that the two can
//! never differ: see [`crate::syntax::describe`].

use serde_json::Value as Json;

use crate::diagnostics::{Code, Diagnostic, Edit, Sink};
use crate::syntax::describe::{self, Describer};
use crate::syntax::map_reader::MapReader;
use crate::syntax::tree::{Node, NodeKind, Spanned};
use crate::syntax::values::shortened;

/// What can be read from a node.
pub(crate) trait Read: Sized {
    /// Reads it. `None` means that the reason has been reported.
    fn read(node: &Node, sink: &Sink) -> Option<Self>;

    /// The JSON Schema of the nodes that can be read.
    fn describe(out: &mut Describer) -> Json;
}

/// What is written as keys with values.
pub(crate) trait Keyed: Sized {
    /// What it is called in messages, such as `a record`.
    const WHAT: &'static str;

    /// Asks for its keys; those that nobody asks for are refused.
    fn keys(map: &mut MapReader<'_>) -> Self;

    /// Whether the node is a common mistake, which has been reported.
    fn refuses(_node: &Node, _sink: &Sink) -> bool {
        false
    }
}

impl<T: Keyed> Read for T {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        (!T::refuses(node, sink)).then(|| read_map(node, T::WHAT, sink, T::keys))
    }

    fn describe(out: &mut Describer) -> Json {
        out.keyed(T::WHAT, T::keys)
    }
}

/// Reads a node that should be a map; `what` is its name in messages, such as `a record`.
/// Nothing at all counts as an empty map.
pub(crate) fn read_map<T>(
    node: &Node,
    what: &'static str,
    sink: &Sink,
    keys: impl FnOnce(&mut MapReader<'_>) -> T,
) -> T {
    let mut map = MapReader::open(node, what, sink);
    let read = keys(&mut map);
    map.finish();
    read
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
    let diagnostic = Diagnostic::error(Code::WrongShape, place, message);
    let one_line = !node.place.text().contains('\n');
    sink.push(match (&node.kind, expected) {
        (NodeKind::Scalar { .. }, "a list") if one_line => {
            let list = format!("[{}]", node.place.text());
            diagnostic.help_with(format!("write `{list}`"), vec![Edit::new(place, list)])
        }
        (NodeKind::Seq(_), "a field, as keys with values" | "a parameter, as keys with values")
            if one_line && !node.place.text().contains('"') =>
        {
            let typed = format!("{{ type: \"{}\" }}", node.place.text());
            diagnostic.help_with(format!("write `{typed}`"), vec![Edit::new(place, typed)])
        }
        (NodeKind::Seq(items), _) => match items.as_slice() {
            [item]
                if one_line
                    && matches!(item.kind, NodeKind::Scalar { .. })
                    && !expected.ends_with("with values") =>
            {
                let alone = item.place.text();
                diagnostic.help_with(
                    format!("write `{alone}` without the brackets"),
                    vec![Edit::new(place, alone)],
                )
            }
            _ => diagnostic.help("write `name: value` for each, without brackets or `-`"),
        },
        (NodeKind::Map(_), "a list") => {
            diagnostic.help("write `[a, b]`, or each on a line with `- `")
        }
        (NodeKind::Map(_), _) => diagnostic.help("write a single value behind the `:`"),
        (NodeKind::Null, _) => {
            diagnostic.remove("write it behind the `:`, or remove the key", place)
        }
        _ => diagnostic.help("write `key: value`, as `{ key: value }` or on lines indented below"),
    });
}

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

    fn describe(out: &mut Describer) -> Json {
        describe::named(T::describe(out))
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
        Diagnostic::error(Code::WrongShape, &node.place, message).help_with(
            format!("write `{{ type: {}, doc: … }}`", shortened(written)),
            vec![Edit::new(&node.place, format!("{{ type: {written} }}"))],
        ),
    );
    true
}
