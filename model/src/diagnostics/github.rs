//! A diagnostic as a command of GitHub's workflows, which shows it beside the line in a review.
//!
//! The syntax is that of GitHub's documentation, "Workflow commands": properties and text have
//! different characters to escape, and a text of several lines is one line.

use crate::diagnostics::{Diagnostic, View};

pub(super) fn render(diagnostic: &Diagnostic, view: &View) -> String {
    let place = diagnostic.place();
    let (line, column) = place.line_column();
    let (end_line, end_column) = place.file.line_column(place.span.end);
    let mut properties = vec![
        format!("file={}", property(&view.path(place.file.path()))),
        format!("line={line}"),
        format!("endLine={end_line}"),
    ];
    // Columns are refused for a range over several lines.
    if line == end_line {
        properties.push(format!("col={column}"));
        properties.push(format!("endColumn={}", end_column.max(column + 1)));
    }
    let title = format!("{}: {}", diagnostic.code, diagnostic.message);
    properties.push(format!("title={}", property(&title)));
    format!(
        "::{} {}::{}\n",
        diagnostic.severity.word(),
        properties.join(","),
        data(&text(diagnostic, view)),
    )
}

/// What is said beside the title.
fn text(diagnostic: &Diagnostic, view: &View) -> String {
    let labels = diagnostic
        .labels
        .iter()
        .filter(|label| !label.text.is_empty());
    let mut lines: Vec<String> = labels
        .map(|label| match label.primary {
            true => label.text.clone(),
            false => {
                let (line, column) = label.place.line_column();
                let path = view.path(label.place.file.path());
                format!("{path}:{line}:{column}: {}", label.text)
            }
        })
        .collect();
    lines.extend(diagnostic.notes.iter().map(|note| format!("note: {note}")));
    let help = diagnostic.help.iter();
    lines.extend(help.map(|help| format!("help: {}", help.text)));
    if lines.is_empty() {
        lines.push(diagnostic.message.clone());
    }
    lines.join("\n")
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
