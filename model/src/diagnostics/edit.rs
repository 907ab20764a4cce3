//! Changes of a file's text that a help proposes: an entry more, one less, another word.
//!
//! They are made from the text around a place and not from the parsed tree, so that any check can
//! propose one; where the text is laid out in an unusual way, none is proposed.

use std::ops::Range;

use crate::source::Place;

/// A text in place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an empty range is where to insert.
    pub place: Place,
    /// The new text.
    pub text: String,
}

impl Edit {
    /// Another text at a place.
    pub fn new(place: &Place, text: impl Into<String>) -> Self {
        Self {
            place: place.clone(),
            text: text.into(),
        }
    }

    /// Takes away the entry of a map, or the item of a list, in which a place lies.
    pub fn remove(place: &Place) -> Option<Self> {
        // The key of a value on several lines stands further up.
        if place.text().contains('\n') {
            return None;
        }
        let entry = Entry::around(place)?;
        Some(Self::new(&at(place, entry.whole), ""))
    }

    /// Puts an entry in front of the one in which a place lies.
    pub fn before(place: &Place, entry: &str) -> Option<Self> {
        let found = Entry::of_map(place)?;
        let start = found.span.start;
        let text = match found.indent {
            Some(indent) => format!("{entry}\n{}", " ".repeat(indent)),
            None => format!("{entry}, "),
        };
        Some(Self::new(&at(place, start..start), text))
    }

    /// Puts an entry behind the one in which a place lies.
    pub fn after(place: &Place, entry: &str) -> Option<Self> {
        let found = Entry::of_map(place)?;
        let end = found.span.end;
        let text = match found.indent {
            Some(indent) => format!("\n{}{entry}", " ".repeat(indent)),
            None => format!(", {entry}"),
        };
        Some(Self::new(&at(place, end..end), text))
    }

    /// Puts an entry, such as `key: value`, into the map that stands below the name at a place; a
    /// type that stands there alone becomes the `type:` of such a map.
    pub fn below(name: &Place, entry: &str) -> Option<Self> {
        let found = Entry::around(name)?;
        let text = name.file.text();
        let key = &entry[..=entry.find(':')?];
        if text[found.span.clone()].contains(key) || found.span.start != name.span.start {
            return None;
        }
        let value = text[name.span.end..found.span.end].strip_prefix(':')?;
        let value_at = found.span.end - value.trim_start().len();
        let first_line = value.lines().next().unwrap_or_default().trim();
        let (range, text) = match first_line.strip_prefix('{').map(str::trim_start) {
            Some("}") => (value_at..found.span.end, format!("{{ {entry} }}")),
            Some(_) => (value_at + 1..value_at + 1, format!(" {entry},")),
            None if value.trim().is_empty() => {
                let end = name.span.end + 1;
                (end..end, format!(" {{ {entry} }}"))
            }
            None if first_line.is_empty() => {
                let line = text[..value_at].rfind('\n').map_or(0, |line| line + 1);
                let indent = &text[line..value_at];
                (value_at..value_at, format!("{entry}\n{indent}"))
            }
            None if value.trim() == first_line && !first_line.starts_with(['#', '|', '>']) => {
                let ty = value_at..found.span.end;
                (ty.clone(), format!("{{ type: {}, {entry} }}", &text[ty]))
            }
            None => return None,
        };
        Some(Self::new(&at(name, range), text))
    }
}

/// Where a key stands in the map below the name at a place.
pub(crate) fn key_below(name: &Place, key: &str) -> Option<Place> {
    let found = Entry::around(name)?;
    let text = &name.file.text()[found.span.clone()];
    let apart = |at: &usize| text[..*at].ends_with([' ', '{', ',']);
    let mut keys = text.match_indices(key).map(|(at, _)| at).filter(apart);
    let start = found.span.start + keys.find(|at| text[at + key.len()..].starts_with(':'))?;
    Some(at(name, start..start + key.len()))
}

fn at(place: &Place, range: Range<usize>) -> Place {
    Place::new(&place.file, range)
}

