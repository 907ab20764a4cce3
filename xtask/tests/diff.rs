//! `cargo xtask diff` as it is called: what it prints, and how it ends.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use restli_model::source::SourceSet;

const LIBRARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../model/tests/library");

fn diff(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command
        .arg("diff")
        .args(arguments)
        .output()
        .expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A copy of the library with one change in its `api.yaml`.
fn changed(folder: &Path, from: &str, to: &str) {
    let sources = SourceSet::read(Path::new(LIBRARY)).expect("it is there");
    for file in sources.files() {
        let path = folder.join(file.path());
        fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
        let text = match file.path() {
            "api.yaml" => {
                assert!(file.text().contains(from), "there is no `{from}`");
                file.text().replacen(from, to, 1)
            }
            _ => file.text().to_owned(),
        };
        fs::write(path, text).expect("it can be written");
    }
}

#[test]
fn findings_fail_only_if_they_are_denied() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    changed(folder.path(), "host: https://", "host: https://other.");
    let new = folder.path().to_str().expect("it is a text");
    let sides = ["--old", LIBRARY, "--new", new];
    let with = |more: &[&str]| diff(&[&sides[..], more].concat());

    let plain = with(&[]);
    let said = text(&plain.stdout);
    assert_eq!(plain.status.code(), Some(0), "{said}");
    assert!(said.contains("incompatible[host_changed]"), "{said}");
    assert!(text(&plain.stderr).starts_with("comparing "));
    for (deny, code) in [("breaking", 1), ("wire", 1), ("rust", 0)] {
        assert_eq!(with(&["--deny", deny]).status.code(), Some(code), "{deny}");
    }
    let json = with(&["--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("it is JSON");
    assert_eq!(json["findings"][0]["rule"], "host_changed");
    let markdown = text(&with(&["--format", "markdown", "--code"]).stdout);
    assert!(
        markdown.starts_with("<!-- cargo xtask diff -->\n"),
        "{markdown}"
    );
    assert!(markdown.contains("\n## Generated code: "), "{markdown}");
}

#[test]
fn exit_codes_are_documented() {
    let help = text(&diff(&["--help"]).stdout);
    assert!(
        help.contains("\nExit codes: 0 whatever was found; 1 if"),
        "{help}"
    );
}

#[test]
fn nothing_changed_is_said() {
    let same = diff(&["--old", LIBRARY, "--new", LIBRARY, "--deny", "breaking"]);
    assert_eq!(same.status.code(), Some(0));
    assert!(text(&same.stdout).ends_with("\nno change of the schema\n"));
}

#[test]
fn a_version_with_errors_is_named_with_them() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    changed(folder.path(), "host: ", "hots: ");
    let new = folder.path().to_str().expect("it is a text");
    let faulty = diff(&["--old", LIBRARY, "--new", new]);
    let said = text(&faulty.stderr);
    assert_eq!(faulty.status.code(), Some(2), "{said}");
    assert!(said.contains("did you mean `host`?"), "{said}");
    assert!(
        said.contains(&format!("error: {new} cannot be compared: ")),
        "{said}"
    );
}

#[test]
fn wrong_usage_has_its_own_code() {
    for (arguments, said) in [
        (&["--old", LIBRARY][..], "--new <DIR>"),
        (
            &["no-such-revision"],
            "git knows no revision `no-such-revision`",
        ),
        (
            &["main...HEAD"],
            "`main...HEAD` has three dots\nhelp: `main..HEAD` compares two versions",
        ),
        (&["--promote", "one"], "`one` is no version"),
        (&["--promote", "00.1.0"], "`00.1.0` is no version"),
        (&["--code", "--format", "json"], "`--code` is for people"),
        (
            &["--changelog", "--old", LIBRARY, "--new", LIBRARY],
            "cannot be used with",
        ),
        (
            &[
                "--changelog",
                "--schema",
                LIBRARY,
                "--out",
                "x",
                "--crate-name",
                "x",
            ],
            "cannot be used with",
        ),
        (
            &["--mode", "data", "--old", LIBRARY, "--new", LIBRARY],
            "is a schema in YAML; `--mode` and `--promotion` are about IDL",
        ),
        (
            &["--old", LIBRARY, "--new", "no/such"],
            "there is no folder `no/such`",
        ),
    ] {
        let output = diff(arguments);
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
        assert!(error.contains(said), "{arguments:?}: {error}");
    }
}

const FINDER: &str = r#"{
  "name": "books", "path": "/books", "schema": "Book",
  "collection": {
    "identifier": { "name": "id", "type": "long" },
    "finders": [{ "name": "byTag", "parameters": [{ "name": "tag", "type": "TYPE" }] }],
    "entity": { "path": "/books/{id}" }
  }
}"#;

/// Two folders of IDL, whose finder has a parameter of the first and then of the second type.
fn idl(folder: &Path, types: [&str; 2]) -> [String; 2] {
    ["old", "new"].map(|side| {
        let ty = types[usize::from(side == "new")];
        let folder = folder.join(side);
        fs::create_dir_all(&folder).expect("it can be made");
        let files = [
            ("Book.pdl", "record Book { id: long }".to_owned()),
            ("Tag.pdl", "typeref Tag = string".to_owned()),
            ("books.restspec.json", FINDER.replace("TYPE", ty)),
        ];
        for (name, text) in files {
            fs::write(folder.join(name), text).expect("it can be written");
        }
        folder.to_str().expect("it is a text").to_owned()
    })
}

#[test]
fn rust_that_cannot_be_judged_is_denied() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [old, new] = idl(folder.path(), ["string", "Missing"]);
    let with = |more: &[&str]| diff(&[&["--old", &old, "--new", &new], more].concat());
    let why = "error: Rust could not be judged: what the new IDL is imported as is no schema: ";
    for deny in ["rust", "breaking"] {
        let denied = with(&["--deny", deny]);
        let said = text(&denied.stderr);
        assert_eq!(denied.status.code(), Some(1), "{deny}: {said}");
        assert!(said.contains(why), "{deny}: {said}");
    }
    // The report is there without the code.
    for (format, said) in [
        (
            "human",
            "generated code: not compared (Rust is not judged)\n",
        ),
        (
            "markdown",
            "\n## Generated code: not compared (Rust is not judged)\n",
        ),
    ] {
        let report = with(&["--code", "--format", format]);
        let printed = text(&report.stdout);
        assert_eq!(report.status.code(), Some(0), "{}", text(&report.stderr));
        assert!(printed.contains(said), "{printed}");
        assert!(printed.contains("parameter `tag`"), "{printed}");
    }
}

#[test]
fn how_idl_is_compared_can_be_said() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (types, more, expected) in [
        (["string", "Tag"], &[][..], "incompatible"),
        (["string", "Tag"], &["--mode", "data"], "none"),
        (["int", "long"], &[], "incompatible"),
        (["int", "long"], &["--promotion"], "compatible"),
    ] {
        let [old, new] = idl(folder.path(), types);
        let arguments = ["--old", &old, "--new", &new, "--format", "json"];
        let json = diff(&[&arguments, more].concat()).stdout;
        let json: serde_json::Value = serde_json::from_slice(&json).expect("it is JSON");
        assert_eq!(json["summary"]["wire"], expected, "{types:?} {more:?}");
    }
}

#[test]
fn nobody_need_read_to_the_end() {
    for arguments in [
        &["--rules"][..],
        &["--old", LIBRARY, "--new", LIBRARY, "--format", "json"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("diff")
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    }
}
