//! What the sandbox says when it refuses: a status, a code and a message for each situation.
//!
//! Services word their errors differently, and clients are tried on the words; so the words come
//! from the schema's `sandbox/` folder, and the ones here are only what stands in for them.

mod explain;
mod words;

use std::collections::BTreeMap;

use restli_model::diagnostics::nearest;
use restli_model::interpret::{At, Mismatch, Rule};
use serde_json::{Map, Value as Json, json};

pub(crate) use self::explain::{Explanation, HEADER as EXPLAIN_HEADER, line as explain_line};
pub(crate) use self::words::{Evidence, Subject, Words};

/// No bearer token at all.
pub(crate) const NO_TOKEN: &str = "no-token";
/// A token where none may be.
pub(crate) const TOKEN_IN_QUERY: &str = "token-in-query";
/// What cannot be a token.
pub(crate) const MALFORMED_TOKEN: &str = "malformed-token";
/// A token that is not the sandbox's.
pub(crate) const WRONG_TOKEN: &str = "wrong-token";
/// A token whose time is over.
pub(crate) const EXPIRED_TOKEN: &str = "expired-token";
/// A token that was ended.
pub(crate) const REVOKED_TOKEN: &str = "revoked-token";
/// A token without the scopes that a call takes.
pub(crate) const NO_PERMISSION: &str = "no-permission";
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
/// No version, where there must be one.
pub(crate) const NO_VERSION: &str = "no-version";
/// A version that is not served any more.
pub(crate) const SUNSET_VERSION: &str = "sunset-version";
/// A version that never was, or is yet to come.
pub(crate) const UNKNOWN_VERSION: &str = "unknown-version";
/// A path, a query or headers that are too long.
pub(crate) const TOO_LONG: &str = "too-long";
/// A body that does not say how long it is.
pub(crate) const NO_LENGTH: &str = "no-length";
/// A body that is too large.
pub(crate) const TOO_LARGE: &str = "too-large";
/// A mask with too many names.
pub(crate) const TOO_MANY_FIELDS: &str = "too-many-fields";
/// More requests than there may be.
pub(crate) const THROTTLED: &str = "throttled";

/// Every situation that is no rule of the interpreter, with the status and message that it has unless the
/// data says otherwise; an empty message stands for the explanation's.
const SITUATIONS: &[(&str, u16, &str)] = &[
    (NO_TOKEN, 401, "No bearer token"),
    (TOKEN_IN_QUERY, 401, "A token in the query"),
    (MALFORMED_TOKEN, 401, "Malformed bearer token"),
    (WRONG_TOKEN, 401, "Unknown bearer token"),
    (EXPIRED_TOKEN, 401, "Expired bearer token"),
    (REVOKED_TOKEN, 401, "Revoked bearer token"),
    (NO_PERMISSION, 403, ""),
    (NOT_FOUND, 404, "Not found"),
    (UNRESOLVED, 404, "Not found"),
    (NOT_SERVED, 501, "Not served by the sandbox"),
    (VERB, 405, ""),
    (TAKEN, 409, "The key is taken"),
    (DUPLICATE, 422, "It is there already"),
    (PATCH, 422, "The patch does not fit the entity"),
    (ACCEPT, 406, "Only JSON is answered"),
    (NO_VERSION, 400, ""),
    (SUNSET_VERSION, 400, ""),
    (UNKNOWN_VERSION, 400, ""),
    (TOO_LONG, 414, ""),
    (NO_LENGTH, 411, ""),
    (TOO_LARGE, 413, ""),
    (TOO_MANY_FIELDS, 400, ""),
    (THROTTLED, 429, "Too many requests"),
];

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
            members.remove(explain::MEMBER);
        }
        body
    }
}

/// One refusal before it is put into words.
struct Told<'r> {
    situation: &'r str,
    /// Unless the words say otherwise.
    status: u16,
    message: &'r str,
    subject: Option<&'r Subject<'r>>,
    culprit: Option<&'r Mismatch>,
    explanations: Vec<Explanation>,
}

