//! Path and query of a request, against those of a sample.
//!
//! Parameters may stand in any order; projections are compared by what they ask for, in whichever spelling
//! they stand.

use std::collections::BTreeMap;

use restli_wire::{Mask, MaskError};

use super::Difference;
use super::token::{Place, agree};

pub(super) fn compare(expected: &str, actual: &str) -> Vec<Difference> {
    let (expected_path, expected_query) = split(expected);
    let (actual_path, actual_query) = split(actual);
    let mut found = paths(expected_path, actual_path);
    found.extend(queries(expected_query, actual_query));
    found
}

fn split(target: &str) -> (&str, &str) {
    target.split_once('?').unwrap_or((target, ""))
}

fn paths(expected: &str, actual: &str) -> Vec<Difference> {
    let (own, other): (Vec<_>, Vec<_>) =
        (expected.split('/').collect(), actual.split('/').collect());
    let segments = own.iter().zip(&other);
    let mut same = own.len() == other.len();
    for (own, other) in segments {
        same &= own == other || agree(own, other, Place::Path);
    }
    match same {
        true => Vec::new(),
        false => vec![Difference::new("request path", expected, actual)],
    }
}

fn queries(expected: &str, actual: &str) -> Vec<Difference> {
    let mut found = Vec::new();
    let expected = parameters(expected, &mut found);
    let actual = parameters(actual, &mut found);
    for (name, expected) in &expected {
        let place = format!("request parameter `{name}`");
        match actual.get(name) {
            None => found.push(Difference::missing(place, *expected)),
            Some(actual) if same(name, expected, actual) => {}
            Some(actual) => found.push(Difference::new(place, *expected, *actual)),
        }
    }
    for (name, actual) in actual {
        if !expected.contains_key(&name) {
            found.push(Difference::unexpected(
                format!("request parameter `{name}`"),
                actual,
            ));
        }
    }
    found
}

/// The parameters by name, with their values raw.
fn parameters<'a>(query: &'a str, found: &mut Vec<Difference>) -> BTreeMap<String, &'a str> {
    match restli_wire::split_query(query) {
        Ok(parameters) => parameters.into_iter().collect(),
        Err(error) => {
            found.push(Difference::new(
                "request query",
                "a query",
                format!("{query}: {error}"),
            ));
            BTreeMap::new()
        }
    }
}

fn same(name: &str, expected: &str, actual: &str) -> bool {
    match name {
        "projection" => masks(expected, actual, Mask::parse_projection),
        "fields" => masks(expected, actual, Mask::parse_fields),
        _ => agree(expected, actual, Place::Query),
    }
}

fn masks(expected: &str, actual: &str, parse: fn(&str) -> Result<Mask, MaskError>) -> bool {
    match (parse(expected), parse(actual)) {
        (Ok(expected), Ok(actual)) => expected.equivalent(&actual),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARGET: &str = "/v2/books/urn%3Alib%3Abook%3A7?q=author&ids=List(1,2)&projection=(elements*(to~(id)),paging)";

    #[test]
    fn order_and_spelling_do_not_count() {
        let same = [
            TARGET,
            "/v2/books/urn%3Alib%3Abook%3A7?projection=(paging,elements(*(to~(id))))&ids=List(1,2)&q=author",
            "/v2/books/urn%3Alib%3Abook%3A7?projection=(elements*(to~book(id)),paging)&ids=List(1,2)&q=author",
        ];
        for actual in same {
            assert_eq!(compare(TARGET, actual), []);
        }
        assert_eq!(compare("/a?fields=a,b:(c)", "/a?fields=b:(c),a"), []);
        assert_eq!(compare("/a/urn:lib:book:7", "/a/urn%3Alib%3Abook%3A7"), []);
    }

    #[test]
    fn every_kind_of_change_is_found() {
        let changes = [
            ("v2/books", "v2/book"),
            ("v2/books", "rest/books"),
            ("/books/", "/books/x/"),
            ("urn%3Alib%3Abook%3A7", "urn%3Alib%3Abook%3A8"),
            ("urn%3Alib%3Abook%3A7", "urn:lib:book:7"),
            ("/urn%3Alib%3Abook%3A7", ""),
            ("q=author", "q=title"),
            ("q=author&", ""),
            ("q=author", "q=author&start=0"),
            ("List(1,2)", "List(1,3)"),
            ("List(1,2)", "List%281%2C2%29"),
            ("to~(id)", "to~(id,name)"),
            ("to~(id)", "to~"),
            ("to~(id)", "to,to~(id)"),
            (",paging", ""),
            ("projection=(", "fields=("),
            ("q=author", "q=author&q=author"),
        ];
        for (from, to) in changes {
            assert!(TARGET.contains(from));
            let actual = TARGET.replace(from, to);
            assert!(!compare(TARGET, &actual).is_empty(), "{actual}");
        }
        assert!(!compare("/a?fields=a,b:(c)", "/a?fields=a,b").is_empty());
    }
}
