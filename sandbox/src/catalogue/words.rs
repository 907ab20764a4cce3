//! The words of a refusal as the data of the sandbox states them, with what they speak of filled in.
//!
//! A client is tried on what the service says, so the words are data; and each has its evidence, because
//! a sandbox that guesses must say so.

use std::collections::BTreeMap;

use restli_model::diagnostics::nearest;
use restli_model::interpret::{At, HttpRequest, Mismatch, resource_at};
use restli_model::model::{Model, Resource};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::calendar;
use crate::seed::{Names, fill_in};

/// What words may speak of.
const NAMES: &[&str] = &[
    "verb",
    "path",
    "uri",
    "resource",
    "version",
    "METHOD",
    "VERSION",
    "header",
    "parameter",
    "field",
    "name",
    "value",
];

/// What to say in one situation; what is left out is chosen by the sandbox.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Words {
    pub(super) status: Option<u16>,
    code: Option<String>,
    service_error_code: Option<i32>,
    message: Option<String>,
    error_detail_type: Option<String>,
    error_details: Option<Json>,
    pub(super) evidence: Option<Evidence>,
    /// What to say instead below some bases.
    #[serde(default)]
    pub(super) bases: BTreeMap<String, Words>,
}

/// Why the words are believed to be the service's.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Evidence {
    /// Its documentation shows them: where.
    Documented(String),
    /// Somebody has met them: where.
    Reported(String),
    /// Neither: what they were concluded from.
    Assumed(String),
}

/// The request that is refused, as far as it is understood.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'r> {
    pub(crate) model: &'r Model,
    pub(crate) request: &'r HttpRequest,
    pub(crate) resource: Option<&'r Resource>,
    /// The call that it makes, as services name it where they refuse it.
    pub(crate) called: Option<&'r str>,
}

impl<'r> Subject<'r> {
    pub(crate) fn of(model: &'r Model, request: &'r HttpRequest) -> Self {
        let resource = resource_at(model, path(request)).map(|id| &model[id]);
        Subject {
            model,
            request,
            resource,
            called: None,
        }
    }

    /// The base that the request is below.
    pub(super) fn base(&self) -> Option<&'r str> {
        let bases = &self.model.api.bases;
        if let Some(resource) = self.resource {
            return Some(&bases[resource.base].name);
        }
        let path = path(self.request);
        let below = bases.iter().filter(|base| {
            let rest = path.strip_prefix(&base.path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let base = below.max_by_key(|base| base.path.len());
        base.map(|base| base.name.as_str())
    }

    /// What the words may speak of, for a mismatch or for the request as a whole.
    fn names(&self, culprit: Option<&Mismatch>) -> Names {
        let version = self.model.api.version.as_ref();
        let mut values: BTreeMap<&str, String> = BTreeMap::from([
            ("verb", self.request.method.clone()),
            ("path", path(self.request).to_owned()),
            ("uri", self.request.path.clone()),
            ("version", calendar::named(version, self.request).to_owned()),
        ]);
        values.extend(version.map(|version| ("header", version.header.clone())));
        values.extend(self.resource.map(|found| ("resource", found.name.clone())));
        values.extend(self.called.map(|called| ("METHOD", called.to_owned())));
        let version = match values["version"].as_str() {
            "" => "NO_VERSION".to_owned(),
            version => version.to_owned(),
        };
        values.insert("VERSION", version);
        if let Some(culprit) = culprit {
            self.culprit(&culprit.at, &mut values);
        }
        NAMES.iter().fold(Names::default(), |names, name| {
            names.with(name, json!(values.get(name).map_or("", String::as_str)))
        })
    }

    /// What is at fault, and what was sent there.
    fn culprit(&self, at: &At, values: &mut BTreeMap<&str, String>) {
        let (name, value) = match at {
            At::Query(name) | At::Mask(name, _) => (name.clone(), self.parameter(name)),
            At::Header(name) => {
                let mut headers = self.request.headers.iter();
                let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
                (name.clone(), found.map(|(_, value)| value.clone()))
            }
            At::Path(index) => {
                let mut segments = path(self.request).split('/').skip(1);
                let segment = segments.nth(*index).unwrap_or_default().to_owned();
                (segment.clone(), Some(segment))
            }
            At::Body(_) => {
                let way = at.way();
                let pointer: String = { way.iter() }
                    .map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1")))
                    .collect();
                let body = self.request.body.as_ref();
                let value = body.and_then(|body| body.pointer(&pointer));
                let deleted = value.and_then(Json::as_str);
                let (field, name) = field(&way, deleted);
                values.insert("field", field);
                (name, value.map(as_text))
            }
            _ => return,
        };
        values.insert("parameter", name.clone());
        values.insert("name", name);
        values.insert("value", value.unwrap_or_default());
    }

    fn parameter(&self, name: &str) -> Option<String> {
        let (_, query) = self.request.path.split_once('?')?;
        let pairs = restli_wire::query_pairs(query).ok()?;
        let found = pairs.into_iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.to_owned())
    }
}

impl Words {
    /// What is said where the data says nothing.
    pub(super) fn unstated(situation: &str) -> Self {
        Words {
            code: Some(situation.to_uppercase().replace('-', "_")),
            ..Words::default()
        }
    }

