//! Names of calls: functions of a resource, their arguments, the setters of their builders.

use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Key, Method, PathPart, Resource, RestMethod, Task};
use crate::names::{self, Scope, Taken};
use crate::resolve::context::Context;

/// The functions of a resource, and the arguments and setters of each.
pub(super) fn functions(cx: &Context<'_>, resource: &Resource) {
    path_keys(cx, resource);
    let mut functions =
        Scope::new(cx.sink).reserve(&["clone", "from", "into"], "a function of every Rust type");
    for method in &resource.methods {
        functions.claim(&method.rust_name, of_method(method));
        arguments(cx, resource, method);
    }
    for task in &resource.tasks {
        functions.claim(&task.rust_name, of_task(task));
    }
}

/// A call, which stands once more for each alternative key; then only the key can be renamed.
pub(super) fn of_method(method: &Method) -> Taken {
    let taken = Taken::new(&method.place, called(method));
    match method.alternative_key {
        Some(_) => taken,
        None => taken.or(&method.rust_name, "call"),
    }
}

pub(super) fn of_task(task: &Task) -> Taken {
    Taken::new(&task.place, format!("the task `{}`", task.name)).or(&task.rust_name, "task")
}

/// A call, in words.
fn called(method: &Method) -> String {
    let name = &method.name;
    match method.rest {
        RestMethod::Finder => format!("the finder `{name}`"),
        RestMethod::BatchFinder => format!("the batch finder `{name}`"),
        RestMethod::Action => format!("the action `{name}`"),
        RestMethod::Plain => format!("the call `{name}`"),
        _ => format!("the method `{name}`"),
    }
}

/// Keys in the path that no function could take side by side.
fn path_keys(cx: &Context<'_>, resource: &Resource) {
    let mut above: Vec<&Key> = Vec::new();
    let own = resource.key.iter().chain(&resource.alternative_keys);
    let keys = parents(resource).map(|key| (key, true));
    for (key, is_parent) in keys.chain(own.map(|key| (key, false))) {
        let twin = above.iter().find(|other| other.rust_name == key.rust_name);
        let Some(twin) = twin else {
            above.extend(is_parent.then_some(key));
            continue;
        };
        let message = format!(
            "two keys in the path of `{}` would both be `{}` in Rust",
            resource.name, key.rust_name
        );
        let other = names::joined("other", &twin.rust_name);
        let entry = format!("{{ {}: {{ rust_name: {other} }} }}", twin.name);
        cx.report(
            Diagnostic::error(Code::Collision, &resource.place, message)
                .help(format!("rename the one further up: `path_keys: {entry}`")),
        );
    }
}

fn parents(resource: &Resource) -> impl Iterator<Item = &Key> {
    resource.path.iter().filter_map(|part| match part {
        PathPart::Key(key) => Some(key),
        PathPart::Segment(_) => None,
    })
}

/// The arguments of a call, and the setters of its builder.
fn arguments(cx: &Context<'_>, resource: &Resource, method: &Method) {
    let mut arguments = Scope::new(cx.sink);
    let mut setters = setters_of(cx, method);
    for key in parents(resource).chain(entity_key(resource, method)) {
        // Two keys of one name are reported for the path.
        if !arguments.holds(&key.rust_name) {
            let what = format!("the key `{}`", key.name);
            arguments.claim(&key.rust_name, Taken::new(&resource.place, what));
        }
    }
    let parts = method.partial_key.iter().map(|part| (part, "part"));
    let params = method.params.iter().map(|param| (param, "parameter"));
    let headers = method.headers.iter().map(|header| (header, "header"));
    let known = parts
        .chain(params)
        .chain(headers)
        .filter(|(param, _)| !cx.has_failed(&param.place));
    for (param, noun) in known {
        let own = param.rust_name.as_str();
        let own = own.strip_prefix(names::BUILDER_PREFIX).unwrap_or(own);
        let what = Taken::new(&param.place, format!("the {noun} `{}`", param.name)).or(own, noun);
        if param.required {
            arguments.claim(&param.rust_name, what);
        } else if param.rust_name.starts_with(names::BUILDER_PREFIX) {
            let prefix = names::BUILDER_PREFIX;
            let why = format!("names with `{prefix}` in front belong to the builders");
            setters.refuse(&param.rust_name, &what, &why);
        } else {
            setters.claim(&param.rust_name, what);
        }
    }
}

fn setters_of<'a>(cx: &Context<'a>, method: &Method) -> Scope<'a> {
    let setters =
        Scope::new(cx.sink).reserve(names::BUILDER_FUNCTIONS, "a function of every builder");
    match method.paging {
        Some(_) => setters.reserve(names::PAGED_FUNCTIONS, "a function of paged calls"),
        None => setters,
    }
}

/// The key that a method takes as an argument.
fn entity_key<'m>(resource: &'m Resource, method: &'m Method) -> Option<&'m Key> {
    let own = match method.rest {
        RestMethod::Get | RestMethod::Update | RestMethod::PartialUpdate | RestMethod::Delete => {
            resource.key.as_ref()
        }
        _ => None,
    };
    method.key.as_ref().or(own)
}
