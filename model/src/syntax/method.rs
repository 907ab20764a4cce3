//! The methods of a resource: Rest.li methods, finders, actions, plain calls.
//!
//! All of them are read by one reader, because they share most keys; which key fits which method
//! is checked later, where the message can name the method.

use serde_json::{Value as Json, json};

use crate::diagnostics::{Code, Diagnostic, Sink, nearest, one_of};
use crate::model::{Format, PagingStyle, ProjectionSpelling, RestMethod, Verb};
use crate::syntax::byte_size::ByteSize;
use crate::syntax::describe::{self, Describer, Naming, either};
use crate::syntax::docs::{DocsSyntax, PermissionsSyntax};
use crate::syntax::map_reader::MapReader;
use crate::syntax::reader::{Keyed, Named, Read, read_map, refuse_bare_type, wrong_shape};
use crate::syntax::tree::{Node, NodeKind, Spanned};
use crate::syntax::type_expr::TypeExpr;
use crate::syntax::types::FORMAT;
use crate::syntax::values::Keyword;

/// The methods, in the order of the model.
#[derive(Debug, Default)]
pub(crate) struct MethodsSyntax(pub(crate) Vec<(RestMethod, Named<MethodSyntax>)>);

/// One method.
#[derive(Debug)]
pub(crate) struct MethodSyntax {
    /// Whether an action is one on an entity.
    pub(crate) of_entity: bool,
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) verb: Option<Spanned<Verb>>,
    /// Whether there is such a call for each alternative key.
    pub(crate) alternative_keys: Option<Spanned<bool>>,
    pub(crate) assoc_keys: Option<Spanned<Vec<Spanned<String>>>>,
    pub(crate) batch_param: Option<Spanned<String>>,
    pub(crate) max_batch: Option<Spanned<MaxBatchSyntax>>,
    pub(crate) max_body: Option<ByteSize>,
    pub(crate) errors: Vec<Spanned<String>>,
    pub(crate) params: Vec<Named<ParamSyntax>>,
    pub(crate) headers: Vec<Named<ParamSyntax>>,
    pub(crate) body: Option<TypeExpr>,
    pub(crate) returns: Option<TypeExpr>,
    pub(crate) paging: Option<Spanned<PagingSyntax>>,
    pub(crate) metadata: Option<Spanned<String>>,
    pub(crate) projections: Option<Spanned<Vec<Spanned<ProjectionSpelling>>>>,
    pub(crate) decorates: Option<Spanned<bool>>,
    pub(crate) permissions: Option<PermissionsSyntax>,
    pub(crate) idempotent: Option<Spanned<bool>>,
    pub(crate) docs: DocsSyntax,
}

impl Keyword for RestMethod {
    const WORDS: &[(&str, Self, &str)] = &[
        ("get", Self::Get, "Reads an entity."),
        (
            "batch_get",
            Self::BatchGet,
            "Reads several entities by their keys.",
        ),
        ("get_all", Self::GetAll, "Reads all entities, page by page."),
        ("create", Self::Create, "Creates an entity."),
        (
            "batch_create",
            Self::BatchCreate,
            "Creates several entities.",
        ),
        ("update", Self::Update, "Replaces an entity."),
        (
            "batch_update",
            Self::BatchUpdate,
            "Replaces several entities.",
        ),
        (
            "partial_update",
            Self::PartialUpdate,
            "Changes parts of an entity by a patch.",
        ),
        (
            "batch_partial_update",
            Self::BatchPartialUpdate,
            "Changes parts of several entities.",
        ),
        ("delete", Self::Delete, "Deletes an entity."),
        (
            "batch_delete",
            Self::BatchDelete,
            "Deletes several entities.",
        ),
    ];
}

impl Keyword for Verb {
    const WORDS: &[(&str, Self, &str)] = &[
        ("GET", Self::Get, "Reads."),
        ("POST", Self::Post, "Sends a body; may not be repeated."),
        ("PUT", Self::Put, "Sends a body; may be repeated."),
        ("DELETE", Self::Delete, "Deletes."),
    ];
}

