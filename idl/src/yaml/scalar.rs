//! Scalars: which texts need quotes, and which quotes.
//!
//! Stricter than the standard asks for: a text that another reader could take for a number, a flag
//! or a date is quoted, too.

/// Where a scalar stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    /// Alone behind its key, or in a block list.
    Block,
    /// In braces or brackets on one line.
    Flow,
}

/// A text on one line, with quotes where it needs them.
pub(crate) fn inline(text: &str, context: Context) -> String {
    if is_plain(text, context) {
        return text.to_owned();
    }
    let odd = text.chars().any(|c| !is_printable(c));
    if !odd && text.contains(['"', '\\']) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    double(text)
}

/// Whether a text can be a block of lines, which shows them as they are.
pub(crate) fn is_lines(text: &str) -> bool {
    let good = |line: &str| line.chars().all(is_printable) && !line.ends_with(char::is_whitespace);
    text.contains('\n')
        && !text.starts_with([' ', '\n'])
        && !text.ends_with('\n')
        && text.split('\n').all(good)
}

fn is_printable(c: char) -> bool {
    match c {
        // Line breaks of other alphabets, and what changes the direction of text.
        '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => false,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        '\u{fffe}' | '\u{ffff}' => false,
        c => !c.is_control(),
    }
}

fn is_plain(text: &str, context: Context) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let flow = |c: char| ",[]{}".contains(c);
    let begins = !"-?:,[]{}#&*!|>'\"%@`=~<".contains(first);
    begins
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace)
        && text.chars().all(is_printable)
        && !text.contains(": ")
        && !text.ends_with(':')
        && !text.contains(" #")
        && !(context == Context::Flow && (text.contains(flow) || text.contains(':')))
        && !means_something(text)
}

/// Whether a reader of some version of YAML takes the text for something else.
fn means_something(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let word = matches!(
        lower.as_str(),
        "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "nan" | ".nan" | ".inf" | "+.inf"
    );
    let digits = lower.trim_start_matches(['+', '.']);
    let number = digits.starts_with(|c: char| c.is_ascii_digit())
        && lower
            .chars()
            .all(|c| c.is_ascii_hexdigit() || "+-._:xotz ".contains(c));
    word || number
}

fn double(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c => {
                let code = u32::from(c);
                out.push_str(&match code {
                    0..=0xff => format!("\\x{code:02x}"),
                    0x100..=0xffff => format!("\\u{code:04x}"),
                    _ => format!("\\U{code:08x}"),
                });
            }
        }
    }
    out.push('"');
    out
}
