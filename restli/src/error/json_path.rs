//! The path of a byte in JSON text.
//!
//! Only used once an error is there, so it favours small code over speed. It must cope with any text, since
//! the text may be the reason of the error.

use std::fmt::Write as _;

/// The offset of a line and column as `serde_json` counts them: lines from 1, columns in bytes.
pub(super) fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    (before + column).min(text.len())
}

enum Level {
    Object { key: Option<String> },
    Array { index: usize },
}

/// The path of what is being read when the first `offset` bytes have been read.
pub(super) fn path_at(text: &str, offset: usize) -> String {
    let bytes = &text.as_bytes()[..offset.min(text.len())];
    let mut levels = Vec::new();
    let mut key_expected = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' => {
                levels.push(Level::Object { key: None });
                key_expected = true;
            }
            b'[' => {
                levels.push(Level::Array { index: 0 });
                key_expected = false;
            }
            b'}' | b']' => {
                levels.pop();
                key_expected = false;
            }
            b',' => match levels.last_mut() {
                Some(Level::Object { key }) => {
                    *key = None;
                    key_expected = true;
                }
                Some(Level::Array { index }) => *index += 1,
                None => {}
            },
            b'"' => {
                let end = string_end(bytes, at);
                if let (true, Some(Level::Object { key })) = (key_expected, levels.last_mut()) {
                    let raw = text.get(at..end).unwrap_or_default();
                    *key = serde_json::from_str(raw).ok();
                    key_expected = false;
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    let mut path = String::new();
    levels.iter().for_each(|level| print(level, &mut path));
    path
}

/// The index behind the string that starts at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn print(level: &Level, path: &mut String) {
    match level {
        Level::Array { index } => {
            // Writing into a string cannot fail.
            let _ = write!(path, "[{index}]");
        }
        Level::Object { key: None } => {}
        Level::Object { key: Some(key) } => push_member(key, path),
    }
}

/// Goes one step further, into a member of an object.
pub(crate) fn push_member(key: &str, path: &mut String) {
    if !is_plain(key) {
        let _ = write!(path, "[{key:?}]");
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}

fn is_plain(key: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '~' | '!');
    !key.is_empty() && key.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_follows_what_has_been_read() {
        let text = r#"{"elements":[{"to":"x"},{"to~":{"a\"b":[1,2]},"n":3}],"paging":{}}"#;
        let cases = [
            ("", ""),
            (r#"{"elements":"#, "elements"),
            (r#"{"elements":[{"to":"x""#, "elements[0].to"),
            (r#"{"elements":[{"to":"x"}"#, "elements[0]"),
            (r#"{"elements":[{"to":"x"},"#, "elements[1]"),
            (
                r#"{"elements":[{"to":"x"},{"to~":{"a\"b":[1,2"#,
                r#"elements[1].to~["a\"b"][1]"#,
            ),
            (
                r#"{"elements":[{"to":"x"},{"to~":{"a\"b":[1,2]},"n":3"#,
                "elements[1].n",
            ),
            (text, ""),
        ];
        for (read, expected) in cases {
            assert!(text.starts_with(read));
            assert_eq!(path_at(text, read.len()), expected, "after {read}");
        }
    }

    #[test]
    fn broken_text_has_a_path_too() {
        for text in [
            "}]]",
            r#"{"a"#,
            r#"{"a":"\"#,
            r#"["#,
            r#"{"a":{"b":[{}"#,
            "{,,}",
            "\"\\",
        ] {
            for offset in 0..=text.len() + 1 {
                path_at(text, offset);
            }
        }
        assert_eq!(path_at(r#"{"a":{"b":["#, 11), "a.b[0]");
    }

    #[test]
    fn lines_and_columns_become_offsets() {
        let text = "{\n  \"a\": 1\n}";
        assert_eq!(offset_of(text, 1, 1), 1);
        assert_eq!(offset_of(text, 2, 3), 5);
        assert_eq!(offset_of(text, 9, 9), text.len());
    }
}
