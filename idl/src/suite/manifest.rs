//! The manifest of a suite: which IDL, which exchanges, which documents.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::ast::Spanned;
use crate::diagnostics::{Code, Diagnostic, Sink, SourceFile};
use crate::json::{self, Json};
use crate::read::object::{Object, text, whole};
use crate::suite::{MANIFEST, missing, shown};

/// What a suite holds.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) resources: Vec<Resource>,
    pub(super) documents: Vec<Document>,
    /// JSON documents without a schema.
    pub(super) json: Vec<Spanned<String>>,
}

/// A resource and the operations on it.
#[derive(Debug)]
pub(super) struct Resource {
    pub(super) name: String,
    pub(super) restspec: Option<Spanned<String>>,
    pub(super) snapshot: Option<Spanned<String>>,
    pub(super) operations: Vec<Operation>,
}

/// A request and the answer to it.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) name: Spanned<String>,
    /// A method's name, or `finder:NAME`, `batch_finder:NAME`, `action:NAME`.
    pub(super) method: Spanned<String>,
    pub(super) request: Spanned<String>,
    pub(super) response: Spanned<String>,
    pub(super) status: Spanned<u32>,
    pub(super) error_message: Option<Spanned<String>>,
}

/// A document of a schema.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) schema: Spanned<String>,
    pub(super) data: Spanned<String>,
    /// The document that results when defaults are filled in.
    pub(super) filled: Option<Spanned<String>>,
}

/// Reads the manifest of a folder.
pub(super) fn read(folder: &Path, sink: &Sink) -> Option<Manifest> {
    let path = folder.join(MANIFEST);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            let message = format!("the suite's `{MANIFEST}` cannot be read: {error}");
            sink.push(missing(folder, &message));
            return None;
        }
    };
    let file = Arc::new(SourceFile::new(shown(&path), text));
    let json = json::parse(&file, sink)?;
    let mut object = Object::open(&json, "a manifest", sink)?;
    let manifest = Manifest {
        resources: all(&mut object, "wireProtocolTestData", |json| {
            resource(json, sink)
        }),
        documents: all(&mut object, "schemaTestData", |json| document(json, sink)),
        json: all(&mut object, "jsonTestData", |json| {
            let mut object = Object::open(json, "a JSON document", sink)?;
            let data = path_of(&mut object, "data", sink);
            warn_rest(object, "a JSON document", sink);
            data
        }),
    };
    warn_rest(object, "a manifest", sink);
    Some(manifest)
}

fn all<T>(
    object: &mut Object<'_>,
    name: &'static str,
    read: impl Fn(&Json) -> Option<T>,
) -> Vec<T> {
    object.list(name).iter().filter_map(read).collect()
}

fn resource(json: &Json, sink: &Sink) -> Option<Resource> {
    let mut object = Object::open(json, "a resource of the manifest", sink)?;
    let name = object.required_text("name");
    let operations = all(&mut object, "operations", |json| operation(json, sink));
    let restspec = object.text("restspec").and_then(|path| below(path, sink));
    let snapshot = object.text("snapshot").and_then(|path| below(path, sink));
    warn_rest(object, "a resource of the manifest", sink);
    Some(Resource {
        name: name?.value,
        restspec,
        snapshot,
        operations,
    })
}

fn operation(json: &Json, sink: &Sink) -> Option<Operation> {
    let mut object = Object::open(json, "an operation", sink)?;
    let name = object.required_text("name");
    let method = object.required_text("method");
    let request = path_of(&mut object, "request", sink);
    let response = path_of(&mut object, "response", sink);
    let status = object.required("status").and_then(|json| {
        let status = whole(json, sink)?;
        Some(Spanned::new(status, json.place.clone()))
    });
    let error_message = object.text("errorMessage");
    warn_rest(object, "an operation", sink);
    Some(Operation {
        name: name?,
        method: method?,
        request: request?,
        response: response?,
        status: status?,
        error_message,
    })
}

fn document(json: &Json, sink: &Sink) -> Option<Document> {
    let mut object = Object::open(json, "a document of a schema", sink)?;
    let schema = object.required_text("schema");
    let data = path_of(&mut object, "data", sink);
    let filled = object
        .take("withFixup")
        .and_then(|json| below(text(json, sink)?, sink));
    warn_rest(object, "a document of a schema", sink);
    Some(Document {
        schema: schema?,
        data: data?,
        filled,
    })
}

/// A path that must be there.
fn path_of(object: &mut Object<'_>, name: &'static str, sink: &Sink) -> Option<Spanned<String>> {
    below(object.required_text(name)?, sink)
}

/// A path below the folder; others are refused.
fn below(path: Spanned<String>, sink: &Sink) -> Option<Spanned<String>> {
    let parts = path.value.split(['/', '\\']);
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(':');
    if parts.into_iter().all(plain) {
        return Some(path);
    }
    let shown = path.value.escape_debug();
    let message = format!("`{shown}` is no path below the folder of the suite");
    sink.error(Code::SuiteFile, &path.place, message);
    None
}

fn warn_rest(object: Object<'_>, what: &str, sink: &Sink) {
    for property in object.rest() {
        let name = property.name.value.escape_debug();
        let message = format!("`{name}` of {what} is not known, and is left out");
        let place = &property.name.place;
        sink.push(Diagnostic::warning(Code::SuiteFile, place, message));
    }
}
