//! Golden files: a small schema for each feature, and what is generated for it.
//!
//! `BLESS=1 cargo test -p restli-codegen --test fixtures` rewrites the files below `expected`.

mod support;

use std::path::Path;

use restli_codegen::FileSet;

fn cases() -> impl Iterator<Item = (String, std::path::PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut cases: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    cases.into_iter().map(|path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, path)
    })
}

#[test]
fn every_case_is_generated_as_expected() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut stale = Vec::new();
    for (case, folder) in cases() {
        let files = support::generated(support::files(&folder));
        let expected = support::all_files(&folder.join("expected"));
        assert!(!expected.is_empty(), "{case} expects nothing");
        for (path, text) in expected {
            let Some(new) = files.get(&path) else {
                panic!("{case} does not generate {path}");
            };
            if new == text {
                continue;
            }
            if bless {
                std::fs::write(folder.join("expected").join(&path), new).unwrap();
            }
            let diff = similar::TextDiff::from_lines(text.as_str(), new);
            let diff = diff.unified_diff().header(&case, &path).to_string();
            stale.push(diff);
        }
    }
    assert!(bless || stale.is_empty(), "{}", stale.join("\n"));
}

#[test]
fn everything_that_is_generated_is_rust() {
    let shipped = ("shipped".to_owned(), support::generated(support::shipped()));
    let cases = cases().map(|(case, folder)| (case, support::generated(support::files(&folder))));
    for (case, files) in cases.chain([shipped]) {
        parse(&case, &files);
    }
}

fn parse(case: &str, files: &FileSet) {
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        if let Err(error) = syn::parse_file(text) {
            panic!("{case}: {path}: {error}");
        }
        let long = text.lines().find(|line| line.trim_end() != *line);
        assert_eq!(long, None, "{case}: {path}: trailing space");
    }
}

#[test]
fn nothing_is_generated_for_types_that_no_call_uses() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/groups");
    let files = support::generated(support::files(&folder));
    assert_eq!(files.get("src/types/shared/unused.rs"), None);
    assert!(files.iter().all(|(_, text)| !text.contains("Unused")));
}
