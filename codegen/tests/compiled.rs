//! Golden output that does not compile is not golden.
//!
//! Makes one workspace of what is generated for all fixtures and runs Clippy and the wire tests of
//! it. That builds an HTTP client from nothing, so it runs only when asked for:
//! `cargo test -p restli-codegen --test compiled -- --ignored`.

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use restli_codegen::{Dependencies, Options, output};

#[test]
#[ignore = "builds about twenty crates"]
fn the_output_of_every_fixture_compiles_and_keeps_its_samples() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let restli = root.join("../restli").canonicalize().unwrap();
    let mut members = Vec::new();
    for entry in std::fs::read_dir(root.join("tests/fixtures")).unwrap() {
        let case = entry.unwrap();
        let name = format!("fixture-{}", case.file_name().to_str().unwrap());
        let schema = support::files(&case.path());
        let out = folder.path().join(&name);
        for (path, text) in &schema {
            let target = folder.path().join("schemas").join(&name).join(path);
            std::fs::create_dir_all(target.parent().unwrap()).unwrap();
            std::fs::write(target, text).unwrap();
        }
        let mut options = Options::new(&name);
        options.schema_dir = format!("../schemas/{name}");
        let path = restli.to_str().unwrap().to_owned();
        options.dependencies = Dependencies::Paths(BTreeMap::from([("restli".to_owned(), path)]));
        let files = restli_codegen::emit(&support::model(schema), &options);
        output::write(&files, &out).unwrap();
        members.push(format!("{name:?}"));
    }
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
        members.join(", ")
    );
    std::fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    // The versions of this repository, so that nothing has to be fetched.
    std::fs::copy(root.join("../Cargo.lock"), folder.path().join("Cargo.lock")).unwrap();

    let cargo = |arguments: &[&str]| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
        let status = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(folder.path())
            .env("CARGO_TARGET_DIR", target)
            .env("RUSTDOCFLAGS", "-D warnings")
            .status()
            .unwrap();
        assert!(status.success(), "cargo {}", arguments.join(" "));
    };
    let lints = [
        "--",
        "-D",
        "warnings",
        "-W",
        "missing_docs",
        "-W",
        "unreachable_pub",
    ];
    let clippy = [
        "clippy",
        "--offline",
        "--workspace",
        "--all-targets",
        "--features",
        "full,blocking",
    ];
    cargo(&[clippy.as_slice(), &lints].concat());
    cargo(&["doc", "--offline", "--workspace", "--no-deps"]);
    // A sample that does not fit fails its test, which is what that fixture is about.
    cargo(&[
        "test",
        "--offline",
        "--workspace",
        "--exclude",
        "fixture-misfit",
        "--features",
        "full",
    ]);
}
