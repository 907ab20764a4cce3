//! The examples in the explanations of diagnostics, as files to be loaded.
//!
//! An example is one fenced block, or several in a row that belong together. Its first line says
//! what it is and where its text stands: ```` ```yaml wrong types/common/book.yaml ````. A block
//! without text takes the file away. Another verdict, or a file that the example has already,
//! begins the next example.

use std::collections::BTreeMap;
use std::fmt::Write;

use restli_model::diagnostics::{Code, Report};

/// Whether an example breaks the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Wrong,
    Right,
}

/// Files that break a rule, or keep it.
pub(crate) struct Example {
    pub(crate) verdict: Verdict,
    pub(crate) files: BTreeMap<String, String>,
}

/// The examples of an explanation, in order.
pub(crate) fn examples(code: Code) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut lines = code.explanation().lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let words: Vec<_> = info.split(' ').collect();
        let (verdict, path) = match words.as_slice() {
            [_, "wrong", path] => (Verdict::Wrong, *path),
            [_, "right", path] => (Verdict::Right, *path),
            _ => panic!("{code}: `{line}` does not say what it shows"),
        };
        let text = lines.by_ref().take_while(|line| *line != "```");
        let text = text.map(|line| format!("{line}\n")).collect();
        let goes_on = examples
            .last()
            .is_some_and(|last| last.verdict == verdict && !last.files.contains_key(path));
        if !goes_on {
            let files = BTreeMap::new();
            examples.push(Example { verdict, files });
        }
        if let Some(example) = examples.last_mut() {
            example.files.insert(path.to_owned(), text);
        }
    }
    examples
}

/// What is wrong with the examples of these codes, except of those that have none: each needs examples
/// of both verdicts, the worst of what is wrong must be of its code alone, and what is right must give
/// nothing at all.
pub(crate) fn problems<'c>(
    codes: impl Iterator<Item = &'c Code>,
    without: &[Code],
    load: impl Fn(&Example) -> Report,
) -> String {
    let mut problems = String::new();
    for code in codes {
        let examples = examples(*code);
        for verdict in [Verdict::Wrong, Verdict::Right] {
            let has = examples.iter().any(|example| example.verdict == verdict);
            if has == without.contains(code) {
                let _ = writeln!(problems, "{code} has examples that are {verdict:?}: {has}");
            }
        }
        for example in examples {
            let report = load(&example);
            let found = report.diagnostics();
            let fits = match example.verdict {
                Verdict::Wrong => {
                    let worst = found.iter().map(|d| d.severity).min();
                    let mut worst = found.iter().filter(|d| Some(d.severity) == worst);
                    !found.is_empty() && worst.all(|d| d.code == *code)
                }
                Verdict::Right => found.is_empty(),
            };
            if !fits {
                let (verdict, report) = (example.verdict, report.render(false));
                let paths = example.files.keys();
                let _ = writeln!(problems, "{code}, {verdict:?} {paths:?}:\n{report}");
            }
        }
    }
    problems
}
