//! Printing a diagnostic the way the compiler does.
//!
//! Only the lines between the first and the last label are handed to the printer, because it looks
//! at all it is given and files can be long.

use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{
    Annotation, AnnotationKind, Level, Renderer, Snippet, normalize_untrusted_str,
};

use crate::diagnostics::{Diagnostic, Label, Severity};
use crate::source::SourceFile;

/// Text behind the first label that is still shown on one very long line.
const MAX_WINDOW: usize = 64 << 10;

pub(crate) fn render(diagnostic: &Diagnostic, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(normalize_untrusted_str(&diagnostic.message))
        .id(diagnostic.code.number());
    let mut group = annotate_snippets::Group::with_title(title);
    for labels in by_file(&diagnostic.labels) {
        group = group.element(snippet(&labels));
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(normalize_untrusted_str(note)));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut out = renderer.render(&[group]);
    out.push('\n');
    out
}

/// The labels of each file, the primary one's first.
fn by_file(labels: &[Label]) -> Vec<Vec<&Label>> {
    let mut files: Vec<Vec<&Label>> = Vec::new();
    for label in labels {
        let file = |other: &&mut Vec<&Label>| Arc::ptr_eq(&other[0].place.file, &label.place.file);
        match files.iter_mut().find(file) {
            Some(others) => others.push(label),
            None => files.push(vec![label]),
        }
    }
    files
}

fn snippet<'a>(labels: &[&'a Label]) -> Snippet<'a, Annotation<'a>> {
    let file = &labels[0].place.file;
    let (window, first_line) = window(file, labels);
    let mut snippet = Snippet::source(&file.text()[window.clone()])
        .path(file.path())
        .line_start(first_line);
    for label in labels {
        let kind = if label.primary {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let inside = |at: usize| at.clamp(window.start, window.end) - window.start;
        let span = inside(label.place.span.start)..inside(first_line_end(label));
        let text = (!label.text.is_empty()).then(|| normalize_untrusted_str(&label.text));
        snippet = snippet.annotation(kind.span(span).label(text));
    }
    snippet
}

/// A label over several lines is drawn under its first one: what follows is rarely of use.
fn first_line_end(label: &Label) -> usize {
    let line = label.place.text().lines().next().unwrap_or_default();
    label.place.span.start + line.len()
}

/// The bytes from the line of the first label to that of the last, and the first line's number.
fn window(file: &SourceFile, labels: &[&Label]) -> (Range<usize>, usize) {
    let starts = labels.iter().map(|label| label.place.span.start);
    let first = file.line_column(starts.clone().min().unwrap_or_default()).0;
    let last = file.line_column(starts.max().unwrap_or_default()).0;
    let start = file.line_range(first).start;
    let mut end = file.line_range(last).end;
    if first == last && end - start > MAX_WINDOW {
        let shown = labels.iter().map(|label| label.place.span.start).max();
        end = shown.unwrap_or(start) + MAX_WINDOW;
        end = end.min(file.line_range(last).end);
        while !file.text().is_char_boundary(end) {
            end -= 1;
        }
    }
    (start..end, first)
}
