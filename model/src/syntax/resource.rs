//! `resources/<group>/<resource>.yaml`: one resource, its key, its path, its own types.

use crate::model::{Protocol, ResourceKind};
use crate::source::Place;
use crate::syntax::describe::Naming;
use crate::syntax::docs::{DocsSyntax, PermissionsSyntax};
use crate::syntax::key::{KeySyntax, PathKeySyntax};
use crate::syntax::map_reader::MapReader;
use crate::syntax::method::MethodsSyntax;
use crate::syntax::reader::{Keyed, Named};
use crate::syntax::task::TaskSyntax;
use crate::syntax::tree::Spanned;
use crate::syntax::types::TypesSyntax;
use crate::syntax::values::Keyword;

/// The document.
#[derive(Debug)]
pub(crate) struct ResourceSyntax {
    /// As written: the last segment of the path.
    pub(crate) name: Option<Spanned<String>>,
    /// With the resources above it in front: `shelves/books`.
    pub(crate) full_name: Option<Spanned<String>>,
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) base: Option<Spanned<String>>,
    /// Whether there is a base, even if it cannot be read.
    pub(crate) base_written: bool,
    pub(crate) kind: Option<Spanned<ResourceKind>>,
    /// The path below the base, where that is not the resource's name.
    pub(crate) path: Option<Spanned<String>>,
    /// The keys in that path.
    pub(crate) path_keys: Vec<Named<PathKeySyntax>>,
    pub(crate) key: Option<KeySyntax>,
    pub(crate) alternative_keys: Vec<Named<KeySyntax>>,
    pub(crate) entity: Option<Spanned<String>>,
    pub(crate) version: Option<Spanned<String>>,
    pub(crate) protocol: Option<Spanned<Protocol>>,
    pub(crate) unofficial: bool,
    pub(crate) permissions: Option<PermissionsSyntax>,
    pub(crate) docs: DocsSyntax,
    pub(crate) service_errors: Vec<Named<ServiceErrorSyntax>>,
    /// The errors that any method may answer.
    pub(crate) errors: Vec<Spanned<String>>,
    pub(crate) methods: MethodsSyntax,
    pub(crate) tasks: Vec<Named<TaskSyntax>>,
    pub(crate) types: TypesSyntax,
    pub(crate) mounts: Vec<Named<MountSyntax>>,
    pub(crate) place: Place,
}

impl ResourceSyntax {
    /// Names the resource, its mounts and the record of its key by the folders that it stands in.
    pub(crate) fn stand_in(&mut self, home: &[String]) {
        let path = home.get(1..).unwrap_or_default();
        let Some(name) = &self.name else {
            return;
        };
        let above = &path[..path.len().saturating_sub(1)];
        let above: String = above.iter().map(|part| format!("{part}/")).collect();
        let full_name = format!("{above}{}", name.value);
        for mount in &mut self.mounts {
            let named = format!("{full_name}@{}", mount.name.value);
            mount.value.full_name = Spanned::new(named, mount.name.place.clone());
        }
        if let Some(key) = &mut self.key {
            key.name_record(path);
        }
        self.full_name = Some(Spanned::new(full_name, name.place.clone()));
    }
}

impl Keyword for ResourceKind {
    const WORDS: &[(&str, Self, &str)] = &[
        (
            "collection",
            Self::Collection,
            "Entities, each under a key.",
        ),
        ("simple", Self::Simple, "One entity without a key."),
        ("action_set", Self::ActionSet, "Actions and no entity."),
        (
            "association",
            Self::Association,
            "Entities under compound keys.",
        ),
        ("plain", Self::Plain, "Endpoints that are not Rest.li."),
    ];
}

impl Keyword for Protocol {
    const WORDS: &[(&str, Self, &str)] = &[
        ("1.0.0", Self::V1, "The older one."),
        (
            "2.0.0",
            Self::V2,
            "The one that is meant unless a resource says otherwise.",
        ),
    ];
}

