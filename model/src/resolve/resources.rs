//! Lowering of resources: base, name, entity; keys, paths and methods have their own steps.

use crate::diagnostics::{Code, Diagnostic, Edit, nearest, one_of};
use crate::model::{
    Api, Base, Docs, GroupId, Key, Permissions, Protocol, Resource, ResourceId, ResourceKind,
    TypeId,
};
use crate::names::{self, Case};
use crate::resolve::api::check_version;
use crate::resolve::context::Context;
use crate::resolve::index::{Item, ResourceDecl};
use crate::resolve::{errors, keys, methods, parents, paths};
use crate::source::Place;
use crate::syntax::{Document, KeySyntax, ResourceSyntax, Spanned};

/// What the methods of a resource need to know of it.
pub(crate) struct Surroundings<'a> {
    pub(crate) api: &'a Api,
    pub(crate) name: &'a Spanned<String>,
    /// Whether it is a further path of a resource, whose methods are checked already.
    pub(crate) is_mount: bool,
    pub(crate) kind: ResourceKind,
    pub(crate) key: Option<&'a KeySyntax>,
    pub(crate) alternative_keys: &'a [Key],
    pub(crate) base: Option<&'a Base>,
    pub(crate) entity: Option<TypeId>,
    /// Whether the entity was written, even if it is not known.
    pub(crate) entity_written: bool,
    pub(crate) permissions: Permissions,
}

/// The resources; tasks are filled in by a later step.
pub(crate) fn lower(cx: &Context<'_>, api: &Api) -> Vec<Resource> {
    let items = cx.index.resources.items().iter();
    items.map(|item| resource(cx, api, item)).collect()
}

fn resource(cx: &Context<'_>, api: &Api, item: &Item<'_, ResourceDecl<'_>>) -> Resource {
    let (name, decl) = (item.name, item.value);
    let document = decl.document;
    let syntax = &document.syntax;
    let kind = syntax.kind.as_ref().map(|kind| kind.value);
    check(cx, decl, kind);
    let base = base(cx, api, decl);
    let version = parents::version(cx, decl);
    check_pinned(cx, base.map(|at| &api.bases[at]), version);
    let known_kind = kind.unwrap_or(ResourceKind::Collection);
    let alternative_keys = keys::alternatives(cx, known_kind, syntax);
    let entity = syntax.entity.as_ref();
    let surroundings = Surroundings {
        api,
        name,
        is_mount: decl.mount.is_some(),
        kind: known_kind,
        key: syntax.key.as_ref(),
        alternative_keys: &alternative_keys,
        base: base.map(|at| &api.bases[at]),
        entity: entity.and_then(|entity| cx.record(entity, "an entity")),
        entity_written: entity.is_some(),
        permissions: syntax
            .permissions
            .as_ref()
            .map_or(Permissions::Unstated, |p| cx.permissions(p)),
    };
    let methods = match kind {
        Some(_) => methods::lower(cx, &surroundings, syntax),
        None => Vec::new(),
    };
    let protocol = parents::inherited(cx, document, |syntax| syntax.protocol.as_ref());
    Resource {
        name: name.value.clone(),
        rust_name: rust_name(cx, decl),
        group: group(cx, document),
        kind: surroundings.kind,
        base: base.unwrap_or_default(),
        path: paths::path(cx, decl),
        parent: parents::of(cx, document).filter(|_| decl.mount.is_none()),
        mount_of: decl.mount.and_then(|_| first(cx, document)),
        key: syntax.key.as_ref().and_then(|key| keys::key(cx, None, key)),
        entity: surroundings.entity,
        version: version.map(|version| version.value.clone()),
        protocol: protocol.map_or(Protocol::V2, |protocol| protocol.value),
        unofficial: syntax.unofficial,
        service_errors: errors::lower(cx, syntax),
        methods,
        tasks: Vec::new(),
        docs: docs(cx, decl),
        file: document.file.path().to_owned(),
        place: name.place.clone(),
        alternative_keys,
    }
}

/// The resource that a mount is another place of.
fn first(cx: &Context<'_>, document: &Document<ResourceSyntax>) -> Option<ResourceId> {
    let name = document.syntax.full_name.as_ref()?;
    cx.index.resources.get(&name.value).map(ResourceId)
}

/// What the mount says of itself, or else what the resource does.
fn docs(cx: &Context<'_>, decl: ResourceDecl<'_>) -> Docs {
    let own = cx.docs(&decl.document.syntax.docs);
    match decl.mount.map(|mount| cx.docs(&mount.value.docs)) {
        Some(docs) if docs != Docs::default() => docs,
        _ => own,
    }
}

/// The name in Rust: that of the resource above in front, that of the mount behind.
fn rust_name(cx: &Context<'_>, decl: ResourceDecl<'_>) -> String {
    let syntax = &decl.document.syntax;
    let own = || match (&syntax.name, &syntax.rust_name) {
        (Some(name), chosen @ Some(_)) => cx.rust_name(name, chosen.as_ref(), Case::Snake),
        (Some(name), None) => {
            let own = cx.rust_name(name, None, Case::Snake);
            match parents::declaration(cx, decl.document) {
                Some(parent) => names::joined(&rust_name(cx, parent), &own),
                None => own,
            }
        }
        (None, _) => String::new(),
    };
    let Some(mount) = decl.mount else {
        return own();
    };
    match &mount.value.rust_name {
        chosen @ Some(_) => cx.rust_name(&mount.name, chosen.as_ref(), Case::Snake),
        None => {
            let of = names::joined("of", &cx.rust_name(&mount.name, None, Case::Snake));
            names::joined(&own(), &of)
        }
    }
}

