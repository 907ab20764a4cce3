//! `gen --watch` as a process: it goes on through everything, and ends when it is told to.

// Windows has no SIGINT to send.
#![cfg(unix)]

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Long enough for a busy machine; reached only when the test fails.
const PATIENCE: Duration = Duration::from_secs(60);
/// Long enough to notice a run that should not be.
const SILENCE: Duration = Duration::from_secs(1);
const WAITING: &str = "waiting for changes of";

#[test]
fn it_goes_on_through_errors_and_ends_when_interrupted() {
    let folder = tempfile::tempdir().unwrap();
    let schema = folder.path().join("schema");
    let out = folder.path().join("client");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/tests/library");
    copy(&fixture, &schema);
    let watch = Watch::start(&schema, &out);
    let api = schema.join("api.yaml");
    let sound = fs::read_to_string(&api).unwrap();
    let library = || fs::read_to_string(out.join("src/lib.rs")).unwrap();

    let said = watch.until(WAITING);
    assert!(said.contains(" written, 0 unchanged"), "{said}");
    assert!(library().contains("a lending library"));

    fs::write(&api, sound.replace("host:", "hots:")).unwrap();
    let said = watch.until(WAITING);
    assert!(said.contains("did you mean `host`?"), "{said}");
    assert!(said.contains("nothing generated: 1 error"), "{said}");

    fs::write(&api, sound.replace("A lending", "A mended")).unwrap();
    let said = watch.until(WAITING);
    assert!(said.contains(" written, "), "{said}");
    assert!(library().contains("a mended library"));

    let moved = folder.path().join("moved");
    fs::rename(&schema, &moved).unwrap();
    let said = watch.until(WAITING);
    assert!(said.contains("error: "), "{said}");

    fs::rename(&moved, &schema).unwrap();
    let said = watch.until(WAITING);
    assert!(said.contains("unchanged"), "{said}");

    fs::write(&api, &sound).unwrap();
    watch.until(WAITING);
    assert!(library().contains("a lending library"));

    watch.interrupt();
    let mut left = Vec::new();
    files(folder.path(), &mut left);
    let half = |path: &PathBuf| path.to_string_lossy().ends_with(".gen-tmp");
    assert!(!left.iter().any(half), "{left:?}");
}

#[test]
fn it_stays_silent_while_the_schema_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let schema = folder.path().join("schema");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/tests/library");
    copy(&fixture, &schema);
    let watch = Watch::start(&schema, &folder.path().join("client"));
    watch.until(WAITING);

    let api = schema.join("api.yaml");
    fs::write(&api, fs::read(&api).unwrap()).unwrap();
    fs::write(schema.join(".api.yaml.swp"), "half").unwrap();
    fs::write(schema.join("schema.json"), "{}").unwrap();
    fs::write(schema.join("samples/notes.txt"), "").unwrap();
    watch.silent();

    fs::write(schema.join("samples/catalogue/books.get.2.json"), "{}").unwrap();
    let said = watch.until(WAITING);
    assert!(said.contains("books.get.2.json"), "{said}");
    watch.interrupt();
}

#[test]
fn it_does_not_go_with_check() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command
        .args(["gen", "--watch", "--check"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}

/// A running `gen --watch`.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(schema: &Path, out: &Path) -> Self {
        // One pipe for both, so that what it says arrives in order.
        let (said, stdout) = io::pipe().unwrap();
        let stderr = stdout.try_clone().unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["gen", "--watch", "--crate-name", "library", "--schema"])
            .arg(schema)
            .arg("--out")
            .arg(out)
            .stdout(stdout)
            .stderr(stderr)
            .spawn()
            .unwrap();
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            let said = BufReader::new(said).lines().map_while(Result::ok);
            said.for_each(|line| drop(sender.send(line)));
        });
        Self { child, lines }
    }

    /// What it says up to a line with this text.
    #[track_caller]
    fn until(&self, text: &str) -> String {
        let mut said = String::new();
        while !said.contains(text) {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => said.push_str(&line),
                Err(error) => panic!("{error} without `{text}`:\n{said}"),
            }
            said.push('\n');
        }
        assert!(!said.contains("\x1b[2J"), "clears what is no terminal");
        said
    }

    #[track_caller]
    fn silent(&self) {
        if let Ok(line) = self.lines.recv_timeout(SILENCE) {
            panic!("{line}");
        }
    }

    /// Interrupts it as Ctrl-C does; it must end by itself, and well.
    #[track_caller]
    fn interrupt(mut self) {
        let kill = format!("kill -INT {}", self.child.id());
        let sent = Command::new("sh").args(["-c", &kill]).status().unwrap();
        assert!(sent.success());
        let end = loop {
            if let Err(end) = self.lines.recv_timeout(PATIENCE) {
                break end;
            }
        };
        assert_eq!(end, RecvTimeoutError::Disconnected, "it does not end");
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files(&path, found),
            false => found.push(path),
        }
    }
}
