//! Versions from a repository that is made for the test.

use std::fs;
use std::path::Path;
use std::process::Command;

use restli_compat::version::{Content, Repository, Samples, Version};

fn git(root: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args([
            "-c",
            "user.name=Somebody",
            "-c",
            "user.email=somebody@example.org",
        ])
        .args([
            "-c",
            "commit.gpgsign=false",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .output()
        .expect("git is there");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {error}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn commit(root: &Path, files: &[(&str, &str)]) -> String {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    git(root, &["add", "-A"]);
    git(root, &["commit", "--quiet", "-m", "Change"]);
    git(root, &["rev-parse", "HEAD"])
}

fn texts(version: &Version) -> Vec<(&str, &str)> {
    let Content::Schema(sources) = &version.content else {
        panic!("it is a schema");
    };
    let files = sources.files().iter();
    files.map(|file| (file.path(), file.text())).collect()
}

#[test]
fn a_revision_is_read_without_being_checked_out() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    git(root, &["init", "--quiet"]);
    let first = commit(
        root,
        &[
            ("schema/api.yaml", "api: one\n"),
            ("schema/types/é ü.yaml", "A: {}\n"),
            ("schema/empty.yaml", ""),
            ("schema/samples/a.json", "{}"),
            ("schema/schema.json", "{}"),
            ("schema2/api.yaml", "api: other\n"),
        ],
    );
    commit(root, &[("schema/api.yaml", "api: two\n")]);
    fs::write(root.join("schema/api.yaml"), "api: three\n").expect("it can be written");

    let repository = Repository::open(root).expect("it is one");
    let version = repository.version("HEAD~1", "schema", Samples::Skip);
    let version = version.expect("it is there");
    assert_eq!(version.label, format!("HEAD~1 ({})", &first[..9]));
    let expected = [
        ("api.yaml", "api: one\n"),
        ("empty.yaml", ""),
        ("types/é ü.yaml", "A: {}\n"),
    ];
    assert_eq!(texts(&version), expected);
    let version = repository.version(&first[..9], "schema", Samples::Read);
    let version = version.expect("it is there");
    assert_eq!(version.label, &first[..9]);
    assert_eq!(texts(&version).len(), 4);
    let files = repository.files("HEAD", "schema", |path| path.ends_with(".json"));
    assert_eq!(files.expect("they are there").len(), 2);
    let left = fs::read_to_string(root.join("schema/api.yaml")).expect("it is there");
    assert_eq!(left, "api: three\n");
}

#[test]
fn what_there_is_not_is_said_with_its_cure() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    let error = Repository::open(root).expect_err("it is none").to_string();
    assert!(
        error.contains("is in no git repository\nhelp: compare two folders"),
        "{error}"
    );

    git(root, &["init", "--quiet"]);
    let repository = Repository::open(root).expect("it is one");
    let error = repository.base().expect_err("it is empty");
    assert_eq!(error.to_string(), "the repository has no commit yet");

    commit(root, &[("README.md", "")]);
    let read = |revision: &str| {
        let version = repository.version(revision, "schema", Samples::Skip);
        version.expect_err("there is none").to_string()
    };
    assert_eq!(read("HEAD"), "the revision `HEAD` has no `schema/api.yaml`");
    assert_eq!(read("nowhere"), "git knows no revision `nowhere`");
    assert_eq!(read("--help"), "git knows no revision `--help`");

    commit(root, &[("README.md", "more")]);
    let shallow = tempfile::tempdir().expect("a temporary folder");
    let url = format!("file://{}", root.display());
    git(
        shallow.path(),
        &["clone", "--quiet", "--depth=1", &url, "."],
    );
    let repository = Repository::open(shallow.path()).expect("it is one");
    let error = repository.version("HEAD~1", "schema", Samples::Skip);
    assert_eq!(
        error.expect_err("it is cut off").to_string(),
        "git knows no revision `HEAD~1`\nhelp: this clone is shallow: `git fetch --unshallow` \
         gets the rest (`fetch-depth: 0` in a workflow)"
    );
}

#[test]
fn a_branch_is_compared_with_where_it_left_main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    git(root, &["init", "--quiet"]);
    let first = commit(root, &[("schema/api.yaml", "api: one\n")]);
    let repository = Repository::open(root).expect("it is one");
    let base = |label: String, commit: &str| {
        let base = repository.base().expect("there is one");
        assert_eq!((base.label, base.commit.as_str()), (label, commit));
    };
    base(format!("HEAD ({})", &first[..9]), &first);

    git(root, &["checkout", "--quiet", "-b", "topic"]);
    let second = commit(root, &[("schema/api.yaml", "api: two\n")]);
    base(format!("where HEAD left main ({})", &first[..9]), &first);

    // The remote's main counts before the local one.
    git(root, &["update-ref", "refs/remotes/origin/main", &second]);
    base(format!("HEAD ({})", &second[..9]), &second);
    commit(root, &[("schema/api.yaml", "api: three\n")]);
    base(
        format!("where HEAD left origin/main ({})", &second[..9]),
        &second,
    );
}
