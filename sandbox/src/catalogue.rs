//! What the sandbox says when it refuses: a status, a code and a message for each situation.
//!
//! Services word their errors differently, and clients are tried on the words; so the words come
//! from the schema's `sandbox/` folder, and the ones here are only what stands in for them.

use std::collections::BTreeMap;

use restli_model::diagnostics::nearest;
use restli_model::interpret::{At, Mismatch, Rule};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

/// No bearer token at all.
pub(crate) const NO_TOKEN: &str = "no-token";
/// A token that is not the sandbox's.
pub(crate) const WRONG_TOKEN: &str = "wrong-token";
/// A key that no entity has.
pub(crate) const NOT_FOUND: &str = "not-found";
/// A decoration whose URN leads to nothing.
pub(crate) const UNRESOLVED: &str = "unresolved";
/// A call that the schema knows but the sandbox cannot answer.
pub(crate) const NOT_SERVED: &str = "not-served";
/// A verb that the path does not have.
pub(crate) const VERB: &str = "verb";

/// A key that another entity has.
pub(crate) const TAKEN: &str = "taken";
/// Values that another entity has and no two may share.
pub(crate) const DUPLICATE: &str = "duplicate";
/// A patch that does not fit the entity.
pub(crate) const PATCH: &str = "patch";
/// An answer of a kind that the sandbox does not give.
pub(crate) const ACCEPT: &str = "accept";

const SITUATIONS: &[(&str, u16, &str)] = &[
    (NO_TOKEN, 401, "No bearer token"),
    (WRONG_TOKEN, 401, "Unknown bearer token"),
    (NOT_FOUND, 404, "Not found"),
    (UNRESOLVED, 404, "Not found"),
    (NOT_SERVED, 501, "Not served by the sandbox"),
    (VERB, 405, ""),
    (TAKEN, 409, "The key is taken"),
    (DUPLICATE, 422, "It is there already"),
    (PATCH, 422, "The patch does not fit the entity"),
    (ACCEPT, 406, "Only JSON is answered"),
];

/// What to say in one situation; what is left out is chosen by the sandbox.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Words {
    status: Option<u16>,
    code: Option<String>,
    service_error_code: Option<i32>,
    message: Option<String>,
}

/// The words for all situations.
#[derive(Clone, Debug, Default)]
pub(crate) struct Catalogue(BTreeMap<String, Words>);

/// An answer that refuses.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) body: Json,
}

impl Refusal {
    /// A refusal with an error object of the seed.
    pub(crate) fn of_error(error: &Json) -> Self {
        let status = error
            .get("status")
            .and_then(Json::as_u64)
            .and_then(|status| u16::try_from(status).ok());
        Refusal {
            status: status.unwrap_or(403),
            body: error.clone(),
        }
    }

    /// The error object of one outcome of a batch, without what the sandbox adds of its own.
    pub(crate) fn unexplained(self) -> Json {
        let mut body = self.body;
        if let Some(members) = body.as_object_mut() {
            members.remove("explanation");
        }
        body
    }
}

impl Catalogue {
    /// Takes the words of one file; on failure, says what is wrong.
    pub(crate) fn add(&mut self, words: &BTreeMap<String, Words>) -> Vec<String> {
        let known: Vec<_> = SITUATIONS
            .iter()
            .map(|(name, _, _)| *name)
            .chain(Rule::ALL.iter().map(|rule| rule.name()))
            .collect();
        let mut wrong = Vec::new();
        for (name, words) in words {
            if words
                .status
                .is_some_and(|status| !(400..600).contains(&status))
            {
                wrong.push(format!(
                    "the status of the error `{name}` is none from 400 to 599"
                ));
            } else if known.contains(&name.as_str()) {
                self.0.insert(name.clone(), words.clone());
            } else {
                let near = nearest(name, known.iter().copied());
                let near = near
                    .map(|near| format!("; did you mean `{near}`?"))
                    .unwrap_or_default();
                wrong.push(format!("the sandbox refuses nothing as `{name}`{near}"));
            }
        }
        wrong
    }

