//! A `.req` or `.res` file, and what can be changed in it.

use serde_json::Value;

use crate::{json, target};

/// Headers of answers that no typed answer depends on, and why.
const UNREAD: &[(&str, &str)] = &[
    (
        "content-type",
        "a body is read as JSON whatever this header says",
    ),
    (
        "x-restli-protocol-version",
        "an answer is read as the request was written",
    ),
    ("x-restli-error-response", "an error is told by its status"),
];
/// Headers of answers that hold the created key, which stands in `Location` too.
const KEYS: &[&str] = &["x-restli-id", "x-linkedin-id"];
/// The one header that says something about the file instead of the exchange.
const LENGTH: &str = "content-length";

/// A file: first line, headers, body.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Message {
    first: Vec<String>,
    headers: Vec<(String, String)>,
    body: String,
}

/// A message that differs in one point.
pub(crate) struct Change {
    pub(crate) kind: &'static str,
    pub(crate) what: String,
    pub(crate) message: Message,
    /// Why it is right that nobody notices, where that is so.
    pub(crate) excuse: Option<&'static str>,
}

impl Message {
    pub(crate) fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").expect("a blank line");
        let mut lines = head.split("\r\n");
        let first = lines.next().expect("a first line");
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").expect("a header");
            (name.to_owned(), value.to_owned())
        };
        Self {
            first: first.splitn(3, ' ').map(str::to_owned).collect(),
            headers: lines.map(header).collect(),
            body: body.strip_suffix("\r\n").unwrap_or(body).to_owned(),
        }
    }

    pub(crate) fn print(&self) -> String {
        let headers = self.headers.iter();
        let headers: String = headers
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        format!("{}\r\n{headers}\r\n{}\r\n", self.first.join(" "), self.body)
    }

    fn is_request(&self) -> bool {
        !self.first[0].starts_with("HTTP/")
    }

    fn has_header(&self, name: &str) -> bool {
        let mut names = self.headers.iter().map(|(name, _)| name);
        names.any(|other| other.eq_ignore_ascii_case(name))
    }

    /// The body as JSON, if there is one.
    fn json(&self) -> Option<Value> {
        match self.body.is_empty() {
            true => None,
            false => Some(serde_json::from_str(&self.body).expect("a body of JSON")),
        }
    }

    /// Everything that can be changed in one place.
    pub(crate) fn changes(&self) -> Vec<Change> {
        let mut changes = match self.is_request() {
            true => self.changes_of_the_first_line(),
            false => self.changes_of_the_status(),
        };
        changes.extend(self.changes_of_headers());
        changes.extend(self.changes_of_the_body());
        for change in &changes {
            assert_ne!(change.message, *self, "{} changes nothing", change.what);
        }
        changes
    }

    fn change(&self, kind: &'static str, what: &str, change: impl FnOnce(&mut Self)) -> Change {
        let mut message = self.clone();
        change(&mut message);
        Change {
            kind,
            what: what.to_owned(),
            message,
            excuse: None,
        }
    }

    fn changes_of_the_first_line(&self) -> Vec<Change> {
        let verbs = ["GET", "POST", "PUT", "DELETE"].iter();
        let verbs = verbs.filter(|verb| **verb != self.first[0]);
        let verbs = verbs.map(|verb| {
            self.change("verb", verb, |message| {
                message.first[0] = (*verb).to_owned()
            })
        });
        let targets = target::changes(&self.first[1]).into_iter();
        let targets = targets.map(|(kind, target)| {
            self.change(kind, &target, |message| {
                message.first[1].clone_from(&target)
            })
        });
        verbs.chain(targets).collect()
    }

    fn changes_of_the_status(&self) -> Vec<Change> {
        let statuses = ["200", "201", "204", "404", "500"].iter();
        let statuses = statuses.filter(|status| **status != self.first[1]);
        let change = |status: &&str| {
            self.change("status", status, |message| {
                message.first[1] = (*status).to_owned();
            })
        };
        statuses.map(change).collect()
    }

    fn changes_of_headers(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        for (at, (name, _)) in self.headers.iter().enumerate() {
            let lower = name.to_ascii_lowercase();
            if lower == LENGTH {
                continue;
            }
            let unread = UNREAD.iter().find(|(unread, _)| *unread == lower);
            let excuse = unread.map(|(_, why)| *why).filter(|_| !self.is_request());
            let value = self.change("header value", name, |message| {
                message.headers[at].1.push('9');
            });
            changes.push(Change { excuse, ..value });
            // A request may have further headers, so one that is not shown is nothing.
            if !self.is_request() {
                let mut left_out = self.change("header left out", name, |message| {
                    message.headers.remove(at);
                });
                if KEYS.contains(&lower.as_str()) && self.has_header("location") {
                    left_out.excuse = Some("the key is read from `Location` then");
                }
                changes.push(Change {
                    excuse: excuse.or(left_out.excuse),
                    ..left_out
                });
            }
        }
        changes
    }

    fn changes_of_the_body(&self) -> Vec<Change> {
        let Some(json) = self.json() else {
            return vec![self.change("body that was none", "", |message| {
                message.body = r#"{ "falsified" : 1 }"#.to_owned();
                let json = ("Content-Type".to_owned(), "application/json".to_owned());
                if !message.is_request() && !message.has_header(&json.0) {
                    message.headers.push(json);
                }
            })];
        };
        let changes = json::changes(&json).into_iter();
        let is_answer = !self.is_request();
        let changes = changes.map(|change| Change {
            excuse: (is_answer && change.of_null).then_some("in an exchange `null` is absence"),
            ..self.change(change.kind, &change.place, |message| {
                message.body = change.json.to_string();
            })
        });
        let none = self.change("body left out", "", |message| message.body.clear());
        changes.chain([none]).collect()
    }

    /// Changes that mean the same.
    pub(crate) fn equal_changes(&self) -> Vec<(String, Self)> {
        let mut changes = Vec::new();
        let mut push = |what: &str, message: Self| {
            if message != *self {
                changes.push((what.to_owned(), message));
            }
        };
        let mut message = self.clone();
        message.headers.reverse();
        push("headers in another order", message);
        let mut message = self.clone();
        for (name, _) in &mut message.headers {
            *name = name.to_ascii_lowercase();
        }
        push("names of headers in lower case", message);
        if let Some(json) = self.json() {
            let mut message = self.clone();
            message.body = json::reversed(&json);
            push("members of the body in another order", message);
        }
        if self.is_request() {
            for (what, target) in target::equal_changes(&self.first[1]) {
                let mut message = self.clone();
                message.first[1] = target;
                push(what, message);
            }
        }
        changes
    }
}
