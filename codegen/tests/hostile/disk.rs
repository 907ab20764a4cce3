//! Schema folders as they should not be.

use std::fs::{self, File};

use restli_model::diagnostics::Code;
use restli_model::source::SourceSet;

use crate::measure::Figures;
use crate::support::template::Template;

/// A folder with the schema of everything in it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (path, text) in Template::read().with(&[]) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("files have a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    folder
}

fn codes(folder: &tempfile::TempDir) -> Vec<Code> {
    let sources = SourceSet::read(folder.path()).expect("the folder can be read");
    let (_, report) = restli_model::load(&sources);
    report.diagnostics().iter().map(|d| d.code).collect()
}

#[test]
fn what_is_no_text_is_refused_and_what_is_no_schema_left_out() {
    let folder = folder();
    let shared = folder.path().join("types/shared");
    fs::write(shared.join("bom.yaml"), "\u{feff}records: {}\r\n").expect("it can be written");
    fs::write(shared.join(".hidden.yaml"), "[").expect("it can be written");
    fs::write(shared.join("notes.txt"), "[").expect("it can be written");
    assert_eq!(codes(&folder), []);
    fs::write(shared.join("latin.yaml"), b"# caf\xe9\n").expect("it can be written");
    assert_eq!(codes(&folder), [Code::FileUnreadable]);
}

#[test]
fn a_huge_file_is_not_read() {
    let folder = folder();
    for path in ["types/shared/huge.yaml", "samples/any/huge.json"] {
        let file = File::create(folder.path().join(path)).expect("it can be made");
        // Without blocks, so that the test costs nothing if the limit holds.
        file.set_len(100 << 20).expect("it can be that long");
    }
    let mut figures = Figures::default();
    let found = figures.measure("100 MB", || codes(&folder));
    figures.print("huge files");
    assert!(figures.most_memory() < 32 << 20);
    assert!(found.contains(&Code::FileUnreadable), "{found:?}");
}

#[cfg(unix)]
#[test]
fn links_lead_to_files_alone() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    let shared = folder.path().join("types/shared");
    symlink(folder.path(), shared.join("round")).expect("it can be linked");
    symlink("/dev/zero", shared.join("zero.yaml")).expect("it can be linked");
    symlink("/dev", shared.join("folder.yaml")).expect("it can be linked");
    assert_eq!(codes(&folder), []);
    symlink("nothing", shared.join("dangling.yaml")).expect("it can be linked");
    let error = SourceSet::read(folder.path()).expect_err("a file is missing");
    assert!(
        error.to_string().contains("types/shared/dangling.yaml"),
        "{error}"
    );
}
