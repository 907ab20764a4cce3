//! How faults are written: `cut-after=120`, `status=429; retry-after=3`, several with commas between.
//!
//! One spelling has to do in a header, in YAML, in JSON and in Rust, so it needs no character that
//! any of these would have to escape, unless a value has one.

use std::fmt;

/// One fault as it is written.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Written {
    pub(super) name: String,
    pub(super) value: Option<String>,
    /// What stands behind semicolons; a flag has no value.
    pub(super) options: Vec<(String, Option<String>)>,
}

/// Takes a text apart.
pub(super) fn split(text: &str) -> Result<Vec<Written>, String> {
    let mut reader = Reader { rest: text };
    let mut faults = Vec::new();
    loop {
        let (name, value) = reader.pair()?;
        if name.is_empty() {
            return Err(match text.trim().is_empty() {
                true => "it names no fault; write one such as `status=503`".to_owned(),
                false => format!(
                    "in `{text}` a fault has no name; commas stand between faults, and values with commas between quotes"
                ),
            });
        }
        let mut fault = Written {
            name,
            value,
            options: Vec::new(),
        };
        while reader.takes(';') {
            let (name, value) = reader.pair()?;
            if name.is_empty() {
                return Err(format!("`{}` has an option without a name", fault.name));
            }
            fault.options.push((name, value));
        }
        faults.push(fault);
        if reader.takes(',') {
            continue;
        }
        return match reader.rest {
            "" => Ok(faults),
            rest => Err(format!(
                "`{rest}` stands behind a quoted value; write `;` before options and `,` before faults"
            )),
        };
    }
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    /// `name`, or `name=value`.
    fn pair(&mut self) -> Result<(String, Option<String>), String> {
        let name = self.until(&['=', ';', ',']);
        if !self.takes('=') {
            return Ok((name, None));
        }
        let value = match self.takes('"') {
            true => self.quoted()?,
            false => self.until(&[';', ',']),
        };
        Ok((name, Some(value)))
    }

    fn until(&mut self, ends: &[char]) -> String {
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        text.trim().to_owned()
    }

    /// What stands up to the closing quote; a backslash takes the next character as it is.
    fn quoted(&mut self) -> Result<String, String> {
        let text = self.rest;
        let mut value = String::new();
        let mut letters = text.char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.rest = text[at + 1..].trim_start();
                    return Ok(value);
                }
                '\\' => value.extend(letters.next().map(|(_, letter)| letter)),
                letter => value.push(letter),
            }
        }
        Err(format!("the quote before `{text}` is not closed"))
    }

    fn takes(&mut self, sign: char) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

/// Writes a value so that it can be read again, between quotes where it must be.
pub(super) fn write_value(f: &mut fmt::Formatter<'_>, value: &str) -> fmt::Result {
    let plain = !value.is_empty() && value.trim() == value && !value.contains([',', ';', '"']);
    if plain {
        return f.write_str(value);
    }
    f.write_str("\"")?;
    for letter in value.chars() {
        if matches!(letter, '"' | '\\') {
            f.write_str("\\")?;
        }
        write!(f, "{letter}")?;
    }
    f.write_str("\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, value: Option<&str>, options: &[(&str, Option<&str>)]) -> Written {
        let own = |text: &str| text.to_owned();
        Written {
            name: own(name),
            value: value.map(own),
            options: { options.iter() }
                .map(|(name, value)| (own(name), value.map(own)))
                .collect(),
        }
    }

    #[test]
    fn faults_options_and_quotes() {
        let text =
            r#" latency = 2s,status=429;retry-after="Wed, 21 Oct; \"x\"" ; acted, no-total "#;
        let expected = [
            written("latency", Some("2s"), &[]),
            written(
                "status",
                Some("429"),
                &[("retry-after", Some("Wed, 21 Oct; \"x\"")), ("acted", None)],
            ),
            written("no-total", None, &[]),
        ];
        assert_eq!(split(text).unwrap(), expected);
        assert_eq!(split("a=x=y").unwrap(), [written("a", Some("x=y"), &[])]);
        assert_eq!(split("a=\"\"").unwrap(), [written("a", Some(""), &[])]);
    }

    #[test]
    fn what_is_no_list_of_faults_is_told() {
        for (text, part) in [
            ("", "names no fault"),
            ("a,,b", "has no name"),
            ("a,", "has no name"),
            ("a;", "`a` has an option without a name"),
            ("a=\"x", "is not closed"),
            ("a=\"x\" y", "stands behind a quoted value"),
        ] {
            let why = split(text).unwrap_err();
            assert!(why.contains(part), "{text}: {why}");
        }
    }
}
