//! Folders of Rest.li's client test suite: IDL, recorded exchanges and documents, in one manifest.
//!
//! What the suite holds becomes samples of a schema, so that a generated client is tested by it in
//! the same way as by the schema's own samples, and no operation is known to any code.

mod documents;
mod http;
mod manifest;
mod print;
mod sample;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use self::sample::{Kind, Sample};
use crate::Import;
use crate::ast::Spanned;
use crate::diagnostics::{Code, Diagnostic, Place, Report, Sink, SourceFile};
use crate::input::{IdlFile, read_files};
use crate::json::{self, Json};
use crate::suite::manifest::Manifest;

/// The file that lists what a suite holds.
const MANIFEST: &str = "manifest.json";
/// The folder of schema files, which the manifest does not list.
const SCHEMAS: &str = "schemas";

/// Which of the two descriptions of a resource is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Restspecs, which need the schema files.
    Restspecs,
    /// Snapshots, which hold their schemas.
    Snapshots,
}

/// A suite whose manifest has been read.
#[derive(Debug)]
pub struct Suite {
    folder: PathBuf,
    manifest: Manifest,
}

impl Suite {
    /// Reads the manifest of a folder; what is wrong with it is the report.
    pub fn read(folder: &Path) -> Result<Self, Report> {
        let sink = Sink::default();
        let manifest = manifest::read(folder, &sink);
        let report = sink.into_report();
        match manifest {
            Some(manifest) if !report.has_errors() => Ok(Self {
                folder: folder.to_owned(),
                manifest,
            }),
            _ => Err(report),
        }
    }

    /// How many tests of a kind the manifest lists.
    pub fn count(&self, kind: Kind) -> usize {
        let manifest = &self.manifest;
        let operations = |resource: &manifest::Resource| resource.operations.len();
        match kind {
            Kind::Wire => manifest.resources.iter().map(operations).sum(),
            Kind::Schema => manifest.documents.len(),
            Kind::Json => manifest.json.len(),
        }
    }

    /// The IDL that the manifest names, and with `schemas` the files of the schema folder.
    pub fn idl(&self, source: Source, schemas: bool) -> io::Result<Vec<IdlFile>> {
        let mut paths: Vec<PathBuf> = Vec::new();
        for resource in &self.manifest.resources {
            let (path, what) = match source {
                Source::Restspecs => (&resource.restspec, "restspec"),
                Source::Snapshots => (&resource.snapshot, "snapshot"),
            };
            let Some(path) = path else {
                let name = resource.name.escape_debug();
                let message = format!("the manifest names no `{what}` of `{name}`");
                return Err(io::Error::new(io::ErrorKind::NotFound, message));
            };
            paths.push(self.folder.join(&path.value));
        }
        let folder = self.folder.join(SCHEMAS);
        if schemas && folder.is_dir() {
            paths.push(folder);
        }
        read_files(paths)
    }

    /// Every operation and document as a sample of the imported schema.
    pub fn samples(&self, import: &Import) -> (Vec<Sample>, Report) {
        let sink = Sink::default();
        let mut samples = sample::Samples::new(self, &sink);
        for resource in &self.manifest.resources {
            for operation in &resource.operations {
                samples.wire(operation);
            }
        }
        for test in &self.manifest.documents {
            samples.document(test, import);
        }
        for data in &self.manifest.json {
            samples.json(data);
        }
        (samples.made, sink.into_report())
    }
}

/// Reads a file that the manifest names; reported where it is named.
fn open(folder: &Path, path: &Spanned<String>, sink: &Sink) -> Option<Arc<SourceFile>> {
    let full = folder.join(&path.value);
    let why = match fs::read(&full) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => return Some(Arc::new(SourceFile::new(shown(&full), text))),
            Err(_) => "it is no UTF-8 text".to_owned(),
        },
        Err(error) => error.to_string(),
    };
    let message = format!("`{}` cannot be read: {why}", path.value.escape_debug());
    sink.error(Code::SuiteFile, &path.place, message);
    None
}

/// Reads a JSON document that the manifest names.
fn open_json(folder: &Path, path: &Spanned<String>, sink: &Sink) -> Option<Json> {
    json::parse(&open(folder, path, sink)?, sink)
}

fn shown(path: &Path) -> String {
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

/// A finding about the whole of a folder, which has no file to point at.
fn missing(folder: &Path, why: &str) -> Diagnostic {
    let absent = Arc::new(SourceFile::new(
        shown(&folder.join(MANIFEST)),
        String::new(),
    ));
    Diagnostic::error(Code::SuiteFile, &Place::start_of(&absent), why)
}
