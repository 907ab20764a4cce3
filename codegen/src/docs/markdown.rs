//! Makes text from the schema safe to stand in documentation.
//!
//! The text is Markdown, but it must not become more than that: no link to an item, no HTML, no
//! code block that rustdoc would compile, no control characters. Whatever rustdoc would warn about
//! is escaped, so that a sentence in YAML can never break the build of the generated crate.

/// The Markdown of a text from the schema, in lines without a trailing one.
pub(crate) fn safe(text: &str) -> String {
    let text: String = text.replace("\r\n", "\n").chars().map(visible).collect();
    let lines: Vec<&str> = text.trim().lines().collect();
    let mut out = Vec::new();
    let mut plain = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match fence(lines[at]).and_then(|mark| closing(&lines[at + 1..], mark)) {
            Some(length) => {
                out.extend(escape_lines(&plain.split_off(0)));
                out.push("```text".to_owned());
                out.extend(lines[at + 1..][..length].iter().map(|l| inside_fence(l)));
                out.push("```".to_owned());
                at += length + 2;
            }
            None => {
                plain.push(lines[at]);
                at += 1;
            }
        }
    }
    out.extend(escape_lines(&plain));
    out.join("\n")
}

/// The Markdown of a text that must stay on one line.
pub(crate) fn safe_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    safe(&words.join(" ")).replace('\n', " ")
}

/// A wire name or the like as inline code.
pub(crate) fn code(text: &str) -> String {
    let text: String = text.chars().map(visible).collect();
    let text = text.replace(['\n', '\r'], " ");
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// A link to a page.
pub(crate) fn autolink(url: &str) -> String {
    let mut safe = String::new();
    for c in url.trim().chars() {
        if c.is_ascii_graphic() && !matches!(c, '<' | '>' | '`' | '\\' | '"') {
            safe.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                safe.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    format!("<{safe}>")
}

/// Line breaks stay; other control characters become spaces, and those that change the direction of
/// text, which rustc refuses in comments, become visible.
fn visible(c: char) -> char {
    match c {
        '\n' => '\n',
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        '\u{2028}' | '\u{2029}' => ' ',
        c if c.is_control() => ' ',
        c => c,
    }
}

fn fence(line: &str) -> Option<char> {
    let line = line.trim_start();
    ['`', '~']
        .into_iter()
        .find(|mark| line.chars().take_while(|c| c == mark).count() >= 3)
}

/// How many lines stand before the one that closes a fence.
fn closing(lines: &[&str], mark: char) -> Option<usize> {
    lines.iter().position(|line| fence(line) == Some(mark))
}

/// The lines of code from the schema, which cannot end the fence that they are put into.
pub(crate) fn code_lines(text: &str) -> Vec<String> {
    let text: String = text.replace("\r\n", "\n").chars().map(visible).collect();
    text.trim_end().lines().map(inside_fence).collect()
}

fn inside_fence(line: &str) -> String {
    // rustdoc hides lines that start with `#` in Rust blocks only; a text block shows all.
    line.trim_end().replace("```", "` ` `")
}

fn escape_lines(lines: &[&str]) -> Vec<String> {
    let lines: Vec<String> = lines.iter().map(|line| unindent(line)).collect();
    let text = lines.join("\n");
    if text.is_empty() {
        return Vec::new();
    }
    escape(&text).lines().map(str::to_owned).collect()
}

/// Four spaces would start a code block, which rustdoc would compile; `~~~` a fence.
fn unindent(line: &str) -> String {
    let line = line.trim_end();
    let text = line.trim_start();
    let spaces = (line.len() - text.len()).min(2);
    let text = match text.strip_prefix("~~~") {
        Some(rest) => format!("\\~~~{rest}"),
        None => text.to_owned(),
    };
    format!("{}{text}", " ".repeat(spaces))
}

/// Escapes what is not code: brackets, angles, lone backticks, bare URLs.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '`' => code_span(rest, &mut out),
            '[' => link(rest, &mut out),
            '<' => angle(rest, &mut out),
            'h' => bare_url(rest, text, &mut out),
            '\\' => backslash(rest, &mut out),
            ']' => {
                out.push_str("\\]");
                1
            }
            c => {
                out.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    out
}

fn code_span(rest: &str, out: &mut String) -> usize {
    let ticks = run(rest);
    let paragraph = rest.find("\n\n").unwrap_or(rest.len());
    let mut at = ticks;
    while at < paragraph {
        match rest[at..paragraph].find('`') {
            None => break,
            Some(offset) => {
                let start = at + offset;
                let length = run(&rest[start..]);
                if length == ticks {
                    let span = &rest[..start + length];
                    out.push_str(&span.replace('\n', " "));
                    return span.len();
                }
                at = start + length;
            }
        }
    }
    out.push_str(&"\\`".repeat(ticks));
    ticks
}

fn run(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'`').count()
}

/// `[text](https://…)` stays a link, anything else in brackets would be one to an item.
fn link(rest: &str, out: &mut String) -> usize {
    if let Some((label, target)) = rest[1..].split_once("](")
        && !label.contains(['[', ']', '`', '<', '\\', '\n'])
        && let Some((url, _)) = target.split_once(')')
        && is_url(url)
    {
        out.push_str(&format!("[{label}]({url})"));
        return label.len() + url.len() + 4;
    }
    out.push_str("\\[");
    1
}

fn angle(rest: &str, out: &mut String) -> usize {
    if let Some((url, _)) = rest[1..].split_once('>')
        && is_url(url)
    {
        out.push_str(&format!("<{url}>"));
        return url.len() + 2;
    }
    out.push_str("\\<");
    1
}

/// A URL without angles, which rustdoc warns about, gets them.
fn bare_url(rest: &str, text: &str, out: &mut String) -> usize {
    let before = text[..text.len() - rest.len()].chars().next_back();
    if rest.starts_with("http://") || rest.starts_with("https://") {
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '`' | '"' | ')' | ']'))
            .unwrap_or(rest.len());
        let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        if is_url(url) && !before.is_some_and(char::is_alphanumeric) {
            out.push_str(&format!("<{url}>"));
            return url.len();
        }
    }
    out.push('h');
    1
}

