//! `cargo xtask import`, `gen` and `conformance` on a service that this workspace does not know.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use linkedin_tests::conformance::xtask;

/// A small suite of our own, in the format of Rest.li's.
fn suite() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("suite")
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_own_suite_passes() {
    let output = xtask(&["conformance", text(&suite())]);
    let said = stdout(&output);
    assert!(output.status.success(), "{said}{}", stderr(&output));
    let operations = fs::read_dir(suite().join("requests")).unwrap().count();
    let all = operations + 4;
    assert_eq!(
        said.lines().last(),
        Some(format!("{all} passed, 0 failed").as_str()),
        "{said}"
    );
    assert!(said.contains(&format!(
        "{operations} wire operations: {operations} passed"
    )));
    let sent = format!("{operations} requests sent to the sandbox");
    assert!(
        said.contains(&sent) && said.contains("own schema, 0 failed"),
        "{said}"
    );
    assert!(said.contains("both are the same schema"), "{said}");
}

/// A copy of the suite with one file changed.
fn changed(file: &str, change: impl FnOnce(&str) -> String) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&suite(), folder.path());
    let path = folder.path().join(file);
    let old = fs::read_to_string(&path).unwrap();
    let new = change(&old);
    assert_ne!(new, old);
    fs::write(path, new).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

#[track_caller]
fn refused(folder: &Path, code: i32, why: &[&str]) {
    let output = xtask(&["conformance", text(folder)]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for why in why {
        assert!(said.contains(why), "`{why}` is not in\n{said}");
    }
}

#[test]
fn what_is_missing_or_malformed_is_told() {
    let empty = tempfile::tempdir().unwrap();
    refused(empty.path(), 1, &["`manifest.json` cannot be read"]);
    refused(&empty.path().join("none"), 2, &["no such folder"]);
    let broken = changed("manifest.json", |text| text.replacen(',', "", 1));
    refused(broken.path(), 1, &["manifest.json:", "expected"]);
    let outside = changed("manifest.json", |text| {
        text.replace("requests/tools-ping.req", "../tools-ping.req")
    });
    refused(outside.path(), 1, &["is no path below the folder"]);
    let gone = changed("manifest.json", |text| {
        text.replace(
            "restspecs/com.ferry.api.tools",
            "restspecs/com.ferry.api.fools",
        )
    });
    refused(gone.path(), 1, &["com.ferry.api.fools.restspec.json"]);
}

#[test]
fn twice_gives_the_same_bytes_and_foreign_folders_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("schema");
    let (restspecs, schemas) = (suite().join("restspecs"), suite().join("schemas"));
    let import = |more: &[&str]| {
        let paths = [
            "import",
            text(&restspecs),
            text(&schemas),
            "--out",
            text(&out),
        ];
        xtask(&[&paths, more].concat())
    };
    let first = import(&["--api", "ferries", "--host", "https://ferries.example.org"]);
    assert!(first.status.success(), "{}", stderr(&first));
    let said = stdout(&first);
    assert!(
        said.contains("7 resources, 27 methods, 10 records, 2 enums, 2 unions, 1 typeref, 1 fixed"),
        "{said}"
    );
    let api = fs::read_to_string(out.join("api.yaml")).unwrap();
    assert!(api.contains("api: ferries\nhost: https://ferries.example.org\n"));
    fs::write(out.join("notes.txt"), "mine").unwrap();
    let again = import(&["--api", "ferries", "--host", "https://ferries.example.org"]);
    assert!(again.status.success(), "{}", stderr(&again));
    assert!(stdout(&again).contains(": 0 written"), "{}", stdout(&again));
    assert!(out.join("notes.txt").exists());

    fs::remove_file(out.join("api.yaml")).unwrap();
    let foreign = import(&[]);
    assert_eq!(foreign.status.code(), Some(2));
    assert!(
        stderr(&foreign).contains("holds other things"),
        "{}",
        stderr(&foreign)
    );
    assert!(import(&["--force"]).status.success());
}
