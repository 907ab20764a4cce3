//! The schema of this repository: it loads, and the order of its files does not matter.

use std::path::Path;

use restli_model::source::SourceSet;

fn schema() -> SourceSet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
    SourceSet::read(&folder).expect("the schema folder can be read")
}

#[test]
fn loads_without_any_finding() {
    let (model, report) = restli_model::load(&schema());
    assert!(report.is_empty(), "{}", report.render(false));
    let model = model.expect("a schema without findings has a model");
    assert!(!model.resources.is_empty());
    assert!(!model.samples.is_empty());
}

#[test]
fn order_of_files_does_not_matter() {
    let sources = schema();
    let files = sources.files().iter();
    let files: Vec<_> = files.map(|file| (file.path(), file.text())).collect();
    let forward = restli_model::load(&SourceSet::from_files(files.clone()));
    let backward = restli_model::load(&SourceSet::from_files(files.into_iter().rev()));
    assert_eq!(format!("{forward:?}"), format!("{backward:?}"));
}
