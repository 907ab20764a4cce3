//! The checked schema: every name resolved, every rule of the language held.
//!
//! One value feeds the generator, the sandbox, the sample tests and the comparison of two
//! schemas, so that none of them lowers the YAML again. It is built by [`crate::load`] alone, and
//! whoever holds a [`Model`] may index it without fear: all ids in it are valid.

mod errors;
mod oauth;
mod resource;
mod types;

pub use errors::*;
pub use oauth::*;
pub use resource::*;
pub use types::*;

pub use crate::interpret::samples::DocumentSample;

use std::ops::Index;

use crate::source::Place;

/// A whole API, as its schema describes it. Order is that of names, never of files.
#[derive(Clone, Debug)]
pub struct Model {
    /// Hosts, bases, versions: what `api.yaml` says.
    pub api: Api,
    /// The groups, by name; each is a module folder and a cargo feature of the client.
    pub groups: Vec<Group>,
    /// The permissions that methods may ask for, by name.
    pub scopes: Vec<Scope>,
    /// The URN kinds, by name.
    pub urn_kinds: Vec<UrnKind>,
    /// Named sets of URN kinds, by name.
    pub urn_sets: Vec<UrnSet>,
    /// Every named type: shared ones and those that belong to a resource, by name.
    pub types: Vec<TypeDef>,
    /// Every resource, by group and name.
    pub resources: Vec<Resource>,
    /// The recorded exchanges that fit the schema, by file name.
    pub samples: Vec<Sample>,
    /// Documents of a type, by file name.
    pub documents: Vec<DocumentSample>,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident => $list:ident: $item:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $id(pub u32);

        impl Index<$id> for Model {
            type Output = $item;

            fn index(&self, id: $id) -> &$item {
                &self.$list[id.0 as usize]
            }
        }
    )*};
}

ids! {
    /// Names one of [`Model::groups`].
    GroupId => groups: Group;
    /// Names one of [`Model::scopes`].
    ScopeId => scopes: Scope;
    /// Names one of [`Model::urn_kinds`].
    UrnKindId => urn_kinds: UrnKind;
    /// Names one of [`Model::urn_sets`].
    UrnSetId => urn_sets: UrnSet;
    /// Names one of [`Model::types`].
    TypeId => types: TypeDef;
    /// Names one of [`Model::resources`].
    ResourceId => resources: Resource;
}

/// The documentation of an item, as Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// One sentence.
    pub summary: Option<String>,
    /// What else there is to say.
    pub details: Option<String>,
    /// A full URL, or a path below [`Api::docs_base`].
    pub link: Option<String>,
    /// Set when callers should no longer use the item: what to do instead, or an empty text.
    pub deprecated: Option<String>,
    /// Whether what the schema says of the item is little more than a guess.
    pub thin_evidence: bool,
}

/// What `api.yaml` says.
#[derive(Clone, Debug)]
pub struct Api {
    /// Short name of the API, such as `linkedin`.
    pub name: String,
    /// Documentation of the API as a whole.
    pub docs: Docs,
    /// What relative [`Docs::link`]s stand below, without a trailing slash.
    pub docs_base: Option<String>,
    /// The host that bases without one of their own use: scheme and authority.
    pub host: String,
    /// The bases that resources name, in the order of the file.
    pub bases: Vec<Base>,
    /// The version header of versioned bases, with the version that is sent when nothing else is said.
    pub version: Option<ApiVersion>,
    /// Response headers that may carry the key of a created entity, first match wins.
    pub id_headers: Vec<String>,
    /// What errors mean; of several rules that fit, the first counts, and there is an answer for each to be
    /// the first.
    pub errors: Vec<ErrorRule>,
    /// Where its tokens come from.
    pub oauth: Option<OAuth>,
}

/// A base path with the habits of the services below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// The name that resources use.
    pub name: String,
    /// The path before the resource, such as `/v2`; empty or starting with a slash, never ending in one.
    pub path: String,
    /// Whether the version header must be sent.
    pub versioned: bool,
    /// How a mask is spelled unless the method says otherwise.
    pub projection: ProjectionSpelling,
    /// Whether URNs can be decorated unless the method says otherwise.
    pub decorates: bool,
}

/// The version header of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiVersion {
    /// Name of the header.
    pub header: String,
    /// The version sent by default; text, since `202510.03` exists.
    pub default: String,
}

/// How a mask is spelled in the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProjectionSpelling {
    /// `projection=(a,b~(c),elements*(d))`, from the envelope on.
    Projection,
    /// `fields=a,b:(c)`, from the entity on.
    Fields,
}

/// A module folder and cargo feature.
#[derive(Clone, Debug)]
pub struct Group {
    /// The folder's name in `resources/`, and the feature's.
    pub name: String,
    /// What belongs into it.
    pub docs: Docs,
    /// Whether the feature is on by default.
    pub default: bool,
    /// Statements of Rust that show what the group is mostly for.
    pub example: Option<String>,
}

/// A permission that a token may carry.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Its name on the wire.
    pub name: String,
    /// The variant in Rust.
    pub rust_name: String,
    /// What it grants.
    pub docs: Docs,
    /// The product that grants it, for humans.
    pub product: Option<String>,
}

/// What a token must be allowed to do for a call to succeed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Permissions {
    /// The schema does not say.
    #[default]
    Unstated,
    /// One of these.
    Any(Vec<ScopeId>),
    /// Every one of these.
    All(Vec<ScopeId>),
}

/// A recorded exchange that fits the schema; see `schema/README.md` for the file format.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The file, relative to the schema folder, such as `samples/network/connections.viewer.1.json`.
    pub file: String,
    /// `connections.viewer.1`.
    pub id: String,
    /// The exchange as recorded.
    pub exchange: crate::interpret::Exchange,
    /// The request as the schema understands it; nothing when it does not fit. If that is no misfit, the
    /// service has refused the request, and no typed client can make it.
    pub call: Option<crate::interpret::Call>,
    /// What does not fit, if anything: the sample's test is then emitted as failing.
    pub misfit: Option<String>,
    /// Where the file is.
    pub place: Place,
}
