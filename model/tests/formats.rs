//! The ways to show a report: for people, for tools, for GitHub; and how much of it.

use restli_model::diagnostics::{Code, Diagnostic, Format, Report, View};
use restli_model::source::{Place, SourceSet};
use serde_json::{Value as Json, json};

fn report() -> Report {
    let files = [
        ("types/a.yaml", "first: öne\nsecond: twoo\nthird: 3\n"),
        ("types/b.yaml", "a: 1\n"),
    ];
    let sources = SourceSet::from_files(files);
    let place = |file: &str, span| Place::new(sources.file(file).expect("it is there"), span);
    let mut report = Report::default();
    report.push(
        Diagnostic::error(
            Code::UnknownType,
            &place("types/a.yaml", 20..24),
            "100% `twoo`, sure",
        )
        .label("here")
        .also(&place("types/b.yaml", 0..1), "declared here, maybe")
        .note("a note")
        .did_you_mean(Some("two")),
    );
    report.push(Diagnostic::warning(
        Code::SampleFile,
        &place("types/a.yaml", 0..17),
        "first",
    ));
    report.push(Diagnostic::error(
        Code::UnknownKey,
        &place("types/b.yaml", 0..1),
        "last",
    ));
    report.finish();
    report
}

fn show(format: Format, limit: Option<usize>) -> String {
    report().show(&View {
        format,
        folder: "my/schema/".to_owned(),
        limit,
    })
}

const HUMAN: Format = Format::Human { colour: false };

#[test]
fn people_see_the_line_and_the_line_as_it_should_be() {
    insta::assert_snapshot!(show(HUMAN, None), @r"
warning[E0701]: first
 --> my/schema/types/a.yaml:1:1
  |
1 | first: öne
  | ^^^^^^^^^^

error[E0301]: 100% `twoo`, sure
 --> my/schema/types/a.yaml:2:9
  |
2 | second: twoo
  |         ^^^^ here
  |
 ::: my/schema/types/b.yaml:1:1
  |
1 | a: 1
  | - declared here, maybe
  |
  = note: a note
help: did you mean `two`?
  |
2 - second: twoo
2 + second: two
  |

error[E0121]: last
 --> my/schema/types/b.yaml:1:1
  |
1 | a: 1
  | ^
");
}

#[test]
fn tools_get_an_object_per_line() {
    let text = show(Format::Json, None);
    let objects: Vec<Json> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect();
    let codes: Vec<_> = objects.iter().map(|object| &object["code"]).collect();
    assert_eq!(codes, ["E0701", "E0301", "E0121"]);
    let found = &objects[1];
    assert_eq!(found["name"], "unknown_type");
    assert_eq!(found["severity"], "error");
    assert_eq!(
        found["labels"][0],
        json!({
            "file": "my/schema/types/a.yaml",
            "start": { "line": 2, "column": 9, "byte": 20 },
            "end": { "line": 2, "column": 13, "byte": 24 },
            "text": "here",
            "primary": true,
        })
    );
    assert_eq!(found["labels"][1]["file"], "my/schema/types/b.yaml");
    assert_eq!(found["notes"], json!(["a note"]));
    assert_eq!(found["help"][0]["text"], "did you mean `two`?");
    assert_eq!(found["help"][0]["edits"][0]["replacement"], "two");
}

#[test]
fn github_shows_findings_beside_lines() {
    insta::assert_snapshot!(show(Format::Github, None), @r"
::warning file=my/schema/types/a.yaml,line=1,endLine=2,title=E0701%3A first::first
::error file=my/schema/types/a.yaml,line=2,endLine=2,col=9,endColumn=13,title=E0301%3A 100%25 `twoo`%2C sure::here%0Amy/schema/types/b.yaml:1:1: declared here, maybe%0Anote: a note%0Ahelp: did you mean `two`?
::error file=my/schema/types/b.yaml,line=1,endLine=1,col=1,endColumn=2,title=E0121%3A last::last
");
}

#[test]
fn errors_are_shown_first_where_not_all_are() {
    let shown = show(HUMAN, Some(2));
    assert!(
        !shown.contains("first") || shown.contains("error"),
        "{shown}"
    );
    assert!(
        shown.contains("`twoo`") && shown.contains("last"),
        "{shown}"
    );
    assert!(shown.ends_with("\nand 1 warning more\n"), "{shown}");
    let shown = show(HUMAN, Some(1));
    assert!(
        shown.ends_with("\nand 1 error, 1 warning more\n"),
        "{shown}"
    );
    assert_eq!(show(Format::Json, Some(1)).lines().count(), 1);
}
