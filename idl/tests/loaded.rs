//! What is imported is a schema: it loads without a word, unless the IDL was broken.

use std::path::Path;

use restli_idl::{Options, import};
use restli_model::model::Model;
use restli_model::source::SourceSet;

fn load(case: &str) -> Model {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let files = restli_idl::read_files([folder.join(case).join("idl")]).expect("readable files");
    let import = import(files, &Options::default());
    let (model, report) = restli_model::load(&SourceSet::from_files(import.files));
    assert!(report.is_empty(), "{case}\n{}", report.render(false));
    model.expect("a model")
}

#[test]
fn every_kind_of_resource_and_method() {
    let model = load("resources");
    let names: Vec<_> = model
        .resources
        .iter()
        .map(|resource| resource.name.as_str())
        .collect();
    assert_eq!(
        names,
        ["maps", "shelves", "shelves/loans", "shelves/loans/settings"]
    );
}

#[test]
fn resources_of_one_name_at_two_paths() {
    let model = load("paths");
    let names = model
        .resources
        .iter()
        .map(|resource| resource.name.as_str());
    let names: Vec<_> = names.collect();
    assert_eq!(
        names,
        ["greetings", "greetings/replies", "links", "greetings2"]
    );
}

#[test]
fn old_forms() {
    load("legacy");
}

#[test]
fn every_kind_of_schema() {
    load("schemas");
    load("pdl");
}

#[test]
fn names_that_the_client_needs_for_itself() {
    let restspec = r#"{
        "name": "things", "namespace": "com.ex", "path": "/things",
        "schema": "com.ex.Get",
        "simple": {
            "supports": ["get", "update", "delete"],
            "actions": [{"name": "update"}, {"name": "x"}],
            "entity": {"path": "/things"}
        }
    }"#;
    let schema = r#"{
        "type": "record", "name": "Get", "namespace": "com.ex",
        "fields": [
            {"name": "default", "type": "string", "optional": true},
            {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["A_B", "a_b", "aB"]}}
        ]
    }"#;
    let files = [
        ("things.restspec.json", restspec),
        ("com/ex/Get.pdsc", schema),
    ];
    let import = import(
        files.map(|(path, text)| (path.to_owned(), text.to_owned())),
        &Options::default(),
    );
    let (model, report) = restli_model::load(&SourceSet::from_files(import.files));
    assert!(report.is_empty(), "{}", report.render(false));
    let model = model.expect("a model");
    assert_eq!(model.resources[0].methods.len(), 5);
}
