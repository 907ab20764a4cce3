//! Small schemas, and what can happen to them.
//!
//! Most mutations know a little of YAML, so that one schema in four is accepted: what
//! is refused at once tells nothing about the steps behind.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support;
use crate::support::random::Random;
use crate::support::template::Template;
use crate::support::words::{NAMES, TEXTS};

/// Paths and texts.
pub(crate) type Schema = Vec<(String, String)>;

/// What mutations start from and take from.
pub(crate) struct Corpus {
    schemas: Vec<Schema>,
    /// Lines of YAML.
    lines: Vec<String>,
    /// Everything that stands behind a key somewhere.
    values: BTreeMap<String, Vec<String>>,
    /// Words and marks of the language and of the corpus.
    tokens: Vec<String>,
}

impl Corpus {
    /// The schemas of the golden files, each about one feature, and the one that has every name.
    pub(crate) fn read() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let mut folders: Vec<_> = std::fs::read_dir(folder)
            .expect("there are fixtures")
            .map(|entry| entry.expect("it can be read").path())
            .collect();
        folders.sort();
        let mut schemas: Vec<Schema> = folders
            .iter()
            .map(|folder| support::files(folder))
            .collect();
        for schema in &mut schemas {
            if !schema.iter().any(|(path, _)| path == "api.yaml") {
                schema.push(("api.yaml".to_owned(), support::API.to_owned()));
            }
        }
        schemas.push(Template::read().with(&[]));
        let mut corpus = Self {
            schemas: Vec::new(),
            lines: Vec::new(),
            values: BTreeMap::new(),
            tokens: Vec::new(),
        };
        for (_, text) in schemas.iter().flatten() {
            for line in text.split_inclusive('\n') {
                corpus.lines.push(line.to_owned());
            }
            for (key, value) in pairs(text) {
                let values = corpus.values.entry(text[key].to_owned()).or_default();
                values.push(text[value].to_owned());
            }
            let tokens = tokens(text).into_iter().map(|token| text[token].to_owned());
            corpus.tokens.extend(tokens);
        }
        corpus.tokens.sort();
        corpus.tokens.dedup();
        corpus.schemas = schemas;
        corpus
    }

    /// The schema of a seed.
    pub(crate) fn mutated(&self, seed: u64) -> Schema {
        let mut random = Random(seed);
        let mut schema = random.pick(&self.schemas).clone();
        for _ in 0..=random.below(3) {
            let at = random.below(schema.len());
            self.mutate(&mut schema[at].1, &mut random);
        }
        schema
    }

    fn mutate(&self, text: &mut String, random: &mut Random) {
        match random.below(12) {
            0 => flip(text, random),
            1 => lines(text, random, |lines, at, _| drop(lines.remove(at))),
            2 => lines(text, random, |lines, at, _| {
                lines.insert(at, lines[at].clone())
            }),
            3 => lines(text, random, |lines, at, other| lines.swap(at, other)),
            4 => {
                let line = random.pick(&self.lines).clone();
                lines(text, random, |lines, at, _| lines.insert(at, line));
            }
            5 | 6 => {
                let token = random.pick(&self.tokens);
                replace(text, tokens(text), token, random);
            }
            7 => {
                let word = match random.below(2) {
                    0 => *random.pick(NAMES),
                    _ => *random.pick(TEXTS),
                };
                let word = format!("\"{}\"", support::template::in_yaml(word));
                let values = pairs(text).into_iter().map(|(_, value)| value).collect();
                replace(text, values, &word, random);
            }
            8 => swap(text, random, |(key, _)| key),
            9 => swap(text, random, |(_, value)| value),
            _ => {
                // A value that the same key has elsewhere.
                let pairs = pairs(text);
                if let Some((key, value)) = pairs.get(random.below(pairs.len())).cloned() {
                    let found = self.values.get(&text[key]);
                    if let Some(found) = found {
                        text.replace_range(value, random.pick(found).as_str());
                    }
                }
            }
        }
    }
}

type Range = std::ops::Range<usize>;

/// Keys and their values, of both styles; what nests is cut at its first comma or brace.
fn pairs(text: &str) -> Vec<(Range, Range)> {
    let mut found = Vec::new();
    for (colon, _) in text.match_indices(": ") {
        let before = &text[..colon];
        let start = before.rfind(['\n', ' ', '{', ',']).map_or(0, |at| at + 1);
        let value = colon + 2;
        let rest = &text[value..];
        let end = match rest.chars().next() {
            Some('"') => rest[1..].find('"').map(|at| at + 2),
            Some('{') => rest.find(['}', '\n']).map(|at| at + 1),
            Some('[') => rest.find([']', '\n']).map(|at| at + 1),
            _ => rest.find([',', '}', ']', '\n']),
        };
        let end = value + end.unwrap_or(rest.len());
        if start < colon && value < end {
            found.push((start..colon, value..end));
        }
    }
    found
}

/// Words and marks.
fn tokens(text: &str) -> Vec<Range> {
    let mut found: Vec<Range> = Vec::new();
    let is_word = |c: char| c.is_alphanumeric() || "_$.-".contains(c);
    let mut in_word = false;
    for (at, c) in text.char_indices().filter(|(_, c)| *c != ' ') {
        match found.last_mut() {
            Some(last) if in_word && is_word(c) && last.end == at => last.end += c.len_utf8(),
            _ => found.push(at..at + c.len_utf8()),
        }
        in_word = is_word(c);
    }
    found
}

fn replace(text: &mut String, places: Vec<Range>, with: &str, random: &mut Random) {
    if let Some(place) = places.get(random.below(places.len())) {
        text.replace_range(place.clone(), with);
    }
}

fn swap(text: &mut String, random: &mut Random, side: fn((Range, Range)) -> Range) {
    let places: Vec<Range> = pairs(text).into_iter().map(side).collect();
    if places.is_empty() {
        return;
    }
    let (one, two) = (random.pick(&places), random.pick(&places));
    let (first, second) = match one.start < two.start {
        true => (one.clone(), two.clone()),
        false => (two.clone(), one.clone()),
    };
    if first.end <= second.start {
        let (early, late) = (
            text[first.clone()].to_owned(),
            text[second.clone()].to_owned(),
        );
        text.replace_range(second, &early);
        text.replace_range(first, &late);
    }
}

fn lines(
    text: &mut String,
    random: &mut Random,
    change: impl FnOnce(&mut Vec<String>, usize, usize),
) {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    if !lines.is_empty() {
        let (at, other) = (random.below(lines.len()), random.below(lines.len()));
        change(&mut lines, at, other);
        *text = lines.concat();
    }
}

/// Changes a bit of a byte; what is no text any more becomes one.
fn flip(text: &mut String, random: &mut Random) {
    let mut bytes = std::mem::take(text).into_bytes();
    if !bytes.is_empty() {
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
    }
    *text = String::from_utf8_lossy(&bytes).into_owned();
}
