//! The schema as written: every file read into plain structs with places.
//!
//! Nothing is looked up here. What a file cannot say is reported and left out, so that the later
//! steps see as much of the schema as there is.

mod api;
mod byte_size;
mod describe;
mod docs;
mod error_rule;
mod json;
mod key;
mod map_reader;
mod method;
mod oauth;
mod reader;
mod resource;
mod scopes;
mod task;
mod tree;
mod type_expr;
mod types;
mod urns;
mod values;
mod yaml_error;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde_json::Value as Json;

pub(crate) use self::api::*;
pub(crate) use self::describe::{Describer, Names, Naming, noun};
pub(crate) use self::docs::*;
pub(crate) use self::error_rule::*;
pub(crate) use self::key::*;
pub(crate) use self::method::*;
pub(crate) use self::oauth::*;
pub(crate) use self::reader::Named;
pub(crate) use self::reader::{Keyed, Read};
pub(crate) use self::resource::*;
pub(crate) use self::scopes::*;
pub(crate) use self::task::*;
pub(crate) use self::tree::Spanned;
pub(crate) use self::type_expr::*;
pub(crate) use self::types::*;
pub(crate) use self::urns::*;
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::names;
use crate::source::{Place, SourceFile, SourceSet, Unreadable};

/// Resources do not hang below each other any deeper.
const MAX_PARENTS: usize = 12;

/// The files of a schema, read.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    pub(crate) api: Option<Document<ApiSyntax>>,
    pub(crate) scopes: Option<Document<ScopesSyntax>>,
    pub(crate) urns: Option<Document<UrnsSyntax>>,
    pub(crate) types: Vec<Document<TypesSyntax>>,
    pub(crate) resources: Vec<Document<ResourceSyntax>>,
    /// The names of types of which samples show documents.
    pub(crate) samples: BTreeSet<String>,
    /// Files that could not be read to their end.
    broken: Vec<Arc<SourceFile>>,
}

/// A file and what it says.
#[derive(Debug)]
pub(crate) struct Document<T> {
    pub(crate) file: Arc<SourceFile>,
    /// Folder and name without its ending, below `types/` or `resources/`.
    pub(crate) home: Vec<String>,
    pub(crate) syntax: T,
}

impl Documents {
    /// The types of all files, those of resources among them.
    pub(crate) fn all_types(&self) -> impl Iterator<Item = &TypesSyntax> {
        let shared = self.types.iter().map(|document| &document.syntax);
        let own = self.resources.iter().map(|document| &document.syntax.types);
        shared.chain(own)
    }

    /// Whether a file that could not be read to its end may declare the name.
    pub(crate) fn may_declare(&self, name: &str) -> bool {
        self.broken.iter().any(|file| file.text().contains(name))
    }

    /// Whether a finding may be a mere consequence of an error that ended the reading of its file.
    pub(crate) fn is_doubtful(&self, diagnostic: &Diagnostic) -> bool {
        let file = &diagnostic.place().file;
        diagnostic.code > Code::KeyShape && self.broken.iter().any(|other| Arc::ptr_eq(other, file))
    }
}

/// Reads all YAML files.
pub(crate) fn read(sources: &SourceSet, sink: &Sink) -> Documents {
    // Files know nothing of each other yet, and most of the time of a load is spent here.
    let read = { sources.files().par_iter() }.map(|file| {
        let (mut one, own) = (Documents::default(), Sink::default());
        one.add(file, &own);
        (one, own)
    });
    let mut documents = Documents::default();
    for (one, own) in read.collect::<Vec<_>>() {
        documents.absorb(one);
        sink.absorb(own);
    }
    if documents.api.is_none() && sources.file("api.yaml").is_none() {
        let absent = Arc::new(SourceFile::new("api.yaml".to_owned(), String::new()));
        sink.push(
            Diagnostic::error(
                Code::FileMissing,
                &Place::start_of(&absent),
                "the schema has no `api.yaml`",
            )
            .help("write one with `api:`, `host:` and `bases:`"),
        );
    }
    documents
}

impl Documents {
    fn absorb(&mut self, other: Documents) {
        self.api = self.api.take().or(other.api);
        self.scopes = self.scopes.take().or(other.scopes);
        self.urns = self.urns.take().or(other.urns);
        self.types.extend(other.types);
        self.resources.extend(other.resources);
        self.samples.extend(other.samples);
        self.broken.extend(other.broken);
    }

