//! A diagnostic as JSON, one object per line, for tools.
//!
//! Each object says all that people are shown, and holds that text as well, so that a tool can
//! place a finding and a person still read it.

use serde_json::{Value as Json, json};

use crate::diagnostics::{Diagnostic, View, human};
use crate::source::Place;

pub(super) fn render(diagnostic: &Diagnostic, view: &View) -> String {
    let labels = diagnostic.labels.iter().map(|label| {
        let mut place = place(&label.place, view);
        place["text"] = json!(label.text);
        place["primary"] = json!(label.primary);
        place
    });
    let help = diagnostic.help.iter().map(|help| {
        let edits = help.edits.iter().map(|edit| {
            let mut place = place(&edit.place, view);
            place["replacement"] = json!(edit.text);
            place
        });
        json!({ "text": help.text, "edits": edits.collect::<Vec<_>>() })
    });
    let object = json!({
        "code": diagnostic.code.number(),
        "name": diagnostic.code.name(),
        "severity": diagnostic.severity.word(),
        "message": diagnostic.message,
        "labels": labels.collect::<Vec<_>>(),
        "notes": diagnostic.notes,
        "help": help.collect::<Vec<_>>(),
        "rendered": human::render(diagnostic, view, false),
    });
    format!("{object}\n")
}

/// A range of a file: lines and columns from 1, columns in characters, and bytes from 0.
fn place(place: &Place, view: &View) -> Json {
    let at = |offset: usize| {
        let (line, column) = place.file.line_column(offset);
        json!({ "line": line, "column": column, "byte": offset })
    };
    json!({
        "file": view.path(place.file.path()),
        "start": at(place.span.start),
        "end": at(place.span.end),
    })
}