fn check(cx: &Context<'_>, decl: ResourceDecl<'_>, kind: Option<ResourceKind>) {
    let document = decl.document;
    let Some(name) = &document.syntax.name else {
        return;
    };
    if let Some(mount) = decl.mount {
        cx.check_wire_name(&mount.name);
        return;
    }
    check_name(cx, name, document);
    parents::check(cx, name, document);
    if let Some(kind) = kind {
        keys::check(cx, name, kind, &document.syntax);
    }
}

fn check_name(cx: &Context<'_>, name: &Spanned<String>, document: &Document<ResourceSyntax>) {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    let letter = |c: char| c.is_ascii_alphabetic();
    if !name.value.starts_with(letter) || !name.value.chars().all(plain) {
        let message =
            "the name of a resource begins with a letter and has letters, digits, `_` and `-`";
        cx.report(
            Diagnostic::error(Code::InvalidName, &name.place, message)
                .help("write the last segment of its path, such as `bookReviews`; other segments go into `path:`"),
        );
    } else if let Some(file) = document.home.last()
        && *file != name.value
    {
        let message = format!(
            "the resource `{}` stands in a file of another name",
            name.value
        );
        cx.report(Diagnostic::error(Code::FileName, &name.place, message).fix(
            format!("write `{file}`, or name the file `{}.yaml`", name.value),
            &name.place,
            file,
        ));
    }
}

fn group(cx: &Context<'_>, document: &Document<ResourceSyntax>) -> GroupId {
    let Some(folder) = document.home.first() else {
        return GroupId(0);
    };
    if let Some(id) = cx.index.groups.get(folder) {
        return GroupId(id);
    }
    if !cx.may_declare(folder) && cx.documents.api.is_some() {
        let message = format!("unknown group `{folder}`");
        let place = Place::start_of(&document.file);
        let names = || cx.index.groups.names();
        let help = match nearest(folder, names()) {
            Some(meant) => format!("did you mean the folder `{meant}`?"),
            None => format!("move the file to the folder {}", one_of(names())),
        };
        cx.report(
            Diagnostic::error(Code::UnknownGroup, &place, message)
                .note("the folder of a resource is its group")
                .help(help)
                .help(format!(
                    "declare the group `{folder}` below `groups:` in `api.yaml`"
                )),
        );
    }
    GroupId(0)
}

fn base(cx: &Context<'_>, api: &Api, decl: ResourceDecl<'_>) -> Option<usize> {
    let mounted = decl.mount.and_then(|mount| mount.value.base.as_ref());
    let name = match mounted {
        Some(base) => base,
        None => match parents::inherited(cx, decl.document, |syntax| syntax.base.as_ref()) {
            Some(base) => base,
            None => {
                report_base_missing(cx, decl.document);
                return None;
            }
        },
    };
    let found = api.bases.iter().position(|base| base.name == name.value);
    let known = cx.documents.api.is_some() && !cx.may_declare(&name.value);
    if found.is_none() && known {
        let names = || api.bases.iter().map(|base| base.name.as_str());
        let message = format!("unknown base `{}`", name.value);
        cx.report(
            Diagnostic::error(Code::UnknownBase, &name.place, message)
                .did_you_mean_or(nearest(&name.value, names()), || {
                    format!("bases are {}", one_of(names()))
                }),
        );
    }
    found
}

/// A resource without one above needs a base of its own.
fn report_base_missing(cx: &Context<'_>, document: &Document<ResourceSyntax>) {
    let place = &document.syntax.place;
    let is_known = cx.sink.is_misspelt(place, "base") || document.syntax.base_written;
    if !is_known && parents::folders(document).is_empty() {
        let diagnostic = Diagnostic::error(Code::MissingKey, place, "a resource needs `base:`");
        let api = cx.documents.api.as_ref();
        let bases = api.map_or(&[][..], |api| &api.syntax.bases);
        cx.report(match bases {
            [base] => {
                let entry = format!("base: {}", base.name.value);
                diagnostic.try_fix(format!("write `{entry}`"), Edit::after(place, &entry))
            }
            bases => {
                let names = bases.iter().map(|base| base.name.value.as_str());
                diagnostic.help(format!("write {} there", one_of(names)))
            }
        });
    }
}

fn check_pinned(cx: &Context<'_>, base: Option<&Base>, version: Option<&Spanned<String>>) {
    let Some(version) = version else {
        return;
    };
    check_version(cx, version);
    if let Some(base) = base
        && !base.versioned
    {
        let message = format!("the base `{}` has no versions", base.name);
        let mut diagnostic = Diagnostic::error(Code::Version, &version.place, message);
        let api = cx.documents.api.as_ref();
        let mut bases = api.into_iter().flat_map(|api| &api.syntax.bases);
        if let Some(declared) = bases.find(|declared| declared.name.value == base.name) {
            diagnostic = diagnostic.also(&declared.name.place, "the base");
        }
        let help = "remove `version:`, or write `versioned: true` for the base";
        cx.report(diagnostic.remove(help, &version.place));
    }
}
