//! Bytes and constructs of YAML that a schema has no use for.

use restli_model::diagnostics::Code;
use restli_model::source::SourceSet;

use crate::corpus::{Schema, check, replaced, with_file, with_types};
use crate::support;
use crate::support::template::Template;
use crate::support::verdict::{Verdict, judge};

/// A change of the text of every file.
fn all(change: impl Fn(&str) -> String) -> Schema {
    let files = Template::read().with(&[]).into_iter();
    files.map(|(path, text)| (path, change(&text))).collect()
}

/// A text without quotes.
fn doc(text: &str) -> Schema {
    replaced("doc: Its colour.", &format!("doc: {text}"))
}

#[test]
fn other_bytes_than_expected() {
    check(
        "bytes",
        vec![
            ("CRLF", all(|text| text.replace('\n', "\r\n")), None),
            ("CR", all(|text| text.replace('\n', "\r")), None),
            (
                "byte order marks",
                all(|text| format!("\u{feff}{text}")),
                None,
            ),
            ("a byte order mark inside", doc("a\u{feff}b"), None),
            ("a line separator", doc("a\u{2028}b"), None),
            ("a next line", doc("a\u{85}b"), None),
            ("bidi", doc("\u{202e}b"), None),
            ("NUL", doc("a\0b"), Some(Code::Yaml)),
            ("escape", doc("a\u{1b}[31mb"), Some(Code::Yaml)),
            ("delete", doc("a\u{7f}b"), Some(Code::Yaml)),
            ("a tab", doc("a\tb"), None),
            (
                "tabs before",
                with_types("records:\n\tA: {}\n"),
                Some(Code::Indentation),
            ),
            (
                "two documents",
                with_types("records: {}\n---\nrecords: {}\n"),
                Some(Code::SecondDocument),
            ),
            ("an end", with_types("records: {}\n...\n"), None),
            (
                "a directive",
                with_types("%YAML 1.2\n---\nrecords: {}\n"),
                Some(Code::Yaml),
            ),
            ("a tag", with_types("records: !!map {}\n"), Some(Code::Tag)),
            (
                "a merge key",
                with_types("records: { <<: {} }\n"),
                Some(Code::MergeKey),
            ),
            (
                "a map as a key",
                with_types("? {a: b}\n: c\n"),
                Some(Code::KeyShape),
            ),
            ("nothing", with_types(""), Some(Code::WrongShape)),
        ],
    );
}

#[test]
fn both_lines_of_a_key_that_stands_twice_are_named() {
    let files =
        with_types("records:\n  A: { fields: {} }\n  B: { fields: {} }\n  A: { fields: {} }\n");
    let Verdict::Refused(report) = judge(&SourceSet::from_files(files), &support::options()) else {
        panic!("accepted");
    };
    let mut twice = report.diagnostics().iter();
    let twice = twice
        .find(|d| d.code == Code::DuplicateKey)
        .expect("it is reported");
    let mut lines: Vec<usize> = twice
        .labels
        .iter()
        .map(|l| l.place.line_column().0)
        .collect();
    lines.sort_unstable();
    assert_eq!(lines, [2, 4]);
}

#[test]
fn types_of_a_nameless_resource_are_checked() {
    let files = with_file(
        "resources/catalog/a.yaml",
        "records:\n  A: { fields: { b: { type: B } } }\n",
    );
    check(
        "nameless",
        vec![("nameless", files, Some(Code::UnknownType))],
    );
}
