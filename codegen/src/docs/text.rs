//! Documentation as it is put together: paragraphs, lists, code, and then lines.
//!
//! Lines are attributes of their own (`#[doc = " …"]`), because the printer turns each into one
//! `///` line; a text with line breaks would become a block comment.

use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::markdown;

/// Columns of a line's text, before indentation and slashes.
const WIDTH: usize = 92;

/// Documentation of one item.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    lines: Vec<String>,
}

impl Text {
    /// Documentation with a first paragraph that the generator wrote.
    pub(crate) fn new(markdown: &str) -> Self {
        let mut text = Self::default();
        text.paragraph(markdown);
        text
    }

    /// A paragraph that the generator wrote; its Markdown is trusted.
    pub(crate) fn paragraph(&mut self, markdown: &str) {
        self.separate();
        self.wrap(markdown, "");
    }

    /// A paragraph or more from the schema.
    pub(crate) fn foreign(&mut self, text: &str) {
        let safe = markdown::safe(text);
        let mut paragraph = Vec::new();
        let mut in_fence = false;
        self.separate();
        for line in safe.lines() {
            in_fence ^= line.starts_with("```");
            if in_fence || line.starts_with("```") || !is_prose(line) {
                self.flush(&mut paragraph);
                self.lines.push(line.to_owned());
            } else {
                paragraph.push(line);
            }
        }
        self.flush(&mut paragraph);
    }

    /// A bulleted list; items are trusted Markdown.
    pub(crate) fn list(&mut self, items: &[String]) {
        if items.is_empty() {
            return;
        }
        self.separate();
        for item in items {
            let mut entry = Self::default();
            entry.wrap(item, "  ");
            self.lines.extend(entry.lines.into_iter().enumerate().map(
                |(index, line)| match index {
                    0 => format!("- {}", line.trim_start()),
                    _ => line,
                },
            ));
        }
    }

    /// Lines that stay as they are: headings, tables, code.
    pub(crate) fn block(&mut self, lines: impl IntoIterator<Item = String>) {
        self.separate();
        self.lines.extend(lines);
    }

    /// One sentence more at the end of the last paragraph.
    pub(crate) fn sentence(&mut self, markdown: &str) {
        match self.lines.pop() {
            Some(last) if is_prose(&last) => {
                let stop = if last.ends_with(['.', '!', '?', ':']) {
                    ""
                } else {
                    "."
                };
                self.wrap(&format!("{last}{stop} {markdown}"), "");
            }
            last => {
                self.lines.extend(last);
                self.paragraph(markdown);
            }
        }
    }

    /// The attributes of an item: `///`.
    pub(crate) fn outer(&self) -> TokenStream {
        let lines = self.spaced();
        quote!(#(#[doc = #lines])*)
    }

    /// The attributes of a file: `//!`.
    pub(crate) fn inner(&self) -> TokenStream {
        let lines = self.spaced();
        quote!(#(#![doc = #lines])*)
    }

    /// The lines themselves.
    pub(crate) fn lines(&self) -> &[String] {
        &self.lines
    }

    fn spaced(&self) -> impl Iterator<Item = String> {
        self.lines.iter().map(|line| match line.as_str() {
            "" => String::new(),
            line => format!(" {line}"),
        })
    }

    fn separate(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn flush(&mut self, paragraph: &mut Vec<&str>) {
        if !paragraph.is_empty() {
            self.wrap(&paragraph.join(" "), "");
            paragraph.clear();
        }
    }

    fn wrap(&mut self, markdown: &str, indent: &str) {
        let mut line = indent.to_owned();
        for word in words(markdown) {
            let fits = line.chars().count() + 1 + word.chars().count() <= WIDTH;
            if line.trim().is_empty() || fits || is_marker(word) {
                if !line.trim().is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            } else {
                self.lines
                    .push(std::mem::replace(&mut line, indent.to_owned()));
                line.push_str(word);
            }
        }
        if !line.trim().is_empty() {
            self.lines.push(line);
        }
    }
}

/// Words, where inline code and the label of a link count as one.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut ticks, mut brackets) = (0, false, 0_u32);
    for (at, c) in text.char_indices() {
        match c {
            '`' => ticks = !ticks,
            '[' if !ticks => brackets += 1,
            ']' if !ticks => brackets = brackets.saturating_sub(1),
            ' ' if !ticks && brackets == 0 => {
                words.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    words.push(&text[start..]);
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a line may be joined with its neighbours.
fn is_prose(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty()
        && !line.starts_with(['#', '>', '|', '='])
        && !line.split(' ').next().is_some_and(is_marker)
}

/// Whether a word would start a list, a heading or a quotation at the start of a line.
fn is_marker(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    let numbered = number.len() + 1 == word.len() && number.bytes().all(|b| b.is_ascii_digit());
    let dashes = !word.is_empty()
        && word
            .chars()
            .all(|c| matches!(c, '-' | '=' | '*' | '+' | '_'));
    numbered || dashes || word.starts_with(['#', '>', '|'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_paragraphs_are_wrapped_between_words() {
        let mut text = Text::default();
        text.foreign(&"word ".repeat(40));
        assert!(text.lines().len() == 3, "{:?}", text.lines());
        assert!(text.lines().iter().all(|line| line.len() <= WIDTH));
    }

    #[test]
    fn wrapping_never_starts_a_list() {
        let mut text = Text::default();
        text.foreign(&format!("{} - no list", "x".repeat(WIDTH - 1)));
        assert_eq!(text.lines()[1], "no list");
    }

    #[test]
    fn lists_tables_and_code_keep_their_lines() {
        let mut text = Text::new("Summary.");
        text.foreign("- a\n- b\n\nend\nof it\n```\nx\ny\n```");
        assert_eq!(
            text.lines(),
            [
                "Summary.",
                "",
                "- a",
                "- b",
                "",
                "end of it",
                "```text",
                "x",
                "y",
                "```"
            ]
        );
    }

    #[test]
    fn sentences_join_the_last_paragraph() {
        let mut text = Text::new("Summary.");
        text.sentence("Needs `a`.");
        assert_eq!(text.lines(), ["Summary. Needs `a`."]);

        let mut text = Text::new("No stop");
        text.list(&["item".to_owned()]);
        text.sentence("Needs `a`.");
        text.sentence("And `b`.");
        assert_eq!(
            text.lines(),
            ["No stop", "", "- item", "", "Needs `a`. And `b`."]
        );
    }
}
