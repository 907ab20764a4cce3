//! What the README shows of the five most common mistakes is what is printed for them.
//!
//! Each mistake is made in the schema itself; a screen that has changed is printed, to be copied.

use std::path::Path;

use restli_model::diagnostics::{Format, View};
use restli_model::source::SourceSet;

/// A mistake: the file, what stands there, and what somebody writes instead.
const MISTAKES: &[(&str, &str, &str)] = &[
    // A name of a type.
    (
        "resources/network/connections.yaml",
        "decorates: Person,",
        "decorates: Persn,",
    ),
    // A key of the language.
    (
        "resources/network/connections.yaml",
        "recommended_max: 50",
        "recomended_max: 50",
    ),
    // What has to be said and is not.
    (
        "resources/network/connections.yaml",
        "    paging: { style: offset, default: 10, recommended_max: 50, total: true }\n",
        "",
    ),
    // A colon in a text without quotes.
    (
        "resources/network/connections.yaml",
        "summary: 1st-degree connections of the viewer.",
        "summary: Connections: those of the 1st degree.",
    ),
    // A sample that shows more than the schema knows.
    (
        "samples/network/connections.get.1.json",
        "\"firstDegreeSize\"",
        "\"firstDegreSize\"",
    ),
];

/// What is printed for the schema with one mistake in it.
fn screen(file: &str, from: &str, to: &str) -> String {
    let sources = SourceSet::read(Path::new(linkedin_tests::SCHEMA)).expect("the schema is there");
    let files = sources.files().iter().map(|source| {
        let text = source.text();
        if source.path() != file {
            return (source.path().to_owned(), text.to_owned());
        }
        assert!(text.contains(from), "{file} has no `{from}`");
        (source.path().to_owned(), text.replacen(from, to, 1))
    });
    let sources = SourceSet::from_files(files.collect::<Vec<_>>());
    let (_, report) = restli_model::load(&sources);
    report.show(&View {
        format: Format::Human { colour: false },
        folder: "schema".to_owned(),
        limit: None,
    })
}

#[test]
fn screens_are_as_printed() {
    let readme = include_str!("../../README.md");
    let mut stale = Vec::new();
    for (file, from, to) in MISTAKES {
        let screen = screen(file, from, to);
        assert_eq!(screen.matches("error[").count(), 1, "{screen}");
        if !readme.contains(&format!("```text\n{screen}```\n")) {
            stale.push(screen);
        }
    }
    assert!(
        stale.is_empty(),
        "the README does not show:\n\n{}",
        stale.join("\n")
    );
}
