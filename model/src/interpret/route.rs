//! A request to the call it is: path, method, keys, parameters, headers, body.
//!
//! Finding the call stops at the first misfit, because nothing can be measured without it; all that
//! does not fit the call is then collected.

use restli_wire::{ParseErrorKind, Value, split_query};
use serde_json::Value as Json;

use super::json::JsonReader;
use super::method::{self, METHOD_HEADER, Signs};
use super::query::{Reader, call};
use super::response::header;
use super::tunnel::{self, media_type};
use super::{
    At, Call, Datum, HttpRequest, Mismatch, Rule, Spelling, describe, keys, locate, values,
};
use crate::diagnostics::nearest;
use crate::model::{Body, MethodId, Model, Protocol, ResourceKind, RestMethod, Type};

const PROTOCOL_HEADER: &str = "X-RestLi-Protocol-Version";
const CONTENT_TYPE: &str = "Content-Type";

/// The call that a request is, or all that does not fit.
pub fn route(model: &Model, request: &HttpRequest) -> Result<Call, Vec<Mismatch>> {
    let request = tunnel::undo(request).map_err(|mismatch| vec![mismatch])?;
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let located = locate::locate(model, path).map_err(|mismatch| vec![mismatch])?;
    let resource = located.resource;
    let pairs = split_query(query).map_err(|error| {
        let at = match &error.kind {
            ParseErrorKind::DuplicateParameter(name) => At::Query(name.clone()),
            _ => At::Query(query.to_owned()),
        };
        let message = format!("the query cannot be read: {error}");
        vec![Mismatch {
            rule: Rule::Grammar,
            at,
            message,
            help: None,
            declared: None,
        }]
    })?;
    let signs = Signs {
        verb: &request.method,
        header: header(&request.headers, METHOD_HEADER),
        query: &pairs,
    };
    let index = method::choose(model, &located, &signs).map_err(|mismatch| vec![mismatch])?;
    let method = &resource.methods[index];

    let protocol = header(&request.headers, PROTOCOL_HEADER);
    let mut reader = Reader {
        model,
        resource,
        method,
        strict: protocol == Some("2.0.0"),
        spelling: match resource.protocol {
            Protocol::V1 => Spelling::V1,
            Protocol::V2 => Spelling::V2,
        },
        found: Vec::new(),
    };
    reader.protocol(protocol);
    let mut read_keys = Vec::new();
    for (key, segment) in &located.parents {
        let datum = reader.key(key, segment.text, segment.index, &resource.place);
        read_keys.extend(datum.map(|datum| (read_keys.len(), datum)));
    }
    let own = method.key.as_ref().or(resource.key.as_ref());
    if let (Some(key), Some(segment)) = (own, located.entity) {
        let datum = reader.key(key, segment.text, segment.index, &method.place);
        read_keys.extend(datum.map(|datum| (located.parents.len(), datum)));
    }
    let query = reader.query(&pairs);
    let headers = reader.headers(&request);
    let (params, body) = reader.body(&request);
    if !reader.found.is_empty() {
        return Err(reader.found);
    }
    Ok(Call {
        method: MethodId {
            resource: located.id,
            method: index,
        },
        keys: read_keys,
        ids: query.ids,
        params: if method.rest == RestMethod::Action {
            params
        } else {
            query.params
        },
        headers,
        paging: query.paging,
        mask: query.mask,
        body,
        spelling: reader.spelling,
    })
}

type Indexed = Vec<(usize, Datum)>;

impl<'m> Reader<'m> {
    fn protocol(&mut self, version: Option<&str>) {
        let spoken = match (self.resource.kind, self.resource.protocol) {
            (ResourceKind::Plain, _) => return,
            (_, Protocol::V1) => "1.0.0",
            (_, Protocol::V2) => "2.0.0",
        };
        if let Some(version) = version.filter(|version| *version != spoken) {
            self.found.push(Mismatch {
                rule: Rule::Protocol,
                at: At::Header(PROTOCOL_HEADER.to_owned()),
                message: format!(
                    "`{}` speaks protocol {spoken}, not `{version}`",
                    self.resource.name
                ),
                help: Some(format!("write `{PROTOCOL_HEADER}: {spoken}`")),
                declared: Some(self.resource.place.clone()),
            });
        }
    }

    fn headers(&mut self, request: &HttpRequest) -> Indexed {
        let mut headers = Vec::new();
        for (index, param) in self.method.headers.iter().enumerate() {
            let at = At::Header(param.name.clone());
            let Some(text) = header(&request.headers, &param.name) else {
                if param.required {
                    let present = request.headers.iter().map(|(name, _)| name.as_str());
                    let help = match nearest(&param.name, present) {
                        Some(near) => format!("`{near}` is probably meant for it"),
                        None => format!("it is {}", describe::of_type(self.model, &param.ty)),
                    };
                    self.found.push(Mismatch {
                        rule: Rule::MissingHeader,
                        at,
                        message: format!(
                            "{} needs the header `{}`",
                            call(self.resource, self.method),
                            param.name
                        ),
                        help: Some(help),
                        declared: Some(param.place.clone()),
                    });
                }
                continue;
            };
            match values::read(
                self.model,
                &param.name,
                &Value::from(text.to_owned()),
                &param.ty,
            ) {
                Ok(datum) => headers.push((index, datum)),
                Err(misfits) => self
                    .found
                    .extend(misfits.into_iter().map(|misfit| Mismatch {
                        rule: Rule::Header,
                        at: at.clone(),
                        message: misfit.message,
                        help: misfit.help,
                        declared: Some(param.place.clone()),
                    })),
            }
        }
        headers
    }

