//! `api.yaml`: the API as a whole.

use crate::diagnostics::Sink;
use crate::model::ProjectionSpelling;
use crate::syntax::docs::DocsSyntax;
use crate::syntax::reader::{Keyword, MapReader, Named, Read};
use crate::syntax::tree::{Node, Spanned};

/// The document.
#[derive(Debug)]
pub(crate) struct ApiSyntax {
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) docs: DocsSyntax,
    pub(crate) docs_base: Option<Spanned<String>>,
    pub(crate) host: Option<Spanned<String>>,
    pub(crate) bases: Vec<Named<BaseSyntax>>,
    pub(crate) version: Option<VersionSyntax>,
    pub(crate) id_headers: Vec<Spanned<String>>,
    pub(crate) groups: Vec<Named<GroupSyntax>>,
}

/// A base path.
#[derive(Debug)]
pub(crate) struct BaseSyntax {
    pub(crate) path: Option<Spanned<String>>,
    pub(crate) versioned: bool,
    pub(crate) projection: Option<Spanned<ProjectionSpelling>>,
    pub(crate) decorates: Option<Spanned<bool>>,
}

/// The version header.
#[derive(Debug)]
pub(crate) struct VersionSyntax {
    pub(crate) header: Option<Spanned<String>>,
    pub(crate) default: Option<Spanned<String>>,
}

/// A group of resources.
#[derive(Debug)]
pub(crate) struct GroupSyntax {
    pub(crate) docs: DocsSyntax,
    pub(crate) default: bool,
}

impl Keyword for ProjectionSpelling {
    const WORDS: &[(&str, Self)] = &[("projection", Self::Projection), ("fields", Self::Fields)];
}

impl Read for ApiSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "an API", sink);
        let api = Self {
            name: map.required("api"),
            docs: DocsSyntax::long(&mut map),
            docs_base: map.optional("docs_base"),
            host: map.required("host"),
            bases: map.required("bases").unwrap_or_default(),
            version: map.optional("version"),
            id_headers: map.optional("id_headers").unwrap_or_default(),
            groups: map.named("groups"),
        };
        map.finish();
        Some(api)
    }
}

impl Read for BaseSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a base", sink);
        let base = Self {
            path: map.required("path"),
            versioned: map.flag("versioned"),
            projection: map.required("projection"),
            decorates: map.optional("decorates"),
        };
        map.finish();
        Some(base)
    }
}

impl Read for VersionSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "`version`", sink);
        let version = Self {
            header: map.required("header"),
            default: map.required("default"),
        };
        map.finish();
        Some(version)
    }
}

impl Read for GroupSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a group", sink);
        let group = Self {
            docs: DocsSyntax::long(&mut map),
            default: map.flag("default"),
        };
        map.finish();
        Some(group)
    }
}
