//! Nothing gets lost unseen: a member that the formats do not know is in the report, or in the
//! files, wherever it stands.

use std::path::Path;

use restli_idl::{IdlFile, Options, import};

fn folder(case: &str) -> Vec<IdlFile> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    restli_idl::read_files([golden.join(case).join("idl")]).expect("fixtures")
}

/// The offsets behind every `{` that is not part of a text or a comment.
fn objects(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' if !escaped => quoted = !quoted,
            '{' if !quoted => found.push(at + 1),
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    found
}

fn check(case: &str) {
    let files = folder(case);
    for (index, file) in files.iter().enumerate() {
        if file.path.ends_with(".pdl") {
            continue;
        }
        let text = file.text.as_ref().expect("text");
        for at in objects(text) {
            let comma = if text[at..].trim_start().starts_with('}') {
                ""
            } else {
                ","
            };
            let more = format!("{} \"zzz\" : 1{comma}{}", &text[..at], &text[at..]);
            let added = at + 1..at + " \"zzz\" : 1".len();
            let mut all = files.clone();
            all[index].text = Ok(more);
            let import = import(all, &Options::default());
            let written = import.files.iter().any(|(_, text)| text.contains("zzz"));
            let told = import.report.diagnostics().iter().any(|found| {
                let place = found.place();
                place.file.path() == file.path && added.contains(&place.span.start)
            });
            let (line, _) =
                restli_model::source::SourceFile::new(String::new(), text.clone()).line_column(at);
            assert!(written || told, "lost behind {}:{line}", file.path);
        }
    }
}

#[test]
fn resources() {
    check("resources");
}

#[test]
fn schemas() {
    check("schemas");
}

#[test]
fn old_forms() {
    check("legacy");
}

/// The same for PDL, which has its own place for such things.
#[test]
fn properties() {
    for text in [
        "@zzz record A { a: int }",
        "record A { @zzz a: int }",
        "record A { @zzz.b = 1 a: int }",
        "record A { a: @zzz array[int] }",
        "record A { a: array[@zzz union[int]] }",
        "record A { a: union[@zzz x: int] }",
        "record A { a: @zzz int }",
        "record A { a: @zzz enum B { C } }",
        "record A { a: { namespace n @zzz enum B { C } } }",
        "record A { a: @zzz { namespace n enum B { C } } }",
        "enum A { @zzz B }",
        "@zzz typeref A = int",
        "typeref A = @zzz union[int]",
        "@zzz fixed A 2",
    ] {
        let report = import([("a.pdl", text)], &Options::default()).report;
        let at = text.find("zzz").expect("a property");
        let mut places = report
            .diagnostics()
            .iter()
            .map(|found| found.place().span.start);
        assert!(
            places.any(|start| start == at),
            "{text}\n{}",
            report.render(false)
        );
    }
}
