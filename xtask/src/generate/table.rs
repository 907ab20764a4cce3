//! A table in Markdown whose columns are aligned.
//!
//! Names to the left, numbers to the right: that is all, so it is not worth a library.

/// The first row is the head; the first column is text, the others are numbers.
pub(super) fn render<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [1; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut text = String::new();
    let rules = widths.map(|width| "-".repeat(width));
    for (index, row) in rows.iter().enumerate() {
        text.push_str(&line(row, &widths, ' '));
        if index == 0 {
            text.push_str(&line(&rules, &widths, ':'));
        }
    }
    text
}

fn line<const N: usize>(cells: &[String; N], widths: &[usize; N], end: char) -> String {
    let mut text = String::new();
    for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
        text.push_str(&match column {
            0 => format!("| {cell:<width$} |"),
            _ => format!(" {cell:>width$}{end}|"),
        });
    }
    text + "\n"
}
