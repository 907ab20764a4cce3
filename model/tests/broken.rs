//! Golden diagnostics: each folder below `broken/` replaces some files of the small schema in
//! `library/`, and `expected.snap` holds the whole report.
//!
//! A golden must read well: it is what somebody sees who has mistyped a word.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::panic;
use std::path::{Path, PathBuf};

use restli_model::diagnostics::{Area, Code, Report};
use restli_model::model::{Model, TypeKind};
use restli_model::source::SourceSet;

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The files of `library/`, with those of a case in their place. An empty file takes one away.
fn sources(case: Option<&Path>) -> SourceSet {
    let mut files = BTreeMap::new();
    for folder in [Some(tests().join("library")).as_deref(), case]
        .into_iter()
        .flatten()
    {
        let read = SourceSet::read(folder).expect("the folder can be read");
        for file in read.files() {
            files.insert(file.path().to_owned(), file.text().to_owned());
        }
    }
    files.retain(|_, text| !text.is_empty());
    SourceSet::from_files(files)
}

fn cases() -> Vec<PathBuf> {
    let folders = fs::read_dir(tests().join("broken")).expect("the cases can be listed");
    let mut cases: Vec<_> = folders
        .map(|entry| entry.expect("a case can be read").path())
        .collect();
    cases.sort();
    cases
}

/// The report, and the raw identifiers of what is accepted.
fn outcome(model: Option<&Model>, report: &Report) -> String {
    let mut out = report.render(false);
    let counts = report.counts();
    let _ = write!(
        out,
        "\n{} errors, {} warnings",
        counts.errors, counts.warnings
    );
    for def in model.into_iter().flat_map(|model| &model.types) {
        if let TypeKind::Record(record) = &def.kind {
            for field in &record.fields {
                if field.rust_name.starts_with("r#") || field.rust_name.ends_with('_') {
                    let _ = write!(out, "\n{}.{}: {}", def.name, field.name, field.rust_name);
                }
            }
        }
    }
    out
}

#[test]
fn small_schema_is_fine() {
    let (model, report) = restli_model::load(&sources(None));
    assert!(report.is_empty(), "{}", report.render(false));
    assert_eq!(model.map(|model| model.samples.len()), Some(1));
}

#[test]
fn reports_are_as_expected() {
    let mut failed = Vec::new();
    for case in cases() {
        let (model, report) = restli_model::load(&sources(Some(&case)));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&case);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let text = outcome(model.as_ref(), &report);
        let compared = panic::catch_unwind(panic::AssertUnwindSafe(|| {
            settings.bind(|| insta::assert_snapshot!("expected", text));
        }));
        if compared.is_err() {
            failed.push(case);
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

/// Codes that need a file no golden should hold; `limits.rs` has their tests. Those of the import
/// are tested where they are found.
const ELSEWHERE: &[Code] = &[Code::FileUnreadable, Code::TooMuch];

#[test]
fn every_code_has_a_golden() {
    let mut seen = BTreeSet::new();
    for case in cases() {
        let (_, report) = restli_model::load(&sources(Some(&case)));
        seen.extend(
            report
                .diagnostics()
                .iter()
                .map(|diagnostic| diagnostic.code),
        );
    }
    let missing: Vec<_> = Code::ALL
        .iter()
        .filter(|code| code.area() != Area::Import)
        .filter(|code| !seen.contains(code) && !ELSEWHERE.contains(code))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
