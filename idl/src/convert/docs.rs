//! Documentation: a summary of one sentence, and the details behind it.

use crate::ast::Deprecated;
use crate::yaml::{Map, Yaml};

/// Words with a dot that do not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "e.g.", "i.e.", "etc.", "vs.", "cf.", "approx.", "no.", "resp.",
];

/// `docs: {…}` of types, resources and methods.
pub(crate) fn long(doc: Option<&str>, deprecated: Option<&Deprecated>) -> Map {
    let mut map = Map::default();
    if let Some(doc) = doc {
        let doc = tidy(doc);
        let (summary, details) = split(&doc);
        if !summary.is_empty() {
            map.insert("summary", summary);
        }
        if !details.is_empty() {
            map.insert("details", details);
        }
    }
    map.insert_some("deprecated", deprecated.map(deprecation));
    map
}

/// `doc:` and `deprecated:` of fields, symbols, members and parameters.
pub(crate) fn short(map: &mut Map, doc: Option<&str>, deprecated: Option<&Deprecated>) {
    let doc = doc.map(tidy).filter(|doc| !doc.is_empty());
    map.insert_some("doc", doc);
    map.insert_some("deprecated", deprecated.map(deprecation));
}

fn deprecation(deprecated: &Deprecated) -> Yaml {
    let text = deprecated.text.as_deref().map(tidy);
    match text.filter(|text| !text.is_empty()) {
        // A text that a reader could take for a flag is one in quotes.
        Some(text) => Yaml::Text(text),
        None => Yaml::flag(true),
    }
}

/// The text with plain line ends, without blanks at the ends of lines or around it.
fn tidy(doc: &str) -> String {
    let lines: Vec<&str> = doc.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

/// The first sentence on one line, and the rest.
fn split(doc: &str) -> (String, String) {
    let end = sentence(doc);
    let summary: Vec<&str> = doc[..end].split_whitespace().collect();
    (summary.join(" "), doc[end..].trim().to_owned())
}

/// Where the first sentence ends.
fn sentence(doc: &str) -> usize {
    let paragraph = doc.find("\n\n").unwrap_or(doc.len());
    let text = &doc[..paragraph];
    let ends = text.match_indices(". ").chain(text.match_indices(".\n"));
    let mut ends: Vec<usize> = ends.map(|(at, _)| at + 1).collect();
    ends.sort_unstable();
    let real = ends.into_iter().find(|end| {
        let word = text[..*end]
            .rsplit([' ', '\n', '('])
            .next()
            .unwrap_or_default();
        !ABBREVIATIONS.contains(&word.to_lowercase().as_str())
    });
    real.unwrap_or(paragraph)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_sentence_is_the_summary() {
        for (doc, summary, details) in [
            ("A book.", "A book.", ""),
            ("A book. It has pages.", "A book.", "It has pages."),
            (
                "A book, e.g. a novel. More.",
                "A book, e.g. a novel.",
                "More.",
            ),
            (
                "A\nbook.\nMore\n\nand more.",
                "A book.",
                "More\n\nand more.",
            ),
            ("A book\n\nwith more", "A book", "with more"),
            ("Version 1.2 of it", "Version 1.2 of it", ""),
        ] {
            assert_eq!(split(doc), (summary.to_owned(), details.to_owned()));
        }
    }

    #[test]
    fn line_ends_are_plain() {
        assert_eq!(tidy("  a  \r\n b\t\n\n"), "a\n b");
    }
}
