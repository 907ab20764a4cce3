//! Resources: each once, in the order of their names.

use std::collections::BTreeSet;

use crate::ast::{Resource, is_identifier};
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::resolve::{Idl, twice};

/// Sorts resources, drops what is said twice, and reports what two resources of one path are.
pub(crate) fn check(idl: &mut Idl, sink: &Sink) {
    let resources = std::mem::take(&mut idl.resources);
    idl.resources = unique(resources, sink);
}

fn unique(mut resources: Vec<Resource>, sink: &Sink) -> Vec<Resource> {
    resources.retain(|resource| check_name(resource, sink));
    resources.sort_by(|a, b| {
        let namespace = |r: &Resource| r.namespace.as_ref().map(|text| text.value.clone());
        let key = |r: &Resource| (r.name.value.clone(), namespace(r), r.name.place.clone());
        key(a).cmp(&key(b))
    });
    let mut kept: Vec<Resource> = Vec::new();
    for mut resource in resources {
        twice::check(&mut resource, sink);
        if let Some(entity) = &mut resource.entity {
            entity.subresources = unique(std::mem::take(&mut entity.subresources), sink);
        }
        let same = |first: &&Resource| {
            first.name == resource.name
                || (first.namespace == resource.namespace && first.path == resource.path)
        };
        let Some(first) = kept.iter().find(same) else {
            kept.push(resource);
            continue;
        };
        if *first == resource {
            continue;
        }
        let name = &resource.name;
        if first.namespace != resource.namespace && first.path != resource.path {
            rename(&mut resource, &kept, sink);
            kept.push(resource);
            continue;
        }
        let diagnostic = if first.namespace == resource.namespace {
            let message = format!("the resource `{}` is described in two ways", name.value);
            Diagnostic::error(Code::IdlResourceTwice, &name.place, message)
        } else {
            let message = format!("two resources are called `{}`", name.value);
            Diagnostic::error(Code::IdlResourceTwice, &name.place, message)
                .note(
                    "their namespaces differ, but their paths do not, and one API has one of each",
                )
                .help("import them into folders of their own")
        };
        let diagnostic = diagnostic.label("left out");
        sink.push(diagnostic.also(&first.name.place, "the resource that counts"));
    }
    report_case(&kept, sink);
    kept
}

/// Gives a resource another name beside the first of its name, which has another path.
fn rename(resource: &mut Resource, kept: &[Resource], sink: &Sink) {
    let name = resource.name.value.clone();
    let free = |name: &String| !kept.iter().any(|other| other.name.value == *name);
    let mut names = (2..).map(|number| format!("{name}{number}"));
    if let Some(free) = names.find(free) {
        resource.name.value = free;
    }
    let message = format!("the resource `{name}` is called `{}`", resource.name.value);
    let diagnostic = Diagnostic::warning(Code::Renamed, &resource.name.place, message);
    sink.push(diagnostic.note("another namespace has a resource of the same name"));
}

/// Whether the name can be that of a file: names come from outside, and files are written.
fn check_name(resource: &Resource, sink: &Sink) -> bool {
    let name = &resource.name;
    let fits = is_identifier(&name.value.replace('-', "_"))
        && name.value.starts_with(|c: char| c.is_ascii_alphabetic());
    if !fits {
        let message = format!(
            "`{}` cannot be the name of a resource",
            name.value.escape_debug()
        );
        let note = "a name begins with a letter and has letters, digits, `_` and `-`";
        sink.push(Diagnostic::error(Code::IdlName, &name.place, message).note(note));
    }
    fits
}

/// Names that differ in case only would share a file where files know no case.
fn report_case(resources: &[Resource], sink: &Sink) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for resource in resources {
        let name = &resource.name;
        if !seen.insert(name.value.to_ascii_lowercase()) {
            let message = format!(
                "another resource differs from `{}` in case only",
                name.value
            );
            let note = "some file systems cannot hold the files of both";
            let diagnostic = Diagnostic::warning(Code::Renamed, &name.place, message);
            sink.push(diagnostic.note(note));
        }
    }
}
