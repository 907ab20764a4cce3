//! What token answers are made of, read as leniently as servers write them.
//!
//! Numbers stand there as texts, scopes with commas, and much of what should be there is not; only a token must
//! be.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value as Json};

/// Nothing lives longer than a hundred years, whatever a server says.
const LONGEST: f64 = 100.0 * 366.0 * 24.0 * 3600.0;
/// The last point in time that is told, some thousand years from now.
const LATEST: f64 = 1e11;

/// A text that is not empty.
pub(super) fn text<'j>(members: &'j Map<String, Json>, name: &str) -> Option<&'j str> {
    let text = members.get(name)?.as_str()?.trim();
    (!text.is_empty()).then_some(text)
}

/// Seconds, as a number or a text. None if there are none, or no more than none: a lifetime of nothing is how
/// some servers say that there is no end.
pub(super) fn seconds(members: &Map<String, Json>, name: &str) -> Option<Duration> {
    number(members, name, LONGEST)
}

/// A point in time, as seconds since 1970.
pub(super) fn instant(members: &Map<String, Json>, name: &str) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(number(members, name, LATEST)?)
}

fn number(members: &Map<String, Json>, name: &str, most: f64) -> Option<Duration> {
    let seconds = match members.get(name)? {
        Json::Number(number) => number.as_f64()?,
        Json::String(text) => text.trim().parse::<f64>().ok()?,
        _ => return None,
    };
    // Not a number is none of these either.
    match seconds > 0.0 {
        true => Some(Duration::from_secs_f64(seconds.min(most))),
        false => None,
    }
}

/// Scopes, in a text with spaces (RFC 6749, section 3.3) or commas between them, or in a list.
pub(super) fn scopes(members: &Map<String, Json>, name: &str) -> Option<Vec<String>> {
    let split = |text: &str| -> Vec<String> {
        let names = text.split(|c: char| c.is_whitespace() || c == ',');
        { names.filter(|name| !name.is_empty()) }
            .map(str::to_owned)
            .collect()
    };
    match members.get(name)? {
        Json::String(text) => Some(split(text)),
        Json::Array(items) => Some(
            { items.iter() }
                .filter_map(Json::as_str)
                .flat_map(split)
                .collect(),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn members(json: Json) -> Map<String, Json> {
        json.as_object().unwrap().clone()
    }

    #[test]
    fn seconds_are_numbers_or_texts() {
        for (json, expected) in [
            (json!(60), Some(60.0)),
            (json!("60"), Some(60.0)),
            (json!(" 60.5 "), Some(60.5)),
            (json!(1e300), Some(LONGEST)),
            (json!("inf"), Some(LONGEST)),
            (json!(0), None),
            (json!(-5), None),
            (json!("NaN"), None),
            (json!("soon"), None),
            (json!(null), None),
            (json!([60]), None),
        ] {
            let members = members(json!({ "s": json }));
            let read = seconds(&members, "s").map(|time| time.as_secs_f64());
            assert_eq!(read, expected, "{members:?}");
        }
        assert_eq!(seconds(&Map::new(), "s"), None);
    }

    #[test]
    fn scopes_are_separated_by_spaces_or_commas() {
        for json in [
            json!("a b"),
            json!("a,b"),
            json!(" a, b,"),
            json!(["a", "b"]),
        ] {
            let members = members(json!({ "scope": json }));
            assert_eq!(scopes(&members, "scope").unwrap(), ["a", "b"]);
        }
        assert_eq!(scopes(&members(json!({ "scope": 1 })), "scope"), None);
    }
}
