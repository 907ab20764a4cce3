//! Texts of the URI grammar, compared token by token as they stand on the wire.
//!
//! The encoders are what is under test, so nothing of them is used here: the grammar and the table of raw
//! characters are spelled out a second time.

/// Where a text stands; decides which characters of data stay raw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Body,
}

/// A text of the grammar, not decoded.
#[derive(Debug)]
enum Raw<'a> {
    Token(&'a str),
    List(Vec<Raw<'a>>),
    Map(Vec<(&'a str, Raw<'a>)>),
}

/// Whether the text that was sent says what the sample says, in the spelling that the protocol demands.
///
/// A sample may escape more than the protocol wants, and documentation prints URNs raw; in both cases the
/// decoded token counts.
pub(super) fn agree(expected: &str, actual: &str, place: Place) -> bool {
    let (Some(actual), Some(expected)) = (parse(actual, false), recorded(expected)) else {
        return false;
    };
    same(&expected, &actual, place)
}

/// A text of a sample. Documentation prints texts with commas and colons raw as well.
fn recorded(text: &str) -> Option<Raw<'_>> {
    let plain = !text.is_empty() && !text.contains(['(', ')']);
    parse(text, true).or_else(|| plain.then_some(Raw::Token(text)))
}

/// The same for two lists whose order and repetitions carry no meaning.
pub(super) fn agree_as_sets(expected: &str, actual: &str, place: Place) -> bool {
    let (Some(actual), Some(expected)) = (parse(actual, false), parse(expected, true)) else {
        return false;
    };
    match (expected, actual) {
        (Raw::List(expected), Raw::List(actual)) => {
            let known = |e: &Raw<'_>| actual.iter().any(|a| same(e, a, place));
            let asked = |a: &Raw<'_>| expected.iter().any(|e| same(e, a, place));
            expected.iter().all(known) && actual.iter().all(asked)
        }
        (expected, actual) => same(&expected, &actual, place),
    }
}

/// Whether a text is a list of maps, as the keys of a batch are when they have parts.
pub(super) fn is_list_of_maps(text: &str) -> bool {
    match parse(text, true) {
        Some(Raw::List(values)) => values.iter().any(|value| matches!(value, Raw::Map(_))),
        _ => false,
    }
}