/// An entry of a map or an item of a list.
struct Entry {
    /// From its first character to its last.
    span: Range<usize>,
    /// The same with what parts it from its neighbours, or with its lines.
    whole: Range<usize>,
    /// The column where its block begins; nothing within brackets.
    indent: Option<usize>,
}

impl Entry {
    /// The innermost entry around a place; nothing where brackets reach over several lines.
    fn around(place: &Place) -> Option<Self> {
        let file = &place.file;
        let line = file.line_range(file.line_column(place.span.start).0);
        if file.text()[..line.start]
            .trim_end()
            .ends_with(['{', '[', ','])
        {
            return None;
        }
        let found = in_brackets(&file.text()[line.clone()], place.span.start - line.start)?;
        Some(match found {
            Some(cell) => Self::of_brackets(file.text(), shifted(cell, line.start)),
            None => Self::of_lines(file.text(), line),
        })
    }

    /// The same, but not an item of a list on lines.
    fn of_map(place: &Place) -> Option<Self> {
        let found = Self::around(place)?;
        let text = &place.file.text()[found.span.clone()];
        (!text.starts_with("- ")).then_some(found)
    }

    /// What lies between two commas or brackets.
    fn of_brackets(text: &str, cell: Range<usize>) -> Self {
        let within = &text[cell.clone()];
        let start = cell.end - within.trim_start().len();
        let end = cell.start + within.trim_end().len();
        let whole = match text[cell.end..].strip_prefix(',') {
            Some(next) => start..text.len() - next.trim_start_matches(' ').len(),
            None if text[..cell.start].ends_with(',') => cell.start - 1..end,
            None => start..end,
        };
        Self {
            span: start..end,
            whole,
            indent: None,
        }
    }

    /// A line with the deeper ones that follow it.
    fn of_lines(text: &str, line: Range<usize>) -> Self {
        let first = &text[line.clone()];
        let indent = first.len() - first.trim_start().len();
        let next = text[line.end..].find('\n').map(|at| line.end + at + 1);
        let mut at = next.unwrap_or(text.len());
        let (mut end, mut behind) = (line.end, at);
        for next in text[at..].split_inclusive('\n') {
            let content = next.trim_start();
            let column = next.len() - content.len();
            let is_item = content.starts_with("- ") && !first.trim_start().starts_with("- ");
            if !content.is_empty() && (column < indent || column == indent && !is_item) {
                break;
            }
            at += next.len();
            if !content.is_empty() {
                end = at - (next.len() - next.trim_end().len());
                behind = at;
            }
        }
        Self {
            span: line.start + indent..end,
            whole: line.start..behind,
            indent: Some(indent),
        }
    }
}

fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// What lies between the innermost brackets or commas around a byte of a line, if there are any;
/// nothing at all if a bracket or quote is not closed on the line.
fn in_brackets(line: &str, target: usize) -> Option<Option<Range<usize>>> {
    let mut open: Vec<usize> = Vec::new();
    let mut found: Option<Range<usize>> = None;
    let mut quote: Option<char> = None;
    // Brackets and quotes mean something only where a value may begin.
    let mut begins = true;
    for (at, c) in line.char_indices() {
        if let Some(end) = quote {
            quote = (c != end).then_some(end);
            continue;
        }
        match c {
            '"' | '\'' if begins => quote = Some(c),
            '{' | '[' if begins => open.push(at + 1),
            '}' | ']' | ',' if !open.is_empty() => {
                let start = open.pop()?;
                if found.is_none() && (start..at).contains(&target) {
                    found = Some(start..at);
                }
                if c == ',' {
                    open.push(at + 1);
                }
            }
            '}' | ']' if begins => return None,
            '#' if line[..at].ends_with(' ') => break,
            _ => {}
        }
        begins = match c {
            ' ' => begins,
            ':' | '-' => line[at + 1..].starts_with(' '),
            '{' | '[' | ',' => true,
            _ => false,
        };
    }
    (open.is_empty() && quote.is_none()).then_some(found)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::source::SourceFile;

    /// Makes an edit around the first `@` of a text, which stands in front of the place.
    fn made(text: &str, edit: impl Fn(&Place) -> Option<Edit>) -> String {
        let at = text.find('@').expect("the text has a place");
        let file = Arc::new(SourceFile::new("a.yaml".to_owned(), text.replace('@', "")));
        let name = file.text()[at..].find([':', ',', ' ', ']', '}', '\n']);
        let end = at + name.unwrap_or(file.text().len() - at);
        let Some(edit) = edit(&Place::new(&file, at..end)) else {
            return "none".to_owned();
        };
        let mut text = file.text().to_owned();
        text.replace_range(edit.place.span, &edit.text);
        text
    }

    #[test]
    fn entries_are_removed_with_what_parts_them() {
        for (text, expected) in [
            ("a: { @b: 1, c: 2 }", "a: { c: 2 }"),
            ("a: { b: 1, @c: 2 }", "a: { b: 1 }"),
            ("a: { @b: 1 }", "a: {  }"),
            ("a: { b: { c: @d }, e: 2 }", "a: { b: {  }, e: 2 }"),
            ("a: { b: @[x, y], e: 2 }", "a: { e: 2 }"),
            ("a: [b, @c]\n", "a: [b]\n"),
            ("a:\n  b: @1\n  c: 2\n", "a:\n  c: 2\n"),
            ("a:\n  @b:\n    c: 2\n\n  d: 3\n", "a:\n\n  d: 3\n"),
            ("@a:\n- b\n- c\nd: e", "d: e"),
            ("a:\n- @b\n- c\n", "a:\n- c\n"),
            ("a: { b: \"}\", @c: it's, d: 1 }", "a: { b: \"}\", d: 1 }"),
            ("a: { b: 1,\n  @c: 2 }", "none"),
            ("a: { @b: 1,\n  c: 2 }", "none"),
        ] {
            assert_eq!(made(text, Edit::remove), expected, "{text}");
        }
    }

    #[test]
    fn entries_are_added() {
        for (text, before, after, below) in [
            (
                "a:\n  @b:\n    c: 2\n",
                "a:\n  n: x\n  b:\n    c: 2\n",
                "a:\n  b:\n    c: 2\n  n: x\n",
                "a:\n  b:\n    n: x\n    c: 2\n",
            ),
            (
                "a: { @b: { c: 2 } }",
                "a: { n: x, b: { c: 2 } }",
                "a: { b: { c: 2 }, n: x }",
                "a: { b: { n: x, c: 2 } }",
            ),
            (
                "a: { @b: {} }",
                "a: { n: x, b: {} }",
                "a: { b: {}, n: x }",
                "a: { b: { n: x } }",
            ),
            (
                "a: { @b: T, d: U }",
                "a: { n: x, b: T, d: U }",
                "a: { b: T, n: x, d: U }",
                "a: { b: { type: T, n: x }, d: U }",
            ),
            (
                "@b: \"[T]\"\n",
                "n: x\nb: \"[T]\"\n",
                "b: \"[T]\"\nn: x\n",
                "b: { type: \"[T]\", n: x }\n",
            ),
            (
                "@b:\nc: d\n",
                "n: x\nb:\nc: d\n",
                "b:\nn: x\nc: d\n",
                "b: { n: x }\nc: d\n",
            ),
            (
                "@b: { n: y }",
                "n: x\nb: { n: y }",
                "b: { n: y }\nn: x",
                "none",
            ),
            ("b: @c", "n: x\nb: c", "b: c\nn: x", "none"),
            ("- @b", "none", "none", "none"),
        ] {
            let added = |edit: fn(&Place, &str) -> Option<Edit>| made(text, |at| edit(at, "n: x"));
            assert_eq!(added(Edit::before), before, "{text}");
            assert_eq!(added(Edit::after), after, "{text}");
            assert_eq!(added(Edit::below), below, "{text}");
        }
    }
}
