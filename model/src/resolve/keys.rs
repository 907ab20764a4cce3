//! Lowering of keys: of a resource, in its path, alternative ones, and parts of one.

use crate::diagnostics::{Code, Diagnostic, Edit, nearest, one_of};
use crate::model::{Key, KeyType, Param, ResourceKind, RestMethod, Type, TypeId};
use crate::names::Case;
use crate::resolve::context::Context;
use crate::resolve::index::TypeDeclKind;
use crate::resolve::resources::Surroundings;
use crate::source::Place;
use crate::syntax::{
    self, KeyPartsSyntax, KeySyntax, KeyTypeSyntax, MethodSyntax, Named, PathKeySyntax,
    ResourceSyntax, Spanned, TypeExprKind,
};

/// Typerefs are not followed any further.
const MAX_TYPEREFS: usize = 64;

/// Checks that a resource has the key that its kind needs.
pub(crate) fn check(
    cx: &Context<'_>,
    name: &Spanned<String>,
    kind: ResourceKind,
    syntax: &ResourceSyntax,
) {
    let error = |place: &Place, message: &str| Diagnostic::error(Code::Key, place, message);
    // Says where the kind is, and which other one is meant.
    let other_kind = |diagnostic: Diagnostic, help: &str, meant: &str| match &syntax.kind {
        Some(kind) => diagnostic
            .also(&kind.place, "its kind")
            .fix(help, &kind.place, meant),
        None => diagnostic.help(help),
    };
    let ty = syntax.key.as_ref().map(|key| (key, key.ty.as_ref()));
    match (kind, ty) {
        (ResourceKind::Collection | ResourceKind::Association, None)
            if cx.sink.is_misspelt(&name.place, "key") => {}
        (ResourceKind::Collection, None) => cx.report(
            error(&name.place, "a collection needs a key")
                .help("write `key: { name: id, type: … }`"),
        ),
        (ResourceKind::Association, None) => cx.report(
            error(&name.place, "an association needs a key")
                .help("write `key: { name: id, parts: { … } }`"),
        ),
        (ResourceKind::Collection, Some((key, Some(KeyTypeSyntax::Parts(_))))) => {
            let help = "write `kind: association`, or `type:` or `complex:`";
            let diagnostic = error(&key.place, "the key of a collection has no parts");
            cx.report(other_kind(diagnostic, help, "association"));
        }
        (ResourceKind::Association, Some((key, Some(ty))))
            if !matches!(ty, KeyTypeSyntax::Parts(_)) =>
        {
            let help = "write `parts:`, or `kind: collection`";
            let diagnostic = error(&key.place, "the key of an association has parts");
            cx.report(other_kind(diagnostic, help, "collection"));
        }
        (ResourceKind::Simple | ResourceKind::ActionSet | ResourceKind::Plain, Some((key, _))) => {
            let help =
                "remove it, or write `kind: collection`; a key further up goes into `path_keys:`";
            let diagnostic = error(&key.place, "only collections and associations have a key");
            cx.report(of_kind(diagnostic, syntax).remove(help, &key.place));
        }
        _ => {}
    }
    if let Some(key) = &syntax.key
        && key.name.is_none()
        && !cx.sink.is_misspelt(&key.place, "name")
    {
        let edit = Edit::below(&key.place, "name: id");
        cx.report(error(&key.place, "a key needs a name").try_fix("write `name: id`", edit));
    }
}

/// Points at the kind of the resource, too.
fn of_kind(diagnostic: Diagnostic, syntax: &ResourceSyntax) -> Diagnostic {
    match &syntax.kind {
        Some(kind) => diagnostic.also(&kind.place, "its kind"),
        None => diagnostic,
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
        KeyTypeSyntax::Parts(parts) => {
            check_parts(cx, parts);
            KeyType::Compound(TypeId(cx.index.types.get(&parts.record.value)?))
        }
    };
    Some(Key {
        rust_name: cx.rust_name(name, syntax.rust_name.as_ref(), Case::Snake),
        name: name.value.clone(),
        ty,
        docs: cx.docs(&syntax.docs),
    })
}

fn check_parts(cx: &Context<'_>, syntax: &KeyPartsSyntax) {
    for Named { name, value } in &syntax.parts {
        let Some(expr) = &value.ty else {
            continue;
        };
        if cx.ty(expr).is_some_and(|ty| !is_simple(cx, &ty)) {
            let message = format!(
                "the part `{}` is no primitive, enum or URN, nor a typeref of one",
                name.value
            );
            cx.report(
                Diagnostic::error(Code::KeyParts, &expr.place, message)
                    .also(&name.place, "the part")
                    .help("make each of its values a part of its own, or write `string` if it is sent as one text"),
            );
        }
    }
}