impl Catalogue {
    /// Takes the words of one file; on failure, says what is wrong.
    pub(crate) fn add(&mut self, words: &BTreeMap<String, Words>, bases: &[&str]) -> Vec<String> {
        let known: Vec<_> = SITUATIONS
            .iter()
            .map(|(name, _, _)| *name)
            .chain(Rule::ALL.iter().map(|rule| rule.name()))
            .collect();
        let mut wrong = Vec::new();
        for (name, words) in words {
            if !known.contains(&name.as_str()) {
                let near = nearest(name, known.iter().copied());
                let near = near
                    .map(|near| format!("; did you mean `{near}`?"))
                    .unwrap_or_default();
                wrong.push(format!("the sandbox refuses nothing as `{name}`{near}"));
                continue;
            }
            let found = words.check(bases);
            wrong.extend({ found.iter() }.map(|found| format!("the error `{name}`: {found}")));
            self.0.insert(name.clone(), words.clone());
        }
        wrong
    }

    /// Each situation, below some bases too: what is answered, and where from that is known.
    pub(crate) fn situations(&self) -> Vec<(String, String, Option<Evidence>)> {
        let rules = Rule::ALL.iter().filter(|rule| !rule.is_of_answers());
        let mut names: Vec<&str> = rules.map(|rule| rule.name()).collect();
        names.extend(SITUATIONS.iter().map(|(name, _, _)| *name));
        names.sort_unstable();
        // A patch can be wrong in itself, and for the entity.
        names.dedup();
        let mut all = Vec::new();
        for name in names {
            let Some(words) = self.0.get(name) else {
                all.push((name.to_owned(), "is refused".to_owned(), None));
                continue;
            };
            all.push((name.to_owned(), words.summary(), words.evidence.clone()));
            all.extend({ words.bases.iter() }.map(|(base, words)| {
                (
                    format!("{name} ({base})"),
                    words.summary(),
                    words.evidence.clone(),
                )
            }));
        }
        all
    }

    /// A refusal for a reason that needs no more explanation than the text given.
    pub(crate) fn refuse(&self, situation: &'static str, explanation: Option<String>) -> Refusal {
        let explanations = explanation.map(|message| Explanation::text(situation, message));
        self.refuse_about(situation, None, explanations.into_iter().collect())
    }

    /// The same, with the request that is refused; words may speak of it.
    pub(crate) fn refuse_about(
        &self,
        situation: &str,
        subject: Option<&Subject<'_>>,
        explanations: Vec<Explanation>,
    ) -> Refusal {
        let default = SITUATIONS.iter().find(|(name, _, _)| *name == situation);
        let (status, message) =
            default.map_or((400, ""), |(_, status, message)| (*status, *message));
        let first = explanations.first().map(|first| first.message.clone());
        self.word(Told {
            situation,
            status,
            message: match message {
                "" => first.as_deref().unwrap_or_default(),
                message => message,
            },
            subject,
            culprit: None,
            explanations,
        })
    }

    /// A refusal of what fits the schema, but not the entity; the message is for the client.
    pub(crate) fn invalid(&self, situation: &'static str, message: String) -> Refusal {
        self.word(Told {
            situation,
            status: 422,
            message: &message,
            subject: None,
            culprit: None,
            explanations: vec![Explanation::text(situation, message.clone())],
        })
    }

    /// A refusal of a request that does not fit the schema.
    pub(crate) fn misfit(&self, subject: &Subject<'_>, mismatches: &[Mismatch]) -> Refusal {
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
        self.word(Told {
            situation,
            status,
            message: &first.message,
            subject: Some(subject),
            culprit: Some(first),
            explanations: mismatches.iter().map(Explanation::of).collect(),
        })
    }

    /// The object that stands beside a URN that cannot be resolved.
    pub(crate) fn unresolved(&self) -> Json {
        self.refuse(UNRESOLVED, None).body
    }

    fn word(&self, told: Told<'_>) -> Refusal {
        let unstated = Words::unstated(told.situation);
        let words = self.0.get(told.situation).unwrap_or(&unstated);
        let base = told.subject.and_then(Subject::base);
        let words = base.and_then(|base| words.bases.get(base)).unwrap_or(words);
        let status = words.status.unwrap_or(told.status);
        let mut body = Map::new();
        body.insert("status".to_owned(), json!(status));
        body.extend(words.told(told.subject, told.culprit));
        body.entry("message").or_insert_with(|| json!(told.message));
        let mut explanations: Vec<_> = { told.explanations.iter() }
            .map(Explanation::json)
            .collect();
        if let (Some(first), Some(evidence)) = (explanations.first_mut(), &words.evidence) {
            first.insert("words".to_owned(), evidence.json());
        }
        if !explanations.is_empty() {
            let explanations = explanations.into_iter().map(Json::Object).collect();
            body.insert(explain::MEMBER.to_owned(), Json::Array(explanations));
        }
        Refusal {
            status,
            body: Json::Object(body),
        }
    }
}
