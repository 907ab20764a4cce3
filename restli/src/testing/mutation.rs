//! Answers that were damaged on their way: whatever comes, reading ends, and says where it failed.
//!
//! A recorded body is changed in its bytes, its words and its structure, each time in one or a few places, and
//! read as the answer of its call. Pseudo-random numbers start from the sample's name, so a failure repeats.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::answer::{RecordedAnswer, Response};
use crate::error::{ErrorKind, ErrorResponse, Result, json_path};

/// The environment variable with the number of damaged answers that each test of a sample reads besides.
const MUTATIONS: &str = "RESTLI_MUTATIONS";

/// How long one reading may take. It takes microseconds; whatever hangs takes longer.
const LIMIT: Duration = Duration::from_secs(5);

/// Values of every kind of JSON, with numbers that no type holds.
const VALUES: [&str; 14] = [
    "null",
    "true",
    "-1",
    "0.5",
    "1e400",
    "-0",
    "123456789012345678901234567890",
    "\"\"",
    "\"x\"",
    "\"urn:li:x:(\"",
    "[]",
    "[[1]]",
    "{}",
    "{\"x\":{\"x\":[null]}}",
];

/// What stands where a value was taken out of a tree.
const HOLE: &str = "\u{1}hole";

/// A damaged body.
struct Damaged {
    body: Vec<u8>,
    /// Where a value of another kind stands in what is otherwise as it was.
    place: Option<String>,
}

/// Reads as many damaged answers as the environment asks for.
#[track_caller]
pub(super) fn read<T: RecordedAnswer>(name: &str, response: &Response) {
    let count = std::env::var(MUTATIONS).ok();
    let count = count.and_then(|count| count.parse().ok()).unwrap_or(0);
    if count > 0 && !response.body().is_empty() {
        read_each(name, response, count, |response| {
            T::read(response).map(|answer| drop(answer.to_body()))
        });
    }
}

/// Not generic, so it is compiled once.
#[track_caller]
fn read_each(name: &str, response: &Response, count: u64, read: fn(&Response) -> Result<()>) {
    let text = String::from_utf8_lossy(response.body()).into_owned();
    let tree: Option<Value> = serde_json::from_str(&text).ok();
    let is_error = !(200..300).contains(&response.status());
    let (mut errors, mut typed, mut slowest) = (0, 0, Duration::ZERO);
    for number in 0..count {
        let mut random = Random::of(name, number);
        let Damaged { body, place } = damage(&mut random, &text, tree.as_ref());
        let shown = String::from_utf8_lossy(&body).into_owned();
        let response = response.with_body(body);
        let attempt = || {
            let started = Instant::now();
            let answer = catch_unwind(AssertUnwindSafe(|| match is_error {
                true => response.json::<ErrorResponse>().map(drop),
                false => read(&response),
            }));
            (answer, started.elapsed())
        };
        let (answer, mut took) = attempt();
        // What is slow by itself is slow again; all else was only interrupted.
        if took > slowest {
            took = took.min(attempt().1);
        }
        slowest = slowest.max(took);
        let Ok(answer) = answer else {
            panic!("mutation {number} of {name}: reading panics on {shown}");
        };
        assert!(
            took < LIMIT,
            "mutation {number} of {name}: {took:?} for {shown}"
        );
        let Err(error) = answer else { continue };
        errors += 1;
        let message = error.to_string();
        let Some(place) = place.filter(|_| error.kind() == ErrorKind::Decode) else {
            continue;
        };
        typed += 1;
        // Below the place, where the new value is what was expected and holds something else.
        let is_placed = ["`", ".", "["].iter().any(|end| {
            let start = format!("at `{place}{end}");
            message.contains(&start)
        });
        assert!(
            is_placed || place.is_empty(),
            "mutation {number} of {name}: {message}, but the value at `{place}` is wrong in {shown}"
        );
    }
    let micros = slowest.as_micros();
    println!(
        "mutated: {count} replies, {errors} errors, {typed} placed, slowest {micros} us, of {name}"
    );
}

/// Changes one thing, and sometimes more.
fn damage(random: &mut Random, text: &str, tree: Option<&Value>) -> Damaged {
    match (random.below(3), tree) {
        (0, Some(tree)) => of_another_kind(random, tree),
        (1, Some(tree)) => restructured(random, tree),
        _ => {
            let mut body = text.as_bytes().to_vec();
            for _ in 0..=random.below(3) {
                damage_bytes(random, &mut body);
            }
            Damaged { body, place: None }
        }
    }
}

/// One value is of another kind, and all else as it was.
fn of_another_kind(random: &mut Random, tree: &Value) -> Damaged {
    let mut tree = tree.clone();
    let (place, value) = random.node(&mut tree);
    let kind = |text: &str| match text.as_bytes().first() {
        Some(b'0'..=b'9' | b'-') => b'0',
        Some(b't' | b'f') => b't',
        first => first.copied().unwrap_or_default(),
    };
    let old = kind(&value.to_string());
    let new = loop {
        let new = VALUES[random.below(VALUES.len())];
        if kind(new) != old {
            break new;
        }
    };
    *value = HOLE.into();
    Damaged {
        body: filled(&tree, new),
        place: Some(place),
    }
}

