//! Hostile and damaged input: an error with a place, quickly, and never a panic.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use restli_model::diagnostics::{Code, Report};
use restli_model::source::SourceSet;

fn library() -> Vec<(String, String)> {
    files_of("library")
}

fn files_of(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder);
    let sources = SourceSet::read(&folder).expect("the folder can be read");
    let files = sources.files().iter();
    files
        .map(|file| (file.path().to_owned(), file.text().to_owned()))
        .collect()
}

/// Loads the small schema with one more file, which must not take long.
fn load_with(text: String) -> Report {
    let mut files = library();
    files.push(("types/common/hostile.yaml".to_owned(), text));
    let begin = Instant::now();
    let (_, report) = restli_model::load(&SourceSet::from_files(files));
    let rendered = report.render(false);
    assert!(
        begin.elapsed() < Duration::from_secs(60),
        "{:?}",
        begin.elapsed()
    );
    assert!(rendered.len() < 64 << 20, "{} bytes", rendered.len());
    report
}

fn codes(report: &Report) -> Vec<Code> {
    report.diagnostics().iter().map(|d| d.code).collect()
}

#[test]
fn nesting_is_bounded() {
    for text in [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        (0..2_000)
            .map(|n| format!("{}a:\n", " ".repeat(n)))
            .collect(),
    ] {
        assert_eq!(codes(&load_with(text)), [Code::TooMuch]);
    }
}

#[test]
fn type_expressions_are_bounded() {
    let deep = "[".repeat(100_000);
    let report = load_with(format!("typerefs:\n  Deep: {{ type: \"{deep}\" }}\n"));
    assert_eq!(codes(&report), [Code::TypeExpression]);
}

#[test]
fn long_texts_are_fine() {
    let long = "x".repeat(1 << 20);
    let report = load_with(format!(
        "records:\n  Long:\n    docs: {{ summary: {long} }}\n    fields: {{}}\n"
    ));
    assert!(report.is_empty(), "{}", report.render(false));
    let report = load_with(format!(
        "records:\n  Long:\n    fields:\n      a: {{ type: {long} }}\n"
    ));
    assert_eq!(codes(&report), [Code::UnknownType]);
    let report = load_with(format!("\"{long}\": 1\n"));
    assert!(!report.is_empty());
}

#[test]
fn numbers_of_values_are_bounded() {
    let keys: String = (0..1_000_000).map(|n| format!("{n:x}:\n")).collect();
    assert_eq!(codes(&load_with(keys)), [Code::TooMuch]);
}

#[test]
fn size_is_bounded() {
    let report = load_with("# \n".repeat(4 << 20));
    assert_eq!(codes(&report), [Code::FileUnreadable]);
}

#[test]
fn aliases_do_not_multiply() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..9 {
        let before = format!("*a{}, ", n - 1).repeat(9);
        text.push_str(&format!("a{n}: &a{n} [{before}*a{}]\n", n - 1));
    }
    let report = load_with(text);
    assert!(codes(&report).contains(&Code::Anchor));
    assert!(report.counts().errors < 200);
}

#[test]
fn long_chains_do_not_overflow_the_stack() {
    let chain = |head: &str, item: &dyn Fn(usize) -> String| {
        let items: String = (0..20_000).map(item).collect();
        format!("{head}:\n{items}")
    };
    let includes = chain("records", &|n| {
        format!(
            "  R{n}: {{ includes: [R{}], fields: {{}} }}\n",
            (n + 1) % 20_000
        )
    });
    assert!(codes(&load_with(includes)).contains(&Code::TooMuch));
    let fields = chain("records", &|n| {
        format!(
            "  R{n}: {{ fields: {{ next: {{ type: R{} }} }} }}\n",
            (n + 1) % 20_000
        )
    });
    assert!(load_with(fields).is_empty());
    let typerefs = chain("typerefs", &|n| {
        format!("  T{n}: {{ type: T{} }}\n", (n + 1) % 20_000)
    });
    assert!(codes(&load_with(typerefs)).contains(&Code::Endless));
}