fn backslash(rest: &str, out: &mut String) -> usize {
    match rest[1..].chars().next() {
        Some(next) if next.is_ascii_punctuation() => {
            out.push('\\');
            out.push(next);
            2
        }
        _ => {
            out.push_str("\\\\");
            1
        }
    }
}

fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty())
        && text.chars().all(|c| {
            c.is_ascii_graphic() && !matches!(c, '<' | '>' | '`' | '\\' | '[' | ']' | '(' | ')')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_and_code_stay_as_they_are() {
        for text in [
            "Day of the month.",
            "`next` or `prev`.",
            "The class, such as `profile-displayphoto-shrink_100_100`.",
            "See [the page](https://example.org/a_b) and <https://example.org>.",
            "- one\n- two",
            "`` a ` b ``",
        ] {
            assert_eq!(safe(text), text);
        }
    }

    #[test]
    fn what_rustdoc_would_read_as_link_html_or_test_is_escaped() {
        for (text, expected) in [
            ("a [Person] b", "a \\[Person\\] b"),
            ("[Person](crate::x)", "\\[Person\\](crate::x)"),
            ("[a]: http://x.org", "\\[a\\]: <http://x.org>"),
            ("<script>", "\\<script>"),
            ("List<T>", "List\\<T>"),
            ("lone ` tick", "lone \\` tick"),
            ("see https://x.org/a.", "see <https://x.org/a>."),
            ("    let x = 1;", "let x = 1;"),
            ("a\n\n    let x = 1;", "a\n\n  let x = 1;"),
            ("```\nlet x = 1;\n```", "```text\nlet x = 1;\n```"),
            ("```rust\nx", "\\`\\`\\`rust\nx"),
            ("~~~\nx", "\\~~~\nx"),
            ("a\u{202E}b\rc\0d", "a\u{FFFD}b c d"),
            ("C:\\temp \\_ end\\", "C:\\\\temp \\_ end\\\\"),
        ] {
            assert_eq!(safe(text), expected, "{text:?}");
        }
    }

    #[test]
    fn lines_are_joined_where_only_one_fits() {
        assert_eq!(safe_line(" a\n  b [c] "), "a b \\[c\\]");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(autolink("https://x.org/a b>"), "<https://x.org/a%20b%3E>");
    }
}
