//! Documentation and permissions as written; they stand in every kind of document.

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::model::Docs;
use crate::source::Place;
use crate::syntax::reader::{MapReader, Read, wrong_shape};
use crate::syntax::tree::{Node, NodeKind, Spanned};

/// Documentation, with the place of its link for the checks that need it.
#[derive(Clone, Debug, Default)]
pub(crate) struct DocsSyntax {
    pub(crate) docs: Docs,
    pub(crate) link: Option<Place>,
}

impl DocsSyntax {
    /// The long form, `docs: {summary, details, link, deprecated}`. What has documentation can have
    /// warnings that are silenced.
    pub(crate) fn long(map: &mut MapReader<'_>) -> Self {
        map.allow();
        map.optional("docs").unwrap_or_default()
    }

    /// The short form of fields and symbols: `doc: …` and `deprecated: …`.
    pub(crate) fn short(map: &mut MapReader<'_>) -> Self {
        map.allow();
        let summary = map.optional("doc");
        let deprecated = map.optional::<Deprecated>("deprecated");
        Self {
            docs: Docs {
                summary,
                deprecated: deprecated.and_then(|deprecated| deprecated.0),
                ..Docs::default()
            },
            link: None,
        }
    }
}

impl Read for DocsSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a documentation", sink);
        let summary = map.optional("summary");
        let details = map.optional("details");
        let link = map.optional::<Spanned<String>>("link");
        let deprecated = map.optional::<Deprecated>("deprecated");
        map.finish();
        Some(Self {
            link: link.as_ref().map(|link| link.place.clone()),
            docs: Docs {
                summary,
                details,
                link: link.map(|link| link.value),
                deprecated: deprecated.and_then(|deprecated| deprecated.0),
            },
        })
    }
}

/// What to do instead, or `true` where there is nothing to say.
struct Deprecated(Option<String>);

impl Read for Deprecated {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        match &node.kind {
            NodeKind::Scalar { text, plain: true } if text == "false" => Some(Self(None)),
            NodeKind::Scalar { text, plain: true } if text == "true" => {
                Some(Self(Some(String::new())))
            }
            NodeKind::Scalar { text, .. } => Some(Self(Some(text.clone()))),
            _ => {
                wrong_shape(node, "a text that says what to do instead, or `true`", sink);
                None
            }
        }
    }
}

/// `{any: […]}` or `{all: […]}`.
#[derive(Clone, Debug)]
pub(crate) struct PermissionsSyntax {
    pub(crate) any: Vec<Spanned<String>>,
    pub(crate) all: Vec<Spanned<String>>,
}

impl Read for PermissionsSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "`permissions`", sink);
        let any = map.optional::<Vec<Spanned<String>>>("any");
        let all = map.optional::<Vec<Spanned<String>>>("all");
        let (any_at, all_at) = (map.key_place("any"), map.key_place("all"));
        match (any_at, all_at) {
            (Some(any), Some(all)) => sink.push(
                Diagnostic::error(Code::KeyConflict, all, "`any` and `all` exclude each other")
                    .also(any, "first"),
            ),
            (None, None) if matches!(node.kind, NodeKind::Map(_) | NodeKind::Null) => {
                sink.push(Diagnostic::error(
                    Code::MissingKey,
                    &node.owner,
                    "`permissions` needs `any:` or `all:`",
                ))
            }
            _ => {}
        }
        for (list, place) in [(&any, any_at), (&all, all_at)] {
            if let (Some(list), Some(place)) = (list, place)
                && list.is_empty()
            {
                let message = "a list of permissions cannot be empty";
                sink.push(Diagnostic::error(Code::WrongValue, place, message));
            }
        }
        map.finish();
        Some(Self {
            any: any.unwrap_or_default(),
            all: all.unwrap_or_default(),
        })
    }
}
