//! What `cargo xtask explain` says is true: the examples of every explanation are laid over the small
//! schema in `explain/base/` and loaded.

mod explain;

use std::path::Path;

use restli_model::Month;
use restli_model::diagnostics::{Area, Code};
use restli_model::source::SourceSet;

use explain::{Example, problems};

/// What no small block shows: files that are no text, or larger than this page.
const WITHOUT_EXAMPLES: &[Code] = &[Code::FileUnreadable, Code::TooMuch];

fn sources(example: &Example) -> SourceSet {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/explain/base");
    let base = SourceSet::read(&base).expect("the folder can be read");
    let others = base
        .files()
        .iter()
        .map(|file| (file.path(), file.text()))
        .filter(|(path, _)| !example.files.contains_key(*path));
    let own = example.files.iter();
    let own = own.map(|(path, text)| (path.as_str(), text.as_str()));
    SourceSet::from_files(others.chain(own.filter(|(_, text)| !text.is_empty())))
}

#[test]
fn examples_of_errors_show_what_they_say() {
    // Those of the import are tested where IDL is read.
    let elsewhere = [Area::Import, Area::Lints];
    let codes = Code::ALL.iter();
    let codes = codes.filter(|code| !elsewhere.contains(&code.area()));
    let problems = problems(codes, WITHOUT_EXAMPLES, |example| {
        restli_model::load(&sources(example)).1
    });
    assert!(problems.is_empty(), "{problems}");
}

#[test]
fn examples_of_warnings_show_what_they_say() {
    let today = Month {
        year: 2026,
        month: 2,
    };
    let codes = Code::ALL.iter();
    let codes = codes.filter(|code| code.area() == Area::Lints);
    let problems = problems(codes, &[], |example| {
        restli_model::load_and_lint(&sources(example), Some(today)).1
    });
    assert!(problems.is_empty(), "{problems}");
}

/// An explanation is read in a terminal: it fits on a page, and its lines fit too.
#[test]
fn explanations_are_short() {
    for code in Code::ALL {
        let text = code.explanation();
        let lines = text.lines().count();
        assert!((3..=60).contains(&lines), "{code} has {lines} lines");
        for line in text.lines() {
            assert!(line.chars().count() <= 100, "{code}: {line}");
        }
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{code}");
    }
}
