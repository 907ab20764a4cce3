//! Schemas for tests, from folders or from text.

// Every test file uses a part of this.
#![allow(dead_code)]

pub(crate) mod random;
pub(crate) mod template;
pub(crate) mod verdict;
pub(crate) mod words;

use std::path::Path;

use restli_codegen::{FileSet, Options};
use restli_model::model::Model;
use restli_model::source::SourceSet;

/// What a schema needs besides its resources; a test may bring its own.
pub(crate) const API: &str = "\
api: library
docs: { summary: A library. }
host: https://api.example.org
bases:
  v2: { path: /v2, projection: projection, decorates: true }
  rest: { path: /rest, versioned: true, projection: fields, decorates: false }
version: { header: Library-Version, default: \"202501\" }
id_headers: [X-RestLi-Id]
groups:
  shelf: { docs: { summary: Books. }, default: true }
";

/// The model of a schema, which must have no mistakes but misfit samples.
#[track_caller]
pub(crate) fn model(mut files: Vec<(String, String)>) -> Model {
    if !files.iter().any(|(path, _)| path == "api.yaml") {
        files.push(("api.yaml".to_owned(), API.to_owned()));
    }
    let (model, report) = restli_model::load(&SourceSet::from_files(files));
    match model {
        Some(model) => model,
        None => panic!("{}", report.render(false)),
    }
}

/// The files that are generated for a schema.
#[track_caller]
pub(crate) fn generated(files: Vec<(String, String)>) -> FileSet {
    restli_codegen::emit(&model(files), &options())
}

/// The settings of all tests.
pub(crate) fn options() -> Options {
    Options::new("library")
}

/// The schema that this repository ships.
pub(crate) fn shipped() -> Vec<(String, String)> {
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema"))
}

/// All YAML and JSON files of a schema, by path, leaving out `expected` and what is generated for
/// editors.
pub(crate) fn files(folder: &Path) -> Vec<(String, String)> {
    let mut paths = paths(folder);
    paths.retain(|path| path.ends_with(".yaml") || path.ends_with(".json"));
    paths.retain(|path| path != "schema.json");
    read(folder, paths)
}

/// All files below a folder, as paths relative to it.
pub(crate) fn all_files(folder: &Path) -> Vec<(String, String)> {
    read(folder, paths(folder))
}

fn read(folder: &Path, paths: Vec<String>) -> Vec<(String, String)> {
    let with_text = |path: String| {
        let text = std::fs::read_to_string(folder.join(&path));
        let text = text.unwrap_or_else(|error| panic!("{path}: {error}"));
        (path, text)
    };
    paths.into_iter().map(with_text).collect()
}

fn paths(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    collect(folder, "", &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<String>) {
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && name != "expected" {
            collect(&path, &format!("{prefix}{name}/"), found);
        } else if path.is_file() {
            found.push(format!("{prefix}{name}"));
        }
    }
}
