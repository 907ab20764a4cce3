//! Reading files of every format into one heap of schemas and resources.
//!
//! Nothing is looked up here. A file that cannot be read to its end is kept in mind, so that what
//! it would have defined is not reported as missing elsewhere.

mod method;
pub(crate) mod object;
mod restspec;
pub(crate) mod schema;
mod types;

use std::sync::Arc;

use restli_model::source::Unreadable;

use crate::ast::{Resource, Schema};
use crate::diagnostics::{Code, Diagnostic, Place, Sink, SourceFile};
use crate::input::IdlFile;
use crate::json::{self, Json};
use crate::pdl;
use crate::read::object::Object;
pub(crate) use crate::read::types::SchemaReader;

/// What all files say.
#[derive(Debug, Default)]
pub(crate) struct Heap {
    /// Named schemas, those defined inside others included; a name may stand several times.
    pub(crate) schemas: Vec<Schema>,
    /// Root resources.
    pub(crate) resources: Vec<Resource>,
    /// Files that could not be read to their end.
    pub(crate) broken: Vec<Arc<SourceFile>>,
}

/// Reads all files, in an order that does not depend on that of the list.
pub(crate) fn read(mut files: Vec<IdlFile>, sink: &Sink) -> Heap {
    files.sort();
    files.dedup();
    let mut heap = Heap::default();
    for file in files {
        heap.add(file, sink);
    }
    heap
}

impl Heap {
    fn add(&mut self, file: IdlFile, sink: &Sink) {
        let text = match file.text {
            Ok(text) => text,
            Err(why) => {
                let file = Arc::new(SourceFile::new(file.path, String::new()));
                return self.refuse(&file, &why.to_string(), sink);
            }
        };
        let file = Arc::new(SourceFile::new(file.path, text));
        if let Some(why) = file.why_unreadable() {
            let why = match why {
                Unreadable::TooLarge => "the file is too large",
                Unreadable::NotUtf8 => "the file is no UTF-8 text",
            };
            return self.refuse(&file, why, sink);
        }
        let mut reader = SchemaReader::new(sink);
        let complete = if file.path().ends_with(".pdl") {
            pdl::read(&file, &mut reader)
        } else {
            match json::parse(&file, sink) {
                Some(json) => {
                    self.resources.extend(document(&file, &json, &mut reader));
                    true
                }
                None => false,
            }
        };
        if !complete {
            self.broken.push(file);
        }
        self.schemas.append(&mut reader.schemas);
    }

    fn refuse(&mut self, file: &Arc<SourceFile>, why: &str, sink: &Sink) {
        sink.error(Code::IdlUnreadable, &Place::start_of(file), why);
        self.broken.push(Arc::clone(file));
    }

    /// Whether a file that could not be read may define the name.
    pub(crate) fn may_define(&self, name: &str) -> bool {
        self.broken
            .iter()
            .any(|file| file.text().is_empty() || file.text().contains(name))
    }
}

/// Reads a JSON file by what it holds: the formats tell themselves apart, and schema files do not
/// all have the extension of their format.
fn document(
    file: &Arc<SourceFile>,
    json: &Json,
    reader: &mut SchemaReader<'_>,
) -> Option<Resource> {
    let sink = reader.sink;
    let has = |name: &str| json.get(name).is_some();
    if has("models") {
        let mut object = Object::open(json, "a snapshot", sink)?;
        for model in object.list("models") {
            reader.ty(model, "");
        }
        let resource = object.required("schema")?;
        let resource = reader.resource(resource);
        reader.warn_rest(object, "a snapshot");
        return resource;
    }
    let of_kind = |kinds: &[&str]| kinds.iter().any(|kind| file.path().ends_with(kind));
    if has("path") || of_kind(&[".restspec.json"]) {
        return reader.resource(json);
    }
    if of_kind(&[".snapshot.json"]) {
        let message = "a snapshot needs `models` and `schema`";
        sink.error(Code::IdlMissing, &Place::start_of(file), message);
        return None;
    }
    if (has("type") && has("name")) || of_kind(&[".pdsc"]) {
        reader.file(json);
        return None;
    }
    let message = "this file holds no resource and no schema, and is left out";
    let place = Place::start_of(file);
    sink.push(Diagnostic::warning(Code::NotIdl, &place, message));
    None
}
