//! Input that nobody means well with: it may be refused, but never ends in a panic or takes ages.

use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use restli_idl::{IdlFile, Options};
use restli_model::diagnostics::Report;

/// The files of an import and what there is to say about it.
fn import<F: Into<IdlFile>>(files: impl IntoIterator<Item = F>) -> (Vec<(String, String)>, Report) {
    let import = restli_idl::import(files, &Options::default());
    (import.files, import.report)
}

fn run(path: &str, text: impl Into<String>) -> Report {
    import([(path, text.into())]).1
}

fn messages(report: &Report) -> Vec<&str> {
    report
        .diagnostics()
        .iter()
        .map(|d| d.message.as_str())
        .collect()
}

/// Every input of the golden tests.
fn fixtures() -> Vec<(String, String)> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let files = restli_idl::read_files([golden]).expect("fixtures");
    let idl = files.into_iter().filter(|file| file.path.contains("/idl/"));
    idl.map(|file| (file.path, file.text.expect("text")))
        .collect()
}

#[test]
fn truncated_files() {
    for (path, text) in fixtures() {
        for (end, _) in text.char_indices() {
            run(&path, &text[..end]);
        }
    }
}

#[test]
fn files_with_a_piece_missing() {
    for (path, text) in fixtures() {
        let words: Vec<&str> = text.split_inclusive([' ', '\n', ',']).collect();
        for at in 0..words.len() {
            let rest: String = words[..at]
                .iter()
                .chain(&words[at + 1..])
                .copied()
                .collect();
            run(&path, rest);
        }
    }
}

#[test]
fn deep_nesting_is_refused() {
    let deep = 50_000;
    let open = |text: &str| text.repeat(deep);
    for (path, text) in [
        ("a.pdsc", open("[")),
        ("a.pdsc", open("{\"type\":")),
        ("a.pdl", format!("record A {{ a: {}", open("array["))),
        ("a.pdl", format!("record A {{ a: {}", open("union["))),
        ("a.pdl", format!("record A {{ a: {}", open("map[string "))),
        ("a.pdl", open("record A { a: ")),
        ("a.pdl", open("typeref A = ")),
        (
            "a.pdl",
            format!("record A includes {}", open("record B includes ")),
        ),
        (
            "a.pdl",
            format!("record A {{ a: {}", open("{ namespace a record B { b: ")),
        ),
        ("a.pdl", format!("@a = {}", open("["))),
        ("a.pdl", format!("@a{} record A {{}}", open(".a"))),
        ("a.pdl", format!("{} record A {{}}", open("@a "))),
    ] {
        let report = run(path, text);
        let found = messages(&report);
        assert!(
            found
                .iter()
                .any(|m| m.contains("too deeply") || m.contains("too many")),
            "{found:?}"
        );
    }
}

#[test]
fn nesting_within_the_limit_is_read() {
    let text = format!(
        "record A {{ a: {}int{} }}",
        "array[".repeat(8),
        "]".repeat(8)
    );
    assert!(run("a.pdl", text).is_empty());
    let text = format!(
        "record A {{ a: {}int{} }}",
        "array[".repeat(90),
        "]".repeat(90)
    );
    assert_eq!(
        messages(&run("a.pdl", text)),
        ["a type of more than 8 levels"]
    );
    let text = format!("{}int{}", "record A { a: ".repeat(45), "}".repeat(45));
    run("a.pdl", text);
    let resource = |inner: &str| {
        format!(
            r#"{{"name":"a","path":"/a","simple":{{"supports":[],"entity":{{"subresources":[{inner}]}}}}}}"#
        )
    };
    let nested = (0..24).fold(String::new(), |inner, _| resource(&inner));
    run("a.restspec.json", nested);
}

#[test]
fn circles_end() {
    let circle = |kind: &str| -> Vec<(String, String)> {
        (0..500)
            .map(|n| {
                let next = (n + 1) % 500;
                let text = match kind {
                    "include" => format!("record R{n} includes R{next} {{}}"),
                    "typeref" => format!("typeref R{n} = R{next}"),
                    "array" => format!("typeref R{n} = array[R{next}]"),
                    _ => format!("record R{n} {{ next: R{next} }}"),
                };
                (format!("R{n}.pdl"), text)
            })
            .collect()
    };
    let (_, report) = import(circle("include"));
    assert_eq!(report.counts().errors, 1, "{}", report.render(false));
    let (_, report) = import(circle("typeref"));
    assert_eq!(report.counts().errors, 1, "{}", report.render(false));
    for kind in ["array", "field"] {
        let (_, report) = import(circle(kind));
        assert_eq!(report.counts().errors, 0, "{}", report.render(false));
    }
    for text in [
        "record A includes A {}",
        "record A {} includes A",
        "typeref A = A",
        "typeref A = union[A]",
        "typeref A = union[x: A]",
        "typeref A = map[string A]",
        "record A includes array[A] {}",
    ] {
        run("a.pdl", text);
    }
}