impl MethodsSyntax {
    /// Reads the keys that hold methods.
    pub(crate) fn keys(map: &mut MapReader<'_>) -> Self {
        let methods = map.optional(
            "methods",
            "Rest.li's methods of the resource, such as `get`; each takes the entity unless it \
             says otherwise.",
        );
        let mut methods: Self = methods.unwrap_or_default();
        for (key, rest, doc) in [
            (
                "finders",
                RestMethod::Finder,
                "Searches, by name: `search` is `find_by_search` in Rust.",
            ),
            (
                "batch_finders",
                RestMethod::BatchFinder,
                "Several searches in one call, by name: `like` is `batch_find_by_like` in Rust.",
            ),
            (
                "actions",
                RestMethod::Action,
                "Actions on the resource, by name.",
            ),
            (
                "entity_actions",
                RestMethod::Action,
                "Actions on one of its entities, by name.",
            ),
            (
                "calls",
                RestMethod::Plain,
                "Calls of a plain resource, which is not Rest.li's, by name.",
            ),
        ] {
            for mut method in map.named::<MethodSyntax>(key, doc) {
                method.value.of_entity = key == "entity_actions";
                methods.0.push((rest, method));
            }
        }
        methods
    }
}

impl Read for MethodsSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let named = Vec::<Named<MethodSyntax>>::read(node, sink)?;
        let methods = named
            .into_iter()
            .filter_map(|method| Some((rest_method(&method.name, sink)?, method)));
        Some(Self(methods.collect()))
    }

    fn describe(out: &mut Describer) -> Json {
        let mut methods = describe::named(json!(false));
        for (word, _, doc) in RestMethod::WORDS {
            let mut method = MethodSyntax::describe(out);
            describe::document(&mut method, doc);
            methods["properties"][word] = method;
        }
        methods
    }
}

fn rest_method(name: &Spanned<String>, sink: &Sink) -> Option<RestMethod> {
    let words = RestMethod::WORDS;
    if let Some((_, rest, _)) = words.iter().find(|(word, ..)| *word == name.value) {
        return Some(*rest);
    }
    let names = || words.iter().map(|(word, ..)| *word);
    let message = format!("`{}` is no Rest.li method", name.value);
    sink.push(
        Diagnostic::error(Code::UnknownKey, &name.place, message).did_you_mean_or(
            nearest(&name.value, names()),
            || {
                format!(
                    "methods are {}; finders and actions have their own keys",
                    one_of(names())
                )
            },
        ),
    );
    None
}

impl Keyed for MethodSyntax {
    const WHAT: &'static str = "a method";

    fn keys(map: &mut MapReader<'_>) -> Self {
        let method = Self {
            rust_name: map.rust_name(),
            of_entity: false,
            verb: map.optional("verb", "The HTTP method of a plain call."),
            alternative_keys: map.optional("alternative_keys", "Whether the call stands in the client once more for each alternative key; it \
            does unless this is `false`."),
            assoc_keys: list(map, "assoc_keys", "The parts of the association's key that the finder hangs on."),
            batch_param: map.optional("batch_param", "The parameter that lists the criteria of a batch finder."),
            max_batch: map.optional("max_batch", "How many keys or elements are allowed: `50` is advice, `{ count: 50, validated: \
            true }` a rule."),
            max_body: map.optional("max_body", "How many bytes the answer may have, where clients expect less: `64MiB`, or a \
            number."),
            errors: map.naming(Naming::ServiceError).optional("errors", "The service errors that the method may answer, added to those of the resource.").unwrap_or_default(),
            params: map.named("params", "The parameters. Required ones are arguments, others setters."),
            headers: map.named("headers", "The headers that the method takes, as parameters."),
            body: map.naming(Naming::Body).optional("body", "What is sent, where it is not the entity: a type, `empty` for an empty object, \
            `none` for no body."),
            returns: map.naming(Naming::Returns).optional("returns", "What is answered, where it is not the entity: a type, or `entity` where a write \
            may return it."),
            paging: map.optional("paging", "How pages are asked for: `{ style: offset }`, or `none` for a finder without \
            pages."),
            metadata: map.naming(Naming::Record).optional("metadata", "The record beside the elements."),
            projections: list(map, "projections", "The spellings of masks that the method takes, the default first; `[]` for none."),
            decorates: map.optional("decorates", "Whether URNs can be resolved by `~`, where it is not as the base says."),
            permissions: map.optional("permissions", "The scopes that the call needs, in place of those of the resource."),
            idempotent: map.optional("idempotent", "Whether the call may be repeated, where the method alone does not tell."),
            docs: DocsSyntax::long(map),
        };
        // What is written but cannot be read is not missing.
        for (key, read) in [
            ("verb", method.verb.is_some()),
            ("paging", method.paging.is_some()),
        ] {
            if let (Some(place), false) = (map.key_place(key), read) {
                map.sink.mark_misspelt(place, key);
            }
        }
        method
    }
}

fn list<T: Read>(map: &mut MapReader<'_>, key: &'static str, doc: &str) -> Option<Spanned<Vec<T>>> {
    let value = map.optional(key, doc)?;
    let place = map.key_place(key)?.clone();
    Some(Spanned::new(value, place))
}

