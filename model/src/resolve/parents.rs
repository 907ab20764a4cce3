//! Resources that hang below another one, and what they take over from it.
//!
//! The folder says it: what stands in `resources/<group>/shelves/` hangs below an entity of
//! `resources/<group>/shelves.yaml`, at any depth.

use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::model::{ResourceId, ResourceKind};
use crate::resolve::context::Context;
use crate::resolve::index::ResourceDecl;
use crate::syntax::{Document, ResourceSyntax, Spanned};

/// The names of the resources that a file stands below, as far as folders tell.
pub(crate) fn folders(document: &Document<ResourceSyntax>) -> &[String] {
    let home = document.home.as_slice();
    home.get(1..home.len().saturating_sub(1))
        .unwrap_or_default()
}

/// The resource above, if there is one.
pub(crate) fn of(cx: &Context<'_>, document: &Document<ResourceSyntax>) -> Option<ResourceId> {
    let folders = folders(document);
    if folders.is_empty() {
        return None;
    }
    let id = cx.index.resources.get(&folders.join("/"))?;
    let parent = cx.index.resources.item(id).value.document;
    (parent.home.first() == document.home.first()).then_some(ResourceId(id))
}

/// The declaration of the resource above.
pub(crate) fn declaration<'a>(
    cx: &Context<'a>,
    document: &Document<ResourceSyntax>,
) -> Option<ResourceDecl<'a>> {
    of(cx, document).map(|id| cx.index.resources.item(id.0).value)
}

/// What a resource says, or the nearest one above it that does.
pub(crate) fn inherited<'a, T>(
    cx: &Context<'a>,
    document: &'a Document<ResourceSyntax>,
    written: impl Fn(&'a ResourceSyntax) -> Option<&'a T>,
) -> Option<&'a T> {
    let mut document = document;
    loop {
        if let Some(found) = written(&document.syntax) {
            return Some(found);
        }
        document = declaration(cx, document)?.document;
    }
}

/// The version that a resource is pinned to: with the base of the resource above comes its version.
pub(crate) fn version<'a>(cx: &Context<'a>, decl: ResourceDecl<'a>) -> Option<&'a Spanned<String>> {
    if decl.mount.is_some_and(|mount| mount.value.base.is_some()) {
        return None;
    }
    let mut document = decl.document;
    loop {
        let Document { syntax, .. } = document;
        if syntax.version.is_some() || syntax.base.is_some() {
            return syntax.version.as_ref();
        }
        document = declaration(cx, document)?.document;
    }
}

/// Reports folders that no resource stands for, and resources that nothing can hang below.
pub(crate) fn check(cx: &Context<'_>, name: &Spanned<String>, document: &Document<ResourceSyntax>) {
    let folders = folders(document);
    let Some(last) = folders.last() else {
        return;
    };
    if let Some(path) = &document.syntax.path {
        let message = "where a resource hangs is said by its folder, not by `path:`";
        cx.report(
            Diagnostic::error(Code::KeyConflict, &path.place, message).remove(
                "remove `path:`, or move the file out of the folder",
                &path.place,
            ),
        );
    }
    let Some(parent) = declaration(cx, document) else {
        report_missing(cx, name, document, last);
        return;
    };
    let kind = parent.document.syntax.kind.as_ref();
    if let Some(kind) = kind
        && matches!(kind.value, ResourceKind::ActionSet | ResourceKind::Plain)
    {
        let message = format!("nothing can hang below `{last}`, which has no entities");
        cx.report(
            Diagnostic::error(Code::Parent, &name.place, message)
                .also(&kind.place, "its kind")
                .help("make it a collection, an association or simple; or write `path:` in a file outside of the folder"),
        );
    }
}

fn report_missing(
    cx: &Context<'_>,
    name: &Spanned<String>,
    document: &Document<ResourceSyntax>,
    last: &str,
) {
    let full = folders(document).join("/");
    if cx.may_declare(last) {
        return;
    }
    let group = document.home.first().map_or("", String::as_str);
    let message = format!(
        "there is no resource `{full}` that `{}` hangs below",
        name.value
    );
    let elsewhere = cx.index.resources.get(&full);
    let elsewhere =
        elsewhere.and_then(|id| cx.index.resources.item(id).value.document.home.first());
    let help = match (elsewhere, nearest(&full, cx.index.resources.names())) {
        (Some(other), _) => format!("it belongs to the group `{other}`; move the file there"),
        (None, Some(near)) => format!("did you mean the folder of `{near}`?"),
        (None, None) => format!("write `resources/{group}/{full}.yaml`, or move the file"),
    };
    cx.report(Diagnostic::error(Code::Parent, &name.place, message).help(help));
}
