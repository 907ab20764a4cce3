//! Documentation and permissions as written; they stand in every kind of document.

use serde_json::Value as Json;

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::model::Docs;
use crate::source::Place;
use crate::syntax::describe::{Describer, Naming};
use crate::syntax::map_reader::MapReader;
use crate::syntax::reader::{Keyed, Read, wrong_shape};
use crate::syntax::tree::{Node, NodeKind, Spanned};
use crate::syntax::values::Keyword;

/// Documentation, with the place of its link for the checks that need it.
#[derive(Clone, Debug, Default)]
pub(crate) struct DocsSyntax {
    pub(crate) docs: Docs,
    pub(crate) link: Option<Place>,
}

impl DocsSyntax {
    /// The long form, `docs: {summary, details, link, deprecated, evidence}`. What has documentation can have
    /// warnings that are silenced.
    pub(crate) fn long(map: &mut MapReader<'_>) -> Self {
        map.allow();
        map.optional("docs", "What it is, for the documentation of the client.")
            .unwrap_or_default()
    }

    /// The short form of fields and symbols: `doc: …`, `deprecated: …` and `evidence: …`.
    pub(crate) fn short(map: &mut MapReader<'_>) -> Self {
        map.allow();
        let summary = map.optional("doc", "What it is, in one sentence of Markdown.");
        let deprecated = map.optional::<Deprecated>("deprecated", DEPRECATED);
        Self {
            docs: Docs {
                summary,
                deprecated: deprecated.and_then(|deprecated| deprecated.0),
                thin_evidence: thin_evidence(map),
                ..Docs::default()
            },
            link: None,
        }
    }
}

/// What is said about the key of both forms.
const DEPRECATED: &str = "What to use instead: callers get a compiler warning with this text. \
                          `true` where there is nothing to say.";

impl Keyed for DocsSyntax {
    const WHAT: &'static str = "a documentation";

    fn keys(map: &mut MapReader<'_>) -> Self {
        let summary = map.optional("summary", "One sentence, shown in lists.");
        let details = map.optional("details", "More sentences, as Markdown.");
        let link =
            map.optional::<Spanned<String>>("link", "A path below `docs_base`, or a full URL.");
        let deprecated = map.optional::<Deprecated>("deprecated", DEPRECATED);
        let thin_evidence = thin_evidence(map);
        Self {
            link: link.as_ref().map(|link| link.place.clone()),
            docs: Docs {
                summary,
                details,
                link: link.map(|link| link.value),
                deprecated: deprecated.and_then(|deprecated| deprecated.0),
                thin_evidence,
            },
        }
    }
}

/// How well the schema knows what it says; what is well known needs no word.
#[derive(Clone, Copy, Debug)]
enum Evidence {
    Thin,
}

impl Keyword for Evidence {
    const WORDS: &[(&str, Self, &str)] = &[(
        "thin",
        Self::Thin,
        "The documents contradict each other, or only mention it.",
    )];
}

/// Whether an item says that little is known of it.
pub(super) fn thin_evidence(map: &mut MapReader<'_>) -> bool {
    let what = "How well founded the item is, where it is not well founded. Said in the \
                documentation of the client and by `gen --report`.";
    let evidence = map.optional::<Spanned<Evidence>>("evidence", what);
    matches!(evidence, Some(evidence) if matches!(evidence.value, Evidence::Thin))
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

    fn describe(out: &mut Describer) -> Json {
        out.text()
    }
}

/// `{any: […]}` or `{all: […]}`.
#[derive(Clone, Debug)]
pub(crate) struct PermissionsSyntax {
    pub(crate) any: Vec<Spanned<String>>,
    pub(crate) all: Vec<Spanned<String>>,
}

impl Keyed for PermissionsSyntax {
    const WHAT: &'static str = "`permissions`";

    fn keys(map: &mut MapReader<'_>) -> Self {
        let any =
            map.naming(Naming::Scope)
                .filled("any", "scope", "Scopes of which one is enough.");
        let all = map
            .naming(Naming::Scope)
            .filled("all", "scope", "Scopes that are all needed.");
        map.exclusive(&["any", "all"]);
        if map.needs_one(&["any", "all"]) {
            let message = "`permissions` needs `any:` or `all:`";
            let finding = Diagnostic::error(Code::MissingKey, map.owner(), message)
                .help("write `permissions: { any: [name, other] }`");
            map.lacks_one(&["any", "all"], finding);
        }
        Self {
            any: any.unwrap_or_default(),
            all: all.unwrap_or_default(),
        }
    }
}
