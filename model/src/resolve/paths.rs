//! Paths of resources: written out, or made of the resources above.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diagnostics::{Code, Diagnostic, nearest, one_of};
use crate::model::{Key, Model, PathPart, Resource, ResourceKind};
use crate::names::Case;
use crate::resolve::api::{SEGMENT, is_segment};
use crate::resolve::context::Context;
use crate::resolve::index::ResourceDecl;
use crate::resolve::{keys, parents};
use crate::source::Place;
use crate::syntax::{self, Document, KeyTypeSyntax, Named, PathKeySyntax, ResourceSyntax, Spanned};

/// The path of a resource, or of one of its mounts.
pub(crate) fn path(cx: &Context<'_>, decl: ResourceDecl<'_>) -> Vec<PathPart> {
    let syntax = &decl.document.syntax;
    if let Some(mount) = decl.mount {
        return match &mount.value.path {
            Some(path) => written(cx, path, &mount.value.path_keys),
            None => Vec::new(),
        };
    }
    let own = || {
        let name = syntax.name.as_ref().map(|name| name.value.clone());
        PathPart::Segment(name.unwrap_or_default())
    };
    if let Some(parent) = parents::declaration(cx, decl.document) {
        let mut parts = below(cx, parent);
        rename(cx, &mut parts, &syntax.path_keys);
        parts.push(own());
        return parts;
    }
    match &syntax.path {
        Some(path) => written(cx, path, &syntax.path_keys),
        None => {
            if parents::folders(decl.document).is_empty() {
                report_unused(cx, syntax.path_keys.iter().collect());
            }
            vec![own()]
        }
    }
}

/// The path of the entities of a resource.
fn below(cx: &Context<'_>, parent: ResourceDecl<'_>) -> Vec<PathPart> {
    let mut parts = path(cx, parent);
    let Document { syntax, .. } = parent.document;
    let is_simple = is_simple(syntax);
    if let Some(key) = syntax.key.as_ref().filter(|_| !is_simple) {
        parts.extend(keys::key(cx, None, key).map(PathPart::Key));
    }
    parts
}

fn is_simple(syntax: &ResourceSyntax) -> bool {
    let kind = syntax.kind.as_ref().map(|kind| kind.value);
    kind == Some(ResourceKind::Simple)
}

/// Gives the keys of resources above other names in Rust.
fn rename(cx: &Context<'_>, parts: &mut [PathPart], renames: &[Named<PathKeySyntax>]) {
    for Named { name, value } in renames {
        if let Some(ty) = &value.0.ty {
            let place = keys::place_of(ty);
            let message = format!(
                "the type of `{}` is given by the resource above",
                name.value
            );
            let help = "only `rust_name:` can be changed";
            let diagnostic = Diagnostic::error(Code::Path, place, message);
            cx.report(match ty {
                KeyTypeSyntax::Simple(_) => diagnostic.remove(help, place),
                _ => diagnostic.help(help),
            });
        }
        let mut path_keys: Vec<&mut Key> = parts.iter_mut().filter_map(key_of).collect();
        let chosen = cx.rust_name(name, Some(name), Case::Snake);
        let by_rust_name = path_keys.iter().position(|key| key.rust_name == chosen);
        let by_name = || path_keys.iter().rposition(|key| key.name == name.value);
        let Some(at) = by_rust_name.or_else(by_name) else {
            let known: BTreeSet<&str> = path_keys.iter().map(|key| key.name.as_str()).collect();
            let message = format!("no resource above has the key `{}`", name.value);
            let is_free = |known: &&str| renames.iter().all(|named| named.name.value != *known);
            let meant = nearest(&name.value, known.iter().copied().filter(is_free));
            let write = || match known.is_empty() {
                true => "remove it".to_owned(),
                false => format!("write {}", one_of(known.iter().copied())),
            };
            cx.report(
                Diagnostic::error(Code::Path, &name.place, message).did_you_mean_or(meant, write),
            );
            continue;
        };
        if let Some(rust_name) = &value.0.rust_name {
            path_keys[at].rust_name = cx.rust_name(name, Some(rust_name), Case::Snake);
        }
    }
}

fn key_of(part: &mut PathPart) -> Option<&mut Key> {
    match part {
        PathPart::Key(key) => Some(key),
        PathPart::Segment(_) => None,
    }
}