    /// The parameters of an action, or the body of any other method.
    fn body(&mut self, request: &HttpRequest) -> (Indexed, Option<Datum>) {
        let body = request.body.as_ref().filter(|body| !body.is_null());
        let kind = header(&request.headers, CONTENT_TYPE).map(media_type);
        let open = body.is_none() || self.resource.kind == ResourceKind::Plain;
        if let Some(kind) = kind.filter(|kind| !open && kind != "application/json") {
            self.found.push(Mismatch {
                rule: Rule::Header,
                at: At::Header(CONTENT_TYPE.to_owned()),
                message: format!("the body is `{kind}`, not JSON"),
                help: Some(format!("write `{CONTENT_TYPE}: application/json`")),
                declared: None,
            });
            return (Vec::new(), None);
        }
        let mut json = JsonReader::new(self.model, true, &self.method.place);
        let mut params = Vec::new();
        let mut datum = None;
        match (&self.method.body, body) {
            (Body::None, None) | (Body::Empty, None) => {}
            (Body::None, Some(_)) => {
                let message = "is there, though the method takes none".to_owned();
                json.push(Rule::Body, message, Some("leave it out".to_owned()), None);
            }
            (Body::Empty, Some(body)) => {
                json.envelope(body, "an empty object", &[], &[], |_, _, _| {})
            }
            (Body::Params, body) => params = self.action(&mut json, body),
            (Body::Record(_) | Body::Patch(_), None) => {
                let message = "is missing, though the method takes one".to_owned();
                json.push(Rule::Body, message, None, None);
            }
            (Body::Record(record), Some(body)) => {
                let record = Type::Named(*record);
                datum = self.entities(&mut json, body, |json, body| json.value(body, &record));
            }
            // What a patch may say is checked where patches are built; here only its frame is.
            (Body::Patch(_), Some(body)) => {
                datum = self.entities(&mut json, body, |json, body| {
                    json.envelope(body, "a patch", &[("patch", Type::Json)], &[], |_, _, _| {});
                    Some(Datum::Json(body.clone()))
                });
            }
        }
        self.found.extend(json.found);
        (params, datum)
    }

    fn action(&self, json: &mut JsonReader<'m>, body: Option<&Json>) -> Indexed {
        let empty = Json::Object(serde_json::Map::new());
        let body = body.unwrap_or(&empty);
        let names: Vec<_> = self
            .method
            .params
            .iter()
            .map(|param| param.name.as_str())
            .collect();
        let mut params = Vec::new();
        json.envelope(
            body,
            "an object of parameters",
            &[],
            &names,
            |json, name, value| {
                let index = names
                    .iter()
                    .position(|known| *known == name)
                    .unwrap_or_default();
                let datum = json.value(value, &self.method.params[index].ty);
                params.extend(datum.map(|datum| (index, datum)));
            },
        );
        for param in self.method.params.iter().filter(|param| param.required) {
            if body.get(&param.name).is_none() {
                let message = format!("lacks the required parameter `{}`", param.name);
                json.push(Rule::MissingParameter, message, None, Some(&param.place));
            }
        }
        params
    }

    /// One entity, or the entities of a batch: in a list, or by key.
    fn entities(
        &self,
        json: &mut JsonReader<'m>,
        body: &Json,
        mut read: impl FnMut(&mut JsonReader<'m>, &Json) -> Option<Datum>,
    ) -> Option<Datum> {
        let key = self.method.key.as_ref().or(self.resource.key.as_ref());
        let frame = match self.method.rest {
            RestMethod::BatchCreate => "elements",
            RestMethod::BatchUpdate | RestMethod::BatchPartialUpdate => "entities",
            _ => return read(json, body),
        };
        let mut datum = None;
        json.envelope(
            body,
            "a batch",
            &[],
            &[frame],
            |json, _, value| match value {
                Json::Array(values) if frame == "elements" => {
                    let read = values
                        .iter()
                        .enumerate()
                        .map(|(index, value)| json.element(index, |json| read(json, value)));
                    datum = read.collect::<Option<_>>().map(Datum::Array);
                }
                Json::Object(entries) if frame == "entities" => {
                    let read = entries.iter().map(|(text, value)| {
                        json.member(text, None, |json| {
                            if let Some(Err(misfit)) =
                                key.map(|key| keys::from_body(self.model, key, text))
                            {
                                let message = format!(
                                    "does not stand under a key of the resource: {}",
                                    misfit.message
                                );
                                json.push(Rule::Key, message, misfit.help, None);
                            }
                            read(json, value).map(|datum| (text.clone(), datum))
                        })
                    });
                    datum = read.collect::<Option<_>>().map(Datum::Map);
                }
                _ => {
                    let wanted = if frame == "elements" {
                        "a list of entities"
                    } else {
                        "an object by key"
                    };
                    let message = format!("is {}, not {wanted}", describe::of_json(value));
                    json.refuse::<()>(message, None);
                }
            },
        );
        datum
    }
}
