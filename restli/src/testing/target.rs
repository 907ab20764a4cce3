//! Path and query of a request, against those of a sample.
//!
//! Parameters may stand in any order; projections are compared by what they ask for, in whichever spelling
//! they stand.

use std::collections::BTreeMap;

use restli_wire::{Mask, MaskError};

use super::token::{Place, agree, agree_as_sets};
use super::{Difference, older};

pub(super) fn compare(expected: &str, actual: &str, is_older: bool) -> Vec<Difference> {
    let (expected_path, expected_query) = split(expected);
    let (actual_path, actual_query) = split(actual);
    let mut found = paths(expected_path, actual_path, is_older);
    found.extend(match is_older {
        true => older_queries(expected_query, actual_query),
        false => queries(expected_query, actual_query),
    });
    found
}

/// The keys of a batch, as they stand in the query.
pub(super) fn ids(target: &str) -> Option<&str> {
    let (_, query) = split(target);
    query
        .split('&')
        .find_map(|piece| piece.strip_prefix("ids="))
}

fn split(target: &str) -> (&str, &str) {
    target.split_once('?').unwrap_or((target, ""))
}

fn paths(expected: &str, actual: &str, is_older: bool) -> Vec<Difference> {
    let (own, other): (Vec<_>, Vec<_>) =
        (expected.split('/').collect(), actual.split('/').collect());
    let mut same = own.len() == other.len();
    for (own, other) in own.iter().zip(&other) {
        same &= own == other
            || match is_older {
                true => older::same_segment(own, other),
                false => agree(own, other, Place::Path),
            };
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
    found.extend(by_name(
        &expected,
        &actual,
        |text| (*text).to_owned(),
        |name, own, other| same(name, own, other),
    ));
    found
}

/// A parameter of protocol 1.0.0 may come more than once.
fn older_queries(expected: &str, actual: &str) -> Vec<Difference> {
    let expected = older::parameters(expected);
    let actual = older::parameters(actual);
    by_name(
        &expected,
        &actual,
        |texts| texts.join(", "),
        |name, own, other| {
            own == other
                || match (own.as_slice(), other.as_slice()) {
                    ([own], [other]) => same_mask(name, own, other) == Some(true),
                    _ => false,
                }
        },
    )
}

fn by_name<V>(
    expected: &BTreeMap<String, V>,
    actual: &BTreeMap<String, V>,
    shown: impl Fn(&V) -> String,
    same: impl Fn(&str, &V, &V) -> bool,
) -> Vec<Difference> {
    let mut found = Vec::new();
    for (name, expected) in expected {
        let place = format!("request parameter `{name}`");
        match actual.get(name) {
            None => found.push(Difference::missing(place, shown(expected))),
            Some(actual) if same(name, expected, actual) => {}
            Some(actual) => found.push(Difference::new(place, shown(expected), shown(actual))),
        }
    }
    for (name, actual) in actual {
        if !expected.contains_key(name) {
            let place = format!("request parameter `{name}`");
            found.push(Difference::unexpected(place, shown(actual)));
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
    match same_mask(name, expected, actual) {
        Some(same) => same,
        None if name == "ids" => agree_as_sets(expected, actual, Place::Query),
        None => agree(expected, actual, Place::Query),
    }
}

/// Whether two masks ask for the same; nothing where the parameter is none.
fn same_mask(name: &str, expected: &str, actual: &str) -> Option<bool> {
    match name {
        "projection" => Some(masks(expected, actual, Mask::parse_projection)),
        "fields" | "metadataFields" | "pagingFields" => {
            Some(masks(expected, actual, Mask::parse_fields))
        }
        _ => None,
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

    #[test]
    fn keys_of_a_batch_are_a_set() {
        let ids = "/a?ids=List((a:1,$params:(d:x)),(a:2))";
        for same in [
            "/a?ids=List((a:2),(a:1,$params:(d:x)))",
            "/a?ids=List((a:2),($params:(d:x),a:1),(a:2))",
        ] {
            assert_eq!(compare(ids, same, false), []);
        }
        for other in [
            "/a?ids=List((a:2))",
            "/a?ids=List((a:2),(a:1))",
            "/a?ids=List((a:2),(a:1,$params:(d:x)),(a:3))",
            "/a?ids=List((a:2),(a:1,$params:(d:y)))",
        ] {
            assert_eq!(compare(ids, other, false).len(), 1, "{other}");
        }
        // A recorded key may have parameters that hold nothing.
        assert_eq!(compare("/a/($params:(),x:1)", "/a/(x:1)", false), []);
        assert_eq!(
            compare("/a/($params:(y:2),x:1)", "/a/(x:1)", false).len(),
            1
        );
    }

    #[test]
    fn the_older_protocol_is_compared_by_what_it_means() {
        let target = "/a/id=X/b?ids=1&ids=2&fields=a,b";
        assert_eq!(
            compare(target, "/a/id=X/b?fields=b,a&ids=2&ids=1", true),
            []
        );
        for other in [
            "/a/id=Y/b?ids=1&ids=2&fields=a,b",
            "/a/id=X/b?ids=1&fields=a,b",
            "/a/id=X/b?ids=1&ids=2&fields=a",
        ] {
            assert_eq!(compare(target, other, true).len(), 1, "{other}");
        }
    }

    const TARGET: &str = "/v2/books/urn%3Alib%3Abook%3A7?q=author&ids=List(1,2)&projection=(elements*(to~(id)),paging)";

    #[test]
    fn order_and_spelling_do_not_count() {
        let same = [
            TARGET,
            "/v2/books/urn%3Alib%3Abook%3A7?projection=(paging,elements(*(to~(id))))&ids=List(1,2)&q=author",
            "/v2/books/urn%3Alib%3Abook%3A7?projection=(elements*(to~book(id)),paging)&ids=List(1,2)&q=author",
        ];
        for actual in same {
            assert_eq!(compare(TARGET, actual, false), []);
        }
        assert_eq!(compare("/a?fields=a,b:(c)", "/a?fields=b:(c),a", false), []);
        assert_eq!(
            compare("/a/urn:lib:book:7", "/a/urn%3Alib%3Abook%3A7", false),
            []
        );
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
            assert!(!compare(TARGET, &actual, false).is_empty(), "{actual}");
        }
        assert!(!compare("/a?fields=a,b:(c)", "/a?fields=a,b", false).is_empty());
    }
}