/// A key in a path that is written out.
pub(crate) fn path_key(cx: &Context<'_>, named: &Named<PathKeySyntax>) -> Option<Key> {
    let Named { name, value } = named;
    match &value.0.ty {
        None => {
            // What stands there cannot be read, or nothing does; only the latter is news.
            if !cx.sink.is_misspelt(&name.place, "type") {
                cx.report(syntax::untyped_key(&value.0.place));
            }
            None
        }
        Some(KeyTypeSyntax::Parts(parts)) => {
            let message = "the parts of a key are declared by its resource";
            let place = parts.record.place.clone();
            cx.report(
                Diagnostic::error(Code::Key, &place, message).help(
                    "write `complex:` with the name of that resource's key, such as `LoansKey`",
                ),
            );
            None
        }
        Some(_) => key(cx, Some(name), &value.0),
    }
}

/// Where the type of a key is written.
pub(crate) fn place_of(ty: &KeyTypeSyntax) -> &Place {
    match ty {
        KeyTypeSyntax::Simple(expr) => &expr.place,
        KeyTypeSyntax::Complex { key, .. } => &key.place,
        KeyTypeSyntax::Parts(parts) => &parts.record.place,
    }
}

/// The other keys that entities can be named by.
pub(crate) fn alternatives(
    cx: &Context<'_>,
    kind: ResourceKind,
    syntax: &ResourceSyntax,
) -> Vec<Key> {
    let mut lowered = Vec::new();
    for Named { name, value } in &syntax.alternative_keys {
        if !matches!(kind, ResourceKind::Collection | ResourceKind::Association) {
            let message = "only collections and associations have alternative keys";
            let diagnostic = Diagnostic::error(Code::AlternativeKey, &name.place, message);
            cx.report(of_kind(diagnostic, syntax).remove("remove it", &name.place));
        } else if !matches!(value.ty, None | Some(KeyTypeSyntax::Simple(_))) {
            let message = "an alternative key is a primitive, an enum, a URN, or a typeref of one";
            let help = "write `type:`";
            cx.report(Diagnostic::error(Code::AlternativeKey, &name.place, message).help(help));
        } else {
            lowered.extend(key(cx, Some(name), value));
        }
    }
    lowered
}

/// The parts of the compound key that a finder takes.
pub(crate) fn partial(
    cx: &Context<'_>,
    resource: &Surroundings<'_>,
    rest: RestMethod,
    syntax: &MethodSyntax,
) -> Vec<Param> {
    let Some(wanted) = &syntax.assoc_keys else {
        return Vec::new();
    };
    let finds = matches!(rest, RestMethod::Finder | RestMethod::BatchFinder);
    let key = resource.key.and_then(|key| key.ty.as_ref());
    let (true, Some(KeyTypeSyntax::Parts(parts))) = (finds, key) else {
        let message = "only finders of an association take parts of its key";
        let diagnostic = Diagnostic::error(Code::KeyParts, &wanted.place, message);
        cx.report(diagnostic.remove("remove `assoc_keys:`", &wanted.place));
        return Vec::new();
    };
    let mut taken: Vec<Param> = Vec::new();
    for (at, name) in wanted.value.iter().enumerate() {
        let found = parts
            .parts
            .iter()
            .find(|part| part.name.value == name.value);
        let Some(Named {
            name: declared,
            value,
        }) = found
        else {
            report_unknown_part(cx, parts, name);
            continue;
        };
        let mut before = wanted.value[..at].iter();
        if let Some(first) = before.find(|other| other.value == name.value) {
            cx.report(
                Diagnostic::error(Code::KeyParts, &name.place, "the same part twice")
                    .label("second")
                    .also(&first.place, "first")
                    .remove("remove it", &name.place),
            );
            continue;
        }
        taken.push(Param {
            name: declared.value.clone(),
            rust_name: cx.rust_name(declared, value.rust_name.as_ref(), Case::Snake),
            ty: cx.ty_at(&declared.place, value.ty.as_ref()),
            required: true,
            default: None,
            docs: cx.docs(&value.docs),
            place: declared.place.clone(),
        });
    }
    taken
}

fn report_unknown_part(cx: &Context<'_>, parts: &KeyPartsSyntax, name: &Spanned<String>) {
    let names = || parts.parts.iter().map(|part| part.name.value.as_str());
    let known = || format!("the parts of the key are {}", one_of(names()));
    let message = format!("the key has no part `{}`", name.value);
    cx.report(
        Diagnostic::error(Code::KeyParts, &name.place, message)
            .also(&parts.record.place, "the key")
            .did_you_mean_or(nearest(&name.value, names()), known),
    );
}

/// Whether a type is written as one token.
pub(crate) fn is_simple(cx: &Context<'_>, ty: &Type) -> bool {
    let mut ty = ty.clone();
    for _ in 0..MAX_TYPEREFS {
        let Type::Named(id) = ty else {
            break;
        };
        ty = match cx.index.types.item(id.0).value.kind {
            TypeDeclKind::Enum(_) | TypeDeclKind::Fixed(_) => return true,
            TypeDeclKind::Typeref(syntax) => match syntax.ty.as_ref() {
                // What the typeref stands for is reported where it is declared.
                Some(expr) if matches!(expr.kind, TypeExprKind::Urn(_)) => return true,
                Some(expr) => match cx.ty(expr) {
                    Some(ty) => ty,
                    None => return true,
                },
                None => return true,
            },
            _ => return false,
        };
    }
    !matches!(ty, Type::Array(_) | Type::Map(..) | Type::Json)
}
