//! Where the values of a JSON text stand.
//!
//! The JSON reader keeps no places, and a diagnostic about a sample should point at the member it
//! speaks of; so the text, known to be JSON by then, is walked once more.

use std::ops::Range;

use super::path::Step;

/// The bytes of a value, and of its name if it is a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) name: Option<Range<usize>>,
    pub(super) value: Range<usize>,
    /// How many of the steps lead there.
    pub(super) steps: usize,
}

impl Found {
    /// What to point at: the value where it is short, else its name.
    pub(super) fn best(&self, text: &str) -> Range<usize> {
        let multiline = text[self.value.clone()].contains('\n');
        match &self.name {
            Some(name) if multiline => name.clone(),
            _ => self.value.clone(),
        }
    }
}

/// The value at the end of the steps, or the last one on the way there.
pub(super) fn find(text: &str, steps: &[Step]) -> Found {
    let mut scanner = Scanner { text, at: 0 };
    scanner.blanks();
    let mut found = Found {
        name: None,
        value: scanner.value(),
        steps: 0,
    };
    for step in steps {
        let mut inner = Scanner {
            text,
            at: found.value.start,
        };
        let next = match step {
            Step::Member(name) => inner.member(name),
            Step::Index(index) => inner.element(*index),
        };
        match next {
            Some((name, value)) => {
                found = Found {
                    name,
                    value,
                    steps: found.steps + 1,
                }
            }
            None => break,
        }
    }
    found
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

type Place = (Option<Range<usize>>, Range<usize>);

impl Scanner<'_> {
    fn member(&mut self, name: &str) -> Option<Place> {
        let mut last = None;
        self.enter(b'{')?;
        while self.peek() == Some(b'"') {
            let key = self.value();
            self.blanks();
            self.enter(b':')?;
            let value = self.value();
            let decoded: Option<String> = serde_json::from_str(&self.text[key.clone()]).ok();
            if decoded.as_deref() == Some(name) {
                // Of two members of one name, readers take the last.
                last = Some((Some(key), value));
            }
            self.comma();
        }
        last
    }

    fn element(&mut self, index: usize) -> Option<Place> {
        self.enter(b'[')?;
        for _ in 0..index {
            self.end_of_list()?;
            self.value();
            self.comma();
        }
        self.end_of_list()?;
        Some((None, self.value()))
    }

    /// Nothing at the end of a list.
    fn end_of_list(&self) -> Option<()> {
        self.peek().filter(|byte| *byte != b']').map(|_| ())
    }

    /// Steps over one value, whose bytes these are.
    fn value(&mut self) -> Range<usize> {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => self.string(),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    self.at += 1;
                }
                _ => self.at += 1,
            }
            let scalar = !matches!(byte, b'"' | b'}' | b']');
            let ends = match self.peek() {
                _ if !scalar => true,
                None => true,
                Some(next) => {
                    next.is_ascii_whitespace() || matches!(next, b',' | b'}' | b']' | b':')
                }
            };
            if depth == 0 && ends {
                break;
            }
        }
        start..self.at
    }

    fn string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'"' => return,
                _ => {}
            }
        }
    }

    fn enter(&mut self, open: u8) -> Option<()> {
        (self.peek() == Some(open)).then_some(())?;
        self.at += 1;
        self.blanks();
        Some(())
    }

    fn comma(&mut self) {
        self.blanks();
        if self.peek() == Some(b',') {
            self.at += 1;
            self.blanks();
        }
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interpret::path;

    const TEXT: &str = r#" {"a" : [ 1, {"b\"~": "x}y", "c": true}, [] ],
        "d": {"e": null, "a": -1.5e3}, "": {} } "#;

    fn at(steps_text: &str) -> (&'static str, usize) {
        let found = find(TEXT, &path::steps(steps_text).unwrap());
        (&TEXT[found.value], found.steps)
    }

    #[test]
    fn values_are_found_where_they_stand() {
        assert_eq!(at("a[0]"), ("1", 2));
        assert_eq!(at(r#"a[1]["b\"~"]"#), (r#""x}y""#, 3));
        assert_eq!(at("a[1].c"), ("true", 3));
        assert_eq!(at("a[2]"), ("[]", 2));
        assert_eq!(at("d.e"), ("null", 2));
        assert_eq!(at("d.a"), ("-1.5e3", 2));
        assert_eq!(at(r#"[""]"#), ("{}", 1));
        assert!(at("").0.starts_with('{') && at("").0.ends_with('}'));
    }

    #[test]
    fn what_is_not_there_leads_to_what_is_around_it() {
        assert_eq!(at("a[3]").1, 1);
        assert_eq!(at("d.x.y"), (r#"{"e": null, "a": -1.5e3}"#, 1));
        assert_eq!(at("a.b").1, 1);
    }

    #[test]
    fn names_of_members_are_kept() {
        let found = find(TEXT, &path::steps("d.e").unwrap());
        assert_eq!(&TEXT[found.name.unwrap()], "\"e\"");
    }
}
