//! Responses against the call they answer.
//!
//! A server may leave any member out (permissions, masks, versions), so nothing is ever missing; what
//! is there must be declared and of its type.

use serde_json::Value as Json;

use super::envelope::Metadata;
use super::json::JsonReader;
use super::{At, Call, Datum, HttpResponse, Mismatch, Rule, describe, keys};
use crate::diagnostics::{nearest, one_of};
use crate::model::{Method, Model, Resource, ResourceKind, RestMethod, Returns, Type, TypeId};
use crate::source::Place;

/// Everything in a response that does not fit what the call answers.
pub fn check_response(model: &Model, call: &Call, response: &HttpResponse) -> Vec<Mismatch> {
    let resource = &model[call.method.resource];
    let method = &resource.methods[call.method.method];
    let mut reader = JsonReader::new(model, false, &method.place);
    reader.projected = call.mask.is_some();
    let check = Check {
        model,
        resource,
        method,
        call,
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

/// Everything in the answer to a request that was refused, and that no call of the schema is, that does not
/// fit the protocol.
pub(super) fn check_refusal(model: &Model, response: &HttpResponse) -> Vec<Mismatch> {
    // The protocol itself is what errors are measured by; the first resource stands for the whole schema.
    let (Some(first), Some(body @ Json::Object(_))) = (model.resources.first(), &response.body)
    else {
        return Vec::new();
    };
    let mut reader = JsonReader::new(model, false, &first.place);
    reader.error(body);
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

/// Reads a JSON value that is sent, with all its rules; on failure, everything that does not fit.
pub fn read_value(
    model: &Model,
    ty: &Type,
    value: &Json,
    declared: &Place,
) -> Result<Datum, Vec<Mismatch>> {
    read_whole(JsonReader::new(model, true, declared), ty, value)
}

/// Reads the default of a field or parameter: as strictly as what is sent, but read-only fields may be there.
pub fn read_default(
    model: &Model,
    ty: &Type,
    value: &Json,
    declared: &Place,
) -> Result<Datum, Vec<Mismatch>> {
    read_whole(JsonReader::of_schema(model, declared), ty, value)
}

fn read_whole(mut reader: JsonReader<'_>, ty: &Type, value: &Json) -> Result<Datum, Vec<Mismatch>> {
    match reader.value(value, ty) {
        Some(datum) if reader.found.is_empty() => Ok(datum),
        _ => Err(reader.found),
    }
}

struct Check<'m> {
    model: &'m Model,
    resource: &'m Resource,
    method: &'m Method,
    call: &'m Call,
}

impl<'m> Check<'m> {
    fn success(&self, reader: &mut JsonReader<'m>, response: &HttpResponse) {
        let body = response.body.as_ref().filter(|body| !body.is_null());
        match (self.method.rest, &self.method.returns) {
            (
                RestMethod::BatchUpdate | RestMethod::BatchPartialUpdate | RestMethod::BatchDelete,
                returns,
            ) => {
                let entity = match returns {
                    Returns::UpdatedEntity(entity) | Returns::Batch(entity) => Some(*entity),
                    _ => None,
                };
                if body.is_some() || response.status != 204 {
                    self.body(reader, body, |reader, body| {
                        reader.batch(
                            body,
                            |reader, text| self.key(reader, text),
                            |reader, result| reader.outcome(result, entity, |_, _| {}),
                        );
                    });
                }
            }
            (RestMethod::BatchCreate, returns) => {
                let entity = match returns {
                    Returns::CreatedEntity(entity) => Some(*entity),
                    _ => None,
                };
                self.body(reader, body, |reader, body| {
                    self.answers(reader, body, self.call.elements.len(), |reader, element| {
                        reader.outcome(element, entity, |reader, id| self.key(reader, id));
                    });
                });
            }
            (RestMethod::BatchFinder, Returns::Collection(element)) => {
                self.body(reader, body, |reader, body| {
                    self.answers(reader, body, self.criteria(), |reader, answer| {
                        reader.criterion(answer, *element, Metadata::of(self.method));
                    });
                });
            }
            (_, returns) => self.single(reader, response, body, returns),
        }
    }

    /// The answer of a method that is no batch, or of batch_get.
    fn single(
        &self,
        reader: &mut JsonReader<'m>,
        response: &HttpResponse,
        body: Option<&Json>,
        returns: &'m Returns,
    ) {
        match returns {
            Returns::Nothing => self.no_body(reader, body),
            Returns::Created => {
                self.created(reader, response);
                self.no_body(reader, body);
            }
            Returns::CreatedEntity(entity) => {
                self.created(reader, response);
                self.returned(reader, body, *entity);
            }
            Returns::UpdatedEntity(entity) => self.returned(reader, body, *entity),
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
                reader.collection(body, *element, Metadata::of(self.method));
            }),
            Returns::Batch(entity) => self.body(reader, body, |reader, body| {
                reader.batch(
                    body,
                    |reader, text| self.key(reader, text),
                    |reader, result| {
                        reader.value(result, &Type::Named(*entity));
                    },
                );
            }),
        }
    }

    /// The entity after a write, unless the caller does without.
    fn returned(&self, reader: &mut JsonReader<'m>, body: Option<&Json>, entity: TypeId) {
        let updated = matches!(self.method.returns, Returns::UpdatedEntity(_));
        match (self.call.return_entity, body) {
            (Some(false), _) => self.no_body(reader, body),
            (_, None) if updated => {}
            _ => self.body(reader, body, |reader, body| {
                reader.value(body, &Type::Named(entity));
            }),
        }
    }

    /// `{"elements": […]}` with an answer to each of what was sent, in its order.
    fn answers(
        &self,
        reader: &mut JsonReader<'m>,
        body: &Json,
        sent: usize,
        mut read: impl FnMut(&mut JsonReader<'m>, &Json),
    ) {
        reader.envelope(body, "a batch", &[], &["elements"], |reader, _, value| {
            let Json::Array(elements) = value else {
                let message = format!("is {}, not a list of answers", describe::of_json(value));
                reader.refuse::<()>(message, None);
                return;
            };
            if elements.len() != sent {
                let message = format!("has {} answers for {sent} elements", elements.len());
                reader.push(Rule::Batch, message, None, None);
            }
            for (index, element) in elements.iter().enumerate() {
                reader.element(index, |reader| read(reader, element));
            }
        });
    }

    /// How many criteria a batch finder was given.
    fn criteria(&self) -> usize {
        let given = { self.call.params.iter() }
            .find(|(index, _)| Some(*index) == self.method.criteria)
            .map(|(_, criteria)| criteria);
        match given {
            Some(Datum::Array(criteria)) => criteria.len(),
            _ => 0,
        }
    }

    /// Reads a key where it stands as text.
    fn key(&self, reader: &mut JsonReader<'m>, text: &str) {
        let Some(key) = self.method.key.as_ref().or(self.resource.key.as_ref()) else {
            return;
        };
        if let Err(misfit) = keys::from_body(self.model, self.call.protocol(), key, text) {
            let message = format!(
                "does not stand under a key of the resource: {}",
                misfit.message
            );
            reader.push(Rule::Key, message, misfit.help, None);
        }
    }

    fn failure(&self, reader: &mut JsonReader<'m>, response: &HttpResponse) {
        // Gateways answer text, and what is not Rest.li has errors of its own.
        let free = matches!(self.resource.kind, ResourceKind::Plain);
        match &response.body {
            Some(body @ Json::Object(_)) if !free => {
                reader.error(body);
                self.error_details(reader, body);
            }
            None | Some(Json::Null | Json::String(_) | Json::Object(_)) => {}
            Some(body) => {
                let message = format!("is {}, not an error object", describe::of_json(body));
                reader.refuse::<()>(message, None);
            }
        }
    }

    /// The details of an error whose code the method documents.
    fn error_details(&self, reader: &mut JsonReader<'m>, error: &Json) {
        let errors = self.method.service_errors.iter();
        let documented = { errors.map(|index| &self.resource.service_errors[*index]) }
            .find(|known| error.get("code").and_then(Json::as_str) == Some(known.code.as_str()));
        let details = error
            .get("errorDetails")
            .filter(|details| !details.is_null());
        if let (Some(record), Some(details)) = (documented.and_then(|known| known.details), details)
        {
            reader.member("errorDetails", None, |reader| {
                reader.value(details, &Type::Named(record));
            });
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

    fn created(&self, reader: &mut JsonReader<'m>, response: &HttpResponse) {
        let key = self.method.key.as_ref().or(self.resource.key.as_ref());
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
            // A server may have no key to tell; one under a name that is almost right it would have told.
            (None, _) => {
                let present = || response.headers.iter().map(|(name, _)| name.as_str());
                let near = headers.iter().find_map(|name| nearest(name, present()));
                if let Some(near) = near {
                    reader.found.push(mismatch(
                        At::ResponseHeader(near.to_owned()),
                        "no header tells the key of what was created".to_owned(),
                        Some(format!(
                            "it stands in {}",
                            one_of(headers.iter().map(String::as_str))
                        )),
                    ));
                }
            }
            (Some((name, text)), Some(key)) => {
                if let Err(misfit) = keys::from_body(self.model, self.call.protocol(), key, text) {
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