    /// What is wrong with the words of a situation.
    pub(super) fn check(&self, bases: &[&str]) -> Vec<String> {
        let mut wrong = Vec::new();
        if self
            .status
            .is_some_and(|status| !(400..600).contains(&status))
        {
            wrong.push("its status is none from 400 to 599".to_owned());
        }
        let names = { NAMES.iter() }.fold(Names::default(), |names, name| {
            names.with(name, Json::from(""))
        });
        if let Err(unfilled) = fill_in(&Json::Object(self.members()), &names) {
            wrong.push(unfilled.into());
        }
        for (base, words) in &self.bases {
            if !bases.contains(&base.as_str()) {
                let near = nearest(base, bases.iter().copied());
                let near = near.map(|near| format!("; did you mean `{near}`?"));
                let near = near.unwrap_or_default();
                wrong.push(format!("the schema has no base `{base}`{near}"));
            }
            if !words.bases.is_empty() {
                wrong.push(format!("the words for `{base}` have bases of their own"));
            }
            wrong.extend(words.check(bases));
        }
        wrong
    }

    /// The members of the error object, with what they speak of.
    pub(super) fn told(
        &self,
        subject: Option<&Subject<'_>>,
        culprit: Option<&Mismatch>,
    ) -> Map<String, Json> {
        let names = match subject {
            Some(subject) => subject.names(culprit),
            // Without any name, texts would be left as they are.
            None => Names::default().with("", Json::Null),
        };
        let mut members = self.members();
        match fill_in(&Json::Object(members.clone()), &names) {
            Ok(Json::Object(filled)) => filled,
            // They were tried when they were read, so there is no request that they could speak of.
            _ => {
                members.retain(|name, _| !["message", "errorDetails"].contains(&name.as_str()));
                members
            }
        }
    }

    /// The words in short.
    pub(super) fn summary(&self) -> String {
        let status = self.status.map(|status| status.to_string());
        let number = { self.service_error_code }.map(|number| format!("serviceErrorCode {number}"));
        let message = { self.message.as_ref() }.map(|message| format!("\u{201c}{message}\u{201d}"));
        let parts = [status, self.code.clone(), number, message];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        match parts.is_empty() {
            true => "is refused".to_owned(),
            false => format!("answers {}", parts.join(", ")),
        }
    }

    fn members(&self) -> Map<String, Json> {
        let mut members = Map::new();
        let mut add = |name: &str, value: Option<Json>| {
            members.extend(value.map(|value| (name.to_owned(), value)));
        };
        add("code", self.code.as_ref().map(|code| json!(code)));
        let number = self.service_error_code.as_ref();
        add("serviceErrorCode", number.map(|code| json!(code)));
        add("message", self.message.as_ref().map(|text| json!(text)));
        let kind = self.error_detail_type.as_ref();
        add("errorDetailType", kind.map(|text| json!(text)));
        add("errorDetails", self.error_details.clone());
        members
    }
}

impl Evidence {
    pub(super) fn json(&self) -> Json {
        match self {
            Evidence::Documented(at) => json!({ "documented": at }),
            Evidence::Reported(at) => json!({ "reported": at }),
            Evidence::Assumed(from) => json!({ "assumed": from }),
        }
    }
}

/// The way to a member of an entity, as `/a/b`, and the name of the member; the frames of Rest.li are not
/// part of it. Of what a patch deletes, the value is the name.
fn field(way: &[String], value: Option<&str>) -> (String, String) {
    let mut steps = way.iter().map(String::as_str).peekable();
    let mut names = Vec::new();
    let framed = ["elements", "entities"];
    if steps.next_if(|step| framed.contains(step)).is_some() {
        steps.next();
    }
    steps.next_if_eq(&"patch");
    while let Some(step) = steps.next() {
        match step {
            "$set" => {}
            "$delete" => {
                steps.next();
                names.extend(value);
            }
            _ => names.push(step),
        }
    }
    let field = names.iter().map(|name| format!("/{name}")).collect();
    (field, names.last().copied().unwrap_or_default().to_owned())
}

fn as_text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn path(request: &HttpRequest) -> &str {
    let target = &request.path;
    target.split_once('?').map_or(target, |(path, _)| path)
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn a_field_is_named_without_the_frames_around_it() {
        let of = |way: &str, value: Option<&str>| {
            let way: Vec<_> = way.split(' ').map(str::to_owned).collect();
            let (field, name) = field(&way, value);
            format!("{field} {name}")
        };
        assert_eq!(of("totalBudget amount", None), "/totalBudget/amount amount");
        assert_eq!(of("patch $set title", Some("A")), "/title title");
        assert_eq!(of("patch a $delete 0", Some("b")), "/a/b b");
        assert_eq!(of("entities 7 patch $set a b", None), "/a/b b");
        assert_eq!(of("elements 0 elements", None), "/elements elements");
    }
}
