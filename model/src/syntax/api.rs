//! `api.yaml`: the API as a whole.

use crate::model::ProjectionSpelling;
use crate::syntax::docs::DocsSyntax;
use crate::syntax::error_rule::ErrorRuleSyntax;
use crate::syntax::map_reader::MapReader;
use crate::syntax::oauth::OAuthSyntax;
use crate::syntax::reader::{Keyed, Named};
use crate::syntax::tree::Spanned;
use crate::syntax::values::Keyword;

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
    pub(crate) errors: Vec<ErrorRuleSyntax>,
    pub(crate) oauth: Option<OAuthSyntax>,
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
    pub(crate) example: Option<String>,
}

impl Keyword for ProjectionSpelling {
    const WORDS: &[(&str, Self, &str)] = &[
        (
            "projection",
            Self::Projection,
            "`projection=(elements*(a,b~(c)))`, from the envelope on.",
        ),
        (
            "fields",
            Self::Fields,
            "`fields=a,b:(c)`, from the entity on.",
        ),
    ];
}

impl Keyed for ApiSyntax {
    const WHAT: &'static str = "an API";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            name: map.required("api", "Short name of the API, such as `shop`."),
            docs: DocsSyntax::long(map),
            docs_base: map.optional("docs_base", "What the relative links of `docs` stand below, such as \
            `https://docs.example.org`."),
            host: map.required("host", "The host of all bases, with its scheme: `https://api.example.org`."),
            bases: map.required("bases", "The base paths that resources name, each with the habits of the services below \
            it.").unwrap_or_default(),
            version: map.optional("version", "The version header, which is sent to bases that are `versioned`."),
            id_headers: map.optional("id_headers", "Headers of a response in which the key of a created entity may stand; the first \
            that is there counts.").unwrap_or_default(),
            errors: map.optional("errors", "What errors mean, by their status, codes and words; of several rules that fit, \
            the first counts.").unwrap_or_default(),
            oauth: map.optional("oauth", "The OAuth 2.0 server that hands out the tokens of the API."),
            groups: map.named("groups", "The groups of resources: each is a folder below `resources/`, a module and a \
            cargo feature."),
        }
    }
}

impl Keyed for BaseSyntax {
    const WHAT: &'static str = "a base";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            path: map.required("path", "The path below the host, such as `/v2`."),
            versioned: map.flag("versioned", "Whether the version header is sent."),
            projection: map.required(
                "projection",
                "How masks are spelled below this base, unless a method says otherwise.",
            ),
            decorates: map.optional(
                "decorates",
                "Whether URNs can be resolved by `~` below this base, unless a method says \
                 otherwise.",
            ),
        }
    }
}

impl Keyed for VersionSyntax {
    const WHAT: &'static str = "`version`";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            header: map.required("header", "The name of the header, such as `Shop-Version`."),
            default: map.required(
                "default",
                "The version that is sent unless a resource pins another, such as `\"202510\"`.",
            ),
        }
    }
}

impl Keyed for GroupSyntax {
    const WHAT: &'static str = "a group";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            docs: DocsSyntax::long(map),
            default: map.flag(
                "default",
                "Whether the cargo feature of the group is on by default.",
            ),
            example: map.optional(
                "example",
                "Statements of Rust that do what the group is mostly for, shown on its page. The client \
                 is a variable called like its crate; `?` may be used.",
            ),
        }
    }
}
