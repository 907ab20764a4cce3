//! Golden diagnostics: each folder below `broken/` replaces some files of the small schema in
//! `library/`; `expected.snap` holds the whole report, `json.snap` the same for tools.
//!
//! A golden must read well: it is what somebody sees who has mistyped a word. And what it says to
//! write instead must be right: each change that a diagnostic proposes is made and loaded here.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::panic;
use std::path::{Path, PathBuf};

use restli_model::Month;
use restli_model::diagnostics::{Area, Code, Format, Help, Report, View};
use restli_model::model::{Model, TypeKind};
use restli_model::source::SourceSet;
use serde_json::Value as Json;

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

/// Loads a case; one about warnings with them, in a month of its own.
fn load(case: &Path, sources: &SourceSet) -> (Option<Model>, Report) {
    let name = case.file_name().unwrap_or_default().to_string_lossy();
    match name.starts_with("lint_") {
        true => restli_model::load_and_lint(sources, Some(MONTH)),
        false => restli_model::load(sources),
    }
}

const MONTH: Month = Month {
    year: 2026,
    month: 2,
};

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

/// The report as JSON, without the text that `expected.snap` has already.
fn for_tools(report: &Report) -> String {
    let lines = report.show(&View {
        format: Format::Json,
        ..View::plain()
    });
    let lines = lines.lines().zip(report.diagnostics());
    let objects = lines.map(|(line, diagnostic)| {
        let mut object: Json = serde_json::from_str(line).expect("a line is JSON");
        let rendered = object["rendered"].take();
        assert!(
            rendered
                .as_str()
                .is_some_and(|text| text.contains(&diagnostic.message))
        );
        object
            .as_object_mut()
            .map(|object| object.remove("rendered"));
        object.to_string()
    });
    objects.collect::<Vec<_>>().join("\n")
}

#[test]
fn small_schema_is_fine() {
    let (model, report) = restli_model::load(&sources(None));
    assert!(report.is_empty(), "{}", report.render(false));
    let (_, report) = restli_model::load_and_lint(&sources(None), Some(MONTH));
    let found: Vec<Code> = report.diagnostics().iter().map(|d| d.code).collect();
    // It is kept small: it has one sample only, and types that the broken ones use.
    let expected = [
        Code::UnsampledParam,
        Code::UnsampledResource,
        Code::UnusedType,
        Code::UnusedType,
    ];
    assert_eq!(found, expected, "{}", report.render(false));
    assert_eq!(model.map(|model| model.samples.len()), Some(1));
}

#[test]
fn reports_are_as_expected() {
    let mut failed = Vec::new();
    for case in cases() {
        let (model, report) = load(&case, &sources(Some(&case)));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&case);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let text = outcome(model.as_ref(), &report);
        let json = for_tools(&report);
        let compared = panic::catch_unwind(panic::AssertUnwindSafe(|| {
            settings.bind(|| {
                insta::assert_snapshot!("expected", text);
                insta::assert_snapshot!("json", json);
            });
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
        let (_, report) = load(&case, &sources(Some(&case)));
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

/// Files with the edits of a help made in them.
fn mended(sources: &SourceSet, help: &Help) -> SourceSet {
    let files = sources.files().iter().map(|file| {
        let mut text = file.text().to_owned();
        let mut edits: Vec<_> = help.edits.iter().collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.place.span.start));
        for edit in edits {
            if edit.place.file.path() == file.path() {
                text.replace_range(edit.place.span.clone(), &edit.text);
            }
        }
        (file.path().to_owned(), text)
    });
    SourceSet::from_files(files.collect::<Vec<_>>())
}

#[test]
fn what_is_proposed_mends_the_mistake() {
    let mut proposed = 0;
    for case in cases() {
        let sources = sources(Some(&case));
        let (_, report) = load(&case, &sources);
        for diagnostic in report.diagnostics() {
            for help in diagnostic.help.iter().filter(|help| !help.edits.is_empty()) {
                proposed += 1;
                let (_, after) = load(&case, &mended(&sources, help));
                let count = |report: &Report| {
                    let found = report.diagnostics().iter();
                    let same = found.filter(|d| d.message == diagnostic.message);
                    same.count()
                };
                assert!(
                    count(&after) < count(&report),
                    "{}: `{}` does not help:\n{}",
                    case.display(),
                    help.text,
                    after.render(false)
                );
                let unreadable = |report: &Report| {
                    let found = report.diagnostics().iter();
                    found.filter(|d| d.code <= Code::KeyShape).count()
                };
                assert!(
                    unreadable(&after) <= unreadable(&report),
                    "{}: `{}` leaves no YAML:\n{}",
                    case.display(),
                    help.text,
                    after.render(false)
                );
            }
        }
    }
    assert!(proposed > 30, "{proposed}");
}

/// A reader is led to the word, and told what to write; mostly by the change itself.
#[test]
fn places_are_precise_and_findings_say_what_to_write_instead() {
    let (mut all, mut helped, mut changed) = (0, 0, 0);
    for case in cases() {
        let (_, report) = load(&case, &sources(Some(&case)));
        for diagnostic in report.diagnostics() {
            let place = diagnostic.place();
            let whole_file = WHOLE_FILE.contains(&diagnostic.code) || place.file.text().is_empty();
            assert!(
                whole_file || !place.span.is_empty(),
                "{}: no place in {}",
                diagnostic.message,
                case.display()
            );
            all += 1;
            helped += usize::from(!diagnostic.help.is_empty());
            let is_change = |help: &Help| !help.edits.is_empty();
            changed += usize::from(diagnostic.help.iter().any(is_change));
        }
    }
    println!(
        "{helped} of {all} findings say what to write instead, {changed} with the change itself"
    );
    assert!(helped * 100 >= all * 97, "{helped} of {all}");
    assert!(changed * 2 > all, "{changed} of {all}");
}

/// What is wrong with a file as a whole, or with the folder it stands in.
const WHOLE_FILE: &[Code] = &[
    Code::FileUnreadable,
    Code::FileUnexpected,
    Code::FileMissing,
    Code::FileName,
    Code::UnknownGroup,
];