    /// A refusal for a reason that needs no more explanation than the text given.
    pub(crate) fn refuse(&self, situation: &str, explanation: Option<String>) -> Refusal {
        let default = SITUATIONS.iter().find(|(name, _, _)| *name == situation);
        let (status, message) =
            default.map_or((400, ""), |(_, status, message)| (*status, *message));
        let explanation =
            explanation.map(|message| vec![json!({ "rule": situation, "message": message })]);
        self.word(situation, status, message, explanation.unwrap_or_default())
    }

    /// A refusal of what fits the schema, but not the entity; the message is for the client.
    pub(crate) fn invalid(&self, situation: &str, message: String) -> Refusal {
        let explanation = vec![json!({ "rule": situation, "message": message })];
        self.word(situation, 422, &message, explanation)
    }

    /// A refusal of a request that does not fit the schema.
    pub(crate) fn misfit(&self, mismatches: &[Mismatch]) -> Refusal {
        let Some(first) = mismatches.first() else {
            return self.refuse(NOT_SERVED, None);
        };
        let (situation, status) = match (first.rule, &first.at) {
            (Rule::Resource, _) => (first.rule.name(), 404),
            (Rule::Method, At::Verb) => (VERB, 405),
            (Rule::Header, At::Header(name)) if name.eq_ignore_ascii_case("content-type") => {
                (first.rule.name(), 415)
            }
            // What was sent can be read, but does not fit.
            (
                Rule::UnknownMember | Rule::MissingMember | Rule::ReadOnly | Rule::Type,
                At::Body(_),
            ) => (first.rule.name(), 422),
            (rule, _) => (rule.name(), 400),
        };
        let explanation = mismatches.iter().map(explain).collect();
        self.word(situation, status, &first.message, explanation)
    }

    /// A refusal of a request whose body is not what its headers say.
    pub(crate) fn unreadable(&self, why: &str) -> Refusal {
        self.misfit(&[Mismatch {
            rule: Rule::Body,
            at: At::Body(String::new()),
            message: format!("the body cannot be read: {why}"),
            help: None,
            declared: None,
        }])
    }

    /// The object that stands beside a URN that cannot be resolved.
    pub(crate) fn unresolved(&self) -> Json {
        self.refuse(UNRESOLVED, None).body
    }

    fn word(&self, situation: &str, status: u16, message: &str, explanation: Vec<Json>) -> Refusal {
        let words = self.0.get(situation).cloned().unwrap_or_else(|| Words {
            code: Some(situation.to_uppercase().replace('-', "_")),
            ..Words::default()
        });
        let status = words.status.unwrap_or(status);
        let mut body = Map::new();
        body.insert("status".to_owned(), json!(status));
        body.extend(words.code.map(|code| ("code".to_owned(), json!(code))));
        body.extend(
            words
                .service_error_code
                .map(|code| ("serviceErrorCode".to_owned(), json!(code))),
        );
        body.insert(
            "message".to_owned(),
            json!(words.message.as_deref().unwrap_or(message)),
        );
        if !explanation.is_empty() {
            body.insert("explanation".to_owned(), Json::Array(explanation));
        }
        Refusal {
            status,
            body: Json::Object(body),
        }
    }
}

/// One mismatch for a reader: the rule, the place, the line of the schema, what to write instead.
fn explain(mismatch: &Mismatch) -> Json {
    let mut explanation = Map::new();
    explanation.insert("rule".to_owned(), json!(mismatch.rule.name()));
    explanation.insert("at".to_owned(), json!(mismatch.at.to_string()));
    explanation.insert("message".to_owned(), json!(mismatch.message));
    explanation.extend(
        mismatch
            .help
            .as_ref()
            .map(|help| ("help".to_owned(), json!(help))),
    );
    let declared = mismatch.declared.as_ref().map(|place| {
        let (line, _) = place.line_column();
        (
            "declared".to_owned(),
            json!(format!("{}:{line}", place.file.path())),
        )
    });
    explanation.extend(declared);
    Json::Object(explanation)
}
