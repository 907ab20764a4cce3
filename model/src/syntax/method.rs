//! The methods of a resource: Rest.li methods, finders, actions, plain calls.
//!
//! All of them are read by one reader, because they share most keys; which key fits which method
//! is checked later, where the message can name the method.

use serde_json::Value as Json;

use crate::diagnostics::{Code, Diagnostic, Sink, nearest, one_of};
use crate::model::{Format, PagingStyle, ProjectionSpelling, RestMethod, Verb};
use crate::syntax::docs::{DocsSyntax, PermissionsSyntax};
use crate::syntax::reader::{Keyword, MapReader, Named, Read, refuse_bare_type, wrong_shape};
use crate::syntax::tree::{Node, NodeKind, Spanned};
use crate::syntax::type_expr::TypeExpr;

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
    const WORDS: &[(&str, Self)] = &[
        ("get", Self::Get),
        ("batch_get", Self::BatchGet),
        ("get_all", Self::GetAll),
        ("create", Self::Create),
        ("batch_create", Self::BatchCreate),
        ("update", Self::Update),
        ("batch_update", Self::BatchUpdate),
        ("partial_update", Self::PartialUpdate),
        ("batch_partial_update", Self::BatchPartialUpdate),
        ("delete", Self::Delete),
        ("batch_delete", Self::BatchDelete),
    ];
}

impl Keyword for Verb {
    const WORDS: &[(&str, Self)] = &[
        ("GET", Self::Get),
        ("POST", Self::Post),
        ("PUT", Self::Put),
        ("DELETE", Self::Delete),
    ];
}

impl MethodsSyntax {
    /// Reads the keys that hold methods.
    pub(crate) fn keys(map: &mut MapReader<'_>) -> Self {
        let mut methods = Vec::new();
        for method in map.named::<MethodSyntax>("methods") {
            if let Some(rest) = rest_method(&method.name, map.sink) {
                methods.push((rest, method));
            }
        }
        for (key, rest) in [
            ("finders", RestMethod::Finder),
            ("batch_finders", RestMethod::BatchFinder),
            ("actions", RestMethod::Action),
            ("entity_actions", RestMethod::Action),
            ("calls", RestMethod::Plain),
        ] {
            for mut method in map.named::<MethodSyntax>(key) {
                method.value.of_entity = key == "entity_actions";
                methods.push((rest, method));
            }
        }
        Self(methods)
    }
}

fn rest_method(name: &Spanned<String>, sink: &Sink) -> Option<RestMethod> {
    let words = RestMethod::WORDS;
    if let Some((_, rest)) = words.iter().find(|(word, _)| *word == name.value) {
        return Some(*rest);
    }
    let names = || words.iter().map(|(word, _)| *word);
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

impl Read for MethodSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a method", sink);
        let method = Self {
            rust_name: map.optional("rust_name"),
            of_entity: false,
            verb: map.optional("verb"),
            alternative_keys: map.optional("alternative_keys"),
            assoc_keys: list(&mut map, "assoc_keys"),
            batch_param: map.optional("batch_param"),
            max_batch: map.optional("max_batch"),
            errors: map.optional("errors").unwrap_or_default(),
            params: map.named("params"),
            headers: map.named("headers"),
            body: map.optional("body"),
            returns: map.optional("returns"),
            paging: map.optional("paging"),
            metadata: map.optional("metadata"),
            projections: list(&mut map, "projections"),
            decorates: map.optional("decorates"),
            permissions: map.optional("permissions"),
            idempotent: map.optional("idempotent"),
            docs: DocsSyntax::long(&mut map),
        };
        map.finish();
        Some(method)
    }
}

fn list<T: Read>(map: &mut MapReader<'_>, key: &'static str) -> Option<Spanned<Vec<T>>> {
    let value = map.optional(key)?;
    let place = map.key_place(key)?.clone();
    Some(Spanned::new(value, place))
}

/// How many keys or elements a call may have: a number, or the number and whether it is checked.
#[derive(Debug)]
pub(crate) struct MaxBatchSyntax {
    pub(crate) count: Option<Spanned<u32>>,
    pub(crate) validated: bool,
}

impl Read for Spanned<MaxBatchSyntax> {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        if let NodeKind::Scalar { .. } = node.kind {
            let count = Some(Spanned::read(node, sink)?);
            let max = MaxBatchSyntax {
                count,
                validated: false,
            };
            return Some(Self::new(max, node.owner.clone()));
        }
        let mut map = MapReader::open(node, "`max_batch`", sink);
        let max = MaxBatchSyntax {
            count: map.required("count"),
            validated: map.flag("validated"),
        };
        map.finish();
        Some(Self::new(max, node.owner.clone()))
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

impl Read for ParamSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        if refuse_bare_type(node, "a parameter", sink) {
            return None;
        }
        let mut map = MapReader::open(node, "a parameter", sink);
        let param = Self {
            ty: map.required("type"),
            rust_name: map.optional("rust_name"),
            required: map.flag("required"),
            default: map.optional("default"),
            format: map.optional("format"),
            docs: DocsSyntax::short(&mut map),
        };
        map.finish();
        Some(param)
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
    const WORDS: &[(&str, Self)] = &[("offset", Self::Offset), ("cursor", Self::Cursor)];
}

impl Read for Spanned<PagingSyntax> {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let paging = match &node.kind {
            NodeKind::Scalar { text, .. } if text == "none" => PagingSyntax::None,
            NodeKind::Map(_) => paged(node, sink),
            _ => {
                let expected = "`none` or how it is paged, such as `{ style: offset }`";
                wrong_shape(node, expected, sink);
                return None;
            }
        };
        Some(Self::new(paging, node.owner.clone()))
    }
}

fn paged(node: &Node, sink: &Sink) -> PagingSyntax {
    let mut map = MapReader::open(node, "`paging`", sink);
    let paging = PagingSyntax::Paged {
        style: map.required("style"),
        default: map.optional("default"),
        recommended_max: map.optional("recommended_max"),
        max: map.optional("max"),
        total: map.flag("total"),
    };
    map.finish();
    paging
}
