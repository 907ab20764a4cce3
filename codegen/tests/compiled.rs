//! Golden output that does not compile is not golden, and neither is that of a hostile schema.
//!
//! Makes a workspace of what is generated for all fixtures, and one for every word that the schema of
//! everything takes; runs Clippy and rustdoc, and the wire tests of the fixtures. That builds an HTTP
//! client from nothing, so it runs only when asked for:
//! `cargo test -p restli-codegen --test compiled -- --ignored`.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use restli_codegen::{Dependencies, Options, output};
use restli_model::source::SourceSet;

use support::template::Template;
use support::words;

#[test]
#[ignore = "builds about thirty crates"]
fn the_output_of_every_fixture_compiles_and_keeps_its_samples() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut workspace = Workspace::new();
    for entry in std::fs::read_dir(root).unwrap() {
        let case = entry.unwrap();
        let name = format!("fixture-{}", case.file_name().to_str().unwrap());
        workspace.add(name, support::files(&case.path()));
    }
    workspace.compile();
    // A sample that does not fit fails its test, which is what that fixture is about.
    workspace.cargo(&[
        "test",
        "--offline",
        "--workspace",
        "--exclude",
        "fixture-misfit",
        "--features",
        "full",
    ]);
}

#[test]
#[ignore = "builds some hundred crates"]
fn every_word_that_is_accepted_compiles() {
    let template = Template::read();
    let words = words::all();
    let every = template.slots().into_iter().flat_map(|slot| {
        let words = words.iter().map(String::as_str);
        words.map(move |word| (slot, word))
    });
    let mut waiting: Vec<(&str, &str)> =
        every.filter(|word| accepts(&template, &[*word])).collect();
    let mut workspace = Workspace::new();
    // As many words in one crate as get on with each other.
    while let Some(first) = waiting.first().copied() {
        let mut taken = vec![first];
        let mut slots = BTreeSet::from([first.0]);
        waiting.remove(0);
        waiting.retain(|(slot, word)| {
            if slots.contains(slot) {
                return true;
            }
            taken.push((slot, word));
            let fits = accepts(&template, &taken);
            match fits {
                true => drop(slots.insert(slot)),
                false => drop(taken.pop()),
            }
            !fits
        });
        let name = format!("words-{}", workspace.members.len());
        println!("{name}: {taken:?}");
        workspace.add(name, template.with(&taken));
    }
    workspace.compile();
}

fn accepts(template: &Template, words: &[(&str, &str)]) -> bool {
    let sources = SourceSet::from_files(template.with(words));
    restli_model::load(&sources).0.is_some()
}

/// Generated crates in a folder of their own.
struct Workspace {
    folder: tempfile::TempDir,
    members: Vec<String>,
}

impl Workspace {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The versions of this repository, so that nothing has to be fetched.
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        std::fs::copy(lock, folder.path().join("Cargo.lock")).unwrap();
        let members = Vec::new();
        Self { folder, members }
    }

    fn add(&mut self, name: String, schema: Vec<(String, String)>) {
        let restli = Path::new(env!("CARGO_MANIFEST_DIR")).join("../restli");
        let restli = restli.canonicalize().unwrap();
        for (path, text) in &schema {
            let target = self.folder.path().join("schemas").join(&name).join(path);
            std::fs::create_dir_all(target.parent().unwrap()).unwrap();
            std::fs::write(target, text).unwrap();
        }
        let mut options = Options::new(&name);
        options.schema_dir = format!("../schemas/{name}");
        let path = restli.to_str().unwrap().to_owned();
        options.dependencies = Dependencies::Paths(BTreeMap::from([("restli".to_owned(), path)]));
        let files = restli_codegen::emit(&support::model(schema), &options);
        output::write(&files, &self.folder.path().join(&name)).unwrap();
        self.members.push(name);
    }

    /// Clippy and rustdoc, to which a warning is an error.
    fn compile(&self) {
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = {:?}\n",
            self.members
        );
        std::fs::write(self.folder.path().join("Cargo.toml"), manifest).unwrap();
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
        self.cargo(&[clippy.as_slice(), &lints].concat());
        self.cargo(&["doc", "--offline", "--workspace", "--no-deps"]);
    }

    fn cargo(&self, arguments: &[&str]) {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
        let status = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("CARGO_TARGET_DIR", target)
            .env("RUSTDOCFLAGS", "-D warnings")
            .status()
            .unwrap();
        assert!(status.success(), "cargo {}", arguments.join(" "));
    }
}
