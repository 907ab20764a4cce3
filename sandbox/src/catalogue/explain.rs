//! What the sandbox adds to the words of the service: which rule, where, and what to write instead.
//!
//! It stands in the body for people and, as one line, in a header, because many clients throw the bodies
//! of errors away.

use std::fmt::Write;

use restli_model::interpret::Mismatch;
use restli_model::source::Place;
use serde_json::{Map, Value as Json, json};

/// The header with the line.
pub(crate) const HEADER: &str = "x-sandbox-explain";
/// The member of an error object with the explanations.
pub(crate) const MEMBER: &str = "explanation";
/// Longer lines are cut: some clients refuse long headers.
const MAX_LINE: usize = 1000;

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub(crate) struct Explanation {
    /// The rule that is broken, or the situation.
    pub(crate) rule: &'static str,
    /// Where in the request.
    pub(crate) at: Option<String>,
    pub(crate) message: String,
    /// The nearest valid form.
    pub(crate) help: Option<String>,
    /// Where the schema says otherwise.
    pub(crate) declared: Option<Place>,
}

impl Explanation {
    pub(super) fn of(mismatch: &Mismatch) -> Self {
        Explanation {
            rule: mismatch.rule.name(),
            at: Some(mismatch.at.to_string()),
            message: mismatch.message.clone(),
            help: mismatch.help.clone(),
            declared: mismatch.declared.clone(),
        }
    }

    /// A text alone.
    pub(crate) fn text(rule: &'static str, message: String) -> Self {
        Explanation {
            rule,
            at: None,
            message,
            help: None,
            declared: None,
        }
    }

    pub(super) fn json(&self) -> Map<String, Json> {
        let mut members = Map::new();
        members.insert("rule".to_owned(), json!(self.rule));
        members.extend(self.at.as_ref().map(|at| ("at".to_owned(), json!(at))));
        members.insert("message".to_owned(), json!(self.message));
        let help = self.help.as_ref();
        members.extend(help.map(|help| ("help".to_owned(), json!(help))));
        let declared = self.declared.as_ref().map(|place| {
            let (line, _) = place.line_column();
            json!(format!("{}:{line}", place.file.path()))
        });
        members.extend(declared.map(|declared| ("declared".to_owned(), declared)));
        members
    }
}

/// The explanations of an error object in one line of ASCII; nothing where there are none.
pub(crate) fn line(body: &Json) -> Option<String> {
    let all = body.get(MEMBER)?.as_array()?;
    let first = all.first()?;
    let text = |name: &str| first.get(name).and_then(Json::as_str);
    let mut line = format!("{}: {}", text("rule")?, text("message")?);
    for (name, before, after) in [("help", "; ", ""), ("declared", " [", "]")] {
        if let Some(text) = text(name) {
            write!(line, "{before}{text}{after}").expect("writing to text");
        }
    }
    if let more @ 1.. = all.len() - 1 {
        write!(line, " (and {more} more)").expect("writing to text");
    }
    Some(ascii(&line))
}

/// A text without anything that a header cannot hold.
fn ascii(text: &str) -> String {
    let mut line = String::new();
    for character in text.chars() {
        if line.len() > MAX_LINE {
            line.push_str("...");
            break;
        }
        match character {
            '…' => line.push_str("..."),
            ' '..='~' => line.push(character),
            other => line.extend(other.escape_default()),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_ascii_and_not_too_long() {
        let body = json!({"explanation": [
            {"rule": "type", "message": "`ä`\r\nis wrong", "help": "write `(a:…)`", "declared": "a.yaml:7"},
            {"rule": "key", "message": "m"},
        ]});
        assert_eq!(
            line(&body).unwrap(),
            "type: `\\u{e4}`\\r\\nis wrong; write `(a:...)` [a.yaml:7] (and 1 more)"
        );
        let long = json!({"explanation": [{"rule": "type", "message": "x".repeat(5000)}]});
        assert_eq!(line(&long).unwrap().len(), MAX_LINE + 4);
        assert_eq!(line(&json!({"status": 404})), None);
    }
}
