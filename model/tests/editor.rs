//! The schema for editors: it takes what the reader takes, and refuses what is wrong in shape.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use restli_model::diagnostics::Code;
use restli_model::source::SourceSet;
use serde_json::{Value as Json, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What `gen` writes for a schema, by the definitions that its files name.
struct Editor {
    schema: Json,
    validators: BTreeMap<&'static str, Validator>,
}

impl Editor {
    fn of(sources: &SourceSet) -> Self {
        let text = restli_model::editor_schema(sources);
        let schema: Json = serde_json::from_str(&text).expect("the schema is JSON");
        let kinds = ["api", "resource", "scopes", "types", "urns"];
        let validators = kinds.map(|kind| {
            let mut schema = schema.clone();
            schema["$ref"] = json!(format!("#/definitions/{kind}"));
            let validator = jsonschema::draft7::new(&schema).expect("the schema is draft-07");
            (kind, validator)
        });
        Self {
            schema,
            validators: validators.into(),
        }
    }

    /// What an editor has to say about a file.
    fn complaints(&self, path: &str, text: &str) -> Vec<String> {
        // As language servers read it: YAML 1.2, in which `yes` and `NO` are texts.
        let options = serde_saphyr::options! { strict_booleans: true };
        match serde_saphyr::from_str_with_options::<Json>(text, options) {
            Ok(yaml) => self.validators[definition(path)]
                .iter_errors(&yaml)
                .map(|error| format!("{path}{}: {error}", error.instance_path()))
                .collect(),
            Err(error) => vec![format!("{path}: {error}")],
        }
    }
}

/// The definition of a file by where it stands.
fn definition(path: &str) -> &'static str {
    match path.split('/').next() {
        Some("api.yaml") => "api",
        Some("scopes.yaml") => "scopes",
        Some("urns.yaml") => "urns",
        Some("types") => "types",
        _ => "resource",
    }
}

/// The YAML files of a schema; what is the sandbox's is another language.
fn files(sources: &SourceSet) -> impl Iterator<Item = (&str, &str)> {
    let files = sources.files().iter();
    let files = files.map(|file| (file.path(), file.text()));
    files.filter(|(path, _)| path.ends_with(".yaml") && !path.starts_with("sandbox/"))
}

fn read(folder: &Path) -> SourceSet {
    SourceSet::read(folder).expect("the folder can be read")
}

fn folders(below: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(below).expect("the folder can be listed");
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry can be read").path())
        .collect();
    folders.sort();
    folders
}

#[test]
fn what_the_reader_takes_is_taken() {
    let mut schemas = vec![
        root().join("schema"),
        root().join("codegen/tests/features/schema"),
        root().join("model/tests/library"),
        root().join("model/tests/shelves"),
    ];
    schemas.extend(folders(&root().join("codegen/tests/fixtures")));
    let mut seen = 0;
    for folder in schemas {
        let sources = read(&folder);
        let editor = Editor::of(&sources);
        for (path, text) in files(&sources) {
            let complaints = editor.complaints(path, text);
            assert!(
                complaints.is_empty(),
                "{}: {complaints:#?}",
                folder.display()
            );
            seen += 1;
        }
    }
    assert!(seen > 80, "{seen} files");
}

/// Codes of mistakes in the shape of a file.
const OF_SHAPE: &[Code] = &[
    Code::WrongShape,
    Code::UnknownKey,
    Code::MissingKey,
    Code::WrongValue,
    Code::TypeExpression,
    Code::KeyConflict,
    Code::Empty,
];

/// Files whose mistake in shape no JSON Schema can know, and why.
const BEYOND: &[(&str, &str, &str)] = &[
    (
        "resource_keys",
        "resources/lending/desks.yaml",
        "a key in a path needs a type unless the resource above has it",
    ),
    (
        "resource_methods",
        "resources/lending/ping.yaml",
        "all kinds of methods share their keys; that plain calls need `verb` is checked later",
    ),
    (
        "resource_nested",
        "resources/catalogue/books/pages.yaml",
        "whether a resource may have a path depends on the folder it stands in",
    ),
];

#[test]
fn what_is_wrong_in_shape_is_refused() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for case in folders(&root().join("model/tests/broken")) {
        let name = case.file_name().unwrap_or_default().to_string_lossy();
        let own = read(&case);
        let mut all: BTreeMap<&str, &str> = BTreeMap::new();
        let library = read(&root().join("model/tests/library"));
        for file in library.files().iter().chain(own.files()) {
            all.insert(file.path(), file.text());
        }
        all.retain(|_, text| !text.is_empty());
        let sources = SourceSet::from_files(all);
        let (_, report) = restli_model::load(&sources);
        let in_file = |path: &str, codes: Option<&[Code]>| {
            let mut found = report.diagnostics().iter();
            found.any(|diagnostic| {
                diagnostic.place().file.path() == path
                    && codes.is_none_or(|codes| codes.contains(&diagnostic.code))
            })
        };
        let editor = Editor::of(&sources);
        for (path, text) in files(&own) {
            if text.is_empty() {
                continue;
            }
            let complaints = editor.complaints(path, text);
            let beyond = BEYOND
                .iter()
                .any(|(case, file, _)| *case == name && *file == path);
            let of_shape = in_file(path, Some(OF_SHAPE));
            seen += usize::from(of_shape);
            if of_shape && complaints.is_empty() != beyond {
                wrong.push(format!("{name}/{path}: refused is {beyond}"));
            }
            if !in_file(path, None) && !complaints.is_empty() {
                wrong.push(format!("{name}: {complaints:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(seen > 20, "{seen} files");
}

#[test]
fn every_key_is_described_and_stands_in_the_readme() {
    let editor = Editor::of(&read(&root().join("schema")));
    let readme = fs::read_to_string(root().join("schema/README.md")).expect("it can be read");
    let mut missing = BTreeSet::new();
    let definitions = editor.schema["definitions"]
        .as_object()
        .into_iter()
        .flatten();
    for (name, definition) in definitions {
        for (key, shape) in definition["properties"].as_object().into_iter().flatten() {
            if shape["description"].as_str().is_none_or(str::is_empty) {
                missing.insert(format!("{name}.{key} has no description"));
            }
            let word = |end: &str| readme.contains(&format!("{key}{end}"));
            if !word(":") && !word("`") {
                missing.insert(format!("`{key}` is not in README.md"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_file_names_its_definition() {
    for folder in ["schema", "codegen/tests/features/schema"] {
        let sources = read(&root().join(folder));
        for (path, text) in files(&sources) {
            let up = "../".repeat(path.matches('/').count());
            let line = format!(
                "# yaml-language-server: $schema={up}schema.json#/definitions/{}",
                definition(path)
            );
            assert_eq!(text.lines().next(), Some(&*line), "{folder}/{path}");
        }
    }
}
