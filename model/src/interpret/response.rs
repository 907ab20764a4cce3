//! Responses against the call they answer.
//!
//! A server may leave any member out (permissions, masks, versions), so nothing is ever missing; what
//! is there must be declared and of its type.

use serde_json::Value as Json;

use super::json::JsonReader;
use super::{At, Call, HttpResponse, Mismatch, Rule, describe, keys};
use crate::diagnostics::{nearest, one_of};
use crate::model::{Key, Method, Model, Resource, ResourceKind, RestMethod, Returns, Type};
use crate::source::Place;

/// Everything in a response that does not fit what the call answers.
pub fn check_response(model: &Model, call: &Call, response: &HttpResponse) -> Vec<Mismatch> {
    let resource = &model[call.method.resource];
    let method = &resource.methods[call.method.method];
    let mut reader = JsonReader::new(model, false, &method.place);
    let check = Check {
        model,
        resource,
        method,
    };
    match response.status {
        200..300 => check.success(&mut reader, response),
        400..600 => check.failure(&mut reader, response),
        status => reader.found.push(Mismatch {
            rule: Rule::Status,
            at: At::Status,
            message: format!("the status is {status}, which no method answers"),
            help: Some("2xx for success, 4xx or 5xx for errors".to_owned()),
            declared: Some(method.place.clone()),
        }),
    }
    reader.found
}

/// Everything in a JSON value that does not fit a type, with the open eyes that answers are read with.
///
/// For data that will be answers, such as that of a sandbox; `declared` says which declaration
/// the value as a whole is measured by.
pub fn check_value(model: &Model, ty: &Type, value: &Json, declared: &Place) -> Vec<Mismatch> {
    let mut reader = JsonReader::new(model, false, declared);
    reader.value(value, ty);
    reader.found
}

struct Check<'m> {
    model: &'m Model,
    resource: &'m Resource,
    method: &'m Method,
}

impl<'m> Check<'m> {
    fn success(&self, reader: &mut JsonReader<'m>, response: &HttpResponse) {
        let body = response.body.as_ref().filter(|body| !body.is_null());
        let key = self.method.key.as_ref().or(self.resource.key.as_ref());
        match &self.method.returns {
            Returns::Nothing => self.no_body(reader, body),
            Returns::Created => {
                self.created(reader, response, key);
                self.no_body(reader, body);
            }
            Returns::CreatedEntity(entity) => {
                self.created(reader, response, key);
                self.body(reader, body, |reader, body| {
                    reader.value(body, &Type::Named(*entity));
                });
            }
            Returns::Value(ty) => self.body(reader, body, |reader, body| {
                reader.value(body, ty);
            }),
            Returns::ActionValue(ty) => self.body(reader, body, |reader, body| {
                reader.envelope(
                    body,
                    "the value of an action",
                    &[],
                    &["value"],
                    |reader, _, value| {
                        reader.value(value, ty);
                    },
                );
            }),
            Returns::Collection(element) => self.body(reader, body, |reader, body| {
                reader.collection(body, *element, self.method.metadata);
            }),
            Returns::Batch(entity) => self.body(reader, body, |reader, body| {
                let whole = matches!(self.method.rest, RestMethod::BatchGet);
                reader.batch(
                    body,
                    |reader, text| {
                        if let Some(Err(misfit)) =
                            key.map(|key| keys::from_body(self.model, key, text))
                        {
                            let message = format!(
                                "does not stand under a key of the resource: {}",
                                misfit.message
                            );
                            reader.push(Rule::Key, message, misfit.help, None);
                        }
                    },
                    |reader, result| {
                        if whole {
                            reader.value(result, &Type::Named(*entity));
                        } else {
                            reader.outcome(result, Some(*entity));
                        }
                    },
                );
            }),
        }
    }

    fn failure(&self, reader: &mut JsonReader<'m>, response: &HttpResponse) {
        // Gateways answer text, and what is not Rest.li has errors of its own.
        let free = matches!(self.resource.kind, ResourceKind::Plain);
        match &response.body {
            Some(body @ Json::Object(_)) if !free => reader.error(body),
            None | Some(Json::Null | Json::String(_) | Json::Object(_)) => {}
            Some(body) => {
                let message = format!("is {}, not an error object", describe::of_json(body));
                reader.refuse::<()>(message, None);
            }
        }
    }

    fn body(
        &self,
        reader: &mut JsonReader<'m>,
        body: Option<&Json>,
        read: impl FnOnce(&mut JsonReader<'m>, &Json),
    ) {
        match body {
            Some(body) => read(reader, body),
            None => {
                let message = "is missing, though the method answers one".to_owned();
                reader.push(Rule::Body, message, None, None);
            }
        }
    }

    fn no_body(&self, reader: &mut JsonReader<'m>, body: Option<&Json>) {
        let empty = match body {
            None => true,
            Some(Json::Object(members)) => members.is_empty(),
            Some(Json::String(text)) => text.is_empty(),
            Some(_) => false,
        };
        if !empty {
            let message = "is there, though the method answers none".to_owned();
            let help = "declare what it answers with `returns`".to_owned();
            reader.push(Rule::Body, message, Some(help), None);
        }
    }

    fn created(&self, reader: &mut JsonReader<'m>, response: &HttpResponse, key: Option<&Key>) {
        let headers = &self.model.api.id_headers;
        let found = headers.iter().find_map(|name| {
            let value = header(&response.headers, name)?;
            Some((name, value))
        });
        let mismatch = |at, message, help| Mismatch {
            rule: Rule::CreatedKey,
            at,
            message,
            help,
            declared: Some(self.method.place.clone()),
        };
        match (found, key) {
            (None, _) => {
                let near = headers.iter().find_map(|name| {
                    let present = response.headers.iter().map(|(name, _)| name.as_str());
                    nearest(name, present).map(str::to_owned)
                });
                reader.found.push(mismatch(
                    At::ResponseHeader(
                        near.unwrap_or_else(|| headers.first().cloned().unwrap_or_default()),
                    ),
                    "no header tells the key of what was created".to_owned(),
                    Some(format!(
                        "it stands in {}",
                        one_of(headers.iter().map(String::as_str))
                    )),
                ));
            }
            (Some((name, text)), Some(key)) => {
                if let Err(misfit) = keys::from_body(self.model, key, text) {
                    let message = format!(
                        "the header `{name}` tells no key of the resource: {}",
                        misfit.message
                    );
                    reader.found.push(mismatch(
                        At::ResponseHeader(name.clone()),
                        message,
                        misfit.help,
                    ));
                }
            }
            (Some(_), None) => {}
        }
    }
}

/// The value of a header, whatever case its name is in.
pub(super) fn header<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    headers
        .iter()
        .find(|(header, _)| header.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}
