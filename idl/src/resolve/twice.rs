//! What stands twice in a list of a resource: once is enough of the same, and of two different things
//! only the first counts.

use std::collections::BTreeMap;

use crate::ast::{Method, MethodKind, Resource, ResourceKind, Spanned};
use crate::diagnostics::{Code, Diagnostic, Sink};

/// Leaves each key, method, parameter and service error of a resource once.
pub(crate) fn check(resource: &mut Resource, sink: &Sink) {
    if let ResourceKind::Association { parts, .. } = &mut resource.kind.value {
        once(parts, |part| ("part", part.name.clone()), sink);
    }
    let keys = &mut resource.alternative_keys;
    once(keys, |key| ("alternative key", key.name.clone()), sink);
    let errors = &mut resource.service_errors;
    once(errors, |error| ("service error", error.code.clone()), sink);
    once(&mut resource.methods, called, sink);
    for method in &mut resource.methods {
        let parameters = &mut method.parameters;
        once(parameters, |p| ("parameter", p.name.clone()), sink);
        let errors = &mut method.service_errors;
        once(errors, |error| ("service error", error.code.clone()), sink);
    }
}

/// What a method is, and its name; a default finder has an empty one.
fn called(method: &Method) -> (&'static str, Spanned<String>) {
    let what = match method.kind.value {
        MethodKind::Rest(rest) => {
            let name = rest.name().to_owned();
            return ("method", Spanned::new(name, method.kind.place.clone()));
        }
        MethodKind::Finder => "finder",
        MethodKind::BatchFinder => "batch finder",
        MethodKind::Action => "action",
        MethodKind::EntityAction => "action of entities",
    };
    let nameless = || Spanned::new(String::new(), method.kind.place.clone());
    (what, method.name.clone().unwrap_or_else(nameless))
}

fn once<T: PartialEq>(
    list: &mut Vec<T>,
    called: impl Fn(&T) -> (&'static str, Spanned<String>),
    sink: &Sink,
) {
    let mut seen: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    let mut kept: Vec<T> = Vec::with_capacity(list.len());
    for item in std::mem::take(list) {
        let (what, name) = called(&item);
        let at = *seen.entry((what, name.value.clone())).or_insert(kept.len());
        match kept.get(at) {
            None => kept.push(item),
            Some(first) if *first == item => {}
            Some(first) => {
                let message = format!("the {what} `{}` stands twice", name.value.escape_debug());
                let diagnostic = Diagnostic::error(Code::IdlTwice, &name.place, message);
                let (_, first) = called(first);
                sink.push(
                    diagnostic
                        .label("left out")
                        .also(&first.place, "the one that counts"),
                );
            }
        }
    }
    *list = kept;
}