#[test]
fn files_on_disk() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (path, text) in library() {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("files have a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    let common = folder.path().join("types/common");
    fs::write(common.join("latin.yaml"), b"# caf\xe9\n").expect("it can be written");
    fs::write(common.join("bom.yaml"), "\u{feff}records: {}\r\n").expect("it can be written");
    fs::write(common.join(".hidden.yaml"), "[").expect("it can be written");
    fs::write(common.join("notes.txt"), "[").expect("it can be written");
    let sources = SourceSet::read(folder.path()).expect("the folder can be read");
    let (model, report) = restli_model::load(&sources);
    assert!(model.is_none());
    assert_eq!(
        codes(&report),
        [Code::FileUnreadable],
        "{}",
        report.render(false)
    );
}

/// A small generator of pseudo-random numbers, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// Loads a schema again and again with a few changes in files of one kind.
fn damage(folder: &str, extension: &str, words: &[&str]) {
    let files = files_of(folder);
    let targets: Vec<usize> = (0..files.len())
        .filter(|at| files[*at].0.ends_with(extension))
        .collect();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for round in 0..1_500 {
        let mut files = files.clone();
        for _ in 0..=random.below(3) {
            let text = &mut files[targets[random.below(targets.len())]].1;
            let mut start = random.below(text.len());
            while !text.is_char_boundary(start) {
                start -= 1;
            }
            let mut end = (start + random.below(12)).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            let word = words[random.below(words.len())];
            text.replace_range(start..end, if round % 3 == 0 { "" } else { word });
        }
        let (model, report) = restli_model::load(&SourceSet::from_files(files));
        assert_eq!(model.is_none(), report.has_schema_errors());
        let _ = report.render(round % 2 == 0);
    }
}

#[test]
fn damaged_schemas_never_panic() {
    let words = [
        "Book",
        "Author",
        "Maker",
        "[",
        "]",
        "{",
        "}",
        ": ",
        "\n",
        "  ",
        "\"",
        "'",
        "*",
        "&",
        "!",
        "#",
        "- ",
        "type",
        "Urn<author>",
        "Urn<",
        "null",
        "~",
        "json",
        "name",
        "string",
        "é",
        "\u{202e}",
        "\t",
        "none",
        "[Book]",
    ];
    damage("library", ".yaml", &words);
}

#[test]
fn damaged_resources_never_panic() {
    let words = [
        "id",
        "shelf",
        "loan",
        "book",
        "wishes",
        "[]",
        "{}",
        "[",
        "}",
        ": ",
        "\n",
        "  ",
        "null",
        "0",
        "-1",
        "4294967296",
        "true",
        "none",
        "simple",
        "association",
        "action_set",
        "parts",
        "complex",
        "default: ",
        "mounts:\n  x: ",
        "/",
        "{id}",
        "@",
        "ShelvesLoansKey",
        "é",
    ];
    damage("shelves", ".yaml", &words);
}

#[test]
fn damaged_samples_never_panic() {
    let words = [
        "{",
        "}",
        "[",
        "]",
        "\"",
        ",",
        ":",
        "null",
        "7",
        "(",
        ")",
        "~",
        "*",
        "?",
        "&",
        "=",
        "%",
        "%3A",
        "/",
        "urn:lib:author:",
        "List(",
        "projection=",
        "é",
        "\\u0041",
        "\n",
        "X-HTTP-Method-Override",
    ];
    damage("library", ".json", &words);
}

#[test]
fn types_of_a_nameless_resource_are_checked() {
    let files = [
        (
            "api.yaml",
            "api: a\nhost: https://a.example\nbases: {}\ngroups: { g: {} }\n",
        ),
        (
            "resources/g/a.yaml",
            "records:\n  A: { fields: { b: { type: B } } }\n",
        ),
    ];
    let (model, report) = restli_model::load(&SourceSet::from_files(files));
    assert!(model.is_none());
    assert!(
        codes(&report).contains(&Code::UnknownType),
        "{}",
        report.render(false)
    );
}
