//! The report as a comment of a pull request.
//!
//! Names and sentences come from the schema of whoever opened the pull request, so nothing of them
//! is markup: no table ends early, nobody is mentioned, no HTML gets through.

use std::fmt::Write;

use super::entry::{Entry, Group, Subject, effect_word, groups};
use super::fold::gravest;
use super::human::summary;
use super::{Report, count, plain};
use crate::surface::{Change, Effect};
use crate::{Bump, Judged, Wire};

/// The first line, by which a workflow finds the comment that it wrote before.
pub const MARK: &str = "<!-- cargo xtask diff -->";
/// GitHub takes 65,536 characters; this leaves room for what a workflow adds.
pub const MAX_CHARACTERS: usize = 60_000;
/// What is kept for the end of the comment.
const RESERVED: usize = 500;

/// Renders the report as Markdown of at most [`MAX_CHARACTERS`].
pub fn markdown(report: &Report<'_>) -> String {
    limited(report, MAX_CHARACTERS)
}

pub(super) fn limited(report: &Report<'_>, most: usize) -> String {
    let mut page = Page {
        text: String::new(),
        left: most.saturating_sub(RESERVED),
        left_out: 0,
    };
    page.add(&format!("{MARK}\n## Schema: {}\n\n", verdict(report)));
    let (old, new) = (code(report.old.label), code(report.new.label));
    page.add(&format!("{old} → {new}\n"));
    for line in summary(report) {
        page.add(&format!("\n{}\n", prose(&line)));
    }

    let groups = groups(report.comparison);
    for group in &groups {
        let rows = group.entries.iter().filter(|entry| !entry.is_harmless());
        page.table(report, group.subject, rows, &[]);
    }
    let unexplained = &report.comparison.unexplained;
    if !unexplained.is_empty() {
        let head = "\n### Rust items that no change of the schema explains\n\n\
                    | Rust | item | what |\n| --- | --- | --- |\n";
        let rows = unexplained.iter().map(|change| {
            let effect = effect_word(Some(change.effect));
            let (item, text) = (code(&change.item), prose(&change.text));
            format!("| {effect} | {item} | {text} |\n")
        });
        page.rows(head, rows);
    }

    let harmless =
        |group: &&Group<'_>| !group.docs.is_empty() || group.entries.iter().any(Entry::is_harmless);
    let quiet: Vec<&Group<'_>> = groups.iter().filter(harmless).collect();
    if !quiet.is_empty() {
        let number: usize = quiet
            .iter()
            .map(|g| g.docs.len() + g.entries.iter().filter(|e| e.is_harmless()).count())
            .sum();
        let changes = count(number, "change");
        let head = format!("\n<details><summary>Compatible: {changes}</summary>\n");
        if page.add(&head) {
            for group in quiet {
                let rows = group.entries.iter().filter(|entry| entry.is_harmless());
                page.table(report, group.subject, rows, &group.docs);
            }
            // Room is kept for it: without its end a comment would hide what follows.
            page.text.push_str("\n</details>\n");
        } else {
            page.left_out += number;
        }
    }
    if page.left_out > 0 {
        let _ = writeln!(
            page.text,
            "\n{} left out for want of room; `cargo xtask diff` shows all.",
            count(page.left_out, "more row")
        );
    }
    page.text
}

/// What the heading says.
fn verdict(report: &Report<'_>) -> String {
    let comparison = report.comparison;
    if comparison.bump() == Bump::None {
        return "no change".to_owned();
    }
    if comparison.is_docs_only() {
        return "documentation only".to_owned();
    }
    let wire = match comparison.wire() {
        Wire::None => "unseen on the wire".to_owned(),
        wire => format!("{wire} on the wire"),
    };
    let rust = match comparison.rust() {
        Some(Effect::Breaking) => "**breaking** for Rust",
        Some(Effect::Additive) => "additive for Rust",
        Some(Effect::None) => "nothing new for Rust",
        None => "Rust not judged",
    };
    match comparison.wire() {
        Wire::Incompatible => format!("**incompatible** on the wire, {rust}"),
        _ => format!("{wire}, {rust}"),
    }
}

/// A text that stops growing when there is no more room.
struct Page {
    text: String,
    left: usize,
    left_out: usize,
}

impl Page {
    /// Adds a part if there is room for it.
    fn add(&mut self, part: &str) -> bool {
        let length = part.chars().count();
        let fits = length <= self.left;
        if fits {
            self.text.push_str(part);
            self.left -= length;
        }
        fits
    }