/// The members of a map. Parameters of a key that hold nothing are none.
fn members<'r, 'a>(map: &'r [(&'a str, Raw<'a>)]) -> Vec<&'r (&'a str, Raw<'a>)> {
    let empty = |value: &Raw<'_>| matches!(value, Raw::Map(members) if members.is_empty());
    let members = map.iter();
    members
        .filter(|(name, value)| *name != "$params" || !empty(value))
        .collect()
}

fn same(expected: &Raw<'_>, actual: &Raw<'_>, place: Place) -> bool {
    match (expected, actual) {
        (Raw::Token(expected), Raw::Token(actual)) => tokens(expected, actual, place),
        (Raw::List(expected), Raw::List(actual)) => {
            expected.len() == actual.len()
                && expected.iter().zip(actual).all(|(e, a)| same(e, a, place))
        }
        (Raw::Map(expected), Raw::Map(actual)) => {
            let (expected, actual) = (members(expected), members(actual));
            expected.len() == actual.len()
                && expected.iter().all(|(name, value)| {
                    actual.iter().any(|(other, actual)| {
                        tokens(name, other, place) && same(value, actual, place)
                    })
                })
        }
        _ => false,
    }
}

/// Compares two tokens byte by byte, each raw or escaped.
fn tokens(expected: &str, actual: &str, place: Place) -> bool {
    if expected == "''" || actual == "''" {
        // The sign of the empty string; escaped quotes are data.
        return expected == actual;
    }
    let (mut expected, mut actual) = (Bytes(expected.as_bytes()), Bytes(actual.as_bytes()));
    loop {
        match (expected.next(), actual.next()) {
            (None, None) => return true,
            (Some((own, own_raw)), Some((other, other_raw))) if own == other => {
                // Raw where it must be escaped, or escaped where the sample shows that it need not be.
                let must_be_raw = (own_raw || place == Place::Body) && is_raw(own, place);
                let must_be_escaped = !is_raw(own, place);
                if (other_raw && must_be_escaped) || (!other_raw && must_be_raw) {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

/// The bytes of a token, with whether each stands raw.
struct Bytes<'a>(&'a [u8]);

impl Iterator for Bytes<'_> {
    type Item = (u8, bool);

    fn next(&mut self) -> Option<(u8, bool)> {
        let (&first, rest) = self.0.split_first()?;
        let escaped = match (first, rest) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)),
            _ => None,
        };
        match escaped {
            Some((high, low)) => {
                self.0 = &rest[2..];
                Some((high << 4 | low, false))
            }
            None => {
                self.0 = rest;
                Some((first, true))
            }
        }
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// Rest.li protocol 2.0.0: the characters of data that stay raw in each part of a URI, and in a body.
fn is_raw(byte: u8, place: Place) -> bool {
    let marks: &[u8] = match place {
        Place::Body => return !b"%(),:'".contains(&byte),
        Place::Path => b"-._~!$&*+=@",
        Place::Query => b"-._~!$*;@/?",
    };
    byte.is_ascii_alphanumeric() || marks.contains(&byte)
}

/// Reads a whole text. `documented` texts may hold URNs with raw colons, parentheses and commas.
fn parse(text: &str, documented: bool) -> Option<Raw<'_>> {
    let mut parser = Parser { text, documented };
    let raw = parser.value()?;
    parser.text.is_empty().then_some(raw)
}

struct Parser<'a> {
    text: &'a str,
    documented: bool,
}

impl<'a> Parser<'a> {
    fn value(&mut self) -> Option<Raw<'a>> {
        if self.documented && self.text.starts_with("urn:") {
            return self.urn().map(Raw::Token);
        }
        if self.eat("List(") {
            let mut values = Vec::new();
            if self.eat(")") {
                return Some(Raw::List(values));
            }
            loop {
                values.push(self.value()?);
                if !self.separator()? {
                    return Some(Raw::List(values));
                }
            }
        }
        if self.eat("(") {
            let mut members = Vec::new();
            if self.eat(")") {
                return Some(Raw::Map(members));
            }
            loop {
                let name = self.token()?;
                if !self.eat(":") {
                    return None;
                }
                members.push((name, self.value()?));
                if !self.separator()? {
                    return Some(Raw::Map(members));
                }
            }
        }
        self.token().map(Raw::Token)
    }

    fn token(&mut self) -> Option<&'a str> {
        let end = self
            .text
            .find(['(', ')', ',', ':'])
            .unwrap_or(self.text.len());
        self.take(end)
    }

    /// A raw URN, up to the comma or parenthesis that is not its own.
    fn urn(&mut self) -> Option<&'a str> {
        let mut depth = 0_u32;
        let end = self.text.find(|c| match c {
            '(' => {
                depth += 1;
                false
            }
            ')' if depth > 0 => {
                depth -= 1;
                false
            }
            ')' | ',' => depth == 0,
            _ => false,
        });
        self.take(end.unwrap_or(self.text.len()))
    }

    fn take(&mut self, end: usize) -> Option<&'a str> {
        let (token, rest) = self.text.split_at(end);
        self.text = rest;
        (!token.is_empty()).then_some(token)
    }

    fn separator(&mut self) -> Option<bool> {
        if self.eat(",") {
            return Some(true);
        }
        self.eat(")").then_some(false)
    }

    fn eat(&mut self, text: &str) -> bool {
        match self.text.strip_prefix(text) {
            Some(rest) => {
                self.text = rest;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_protocol_demands_agrees() {
        let cases = [
            ("x", "x", Place::Path),
            ("urn%3Ali%3Ax%3A1", "urn%3Ali%3Ax%3A1", Place::Path),
            ("List(a,b)", "List(a,b)", Place::Query),
            ("(a:1,b:(c:2))", "(b:(c:2),a:1)", Place::Query),
            ("''", "''", Place::Query),
            // The sample escapes more than it must.
            ("tor%40example.org", "tor@example.org", Place::Query),
            ("%6a%2B", "j%2B", Place::Query),
            ("a%2fb", "a%2Fb", Place::Path),
            // Documentation prints texts and URNs raw.
            ("F,S", "F%2CS", Place::Query),
            ("a:b", "a%3Ab", Place::Query),
            ("urn:li:x:1", "urn%3Ali%3Ax%3A1", Place::Path),
            (
                "urn:li:x:(urn:li:y:1,2)",
                "urn%3Ali%3Ax%3A%28urn%3Ali%3Ay%3A1%2C2%29",
                Place::Path,
            ),
            (
                "List(urn:li:x:1,urn:li:x:2)",
                "List(urn%3Ali%3Ax%3A1,urn%3Ali%3Ax%3A2)",
                Place::Query,
            ),
            (
                "(k:urn:li:x:(1,2),l:3)",
                "(k:urn%3Ali%3Ax%3A%281%2C2%29,l:3)",
                Place::Query,
            ),
        ];
        for (expected, actual, place) in cases {
            assert!(agree(expected, actual, place), "{expected} {actual}");
        }
    }

    #[test]
    fn every_kind_of_change_disagrees() {
        let cases = [
            ("x", "y", Place::Path),
            ("x", "X", Place::Path),
            ("x", "xx", Place::Path),
            ("xx", "x", Place::Path),
            // Escaped where it need not be.
            ("tor@example.org", "tor%40example.org", Place::Query),
            ("a.b", "a%2Eb", Place::Path),
            // Not escaped where it must be.
            ("a%26b", "a&b", Place::Query),
            ("a%2Fb", "a/b", Place::Path),
            ("urn%3Ali%3Ax%3A1", "urn:li:x:1", Place::Path),
            ("urn:li:x:1", "urn:li:x:1", Place::Path),
            ("a%27b", "a'b", Place::Query),
            // Escaped twice.
            ("a%3Ab", "a%253Ab", Place::Path),
            ("''", "%27%27", Place::Query),
            ("%27%27", "''", Place::Query),
            ("List(a,b)", "List(b,a)", Place::Query),
            ("List(a,b)", "List(a)", Place::Query),
            ("List(a)", "a", Place::Query),
            ("List(a)", "List%28a%29", Place::Query),
            ("(a:1,b:2)", "(a:1,b:3)", Place::Query),
            ("(a:1,b:2)", "(a:1,c:2)", Place::Query),
            ("(a:1)", "(a:1,b:2)", Place::Query),
            ("(a:1)", "List(a)", Place::Query),
            ("List(a", "List(a", Place::Query),
            ("F,S", "F,S", Place::Query),
            ("F,S", "F%2CT", Place::Query),
        ];
        for (expected, actual, place) in cases {
            assert!(!agree(expected, actual, place), "{expected} {actual}");
        }
    }
}