impl Keyed for ResourceSyntax {
    const WHAT: &'static str = "a resource";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            name: map.required("resource", "The last segment of the path, such as `books`."),
            full_name: None,
            rust_name: map.rust_name(),
            base_written: map.key_place("base").is_some(),
            base: map.naming(Naming::Base).optional(
                "base",
                "The base, one of `api.yaml`. A resource below another takes its parent's.",
            ),
            kind: map.required("kind", "What kind of resource it is."),
            path: map.optional(
                "path",
                "The path below the base, where it is not just the resource's name: \
                 `rooms/{room}/books`.",
            ),
            path_keys: map.named(
                "path_keys",
                "The keys in the path: `{ room: { type: int } }`. One of the parent may get \
                 another name in Rust.",
            ),
            key: map.optional("key", "What names an entity: `{ name: id, type: long }`."),
            alternative_keys: map.named(
                "alternative_keys",
                "Other keys of the same entities: each call is there once more as `get_by_isbn`.",
            ),
            entity: map
                .naming(Naming::Record)
                .optional("entity", "The record that the calls read and write."),
            version: map.optional(
                "version",
                "The version that is sent, where it is not the default: `\"202507\"`. Only for \
                 versioned bases.",
            ),
            protocol: map.optional(
                "protocol",
                "The version of the Rest.li protocol, where the service is older than `2.0.0`.",
            ),
            unofficial: map.flag(
                "unofficial",
                "Whether the vendor's documentation does not know the resource.",
            ),
            permissions: map.optional(
                "permissions",
                "The scopes that calls need, unless a method says otherwise.",
            ),
            docs: DocsSyntax::long(map),
            service_errors: map.named(
                "service_errors",
                "The errors that the service documents, by code.",
            ),
            errors: map
                .naming(Naming::ServiceError)
                .optional("errors", "The service errors that any method may answer.")
                .unwrap_or_default(),
            methods: MethodsSyntax::keys(map),
            tasks: map.named("tasks", "Jobs that are created, polled and read."),
            types: TypesSyntax::declared(map),
            mounts: map.named("mounts", "Other paths at which the same calls can be made."),
            place: map.owner().clone(),
        }
    }
}

/// Another place where the calls of a resource can be made.
#[derive(Debug)]
pub(crate) struct MountSyntax {
    /// `books@member`: the resource and the name of the mount.
    pub(crate) full_name: Spanned<String>,
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) base: Option<Spanned<String>>,
    pub(crate) path: Option<Spanned<String>>,
    pub(crate) path_keys: Vec<Named<PathKeySyntax>>,
    pub(crate) docs: DocsSyntax,
}

impl Keyed for MountSyntax {
    const WHAT: &'static str = "a mount";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            full_name: Spanned::new(String::new(), map.owner().clone()),
            rust_name: map.rust_name(),
            base: map
                .naming(Naming::Base)
                .optional("base", "The base, where it is not that of the resource."),
            path: map.required("path", "The path below the base: `people/{person}/books`."),
            path_keys: map.named(
                "path_keys",
                "The keys in the path: `{ person: { type: Urn<person> } }`.",
            ),
            docs: DocsSyntax::long(map),
        }
    }
}

/// An error that a service documents.
#[derive(Debug)]
pub(crate) struct ServiceErrorSyntax {
    pub(crate) status: Option<Spanned<u32>>,
    pub(crate) message: Option<String>,
    pub(crate) details: Option<Spanned<String>>,
    pub(crate) docs: DocsSyntax,
}

impl Keyed for ServiceErrorSyntax {
    const WHAT: &'static str = "a service error";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            status: map.required("status", "The HTTP status that it comes with."),
            message: map.optional("message", "The message that it comes with."),
            details: map
                .naming(Naming::Record)
                .optional("details", "The record with more about it."),
            docs: DocsSyntax::short(map),
        }
    }
}