    /// Adds a table as far as there is room: its head together with its first row.
    fn rows(&mut self, head: &str, rows: impl Iterator<Item = String>) {
        let mut head = Some(head);
        for row in rows {
            let part = format!("{}{row}", head.unwrap_or_default());
            match self.add(&part) {
                true => head = None,
                false => {
                    self.left = 0;
                    self.left_out += 1;
                }
            }
        }
    }

    fn table<'c>(
        &mut self,
        report: &Report<'_>,
        subject: Subject<'_>,
        entries: impl Iterator<Item = &'c Entry<'c>>,
        docs: &[&Judged],
    ) {
        let title = match subject.name {
            Some(name) => format!("{} {}", subject.sort, code(name)),
            None => "the API".to_owned(),
        };
        let head = format!(
            "\n### {title}\n\n| wire | Rust | what changed | where | items |\n\
             | --- | --- | --- | --- | --- |\n"
        );
        let entries = entries.map(|entry| row(report, entry));
        let docs = match docs {
            [] => None,
            docs => {
                let changes = count(docs.len(), "change");
                let places = docs.iter().find_map(|judged| {
                    let (old, new) = (&judged.finding.old, &judged.finding.new);
                    let new = new.as_ref().map(|place| report.new.place(place));
                    new.or_else(|| old.as_ref().map(|place| report.old.place(place)))
                });
                let place = places.map(|place| code(&place)).unwrap_or_default();
                Some(format!("| | | docs only: {changes} | {place} | |\n"))
            }
        };
        self.rows(&head, entries.chain(docs));
    }
}

fn row(report: &Report<'_>, entry: &Entry<'_>) -> String {
    let strong = |grave: bool, word: &str| match grave {
        true => format!("**{word}**"),
        false => word.to_owned(),
    };
    let wire = strong(entry.wire == Wire::Incompatible, entry.wire_word());
    let rust = strong(
        entry.rust == Some(Effect::Breaking),
        effect_word(entry.rust),
    );
    let places = [("−", report.old, &entry.old), ("+", report.new, &entry.new)];
    let places = places.iter().filter_map(|(sign, side, places)| {
        let (place, more) = side.first_place(places)?;
        Some(format!("{sign} {}{more}", code(&place)))
    });
    let places: Vec<String> = places.collect();
    let rules: Vec<String> = entry.rules.iter().map(|rule| code(rule.id)).collect();
    let mut what = format!("{}<br>{}", prose(&entry.sentence()), rules.join(" "));
    if let Some(reference) = entry.reference {
        let _ = write!(what, "<br>Rest.li's own checker says: {reference}");
    }
    format!(
        "| {wire} | {rust} | {what} | {} | {} |\n",
        places.join("<br>"),
        items(&entry.items),
    )
}

fn items(items: &[&Change]) -> String {
    let (items, more) = gravest(items.iter().copied());
    let mut cells: Vec<String> = items
        .iter()
        .map(|change| format!("{}: {}", code(&change.item), prose(&change.text)))
        .collect();
    if more > 0 {
        cells.push(format!("and {more} more"));
    }
    cells.join("<br>")
}

/// A name as code, also within a table.
pub(crate) fn code(text: &str) -> String {
    let text = plain(text);
    match text.contains('`') || text.trim().is_empty() {
        true => format!("<code>{}</code>", escaped(&text)),
        false => format!("`{}`", text.replace('|', "\\|")),
    }
}

/// A sentence whose names are between backticks.
fn prose(text: &str) -> String {
    let text = plain(text);
    let parts: Vec<&str> = text.split('`').collect();
    // Whoever puts a backtick into a name gets no code at all.
    if parts.len().is_multiple_of(2) || parts.iter().skip(1).step_by(2).any(|name| name.is_empty())
    {
        return escaped(&text);
    }
    let parts = parts
        .iter()
        .enumerate()
        .map(|(index, part)| match index % 2 {
            0 => escaped(part),
            _ => code(part),
        });
    parts.collect()
}

/// What nobody sees. GitHub looks for mentions and links in the text that it shows, after markup.
const BREAK: &str = "&#8203;";

/// A text without markup, mentions and links: what could be markup is written as a number, and what
/// could be a mention or a link is broken.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for (at, c) in text.char_indices() {
        match c {
            '<' | '>' | '&' | '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '@' | '#' | '~' | '!' => {
                let _ = write!(out, "&#{};", c as u32);
            }
            c => out.push(c),
        }
        let is_host = || c == '.' && text[..at].to_ascii_lowercase().ends_with("www");
        if matches!(c, '@' | '#') || text[at..].starts_with("://") || is_host() {
            out.push_str(BREAK);
        }
    }
    out
}