    fn add(&mut self, file: &Arc<SourceFile>, sink: &Sink) {
        let parts: Vec<&str> = file.path().split('/').collect();
        match parts.as_slice() {
            ["sandbox", ..] => {}
            ["samples", .., name] if name.ends_with(".json") => {
                self.samples.extend(sampled_type(file));
            }
            ["api.yaml"] => self.api = self.document(file, &[], sink),
            ["scopes.yaml"] => self.scopes = self.document(file, &[], sink),
            ["urns.yaml"] => self.urns = self.document(file, &[], sink),
            ["types", home @ ..] if home.len() == 2 && home[1].ends_with(".yaml") => {
                for part in home {
                    check_module_name(file, part.trim_end_matches(".yaml"), sink);
                }
                let document = self.document(file, home, sink);
                self.types.extend(document);
            }
            ["resources", home @ .., name] if is_nested(home) && name.ends_with(".yaml") => {
                check_module_name(file, home[0], sink);
                let document = self.document::<ResourceSyntax>(file, &parts[1..], sink);
                self.resources.extend(document.map(|mut document| {
                    document.syntax.stand_in(&document.home);
                    document
                }));
            }
            parts => sink.push(unexpected(file, parts)),
        }
    }

    fn document<T: Read>(
        &mut self,
        file: &Arc<SourceFile>,
        home: &[&str],
        sink: &Sink,
    ) -> Option<Document<T>> {
        if let Some(why) = file.why_unreadable() {
            sink.push(unreadable(file, why));
            self.broken.push(Arc::clone(file));
            return None;
        }
        let tree = tree::parse(file, sink);
        if !tree.complete {
            self.broken.push(Arc::clone(file));
        }
        let Some(root) = tree.root else {
            if tree.complete {
                let place = Place::new(file, 0..file.text().len());
                sink.push(
                    Diagnostic::error(Code::WrongShape, &place, "the file is empty")
                        .help("remove it, or write what it is for"),
                );
            }
            return None;
        };
        Some(Document {
            file: Arc::clone(file),
            home: home
                .iter()
                .map(|part| part.trim_end_matches(".yaml").to_owned())
                .collect(),
            syntax: T::read(&root, sink)?,
        })
    }
}

/// The type of a sample that is a document; what is wrong with it is said when samples are read.
fn sampled_type(file: &SourceFile) -> Option<String> {
    if !file.text().contains("\"document\"") {
        return None;
    }
    let sample: Json = serde_json::from_str(file.text()).ok()?;
    sample.get("document")?;
    Some(sample.get("type")?.as_str()?.to_owned())
}

/// Whether the folders of a resource are a group, and as many resources as may hang below another.
fn is_nested(folders: &[&str]) -> bool {
    (1..=MAX_PARENTS).contains(&folders.len())
}

fn unreadable(file: &Arc<SourceFile>, why: Unreadable) -> Diagnostic {
    let (message, help) = match why {
        Unreadable::TooLarge => ("the file is too large for a schema", "split it"),
        Unreadable::NotUtf8 => ("the file is no UTF-8 text", "save it as UTF-8"),
    };
    Diagnostic::error(Code::FileUnreadable, &Place::start_of(file), message).help(help)
}

fn unexpected(file: &Arc<SourceFile>, parts: &[&str]) -> Diagnostic {
    let help = match parts {
        [.., name] if name.ends_with(".yml") => "schema files end in `.yaml`",
        ["types", ..] => "shared types stand in `types/<folder>/<file>.yaml`",
        ["resources", ..] => {
            "a resource stands in `resources/<group>/<resource>.yaml`, and what hangs below it in `resources/<group>/<resource>/`"
        }
        ["samples", ..] => "samples are JSON files",
        _ => {
            "a schema has `api.yaml`, `scopes.yaml`, `urns.yaml` and the folders `types`, \
             `resources`, `samples` and `sandbox`"
        }
    };
    let message = "this file has no place in a schema";
    Diagnostic::error(Code::FileUnexpected, &Place::start_of(file), message).help(help)
}

fn check_module_name(file: &Arc<SourceFile>, name: &str, sink: &Sink) {
    if names::is_module_name(name) {
        return;
    }
    let message = format!("`{name}` cannot be the name of a module");
    sink.push(
        Diagnostic::error(Code::FileName, &Place::start_of(file), message)
            .help("use lower-case letters, digits and `_`, and no word that Rust reserves"),
    );
}
