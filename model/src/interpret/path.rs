//! JSON paths as people write them: `elements[0].to~.firstName`.
//!
//! Diagnostics print them, and a sample's `unknown` list is written in them, so both must agree.

use std::fmt::Write;

/// The way from the root of a JSON document to one of its values.
#[derive(Clone, Debug, Default)]
pub(super) struct JsonPath {
    steps: Vec<Step>,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// To a member of an object.
    Member(String),
    /// To an element of a list.
    Index(usize),
}

impl JsonPath {
    /// Goes to a member of the value at hand.
    pub(super) fn enter_member(&mut self, name: &str) {
        self.steps.push(Step::Member(name.to_owned()));
    }

    /// Goes to an element of the value at hand.
    pub(super) fn enter_index(&mut self, index: usize) {
        self.steps.push(Step::Index(index));
    }

    /// Goes back to the value around the one at hand.
    pub(super) fn leave(&mut self) {
        self.steps.pop();
    }

    /// The text; empty at the root.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for step in &self.steps {
            match step {
                Step::Index(index) => write!(text, "[{index}]").expect("writing to text"),
                Step::Member(name) if !is_word(name) => {
                    write!(text, "[{}]", serde_json::Value::from(name.as_str()))
                        .expect("writing to text");
                }
                Step::Member(name) => {
                    if !text.is_empty() {
                        text.push('.');
                    }
                    text.push_str(name);
                }
            }
        }
        text
    }
}

/// The steps of a path as [`JsonPath::text`] writes it; nothing for any other text.
pub(super) fn steps(text: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix('[').filter(|rest| rest.starts_with('"')) {
            let mut names = serde_json::Deserializer::from_str(quoted).into_iter::<String>();
            let name = names.next()?.ok()?;
            rest = quoted[names.byte_offset()..].strip_prefix(']')?;
            steps.push(Step::Member(name));
        } else if let Some(index) = rest.strip_prefix('[') {
            let (index, after) = index.split_once(']')?;
            steps.push(Step::Index(index.parse().ok()?));
            rest = after;
        } else {
            let word = rest.strip_prefix('.').unwrap_or(rest);
            let end = word.find(['.', '[']).unwrap_or(word.len());
            if end == 0 {
                return None;
            }
            steps.push(Step::Member(word[..end].to_owned()));
            rest = &word[end..];
        }
    }
    Some(steps)
}

/// Whether an entry of an `unknown` list excuses the value at `path` or something above it.
///
/// `[*]` in the entry stands for any index.
pub(super) fn excuses(entry: &str, path: &str) -> bool {
    match entry.split_once("[*]") {
        None => match path.strip_prefix(entry) {
            Some(rest) => rest.is_empty() || rest.starts_with(['.', '[']),
            None => false,
        },
        Some((before, after)) => {
            let Some(rest) = path
                .strip_prefix(before)
                .and_then(|rest| rest.strip_prefix('['))
            else {
                return false;
            };
            match rest.split_once(']') {
                Some((index, rest)) if index.bytes().all(|byte| byte.is_ascii_digit()) => {
                    excuses(after, rest)
                }
                _ => false,
            }
        }
    }
}

fn is_word(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_$~!-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_like_code() {
        let mut path = JsonPath::default();
        assert_eq!(path.text(), "");
        path.enter_member("elements");
        path.enter_index(3);
        path.enter_member("data");
        path.enter_member("com.example.Image");
        path.enter_member("to~");
        assert_eq!(path.text(), r#"elements[3].data["com.example.Image"].to~"#);
        assert_eq!(
            steps(&path.text()),
            Some(path.steps.clone()),
            "and can be read again"
        );
        path.leave();
        path.leave();
        assert_eq!(path.text(), "elements[3].data");
        assert_eq!(steps(""), Some(Vec::new()));
        assert_eq!(steps("a..b"), None);
        assert_eq!(steps("a[x]"), None);
    }

    #[test]
    fn an_entry_excuses_its_value_and_all_below() {
        assert!(excuses("nick", "nick"));
        assert!(excuses("nick", "nick.first"));
        assert!(excuses("nick", "nick[0]"));
        assert!(!excuses("nick", "nickname"));
        assert!(excuses("elements[*].a", "elements[17].a"));
        assert!(excuses("a[*][*]", "a[1][2].b"));
        assert!(!excuses("elements[*].a", "elements[17].b"));
        assert!(!excuses("elements[*].a", r#"elements["x"].a"#));
        assert!(excuses("elements[0].a", "elements[0].a"));
        assert!(!excuses("elements[1].a", "elements[0].a"));
    }
}
