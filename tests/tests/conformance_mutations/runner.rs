//! The generated crate of a suite, built once, and its tests on changed files.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use linkedin_tests::conformance;
use restli_idl::suite::{Kind, Source, Suite};
use restli_idl::{Import, Options};
use serde_json::Value;
use tempfile::TempDir;

/// A suite whose generated crate has been built.
pub(crate) struct Prepared {
    suite: PathBuf,
    import: Import,
    program: PathBuf,
    /// The path of each test in the program, by the name of its function.
    tests: BTreeMap<String, String>,
}

/// An operation of the manifest.
pub(crate) struct Operation {
    pub(crate) name: String,
    pub(crate) request: String,
    pub(crate) response: String,
    /// Its sample.
    id: String,
}

impl Prepared {
    pub(crate) fn new(suite: &Path) -> Self {
        let suite = suite.canonicalize().expect("the folder of a suite");
        let client = conformance::client_of(&suite);
        let program = build(&client);
        let listed = Command::new(&program).arg("--list").output().unwrap();
        let listed = String::from_utf8(listed.stdout).unwrap();
        let tests = listed
            .lines()
            .filter_map(|line| line.strip_suffix(": test"));
        let name = |path: &str| path.rsplit("::").next().unwrap_or(path).to_owned();
        let read = Suite::read(&suite).expect("a manifest");
        let idl = read.idl(Source::Restspecs, true).expect("readable IDL");
        Self {
            import: restli_idl::import(idl, &Options::default()),
            tests: tests.map(|path| (name(path), path.to_owned())).collect(),
            suite,
            program,
        }
    }

    /// What the manifest lists.
    pub(crate) fn operations(&self) -> Vec<Operation> {
        let text = fs::read_to_string(self.suite.join("manifest.json")).unwrap();
        let manifest: Value = serde_json::from_str(&text).unwrap();
        let resources = manifest["wireProtocolTestData"].as_array().unwrap();
        let operations = resources
            .iter()
            .flat_map(|resource| resource["operations"].as_array().unwrap());
        let samples = Suite::read(&self.suite).unwrap().samples(&self.import).0;
        let samples = samples
            .into_iter()
            .filter(|sample| sample.kind == Kind::Wire);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let operations = operations
            .zip(samples)
            .map(|(operation, sample)| Operation {
                name: text(&operation["name"]),
                request: text(&operation["request"]),
                response: text(&operation["response"]),
                id: sample.id,
            });
        operations.collect()
    }

    /// A copy of the suite whose files may be changed.
    pub(crate) fn copy(&self) -> Copy<'_> {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(&self.suite, &folder.path().join("suite"));
        Copy {
            prepared: self,
            folder,
        }
    }
}

/// A suite in a folder of its own, which is as it was after every try.
pub(crate) struct Copy<'p> {
    prepared: &'p Prepared,
    folder: TempDir,
}

/// What was noticed: the reasons, if any.
pub(crate) struct Noticed(Vec<String>);

impl Noticed {
    pub(crate) fn noticed(&self) -> bool {
        !self.0.is_empty()
    }
}

impl fmt::Display for Noticed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl Copy<'_> {
    fn suite(&self) -> PathBuf {
        self.folder.path().join("suite")
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.suite().join(file)).unwrap()
    }

    /// Runs the test of an operation on changed files, in both ways in which a change can show: the
    /// answer differs from what is expected, or the sample as a whole does not hold.
    pub(crate) fn try_files(&self, operation: &Operation, files: &[(&String, &str)]) -> Noticed {
        let pristine: Vec<String> = files.iter().map(|(file, _)| self.read(file)).collect();
        let before = self.samples(operation).expect("a sample");
        for (file, text) in files {
            fs::write(self.suite().join(file), text).unwrap();
        }
        let after = self.samples(operation);
        for ((file, _), text) in files.iter().zip(pristine) {
            fs::write(self.suite().join(file), text).unwrap();
        }
        let (path, after) = match after {
            Ok(after) => after,
            Err(report) => return Noticed(vec![report]),
        };
        let answered = self.run(operation, &path, &before.1, Some(&after));
        match answered {
            Some(reason) => Noticed(vec![reason]),
            None => Noticed(
                self.run(operation, &path, &after, None)
                    .into_iter()
                    .collect(),
            ),
        }
    }

    /// Path and text of an operation's sample, or what is wrong with the suite.
    fn samples(&self, operation: &Operation) -> Result<(String, String), String> {
        let suite = Suite::read(&self.suite()).map_err(|report| report.render(false))?;
        let (samples, report) = suite.samples(&self.prepared.import);
        if report.has_errors() {
            return Err(report.render(false));
        }
        let mut samples = samples.into_iter();
        let sample = samples.find(|sample| sample.id == operation.id);
        let sample = sample.ok_or("the operation has no sample")?;
        Ok((sample.path, sample.text))
    }

    /// Runs the test: what it said if it failed.
    fn run(
        &self,
        operation: &Operation,
        path: &str,
        sample: &str,
        answer: Option<&str>,
    ) -> Option<String> {
        let write = |folder: &str, text: &str| {
            let folder = self.folder.path().join(folder);
            let file = folder.join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
            folder
        };
        let test = &self.prepared.tests[&operation.id];
        let mut command = Command::new(&self.prepared.program);
        command
            .args(["--exact", test, "--nocapture"])
            .env("RESTLI_SAMPLES_DIR", write("samples", sample))
            .env("RUST_BACKTRACE", "0");
        if let Some(answer) = answer {
            command.env("RESTLI_ANSWERS_DIR", write("answers", answer));
        }
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        assert!(!text.contains("running 0 tests"), "there is no test {test}");
        (!output.status.success()).then_some(text)
    }
}

/// The program of the crate's wire tests.
fn build(client: &Path) -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["test", "--test", "samples", "--no-run"])
        .args(["--message-format", "json", "--manifest-path"])
        .arg(client.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", conformance::target_dir())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let messages = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut programs = messages.filter_map(|message| {
        let is_ours = message["target"]["name"] == "samples";
        let program = message["executable"].as_str().filter(|_| is_ours)?;
        Some(PathBuf::from(program))
    });
    programs.next().unwrap_or_else(|| {
        panic!(
            "no wire tests:\n{}",
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy_folder(&entry.path(), &target),
            // Not a copy of the permissions, which may not allow changes.
            false => fs::write(target, fs::read(entry.path()).unwrap()).unwrap(),
        }
    }
}