/// How many keys or elements a call may have: a number, or the number and whether it is checked.
#[derive(Debug)]
pub(crate) struct MaxBatchSyntax {
    pub(crate) count: Option<Spanned<u32>>,
    pub(crate) validated: bool,
}

impl MaxBatchSyntax {
    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            count: map.required("count", "How many keys or elements are allowed."),
            validated: map.flag(
                "validated",
                "Whether the server refuses more, rather than advising against it.",
            ),
        }
    }
}

impl Read for Spanned<MaxBatchSyntax> {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let max = match node.kind {
            NodeKind::Scalar { .. } => MaxBatchSyntax {
                count: Some(Spanned::read(node, sink)?),
                validated: false,
            },
            _ => read_map(node, "`max_batch`", sink, MaxBatchSyntax::keys),
        };
        Some(Self::new(max, node.owner.clone()))
    }

    fn describe(out: &mut Describer) -> Json {
        either(
            Spanned::<u32>::describe(out),
            out.keyed("`max_batch`", MaxBatchSyntax::keys),
        )
    }
}

/// A parameter or header.
#[derive(Debug)]
pub(crate) struct ParamSyntax {
    pub(crate) ty: Option<TypeExpr>,
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) required: bool,
    pub(crate) default: Option<Spanned<Json>>,
    pub(crate) format: Option<Spanned<Format>>,
    pub(crate) docs: DocsSyntax,
}

impl Keyed for ParamSyntax {
    const WHAT: &'static str = "a parameter";

    fn refuses(node: &Node, sink: &Sink) -> bool {
        refuse_bare_type(node, Self::WHAT, sink)
    }

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            ty: map.required(
                "type",
                "The type: `string`, `Urn<person>`, and in quotes `\"[string]\"`.",
            ),
            rust_name: map.rust_name(),
            required: map.flag(
                "required",
                "Whether a call must give it: required ones are arguments, others setters.",
            ),
            default: map.optional("default", "What the server assumes when it is absent."),
            format: map.optional("format", FORMAT),
            docs: DocsSyntax::short(map),
        }
    }
}

/// How a collection is paged: `none`, or how.
#[derive(Debug)]
pub(crate) enum PagingSyntax {
    None,
    Paged {
        style: Option<Spanned<PagingStyle>>,
        default: Option<Spanned<u32>>,
        recommended_max: Option<Spanned<u32>>,
        max: Option<Spanned<u32>>,
        total: bool,
    },
}

impl Keyword for PagingStyle {
    const WORDS: &[(&str, Self, &str)] = &[
        ("offset", Self::Offset, "By `start` and `count`."),
        ("cursor", Self::Cursor, "By `pageSize` and `pageToken`."),
    ];
}

impl Read for Spanned<PagingSyntax> {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let paging = match &node.kind {
            NodeKind::Scalar { text, .. } if text == "none" => PagingSyntax::None,
            NodeKind::Map(_) => read_map(node, "`paging`", sink, PagingSyntax::paged),
            NodeKind::Scalar { text, .. } => {
                let message = format!("`{text}` does not say how it is paged");
                let diagnostic = Diagnostic::error(Code::WrongValue, &node.place, message);
                let written = paging_meant(text);
                sink.push(diagnostic.fix(format!("write `{written}`"), &node.place, written));
                return None;
            }
            _ => {
                let expected = "`none` or how it is paged, such as `{ style: offset }`";
                wrong_shape(node, expected, sink);
                return None;
            }
        };
        Some(Self::new(paging, node.owner.clone()))
    }

    fn describe(out: &mut Describer) -> Json {
        either(
            json!({ "enum": ["none"], "markdownEnumDescriptions": ["There are no pages."] }),
            out.keyed("`paging`", PagingSyntax::paged),
        )
    }
}

/// How a single word would be written in full.
fn paging_meant(word: &str) -> &'static str {
    match word.to_lowercase().as_str() {
        "none" => "none",
        "cursor" => "{ style: cursor }",
        _ => "{ style: offset }",
    }
}

impl PagingSyntax {
    fn paged(map: &mut MapReader<'_>) -> Self {
        Self::Paged {
            style: map.required("style", "The parameters that ask for a page."),
            default: map.optional(
                "default",
                "How many elements a page has when nothing is said.",
            ),
            recommended_max: map.optional(
                "recommended_max",
                "How many elements a page should have at most.",
            ),
            max: map.optional("max", "How many elements a page can have."),
            total: map.flag(
                "total",
                "Whether answers tell how many elements there are in all.",
            ),
        }
    }
}
