//! What the sandbox says of itself.

use std::collections::BTreeSet;
use std::fmt::Write;

use restli_sandbox::{Behaviour, Label};

use crate::support::{schema, send, served};

/// The page of the schema's sandbox, as it should be.
fn page(behaviours: &[Behaviour]) -> String {
    let of = |label| { behaviours.iter() }.filter(move |one| one.label == label);
    let mut page = format!(
        "# What the sandbox does, and how it is known\n\n\
         Written by `BLESS=1 cargo test -p restli-sandbox --test sandbox behaving`; a running sandbox tells the same \
         at `GET /_sandbox/behaviours`.\n\n\
         Of {} behaviours {} are documented, {} were reported by somebody, and {} are assumed.\n",
        behaviours.len(),
        of(Label::Documented).count(),
        of(Label::Reported).count(),
        of(Label::Assumed).count(),
    );
    let parts = [
        ("Documented", "Where", Label::Documented),
        ("Reported", "By whom", Label::Reported),
        ("Assumed", "From what", Label::Assumed),
    ];
    for (title, source, label) in parts {
        let _ = write!(
            page,
            "\n## {title}\n\n| Behaviour | What | {source} |\n| --- | --- | --- |\n"
        );
        for one in of(label) {
            let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
            let (name, what, source) = (cell(&one.name), cell(&one.what), cell(&one.source));
            let _ = writeln!(page, "| {name} | {what} | {source} |");
        }
    }
    page
}

#[tokio::test]
async fn every_behaviour_is_labelled_and_stands_on_the_page() {
    let served = served().await;
    let behaviours = served.sandbox.behaviours();
    let names: BTreeSet<&str> = behaviours.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names.len(), behaviours.len(), "each is said once");
    for one in &behaviours {
        assert!(!one.what.is_empty() && !one.source.is_empty(), "{one:?}");
    }
    for expected in ["projections", "error: sunset-version", "resource: posts"] {
        assert!(names.contains(expected), "{expected}");
    }

    let (path, page) = (schema().join("sandbox/BEHAVIOURS.md"), page(&behaviours));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &page).expect("the page can be written");
    }
    let there = std::fs::read_to_string(&path).expect("the page");
    assert!(there == page, "BLESS=1 writes the page");
}

#[tokio::test]
async fn a_running_sandbox_tells_them_too() {
    let served = served().await;
    let reply = send(served.sandbox.url(), "GET", "/_sandbox/behaviours", &[], "").await;
    let told = reply.json.as_array().expect("a list");
    assert_eq!(told.len(), served.sandbox.behaviours().len());
    let labels: BTreeSet<&str> = told
        .iter()
        .filter_map(|one| one["label"].as_str())
        .collect();
    assert_eq!(
        labels,
        BTreeSet::from(["assumed", "documented", "reported"])
    );
}
