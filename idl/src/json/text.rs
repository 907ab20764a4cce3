//! Text in quotes: escapes, shared by JSON, by PDL, and by JSON that stands inside a JSON text.

/// What is wrong with an escape, and where in the text between the quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) at: usize,
    pub(crate) message: String,
}

/// The characters that a text between quotes stands for, each with the offset it is written at.
pub(crate) fn characters(raw: &str) -> Result<Vec<(char, usize)>, Mistake> {
    let mut characters = Vec::with_capacity(raw.len());
    let mut at = 0;
    while let Some(c) = raw[at..].chars().next() {
        let (decoded, length) = match c {
            '\\' => escape(raw, at)?,
            '\0'..'\u{20}' => {
                let message = "a control character in a text must be escaped".to_owned();
                return Err(Mistake { at, message });
            }
            c => (c, c.len_utf8()),
        };
        characters.push((decoded, at));
        at += length;
    }
    Ok(characters)
}

/// The text between quotes with its escapes resolved.
pub(crate) fn unescape(raw: &str) -> Result<String, Mistake> {
    if !raw.contains(['\\']) && raw.bytes().all(|b| b >= 0x20) {
        return Ok(raw.to_owned());
    }
    Ok(characters(raw)?.into_iter().map(|(c, _)| c).collect())
}

/// One escape at `at`: what it stands for, and its length.
fn escape(raw: &str, at: usize) -> Result<(char, usize), Mistake> {
    let mistake = |message: &str| Mistake {
        at,
        message: message.to_owned(),
    };
    let simple = match raw[at + 1..].chars().next() {
        Some(c @ ('"' | '\\' | '/')) => c,
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('u') => {
            return unicode(raw, at).ok_or_else(|| mistake("no character has this escape"));
        }
        Some(c) => {
            let message = format!("`\\{}` is no escape", c.escape_default());
            return Err(mistake(&message));
        }
        None => return Err(mistake("the text ends within an escape")),
    };
    Ok((simple, 2))
}

fn unicode(raw: &str, at: usize) -> Option<(char, usize)> {
    let first = unit(raw, at)?;
    if let Some(c) = char::from_u32(first) {
        return Some((c, 6));
    }
    let second = unit(raw, at + 6)?;
    let mut pair = char::decode_utf16([first as u16, second as u16]);
    Some((pair.next()?.ok()?, 12))
}

/// The number of a `\uXXXX`.
fn unit(raw: &str, at: usize) -> Option<u32> {
    let digits = raw.get(at..at + 6)?.strip_prefix("\\u")?;
    let plain = digits.bytes().all(|b| b.is_ascii_hexdigit());
    plain.then(|| u32::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        for (raw, expected) in [
            ("plain é", Some("plain é")),
            (r#"a\"b\\c\/d"#, Some("a\"b\\c/d")),
            (r"\b\f\n\r\t", Some("\u{8}\u{c}\n\r\t")),
            (r"\u0001\u00e9", Some("\u{1}é")),
            (r"\ud83d\ude00!", Some("😀!")),
            (r"\ud83d", None),
            (r"\ude00\ud83d", None),
            (r"\u12", None),
            (r"\u+123", None),
            (r"\uéé", None),
            (r"\x", None),
            ("\\", None),
            ("a\nb", None),
        ] {
            assert_eq!(unescape(raw).ok().as_deref(), expected, "{raw}");
        }
    }

    #[test]
    fn offsets_are_those_of_the_source() {
        let at: Vec<usize> = characters(r#"a\"é\u0041b"#)
            .unwrap()
            .into_iter()
            .map(|(_, at)| at)
            .collect();
        assert_eq!(at, [0, 1, 3, 5, 11]);
    }
}