fn written(
    cx: &Context<'_>,
    path: &Spanned<String>,
    path_keys: &[Named<PathKeySyntax>],
) -> Vec<PathPart> {
    let mut unused: Vec<_> = path_keys.iter().collect();
    let mut parts = Vec::new();
    let mut at = 0_usize;
    for text in path.value.split('/') {
        // Of nothing between two slashes, one of them is shown.
        let shown = match text {
            "" => at.saturating_sub(1)..at.max(1),
            text => at..at + text.len(),
        };
        let place = syntax::part(path, shown);
        at += text.len() + 1;
        let key_name = text
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'));
        let Some(key_name) = key_name else {
            if !is_segment(text) {
                let message = match text {
                    "" => {
                        "a path has one `/` between two segments, and none around them".to_owned()
                    }
                    _ => format!("`{text}` cannot be a segment of a path"),
                };
                let diagnostic = Diagnostic::error(Code::Path, &place, message);
                let whole: Vec<&str> = path.value.split('/').filter(|t| !t.is_empty()).collect();
                let whole = whole.join("/");
                let key = text.trim_start_matches([':', '{']).trim_end_matches('}');
                cx.report(match text {
                    "" if !whole.is_empty() => {
                        diagnostic.fix(format!("write `{whole}`"), &path.place, whole)
                    }
                    _ if key != text && is_segment(key) => {
                        let key = format!("{{{key}}}");
                        diagnostic.fix(format!("a key is written `{key}`"), &place, key)
                    }
                    _ => diagnostic.help(SEGMENT),
                });
            }
            parts.push(PathPart::Segment(text.to_owned()));
            continue;
        };
        match unused.iter().position(|named| named.name.value == key_name) {
            Some(found) => {
                let named = unused.remove(found);
                parts.extend(keys::path_key(cx, named).map(PathPart::Key));
            }
            None => {
                let message = format!("the key `{key_name}` is not declared");
                let names = path_keys.iter().map(|named| named.name.value.as_str());
                let meant = nearest(key_name, names);
                unused.retain(|named| Some(named.name.value.as_str()) != meant);
                let declare = || format!("write `path_keys: {{ {key_name}: {{ type: … }} }}`");
                let name = Place::new(&place.file, within_braces(&place));
                cx.report(
                    Diagnostic::error(Code::Path, &name, message).did_you_mean_or(meant, declare),
                );
            }
        }
    }
    report_unused(cx, unused);
    parts
}

/// The bytes of a key in braces; all of them where the braces cannot be seen.
fn within_braces(place: &Place) -> Range<usize> {
    let Range { start, end } = place.span;
    match place.text().starts_with('{') && place.text().ends_with('}') {
        true => start + 1..end - 1,
        false => start..end,
    }
}

/// Reports resources that stand at one path, so that no request could tell them apart. An unofficial one
/// may stand at the path of another: it is what the vendor's documentation does not know.
pub(crate) fn check(cx: &Context<'_>, model: &Model) {
    let mut seen: BTreeMap<(Vec<Option<&str>>, bool), &Resource> = BTreeMap::new();
    for resource in &model.resources {
        let base = model.api.bases.get(resource.base);
        let base = base.map_or("", |base| base.path.as_str()).split('/');
        let base = base.filter(|part| !part.is_empty()).map(Some);
        let parts = resource.path.iter().map(|part| match part {
            PathPart::Segment(text) => Some(text.as_str()),
            PathPart::Key(_) => None,
        });
        match seen.entry((base.chain(parts).collect(), resource.unofficial)) {
            Entry::Vacant(slot) => {
                slot.insert(resource);
            }
            Entry::Occupied(first) => {
                let message = format!(
                    "`{}` and `{}` have one path",
                    first.get().name,
                    resource.name
                );
                cx.report(
                    Diagnostic::error(Code::Path, &resource.place, message)
                        .label("second")
                        .also(&first.get().place, "first")
                        .help("give one of them another `path:` or `base:`, or remove it"),
                );
            }
        }
    }
}

fn report_unused(cx: &Context<'_>, unused: Vec<&Named<PathKeySyntax>>) {
    for named in unused {
        let message = format!("the key `{}` does not stand in the path", named.name.value);
        cx.report(
            Diagnostic::error(Code::Path, &named.name.place, message).remove(
                format!(
                    "write it as `{{{}}}` in `path:`, or remove it",
                    named.name.value
                ),
                &named.name.place,
            ),
        );
    }
}
