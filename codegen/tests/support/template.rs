//! A small schema that has every kind of name and text once, each of which can be replaced.
//!
//! In the files below `hostile/schema`, and in their paths, `@Book@` is a slot: `Book` unless it is
//! filled with something else, wherever it stands. Slots such as `@~doc@` hold text for people.

use std::path::Path;

/// The files of the schema, with slots.
pub(crate) struct Template(Vec<(String, String)>);

impl Template {
    pub(crate) fn read() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/schema");
        Self(super::files(&folder))
    }

    /// All slots, in order.
    pub(crate) fn slots(&self) -> Vec<&str> {
        let texts = self.0.iter().flat_map(|(path, text)| [path, text]);
        let slots = texts.flat_map(|text| text.split('@').skip(1).step_by(2));
        let mut slots: Vec<&str> = slots.collect();
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// The paths of the files that show a slot, when it is filled with a word.
    pub(crate) fn files_with(&self, slot: &str, word: &str) -> Vec<String> {
        let marked = format!("@{slot}@");
        let files = self.0.iter();
        let files = files.filter(|(path, text)| path.contains(&marked) || text.contains(&marked));
        let word = |other: &str| (other == slot).then_some(word);
        files.map(|(path, _)| filled(path, &word, raw)).collect()
    }

    /// The schema with other words in some slots. Paths keep to what a folder can hold.
    pub(crate) fn with(&self, words: &[(&str, &str)]) -> Vec<(String, String)> {
        let word = |slot: &str| {
            let found = words.iter().find(|(filled, _)| *filled == slot);
            found.map(|(_, word)| *word)
        };
        let files = self.0.iter().map(|(path, text)| {
            let escape = match path.ends_with(".json") {
                true => in_json,
                false => in_yaml,
            };
            (filled(path, &word, raw), filled(text, &word, escape))
        });
        files.collect()
    }
}

fn filled<'w>(
    text: &str,
    word: &dyn Fn(&str) -> Option<&'w str>,
    escape: fn(&str) -> String,
) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, part) in text.split('@').enumerate() {
        match (at % 2, word(part)) {
            (0, _) => out.push_str(part),
            (_, None) => out.push_str(part),
            (_, Some(word)) => out.push_str(&escape(word)),
        }
    }
    out
}

/// A part of a path, whatever it does to the path.
fn raw(text: &str) -> String {
    text.to_owned()
}

/// Inside of double quotes of YAML.
pub(crate) fn in_yaml(text: &str) -> String {
    escaped(text, |c| format!("\\U{:08X}", c as u32))
}

/// Inside of double quotes of JSON.
pub(crate) fn in_json(text: &str) -> String {
    escaped(text, |c| {
        let mut units = [0; 2];
        let units = c.encode_utf16(&mut units).iter();
        units.map(|unit| format!("\\u{unit:04x}")).collect()
    })
}

fn escaped(text: &str, escape: fn(char) -> String) -> String {
    let escaped = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() || !c.is_ascii() => escape(c),
        c => c.to_string(),
    });
    escaped.collect()
}
