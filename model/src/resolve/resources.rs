//! Lowering of resources: base, path, key, entity; their methods follow in `methods`.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{
    Api, Base, GroupId, Key, KeyType, PathPart, Permissions, Protocol, Resource, ResourceKind,
    Type, TypeId,
};
use crate::names::Case;
use crate::resolve::api::{check_version, is_segment};
use crate::resolve::context::Context;
use crate::resolve::index::TypeDeclKind;
use crate::resolve::methods;
use crate::source::Place;
use crate::syntax::{self, Document, KeySyntax, KeyTypeSyntax, ResourceSyntax, Spanned};

/// What the methods of a resource need to know of it.
pub(crate) struct Surroundings<'a> {
    pub(crate) api: &'a Api,
    pub(crate) name: &'a Spanned<String>,
    pub(crate) kind: ResourceKind,
    pub(crate) base: Option<&'a Base>,
    pub(crate) entity: Option<TypeId>,
    /// Whether the entity was written, even if it is not known.
    pub(crate) entity_written: bool,
    pub(crate) permissions: Permissions,
}

/// The resources; tasks are filled in by a later step.
pub(crate) fn lower(cx: &Context<'_>, api: &Api) -> Vec<Resource> {
    let items = cx.index.resources.items().iter();
    items
        .map(|item| resource(cx, api, item.name, item.value))
        .collect()
}

fn resource(
    cx: &Context<'_>,
    api: &Api,
    name: &Spanned<String>,
    document: &Document<ResourceSyntax>,
) -> Resource {
    let syntax = &document.syntax;
    check_name(cx, name, document);
    let kind = syntax.kind.as_ref().map(|kind| kind.value);
    let base = base(cx, api, syntax);
    let entity = syntax.entity.as_ref();
    let surroundings = Surroundings {
        api,
        name,
        kind: kind.unwrap_or(ResourceKind::Collection),
        base: base.map(|at| &api.bases[at]),
        entity: entity.and_then(|entity| cx.record(entity, "an entity")),
        entity_written: entity.is_some(),
        permissions: syntax
            .permissions
            .as_ref()
            .map_or(Permissions::Unstated, |p| cx.permissions(p)),
    };
    if let Some(kind) = kind {
        check_key(cx, name, kind, syntax);
    }
    check_pinned(cx, surroundings.base, syntax.version.as_ref());
    let methods = match kind {
        Some(_) => methods::lower(cx, &surroundings, &syntax.methods),
        None => Vec::new(),
    };
    let protocol = syntax.protocol.as_ref().map(|protocol| protocol.value);
    Resource {
        name: name.value.clone(),
        rust_name: cx.rust_name(name, syntax.rust_name.as_ref(), Case::Snake),
        group: group(cx, document),
        kind: surroundings.kind,
        base: base.unwrap_or_default(),
        path: path(cx, name, syntax),
        key: syntax.key.as_ref().and_then(|syntax| key(cx, None, syntax)),
        entity: surroundings.entity,
        version: syntax.version.as_ref().map(|version| version.value.clone()),
        protocol: protocol.unwrap_or(Protocol::V2),
        unofficial: syntax.unofficial,
        methods,
        tasks: Vec::new(),
        docs: cx.docs(&syntax.docs),
        file: document.file.path().to_owned(),
        place: name.place.clone(),
    }
}

fn check_name(cx: &Context<'_>, name: &Spanned<String>, document: &Document<ResourceSyntax>) {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    let letter = |c: char| c.is_ascii_alphabetic();
    if !name.value.starts_with(letter) || !name.value.chars().all(plain) {
        let message =
            "the name of a resource begins with a letter and has letters, digits, `_` and `-`";
        cx.error(Code::InvalidName, &name.place, message);
    } else if document.home.last() != Some(&name.value) {
        let message = format!(
            "the resource `{}` stands in a file of another name",
            name.value
        );
        cx.report(
            Diagnostic::error(Code::FileName, &name.place, message)
                .help(format!("name the file `{}.yaml`", name.value)),
        );
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
        let name = Spanned::new(folder.clone(), Place::start_of(&document.file));
        cx.report(
            cx.index
                .groups
                .unknown(Code::UnknownGroup, &name)
                .note("the folder of a resource is its group")
                .help("declare the group in `api.yaml`, or move the file"),
        );
    }
    GroupId(0)
}

fn base(cx: &Context<'_>, api: &Api, syntax: &ResourceSyntax) -> Option<usize> {
    let name = syntax.base.as_ref()?;
    let found = api.bases.iter().position(|base| base.name == name.value);
    let known = cx.documents.api.is_some() && !cx.may_declare(&name.value);
    if found.is_none() && known {
        let names = || api.bases.iter().map(|base| base.name.as_str());
        let meant = crate::diagnostics::nearest(&name.value, names());
        cx.report(
            Diagnostic::error(
                Code::UnknownBase,
                &name.place,
                format!("unknown base `{}`", name.value),
            )
            .help(match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("bases are {}", crate::diagnostics::one_of(names())),
            }),
        );
    }
    found
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
        cx.error(Code::Version, &version.place, message);
    }
}

