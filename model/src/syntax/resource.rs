//! `resources/<group>/<resource>.yaml`: one resource, its key, its path, its own types.

use crate::diagnostics::Sink;
use crate::model::{Protocol, ResourceKind};
use crate::source::Place;
use crate::syntax::docs::{DocsSyntax, PermissionsSyntax};
use crate::syntax::key::{KeySyntax, PathKeySyntax};
use crate::syntax::method::MethodsSyntax;
use crate::syntax::reader::{Keyword, MapReader, Named, Read};
use crate::syntax::task::TaskSyntax;
use crate::syntax::tree::{Node, Spanned};
use crate::syntax::types::TypesSyntax;

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
    const WORDS: &[(&str, Self)] = &[
        ("collection", Self::Collection),
        ("simple", Self::Simple),
        ("action_set", Self::ActionSet),
        ("association", Self::Association),
        ("plain", Self::Plain),
    ];
}

impl Keyword for Protocol {
    const WORDS: &[(&str, Self)] = &[("1.0.0", Self::V1), ("2.0.0", Self::V2)];
}

impl Read for ResourceSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a resource", sink);
        let resource = Self {
            name: map.required("resource"),
            full_name: None,
            rust_name: map.optional("rust_name"),
            base_written: map.key_place("base").is_some(),
            base: map.optional("base"),
            kind: map.required("kind"),
            path: map.optional("path"),
            path_keys: map.named("path_keys"),
            key: map.optional("key"),
            alternative_keys: map.named("alternative_keys"),
            entity: map.optional("entity"),
            version: map.optional("version"),
            protocol: map.optional("protocol"),
            unofficial: map.flag("unofficial"),
            permissions: map.optional("permissions"),
            docs: DocsSyntax::long(&mut map),
            service_errors: map.named("service_errors"),
            errors: map.optional("errors").unwrap_or_default(),
            methods: MethodsSyntax::keys(&mut map),
            tasks: map.named("tasks"),
            types: TypesSyntax::keys(&mut map),
            mounts: map.named("mounts"),
            place: node.owner.clone(),
        };
        map.finish();
        Some(resource)
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

impl Read for MountSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a mount", sink);
        let mount = Self {
            full_name: Spanned::new(String::new(), node.owner.clone()),
            rust_name: map.optional("rust_name"),
            base: map.optional("base"),
            path: map.required("path"),
            path_keys: map.named("path_keys"),
            docs: DocsSyntax::long(&mut map),
        };
        map.finish();
        Some(mount)
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

impl Read for ServiceErrorSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a service error", sink);
        let error = Self {
            status: map.required("status"),
            message: map.optional("message"),
            details: map.optional("details"),
            docs: DocsSyntax::short(&mut map),
        };
        map.finish();
        Some(error)
    }
}
