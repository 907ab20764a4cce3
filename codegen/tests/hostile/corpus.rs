//! Cases: changes of the schema that has everything, and what becomes of them.

use restli_model::diagnostics::Code;
use restli_model::source::SourceSet;

use crate::measure::Figures;
use crate::support;
use crate::support::template::Template;
use crate::support::verdict::{Verdict, judge};

pub(crate) type Schema = Vec<(String, String)>;

/// An input, and the rule it breaks; nothing if it is accepted.
pub(crate) type Case = (&'static str, Schema, Option<Code>);

/// The schema of everything with one more file.
pub(crate) fn with_file(path: &str, text: impl Into<String>) -> Schema {
    let mut files = Template::read().with(&[]);
    files.push((path.to_owned(), text.into()));
    files
}

/// The same with one more file of types.
pub(crate) fn with_types(text: impl Into<String>) -> Schema {
    with_file("types/shared/hostile.yaml", text)
}

/// The same with a text replaced in all files.
pub(crate) fn replaced(from: &str, to: &str) -> Schema {
    let mut files = Template::read().with(&[]);
    assert!(files.iter().any(|(_, text)| text.contains(from)), "{from}");
    for (_, text) in &mut files {
        *text = text.replace(from, to);
    }
    files
}

/// Judges the cases, prints what they cost, and reports all that turned out otherwise.
#[track_caller]
pub(crate) fn check(what: &str, cases: Vec<Case>) {
    let (mut figures, mut failed) = (Figures::default(), Vec::new());
    for (case, files, expected) in cases {
        let sources = SourceSet::from_files(files);
        let verdict = figures.measure(case, || judge(&sources, &support::options()));
        let found = match verdict {
            Verdict::Accepted(_) => Vec::new(),
            Verdict::Refused(report) => report.diagnostics().iter().map(|d| d.code).collect(),
        };
        let fits = match expected {
            Some(code) => found.contains(&code),
            None => found.is_empty(),
        };
        if !fits {
            failed.push(format!("{case}: expected {expected:?}, found {found:.10?}"));
        }
    }
    figures.print(what);
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
