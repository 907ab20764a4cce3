//! The checked-in client is what the schema generates, however the schema is read.

use std::path::{Path, PathBuf};

use restli_codegen::{FileSet, Options, emit, output};
use restli_model::source::SourceSet;

fn generate(sources: &SourceSet) -> FileSet {
    let (model, report) = restli_model::load(sources);
    assert!(report.is_empty(), "{}", report.render(false));
    emit(
        &model.expect("the schema has no errors"),
        &Options::new("linkedin"),
    )
}

fn sources() -> SourceSet {
    SourceSet::read(Path::new(linkedin_tests::SCHEMA)).expect("the schema can be read")
}

fn client() -> PathBuf {
    Path::new(linkedin_tests::SCHEMA).with_file_name("generated-client")
}

#[test]
fn the_checked_in_client_is_fresh() {
    let check = output::check(&generate(&sources()), &client()).unwrap();
    assert!(
        check.is_fresh(),
        "stale; run `cargo xtask gen`\n{}",
        check.diff
    );
}

#[test]
fn what_editors_are_told_is_fresh() {
    for folder in ["schema", "codegen/tests/features/schema"] {
        let folder = Path::new(linkedin_tests::SCHEMA).with_file_name(folder);
        let schema = restli_model::editor_schema(&SourceSet::read(&folder).unwrap());
        let files = FileSet::from_iter([("schema.json".to_owned(), schema)]);
        let check = output::check_added(&files, &folder).unwrap();
        assert!(
            check.is_fresh(),
            "stale; run `cargo xtask gen`\n{}",
            check.diff
        );
    }
}

#[test]
fn the_order_in_which_files_are_read_does_not_matter() {
    let sources = sources();
    let mut files: Vec<(String, String)> = sources
        .files()
        .iter()
        .map(|file| (file.path().to_owned(), file.text().to_owned()))
        .collect();
    files.reverse();
    assert_eq!(generate(&SourceSet::from_files(files)), generate(&sources));
}

#[test]
fn generating_twice_gives_the_same_bytes() {
    assert_eq!(generate(&sources()), generate(&sources()));
}