/// A member is lost, doubled, renamed, wrapped or unwrapped.
fn restructured(random: &mut Random, tree: &Value) -> Damaged {
    let mut tree = tree.clone();
    for _ in 0..=random.below(2) {
        let choice = random.below(5);
        let other = random.node(&mut tree).1.clone();
        let (_, value) = random.node(&mut tree);
        match value {
            Value::Array(items) if choice == 0 => drop(items.pop()),
            Value::Array(items) if choice == 1 => items.push(other),
            Value::Object(members) if choice == 0 => {
                let at = random.below(members.len().max(1));
                if let Some(name) = members.keys().nth(at).cloned() {
                    members.remove(&name);
                }
            }
            Value::Object(members) if choice == 1 => {
                members.insert("com.example.new".to_owned(), other);
            }
            value if choice == 2 => *value = Value::Array(vec![value.take()]),
            value if choice == 3 => {
                *value = Value::Object([("x".to_owned(), value.take())].into_iter().collect());
            }
            value => *value = other,
        }
    }
    Damaged {
        body: tree.to_string().into_bytes(),
        place: None,
    }
}

/// The text of a tree, with something in place of its hole.
fn filled(tree: &Value, value: &str) -> Vec<u8> {
    let hole = Value::from(HOLE).to_string();
    tree.to_string().replace(&hole, value).into_bytes()
}

/// A change that knows nothing of JSON, or no more than its words.
fn damage_bytes(random: &mut Random, body: &mut Vec<u8>) {
    let at = random.below(body.len() + 1);
    let end = (at + 1 + random.below(40)).min(body.len());
    match random.below(8) {
        0 if at < body.len() => body[at] ^= 1 << random.below(8),
        1 => drop(body.drain(at..end)),
        2 => {
            let piece = body[at..end].to_vec();
            body.splice(at..at, piece);
        }
        3 => body.truncate(at),
        4 => {
            let bracket = b"{}[]\",:\\"[random.below(8)];
            let many = [1, 2, 200, 2000][random.below(4)];
            body.splice(at..at, std::iter::repeat_n(bracket, many));
        }
        5 => {
            let digits = [20, 400, 5000][random.below(3)];
            body.splice(at..at, std::iter::repeat_n(b'9', digits));
        }
        6 => {
            let value = VALUES[random.below(VALUES.len())];
            body.splice(at..end, value.bytes());
        }
        _ => {
            let byte = u8::try_from(random.below(256)).unwrap_or(0);
            body.insert(at, byte);
        }
    }
}

/// A small generator (splitmix64): any seed will do, and neighbours have nothing in common.
struct Random(u64);

impl Random {
    /// The numbers of one mutation of a sample.
    fn of(name: &str, number: u64) -> Self {
        let seed = { name.bytes() }.fold(number, |seed, byte| Self(seed ^ u64::from(byte)).next());
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below another one, which is not 0.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX);
        usize::try_from(self.next() % end.max(1)).unwrap_or(0)
    }

    /// A value of a tree, with its path.
    fn node<'a>(&mut self, tree: &'a mut Value) -> (String, &'a mut Value) {
        let (mut path, mut value) = (String::new(), tree);
        loop {
            let count = match &*value {
                Value::Array(items) => items.len(),
                Value::Object(members) => members.len(),
                _ => 0,
            };
            // Deeper five times of six, so that most changes are far inside.
            if count == 0 || self.below(6) == 0 {
                return (path, value);
            }
            let at = self.below(count);
            value = match value {
                Value::Array(items) => {
                    path.push_str(&format!("[{at}]"));
                    &mut items[at]
                }
                Value::Object(members) => {
                    let Some((name, member)) = members.iter_mut().nth(at) else {
                        unreachable!("there are that many members");
                    };
                    json_path::push_member(name, &mut path);
                    member
                }
                _ => unreachable!("nothing else has parts"),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str =
        r#"{"elements":[{"id":1,"name":"a"},{"id":2,"tags":["x"]}],"paging":{"start":0}}"#;

    #[test]
    fn damage_repeats_and_changes_something() {
        let tree: Value = serde_json::from_str(BODY).unwrap();
        let made = |number| damage(&mut Random::of("s", number), BODY, Some(&tree)).body;
        let changed = (0..1000).filter(|number| {
            assert_eq!(made(*number), made(*number));
            made(*number) != BODY.as_bytes()
        });
        assert!(changed.count() > 900);
    }

    #[test]
    fn a_value_of_another_kind_stands_where_it_is_said_to() {
        let tree: Value = serde_json::from_str(BODY).unwrap();
        for number in 0..1000 {
            let damaged = of_another_kind(&mut Random::of("s", number), &tree);
            let place = damaged.place.unwrap();
            let text = String::from_utf8(damaged.body).unwrap();
            assert!(!text.contains("hole"), "{text}");
            let is_known = BODY.contains(
                place
                    .rsplit(['.', ']', '['])
                    .find(|part| !part.is_empty())
                    .unwrap_or_default(),
            );
            assert!(is_known, "{place}");
        }
    }
}