fn check_key(
    cx: &Context<'_>,
    name: &Spanned<String>,
    kind: ResourceKind,
    syntax: &ResourceSyntax,
) {
    let error = |place: &Place, message: &str, help: &str| {
        cx.report(Diagnostic::error(Code::Key, place, message).help(help));
    };
    let ty = syntax.key.as_ref().map(|key| (key, key.ty.as_ref()));
    match (kind, ty) {
        (ResourceKind::Collection | ResourceKind::Association, None)
            if cx.sink.is_misspelt(&name.place, "key") => {}
        (ResourceKind::Collection, None) => error(
            &name.place,
            "a collection needs a key",
            "write `key: { name: id, type: … }`",
        ),
        (ResourceKind::Association, None) => error(
            &name.place,
            "an association needs a key",
            "write `key: { name: id, compound: … }`",
        ),
        (ResourceKind::Collection, Some((key, Some(KeyTypeSyntax::Compound(_))))) => error(
            &key.place,
            "the key of a collection is not compound",
            "write `kind: association`, or `type:` or `complex:`",
        ),
        (ResourceKind::Association, Some((key, Some(ty))))
            if !matches!(ty, KeyTypeSyntax::Compound(_)) =>
        {
            error(
                &key.place,
                "the key of an association is compound",
                "write `compound:`",
            );
        }
        (ResourceKind::Simple | ResourceKind::ActionSet | ResourceKind::Plain, Some((key, _))) => {
            error(
                &key.place,
                "only collections and associations have a key",
                "remove it, or write `kind: collection`; a key further up goes into `path_keys:`",
            )
        }
        _ => {}
    }
    if let Some(key) = &syntax.key
        && key.name.is_none()
    {
        error(&key.place, "a key needs a name", "write `name: id`");
    }
}

/// A key; `name` is given where it stands in front of the key already.
pub(crate) fn key(
    cx: &Context<'_>,
    name: Option<&Spanned<String>>,
    syntax: &KeySyntax,
) -> Option<Key> {
    let name = name.or(syntax.name.as_ref())?;
    cx.check_wire_name(name);
    let ty = match syntax.ty.as_ref()? {
        KeyTypeSyntax::Simple(expr) => {
            let ty = cx.ty(expr)?;
            if !is_simple(cx, &ty) {
                let message = "a key is a primitive, an enum, a URN, or a typeref of one";
                cx.report(
                    Diagnostic::error(Code::Key, &expr.place, message)
                        .help("a record as key is written `complex:`"),
                );
            }
            KeyType::Simple(ty)
        }
        KeyTypeSyntax::Complex { key, params } => KeyType::Complex {
            key: cx.record(key, "a complex key")?,
            params: match params {
                Some(params) => Some(cx.record(params, "what a complex key has as `params`")?),
                None => None,
            },
        },
        KeyTypeSyntax::Compound(record) => KeyType::Compound(cx.record(record, "a compound key")?),
    };
    Some(Key {
        rust_name: cx.rust_name(name, syntax.rust_name.as_ref(), Case::Snake),
        name: name.value.clone(),
        ty,
        docs: cx.docs(&syntax.docs),
    })
}

/// Whether a type is written as one token.
pub(crate) fn is_simple(cx: &Context<'_>, ty: &Type) -> bool {
    match ty {
        Type::Array(_) | Type::Map(..) | Type::Json => false,
        Type::Named(id) => matches!(
            cx.index.types.item(id.0).value.kind,
            TypeDeclKind::Enum(_) | TypeDeclKind::Typeref(_)
        ),
        _ => true,
    }
}

fn path(cx: &Context<'_>, name: &Spanned<String>, syntax: &ResourceSyntax) -> Vec<PathPart> {
    let mut unused: Vec<_> = syntax.path_keys.iter().collect();
    let mut parts = Vec::new();
    match &syntax.path {
        None => parts.push(PathPart::Segment(name.value.clone())),
        Some(path) => {
            let mut at = 0;
            for text in path.value.split('/') {
                let place = syntax::part(path, at..at + text.len());
                at += text.len() + 1;
                let key_name = text
                    .strip_prefix('{')
                    .and_then(|text| text.strip_suffix('}'));
                let Some(key_name) = key_name else {
                    if !is_segment(text) {
                        let message = match text {
                            "" => "a path has one `/` between two segments, and none around them"
                                .to_owned(),
                            _ => format!("`{text}` cannot be a segment of a path"),
                        };
                        cx.error(Code::Path, &place, message);
                    }
                    parts.push(PathPart::Segment(text.to_owned()));
                    continue;
                };
                match unused.iter().position(|named| named.name.value == key_name) {
                    Some(found) => {
                        let named = unused.remove(found);
                        let key = key(cx, Some(&named.name), &named.value);
                        parts.extend(key.map(PathPart::Key));
                    }
                    None => {
                        let message = format!("the key `{key_name}` is not declared");
                        cx.report(Diagnostic::error(Code::Path, &place, message).help(format!(
                            "write `path_keys: {{ {key_name}: {{ type: … }} }}`"
                        )));
                    }
                }
            }
        }
    }
    for named in unused {
        let message = format!("the key `{}` does not stand in the path", named.name.value);
        cx.report(
            Diagnostic::error(Code::Path, &named.name.place, message).help(format!(
                "write it as `{{{}}}` in `path:`, or remove it",
                named.name.value
            )),
        );
    }
    parts
}
