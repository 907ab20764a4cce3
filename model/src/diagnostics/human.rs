//! Printing a diagnostic the way the compiler does.
//!
//! Only the lines between the first and the last label are handed to the printer, because it looks
//! at all it is given and files can be long.

use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Patch, Renderer, Snippet, normalize_untrusted_str,
};

use crate::diagnostics::{Diagnostic, Help, Label, Severity, View};
use crate::source::{Place, SourceFile};

/// Text behind the first label that is still shown on one very long line.
const MAX_WINDOW: usize = 64 << 10;

pub(super) fn render(diagnostic: &Diagnostic, view: &View, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(normalize_untrusted_str(&diagnostic.message))
        .id(diagnostic.code.number());
    let mut finding = Group::with_title(title);
    for labels in by_file(&diagnostic.labels) {
        finding = finding.element(snippet(&labels, view));
    }
    for note in &diagnostic.notes {
        finding = finding.element(Level::NOTE.message(normalize_untrusted_str(note)));
    }
    let (words, changes): (Vec<_>, Vec<_>) = diagnostic
        .help
        .iter()
        .partition(|help| help.edits.is_empty());
    for help in words {
        finding = finding.element(Level::HELP.message(normalize_untrusted_str(&help.text)));
    }
    let changes = changes.into_iter().map(|help| change(help, view));
    let groups: Vec<_> = std::iter::once(finding).chain(changes).collect();
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut out = renderer.render(&groups);
    out.push('\n');
    out
}

/// What to write instead, with the line as it would be.
fn change<'a>(help: &'a Help, view: &View) -> Group<'a> {
    let title = Level::HELP.secondary_title(normalize_untrusted_str(&help.text));
    let places = help.edits.iter().map(|edit| &edit.place);
    let (source, window) = source(places, view);
    let patches = help.edits.iter().map(|edit| {
        let written = normalize_untrusted_str(&edit.text);
        Patch::new(within(&edit.place.span, &window), written)
    });
    Group::with_title(title).element(source.patches(patches))
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

fn snippet<'a>(labels: &[&'a Label], view: &View) -> Snippet<'a, Annotation<'a>> {
    let (mut snippet, window) = source(labels.iter().map(|label| &label.place), view);
    for label in labels {
        let kind = if label.primary {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let span = label.place.span.start..first_line_end(label);
        let text = (!label.text.is_empty()).then(|| normalize_untrusted_str(&label.text));
        snippet = snippet.annotation(kind.span(within(&span, &window)).label(text));
    }
    snippet
}

/// The lines of a file that hold the places, and the bytes that these are.
fn source<'a, T: Clone>(
    places: impl Iterator<Item = &'a Place> + Clone,
    view: &View,
) -> (Snippet<'a, T>, Range<usize>) {
    let file = match places.clone().next() {
        Some(place) => &place.file,
        None => return (Snippet::source(""), 0..0),
    };
    let (window, first_line) = window(file, places);
    let snippet = Snippet::source(&file.text()[window.clone()])
        .path(view.path(file.path()))
        .line_start(first_line);
    (snippet, window)
}

/// A range of a file as a range of what is shown of it.
fn within(span: &Range<usize>, window: &Range<usize>) -> Range<usize> {
    let inside = |at: usize| at.clamp(window.start, window.end) - window.start;
    inside(span.start)..inside(span.end)
}

/// A label over several lines is drawn under its first one: what follows is rarely of use.
fn first_line_end(label: &Label) -> usize {
    let line = label.place.text().lines().next().unwrap_or_default();
    label.place.span.start + line.len()
}

/// The bytes from the line of the first place to that of the last, and the first line's number.
fn window<'a>(
    file: &SourceFile,
    places: impl Iterator<Item = &'a Place> + Clone,
) -> (Range<usize>, usize) {
    let starts = places.map(|place| place.span.start);
    let from = starts.clone().min().unwrap_or_default();
    let to = starts.max().unwrap_or_default();
    let (first, last) = (file.line_column(from).0, file.line_column(to).0);
    let start = file.line_range(first).start;
    let mut end = file.line_range(last).end;
    if first == last && end - start > MAX_WINDOW {
        end = end.min(to + MAX_WINDOW);
        while !file.text().is_char_boundary(end) {
            end -= 1;
        }
    }
    (start..end, first)
}
