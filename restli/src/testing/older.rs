//! Paths and queries of protocol 1.0.0, where the structure of a value stands in the names of parameters.
//!
//! Only what the texts mean is compared: this protocol leaves open which characters are escaped.

use std::collections::{BTreeMap, BTreeSet};

/// Names and values, decoded.
type Pairs = Vec<(String, String)>;

/// The values of each parameter.
type Parameters = BTreeMap<String, Vec<String>>;

/// Whether two segments of a path, or two keys of a body, mean the same.
pub(super) fn same_segment(expected: &str, actual: &str) -> bool {
    match (expected.contains('='), actual.contains('=')) {
        (true, true) => members(expected) == members(actual),
        (false, false) => decoded(expected) == decoded(actual),
        _ => false,
    }
}

/// The members of a key of several parts.
fn members(text: &str) -> BTreeSet<(String, String)> {
    pairs(text).into_iter().collect()
}

fn pairs(text: &str) -> Pairs {
    let pieces = text.split('&').filter(|piece| !piece.is_empty());
    let pairs = pieces.map(|piece| piece.split_once('=').unwrap_or((piece, "")));
    // A plus sign is a blank here, as in forms.
    let decoded = |text: &str| decoded(&text.replace('+', " "));
    pairs
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

/// A text without its escapes. What is no escape stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let digits = tail
            .get(..2)
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte.filter(|_| first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The items of a list of texts under the name of the parameter: `a[0]=x&a[1]=y` is `a=x&a=y`, and
/// services take either.
fn lists(parameters: Parameters) -> Parameters {
    let number = |name: &str| -> Option<(String, usize)> {
        let (list, number) = name.strip_suffix(']')?.split_once('[')?;
        let plain = !list.contains('.');
        Some((list.to_owned(), number.parse().ok()?)).filter(|_| plain)
    };
    let mut items: Vec<_> = parameters
        .into_iter()
        .map(|(name, values)| match number(&name) {
            Some((list, number)) => (list, number, values),
            None => (name, 0, values),
        })
        .collect();
    items.sort_by_key(|(_, number, _)| *number);
    let mut lists = Parameters::new();
    for (name, _, values) in items {
        lists.entry(name).or_default().extend(values);
    }
    lists
}

/// The parameters of a query, each with everything that its text means, in an order of its own.
pub(super) fn parameters(query: &str) -> Parameters {
    let mut parameters: Parameters = BTreeMap::new();
    let mut keys: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for (name, value) in pairs(query) {
        let id = name
            .strip_prefix("ids[")
            .and_then(|rest| rest.split_once(']'));
        match id {
            // The number of a key carries no meaning: keys are a set.
            Some((number, part)) => {
                let parts = keys.entry(number.to_owned()).or_default();
                parts.insert((part.trim_start_matches('.').to_owned(), value));
            }
            None if name == "ids" && value.contains('=') => {
                keys.entry(value.clone()).or_insert_with(|| members(&value));
            }
            None => parameters.entry(name).or_default().push(value),
        }
    }
    let mut parameters = lists(parameters);
    if !keys.is_empty() {
        let keys = keys.into_values().map(|parts| format!("{parts:?}"));
        parameters.entry("ids".to_owned()).or_default().extend(keys);
    }
    if let Some(ids) = parameters.get_mut("ids") {
        ids.sort();
        ids.dedup();
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_escapes_do_not_count() {
        for (left, right) in [
            ("a b", "a%20b"),
            ("x=3&y=4", "y=4&x=3"),
            ("x=urn:lib:a:1", "x=urn%3Alib%3Aa%3A1"),
        ] {
            assert!(same_segment(left, right), "{left} {right}");
        }
        for (left, right) in [
            ("ids=1&ids=2", "ids=2&ids=1&ids=2"),
            ("ids[0].x=1&ids[1].x=2", "ids%5B1%5D.x=1&ids%5B0%5D.x=2"),
            ("ids=x%3D1%26y%3D2", "ids=y%3D2%26x%3D1"),
            ("a[0]=x&a[1]=y&p.b=1", "p.b=1&a%5B1%5D=y&a[0]=x"),
            ("a=x&a=y", "a[0]=x&a[1]=y"),
            (
                "a=9&a=8&a=7&a=6&a=5&a=4&a=3&a=2&a=1&a=0&a=x",
                "a[0]=9&a[1]=8&a[2]=7&a[3]=6&a[4]=5&a[5]=4&a[6]=3&a[7]=2&a[8]=1&a[9]=0&a[10]=x",
            ),
        ] {
            assert_eq!(parameters(left), parameters(right), "{left} {right}");
        }
    }

    #[test]
    fn every_kind_of_change_counts() {
        for (left, right) in [
            ("a", "b"),
            ("x=3", "x=4"),
            ("x=3", "y=3"),
            ("x=3", "x=3&y=4"),
            ("x", "x=3"),
        ] {
            assert!(!same_segment(left, right), "{left} {right}");
        }
        for (left, right) in [
            ("ids=1&ids=2", "ids=1"),
            ("ids=1", "ids=2"),
            ("ids[0].x=1&ids[0].y=2", "ids[0].x=1&ids[1].y=2"),
            ("ids=x%3D1", "ids=x%3D2"),
            ("a[0]=x&a[1]=y", "a[0]=y&a[1]=x"),
            ("a=x&a=y", "a[0]=x"),
            ("a=x&a=y", "a[0]=y&a[1]=x"),
            ("a.b[0]=x", "a.b=x"),
            ("p.b=1", "p.c=1"),
            ("p=%2525", "p=%25"),
        ] {
            assert_ne!(parameters(left), parameters(right), "{left} {right}");
        }
    }
}