#[test]
fn much_of_everything_takes_no_ages() {
    let many = 10_000;
    let list = |item: &dyn Fn(usize) -> String| -> String { (0..many).map(item).collect() };
    let chain = |kind: &str| -> Vec<(String, String)> {
        let text = |n: usize| match kind {
            "include" => format!("record R{n} includes R{} {{ f{n}: int }}", n + 1),
            _ => format!("typeref R{n} = R{}", n + 1),
        };
        (0..500).map(|n| (format!("R{n}.pdl"), text(n))).collect()
    };
    let begin = Instant::now();
    import(chain("include"));
    import(chain("typeref"));
    for (path, text) in [
        (
            "a.pdl",
            format!("record A {{ {} }}", list(&|n| format!("f{n}: int "))),
        ),
        (
            "a.pdl",
            format!("record A {{ {} }}", list(&|_| "f: int ".to_owned())),
        ),
        (
            "a.pdl",
            format!(
                "record A {{ {} }}",
                list(&|n| format!("f{}b{n:b}: int ", "_".repeat(n % 50)))
            ),
        ),
        (
            "a.pdl",
            format!("enum A {{ {} }}", list(&|n| format!("S{n} S{n} "))),
        ),
        (
            "a.pdl",
            format!(
                "record A {{ a: union[ {} ] }}",
                list(&|n| format!("m{n}: int "))
            ),
        ),
        (
            "a.pdl",
            format!(
                "record A {{ a: union[ {} ] }}",
                list(&|_| "int ".to_owned())
            ),
        ),
        (
            "a.pdl",
            format!(
                "record A {{ a: {{ namespace x record B {{ {} }} }} }}",
                list(&|n| format!("f{n}: U{n} "))
            ),
        ),
        (
            "a.pdsc",
            format!(
                r#"{{ "type": "record", "name": "A", "fields": [], {} "x": 1 }}"#,
                list(&|n| format!("\"p{n}\": 1, "))
            ),
        ),
        (
            "a.pdl",
            format!("record A includes {} {{}}", list(&|_| "A ".to_owned())),
        ),
    ] {
        run(path, text);
    }
    let spent = begin.elapsed();
    assert!(spent < Duration::from_secs(60), "{spent:?}");
}

#[test]
fn names_cannot_leave_the_folder() {
    for name in [
        "../x", "..", "a/b", "/etc/x", "C:\\x", "", "a\u{0}b", "con/../x",
    ] {
        let name = name
            .escape_default()
            .to_string()
            .replace("\\u{0}", "\\u0000");
        for text in [
            format!(r#"{{"name":"{name}","path":"/x","actionsSet":{{"actions":[]}}}}"#),
            format!(
                r#"{{"name":"a","namespace":"{name}","path":"/x","actionsSet":{{"actions":[]}}}}"#
            ),
            format!(r#"{{"type":"record","name":"{name}","fields":[]}}"#),
            format!(r#"{{"type":"record","name":"A","namespace":"{name}","fields":[]}}"#),
        ] {
            let (files, _) = import([("a.json", text.as_str())]);
            for (path, _) in files {
                let plain = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
                assert!(path.chars().all(plain), "{path}");
                assert!(!path.contains("..") && !path.starts_with('/'), "{path}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_at_all(text in any::<String>()) {
        run("a.pdl", text.as_str());
        run("a.pdsc", text);
    }

    #[test]
    fn any_tokens(words in prop::collection::vec(word(), 0..40)) {
        run("a.pdl", format!("record A {{ {} }}", words.join(" ")));
    }

    #[test]
    fn any_members(json in json()) {
        run("a.pdsc", json.as_str());
        run("a.restspec.json", json.as_str());
        run("a.snapshot.json", format!("{{\"models\":[{json}],\"schema\":{json}}}"));
    }
}

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "record",
        "enum",
        "typeref",
        "fixed",
        "union",
        "array",
        "map",
        "includes",
        "optional",
        "namespace",
        "package",
        "null",
        "int",
        "string",
        "A",
        "B",
        "a.b.C",
        "x:",
        "y:",
        "{",
        "}",
        "[",
        "]",
        "=",
        ":",
        "@p",
        "@a.b",
        "/** d */",
        "1",
        "-1",
        "\"t\"",
        "`null`",
        "{}",
        "[]",
    ])
}

/// JSON whose members are those of the formats, with values that rarely fit.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "1",
        "true",
        "null",
        "\"record\"",
        "\"int\"",
        "\"A\"",
        "\"a.B\"",
        "\"get\"",
        "\"\"",
        "\"{ \\\"type\\\": \\\"map\\\", \\\"values\\\": \\\"A\\\" }\"",
        "\"[\"",
        "[]",
        "{}",
    ]);
    let leaf = leaf.prop_map(str::to_owned);
    leaf.prop_recursive(5, 60, 6, |inner| {
        let names = prop::sample::select(vec![
            "type",
            "name",
            "namespace",
            "fields",
            "items",
            "values",
            "ref",
            "symbols",
            "size",
            "include",
            "aliases",
            "default",
            "alias",
            "path",
            "schema",
            "collection",
            "simple",
            "association",
            "actionsSet",
            "identifier",
            "assocKeys",
            "supports",
            "methods",
            "finders",
            "batchFinders",
            "actions",
            "entity",
            "subresources",
            "parameters",
            "method",
            "returns",
            "metadata",
            "annotations",
            "readOnly",
            "serviceErrors",
            "code",
            "status",
            "alternativeKeys",
            "params",
            "symbolDocs",
            "doc",
            "optional",
            "maxBatchSize",
        ]);
        let members = prop::collection::btree_map(names, inner.clone(), 0..8);
        let object = members.prop_map(|members| {
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("\"{name}\":{value}"))
                .collect();
            format!("{{{}}}", members.join(","))
        });
        let list = prop::collection::vec(inner, 0..4);
        prop_oneof![
            object,
            list.prop_map(|items| format!("[{}]", items.join(",")))
        ]
    })
}

#[test]
fn fixtures_are_there() {
    assert!(fixtures().len() > 30);
}
