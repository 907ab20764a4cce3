//! Documents, and answers that are exchanged to see the difference noticed.

use std::panic::{UnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use restli::testing::{document, document_filled, json_document};

use crate::SAMPLE;
use crate::mini::*;

/// A folder with one file.
fn folder(name: &str, text: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("restli-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a.json"), text).unwrap();
    folder
}

/// What a test says of a document; nothing when it passes.
fn complaint(text: &str, test: impl FnOnce(&str) + UnwindSafe) -> Option<String> {
    static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let folder = folder(&format!("document-{number}"), text);
    let directory = folder.to_str().unwrap().to_owned();
    let result = catch_unwind(move || test(&directory));
    std::fs::remove_dir_all(folder).unwrap();
    let panic = result.err()?;
    Some(panic.downcast_ref::<String>().unwrap().clone())
}

fn loan(text: &str) -> Option<String> {
    complaint(text, |directory| document::<Loan>(directory, "a.json"))
}

fn filled(text: &str) -> Option<String> {
    complaint(text, |directory| {
        document_filled::<Loan>(directory, "a.json")
    })
}

fn json(text: &str) -> Option<String> {
    complaint(text, |directory| json_document(directory, "a.json"))
}

#[test]
fn documents_are_read_and_written_again() {
    let text = r#"{"type": "Loan", "document": {"days": 3, "holder": null, "new": {"a": 1}}, "unknown": ["new.a"]}"#;
    assert!(loan(text).unwrap().contains("document at `new`"));
    assert_eq!(loan(&text.replace("new.a", "new")), None);
    let null = loan(r#"{"document": {"days": null}}"#).unwrap();
    assert!(null.contains("document at `days`"), "{null}");
    let wrong = loan(r#"{"document": {"days": "x"}}"#).unwrap();
    assert!(wrong.contains("at `days`: invalid type"), "{wrong}");
    assert!(loan("{}").unwrap().contains("has no `document`"));
    assert!(loan("[1]").unwrap().contains("is not a document"));
}

#[test]
fn defaults_are_compared_with_the_filled_document() {
    let text = r#"{"document": {"place": {}}, "filled": {"place": {"floor": 1}, "days": 14, "holder": null}}"#;
    assert_eq!(filled(text), None);
    for (from, to) in [
        ("14", "15"),
        (", \"holder\": null", ""),
        ("{\"floor\": 1}", "{}"),
    ] {
        assert!(text.contains(from));
        assert!(filled(&text.replacen(from, to, 1)).is_some(), "{from}");
    }
}

#[test]
fn json_without_a_type_survives() {
    let text = r#"{"json": {"long": 9223372036854775807, "a": [null, 0.5, "\u0001"], "": {}}}"#;
    assert_eq!(json(text), None);
    assert!(json("{}").unwrap().contains("has no `json`"));
}

/// The environment decides, so this test runs itself again.
#[test]
fn another_answer_can_be_served() {
    const FOLDER: &str = "RESTLI_ANSWERS_DIR";
    const NAME: &str = "documents::another_answer_can_be_served";
    if let Some(samples) = std::env::var_os("RESTLI_SAMPLES_DIR") {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let sample = restli::testing::Sample::read(samples.to_str().unwrap(), "a.json");
            let server = sample.serve().await;
            let client = server.client(Client::builder());
            let answer = crate::of_author(&client).send().await;
            server.verify(answer);
        });
        return;
    }
    let samples = folder("samples-2", SAMPLE);
    let run = |answers: &Path| {
        let mut test = std::process::Command::new(std::env::current_exe().unwrap());
        test.args(["--exact", NAME])
            .env("RESTLI_SAMPLES_DIR", &samples);
        test.env(FOLDER, answers).output().unwrap().status.success()
    };
    let same = folder("answers-1", SAMPLE);
    assert!(run(&same) && run(Path::new("/no/such/folder")));
    for (from, to) in [
        ("\"id\": 2", "\"id\": 3"),
        ("\"status\": 200", "\"status\": 203"),
    ] {
        let other = folder("answers-2", &SAMPLE.replacen(from, to, 1));
        assert!(!run(&other), "{from}");
    }
}

/// The same for documents.
#[test]
fn another_document_can_be_read() {
    const NAME: &str = "documents::another_document_can_be_read";
    if let Some(samples) = std::env::var_os("RESTLI_SAMPLES_DIR") {
        document::<Loan>(samples.to_str().unwrap(), "a.json");
        return;
    }
    let text = r#"{"document": {"days": 3}}"#;
    let samples = folder("samples-3", text);
    let run = |answers: &Path| {
        let mut test = std::process::Command::new(std::env::current_exe().unwrap());
        test.args(["--exact", NAME])
            .env("RESTLI_SAMPLES_DIR", &samples);
        test.env("RESTLI_ANSWERS_DIR", answers);
        test.output().unwrap().status.success()
    };
    assert!(run(&folder("answers-3", text)));
    assert!(!run(&folder("answers-4", &text.replace('3', "4"))));
}
